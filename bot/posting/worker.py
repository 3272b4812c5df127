"""Work that waits in the store, done when it is due by one task that nothing ends but being stopped."""

import asyncio
import logging
from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import datetime, timedelta

from discord.utils import utcnow

_log = logging.getLogger(__name__)

TICK = timedelta(seconds=30)
"""The longest time without a look at what is due: it catches all that nobody told of."""


class Worker(ABC):
    """A task that does what is due, sleeps until something is, and can be woken."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, with what is due already."""
        self._task = asyncio.create_task(self._run(), name=type(self).__name__)

    def nudge(self) -> None:
        """Look at once: something may be due."""
        self._woken.set()

    async def stop(self) -> None:
        """End the task, whatever it is doing."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    @abstractmethod
    async def work(self, now: datetime) -> datetime | None:
        """Do what is due now; when the next thing is, as far as that is known."""

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            next_due = None

            try:
                next_due = await self.work(utcnow())
            except Exception:  # noqa: BLE001  (the boundary of this task: no failure may end what keeps posts true)
                _log.exception("%s failed; it goes on", type(self).__name__)

            latest = utcnow() + TICK
            pause = (min(next_due or latest, latest) - utcnow()).total_seconds()

            # `asyncio.wait_for` of Python 3.11 may lose a cancellation that comes together with a nudge.
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, pause)):
                    await self._woken.wait()
