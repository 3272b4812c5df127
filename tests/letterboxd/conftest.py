from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from data.letterboxd.asking import FeedClient
from data.store import Store
from tests.fresh_database import put_fresh_database
from tests.letterboxd.letterboxd_server import LetterboxdServer, letterboxd

CONTACT = "me@example.org"


@pytest.fixture
async def server() -> AsyncGenerator[LetterboxdServer]:
    """Letterboxd on loopback."""
    async with letterboxd() as server:
        yield server


@pytest.fixture
async def client(server: LetterboxdServer) -> AsyncGenerator[FeedClient]:
    """Letterboxd as the bot knows it, at its stand-in."""
    client = FeedClient(server.url, CONTACT, "1.2")
    yield client
    await client.close()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store]:
    """An empty store."""
    put_fresh_database(tmp_path / "marquee.db")
    store = await Store.open(tmp_path / "marquee.db")
    # Days pass here, with thousands of writes: none has to outlive a power cut.
    await store.database._writer.execute_fetchall("PRAGMA synchronous = OFF")  # pyright: ignore[reportPrivateUsage]
    yield store
    await store.close()
