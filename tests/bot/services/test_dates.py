from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.dates import read_watched_on
from data.errors import BadWatchedOn, WatchedInFuture
from tests.bot.ui.things import some
from tests.builders import NOW

FIRST = date(1895, 12, 28)
AHEAD = timedelta(hours=14)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (told apart)


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


@some(300)
@given(st.text() | st.from_regex(r"\A\s*[0-9W٣-]{4,12}\s*\Z"))
@example("\ud800")
@example("2026-02-30")
@example("２０２６-11-20")
@example("2026-11-20T10:00")
@example("9" * 5_000)
def test_any_text_is_a_date_or_none_or_refused(typed: str) -> None:
    found: date | str | None

    try:
        found = read_watched_on(typed, NOW)
    except BadWatchedOn as error:
        found = error.typed
    except WatchedInFuture as error:
        found = error.watched_on

    assert found == typed or isinstance(found, date) or (found is None and not typed.strip())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", date(2026, 11, 20)),
        ("Yesterday", date(2026, 11, 19)),
        ("  TODAY ", date(2026, 11, 20)),
        (" 2026-11-20\n", date(2026, 11, 20)),
        ("1895-12-28", FIRST),
        ("", None),
        (" \n ", None),
    ],
)
def test_words_and_white_space_are_understood(typed: str, meant: date | None) -> None:
    assert read_watched_on(typed, NOW) == meant


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
