from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise, product
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.services.weeks import HALF_A_WEEK, Weekly, last_moment, moved, next_moment
from tests.bot.ui.things import some
from tests.rounds import rounds

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
QUARTER = timedelta(minutes=15)
"""Every offset and every change of these years is at whole quarters of an hour."""

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
ZONES = sorted(available_timezones() - {"Factory", "localtime"})
AHEAD = timedelta(hours=14)
"""No clock is further ahead of UTC in these years."""

CLOCK_TIMES = list(product(range(7), range(24)))

weeklies = st.builds(Weekly, zone=st.sampled_from(ZONES), weekday=st.integers(0, 6), hour=st.integers(0, 23))
moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (told apart)


# Found slowly, by looking at the clock again and again


def clock_at(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def first_instant(day: date, hour: int, zone: str) -> datetime:
    """The first quarter of an hour at which the zone's clock shows that time or a later one."""
    asked = datetime.combine(day, time(hour))
    moment = asked.replace(tzinfo=UTC) - AHEAD

    while clock_at(moment, zone) < asked:
        moment += QUARTER

    return moment


@cache
def changes(zone: str) -> Sequence[datetime]:
    """When the clock is put forward or back in these two years."""
    found: list[datetime] = []
    looks = [START + number * 3 * DAY for number in range((END - START) // (3 * DAY) + 1)]

    for earlier, later in pairwise(looks):
        if offset_at(earlier, zone) != offset_at(later, zone):
            quarters = (earlier + number * QUARTER for number in range(1, 3 * 96 + 1))
            found.append(next(moment for moment in quarters if offset_at(moment, zone) != offset_at(earlier, zone)))

    return found


def offset_at(moment: datetime, zone: str) -> timedelta | None:
    return moment.astimezone(ZoneInfo(zone)).utcoffset()


def times_that_matter(zone: str) -> list[tuple[int, int]]:
    """All weekdays and hours, first those which a change leaves out or repeats."""
    clocks = [min(clock_at(change - QUARTER, zone) + QUARTER, clock_at(change, zone)) for change in changes(zone)]
    return list(dict.fromkeys([*((clock.weekday(), clock.hour) for clock in clocks), (6, 2), *CLOCK_TIMES]))


def days_near(moments: Sequence[datetime], weekday: int) -> Iterator[date]:
    """The dates of that weekday in the weeks before, of and after each of the moments, which are far apart."""
    for moment in moments:
        first = moment.date() - 10 * DAY
        first += (weekday - first.weekday()) % 7 * DAY
        yield from (first + number * WEEK for number in range(3))


# Every zone


@pytest.mark.parametrize("part", range(6))
def test_each_week_near_a_change_of_the_clock_has_one_moment_in_every_zone(part: int) -> None:
    for zone in ZONES[part::6]:
        for weekday, hour in times_that_matter(zone)[: rounds(2, 168)]:
            weekly = Weekly(zone=zone, weekday=weekday, hour=hour)
            days = list(days_near(changes(zone) or [START], weekday))
            expected = [first_instant(day, hour, zone) for day in days]

            for day, moment, following in zip(days, expected, [*expected[1:], None], strict=True):
                assert next_moment(weekly, moment - SECOND) == last_moment(weekly, moment) == moment, (weekly, day)

                if following is not None and following - moment < 2 * WEEK:
                    assert next_moment(weekly, moment) == following, (weekly, day)
                    assert last_moment(weekly, following - SECOND) == moment, (weekly, day)


@pytest.mark.parametrize("part", range(6))
def test_each_of_the_weeks_of_two_years_has_one_moment(part: int) -> None:
    zones = ZONES[part::6]

    for zone in zones[:: max(1, len(zones) // rounds(4, len(zones)))]:
        for weekday, hour in times_that_matter(zone)[: rounds(1, 4)]:
            weekly = Weekly(zone=zone, weekday=weekday, hour=hour)
            moment, found = START, list[datetime]()

            while (moment := next_moment(weekly, moment)) < END:
                found.append(moment)

            days = [START.date() + number * DAY for number in range(-2, (END - START).days + 2)]
            expected = [first_instant(day, hour, zone) for day in days if day.weekday() == weekday]

            assert found == [each for each in expected if START < each < END], weekly


# Any moment


@some(200)
@given(weeklies, moments)
def test_next_moment_is_later_and_last_is_not(weekly: Weekly, now: datetime) -> None:
    last, following = last_moment(weekly, now), next_moment(weekly, now)

    assert last <= now < following
    assert next_moment(weekly, last) == following
    assert last_moment(weekly, following) == following
    assert last_moment(weekly, following - SECOND) <= last


@some(200)
@given(weeklies, moments)
def test_moments_are_a_week_apart_but_for_a_change_of_the_clock(weekly: Weekly, now: datetime) -> None:
    first = next_moment(weekly, now)
    between = next_moment(weekly, first) - first

    # Where a day was left out or came twice, the zone went over the date line.
    assert WEEK - DAY <= between <= WEEK + DAY


@some(200)
@given(weeklies, moments, st.timedeltas(timedelta(), timedelta(days=30)))
def test_moved_moment_is_to_come_and_never_less_than_half_a_week_after_the_last(
    weekly: Weekly, last: datetime, ago: timedelta
) -> None:
    now = last + ago
    moment = moved(weekly, last, now)
    one_before = last_moment(weekly, moment - SECOND)

    assert moment > now
    assert moment - last >= HALF_A_WEEK
    assert last_moment(weekly, moment) == moment
    assert one_before <= now or one_before - last < HALF_A_WEEK


# One by one


@pytest.mark.parametrize(
    ("zone", "day", "hour", "expected"),
    [
        ("Europe/Berlin", "2026-03-29", 1, "2026-03-29 00:00"),
        ("Europe/Berlin", "2026-03-29", 2, "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29", 3, "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-10-25", 2, "2026-10-25 00:00"),
        ("America/New_York", "2026-11-01", 1, "2026-11-01 05:00"),
        ("Antarctica/Troll", "2026-03-29", 1, "2026-03-29 01:00"),
        ("Antarctica/Troll", "2026-03-29", 2, "2026-03-29 01:00"),
        ("Antarctica/Troll", "2026-10-25", 1, "2026-10-24 23:00"),
        ("Australia/Lord_Howe", "2026-10-04", 2, "2026-10-03 15:30"),
        ("Australia/Lord_Howe", "2026-10-04", 3, "2026-10-03 16:00"),
        ("Australia/Lord_Howe", "2026-04-05", 2, "2026-04-04 15:30"),
        ("America/Havana", "2026-03-08", 0, "2026-03-08 05:00"),
        ("Africa/Cairo", "2026-04-24", 0, "2026-04-23 22:00"),
        ("Asia/Beirut", "2026-03-29", 0, "2026-03-28 22:00"),
        ("Asia/Kathmandu", "2026-11-20", 18, "2026-11-20 12:15"),
        ("Pacific/Apia", "2011-12-30", 0, "2011-12-30 10:00"),
        ("Pacific/Apia", "2011-12-30", 23, "2011-12-30 10:00"),
        ("Pacific/Apia", "2011-12-31", 0, "2011-12-30 10:00"),
        ("America/St_Johns", "2006-10-29", 0, "2006-10-29 02:30"),
        ("Africa/Monrovia", "1972-01-07", 0, "1972-01-07 00:44:30"),
    ],
)
def test_moment_on_a_day(zone: str, day: str, hour: int, expected: str) -> None:
    on = date.fromisoformat(day)
    moment = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    weekly = Weekly(zone=zone, weekday=on.weekday(), hour=hour)

    assert next_moment(weekly, moment - 5 * DAY) == moment
    assert last_moment(weekly, moment + 5 * DAY) == moment
    assert next_moment(weekly, moment) > moment + 5 * DAY
    assert last_moment(weekly, moment - SECOND) < moment - 5 * DAY


def test_hour_that_comes_twice_is_not_a_moment_the_second_time() -> None:
    sunday = Weekly(zone="Europe/Berlin", weekday=6, hour=2)
    second_time = datetime(2026, 10, 25, 1, tzinfo=UTC)

    assert next_moment(sunday, second_time - SECOND) == datetime(2026, 11, 1, 1, tzinfo=UTC)


def test_moment_has_passed_though_the_clock_shows_the_day_before_once_more() -> None:
    sunday = Weekly(zone="America/St_Johns", weekday=6, hour=0)
    saturday_again = datetime(2006, 10, 29, 3, 0, tzinfo=UTC)

    assert clock_at(saturday_again, sunday.zone) == datetime(2006, 10, 28, 23, 30)  # noqa: DTZ001  (what a clock shows)
    assert last_moment(sunday, saturday_again) == datetime(2006, 10, 29, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekday", "hour", "expected"),
    [
        (0, 19, "2026-11-30 19:00"),
        (2, 18, "2026-12-02 18:00"),
        (3, 5, "2026-12-03 05:00"),
        (3, 6, "2026-11-26 06:00"),
        (3, 7, "2026-11-26 07:00"),
        (6, 18, "2026-11-29 18:00"),
    ],
    ids=["a day later", "too early", "just too early", "half a week later", "just later", "as it was"],
)
def test_change_moves_the_next_moment(weekday: int, hour: int, expected: str) -> None:
    last = datetime(2026, 11, 22, 18, tzinfo=UTC)
    weekly = Weekly(zone="UTC", weekday=weekday, hour=hour)

    assert moved(weekly, last, now=last + DAY) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_change_long_after_the_last_moment_is_counted_from_now() -> None:
    weekly = Weekly(zone="UTC", weekday=0, hour=12)
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    assert moved(weekly, now - 30 * DAY, now) == now + WEEK
    assert moved(weekly, now - 30 * DAY, now - SECOND) == now


@pytest.mark.parametrize(("weekday", "hour"), [(7, 0), (-1, 0), (0, 24), (0, -1)])
def test_impossible_time_is_refused(weekday: int, hour: int) -> None:
    with pytest.raises(ValidationError):
        Weekly(zone="UTC", weekday=weekday, hour=hour)


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "America", "../UTC", ""])
def test_zone_that_there_is_no_more_is_taken_as_utc(zone: str) -> None:
    gone, known = (Weekly(zone=name, weekday=0, hour=0) for name in (zone, "UTC"))

    assert next_moment(gone, START) == next_moment(known, START)
    assert last_moment(gone, START) == last_moment(known, START)
