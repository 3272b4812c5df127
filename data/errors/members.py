"""What members ask for and can't have."""

from datetime import date, datetime

from data.errors.base import MarqueeError


class FilmNotFound(MarqueeError):
    """No film goes by `query`, a typed title or a key. `silent` is the provider that was asked and did not answer."""

    def __init__(self, query: str, silent: str | None = None) -> None:
        super().__init__(query)
        self.query = query
        self.silent = silent


class ReviewNotFound(MarqueeError):
    """The review is not there, or not any more."""


class DigestNotFound(MarqueeError):
    """There is no digest of that week."""


class NoDigestChannel(MarqueeError):
    """The server has chosen no channel for its digest."""


class NothingThisWeek(MarqueeError):
    """Nobody rated or reviewed a film since the server's last digest."""


class PostedThisWeek(MarqueeError):
    """This week's digest was posted ahead of its time already. The next one is due at `due_at`."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__(due_at)
        self.due_at = due_at


class WeekMoved(MarqueeError):
    """The server's week ended, or its moment was changed, since it was looked at."""


class TraitNotFound(MarqueeError):
    """No film that the server reviewed has a `kind` called `typed`; `near` are those that may be meant, best first."""

    def __init__(self, kind: str, typed: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(kind, typed, near)
        self.kind = kind
        self.typed = typed
        self.near = near


class TwoPeriods(MarqueeError):
    """A period was chosen, and dates were given beside it."""


class PeriodAhead(MarqueeError):
    """The period begins on `first`, a day that has not come yet."""

    def __init__(self, first: date) -> None:
        super().__init__(first)
        self.first = first


class PeriodBackwards(MarqueeError):
    """The period's `last` day is before its `first`."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


class NotYourReview(MarqueeError):
    """The review was written by `author_name`, not by the one who asks."""

    def __init__(self, author_name: str) -> None:
        super().__init__(author_name)
        self.author_name = author_name


class OwnReview(MarqueeError):
    """The one who would like the review wrote it."""


class CannotRestore(MarqueeError):
    """A deleted review can't come back: its time is over, or its author has written another one of that film since.

    `is_replaced` says that it is the latter.
    """

    def __init__(self, *, is_replaced: bool) -> None:
        super().__init__(is_replaced)
        self.is_replaced = is_replaced


class FilmReviewed(MarqueeError):
    """Others than the one who added the film wrote about it, so that it can't be deleted."""


class NotYourFilm(MarqueeError):
    """The film was added by somebody else, or by nobody who is known any more."""


class AlreadyThere(MarqueeError):
    """Films of the title and year that were given, by these `keys`, are known already."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(keys)
        self.keys = keys


class DraftGone(MarqueeError):
    """A form that was kept for a while is there no longer."""


class CannotMerge(MarqueeError):
    """The first film is none that was added by hand here, or both are one already."""


class CannotUndoMerge(MarqueeError):
    """There is no such merge any more, or the film of the title `later` was merged into the same one since."""

    def __init__(self, later: str | None = None) -> None:
        super().__init__(later)
        self.later = later


class WatchlistEmpty(MarqueeError):
    """There is nothing on the person's watchlist."""


class TooOften(MarqueeError):
    """The member posted so often that they have to wait until `retry_at`."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at)
        self.retry_at = retry_at
