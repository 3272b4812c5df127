"""What is made of many films, done in a thread, so that nobody else waits for it."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

ASIDE_FROM = 500
"""From so many films on it is done in a thread: below that it takes less than a millisecond."""

_T = TypeVar("_T")


async def aside(films: int, work: Callable[[], _T]) -> _T:
    """What is made of so many films; of many of them in a thread, so that nobody else waits for it."""
    return work() if films < ASIDE_FROM else await asyncio.to_thread(work)
