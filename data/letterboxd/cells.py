"""What is in the cells of a row: texts from outside that become a date, a rating, a title, or are refused."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from data.letterboxd.markup import from_html
from data.models import (
    DIRECTOR_LENGTH,
    DIRECTORS_LIMIT,
    FIRST_YEAR,
    LAST_YEAR,
    LONG_TEXT_LIMIT,
    SOURCE_URL_PATTERN,
    TAG_LENGTH,
    TAG_LIMIT,
    TITLE_LIMIT,
    Flaw,
    shows_something,
)

FIRST_DATE = date(FIRST_YEAR, 1, 1)
"""Nothing was watched before there were films."""

_A_DAY = timedelta(days=1)

_STARS = {text: half for half in range(1, 11) for text in (f"{half / 2:g}", f"{half / 2:.1f}", f"{half / 2:.2f}")}
"""Every way in which half stars are written as stars: `4`, `4.0`, `4.5`, `4.50`."""

_OUT_OF_TEN = {text: half for half in range(1, 11) for text in (f"{half}", f"{half}.0")}

_FLAGS = {"": False, "no": False, "false": False, "yes": True, "true": True}

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_IMDB_ID = re.compile(r"tt\d{7,10}", re.ASCII)
_TMDB_ID = re.compile(r"[1-9]\d{0,9}", re.ASCII)
_ADDRESS = re.compile(SOURCE_URL_PATTERN)


class BadCell(Exception):
    """A cell that holds what can't be there, so that its row is not taken."""

    def __init__(self, flaw: Flaw, value: str = "") -> None:
        super().__init__(flaw, value)
        self.flaw = flaw
        self.value = value


class Naming(NamedTuple):
    """What a row says of which film it is about. `address` is that of the film's page, not of an entry."""

    title: str
    year: int | None
    address: str | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    directors: tuple[str, ...] = ()


class Cells:
    """The cells of one row. A column that is not there is as if it was empty.

    `lesser` are flaws that leave something out of the row, while the rest of it is taken.
    """

    def __init__(self, cells: Mapping[str, str], today: date) -> None:
        self._cells = cells
        self._today = today
        self.lesser: list[BadCell] = []

    def text_of(self, column: str) -> str:
        """What stands there, in one line with single blanks."""
        return " ".join(self._cells.get(column, "").split())

    def naming(self) -> Naming:
        """Which film it is about, by title and year. Raises BadCell."""
        return Naming(self._title(self.text_of("name")), self._year())

    def naming_with_ids(self) -> Naming:
        """Which film it is about, as an import file says it; a title that is not told is an id. Raises BadCell."""
        imdb_id = self._matching("imdbid", _IMDB_ID)
        tmdb_id = self._matching("tmdbid", _TMDB_ID)
        title = self.text_of("title") or imdb_id or (f"tmdb:{tmdb_id}" if tmdb_id else "")
        directors = (name.strip() for name in self.text_of("directors").split(","))
        kept = dict.fromkeys(name for name in directors if shows_something(name) and len(name) <= DIRECTOR_LENGTH)
        number = int(tmdb_id) if tmdb_id else None
        return Naming(self._title(title), self._year(), None, imdb_id, number, tuple(kept)[:DIRECTORS_LIMIT])

    def day(self, column: str) -> date | None:
        """A date, at most a day ahead, as it may be on the other side of the world. Raises BadCell."""
        text = self.text_of(column)

        if not text:
            return None

        try:
            day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
        except ValueError:
            day = None

        if day is None or not FIRST_DATE <= day <= self._today + _A_DAY:
            raise BadCell(Flaw.BAD_DATE, text)

        return day

    def rating(self) -> int | None:
        """The rating in half stars. Raises BadCell."""
        for column, known in (("rating", _STARS), ("rating10", _OUT_OF_TEN)):
            if text := self.text_of(column):
                if text not in known:
                    raise BadCell(Flaw.BAD_RATING, text)

                return known[text]

        return None

    def is_rewatch(self) -> bool:
        """Whether the film was seen before. Raises BadCell."""
        text = self.text_of("rewatch")

        if (flag := _FLAGS.get(text.lower())) is None:
            raise BadCell(Flaw.BAD_FLAG, text)

        return flag

    def review(self) -> str:
        """The review in the markup of members' text; empty if there is nothing to see in it. Raises BadCell."""
        html = self._cells.get("review", "")
        text = from_html(html).strip() if html else ""

        if len(text) > LONG_TEXT_LIMIT:
            raise BadCell(Flaw.TEXT_TOO_LONG, text)

        return text if shows_something(text) else ""

    def tags(self) -> tuple[str, ...]:
        """The tags, each once whatever its case; those beyond what a review takes are left out."""
        text = self.text_of("tags")
        found: dict[str, str] = {}
        left_out: list[str] = []

        for part in text.split(",") if text else ():
            tag = part.strip().lstrip("# ")

            if len(tag) > TAG_LENGTH or (len(found) == TAG_LIMIT and tag.casefold() not in found):
                left_out += [tag] if tag else []
            elif shows_something(tag):
                found.setdefault(tag.casefold(), tag)

        if left_out:
            self.lesser.append(BadCell(Flaw.TAGS_LEFT_OUT, left_out[0]))

        return tuple(found.values())

    def address(self) -> str | None:
        """The address on Letterboxd; one that is none is left out."""
        text = self.text_of("letterboxduri")

        if text and not _ADDRESS.fullmatch(text):
            self.lesser.append(BadCell(Flaw.BAD_ADDRESS, text))
            return None

        return text or None

    def _title(self, title: str) -> str:
        if not shows_something(title):
            raise BadCell(Flaw.NO_TITLE)

        if len(title) > TITLE_LIMIT:
            raise BadCell(Flaw.TITLE_TOO_LONG, title)

        return title

    def _year(self) -> int | None:
        text = self.text_of("year")

        if not text:
            return None

        if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
            raise BadCell(Flaw.BAD_YEAR, text)

        return int(text)

    def _matching(self, column: str, pattern: re.Pattern[str]) -> str | None:
        text = self.text_of(column)

        if text and not pattern.fullmatch(text):
            raise BadCell(Flaw.BAD_ID, text)

        return text or None
