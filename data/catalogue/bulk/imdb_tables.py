"""The six files in their folder, row by row."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from data.catalogue.bulk.imdb_rows import AKAS, BASICS, CREW, NAMES, PRINCIPALS, RATINGS, number_of
from data.catalogue.bulk.numbers import Numbers
from data.catalogue.bulk.progress import OnProgress, tell_nobody
from data.catalogue.bulk.reading import SourceFile
from data.catalogue.bulk.tally import BadRow, Tally
from data.errors import SourceDamaged, SourceMissing

_MOST_OF_A_FILM = 1_000
"""Rows of one film that are looked at: the most translated have some two hundred titles."""

_NO_ID = "\0"
"""Begins no line: a file with NUL characters is refused."""


class Table(NamedTuple):
    """One of the files: its name without ending, its columns, and what films lack without it."""

    name: str
    columns: tuple[str, ...]
    brings: str


TITLES = Table("title.basics", BASICS, "films")
VOTES = Table("title.ratings", RATINGS, "popularity")
OTHER_TITLES = Table("title.akas", AKAS, "other titles")
DIRECTORS = Table("title.crew", CREW, "all but the principal directors")
PRINCIPAL = Table("title.principals", PRINCIPALS, "cast")
PEOPLE = Table("name.basics", NAMES, "directors and cast")
TABLES = (TITLES, VOTES, OTHER_TITLES, DIRECTORS, PRINCIPAL, PEOPLE)


class Row(NamedTuple):
    """A line that is of use: whose it is, where it stands, and what it says."""

    of: int
    """The number of the title or person in its first column."""

    line: int
    text: str


class ImdbTables:
    """The tables in a folder, unpacked or as they come (`title.basics.tsv.gz` …); bad rows go to the tally."""

    def __init__(self, folder: Path, tally: Tally, on_progress: OnProgress = tell_nobody) -> None:
        self._folder = folder
        self._tally = tally
        self._on_progress = on_progress

    def missing(self) -> tuple[Table, ...]:
        """The tables that are not there, and can be lived without. Raises SourceMissing where there are no films."""
        if not self._folder.is_dir():
            raise SourceMissing(str(self._folder), "there is no such folder")

        absent = tuple(table for table in TABLES if not self.has(table))

        if TITLES in absent:
            raise SourceMissing(str(self._folder / f"{TITLES.name}.tsv.gz"), "there is no such file")

        return absent

    def has(self, table: Table) -> bool:
        """Whether the table is there."""
        return self._path(table) is not None

    def skip(self, table: Table, line: int, bad: BadRow) -> None:
        """Leave that row out. Raises SourceDamaged where too many are bad."""
        path = self._path(table)
        self._tally.skip(table.name if path is None else path.name, line, bad)

    def lines(self, table: Table) -> Iterator[tuple[int, str]]:
        """Every line below the head, with its number; none where the table is not there. Raises SourceDamaged."""
        if (path := self._path(table)) is None:
            return

        file = SourceFile(path, self._on_progress)
        lines = file.lines()
        _, head = next(lines, (1, ""))

        if tuple(head.split("\t")) != table.columns:
            raise SourceDamaged(file.name, 1, f"its columns are not those of IMDb's {table.name}")

        yield from lines
        self._tally.finish(file.name, file.line)

    def groups(self, table: Table, chosen: Numbers) -> Iterator[list[Row]]:
        """The rows of one chosen title or person after the other. Raises SourceDamaged.

        A hundred million lines come by here and few are chosen: nothing of the others is looked at but their id, and
        that only where it changes.
        """
        group: list[Row] = []
        begins, of, is_chosen = _NO_ID, 0, False

        for line, text in self.lines(table):
            if not text.startswith(begins):
                if group:
                    yield group
                    group = []

                identifier, tab, _ = text.partition("\t")

                try:
                    of = number_of(identifier)
                    begins, is_chosen = identifier + tab, of in chosen
                except BadRow as bad:
                    begins, is_chosen = _NO_ID, False
                    self.skip(table, line, bad)

            if is_chosen and len(group) < _MOST_OF_A_FILM:
                group.append(Row(of, line, text))

        if group:
            yield group

    def _path(self, table: Table) -> Path | None:
        paths = (self._folder / f"{table.name}.tsv{packed}" for packed in (".gz", ""))
        return next((path for path in paths if path.is_file()), None)
