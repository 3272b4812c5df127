"""Small files as a member may hand them in, and what is read out of them."""

from collections.abc import Mapping
from datetime import date

from data.letterboxd.export import read_export
from data.models import Flaw, ToldDiary, ToldEntry, ToldFilm
from tests.data.letterboxd.account_files import zipped

TODAY = date(2026, 11, 20)

PLAIN = "Date,Name,Year,Letterboxd URI\n"
RATINGS = "Date,Name,Year,Letterboxd URI,Rating\n"
DIARY = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"
REVIEWS = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n"

WATCHED_ALIEN = "2020-05-01,Alien,1979,https://boxd.it/alien\n"
"""A row as good as any, to be imported in whatever company."""


def read(name: str, content: str | bytes) -> ToldDiary:
    """What one file tells."""
    data = content.encode() if isinstance(content, str) else content
    return read_export(name, data, TODAY)


def read_zip(files: Mapping[str, str | bytes]) -> ToldDiary:
    """What an archive of those files tells."""
    return read("export.zip", zipped(files))


def the_film(diary: ToldDiary) -> ToldFilm:
    """The only film that is told of, without any fault."""
    assert not diary.faults
    (film,) = diary.films
    return film


def the_entry(diary: ToldDiary) -> ToldEntry:
    """The only viewing that is told of, without any fault."""
    (entry,) = the_film(diary).entries
    return entry


def titles(diary: ToldDiary) -> list[str]:
    """The films' titles, in order."""
    return [film.title for film in diary.films]


def places(diary: ToldDiary) -> list[tuple[str, int | None, Flaw]]:
    """Where there are faults, and which."""
    return [(fault.file, fault.line, fault.flaw) for fault in diary.faults]
