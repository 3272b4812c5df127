from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.store import Store


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    return tmp_path / "marquee.db"


@pytest.fixture
async def store(database_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(database_path)
    yield store
    await store.close()
