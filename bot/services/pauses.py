"""Pauses between pieces of long work, so that whoever asks something meanwhile is answered as at any other time."""

import asyncio
import time

SHARE = 0.65
"""The part of the time in which the processor is kept busy by long work, and by what is answered meanwhile.

Waiting for the disk keeps nobody from an answer, and is no work.
"""

AT_A_TIME_S = 0.004
"""So long is worked without a pause, or for one piece of work where that takes longer."""


class Pauses:
    """The pauses of all long work together, so long that what was worked is `SHARE` of the whole."""

    def __init__(self) -> None:
        self._began_s = time.process_time()

    async def pause(self) -> None:
        """Let others have their turn, if enough was worked since the last time."""
        worked_s = time.process_time() - self._began_s

        if worked_s >= AT_A_TIME_S:
            await asyncio.sleep(min(worked_s, _LONGEST_S) * (1 - SHARE) / SHARE)
            self._began_s = time.process_time()


_LONGEST_S = 0.1
"""What is more was worked before, by others."""


BREATH_AFTER_S, BREATH_S = 0.001, 0.003
"""A thread that computes beside the event loop pauses so long after so much work."""


class Breaths:
    """The pauses of one thread that computes beside the event loop.

    While it computes, whatever the event loop waits for comes a millisecond later: Python runs one thread at a time.
    """

    def __init__(self) -> None:
        self._began_s = time.thread_time()

    def take(self) -> None:
        """Pause, if enough was computed since the last time."""
        if time.thread_time() - self._began_s >= BREATH_AFTER_S:
            time.sleep(BREATH_S)
            self._began_s = time.thread_time()
