"""What a form, or a file in its place, can't be saved with."""

from datetime import date, datetime

from data.errors.base import MarqueeError


class FormRefused(MarqueeError):
    """A form that cannot be saved as it is; each kind says why."""


class NothingSaid(FormRefused):
    """Neither a rating nor a text was given."""


class TextTooLong(FormRefused):
    """The text has `length` characters, more than `limit`."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(length, limit)
        self.length = length
        self.limit = limit


class FileTooLarge(FormRefused):
    """The file `name` has `size` bytes, more than `limit`."""

    def __init__(self, name: str, size: int, limit: int) -> None:
        super().__init__(name, size, limit)
        self.name = name
        self.size = size
        self.limit = limit


class NotAText(FormRefused):
    """The file `name` holds something else than text, or none."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class BadWatchedOn(FormRefused):
    """`typed` is no date that we understand."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = typed


class AmbiguousDate(FormRefused):
    """`typed` can be either of `readings`, the earlier one first."""

    def __init__(self, typed: str, readings: tuple[date, date]) -> None:
        super().__init__(typed, readings)
        self.typed = typed
        self.readings = readings


class WatchedInFuture(FormRefused):
    """`watched_on` has not come yet anywhere on Earth."""

    def __init__(self, watched_on: date) -> None:
        super().__init__(watched_on)
        self.watched_on = watched_on


class BadTags(FormRefused):
    """There are `count` tags, or `longest` is too long."""

    def __init__(self, count: int, longest: str) -> None:
        super().__init__(count, longest)
        self.count = count
        self.longest = longest


class TooManyReviews(FormRefused):
    """The member may write the next new review at `retry_at`.

    `per_day` is the number that a day allows where that is used up; None where the last one is seconds old.
    """

    def __init__(self, retry_at: datetime, per_day: int | None = None) -> None:
        super().__init__(retry_at, per_day)
        self.retry_at = retry_at
        self.per_day = per_day


class NoTitle(FormRefused):
    """Nothing of the title can be seen."""


class FactTooLong(FormRefused):
    """The film's `fact` has `length` characters, more than `limit`."""

    def __init__(self, fact: str, length: int, limit: int) -> None:
        super().__init__(fact, length, limit)
        self.fact = fact
        self.length = length
        self.limit = limit


class BadYear(FormRefused):
    """`typed` is no year from `first` to `last`."""

    def __init__(self, typed: str, first: int, last: int) -> None:
        super().__init__(typed, first, last)
        self.typed = typed
        self.first = first
        self.last = last


class TooManyDirectors(FormRefused):
    """There are `count` directors, more than `limit`."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(count, limit)
        self.count = count
        self.limit = limit


class BadLink(FormRefused):
    """`typed` is no address of a page on the web."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = typed


class TooManyFilms(FormRefused):
    """The member added `per_day` films within a day; the next one can be added at `retry_at`."""

    def __init__(self, retry_at: datetime, per_day: int) -> None:
        super().__init__(retry_at, per_day)
        self.retry_at = retry_at
        self.per_day = per_day
