"""Reading what a member hands in: the archive of their account, a single file of it, or a file to import."""

from collections.abc import Callable
from datetime import date

from data.letterboxd.archive import MOST_BYTES_IN, is_archive, is_profile, unpack
from data.letterboxd.faults import Faults
from data.letterboxd.gathering import Gathering
from data.letterboxd.grouping import films_of
from data.models import Flaw, ToldDiary


def read_export(name: str, data: bytes, today: date, breathe: Callable[[], None] = lambda: None) -> ToldDiary:
    """All that the file of that name tells: an archive, or a single CSV file, of an account or to import.

    It never raises for what is in the file; what can't be taken becomes a fault. No films means that nothing was found.
    `today` is the day in UTC. This takes seconds for a large file, so it wants a thread; there `breathe` is called
    after every row, so that it can pause for others.
    """
    faults = Faults()
    gathering = Gathering(today, faults, breathe)

    if len(data) > MOST_BYTES_IN:
        faults.add(name, None, Flaw.TOO_LARGE)
    elif is_archive(name, data):
        for file, content in unpack(name, data, faults):
            gathering.take(file, content)
    elif not is_profile(name):
        gathering.take(name, data)

    return ToldDiary(
        films=films_of(gathering, name, faults),
        faults=tuple(faults.first),
        fault_count=faults.count,
    )
