"""Building a catalogue file."""

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from data.catalogue.base import RankedFilm
from data.catalogue.folding import fold, in_digits, same_number, tokens
from data.catalogue.index.names import pack
from data.catalogue.index.schema import FINISH, FINISH_RESTS, FIRST, TABLES
from data.catalogue.index.spelling import has_rests, rests
from data.catalogue.matching import Names
from data.errors import CatalogueNotWritten
from data.models import Film

_NAMES_CACHED = 100_000

_AT_ONCE = 5_000
"""Films that are written together: enough that statements cost little, few enough to hold."""

_PRAGMAS = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -262144;
PRAGMA temp_store = FILE;
"""
# A file that was not finished is thrown away, so nothing of it needs to be durable before the end.


class _Rows(NamedTuple):
    """What is written of one film."""

    film: tuple[int, float, str]
    names: tuple[int, str]
    keys: list[tuple[str, int]]
    titles: list[tuple[str, int]]
    words: tuple[int, str]
    people: tuple[int, str]


def write_index(
    path: Path,
    films: Iterable[RankedFilm],
    about: Mapping[str, str],
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Write the films, most popular first, and what is to be said about them to a new file; how many they are.

    `on_progress` is told now and then how many are written. Raises CatalogueNotWritten.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            return fill(connection, films, about, on_progress)
    except (OSError, sqlite3.Error) as error:
        raise CatalogueNotWritten(str(path), str(error)) from error


def fill(
    connection: sqlite3.Connection,
    films: Iterable[RankedFilm],
    about: Mapping[str, str],
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Build the index in an empty database, in memory or in a file; how many films there are."""
    connection.executescript(_PRAGMAS + TABLES)
    connection.execute("BEGIN")
    rows = (_rows(rank, ranked) for rank, ranked in enumerate(films, start=1))
    count = 0

    while batch := list(itertools.islice(rows, _AT_ONCE)):
        _insert(connection, batch)
        count += len(batch)

        if on_progress is not None:
            on_progress(count)

    # Last, so that it can tell of films that were counted on their way here.
    connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", about.items())
    connection.execute("COMMIT")
    connection.executescript(f"BEGIN; {FINISH} COMMIT;")
    _write_rests(connection)
    connection.executescript(f"BEGIN; {FINISH_RESTS} COMMIT; ANALYZE;")
    return count


def _insert(connection: sqlite3.Connection, batch: list[_Rows]) -> None:
    connection.executemany("INSERT INTO films VALUES (?, ?, ?)", (rows.film for rows in batch))
    connection.executemany("INSERT INTO names VALUES (?, ?)", (rows.names for rows in batch))
    connection.executemany("INSERT INTO staged_keys VALUES (?, ?)", (key for rows in batch for key in rows.keys))
    connection.executemany("INSERT INTO staged_titles VALUES (?, ?)", (one for rows in batch for one in rows.titles))
    connection.executemany("INSERT INTO docs (rowid, words) VALUES (?, ?)", (rows.words for rows in batch))
    connection.executemany("INSERT INTO people (rowid, names) VALUES (?, ?)", (rows.people for rows in batch))


def _rows(rank: int, ranked: RankedFilm) -> _Rows:
    film = ranked.film
    names = Names.of(film)
    joined = dict.fromkeys(form.replace(" ", "") for title in names.titles for form in (title, in_digits(title)))
    return _Rows(
        film=(rank, ranked.popularity, film.model_dump_json(exclude_defaults=True)),
        names=(rank, pack(names)),
        keys=[(key, rank) for key in film.keys],
        titles=[(title, rank) for title in joined],
        words=(rank, " ".join(_words(names))),
        people=(rank, " ".join(people_of(film))),
    )


def _words(names: Names) -> Iterable[str]:
    """Every word that finds the film, once."""
    found = dict.fromkeys(word for text in (*names.titles, *names.people) for word in tokens(text))
    numbers = (way for word in found for way in same_number(word))
    first = (FIRST + next(tokens(title)) for title in names.titles)
    return dict.fromkeys((*found, *numbers, *first, *([names.year] if names.year else ())))


def people_of(film: Film) -> Iterator[str]:
    """The film's people as words of the index: who directed, then who acted."""
    for mark, names in (("d", film.directors), ("c", film.cast)):
        yield from (person_word(mark, name) for name in names)


def person_word(mark: str, name: str) -> str:
    """A person's name as one word, after a mark for what they did."""
    return mark + _in_one_word(name)


@lru_cache(_NAMES_CACHED)
def _in_one_word(name: str) -> str:
    return fold(name).replace(" ", "")


def _write_rests(connection: sqlite3.Connection) -> None:
    words = connection.execute("SELECT id, word FROM words")
    connection.execute("BEGIN")

    while batch := words.fetchmany(_AT_ONCE):
        connection.executemany(
            "INSERT INTO staged_rests VALUES (?, ?)",
            ((rest, number) for number, word in batch if has_rests(word) for rest in rests(word)),
        )

    connection.execute("COMMIT")
