"""Our own plain format: a CSV file with a head, as a spreadsheet writes it. `docs/catalogues.md` describes it."""

import csv
import hashlib
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError
from typing_extensions import override

from data.catalogue.base import RankedFilm
from data.catalogue.bulk.imdb_rows import shown
from data.catalogue.bulk.one_file import OneFile
from data.catalogue.bulk.reading import SourceFile
from data.catalogue.bulk.staging import FilmStaging
from data.catalogue.bulk.tally import BadRow, Tally
from data.catalogue.bulk.texts import as_title, clean
from data.catalogue.starter.vocabulary import COUNTRIES, GENRES, LANGUAGES
from data.errors import SourceDamaged
from data.models import Film, FilmKey

COLUMNS = (
    "title",
    "year",
    "imdb_id",
    "tmdb_id",
    "wikidata_id",
    "original_title",
    "other_titles",
    "directors",
    "cast",
    "countries",
    "languages",
    "genres",
    "runtime_min",
    "synopsis",
    "poster_url",
    "popularity",
)
"""Every column that there can be; only the first must be there."""

SEPARATOR = "|"
"""Between the values of a column that can hold several."""

_MOST_VALUES = 50
_LONGEST_VALUE = 300
_LONGEST_SYNOPSIS = 4_000
_LONGEST_URL = 500

_WORDS = {
    name: {word.casefold(): word for word in words}
    for name, words in (("countries", COUNTRIES), ("languages", LANGUAGES), ("genres", GENRES))
}
"""Our spelling of words that are known; others stay as they are given."""

_WHOLE = re.compile(r"\d{1,10}", re.ASCII)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 32


class PlainCsv(OneFile):
    """A CSV file of ours."""

    kind = "csv"

    @override
    def bring_into(self, staging: FilmStaging, file: SourceFile, tally: Tally) -> None:
        rows = _rows(file, tally)
        number, head = next(rows, (1, list[str]()))
        columns = _columns(file.name, number, head)

        for number, row in rows:
            try:
                ranked = parse_row(columns, row)
                staging.put(number, *ranked, own_key(ranked.film.title, ranked.film.year))
            except BadRow as bad:
                tally.skip(file.name, number, bad)

        tally.finish(file.name, file.line)


def own_key(title: str, year: int | None) -> FilmKey:
    """The key of a film that nobody else has an id for, from title and year alone.

    Case and the width of letters do not matter; any other change makes another film of it.
    """
    plain = unicodedata.normalize("NFKC", title).casefold()
    digest = hashlib.sha256(f"{plain}\n{year or ''}".encode()).hexdigest()[:12]
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    slug = _NOT_IN_SLUG.sub("-", letters)[:_SLUG_LENGTH].strip("-") or "film"
    return FilmKey(f"own:csv-{slug}-{year or 0}-{digest}")


def parse_row(columns: Sequence[str], row: Sequence[str]) -> RankedFilm:
    """The film of a row. Raises BadRow."""
    if len(row) != len(columns):
        raise BadRow(f"there are {len(row)} columns, not {len(columns)}")

    given = {name: text.strip() for name, text in zip(columns, row, strict=True) if text.strip()}
    title = as_title(given.get("title", ""))
    year = _whole(given, "year")
    ids = {
        "imdb_id": given.get("imdb_id"),
        "wikidata_id": given.get("wikidata_id"),
        "tmdb_id": _whole(given, "tmdb_id"),
    }
    keys = (f"{prefix}:{ids[name]}" for prefix, name in _KEYS if ids[name])
    facts = {
        "key": next(keys, own_key(title, year)),
        "title": title,
        "year": year,
        **ids,
        "original_title": _original(given, title),
        "runtime_min": _whole(given, "runtime_min"),
        "synopsis": _text(given, "synopsis", _LONGEST_SYNOPSIS),
        "poster_url": _text(given, "poster_url", _LONGEST_URL),
        **{name: _values(given, name) for name in _LISTS},
    }

    try:
        film = Film.model_validate(facts)
    except ValidationError as error:
        raise BadRow(_reason(error, given)) from None

    return RankedFilm(film, _popularity(given))


_LISTS = ("other_titles", "directors", "cast", "countries", "languages", "genres")

_KEYS = (("imdb", "imdb_id"), ("wd", "wikidata_id"), ("tmdb", "tmdb_id"))
"""Which id names a film, the best first."""


def _rows(file: SourceFile, tally: Tally) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with the number of its first line. Raises SourceDamaged."""
    lines = file.lines()
    reader = csv.reader((f"{line}\n" for _, line in lines), strict=True)

    while True:
        number = reader.line_num + 1

        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _refuse_endless(file.name, number, error)
            tally.skip(file.name, number, BadRow(str(error)))
            continue

        if any(row):
            yield number, row


def _refuse_endless(name: str, number: int, error: csv.Error) -> None:
    """A quote that is opened and never closed takes all that follows with it: nothing behind it can be read."""
    if "field larger" in str(error) or "end of data" in str(error):
        raise SourceDamaged(name, number, "a quote is opened there and not closed") from None


def _columns(name: str, line: int, head: Sequence[str]) -> list[str]:
    """The names of the columns. Raises SourceDamaged."""
    columns = [column.strip().lower() for column in head]
    unknown = next((column for column in columns if column not in COLUMNS), None)

    if len(columns) == 1 and unknown is not None and any(sign in unknown for sign in ";\t"):
        raise SourceDamaged(name, line, "columns are parted by something else than commas")

    if unknown is not None:
        raise SourceDamaged(name, line, f"there is no column {shown(unknown)}; there are {', '.join(COLUMNS)}")

    if "title" not in columns:
        raise SourceDamaged(name, line, "there is no column title")

    if len(set(columns)) < len(columns):
        raise SourceDamaged(name, line, "a column is there twice")

    return columns


def _whole(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name)

    if text is None:
        return None

    if _WHOLE.fullmatch(text) is None:
        raise BadRow(f"{name} is {shown(text)}, no whole number")

    return int(text)


def _popularity(given: Mapping[str, str]) -> float:
    text = given.get("popularity", "0")

    try:
        number = float(text)
    except ValueError:
        number = -1

    if not (math.isfinite(number) and number >= 0):
        raise BadRow(f"popularity is {shown(text)}, no number from 0 on")

    return number


def _original(given: Mapping[str, str], title: str) -> str | None:
    original = as_title(given["original_title"]) if "original_title" in given else title
    return original if original != title else None


def _text(given: Mapping[str, str], name: str, limit: int) -> str | None:
    text = clean(given.get(name, ""))

    if len(text) > limit:
        raise BadRow(f"{name} has {len(text):,} characters, more than {limit:,}")

    return text or None


def _values(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The values of a column that holds several, each once."""
    words = _WORDS.get(name, {})
    values = [value for part in given.get(name, "").split(SEPARATOR) if (value := clean(part))]

    if len(values) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in values):
        raise BadRow(f"{name} has more than {_MOST_VALUES} values, or one of more than {_LONGEST_VALUE} characters")

    return tuple(dict.fromkeys(words.get(value.casefold(), value) for value in values))


def _reason(error: ValidationError, given: Mapping[str, str]) -> str:
    place = next((str(one["loc"][0]) for one in error.errors() if one["loc"]), "")
    # The key is made of an id: it is the id that is wrong.
    names = [name for _, name in _KEYS] if place == "key" else [place]
    name = next((name for name in names if name in given), place)
    return f"{name} is {shown(given.get(name, ''))}, which can't be"
