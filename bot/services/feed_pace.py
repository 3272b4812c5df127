"""How often a feed is read: as often as it is worth it, and never more than is polite. Pure."""

from datetime import datetime, timedelta

LEAST_APART = timedelta(minutes=15)
"""The least time between two requests for one feed, whoever follows it."""

_PACES = (
    (timedelta(days=2), LEAST_APART),
    (timedelta(days=7), timedelta(minutes=30)),
    (timedelta(days=30), timedelta(hours=2)),
)
_SLOWEST = timedelta(hours=6)

_LONGEST_WAIT = timedelta(days=1)


def pace_of(latest: datetime, now: datetime) -> timedelta:
    """How long after it a feed is read again in which something last happened at `latest`."""
    return next((pace for within, pace in _PACES if now - latest <= within), _SLOWEST)


def after_failure(failing_since: datetime | None, now: datetime) -> timedelta:
    """How long a feed is left alone that can't be read since that moment: at first `LEAST_APART`, then ever longer.

    Each wait is as long as all before it and `LEAST_APART` together, and so twice the last one: 15, 30, 60 minutes.
    """
    failing = timedelta(0) if failing_since is None else max(now - failing_since, timedelta(0))
    return min(failing + LEAST_APART, _LONGEST_WAIT)
