"""Every error of ours, named by its fact; what a person reads is decided elsewhere.

```
MarqueeError
├── FilmNotFound            no film goes by that name or key
├── ReviewNotFound          the review is gone
├── NotYourReview           somebody else wrote it
├── OwnReview               the one who presses wrote it
├── CannotRestore           a deleted review can't come back
├── WatchlistEmpty          there is nothing to pick from
├── TooOften                more posts than a member may make in a while
├── FormRefused             a form that cannot be saved as it is
│   ├── NothingSaid           neither a rating nor a text
│   ├── TextTooLong           more text than a form holds
│   ├── FileTooLarge          a file that is not even looked into
│   ├── NotAText              a file that holds no text
│   ├── BadWatchedOn          no date that we understand
│   ├── AmbiguousDate         a date that can be read in two ways
│   ├── WatchedInFuture       a date that has not come yet
│   ├── BadTags               too many tags, or one too long
│   └── TooManyReviews        more new reviews than a member may write in a while
├── StoreFailed             SQLite refused; nothing was changed
│   ├── DatabaseUnusable      the file cannot be opened, read or written
│   ├── BackupFailed            the copy cannot be written
│   └── DatabaseTooNew        written by a later version
├── ProviderFailed          a provider of films gave nothing that can be used
│   ├── ProviderUnreachable   it did not answer in time, or only with errors of its own
│   ├── ProviderResting       it is left alone for a while: it asked for that, or failed again and again
│   ├── AccessRefused         it does not let us in
│   ├── NotAtProvider         it knows nothing by that name
│   └── StrangeAnswer         what it answered is not what was asked for
└── CatalogueDamaged        a line of a catalogue file is wrong
```
"""

from datetime import date, datetime


class MarqueeError(Exception):
    """The root of all errors that Marquee raises on purpose."""


class FilmNotFound(MarqueeError):
    """No film goes by `query`, a typed title or a key. `silent` is the provider that was asked and did not answer."""

    def __init__(self, query: str, silent: str | None = None) -> None:
        super().__init__(query)
        self.query = query
        self.silent = silent


class ReviewNotFound(MarqueeError):
    """The review is not there, or not any more."""


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


class WatchlistEmpty(MarqueeError):
    """There is nothing on the person's watchlist."""


class TooOften(MarqueeError):
    """The member posted so often that they have to wait until `retry_at`."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at)
        self.retry_at = retry_at


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


class StoreFailed(MarqueeError):
    """SQLite refused with `reason`; the transaction was rolled back."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DatabaseUnusable(StoreFailed):
    """The database at `path` cannot be opened, read or written, for `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path


class DatabaseTooNew(StoreFailed):
    """The database at `path` has schema `found`; this version knows schemas up to `known`."""

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(f"schema {found}, newer than {known}")
        self.path = path
        self.found = found
        self.known = known


class BackupFailed(StoreFailed):
    """The copy at `path` cannot be written, for `reason`; the database itself is as it was."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path


class ProviderFailed(MarqueeError):
    """The provider of films of that name gave nothing that can be used, for `reason`, which holds no secret."""

    def __init__(self, provider: str, reason: str) -> None:
        super().__init__(provider, reason)
        self.provider = provider
        self.reason = reason


class ProviderUnreachable(ProviderFailed):
    """The provider did not answer in time, or only with errors of its own, for `reason`."""


class ProviderResting(ProviderFailed):
    """The provider is not asked again before `until`, for `reason`: it wants that, or failed again and again."""

    def __init__(self, provider: str, reason: str, until: datetime) -> None:
        super().__init__(provider, reason)
        self.until = until


class AccessRefused(ProviderFailed):
    """The provider does not let us in: the token is wrong, or we are shut out."""


class NotAtProvider(ProviderFailed):
    """The provider was asked, and knows no such film."""


class StrangeAnswer(ProviderFailed):
    """The provider's answer is too large, unreadable, or about something else than what was asked for."""


class CatalogueDamaged(MarqueeError):
    """Line `line` of the catalogue file `name` is wrong, for `reason`."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(name, line, reason)
        self.name = name
        self.line = line
        self.reason = reason
