"""All that the rows of an export's files tell, gathered file by file, before it is known which belong together."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from data.letterboxd.cells import BadCell, Cells, Naming
from data.letterboxd.faults import Faults
from data.letterboxd.kinds import Kind, kind_of
from data.letterboxd.records import RowsLeft
from data.letterboxd.tables import Table
from data.models import Flaw, ToldEntry

_PAGE_OF_VIEWING = re.compile(r"https://letterboxd\.com/[^/]+/film/.+")


class Mark(NamedTuple):
    """A row about a film as a whole. None and False are what it does not tell."""

    naming: Naming
    rating: int | None = None
    rated_on: date | None = None
    is_liked: bool = False
    seen_on: date | None = None
    wanted_on: date | None = None


class Viewed(NamedTuple):
    """A row about one viewing of a film."""

    naming: Naming
    entry: ToldEntry


class Gathering:
    """What was told so far.

    `marks` are of films. `diary` and `reviews` are viewings out of an export, where the address is that of the entry;
    `viewings` come from import files.
    """

    def __init__(self, today: date, faults: Faults, breathe: Callable[[], None] = lambda: None) -> None:
        """`breathe` is called after every row."""
        self.breathe = breathe
        self.marks: list[Mark] = []
        self.diary: list[Viewed] = []
        self.reviews: list[Viewed] = []
        self.viewings: list[Viewed] = []
        self._today = today
        self._faults = faults
        self._left = RowsLeft()

    def take(self, file: str, data: bytes) -> None:
        """Take what the CSV file of that name holds."""
        table = Table(file, data, self._faults, self._left)

        if not table.columns:
            return

        kind = kind_of(file, table.columns)

        if kind is None:
            self._faults.add(file, 1, Flaw.NOT_A_TABLE, ",".join(table.columns))
            return

        self._take_rows(file, table, self._takers()[kind])

    def _takers(self) -> Mapping[Kind, Callable[[Cells], None]]:
        return {
            Kind.WATCHED: self._take_watched,
            Kind.WATCHLIST: self._take_wanted,
            Kind.LIKES: self._take_liked,
            Kind.RATINGS: self._take_rated,
            Kind.DIARY: lambda cells: self._take_entry(cells, self.diary),
            Kind.REVIEWS: lambda cells: self._take_entry(cells, self.reviews),
            Kind.VIEWINGS: self._take_viewing,
            Kind.WANTED: self._take_wanted_with_ids,
        }

    def _take_rows(self, file: str, table: Table, take: Callable[[Cells], None]) -> None:
        for row in table.rows():
            cells = Cells(row.cells, self._today)

            try:
                take(cells)
            except BadCell as bad:
                cells.lesser.append(bad)

            for bad in cells.lesser:
                self._faults.add(file, row.line, bad.flaw, bad.value)

            self.breathe()

    def _take_watched(self, cells: Cells) -> None:
        self.marks.append(Mark(_of_film(cells), seen_on=cells.day("date") or self._today))

    def _take_wanted(self, cells: Cells) -> None:
        self.marks.append(Mark(_of_film(cells), wanted_on=cells.day("date") or self._today))

    def _take_wanted_with_ids(self, cells: Cells) -> None:
        self.marks.append(Mark(_of_import(cells)[0], wanted_on=self._today))

    def _take_liked(self, cells: Cells) -> None:
        cells.day("date")
        self.marks.append(Mark(_of_film(cells), is_liked=True))

    def _take_rated(self, cells: Cells) -> None:
        rating, day = cells.rating(), cells.day("date")
        naming = _of_film(cells)

        if rating is None:
            raise BadCell(Flaw.BAD_RATING)

        self.marks.append(Mark(naming, rating=rating, rated_on=day))

    def _take_entry(self, cells: Cells, viewed: list[Viewed]) -> None:
        naming = cells.naming()
        entry = _entry(cells, cells.day("date"), cells.address())

        if _tells_something(entry):
            viewed.append(Viewed(naming, entry))
        else:
            self.marks.append(Mark(naming, seen_on=self._today))

    def _take_viewing(self, cells: Cells) -> None:
        naming, page = _of_import(cells)
        entry = _entry(cells, None, page)

        if _tells_something(entry):
            self.viewings.append(Viewed(naming, entry))
        else:
            self.marks.append(Mark(naming, seen_on=self._today))


def _tells_something(entry: ToldEntry) -> bool:
    """Whether it tells more than that the film was seen."""
    return bool(entry.watched_on or entry.logged_on or entry.rating or entry.text)


def _of_film(cells: Cells) -> Naming:
    """The film of a row in a file where the address is the film's. Raises BadCell."""
    return cells.naming()._replace(address=cells.address())


def _of_import(cells: Cells) -> tuple[Naming, str | None]:
    """The film of a row in an import file, and the page of its viewing. Raises BadCell.

    The address there is the film's, unless it is a member's own page about a viewing of it.
    """
    naming, address = cells.naming_with_ids(), cells.address()
    is_page = address is not None and _PAGE_OF_VIEWING.fullmatch(address)
    return (naming, address) if is_page else (naming._replace(address=address), None)


def _entry(cells: Cells, logged_on: date | None, address: str | None) -> ToldEntry:
    """The viewing that a row tells of, with its own address. Raises BadCell."""
    facts = {
        "name": address,
        "url": address,
        "watched_on": cells.day("watcheddate"),
        "logged_on": logged_on,
        "rating": cells.rating(),
        "text": cells.review(),
        "tags": cells.tags(),
        "is_rewatch": cells.is_rewatch(),
    }
    # A model remembers what it was given: of 100,000 rows that is half of what they take.
    return ToldEntry.model_validate({name: fact for name, fact in facts.items() if fact})
