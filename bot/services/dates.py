"""The date on which a film was watched, in the words in which a member typed it.

dateparser is used for its dictionary alone. Its parser finds a date in almost anything (`a`, `2019`, `20 and 21
november`) and takes an ambiguous one for one of the two without a word, so what is a date is decided here, narrowly.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.services.date_words import DAYS_AGO, WEEKDAYS, InEnglish, in_english, plain
from data.errors import AmbiguousDate, BadWatchedOn, WatchedInFuture

_AHEAD_OF_UTC = timedelta(hours=14)
"""Where the day begins first (Kiritimati, UTC+14): nobody anywhere has a later date."""

_FIRST_SCREENING = date(1895, 12, 28)
"""The first public screening of films, in Paris: nobody watched one before."""

_LONGEST = 60
"""The characters that a date is looked for in: as many as the form takes, and more than any date needs."""


def read_watched_on(typed: str, now: datetime, locale: str = "en-US") -> date | None:
    """The date that `typed` means, None where nothing was typed.

    It is read as numbers (`2026-11-20`, `20.11.2026`, `20/11`), in English (`20 Nov 2026`, `yesterday`, `last friday`,
    `3 weeks ago`) and in the language of `locale`, as Discord names it. A date without a year is the latest such day
    that is not in the future. A weekday is the last one before today: `friday` and `last friday` are a week ago where
    today is a Friday. A year of two digits is one of 1969 to 2068.

    A member's zone is not known, so "today" is the day in UTC, and a date is in the future only when it is so
    everywhere. Raises BadWatchedOn, also where no single day is named (`last week`, `march 2020`, `8pm`);
    AmbiguousDate; WatchedInFuture.
    """
    stripped = typed.strip()

    if not stripped:
        return None

    if len(stripped) > _LONGEST:
        raise BadWatchedOn(typed)

    asked = _Asked(plain(stripped), today=now.date(), latest=(now + _AHEAD_OF_UTC).date(), locale=locale)
    readings = _in_numbers(asked.words, asked) or _in_words(asked)
    possible = sorted(day for day in readings if _FIRST_SCREENING <= day <= asked.latest)

    if len(possible) > 1:
        raise AmbiguousDate(typed, (possible[0], possible[-1]))

    if possible:
        return possible[0]

    if readings and min(readings) > asked.latest:
        raise WatchedInFuture(min(readings))

    raise BadWatchedOn(typed)


class _Asked(NamedTuple):
    """What is to be read: plain words, today in UTC, the latest day on Earth, the locale as Discord names it."""

    words: str
    today: date
    latest: date
    locale: str


# Numbers

_NUMBERS = re.compile(r"\d{1,4}(?:(?:\s*[./-]\s*|\s)\d{1,4}){1,2}")
_YEAR_MONTH_DAY = (
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"),
    re.compile(r"(?:(?P<year>\d{4})\s*[年년]\s*)?(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日号號일]?"),
    re.compile(r"(?:ngay )?(?P<day>\d{1,2}) thang (?P<month>\d{1,2})(?:,? (?:nam )?(?P<year>\d{4}))?"),
)
"""Written together, as in Chinese, Japanese and Korean, and as in Vietnamese."""

_YEAR_FIRST = frozenset({"hu", "ja", "ko", "lt", "sv-SE", "zh-CN", "zh-TW"})
"""Where even a year of two digits can stand first: 26-11-20."""


def _in_numbers(words: str, asked: _Asked) -> set[date]:
    """The days that a date in numbers can be; nothing where `words` are no such date."""
    for order in _YEAR_MONTH_DAY:
        if found := order.fullmatch(words):
            return _existing([(found["year"] or "", found["month"], found["day"])], asked)

    return _existing(_orders(words, asked.locale), asked) if _NUMBERS.fullmatch(words) else set()


def _orders(words: str, locale: str) -> Iterator[tuple[str, str, str]]:
    """Year, month and day, in each order in which two or three numbers can be meant; without a year it is empty."""
    first, second, last = [*re.findall(r"\d+", words), ""][:3]

    if len(first) == 4 and len(second) <= 2 and 0 < len(last) <= 2:
        yield first, second, last

    if len(first) > 2 or len(second) > 2:
        return

    yield last, second, first

    # With dots the day comes first, if not in the few places where anything is usual.
    if "." not in words or locale in _YEAR_FIRST | {"en-US"}:
        yield last, first, second

    if locale in _YEAR_FIRST and len(first) == len(last) == 2:
        yield first, second, last


def _existing(orders: Iterable[tuple[str, str, str]], asked: _Asked) -> set[date]:
    """Those of the years, months and days, all in digits, that are in the calendar.

    Where the year is empty it is the latest such day that is not in the future.
    """
    found: set[date] = set()

    for year, month, day in orders:
        # Eight years, since a century's turn can leave out a leap day.
        years = [_whole_year(year, asked)] if year else range(asked.latest.year - 8, asked.latest.year + 1)
        days: list[date] = []

        for each in years:
            with suppress(ValueError):
                days.append(date(each, int(month), int(day)))

        found.update([each for each in days if year or each <= asked.latest][-1:])

    return found


def _whole_year(digits: str, asked: _Asked) -> int:
    """The year: one of two digits as POSIX takes it, a Buddhist one by ours."""
    year = int(digits)

    if len(digits) == 2:
        return year + (1900 if year >= 69 else 2000)

    return year - 543 if asked.locale == "th" and year > 2400 else year


# Words

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_NAMED = tuple(
    re.compile(order)
    for order in (
        rf"(?P<day>\d{{1,2}}) {_MONTH}(?: (?P<year>\d{{4}})(?: year)?)?",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?: day)?(?: (?P<year>\d{{4}}))?",
        rf"(?P<year>\d{{4}})(?: year)? {_MONTH} (?P<day>\d{{1,2}})(?: day)?",
    )
)
_NAMED_SHORT = re.compile(rf"(?P<first>\d{{1,2}}) {_MONTH} (?P<last>\d\d)")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
_BACK = re.compile(r"\d{1,4} day|(?:\d{1,4} (?:day|week|fortnight)|week) ago|ago \d{1,4} (?:day|week|fortnight)")
_AHEAD = re.compile(r"in \d{1,4} (?:day|week|fortnight)")
_LENGTH = {"day": 1, "week": 7, "fortnight": 14}


def _in_words(asked: _Asked) -> set[date]:
    """The days that words can mean, in the member's language and in English; nothing where they name none."""
    if asked.words in DAYS_AGO:
        return {asked.today - timedelta(days=DAYS_AGO[asked.words])}

    # One letter is a weekday or a number in some dictionary, and a slip in a form.
    if len(asked.words) < 2 or not any(letter.isalpha() for letter in asked.words):
        return set()

    found: set[date] = set()

    for locale in dict.fromkeys((asked.locale, "en-US")):
        ways = (_understood(way, asked) for way in in_english(asked.words, locale))
        found.update(next(filter(None, ways), ()))

    return found


def _understood(way: InEnglish, asked: _Asked) -> set[date]:
    """The days that one way to understand the words can mean."""
    names = _WEEKDAY.findall(way.words)
    rest = " ".join(_WEEKDAY.sub(" ", way.words).split())

    if not names:
        return _dated(rest, asked) or (set() if way.is_last_week else _distant(rest, asked.today))

    weekday = WEEKDAYS.index(names[0])

    if way.is_last_week:
        return _of_last_week(asked.today, weekday) if rest == "1 week ago" else set()

    if rest in {"", "last", "ago"} and len(names) == 1:
        return {asked.today - timedelta(days=(asked.today.weekday() - weekday - 1) % 7 + 1)}

    return {day for day in _dated(rest, asked) if {WEEKDAYS[day.weekday()]} == set(names)}


def _of_last_week(today: date, weekday: int) -> set[date]:
    """That day of the week before this one, where weeks begin on Mondays and where they begin on Sundays."""
    starts = (today - timedelta(days=7 + (today.weekday() - first) % 7) for first in (0, 6))
    return {start + timedelta(days=(weekday - start.weekday()) % 7) for start in starts}


def _distant(english: str, today: date) -> set[date]:
    """The day that is so many days or weeks before today. Raises WatchedInFuture."""
    is_ahead = bool(_AHEAD.fullmatch(english))

    if not is_ahead and not _BACK.fullmatch(english):
        return set()

    number = re.search(r"\d+", english)
    length = next(days for unit, days in _LENGTH.items() if unit in english)
    distance = timedelta(days=length * (int(number[0]) if number else 1))

    if is_ahead and distance:
        raise WatchedInFuture(today + distance)

    # "0 week ago" is "this week".
    return {today - distance} if distance or length == 1 else set()


def _dated(english: str, asked: _Asked) -> set[date]:
    """The days that a date can be whose month has a name, or one in numbers that had a word beside it."""
    for order in _NAMED:
        if found := order.fullmatch(english):
            return _existing([(found["year"] or "", _month(found), found["day"])], asked)

    # Only alone: "20. November, 10 Uhr" has left its hour behind, which is no year.
    if (found := _NAMED_SHORT.fullmatch(english)) and len(re.split(r"[\s./'-]+", asked.words)) == 3:
        orders = [(found["last"], _month(found), found["first"])]

        # Where the year stands first with names too: "26. november 20."
        if asked.locale in {"hu", "lt"} and len(found["first"]) == 2:
            orders.append((found["first"], _month(found), found["last"]))

        return _existing(orders, asked)

    return _in_numbers(english.removesuffix(" year"), asked) if re.search(r"\d{4}", english) else set()


def _month(found: re.Match[str]) -> str:
    return str(_MONTHS.index(found["month"]) + 1)
