from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.store import Store
from tests.fresh_database import put_fresh_database


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    return tmp_path / "marquee.db"


@pytest.fixture
async def store(database_path: Path) -> AsyncIterator[Store]:
    put_fresh_database(database_path)
    store = await Store.open(database_path)
    yield store
    await store.close()
