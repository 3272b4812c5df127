"""One import from beginning to end: a new catalogue is made aside, and takes the place of the old one when it is whole.

Killed at any moment it leaves the old catalogue as it was, and at worst files that the next import removes.
"""

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from data.catalogue.base import RankedFilm
from data.catalogue.bulk.progress import INDEX, SORTING, OnProgress, Progress, tell_nobody
from data.catalogue.bulk.source import BulkSource
from data.catalogue.bulk.tally import SkippedRow, Tally
from data.catalogue.index import write_index
from data.errors import CatalogueNotWritten, ImportRunning, SourceDamaged
from data.models import Model

_STAGING, _NEW, _LOCK = ".staging", ".importing", ".lock"
"""Endings of the files beside the catalogue."""

_LEFT_BEHIND = tuple(
    f"{ending}{journal}" for ending in (_STAGING, _NEW) for journal in ("", "-journal", "-wal", "-shm")
)


class Imported(Model):
    """What came of an import."""

    films: int
    titles: int
    skipped: int
    """Rows that were left out because something in them is wrong."""

    first_skipped: tuple[SkippedRow, ...]


def import_catalogue(
    source: BulkSource, target: Path, now: datetime, on_progress: OnProgress = tell_nobody
) -> Imported:
    """Make the catalogue at `target` anew from the source.

    Raises SourceMissing, SourceDamaged, ImportRunning, CatalogueNotWritten; the catalogue is then as it was.
    """
    with only_one(target):
        name, new = source.path.resolve().name, _beside(target, _NEW)
        tally = Tally()
        _clear_away(target)

        try:
            with source.staged(_beside(target, _STAGING), tally, on_progress) as staged:
                if not len(staged):
                    raise SourceDamaged(name, 0, "there is no film in it")

                about = {
                    "source": source.kind,
                    "from": name,
                    "imported_at": now.isoformat(),
                    "skipped": str(tally.skipped),
                }
                counted = _Counted(staged.ranked(), len(staged), on_progress, about)
                films = write_index(new, counted, about)
                on_progress(Progress(SORTING, 1, 1, "films"))

            _put_in_place(new, target)
        except OSError as error:
            raise CatalogueNotWritten(str(target), error.strerror or str(error)) from error
        except CatalogueNotWritten as error:
            # It is named by the file that was asked for, not by one that is gone.
            raise CatalogueNotWritten(str(target), error.reason) from error
        finally:
            _clear_away(target)

    return Imported(films=films, titles=counted.titles, skipped=tally.skipped, first_skipped=tuple(tally.first))


def remove_catalogue(target: Path) -> bool:
    """Remove the catalogue; whether there was one. Raises ImportRunning, CatalogueNotWritten."""
    with only_one(target):
        try:
            was_there = target.exists()
            target.unlink(missing_ok=True)
        except OSError as error:
            raise CatalogueNotWritten(str(target), error.strerror or str(error)) from error

        return was_there


def is_importing(target: Path) -> bool:
    """Whether an import is at work on the catalogue at this moment."""
    if not _beside(target, _LOCK).exists():
        return False

    try:
        with only_one(target):
            return False
    except ImportRunning:
        return True


def left_behind(target: Path) -> list[Path]:
    """Files of an import that is at work, or was killed; the next one removes them."""
    return [path for ending in _LEFT_BEHIND if (path := _beside(target, ending)).exists()]


@contextmanager
def only_one(target: Path) -> Generator[None]:
    """Be the only one at work on the catalogue. Raises ImportRunning, CatalogueNotWritten.

    The lock is the operating system's and goes with the process; its empty file stays.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(_beside(target, _LOCK), blocking=False)
        lock.acquire()
    except Timeout:
        raise ImportRunning(str(target)) from None
    except OSError as error:
        raise CatalogueNotWritten(str(target), error.strerror or str(error)) from error

    try:
        yield
    finally:
        lock.release()


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(target.name + ending)


class _Counted:
    """Films on their way into the index, counted with their titles."""

    def __init__(self, films: Iterable[RankedFilm], total: int, on_progress: OnProgress, about: dict[str, str]) -> None:
        self._films = films
        self._about = about
        self._total = total
        self._on_progress = on_progress
        self.films = 0
        self.titles = 0

    def __iter__(self) -> Iterator[RankedFilm]:
        for ranked in self._films:
            self.films += 1
            self.titles += len(ranked.film.titles)

            if not self.films % _TOLD_EVERY:
                self._on_progress(Progress(INDEX, self.films, self._total, "films"))

            yield ranked

        self._about["titles"] = str(self.titles)
        self._on_progress(Progress(INDEX, self.films, self._total, "films"))
        self._on_progress(Progress(SORTING, 0, 1, "films"))


_TOLD_EVERY = 1_000


def _put_in_place(new: Path, target: Path) -> None:
    """Let the finished file take the target's place, durably and in one step."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())

    new.replace(target)

    # Windows opens no folders; it has no such step either.
    with suppress(PermissionError):
        folder = os.open(target.parent, os.O_RDONLY)

        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _clear_away(target: Path) -> None:
    for path in left_behind(target):
        # What can't be removed now is in the way of the next import, which says so.
        with suppress(OSError):
            path.unlink()
