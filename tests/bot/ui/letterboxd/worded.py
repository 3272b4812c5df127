"""Errors about imports, exports and followed feeds, with what their words must say: the fact, and what to do."""

from data.errors import (
    BadUsername,
    CannotPostLatest,
    ExportTooLarge,
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
from data.models import Fault, Flaw
from tests.builders import NOW

WORDED: list[tuple[Exception, str, str]] = [
    (
        NothingToImport("a*.zip"),
        "nothing in **a\\*.zip** that I can import. I take",
        "without a file says how to get it",
    ),
    (
        NothingToImport("a.zip", (Fault(file="a.zip", line=None, flaw=Flaw.ENCRYPTED),)),
        "import.\n• **a\\.zip**: it is locked with a password\nI take",
        "`/letterboxd import` without a file",
    ),
    (
        ExportTooLarge("a.zip", (10 << 20) + 1, 10 << 20),
        "“a\\.zip” has 11 MB, and I take files of up to 10 MB",
        "one by one as well",
    ),
    (ImportUnderWay(), "is at work here", "start this one after that"),
    (ImportGone(), "past that step", "`/letterboxd import` shows how things stand"),
    (CannotPostLatest(has_feed=True), "nothing more of this import to post", "went into the feed, or are gone"),
    (CannotPostLatest(has_feed=False), "no channel for its feed", "nowhere to post them"),
    (NothingToExport(), "nothing of yours in this server", "no review, no rating"),
    (BadUsername("*me*"), "“\\*me\\*” is no name on Letterboxd", "Give yours as it stands"),
    (NameTaken("me_2"), "follows **me\\_2** already", "ask those who manage this server"),
    (NotLinked(), "You follow no diary here", "`/letterboxd link`"),
    (FollowingOff(), "lets me follow no diaries", "`/letterboxd import`"),
    (FollowingOff(lacks_contact=True), "whoever runs me named none", "`/letterboxd import`"),
    (NoSuchMember("me_2", "404"), "no member called **me\\_2**", "Check the name"),
    (FeedUnreachable("me", "timed out"), "does not answer just now", "try again in some minutes"),
    (FeedRefused("me", "429", NOW, is_for_all=True), "wants to be left alone", f"again <t:{int(NOW.timestamp())}:R>"),
    (StrangeFeed("me", "HTML"), "no diary that I can read", "try again later"),
]
