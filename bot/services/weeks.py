"""When a weekly moment is, in a time zone whose clock is put forward and back.

An hour that does not exist, because the clock jumped over it, is the instant of the jump; one that comes twice is the
first of the two. So there is exactly one moment for each date of the weekday, in every zone.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from data.models.base import Model

HALF_A_WEEK = timedelta(days=3.5)
"""What lies at least between two moments when another weekday, hour or zone is chosen."""

_WEEK = timedelta(days=7)
_SECOND = timedelta(seconds=1)


class Weekly(Model):
    """A weekday and full hour in a time zone, once a week. Monday is 0."""

    zone: str
    weekday: Annotated[int, Field(ge=0, le=6)]
    hour: Annotated[int, Field(ge=0, le=23)]


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; UTC where the tz database has none, for it has given up names before."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def next_moment(weekly: Weekly, after: datetime) -> datetime:
    """The first moment later than `after`, in UTC."""
    day = _latest_day(weekly, after)

    # The latest day's own moment can be to come: later that day, or put off into the next by a jump at midnight.
    while (moment := _moment_on(day, weekly)) <= after:
        day += _WEEK

    return moment


def last_moment(weekly: Weekly, until: datetime) -> datetime:
    """The last moment not later than `until`, in UTC."""
    # A clock put back over midnight can show the day before once more, after the moment: so the next day is looked at.
    day = _latest_day(weekly, until) + _WEEK

    while (moment := _moment_on(day, weekly)) > until:
        day -= _WEEK

    return moment


def moved(weekly: Weekly, last: datetime, now: datetime) -> datetime:
    """The first moment after another one than before was chosen: later than now, and half a week or more after `last`.

    `last` is the moment that was used last, so that a change never makes two in one week. In UTC.
    """
    # A moment exactly half a week later will do.
    return next_moment(weekly, max(now, last + HALF_A_WEEK - datetime.resolution))


def _latest_day(weekly: Weekly, moment: datetime) -> date:
    """The latest date of the weekday that has begun at `moment` where the zone is."""
    today = moment.astimezone(zone_of(weekly.zone)).date()
    return today - timedelta(days=(today.weekday() - weekly.weekday) % 7)


def _moment_on(day: date, weekly: Weekly) -> datetime:
    """When the hour is on that date, in UTC."""
    zone = zone_of(weekly.zone)
    clock = datetime.combine(day, time(weekly.hour))
    moment = clock.replace(tzinfo=zone).astimezone(UTC)

    if _clock_at(moment, zone) == clock:
        return moment

    # The clock jumps over it. Read with the offset of before the jump it is an instant after it, and the other way
    # round (PEP 495), so the jump is between the two: where the clock first shows a later time.
    before, after = clock.replace(tzinfo=zone, fold=1).astimezone(UTC), moment

    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        before, after = (before, middle) if _clock_at(middle, zone) >= clock else (middle, after)

    return after


def _clock_at(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows where the zone is."""
    return moment.astimezone(zone).replace(tzinfo=None)
