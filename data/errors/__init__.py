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
├── ExportTooLarge          a file that was handed in is larger than what is looked into
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

from data.errors.base import (
    MarqueeError,
)
from data.errors.catalogue import (
    AccessRefused,
    CatalogueDamaged,
    CatalogueNotWritten,
    CatalogueUnusable,
    ImportFailed,
    ImportRunning,
    NotAtProvider,
    ProviderFailed,
    ProviderResting,
    ProviderUnreachable,
    SourceDamaged,
    SourceMissing,
    StrangeAnswer,
)
from data.errors.forms import (
    AmbiguousDate,
    BadLink,
    BadTags,
    BadWatchedOn,
    BadYear,
    FactTooLong,
    FileTooLarge,
    FormRefused,
    NotAText,
    NothingSaid,
    NoTitle,
    TextTooLong,
    TooManyDirectors,
    TooManyFilms,
    TooManyReviews,
    WatchedInFuture,
)
from data.errors.letterboxd import (
    BadUsername,
    CannotPostLatest,
    ExportTooLarge,
    FeedFailed,
    FeedRefused,
    FeedUnreachable,
    FollowingOff,
    ImportGone,
    ImportUnderWay,
    NameTaken,
    NoSuchMember,
    NothingToExport,
    NothingToImport,
    NotLinked,
    StrangeFeed,
)
from data.errors.members import (
    AlreadyThere,
    CannotMerge,
    CannotRestore,
    CannotUndoMerge,
    DigestNotFound,
    DraftGone,
    FilmNotFound,
    FilmReviewed,
    NoDigestChannel,
    NothingThisWeek,
    NotYourFilm,
    NotYourReview,
    OwnReview,
    PeriodAhead,
    PeriodBackwards,
    PostedThisWeek,
    ReviewNotFound,
    TooOften,
    TraitNotFound,
    TwoPeriods,
    WatchlistEmpty,
    WeekMoved,
)
from data.errors.store import (
    BackupFailed,
    DatabaseTooNew,
    DatabaseUnusable,
    StoreFailed,
)

__all__ = [
    "AccessRefused",
    "AlreadyThere",
    "AmbiguousDate",
    "BackupFailed",
    "BadLink",
    "BadTags",
    "BadUsername",
    "BadWatchedOn",
    "BadYear",
    "CannotMerge",
    "CannotPostLatest",
    "CannotRestore",
    "CannotUndoMerge",
    "CatalogueDamaged",
    "CatalogueNotWritten",
    "CatalogueUnusable",
    "DatabaseTooNew",
    "DatabaseUnusable",
    "DigestNotFound",
    "DraftGone",
    "ExportTooLarge",
    "FactTooLong",
    "FeedFailed",
    "FeedRefused",
    "FeedUnreachable",
    "FileTooLarge",
    "FilmNotFound",
    "FilmReviewed",
    "FollowingOff",
    "FormRefused",
    "ImportFailed",
    "ImportGone",
    "ImportRunning",
    "ImportUnderWay",
    "MarqueeError",
    "NameTaken",
    "NoDigestChannel",
    "NoSuchMember",
    "NoTitle",
    "NotAText",
    "NotAtProvider",
    "NotLinked",
    "NotYourFilm",
    "NotYourReview",
    "NothingSaid",
    "NothingThisWeek",
    "NothingToExport",
    "NothingToImport",
    "OwnReview",
    "PeriodAhead",
    "PeriodBackwards",
    "PostedThisWeek",
    "ProviderFailed",
    "ProviderResting",
    "ProviderUnreachable",
    "ReviewNotFound",
    "SourceDamaged",
    "SourceMissing",
    "StoreFailed",
    "StrangeAnswer",
    "StrangeFeed",
    "TextTooLong",
    "TooManyDirectors",
    "TooManyFilms",
    "TooManyReviews",
    "TooOften",
    "TraitNotFound",
    "TwoPeriods",
    "WatchedInFuture",
    "WatchlistEmpty",
    "WeekMoved",
]
