"""Every error of ours, named by its fact; what a person reads is decided elsewhere.

```
MarqueeError
├── FilmNotFound            no film goes by that name or key
├── ReviewNotFound          the review is gone
├── DigestNotFound          there is no digest of that week
├── NoDigestChannel         the server has chosen no channel for its digest
├── NothingThisWeek         nobody rated or reviewed a film since the last digest
├── PostedThisWeek          the digest of a server's present week was posted ahead of its time
├── WeekMoved               a server's week ended or was changed meanwhile
├── TraitNotFound           no film that the server reviewed has that genre, decade, country or director
├── TwoPeriods              a period was chosen, and dates were given
├── PeriodAhead             a period that has not begun yet
├── PeriodBackwards         a period that ends before it begins
├── NotYourReview           somebody else wrote it
├── OwnReview               the one who presses wrote it
├── CannotRestore           a deleted review can't come back
├── FilmReviewed            others wrote about a film that is to be deleted
├── NotYourFilm             somebody else added it
├── AlreadyThere            a film of that title and year is known
├── DraftGone               a form that was kept is kept no longer
├── CannotMerge             the two films can't become one
├── CannotUndoMerge         they can't become two again
├── WatchlistEmpty          there is nothing to pick from
├── TooOften                more posts than a member may make in a while
├── NothingToImport         a file that was handed in holds nothing that can be imported
├── ImportUnderWay          another import of the same member into this server is at work
├── ImportGone              there is no such import any more, or it is past that step
├── CannotPostLatest        the latest of an import can't go into the feed
├── NothingToExport         the member has nothing in this server that could be exported
├── BadUsername             no name that a member of Letterboxd can have
├── NameTaken               another member of this server follows that feed
├── NotLinked               the member follows no feed
├── FollowingOff            whoever runs the bot lets it follow no feeds
├── FeedFailed              a member's feed could not be read
│   ├── NoSuchMember          nobody goes by that name at Letterboxd
│   ├── FeedUnreachable       Letterboxd did not answer in time, or only with errors of its own
│   ├── FeedRefused           it does not let us in, for as long as it said
│   └── StrangeFeed           what came is no such feed, is too large, or lies elsewhere
├── FormRefused             a form that cannot be saved as it is
│   ├── NothingSaid           neither a rating nor a text
│   ├── TextTooLong           more text than a form holds
│   ├── FileTooLarge          a file that is not even looked into
│   ├── NotAText              a file that holds no text
│   ├── BadWatchedOn          no date that we understand
│   ├── AmbiguousDate         a date that can be read in two ways
│   ├── WatchedInFuture       a date that has not come yet
│   ├── BadTags               too many tags, or one too long
│   ├── TooManyReviews        more new reviews than a member may write in a while
│   ├── NoTitle               a film without a title
│   ├── FactTooLong           one of a film's facts is longer than its form takes
│   ├── BadYear               no year that a film can be from
│   ├── TooManyDirectors      more directors than a film takes
│   ├── BadLink               no address of a page on the web
│   └── TooManyFilms          more films than a member may add in a day
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
├── CatalogueDamaged        a line of a catalogue file is wrong
├── CatalogueUnusable       a catalogue file cannot be opened or read
└── ImportFailed            no catalogue could be made of what was given; the one that is there is as it was
    ├── SourceMissing         there is no such file or folder to import
    ├── SourceDamaged         what is imported is wrong from a line on
    ├── ImportRunning         another import is at work on the same catalogue
    └── CatalogueNotWritten   a catalogue file cannot be written
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


class NothingToImport(MarqueeError):
    """Nothing in the file `name` can be imported; `faults`, each a `data.models.Fault`, say why where that is known."""

    def __init__(self, name: str, faults: tuple[object, ...] = ()) -> None:
        super().__init__(name, faults)
        self.name = name
        self.faults = faults


class ImportUnderWay(MarqueeError):
    """Another import of the same member into this server is at work, or being undone."""


class ImportGone(MarqueeError):
    """There is no such import of the member in this server any more, or it is past the step that was asked for."""


class CannotPostLatest(MarqueeError):
    """The latest reviews of an import can't go into the feed: there is none, or nothing to post, or they went.

    `has_feed` says whether there is one.
    """

    def __init__(self, *, has_feed: bool) -> None:
        super().__init__(has_feed)
        self.has_feed = has_feed


class NothingToExport(MarqueeError):
    """The member has neither reviews, nor viewings, nor a watchlist that could be exported."""


class BadUsername(MarqueeError):
    """`typed` is no name that a member of Letterboxd can have."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = typed


class NameTaken(MarqueeError):
    """Another member of this server follows the feed of `username`."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class NotLinked(MarqueeError):
    """The member follows no feed, or it does not come into this server."""


class FollowingOff(MarqueeError):
    """No feeds are followed: whoever runs the bot turned that off, or (`lacks_contact`) named no contact."""

    def __init__(self, *, lacks_contact: bool = False) -> None:
        super().__init__(lacks_contact)
        self.lacks_contact = lacks_contact


class FeedFailed(MarqueeError):
    """The feed of the member `username` of Letterboxd could not be read, for `reason`, which is for the log."""

    def __init__(self, username: str, reason: str) -> None:
        super().__init__(username, reason)
        self.username = username
        self.reason = reason


class NoSuchMember(FeedFailed):
    """Nobody goes by that name at Letterboxd."""


class FeedUnreachable(FeedFailed):
    """Letterboxd did not answer in time, or only with errors of its own."""


class FeedRefused(FeedFailed):
    """Letterboxd does not let us in. It is not asked again before `until`; `is_for_all` says: for any feed."""

    def __init__(self, username: str, reason: str, until: datetime, *, is_for_all: bool) -> None:
        super().__init__(username, reason)
        self.until = until
        self.is_for_all = is_for_all


class StrangeFeed(FeedFailed):
    """What came is no such feed, or too large, or lies elsewhere (`is_elsewhere`), where we do not go."""

    def __init__(self, username: str, reason: str, *, is_elsewhere: bool = False) -> None:
        super().__init__(username, reason)
        self.is_elsewhere = is_elsewhere


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


class CatalogueUnusable(MarqueeError):
    """The catalogue file at `path` cannot be opened or read, for `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class ImportFailed(MarqueeError):
    """No catalogue could be made of what was given; the one that is there is as it was."""


class SourceMissing(ImportFailed):
    """There is no file or folder at `path`, or none that can be read, for `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class SourceDamaged(ImportFailed):
    """The file `name` can't be used from line `line` on, for `reason`."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(name, line, reason)
        self.name = name
        self.line = line
        self.reason = reason


class ImportRunning(ImportFailed):
    """Another import is at work on the catalogue at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class CatalogueNotWritten(ImportFailed):
    """The catalogue file at `path` cannot be written, for `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason
