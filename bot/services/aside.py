"""Long work, done in a thread, so that nobody else waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

ASIDE_FROM = 500
"""From so many films on it is done in a thread: below that it takes less than a millisecond."""

_T = TypeVar("_T")


async def aside(films: int, work: Callable[[], _T]) -> _T:
    """What is made of so many films; of many of them in a thread, so that nobody else waits for it."""
    return work() if films < ASIDE_FROM else await asyncio.to_thread(work)


async def left_behind(work: Callable[[], _T]) -> _T:
    """What may take a minute, in a thread of its own that nobody waits for once the bot is to end.

    The event loop's own threads are waited for, however long they take.
    """
    found: Future[_T] = Future()
    found.set_running_or_notify_cancel()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as error:  # noqa: BLE001  (the boundary of this thread: whoever waits is told)
            found.set_exception(error)

    Thread(target=run, name="long work", daemon=True).start()
    return await asyncio.wrap_future(found)
