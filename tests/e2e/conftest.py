"""The stage on which every scene plays."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.e2e.stage import Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncGenerator[Stage]:
    """The sandbox, the bot and three members, fresh for each test."""
    async with staged(tmp_path) as stage:
        yield stage
