from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from data.store import Store
from data.store.maintenance import check


@pytest.fixture
async def sound_store(store: Store, database_path: Path) -> AsyncGenerator[Store]:
    """The store; whatever a test does with it, all that is kept twice has to agree at its end."""
    yield store
    assert check(database_path) == []
