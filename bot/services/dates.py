"""The date on which a film was watched, in the words in which a member typed it."""

from datetime import date, datetime, timedelta

from data.errors import BadWatchedOn, WatchedInFuture

_AHEAD_OF_UTC = timedelta(hours=14)
"""Where the day begins first (Kiritimati, UTC+14): nobody anywhere has a later date."""

_FIRST_SCREENING = date(1895, 12, 28)
"""The first public screening of films, in Paris: nobody watched one before."""


def read_watched_on(typed: str, now: datetime) -> date | None:
    """The date that `typed` means, None where nothing was typed: `2026-11-20`, `today` or `yesterday`.

    A member's zone is not known, so "today" is the day in UTC, and a date is in the future only when it is so
    everywhere. Raises BadWatchedOn, WatchedInFuture.
    """
    words = typed.strip().casefold()

    if not words:
        return None

    days_ago = {"today": 0, "yesterday": 1}.get(words)

    if days_ago is not None:
        return now.date() - timedelta(days=days_ago)

    try:
        watched_on = date.fromisoformat(words)
    except ValueError:
        raise BadWatchedOn(typed) from None

    if watched_on > (now + _AHEAD_OF_UTC).date():
        raise WatchedInFuture(watched_on)

    if watched_on < _FIRST_SCREENING:
        raise BadWatchedOn(typed)

    return watched_on
