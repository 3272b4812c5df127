"""What a person reads of errors about imports, exports and followed feeds."""

import math
from collections.abc import Callable
from typing import Any

from bot.ui import limits
from bot.ui.letterboxd.flaws import fault_line
from bot.ui.text import literal, truncated
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
from data.models import Fault

_FAULTS = 3
_MIB = 1024 * 1024
"""So many faults of a file of which nothing can be imported are named."""


def _nothing_to_import(error: NothingToImport) -> str:
    name = truncated(literal(error.name), limits.QUOTED)
    faults: dict[tuple[str, int | None], Fault] = {}

    for fault in error.faults:
        # Of one place, the first reason says it: what is no text is no table either.
        if isinstance(fault, Fault):
            faults.setdefault((fault.file, fault.line), fault)

    shown = list(faults.values())[:_FAULTS]
    why = "".join(f"\n• {fault_line(fault)}" for fault in shown) + ("\n" if shown else " ")
    return (
        f"I found nothing in **{name}** that I can import.{why}I take the ZIP that"
        " Letterboxd makes for you, or one of its CSV files (diary, reviews, ratings, watched, watchlist)."
        " `/letterboxd import` without a file says how to get it."
    )


def _too_large(error: ExportTooLarge) -> str:
    name = truncated(literal(error.name), limits.QUOTED)
    return (
        f"“{name}” has {math.ceil(error.size / _MIB):,} MB, and I take files of up to {error.limit // _MIB:,} MB. Of an"
        " export, the files `diary.csv`, `reviews.csv`, `ratings.csv`, `watched.csv` and `watchlist.csv` can be brought"
        " one by one as well."
    )


def _following_off(error: FollowingOff) -> str:
    if error.lacks_contact:
        return (
            "I follow no diaries here: Letterboxd is only asked with a contact, and whoever runs me named none (the"
            " setting CONTACT). You can still bring your diary along with `/letterboxd import`."
        )

    return (
        "Whoever runs me lets me follow no diaries. You can still bring yours along with `/letterboxd import`, as often"
        " as you like: nothing comes twice."
    )


def _cannot_post_latest(error: CannotPostLatest) -> str:
    if error.has_feed:
        return "There is nothing more of this import to post: its latest reviews went into the feed, or are gone."

    return "This server has no channel for its feed, so there is nowhere to post them."


WORDS: dict[type[Exception], Callable[[Any], str]] = {
    NothingToImport: _nothing_to_import,
    ExportTooLarge: _too_large,
    ImportUnderWay: lambda _: (
        "Another import of yours is at work here. `/letterboxd import` shows how far it is; start this one after that."
    ),
    ImportGone: lambda _: (
        "That can't be done with this import any more: it is past that step, was let go, or a later one came after it."
        " `/letterboxd import` shows how things stand, and begins another."
    ),
    CannotPostLatest: _cannot_post_latest,
    NothingToExport: lambda _: (
        "There is nothing of yours in this server yet that could be exported: no review, no rating, nothing on your"
        " watchlist."
    ),
    BadUsername: lambda error: (
        f"“{truncated(literal(error.typed), limits.QUOTED)}” is no name on Letterboxd. Give yours as it stands in the"
        " address of your page: letters, digits and underscores, or the address itself."
    ),
    NameTaken: lambda error: (
        f"Another member of this server follows **{literal(error.username)}** already. If that is you on Letterboxd,"
        " ask those who manage this server to end that."
    ),
    NotLinked: lambda _: "You follow no diary here. `/letterboxd link` begins with it.",
    FollowingOff: _following_off,
    NoSuchMember: lambda error: (
        f"Letterboxd knows no member called **{literal(error.username)}**, or their diary is private. Check the name in"
        " the address of your page."
    ),
    FeedUnreachable: lambda _: "Letterboxd does not answer just now. Please try again in some minutes.",
    FeedRefused: lambda error: (
        f"Letterboxd wants to be left alone for a while. I can ask again <t:{int(error.until.timestamp())}:R>."
    ),
    StrangeFeed: lambda error: (
        f"What Letterboxd gave for **{literal(error.username)}** is no diary that I can read. Please try again later."
    ),
}
"""By error what its person is told: what happened, and what to do."""
