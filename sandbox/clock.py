"""The sandbox's clock: the real one, which a test can move forward."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime


class Timer:
    """Something to be done at a moment of the sandbox's clock."""

    def __init__(self, due: float, action: Callable[[], None]) -> None:
        self.due = due
        self.action = action
        self.handle: asyncio.TimerHandle | None = None
        self.is_done = False

    def cancel(self) -> None:
        """Never do it."""
        self.is_done = True
        if self.handle is not None:
            self.handle.cancel()


class Clock:
    """Time as everything in the sandbox sees it, in seconds since the epoch."""

    def __init__(self) -> None:
        self._ahead_s = 0.0
        # A monotonic clock that starts at the wall clock's time: ids never run backwards with it.
        self._offset_s = time.time() - time.monotonic()
        self._timers: set[Timer] = set()

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.monotonic() + self._offset_s + self._ahead_s

    def timestamp(self) -> str:
        """Now, as Discord writes it."""
        return iso(self.now())

    def call_after(self, delay_s: float, action: Callable[[], None]) -> Timer:
        """Do `action` when the sandbox's clock has moved by `delay_s`."""
        timer = Timer(self.now() + delay_s, action)
        self._timers.add(timer)
        self._arm(timer)
        return timer

    def advance(self, seconds: float) -> None:
        """Move the clock forward; what falls due on the way is done before this returns, in its order."""
        self._ahead_s += seconds
        for timer in sorted(self._timers, key=lambda timer: timer.due):
            if timer.due <= self.now():
                self._fire(timer)
            else:
                self._arm(timer)

    def close(self) -> None:
        """Forget every timer."""
        for timer in self._timers:
            timer.cancel()

        self._timers.clear()

    def _arm(self, timer: Timer) -> None:
        if timer.handle is not None:
            timer.handle.cancel()

        if timer.is_done:
            self._timers.discard(timer)
            return

        delay_s = max(0.0, timer.due - self.now())
        timer.handle = asyncio.get_running_loop().call_later(delay_s, self._fire, timer)

    def _fire(self, timer: Timer) -> None:
        self._timers.discard(timer)
        if not timer.is_done:
            timer.cancel()
            timer.action()

    def forget(self, timer: Timer | None) -> None:
        """Cancel `timer`, if there is one, and keep nothing of it."""
        if timer is not None:
            timer.cancel()
            self._timers.discard(timer)


def iso(seconds: float) -> str:
    """A moment as Discord writes it, in UTC with microseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
