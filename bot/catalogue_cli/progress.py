"""What somebody who waits for an import sees of it: a bar at a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from data.catalogue.bulk import INDEX, SORTING, OnProgress, Progress

LINE_EVERY_S = 5.0
"""How often a line is written where there is no terminal: a log of a long import stays short."""


_STEPS = {INDEX: "writing the catalogue", SORTING: "sorting titles and words"}
"""What is done, where it is not the reading of a file."""


@contextmanager
def shown_progress(clock: Callable[[], float] = time.monotonic) -> Generator[OnProgress]:
    """Show on standard error how far the import is, and how fast it goes on."""
    console = Console(stderr=True)

    if not console.is_terminal:
        lines = _Lines(clock)
        yield lines
        lines.finish()
        return

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[amount]}", markup=False),
        TimeRemainingColumn(),
    )

    with Bars(*columns, console=console) as bars:
        yield _Bars(bars, clock)


class _Bars:
    """A bar for each file, and one for the catalogue that is written."""

    def __init__(self, bars: Bars, clock: Callable[[], float]) -> None:
        self._bars = bars
        self._clock = clock
        self._tasks: dict[str, tuple[TaskID, float]] = {}

    def __call__(self, progress: Progress) -> None:
        if progress.what not in self._tasks:
            task = self._bars.add_task(_name(progress), total=progress.total, amount="")
            self._tasks[progress.what] = task, self._clock()

        task, began_s = self._tasks[progress.what]
        amount = "" if progress.what == SORTING else _amount(progress, self._clock() - began_s)
        self._bars.update(task, completed=progress.done, amount=amount)


class _Lines:
    """A line every few seconds, and one for each file that is done."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: Progress | None = None
        self._began_s = self._told_s = self._last_s = 0.0

    def __call__(self, progress: Progress) -> None:
        now_s = self._clock()

        if self._last is None or progress.what != self._last.what:
            self.finish()
            self._began_s = self._told_s = now_s

        self._last, self._last_s = progress, now_s

        if now_s - self._told_s >= LINE_EVERY_S and progress.done < progress.total:
            self._told_s = now_s
            self._tell(progress)

    def finish(self) -> None:
        """Say how it went with what is done."""
        if self._last is not None:
            self._tell(self._last)

    def _tell(self, progress: Progress) -> None:
        sys.stderr.write(f"{_line(progress, self._last_s - self._began_s)}\n")
        sys.stderr.flush()


def _line(progress: Progress, passed_s: float) -> str:
    share = progress.done / progress.total if progress.total else 1.0
    left = f", {span(passed_s * (1 - share) / share)} left" if 0 < share < 1 else ""
    amount = f", {_amount(progress, passed_s)}" if progress.what != SORTING else ""
    return f"{_name(progress)}: {share:.0%}{amount}{left}"


def _name(progress: Progress) -> str:
    return _STEPS.get(progress.what, progress.what)


def _amount(progress: Progress, passed_s: float) -> str:
    count, unit = (progress.done, "films") if progress.unit == "films" else (progress.lines, "lines")
    rate = f", {count / passed_s:,.0f}/s" if passed_s >= 1 else ""
    return f"{count:,} {unit}{rate}"


def span(seconds: float) -> str:
    """A duration in words: `3 min 05 s`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
