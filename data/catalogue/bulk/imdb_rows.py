"""Rows of IMDb's datasets: https://developer.imdb.com/non-commercial-datasets/."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from data.catalogue.bulk.tally import BadRow
from data.catalogue.bulk.texts import LONGEST_TITLE, as_title, clean
from data.catalogue.starter.vocabulary import GENRES

BASICS = tuple(
    "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres".split()  # noqa: SIM905  (as it stands in the file)
)
AKAS = tuple("titleId ordering title region language types attributes isOriginalTitle".split())  # noqa: SIM905
RATINGS = tuple("tconst averageRating numVotes".split())  # noqa: SIM905
CREW = tuple("tconst directors writers".split())  # noqa: SIM905
PRINCIPALS = tuple("tconst ordering nconst category job characters".split())  # noqa: SIM905
NAMES = tuple("nconst primaryName birthYear deathYear primaryProfession knownForTitles".split())  # noqa: SIM905
"""The columns of each file."""

NULL = r"\N"

FILMS = frozenset({"movie", "tvMovie"})
"""What is a film; a `SHORT` is one on request."""

SHORT = "short"

MOST_DIRECTORS = 6
MOST_CAST = 6
MOST_OTHER_TITLES = 12

ACTING = frozenset({"actor", "actress", "self"})
"""Who is in the cast: `self` are those whom a documentary is about."""

_ID = re.compile(r"(?:tt|nm)(?:\d{7}|[1-9]\d{7,9})", re.ASCII)
_COUNT = re.compile(r"\d{1,10}", re.ASCII)

_GENRES = {"Film-Noir": "Film noir", "Sci-Fi": "Science fiction"} | {genre: genre for genre in GENRES}
"""IMDb's words in ours. What says nothing of a film ("News", "Talk-Show") is left out."""

_ADULT = "Adult"

_ENGLISH = frozenset("XWW US GB XEU".split())  # noqa: SIM905
_LARGE = frozenset("FR DE ES MX AR BR PT IT RU SUHH JP CN TW HK KR IN TR PL EG ID VN IR TH NL SE".split())  # noqa: SIM905
"""Regions whose languages are spoken by most people on Discord, and those with scripts of their own."""


class Title(NamedTuple):
    """A film of `title.basics`."""

    number: int
    title: str
    original_title: str | None
    year: int | None
    runtime_min: int | None
    genres: str
    """In our words, parted by commas."""


class OtherTitle(NamedTuple):
    """A title of `title.akas`; those of a lower rank are of more use."""

    rank: int
    ordering: int
    title: str


class Credit(NamedTuple):
    """A person of a film: the lowest positions are named first."""

    position: int
    person: int


def number_of(identifier: str) -> int:
    """The number in `tt0000001` or `nm0000001`, which names the same. Raises BadRow."""
    if _ID.fullmatch(identifier) is None:
        raise BadRow(f"{shown(identifier)} is no id")

    return int(identifier[2:])


def title_id(number: int) -> str:
    """The id of the title with that number."""
    return f"tt{number:07}"


def parts_of(line: str, columns: int) -> list[str]:
    """The columns of a line; quotes are plain characters. Raises BadRow."""
    parts = line.split("\t")

    if len(parts) != columns:
        raise BadRow(f"there are {len(parts)} columns, not {columns}")

    return parts


def parse_title(parts: Sequence[str]) -> Title | None:
    """The film of a row of `title.basics`; None for an adult one. Raises BadRow."""
    identifier, kind, title, original, is_adult, year, _, runtime, genres, *_ = parts
    words = genres.split(",")

    if is_adult == "1" or _ADULT in words:
        return None

    usual = as_title(title)
    first = as_title(original) if original != NULL else usual
    ours = dict.fromkeys(_GENRES[word] for word in (*words, *(["Short"] if kind == SHORT else [])) if word in _GENRES)
    return Title(
        number=number_of(identifier),
        title=usual,
        original_title=first if first != usual else None,
        year=_number(year, "startYear", range(1870, 2101)),
        runtime_min=_number(runtime, "runtimeMinutes", range(1, 60_001)),
        genres=",".join(ours),
    )


def parse_votes(parts: Sequence[str]) -> tuple[int, int]:
    """The number of a title, and how many rated it. Raises BadRow."""
    votes = _count(parts[2], "numVotes")
    return number_of(parts[0]), votes


def parse_other_title(parts: Sequence[str]) -> OtherTitle | None:
    """The title of a row of `title.akas`; None for one that no film of ours could bear. Raises BadRow."""
    _, ordering, text, region, _, types, attributes, is_original, *_ = parts
    title = clean(text)

    if not 0 < len(title) <= LONGEST_TITLE:
        return None

    return OtherTitle(_rank(region, types, attributes, is_original), _count(ordering, "ordering"), title)


def choose(titles: Iterable[OtherTitle], besides: Sequence[str] = ()) -> Iterator[OtherTitle]:
    """The most useful of one film's titles, each once whatever its case, without those it has anyway."""
    seen = {title.casefold() for title in besides}

    for title in sorted(titles):
        if (plain := title.title.casefold()) not in seen:
            seen.add(plain)
            yield title

            if len(seen) - len(besides) >= MOST_OTHER_TITLES:
                return


def parse_directors(parts: Sequence[str]) -> list[Credit]:
    """The directors of a row of `title.crew`, in its order. Raises BadRow."""
    listed = parts[1].split(",") if parts[1] != NULL else []
    return [Credit(position, number_of(person)) for position, person in enumerate(listed[:MOST_DIRECTORS])]


def parse_principal(parts: Sequence[str]) -> tuple[str, Credit]:
    """The category of a row of `title.principals`, and who it is. Raises BadRow."""
    return parts[3], Credit(_count(parts[1], "ordering"), number_of(parts[2]))


def parse_name(parts: Sequence[str]) -> tuple[int, str]:
    """The number of a person and their name. Raises BadRow."""
    name = clean(parts[1])

    if parts[1] == NULL or not 0 < len(name) <= LONGEST_TITLE:
        raise BadRow(f"{shown(parts[1])} is no name")

    return number_of(parts[0]), name


def shown(text: str) -> str:
    """Text of a file as a reason may quote it: without what steers a terminal, and short."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _number(text: str, column: str, allowed: range) -> int | None:
    """The number where it is one of those; None for null, and for what can't be meant."""
    if text == NULL:
        return None

    number = _count(text, column)
    return number if number in allowed else None


def _count(text: str, column: str) -> int:
    if _COUNT.fullmatch(text) is None:
        raise BadRow(f"{column} is {shown(text)}, no number")

    return int(text)


def _rank(region: str, types: str, attributes: str, is_original: str) -> int:
    if is_original == "1" or "original" in types:
        return 0

    if "working" in types:
        return 5

    if region in _ENGLISH:
        return 1

    # Typed by whoever can't type the script: "Shichinin no samurai".
    if "translit" in attributes or "roman" in attributes:
        return 2

    return 3 if region in _LARGE else 4
