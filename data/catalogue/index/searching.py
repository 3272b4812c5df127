"""Answering from a catalogue file."""

import sqlite3
import weakref
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from data.catalogue.base import Hit, RankedFilm, RelatedFilm, Relation, each_once, years_apart
from data.catalogue.folding import fold, forms
from data.catalogue.index.candidates import Candidates
from data.catalogue.index.names import unpack
from data.catalogue.index.schema import APPLICATION_ID, VERSION
from data.catalogue.index.writing import fill, person_word
from data.catalogue.matching import LEAST_FIT, LONGEST_QUERY, Query
from data.errors import CatalogueUnusable, FilmNotFound
from data.models import Film, FilmKey

_CACHE_KIB = 48 << 10
"""Pages that SQLite keeps. Not mapped into memory: a file of a gigabyte would count as the bot's own in full."""

_NEIGHBOURS = 60
"""Films by one person, the most popular, that are looked at for what to see next."""

_SIGNS_OF_DAMAGE = (sqlite3.Error, ValueError, TypeError, LookupError)
"""What reading a damaged file ends in: SQLite refuses, text is no UTF-8, a value has another type, a row is missing."""


class SearchIndex:
    """A catalogue file that is open for reading. One thread at a time may use it."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        self._connection = connection
        self._path = path
        self._candidates = Candidates(connection)
        self._close = weakref.finalize(self, connection.close)
        self._count: int = connection.execute("SELECT coalesce(max(rank), 0) FROM films").fetchone()[0]

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file that `write_index` wrote. Raises CatalogueUnusable."""
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise CatalogueUnusable(str(path), str(error)) from error

        try:
            with _naming(path):
                _check_mark(connection, path)
                connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
                return cls(connection, path)
        except CatalogueUnusable:
            connection.close()
            raise

    @classmethod
    def in_memory(cls, films: Iterable[RankedFilm]) -> Self:
        """An index of these films, most popular first, that is kept in memory alone."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        fill(connection, films, {})
        return cls(connection)

    def __len__(self) -> int:
        return self._count

    @property
    def about(self) -> Mapping[str, str]:
        """What the file says about itself: where its films come from, and when. Raises CatalogueUnusable."""
        with _naming(self._path):
            return dict(self._connection.execute("SELECT name, value FROM about"))

    def close(self) -> None:
        """Close the file."""
        self._close()

    def search(self, query: str, limit: int) -> Sequence[Hit]:
        """Up to `limit` films that `query` may mean, best first, then the most popular; none for a blank one.

        Raises CatalogueUnusable.
        """
        folded = fold(query[:LONGEST_QUERY])

        if not folded or limit < 1:
            return ()

        typed = Query(folded)

        with _naming(self._path):
            found = self._candidates.of(typed)
            fits = ((unpack(names).fit(typed), rank) for rank, names in self._names(found))
            best = sorted((-fit, rank) for fit, rank in fits if fit >= LEAST_FIT)[:limit]
            films = self._films([rank for _, rank in best])
            return tuple(Hit(film=films[rank].film, fit=-fit, popularity=films[rank].popularity) for fit, rank in best)

    def titled(self, title: str, year: int | None, limit: int) -> Sequence[RankedFilm]:
        """Up to `limit` films that bear that very title among theirs, in whatever case, accents and signs.

        Those nearest to `year` first, where one is given, and those of unknown year last; of these the most popular.
        Raises CatalogueUnusable.
        """
        meant = forms(title)

        with _naming(self._path):
            found = [(years_apart(year, _year(names)), rank) for rank, names in self._candidates.named(meant)]
            # A few more: the look knows no blanks, and takes titles without their articles, too.
            nearest = [rank for _, rank in sorted(found)[: 2 * limit]]
            films = self._films(nearest)
            ranked = (films[rank] for rank in nearest)
            return [one for one in ranked if any(meant & forms(title) for title in one.film.titles)][:limit]

    def get(self, key: FilmKey) -> Film:
        """The film that `key` names. Raises FilmNotFound and CatalogueUnusable."""
        return self.ranked(key).film

    def ranked(self, key: FilmKey) -> RankedFilm:
        """The film that `key` names, with its popularity. Raises FilmNotFound and CatalogueUnusable."""
        with _naming(self._path):
            row = self._connection.execute(
                "SELECT facts, popularity FROM films WHERE rank = (SELECT rank FROM film_keys WHERE key = ?)", (key,)
            ).fetchone()

            if row is None:
                raise FilmNotFound(key)

            return RankedFilm(Film.model_validate_json(row[0]), row[1])

    def related(self, film: Film, limit: int) -> Sequence[RelatedFilm]:
        """Up to `limit` films: the same director's first, then those with the same actors, nearest in time first.

        Raises CatalogueUnusable.
        """
        with _naming(self._path):
            of_directors, of_cast = self._films_of("d", film.directors), self._films_of("c", film.cast)

        by_director = _related(of_directors, film, Relation.DIRECTOR)
        by_cast = _related(of_cast, film, Relation.CAST)
        return each_once([*by_director, *by_cast], film)[:limit]

    def _films_of(self, mark: str, names: Sequence[str]) -> list[Film]:
        """The most popular films of each of these people."""
        ranks: dict[int, None] = {}

        for name in names:
            word = person_word(mark, name)

            if len(word) > 1:
                found = self._connection.execute(
                    "SELECT rowid FROM people WHERE people MATCH ? LIMIT ?", (f'"{word}"', _NEIGHBOURS)
                )
                ranks |= dict.fromkeys(rank for (rank,) in found)

        return [ranked.film for ranked in self._films(list(ranks)).values()]

    def _names(self, ranks: Sequence[int]) -> list[tuple[int, str]]:
        marks = ", ".join("?" * len(ranks))
        # Not more than a few hundred candidates: SQLite takes some thousand question marks.
        return self._connection.execute(f"SELECT rank, names FROM names WHERE rank IN ({marks})", ranks).fetchall()

    def _films(self, ranks: Sequence[int]) -> dict[int, RankedFilm]:
        marks = ", ".join("?" * len(ranks))
        rows = self._connection.execute(f"SELECT rank, facts, popularity FROM films WHERE rank IN ({marks})", ranks)
        return {rank: RankedFilm(Film.model_validate_json(facts), popularity) for rank, facts, popularity in rows}


@contextmanager
def _naming(path: Path | None) -> Generator[None]:
    """Let whatever a damaged file at `path` ends in be an error with the file's name; what is in memory is never one.

    Raises CatalogueUnusable.
    """
    try:
        yield
    except _SIGNS_OF_DAMAGE as error:
        if path is None:
            raise

        reason = str(error) if isinstance(error, sqlite3.Error) else "what it says of a film can't be read"
        raise CatalogueUnusable(str(path), reason) from error


def _check_mark(connection: sqlite3.Connection, path: Path) -> None:
    with closing(connection.execute("PRAGMA application_id")) as found:
        mark: int = found.fetchone()[0]

    version: int = connection.execute("PRAGMA user_version").fetchone()[0]

    if mark != APPLICATION_ID:
        raise CatalogueUnusable(str(path), "it is no catalogue file")

    if version != VERSION:
        raise CatalogueUnusable(str(path), f"it has form {version}, and this version reads form {VERSION}")


def _year(names: str) -> int | None:
    year = unpack(names).year
    return int(year) if year else None


def _related(films: Iterable[Film], film: Film, relation: Relation) -> list[RelatedFilm]:
    of_film, year = (film.directors if relation is Relation.DIRECTOR else film.cast), film.year or 0
    folded = {fold(name): name for name in of_film}
    found: list[RelatedFilm] = []

    for other in sorted(films, key=lambda other: (abs((other.year or 0) - year), other.title)):
        theirs = {fold(name) for name in (other.directors if relation is Relation.DIRECTOR else other.cast)}
        shared = tuple(name for form, name in folded.items() if form in theirs)
        found.append(RelatedFilm(film=other, relation=relation, shared=shared))

    return found
