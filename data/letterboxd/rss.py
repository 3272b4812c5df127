"""Members' feeds, read into entries.

Expat reads them, whole and strictly, and a document type, without which no entity can be declared, ends the reading.
feedparser would do for what Letterboxd writes. But where XML is broken it goes on with a parser of HTML of its own, it
takes half a minute for 2 MB of nested elements, and it opens the file of that name when it is given a short text.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.parsers import expat

from data.letterboxd.hypertext import read_html
from data.letterboxd.markup import write_markup
from data.markup import Run
from data.models import FIRST_YEAR, LONG_TEXT_LIMIT, SOURCE_URL_PATTERN, FeedEntry, ToldEntry, ToldFilm, shows_something

ENTRY_LIMIT = 500
"""Entries that are read of one feed; Letterboxd's have some fifty."""

DEPTH_LIMIT = 32
"""Elements within elements; Letterboxd's feeds have four."""

HTML_LIMIT = 2 * LONG_TEXT_LIMIT
"""Characters of an entry's description, tags and all."""


class BadFeed(ValueError):
    """What came is no feed of Letterboxd's, for `reason`, which is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_feed(data: bytes) -> tuple[FeedEntry, ...]:
    """The films' entries in a feed, newest first, as it has them; none where there are none.

    Lists, journal entries and television are left out, and entries that can't be right. Where a film comes as a review
    and as a mere watch of the same day, the review comes first. Raises BadFeed.
    """
    entries: list[FeedEntry] = []

    for item in _items(_document(data))[:ENTRY_LIMIT]:
        try:
            entry = _entry(item)
        except ValueError:  # pydantic's as well: one entry that can't be right leaves the others as they are
            continue

        if entry is not None:
            entries.append(entry)

    return tuple(_reviews_first(entries))


_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([^"']{0,40})["']""")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_NO_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+")

_ITEM = ["rss", "channel", "item"]
"""Where an entry stands in the document."""

_GUID = re.compile(r"letterboxd-(?:watch|review)-[0-9]{1,20}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,10}")
_RATING = re.compile(r"([0-5])(?:\.(0|5)0*)?")
_FLAGS = {"yes": True, "no": False}

_SPOILERS_IN_TITLE = "(contains spoilers)"
_SPOILERS_IN_TEXT = "This review may contain spoilers."
_WATCHED_ON = "Watched on "
"""What the line begins with that stands in the place of a review where there is none."""

_WATCHED_ON_A_DAY = re.compile(r"Watched on (?:[A-Z][a-z]+day,? )?[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}\.?")


def _document(data: bytes) -> bytes:
    """The document in UTF-8, without characters that no XML has: a review may hold one. Raises BadFeed."""
    if b"\0" in data:
        raise BadFeed("not in UTF-8")

    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))

    if declared and declared[1].lower() not in _ENCODINGS:
        raise BadFeed("not in UTF-8")

    return _NO_XML.sub("", data.decode("utf-8-sig", "replace")).encode()


def _items(document: bytes) -> list[dict[str, str]]:
    """The items of a feed, each as the text of its elements. Raises BadFeed."""
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.add

    try:
        parser.Parse(document, True)  # noqa: FBT003 - the only way to say that this is all
    except expat.ExpatError as error:
        raise BadFeed(str(error)) from error

    return reader.items


class _Reader:
    """Takes the items out of a document while it is parsed. Elements are named as they are written, prefix and all."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self._path: list[str] = []
        self._texts: list[str] = []

    def refuse(self, *_: Any) -> None:
        raise BadFeed("it declares entities")

    def begin(self, name: str, _: Mapping[str, str]) -> None:
        if not self._path and name != "rss":
            raise BadFeed(f"it is no feed but {name[:40]!r}")

        if len(self._path) == DEPTH_LIMIT:
            raise BadFeed("its elements are nested too deeply")

        self._path.append(name)

        if self._path == _ITEM:
            self.items.append({})
        elif len(self._path) == len(_ITEM) + 1:
            self._texts.clear()

    def end(self, name: str) -> None:
        if len(self._path) == len(_ITEM) + 1 and self._path[:-1] == _ITEM:
            self.items[-1].setdefault(name, "".join(self._texts).strip())

        self._path.pop()

    def add(self, text: str) -> None:
        if len(self._path) > len(_ITEM):
            self._texts.append(text)


def _entry(item: Mapping[str, str]) -> FeedEntry | None:
    """What an item tells of; None if it is not about a film. Raises ValueError where it can't be right."""
    name = item.get("guid", "")

    if not _GUID.fullmatch(name) or item.get("tmdb:tvId"):
        return None

    text, has_warning = _text(item.get("description", ""))

    if name.startswith("letterboxd-watch-") and text.startswith(_WATCHED_ON):
        text = ""

    published_at, logged_on = _published(item.get("pubDate", ""))
    link = item.get("link", "")
    entry = ToldEntry(
        name=name,
        url=link if re.fullmatch(SOURCE_URL_PATTERN, link) else None,
        watched_on=_day(item.get("letterboxd:watchedDate", "")),
        logged_on=logged_on,
        rating=_rating(item.get("letterboxd:memberRating", "")),
        text=text,
        is_spoiler=has_warning or item.get("title", "").endswith(_SPOILERS_IN_TITLE),
        is_rewatch=_FLAGS.get(item.get("letterboxd:rewatch", "").lower(), False),
        is_liked=_FLAGS.get(item.get("letterboxd:memberLike", "").lower()),
    )

    if not (entry.watched_on or logged_on or entry.rating or text):
        return None

    film = ToldFilm(
        title=_title(item.get("letterboxd:filmTitle", "")),
        year=_number(item.get("letterboxd:filmYear", "")),
        tmdb_id=_number(item.get("tmdb:movieId", "")),
        entries=(entry,),
    )
    return FeedEntry(film=film, published_at=published_at)


def _text(description: str) -> tuple[str, bool]:
    """The review, empty where there is none, and whether it began with the warning of spoilers."""
    if len(description) > HTML_LIMIT:
        raise ValueError("more HTML than any review has")

    runs = read_html(description)
    text = "".join(run.text for run in runs)
    has_warning = text.startswith(_SPOILERS_IN_TEXT)

    if has_warning:
        runs = _without_beginning(runs, len(text) - len(text[len(_SPOILERS_IN_TEXT) :].lstrip()))

    review = write_markup(runs)

    if len(review) > LONG_TEXT_LIMIT:
        raise ValueError("a review of more characters than any text has")

    is_text = shows_something(review) and not _WATCHED_ON_A_DAY.fullmatch(review)
    return (review if is_text else ""), has_warning


def _without_beginning(runs: Sequence[Run], length: int) -> list[Run]:
    left: list[Run] = []

    for run in runs:
        left.append(Run(run.styles, run.text[length:]))
        length = max(0, length - len(run.text))

    return left


def _published(stamp: str) -> tuple[datetime | None, date | None]:
    """When an entry came, and the day that it was then where Letterboxd's clocks are; None where it does not say."""
    try:
        local = parsedate_to_datetime(stamp)
        published_at = local.replace(tzinfo=UTC) if local.tzinfo is None else local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None, None

    return published_at, local.date()


def _day(text: str) -> date | None:
    if not text:
        return None

    day = date.fromisoformat(text) if _DAY.fullmatch(text) else date.min

    if day.year < FIRST_YEAR:
        raise ValueError(text)

    return day


def _rating(text: str) -> int | None:
    """The rating in half stars; None if there is none, or no stars."""
    match = _RATING.fullmatch(text)

    if text and not match:
        raise ValueError(text)

    return (2 * int(match[1]) + (match[2] == "5") or None) if match else None


def _number(text: str) -> int | None:
    if text and not _NUMBER.fullmatch(text):
        raise ValueError(text)

    return int(text) if text else None


def _title(text: str) -> str:
    if not shows_something(text):
        raise ValueError("a film without a title")

    return " ".join(text.split())


def _reviews_first(entries: Sequence[FeedEntry]) -> list[FeedEntry]:
    """The same with the review before the watch, wherever both are of one film and one day."""
    alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)

    for place, told in enumerate(entries):
        film = told.film.tmdb_id or (told.film.title.casefold(), told.film.year)
        alike[film, told.entry.watched_on].append(place)

    ordered = list(entries)

    for places in alike.values():
        by_text = sorted(places, key=lambda place: not entries[place].entry.text)

        for place, taken in zip(places, by_text, strict=True):
            ordered[place] = entries[taken]

    return ordered
