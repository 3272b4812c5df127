"""Time zones by their names in the tz database, and which one is meant by what a member typed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.services.zone_words import ABBREVIATIONS, CITIES, COUNTRIES, LOCALE_ZONES, OFFSETS, WIDELY_USED
from data.catalogue.folding import fold

OFFERED = 25
"""Zones to choose from: the most that Discord's autocomplete takes."""

_LONGEST = 60
"""The characters that a zone is looked for in: more than any name has."""

_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})
"""Files beside the zones that are none, or only whatever the machine is set to."""

_OFFSET = re.compile(r"(?:utc|gmt)?\s*(?P<sign>[+\-−])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?")
_FIXED = re.compile(r"(?:Etc/)?GMT[+-]?\d{1,2}")
"""Names that nobody is offered by their letters: their signs are the other way round."""

_TELLING = 3
"""The letters of a beginning from which on it can be taken for the only zone that has it."""

_LIKE = 75
"""How alike in per cent a slip is to what was meant."""

_SURELY_LIKE, _CLEARLY_MORE = 85, 5
"""How alike it is where nobody needs to choose, and by how much more than to anything else."""


def is_zone(name: str) -> bool:
    """Whether the tz database has a zone of exactly that name."""
    return name in _tables().zones


def find_zone(typed: str) -> str | None:
    """The zone that `typed` names, or the only one that it can mean; None where there are more, or none.

    A name may be written in any case and with spaces. A country stands for its zone where all its clocks agree.
    """
    tables = _tables()

    if name := tables.by_name.get(_plain(typed)):
        return name

    fit = next(_fits(typed), None)
    return None if fit is None else _the_one(fit)


def offer_zones(typed: str, locale: str | None, limit: int = OFFERED) -> list[str]:
    """Up to `limit` zones that `typed` may mean, best first, each once.

    With nothing typed: where people are who use Discord in the language of `locale`, then widely used ones.
    """
    guesses = LOCALE_ZONES.get(locale or "", ())

    if not typed.strip():
        return list(dict.fromkeys((*guesses, *WIDELY_USED)))[:limit]

    order = _tables().order
    nearby = {zone: place for place, zone in enumerate(guesses)}
    offered: dict[str, None] = {}

    for fit in _fits(typed):
        likely = sorted(fit.zones, key=lambda zone: (nearby.get(zone, len(nearby)), order[zone]))
        offered.update(dict.fromkeys(likely))

        if len(offered) >= limit:
            break

    return list(offered)[:limit]


class _Fit(NamedTuple):
    """Zones that fit alike; whether one was named in full, and whether it is too doubtful for one to be taken."""

    zones: Sequence[str]
    is_in_full: bool = False
    is_doubtful: bool = False


def _fits(typed: str) -> Iterator[_Fit]:
    """What `typed` can mean, best first; slips are looked for only where it fits nothing as it is."""
    words = fold(typed[:_LONGEST])
    found = False

    for fit in _as_it_stands(typed, words):
        if fit.zones:
            found = True
            yield fit

    # A number is an offset from UTC, and what is like it in letters is another one.
    if words and not found and not re.search(r"\d", words):
        yield from _with_more_words(words) or _alike(words)


def _as_it_stands(typed: str, words: str) -> Iterator[_Fit]:
    """Zones that are so named, in full or in part; some of these can be empty."""
    tables = _tables()
    name = tables.by_name.get(_plain(typed))
    yield _Fit(_by_offset(typed), is_in_full=True)
    yield _Fit(ABBREVIATIONS.get(words, ()), is_in_full=True)
    yield _Fit(tables.texts.get(words, ()), is_in_full=True)
    yield _Fit((name,) if name else (), is_in_full=True)

    if words:
        is_short = len(words) < _TELLING
        yield _Fit(_zones_of(text for text in tables.texts if text.startswith(words)), is_doubtful=is_short)
        yield _Fit(_zones_of(text for text in tables.texts if f" {words}" in text), is_doubtful=is_short)


def _by_offset(typed: str) -> tuple[str, ...]:
    """The zone that is always so far from UTC: of "UTC+2", "gmt -03:00", "+5:30"."""
    found = _OFFSET.fullmatch(typed.strip().lower())

    if found is None:
        return ()

    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    sign = 1 if found["sign"] == "+" else -1
    # The sign is the other way round in these names, as in POSIX: Etc/GMT-2 is two hours ahead.
    name = OFFSETS.get(sign * (hours * 60 + minutes)) if minutes else f"Etc/GMT{-sign * hours:+d}" if hours else "UTC"
    return (name,) if name and is_zone(name) else ()


def _with_more_words(words: str) -> list[_Fit]:
    """Zones of the longest text that `words` begin with: "new york city", "berlin germany"."""
    texts = _tables().texts
    begin = max((text for text in texts if words.startswith(f"{text} ")), key=len, default=None)
    return [] if begin is None else [_Fit(texts[begin], is_in_full=True)]


def _alike(words: str) -> Iterator[_Fit]:
    """Zones whose texts are like `words` but for a slip, most alike first."""
    texts = _tables().texts
    score_of: dict[str, float] = {}

    for text, score, _ in process.extract(words, list(texts), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=OFFERED):
        for zone in texts[text]:
            score_of.setdefault(zone, score)

    scores = sorted(set(score_of.values()), reverse=True)

    for score, following in zip_longest(scores, scores[1:], fillvalue=0.0):
        zones = [zone for zone, its in score_of.items() if its == score]
        is_clear = score >= _SURELY_LIKE and score - following >= _CLEARLY_MORE
        yield _Fit(zones, is_in_full=True, is_doubtful=not is_clear)


def _the_one(fit: _Fit) -> str | None:
    """The only zone that is meant; of a country's, whose clocks all agree, the first; None where there are more."""
    tables = _tables()

    if fit.is_doubtful:
        return None

    # An old name is meant only where no zone of today has it.
    zones = [zone for zone in fit.zones if zone in tables.current] or fit.zones
    is_one = len(zones) == 1 or (fit.is_in_full and len({_rule(zone) for zone in zones}) == 1)
    return min(zones, key=tables.order.__getitem__) if is_one else None


# Tables


class _Tables(NamedTuple):
    """The tz database as it is searched here."""

    zones: frozenset[str]
    by_name: Mapping[str, str]
    current: frozenset[str]
    """Those named after a place of today; all others are old names of theirs, or no place's."""

    order: Mapping[str, int]
    """Which comes first of zones that fit alike: widely used ones, then those of places of today."""

    texts: Mapping[str, tuple[str, ...]]
    """The zones by each folded text that means them: names, their ends, cities, countries."""


@cache
def _tables() -> _Tables:
    """Made at the first use, in a few hundredths of a second."""
    zones = frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()) - _NO_ZONES
    places = [(code, zone) for code, _, zone, *_ in _rows("zone.tab")]
    current = frozenset(("UTC", *(zone for _, zone in places)))
    in_order = dict.fromkeys(
        (*WIDELY_USED, *(zone for _, zone in places), *sorted(zones, key=lambda zone: (len(zone), zone)))
    )
    return _Tables(
        zones,
        {_plain(zone): zone for zone in zones},
        current,
        {zone: place for place, zone in enumerate(in_order)},
        _texts(zones, places),
    )


def _texts(zones: Iterable[str], places: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    of_country: dict[str, list[str]] = {}

    for code, zone in places:
        of_country.setdefault(code, []).append(zone)

    countries = [(name, code) for code, country in _rows("iso3166.tab") for name in _country_names(country)]
    texts: dict[str, dict[str, None]] = {}

    for text, meant in (
        *((end, [zone]) for zone in sorted(zones) if not _FIXED.fullmatch(zone) for end in _ends(zone)),
        *((city, [zone]) for city, zone in CITIES.items()),
        *((name, of_country.get(code, ())) for name, code in (*countries, *COUNTRIES.items())),
    ):
        texts.setdefault(fold(text), {}).update(dict.fromkeys(meant))

    return {text: tuple(meant) for text, meant in texts.items() if meant}


def _ends(zone: str) -> list[str]:
    """The whole name, and what is left of it without its first parts."""
    parts = zone.split("/")
    return [" ".join(parts[at:]) for at in range(len(parts))]


def _country_names(country: str) -> set[str]:
    """The ways to say "Korea (South)": so, "South Korea", and "Korea"."""
    name, _, rest = country.partition(" (")
    return {country, name, f"{rest.removesuffix(')')} {name}"}


def _rows(table: str) -> list[list[str]]:
    """The rows of one of the tz database's tables."""
    text = files("tzdata.zoneinfo").joinpath(table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _rule(zone: str) -> bytes:
    """By which rule the zone's clocks go from now on: a file's last line (RFC 9636, 3.3)."""
    return files("tzdata.zoneinfo").joinpath(*zone.split("/")).read_bytes().rsplit(b"\n", 2)[1]


def _zones_of(texts: Iterable[str]) -> list[str]:
    """The zones of some texts, each once."""
    return list(dict.fromkeys(zone for text in texts for zone in _tables().texts[text]))


def _plain(name: str) -> str:
    """A zone's name in small letters and with underscores, as it may be typed."""
    return "_".join(name[:_LONGEST].casefold().split())
