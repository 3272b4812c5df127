"""What Wikidata's API answers, as models: what arrives is one of these or is refused, and becomes a film of ours.

https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. An empty map arrives as an empty list.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from data.models import Film, FilmKey

ItemId = Annotated[str, Field(pattern=r"^Q[1-9][0-9]{0,11}$")]

INSTANCE_OF, SUBCLASS_OF = "P31", "P279"
DIRECTOR, CAST, DATE, DURATION, GENRE, COUNTRY = "P57", "P161", "P577", "P2047", "P136", "P495"
LANGUAGE, IMDB, TMDB, TITLE = "P364", "P345", "P4947", "P1476"

LONGEST_TITLE, LONGEST_NAME, TITLES = 300, 200, 40
"""Longer texts are cut, and no more titles are kept."""

RESOLVED = {DIRECTOR: 8, CAST: 12, GENRE: 8, COUNTRY: 8, LANGUAGE: 8}
"""Whose labels are asked for, and of how many at most: together below the fifty of one request."""

_MINUTES_PER_UNIT = {"Q7727": 1.0, "Q25235": 60.0, "Q11574": 1 / 60}
"""Minute, hour and second."""

_YEAR_PRECISION = 9
"""A date that is known to the year; smaller numbers are decades and more."""

_TIME = re.compile(r"\+0*([1-9][0-9]{3})-")
_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
_UNIT = re.compile(r"https?://www\.wikidata\.org/entity/(Q[1-9][0-9]*)")
_IMDB_ID = re.compile(r"tt[0-9]{7,10}")
_TMDB_ID = re.compile(r"[1-9][0-9]{0,9}")

_OUR_WORDS = {
    "documentary": "Documentary",
    "people's republic of china": "China",
    "united states of america": "United States",
    "czechia": "Czech Republic",
    "standard mandarin": "Mandarin",
    "german democratic republic": "East Germany",
}
"""Wikidata's labels for what the starter catalogue calls otherwise."""

ValueT = TypeVar("ValueT")


def _map_of_list(value: object) -> object:
    return {} if value == [] else value


class _Answer(BaseModel):
    """The base of all: what is not named is left out."""


class _Text(_Answer):
    value: str = ""


class _Value(_Answer):
    value: Any = None


class _Snak(_Answer):
    snaktype: str = ""
    datavalue: _Value | None = None


class _Statement(_Answer):
    mainsnak: _Snak = _Snak()
    rank: str = "normal"


class _Item(_Answer):
    id: str


class _Time(_Answer):
    time: str
    precision: int


class _Quantity(_Answer):
    amount: str
    unit: str


class _Monolingual(_Answer):
    text: str


class _Redirect(_Answer):
    from_: Annotated[str, Field(alias="from")]


class Failure(_Answer):
    """An error, which comes with status 200."""

    code: str


class Reply(_Answer):
    """Whatever the API answers: perhaps an error."""

    error: Failure | None = None


class _Found(_Answer):
    id: ItemId


class Found(Reply):
    """What a search by label found."""

    search: list[_Found] = []


class _Page(_Answer):
    title: str = ""


class _Pages(_Answer):
    search: list[_Page] = []


class FoundPages(Reply):
    """What a search by statement found: pages, each named like its item."""

    query: _Pages = _Pages()

    def ids(self) -> list[str]:
        """The items' ids."""
        return [page.title for page in self.query.search if _ITEM.fullmatch(page.title)]


class Entity(_Answer):
    """An item with its labels and statements."""

    id: str = ""
    missing: str | None = None
    redirects: _Redirect | None = None
    labels: Annotated[dict[str, _Text], BeforeValidator(_map_of_list)] = {}
    aliases: Annotated[dict[str, list[_Text]], BeforeValidator(_map_of_list)] = {}
    claims: Annotated[dict[str, list[_Statement]], BeforeValidator(_map_of_list)] = {}

    def is_of(self, item_id: str) -> bool:
        """Whether it is what was asked for, also where that leads on to another item."""
        return self.missing is None and (
            self.id == item_id or (self.redirects is not None and self.redirects.from_ == item_id)
        )

    @property
    def label(self) -> str:
        """Its English name, or the one that all languages share."""
        return next((text.value for code in ("en", "mul") if (text := self.labels.get(code))), "").strip()

    def items(self, statement: str, limit: int = 50) -> list[str]:
        """The ids that a property leads to, each once, in their order."""
        found = (item.id for item in self._values(statement, _Item.model_validate))
        return list(dict.fromkeys(item_id for item_id in found if _ITEM.fullmatch(item_id)))[:limit]

    def year(self) -> int | None:
        """The year of the earliest date, known to the year or better."""
        times = self._values(DATE, _Time.model_validate, is_any_rank=True)
        found = [_TIME.match(one.time) for one in times if one.precision >= _YEAR_PRECISION]
        years = [int(one[1]) for one in found if one and 1870 <= int(one[1]) <= 2100]
        return min(years, default=None)

    def as_name(self) -> Film | None:
        """What names the film; None where it has no title."""
        original = next(iter(self._values(TITLE, _Monolingual.model_validate)), None)
        title = (self.label or (original.text if original else "")).strip()[:LONGEST_TITLE]

        if not title or not _ITEM.fullmatch(self.id):
            return None

        tmdb_id = self._text(TMDB, _TMDB_ID)
        former = self.redirects.from_ if self.redirects else None
        return Film(
            key=FilmKey(f"wd:{self.id}"),
            title=title,
            year=self.year(),
            imdb_id=self._text(IMDB, _IMDB_ID),
            tmdb_id=int(tmdb_id) if tmdb_id else None,
            wikidata_id=self.id,
            former_keys=(FilmKey(f"wd:{former}"),) if former and _ITEM.fullmatch(former) else (),
        )

    def as_film(self, labels: Mapping[str, str]) -> Film | None:
        """The film with all its facts; people and things are called by `labels`."""
        named = self.as_name()

        if named is None:
            return None

        originals = [one.text.strip()[:LONGEST_TITLE] for one in self._values(TITLE, _Monolingual.model_validate)]
        others = [alias.value.strip()[:LONGEST_TITLE] for code in ("en", "mul") for alias in self.aliases.get(code, ())]
        titles = dict.fromkeys(title for title in (*originals[1:], *others) if title and title != named.title)
        facts = {
            "original_title": next((title for title in originals if title), None),
            "other_titles": tuple(titles)[:TITLES],
            "directors": self._called(DIRECTOR, labels, str),
            "cast": self._called(CAST, labels, str),
            "genres": self._called(GENRE, labels, _genre),
            "countries": self._called(COUNTRY, labels, _ours),
            "languages": self._called(LANGUAGE, labels, _language),
            "runtime_min": self._minutes(),
        }
        return named.model_copy(update=facts)

    def _called(self, statement: str, labels: Mapping[str, str], word: Callable[[str], str]) -> tuple[str, ...]:
        found = (
            labels.get(item_id, "").strip()[:LONGEST_NAME] for item_id in self.items(statement, RESOLVED[statement])
        )
        return tuple(dict.fromkeys(word(label) for label in found if label))

    def _minutes(self) -> int | None:
        for quantity in self._values(DURATION, _Quantity.model_validate):
            unit = _UNIT.fullmatch(quantity.unit)
            per_unit = _MINUTES_PER_UNIT.get(unit[1]) if unit else None

            if per_unit is None or not re.fullmatch(r"\+?\d{1,8}(\.\d{1,10})?", quantity.amount, re.ASCII):
                continue

            minutes = round(float(quantity.amount) * per_unit)

            if 1 <= minutes <= 60_000:
                return minutes

        return None

    def _text(self, statement: str, pattern: re.Pattern[str]) -> str | None:
        found = (value for value in self._values(statement, _as_text) if pattern.fullmatch(value))
        return next(found, None)

    def _values(self, statement: str, read: Callable[[Any], ValueT], *, is_any_rank: bool = False) -> list[ValueT]:
        """What a property says, the preferred alone where some are, never what is deprecated."""
        standing = [one for one in self.claims.get(statement, ()) if one.rank != "deprecated"]
        preferred = [one for one in standing if one.rank == "preferred"]
        chosen = standing if is_any_rank else preferred or standing
        return list(_readable(chosen, read))


class Entities(Reply):
    """Items by id."""

    entities: Annotated[dict[str, Entity], BeforeValidator(_map_of_list)] = {}

    def get(self, item_id: str) -> Entity | None:
        """The item that was asked for by that id."""
        return next((entity for entity in self.entities.values() if entity.is_of(item_id)), None)


def _readable(statements: Iterable[_Statement], read: Callable[[Any], ValueT]) -> Iterable[ValueT]:
    """The values that can be read; "unknown" and "none" have none."""
    for one in statements:
        if one.mainsnak.snaktype == "value" and one.mainsnak.datavalue is not None:
            try:
                yield read(one.mainsnak.datavalue.value)
            except ValidationError:
                continue


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _ours(label: str) -> str:
    return _OUR_WORDS.get(label.casefold(), label)


def _genre(label: str) -> str:
    """Genres are called "drama film" and the like."""
    return _ours(label.removesuffix(" film")[:1].upper() + label.removesuffix(" film")[1:])


def _language(label: str) -> str:
    return _ours(label.removesuffix(" language"))
