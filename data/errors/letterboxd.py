"""What goes wrong with diaries that come from Letterboxd, or go there."""

from datetime import datetime

from data.errors.base import MarqueeError


class NothingToImport(MarqueeError):
    """Nothing in the file `name` can be imported; `faults`, each a `data.models.Fault`, say why where that is known."""

    def __init__(self, name: str, faults: tuple[object, ...] = ()) -> None:
        super().__init__(name, faults)
        self.name = name
        self.faults = faults


class ExportTooLarge(MarqueeError):
    """The file `name`, which was handed in to be imported, has `size` bytes, more than `limit`."""

    def __init__(self, name: str, size: int, limit: int) -> None:
        super().__init__(name, size, limit)
        self.name = name
        self.size = size
        self.limit = limit


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
