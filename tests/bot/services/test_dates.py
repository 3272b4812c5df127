import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.dates import read_watched_on
from data.errors import AmbiguousDate, BadWatchedOn, FormRefused, WatchedInFuture
from tests.bot.ui.things import some
from tests.builders import NOW

FIRST = date(1895, 12, 28)
AHEAD = timedelta(hours=14)
LOCALES = """
bg cs da de el en-GB en-US es-419 es-ES fi fr hi hr hu id it ja ko lt nl no pl pt-BR ro ru sv-SE th tr uk vi zh-CN zh-TW
"""
"""All of Discord's."""

FRIDAY = NOW
NEW_YEAR = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
LEAP_DAY = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 11, 23, 0, 0, 1, tzinfo=UTC)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (told apart)


def meant(typed: str, now: datetime = NOW, locale: str = "en-US") -> str:
    """What is read, as a word or two."""
    try:
        return str(read_watched_on(typed, now, locale))
    except AmbiguousDate as error:
        return " or ".join(map(str, error.readings))
    except WatchedInFuture as error:
        return f"{error.watched_on} is to come"
    except BadWatchedOn:
        return "refused"


@some(300)
@given(moments, st.data())
def test_every_day_from_the_first_screening_to_the_latest_today_on_earth_is_taken(
    now: datetime, data: st.DataObject
) -> None:
    day = data.draw(st.dates(FIRST, (now + AHEAD).date()))

    assert read_watched_on(day.isoformat(), now) == day


@some(300)
@given(moments, st.data())
def test_day_that_has_come_nowhere_yet_is_refused_by_its_name(now: datetime, data: st.DataObject) -> None:
    day = data.draw(st.dates((now + AHEAD).date() + timedelta(days=1)))

    with pytest.raises(WatchedInFuture) as caught:
        read_watched_on(day.isoformat(), now)

    assert caught.value.watched_on == day


@some(100)
@given(st.dates(date.min, FIRST - timedelta(days=1)))
def test_day_before_there_were_films_is_no_date(day: date) -> None:
    with pytest.raises(BadWatchedOn):
        read_watched_on(day.isoformat(), NOW)


FORMS: list[Callable[[date], str]] = [
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.year}. {day.month}. {day.day}.",
    lambda day: f"{day:%Y %m %d}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%d %B %Y}",
    lambda day: f"{day.day}. {day:%b %Y}",
    lambda day: f"{day:%d-%b-%Y}".upper(),
    lambda day: f"{day:%d/%b/%Y}",
    lambda day: f"{day:%d%b%Y}".lower(),
    lambda day: f"{day:%B %d, %Y}",
    lambda day: f"{day:%b %d %Y}",
    lambda day: f"{day:%Y %B %d}",
    lambda day: f"{day:%A, %d %B %Y}",
    lambda day: f"{day:%a %Y-%m-%d}",
    lambda day: f"the {day.day}th of {day:%B}, {day.year}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    lambda day: f"{day:%Y-%m-%d}".translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
    lambda day: f"{day:%d %B %Y}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
]


@some(40)
@given(st.dates(FIRST, NOW.date()), st.sampled_from(LOCALES.split()))
def test_every_day_is_read_in_whatever_form_it_is_written(day: date, locale: str) -> None:
    read = {form(day): meant(form(day), locale=locale) for form in FORMS}

    assert set(read.values()) == {str(day)}, read


@some(100)
@given(moments, st.integers(0, 364), st.sampled_from(["%d %B", "%B %d", "%b. %d"]))
def test_day_without_a_year_is_the_latest_that_has_come(now: datetime, ago: int, form: str) -> None:
    day = (now + AHEAD).date() - timedelta(days=ago)

    assert read_watched_on(f"{day:{form}}", now) == day


@some(200)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(1890, 2030), st.sampled_from("/-"), st.sampled_from([2, 4]))
def test_numbers_are_ambiguous_where_both_readings_are_possible(
    first: int, second: int, year: int, separator: str, digits: int
) -> None:
    typed = separator.join((str(first), str(second), str(year)[-digits:]))
    year = year if digits == 4 else year % 100 + (2000 if year % 100 < 69 else 1900)
    readings = sorted({date(year, first, second), date(year, second, first)})
    possible = [str(day) for day in readings if FIRST <= day <= (NOW + AHEAD).date()]

    assert meant(typed) == (
        " or ".join(possible) or (f"{readings[0]} is to come" if readings[0] > NOW.date() else "refused")
    )


@some(100)
@given(moments, st.integers(0, 9_999))
def test_days_are_counted_back_from_today(now: datetime, ago: int) -> None:
    assert read_watched_on(f"{ago} days ago", now) == now.date() - timedelta(days=ago)


@some(100)
@given(moments, st.sampled_from(["", "last ", "on "]), st.sampled_from(["%A", "%a"]), st.integers(1, 7))
def test_weekday_is_the_last_one_before_today(now: datetime, last: str, form: str, ago: int) -> None:
    day = now.date() - timedelta(days=ago)

    assert read_watched_on(f"{last}{day:{form}}", now) == day


ENGLISH = """
a the last this next in on at of and week month year day days ago before yesterday today tomorrow friday fri sun
may march nov 20th first two 1 3 12 20 31 99 2025 2026 2031 1895 20:30 8pm / - . , est utc +02:00 q1 noon
"""


@some(250)
@given(
    st.text(max_size=70)
    | st.from_regex(r"\A\s*[0-9W٣./ -]{3,12}\s*\Z")
    | st.lists(st.sampled_from(ENGLISH.split()), min_size=1, max_size=7).map(" ".join),
    st.sampled_from([*LOCALES.split(), "", "tlh"]),
)
@example("\ud800", "de")
@example("2026-02-30", "de")
@example("2026-11-20T10:00", "de")
@example("\u0301", "de")
@example("9" * 5_000, "de")
@example("9" * 60 + " days ago", "de")
@example("9999 fortnights ago", "de")
@example("vor " * 15, "de")
@example("﷽" * 60, "ja")
def test_any_text_is_a_day_that_has_come_or_none_or_refused(typed: str, locale: str) -> None:
    found: date | None = FIRST

    with suppress(FormRefused):
        found = read_watched_on(typed, NOW, locale)

    assert found is None or FIRST <= found <= (NOW + AHEAD).date()
    assert (found is None) == (not typed.strip())


@pytest.mark.parametrize(
    ("now", "typed", "day"),
    [
        (FRIDAY, "  TODAY ", "2026-11-20"),
        (FRIDAY, "Yesterday.", "2026-11-19"),
        (FRIDAY, "(yesterday!)", "2026-11-19"),
        (FRIDAY, "last night", "2026-11-19"),
        (FRIDAY, "this morning", "2026-11-20"),
        (FRIDAY, "the day before yesterday", "2026-11-18"),
        (FRIDAY, "friday", "2026-11-13"),
        (FRIDAY, "last friday night", "2026-11-13"),
        (FRIDAY, "thursday", "2026-11-19"),
        (FRIDAY, "friday last week", "2026-11-13"),
        (FRIDAY, "last week wednesday", "2026-11-11"),
        (FRIDAY, "last week sunday", "2026-11-08 or 2026-11-15"),
        (FRIDAY, "two days ago", "2026-11-18"),
        (FRIDAY, "2 nights ago", "2026-11-18"),
        (FRIDAY, "a week ago", "2026-11-13"),
        (FRIDAY, "3 weeks ago", "2026-10-30"),
        (FRIDAY, "a fortnight ago", "2026-11-06"),
        (FRIDAY, " 2026-11-20\n", "2026-11-20"),
        (FRIDAY, "1895-12-28", "1895-12-28"),
        (FRIDAY, "20 november", "2026-11-20"),
        (FRIDAY, "21 november", "2026-11-21"),
        (FRIDAY, "22 november", "2025-11-22"),
        (FRIDAY, "Nov 20 2025", "2025-11-20"),
        (FRIDAY, "20 Nov '25", "2025-11-20"),
        (FRIDAY, "20 nov 68", "2068-11-20 is to come"),
        (FRIDAY, "20 nov 69", "1969-11-20"),
        (FRIDAY, "20.11.2026", "2026-11-20"),
        (FRIDAY, "14/3/26", "2026-03-14"),
        (FRIDAY, "3/14/26", "2026-03-14"),
        (FRIDAY, "4/4/26", "2026-04-04"),
        (FRIDAY, "3/4/26", "2026-03-04 or 2026-04-03"),
        (FRIDAY, "3.4.26", "2026-03-04 or 2026-04-03"),
        (FRIDAY, "fri 3/4/2026", "2026-04-03"),
        (FRIDAY, "1/12/26", "2026-01-12"),
        (FRIDAY, "1/12/1895", "refused"),
        (FRIDAY, "12/28/1895", "1895-12-28"),
        (FRIDAY, "1/12/27", "2027-01-12 is to come"),
        (FRIDAY, "20/11", "2026-11-20"),
        (FRIDAY, "31/12", "2025-12-31"),
        (FRIDAY, "3/4", "2026-03-04 or 2026-04-03"),
        (FRIDAY, "tomorrow", "2026-11-21 is to come"),
        (FRIDAY, "in 2 weeks", "2026-12-04 is to come"),
        (NEW_YEAR, "yesterday", "2026-12-31"),
        (NEW_YEAR, "31 december", "2026-12-31"),
        (NEW_YEAR, "1 jan", "2027-01-01"),
        (NEW_YEAR, "3 jan", "2026-01-03"),
        (NEW_YEAR, "friday", "2026-12-25"),
        (NEW_YEAR, "29 feb", "2024-02-29"),
        (NEW_YEAR, "31/12/26", "2026-12-31"),
        (LEAP_DAY, "29 feb", "2028-02-29"),
        (LEAP_DAY, "29/2", "2028-02-29"),
        (LEAP_DAY, "29.2.27", "refused"),
        (LEAP_DAY, "1 march", "2028-03-01"),
        (LEAP_DAY, "2 march", "2027-03-02"),
        (LEAP_DAY, "a week ago", "2028-02-22"),
        (LEAP_DAY.replace(year=2103, day=1), "29 feb", "2096-02-29"),
        (AFTER_MIDNIGHT, "today", "2026-11-23"),
        (AFTER_MIDNIGHT, "last night", "2026-11-22"),
        (AFTER_MIDNIGHT, "sunday", "2026-11-22"),
        (AFTER_MIDNIGHT, "monday", "2026-11-16"),
        (AFTER_MIDNIGHT, "24 november", "2025-11-24"),
    ],
)
def test_day_is_read_as_it_is_said(now: datetime, typed: str, day: str) -> None:
    assert meant(typed, now) == day


NO_DAY = """
a|1|12|20|2019|november|may|march 2020|11/2026|2026-11|2026-W47|q1 2020|the 20th|sat 14|last week|this week|a week|
last month|a month ago|last year|2 years ago|8pm|20:30|noon|now|2 hours ago|yesterday at 8pm|20 november 20:30|
20 november at 10|20 november 10 pm|november 20, 21|20-22 november|20 and 21 november|20 or 21 november|
friday or saturday|today yesterday|2 yesterday|two days before yesterday|20 november last year|nov 20 est|
20 nov +02:00|2.5 days ago|monday 20 november 2026|thursday 3/4/2026|31 november|29 feb 2025|30/2|2026/13/4|3/4/5|
3/4/202|003/4/2026|20112026|1700000000|10000-01-01|not yesterday|never|-
"""


@pytest.mark.parametrize("typed", NO_DAY.replace("\n", "").split("|"))
def test_what_names_no_single_day_is_refused(typed: str) -> None:
    with pytest.raises(BadWatchedOn) as caught:
        read_watched_on(typed, NOW)

    assert caught.value.typed == typed


@pytest.mark.parametrize("typed", ["", " \n ", "\u3000"])
def test_nothing_typed_is_no_day(typed: str) -> None:
    assert read_watched_on(typed, NOW) is None


def test_as_much_is_read_as_the_form_takes() -> None:
    assert meant("20 november 2025".ljust(60) + "\n") == "2025-11-20"
    assert meant("20" + " " * 44 + "november 2025 ") == "2025-11-20"
    assert meant("20" + " " * 45 + "november  2025") == "refused"


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        (datetime(2026, 11, 20, 9, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 10, 0, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 12, 0, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
    ids=["second before Kiritimati's midnight", "Kiritimati's midnight", "year's end", "leap day"],
)
def test_day_begins_where_it_begins_first(now: datetime, latest: date) -> None:
    assert read_watched_on(latest.isoformat(), now) == latest

    with pytest.raises(WatchedInFuture):
        read_watched_on((latest + timedelta(days=1)).isoformat(), now)


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 11, 19, 23, 59, 59, tzinfo=UTC), date(2026, 11, 19)),
        (datetime(2026, 11, 20, 0, 0, 0, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2027, 1, 1, 0, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_today_turns_at_midnight_in_utc(now: datetime, today: date) -> None:
    assert read_watched_on("today", now) == today
    assert read_watched_on("yesterday", now) == today - timedelta(days=1)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "no such zone"])
def test_machines_zone_changes_nothing(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ("today", "hier", "friday", "3 days ago", "20 november", "20.11.2026")
    before = [meant(each, locale="fr") for each in typed]

    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", zone)
        time.tzset()
        there = [meant(each, locale="fr") for each in typed]

    time.tzset()

    assert there == before


def test_nothing_of_what_was_typed_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    for locale in LOCALES.split():
        meant("a secret of 20 november", locale=locale)

    assert not caplog.records
