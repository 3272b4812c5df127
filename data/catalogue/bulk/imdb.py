"""IMDb's non-commercial datasets: six tables of up to a hundred million rows, read once, one after the other.

https://developer.imdb.com/non-commercial-datasets/. They are for personal, non-commercial use: whoever runs the bot
fetches and imports them; the project ships none of it.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from heapq import nsmallest
from pathlib import Path
from typing import TypeVar

from data.catalogue.bulk.imdb_rows import (
    ACTING,
    FILMS,
    MOST_CAST,
    MOST_DIRECTORS,
    SHORT,
    Credit,
    OtherTitle,
    Title,
    choose,
    parse_directors,
    parse_name,
    parse_other_title,
    parse_principal,
    parse_title,
    parse_votes,
    parts_of,
)
from data.catalogue.bulk.imdb_staging import ImdbStaging, Role
from data.catalogue.bulk.imdb_tables import (
    DIRECTORS,
    OTHER_TITLES,
    PEOPLE,
    PRINCIPAL,
    TITLES,
    VOTES,
    ImdbTables,
    Row,
    Table,
)
from data.catalogue.bulk.numbers import Numbers
from data.catalogue.bulk.progress import OnProgress
from data.catalogue.bulk.tally import BadRow, Tally

_Parsed = TypeVar("_Parsed")


class ImdbDatasets:
    """The datasets in a folder: films and television films, with short films where asked for."""

    kind = "imdb"

    def __init__(self, folder: Path, *, with_shorts: bool = False) -> None:
        self.path = folder
        self._kinds = FILMS | {SHORT} if with_shorts else FILMS

    def lacks(self) -> tuple[tuple[str, str], ...]:
        """The files that are not there, by name, and what films lack without them. Raises SourceMissing."""
        return tuple((f"{table.name}.tsv.gz", table.brings) for table in ImdbTables(self.path, Tally()).missing())

    @contextmanager
    def staged(self, path: Path, tally: Tally, on_progress: OnProgress) -> Generator[ImdbStaging]:
        """Its films, ordered in a file at `path`. Raises SourceMissing, SourceDamaged, CatalogueNotWritten."""
        with ImdbStaging(path) as staging:
            _Reading(ImdbTables(self.path, tally, on_progress), self._kinds).bring_into(staging)
            yield staging


class _Reading:
    """One way through the files: `title.basics` says whose rows of the others are wanted."""

    def __init__(self, tables: ImdbTables, kinds: frozenset[str]) -> None:
        self._tables = tables
        self._kinds = kinds
        self._films = Numbers()
        self._people = Numbers()

    def bring_into(self, staging: ImdbStaging) -> None:
        staging.put_films(self._titles())
        staging.put_votes(self._votes())
        staging.put_titles(self._other_titles())
        staging.put_credits(self._directors())
        staging.put_credits(self._principals(with_directors=not self._tables.has(DIRECTORS)))
        staging.put_names(self._names())

    def _titles(self) -> Iterator[Title]:
        for line, text in self._tables.lines(TITLES):
            # Nine rows of ten are television: they are told by their second column, before anything else is done.
            _, _, rest = text.partition("\t")
            kind, tab, _ = rest.partition("\t")

            if tab and kind not in self._kinds:
                continue

            film = self._parsed(TITLES, Row(0, line, text), parse_title)

            if film is not None:
                self._films.add(film.number)
                yield film

    def _votes(self) -> Iterator[tuple[int, int]]:
        return (
            votes for rows in self._tables.groups(VOTES, self._films) for votes in self._all(VOTES, rows, parse_votes)
        )

    def _other_titles(self) -> Iterator[tuple[int, OtherTitle]]:
        for rows in self._tables.groups(OTHER_TITLES, self._films):
            titles = (title for title in self._all(OTHER_TITLES, rows, parse_other_title) if title is not None)
            yield from ((rows[0].of, title) for title in choose(titles))

    def _directors(self) -> Iterator[tuple[int, Role, Credit]]:
        for rows in self._tables.groups(DIRECTORS, self._films):
            for credits_ in self._all(DIRECTORS, rows, parse_directors):
                yield from self._credited(rows[0].of, Role.DIRECTOR, credits_)

    def _principals(self, *, with_directors: bool) -> Iterator[tuple[int, Role, Credit]]:
        for rows in self._tables.groups(PRINCIPAL, self._films):
            people = list(self._all(PRINCIPAL, rows, parse_principal))
            cast = nsmallest(MOST_CAST, (credit for category, credit in people if category in ACTING))
            yield from self._credited(rows[0].of, Role.CAST, cast)

            if with_directors:
                directors = nsmallest(MOST_DIRECTORS, (credit for category, credit in people if category == "director"))
                yield from self._credited(rows[0].of, Role.DIRECTOR, directors)

    def _names(self) -> Iterator[tuple[int, str]]:
        return (
            name for rows in self._tables.groups(PEOPLE, self._people) for name in self._all(PEOPLE, rows, parse_name)
        )

    def _credited(self, film: int, role: Role, credits_: Iterable[Credit]) -> Iterator[tuple[int, Role, Credit]]:
        for credit in credits_:
            self._people.add(credit.person)
            yield film, role, credit

    def _all(self, table: Table, rows: Iterable[Row], parse: Callable[[list[str]], _Parsed]) -> Iterator[_Parsed]:
        return (parsed for row in rows if (parsed := self._parsed(table, row, parse)) is not None)

    def _parsed(self, table: Table, row: Row, parse: Callable[[list[str]], _Parsed]) -> _Parsed | None:
        try:
            return parse(parts_of(row.text, len(table.columns)))
        except BadRow as bad:
            self._tables.skip(table, row.line, bad)
            return None
