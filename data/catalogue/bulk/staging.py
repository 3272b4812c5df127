"""A file beside the catalogue in which an import brings its rows into order: larger than memory, and gone afterwards.

Nothing in it is worth keeping after a crash, so nothing of SQLite's care is paid for.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from data.catalogue.base import RankedFilm
from data.catalogue.bulk.tally import BadRow
from data.errors import CatalogueNotWritten
from data.models import Film, FilmKey

_CACHE_KIB = 64 << 10
"""What a staging file keeps in memory of itself, at most."""

_PRAGMAS = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    f"PRAGMA cache_size = -{_CACHE_KIB}",
)


class Staging:
    """An open staging file, removed at the end. What SQLite refuses meanwhile is raised as CatalogueNotWritten."""

    SCHEMA: tuple[str, ...] = ()
    """The tables of this kind."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection

    def __enter__(self) -> Self:
        try:
            # Transactions begin where we say so: there is one, from here to `settle`.
            self._connection = sqlite3.connect(self._path, isolation_level=None)

            for statement in (*_PRAGMAS, "BEGIN", *self.SCHEMA):
                self._connection.execute(statement)
        except sqlite3.Error as error:
            raise CatalogueNotWritten(str(self._path), str(error)) from error

        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: object) -> None:
        self._connection.close()
        self._path.unlink(missing_ok=True)

        if isinstance(error, sqlite3.Error):
            raise CatalogueNotWritten(str(self._path), str(error)) from error

    def _put_all(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._connection.executemany(statement, rows)

    def _settle(self, *indexes: str) -> None:
        for statement in (*indexes, "COMMIT"):
            self._connection.execute(statement)

    def _one(self, statement: str) -> int:
        return int(self._connection.execute(statement).fetchone()[0])


class FilmStaging(Staging):
    """Films that come whole, in any order."""

    SCHEMA = (
        "CREATE TABLE film (line INTEGER PRIMARY KEY, popularity REAL NOT NULL, facts TEXT NOT NULL, own_key TEXT)",
        "CREATE TABLE known (key TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE named (own_key TEXT PRIMARY KEY, films INTEGER NOT NULL) WITHOUT ROWID",
    )

    def put(self, line: int, film: Film, popularity: float, own_key: FilmKey | None = None) -> None:
        """Take the film of that line. `own_key` is the one it has, or would have if nobody else had one.

        Raises BadRow where an earlier line has a film with one of its keys.
        """
        for key in film.keys:
            known = self._connection.execute("SELECT line FROM known WHERE key = ?", (key,)).fetchone()

            if known is not None:
                raise BadRow(f"{key} is in line {known[0]} already")

        self._put_all("INSERT INTO known VALUES (?, ?)", ((key, line) for key in film.keys))
        facts = film.model_dump_json(exclude_defaults=True)
        self._connection.execute("INSERT INTO film VALUES (?, ?, ?, ?)", (line, popularity, facts, own_key))

        if own_key is not None:
            self._connection.execute(
                "INSERT INTO named VALUES (?, 1) ON CONFLICT (own_key) DO UPDATE SET films = films + 1", (own_key,)
            )

    def __len__(self) -> int:
        return self._one("SELECT count(*) FROM film")

    def ranked(self) -> Iterable[RankedFilm]:
        """Every film, the most popular first, then by line.

        One that has a key now and is the only one of its title and year answers to its own key, too: it may have had
        no other when it was imported last.
        """
        self._settle("CREATE INDEX by_popularity ON film (popularity DESC, line)")
        rows = self._connection.execute(
            "SELECT facts, popularity, own_key, (SELECT films FROM named n WHERE n.own_key = f.own_key)"
            " FROM film f ORDER BY popularity DESC, line"
        )

        for facts, popularity, own_key, films in rows:
            film = Film.model_validate_json(facts)

            if films == 1 and own_key != film.key:
                film = film.model_copy(update={"former_keys": (own_key,)})

            yield RankedFilm(film, popularity)
