"""What is here of one film for one member of a server, and what becomes of it when something is told of it."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from data.models import HalfStars, Model, Outcome, ReviewContent, Text, ToldEntry, shows_something

_QUOTES = frozenset({"Pi", "Pf"})
"""The classes of opening and closing quotation marks: all of them stand below U+3000."""

_LEFT_OUT = dict.fromkeys(
    [
        *map(ord, "*_~|\\\"'`„‚"),
        *(code for code in range(0x3000) if unicodedata.category(chr(code)) in _QUOTES),
    ]
)
"""Markup and quotation marks, as `str.translate` leaves them out."""


class DiaryViewing(Model):
    """A viewing of a review. `id` is None where it is not here yet."""

    id: int | None = None
    watched_on: date | None
    rating: HalfStars | None
    is_rewatch: bool
    logged_at: datetime
    is_imported: bool = False
    """It came in with an import, whatever was made of it since."""


class DiaryWatch(Model):
    """A private viewing of a film that is neither rated nor reviewed. `id` is None where it is not here yet."""

    id: int | None = None
    watched_on: date | None
    tags: tuple[Text, ...] = ()
    is_rewatch: bool = False
    is_liked: bool = False
    logged_at: datetime

    @property
    def rating(self) -> None:
        """It has none."""


class DiaryVersion(Model):
    """An earlier version of a review. `id` is None where it is not here yet."""

    id: int | None = None
    content: ReviewContent
    written_at: datetime
    replaced_at: datetime


class FilmNote(Model):
    """What was last told of a film apart from its viewings."""

    rating: HalfStars | None = None
    rated_on: date | None = None
    is_liked: bool = False
    stands_alone: bool = False
    """The rating came without any viewing: one of no day stands for it, until the viewing itself is told."""


class Here(Model):
    """What is here of one film for one member of a server."""

    content: ReviewContent | None = None
    """What their review says; None where there is none."""

    written_at: datetime | None = None
    """When it was last written."""

    is_from_merge: bool = False
    """What it says was said of another film that became part of this one, and may go back there."""

    versions: tuple[DiaryVersion, ...] = ()
    """Earlier ones, oldest first."""

    viewings: tuple[DiaryViewing, ...] = ()
    """In their order: the last one is what the review is about."""

    watches: tuple[DiaryWatch, ...] = ()
    is_wanted: bool = False
    known: Mapping[str, ToldEntry] = {}
    """The entries of this film by name as they were last told: see `noted`."""

    film: FilmNote = FilmNote()

    @property
    def stand_in(self) -> DiaryViewing | None:
        """The viewing that only stands for a rating which came without one."""
        found = (it for it in self.viewings if it.is_imported and it.watched_on is None and not it.is_rewatch)
        return next(found, None) if self.film.stands_alone else None


class Changes(Model):
    """What becomes of that. Nothing, where nothing is said of it."""

    outcome: Outcome = Outcome()
    content: ReviewContent | None = None
    """What the review says from now on; what it said becomes the last of its earlier versions. None: it stays."""

    created_at: datetime | None = None
    edited_at: datetime | None = None
    """Of a new review."""

    versions: tuple[DiaryVersion, ...] = ()
    viewings: tuple[DiaryViewing, ...] = ()
    """All of them in their order, new and changed ones included; empty where they stay as they are."""

    watches: tuple[DiaryWatch, ...] = ()
    """New and changed ones."""

    dropped: tuple[int, ...] = ()
    """Watches that are viewings of the review from now on."""

    is_wanted: bool = False
    """It comes on the watchlist."""

    entries: Mapping[str, ToldEntry] = {}
    """Entries to be known from now on, or to be known otherwise."""

    film: FilmNote | None = None
    """The same for the film itself; None where that stays."""


def fingerprint(text: str) -> str:
    """What tells a text from others, whatever its case, spaces, markup and quotation marks; empty for no text.

    Texts of one fingerprint are one text.
    """
    if not shows_something(text):
        return ""

    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # A text of nothing but markup is told apart as it stands.
    words = " ".join(folded.translate(_LEFT_OUT).split()) or text.strip()
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def noted(entry: ToldEntry, last: ToldEntry | None = None) -> ToldEntry:
    """The entry as it is remembered: without its addresses, with the fingerprint in place of its text.

    A day that it had when it was told `last`, and has no more, stays: by that its viewing is found.
    """
    day = entry.watched_on or (last.watched_on if last else None)
    said = {"name": None, "url": None, "watched_on": day, "text": fingerprint(entry.text)}
    return entry.model_copy(update=said)


def noon(day: date, now: datetime) -> datetime:
    """The moment that stands for a day of which no hour is told; never in the future."""
    return min(datetime.combine(day, time(12), UTC), now)
