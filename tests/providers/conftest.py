from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from data.catalogue.remote import asking
from data.catalogue.tmdb import Tmdb
from data.catalogue.wikidata import Wikidata
from data.store import Store
from tests.fresh_database import put_fresh_database
from tests.providers.stand_in import StandIn, standing_in
from tests.providers.tmdb_server import TOKEN, tmdb
from tests.providers.wikidata_server import CONTACT, wikidata


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  (used by all)
    """Retries come at once."""
    monkeypatch.setattr(asking, "FIRST_WAIT_S", 0.0)
    monkeypatch.setattr(asking, "JITTER_S", 0.0)


@pytest.fixture
async def tmdb_server() -> AsyncGenerator[StandIn]:
    """TMDB on loopback."""
    async with standing_in(tmdb) as stand_in:
        yield stand_in


@pytest.fixture
async def wikidata_server() -> AsyncGenerator[StandIn]:
    """Wikidata on loopback."""
    async with standing_in(wikidata) as stand_in:
        yield stand_in


@pytest.fixture
async def provider(tmdb_server: StandIn) -> AsyncGenerator[Tmdb]:
    """TMDB as the bot knows it, at its stand-in."""
    provider = Tmdb(TOKEN, tmdb_server.url)
    yield provider
    await provider.close()


@pytest.fixture
async def wiki(wikidata_server: StandIn) -> AsyncGenerator[Wikidata]:
    """Wikidata as the bot knows it, at its stand-in."""
    provider = Wikidata(CONTACT, wikidata_server.url, "1.2")
    yield provider
    await provider.close()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store]:
    """An empty store."""
    put_fresh_database(tmp_path / "marquee.db")
    store = await Store.open(tmp_path / "marquee.db")
    yield store
    await store.close()
