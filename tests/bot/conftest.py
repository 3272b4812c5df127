from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import EXTENSIONS, Marquee
from bot.services import Services
from data.catalogue.local import LocalCatalogue
from data.store import Store
from tests.builders import a_film
from tests.fresh_database import put_fresh_database


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    put_fresh_database(tmp_path / "marquee.db")
    store = await Store.open(tmp_path / "marquee.db")
    yield store
    await store.close()


@pytest.fixture
async def bot(store: Store) -> Marquee:
    """The bot with all its commands, not connected to anything."""
    bot = Marquee(Services(LocalCatalogue([a_film()]), store))

    for extension in EXTENSIONS:
        await bot.load_extension(extension)

    return bot
