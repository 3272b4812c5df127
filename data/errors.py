"""Every error of ours, named by its fact; what a person reads is decided elsewhere.

```
MarqueeError
├── FilmNotFound            no film goes by that name or key
├── ReviewNotFound          the review is gone
├── NotYourReview           somebody else wrote it
├── WatchlistEmpty          there is nothing to pick from
├── FormRefused             a form that cannot be saved as it is
│   ├── NothingSaid           neither a rating nor a text
│   ├── TextTooLong           more text than a form holds
│   ├── BadWatchedOn          no date that we understand
│   ├── WatchedInFuture       a date that has not come yet
│   └── BadTags               too many tags, or one too long
├── StoreFailed             SQLite refused; nothing was changed
│   ├── DatabaseUnusable      the file cannot be opened, read or written
│   ├── BackupFailed            the copy cannot be written
│   └── DatabaseTooNew        written by a later version
└── CatalogueDamaged        a line of a catalogue file is wrong
```
"""

from datetime import date


class MarqueeError(Exception):
    """The root of all errors that Marquee raises on purpose."""


class FilmNotFound(MarqueeError):
    """No film goes by `query`, a typed title or a key."""

    def __init__(self, query: str) -> None:
        super().__init__(query)
        self.query = query


class ReviewNotFound(MarqueeError):
    """The review is not there, or not any more."""


class NotYourReview(MarqueeError):
    """The review was written by `author_name`, not by the one who asks."""

    def __init__(self, author_name: str) -> None:
        super().__init__(author_name)
        self.author_name = author_name


class WatchlistEmpty(MarqueeError):
    """There is nothing on the person's watchlist."""


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


class BadWatchedOn(FormRefused):
    """`typed` is no date that we understand."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = typed


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


class CatalogueDamaged(MarqueeError):
    """Line `line` of the catalogue file `name` is wrong, for `reason`."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(name, line, reason)
        self.name = name
        self.line = line
        self.reason = reason
