"""Feeds as Letterboxd writes them, made for tests: nobody's real diary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape

FEED_TYPE = "application/rss+xml;charset=utf-8"
"""The Content-Type of a feed."""

AUCKLAND = timezone(timedelta(hours=13))
"""Where Letterboxd's clocks stand in summer: its feeds tell their days by these."""

_DOCUMENT = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:letterboxd="https://letterboxd.com"'
    ' xmlns:tmdb="https://themoviedb.org" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
    "<title>Letterboxd - {name}</title><link>https://letterboxd.com/{name}/</link>"
    "<description>Letterboxd - {name}</description>"
    '<atom:link rel="self" type="application/rss+xml" href="https://letterboxd.com/{name}/rss/" />\n'
    "{items}</channel></rss>\n"
)

_POSTER = '<p><img src="https://a.ltrbxd.com/resized/film-poster/1/2/3/4-0-600-0-900-crop.jpg?v=1"/></p>'
_STARS = {f"{half_stars / 2}": "★" * (half_stars // 2) + "½" * (half_stars % 2) for half_stars in range(1, 11)}


@dataclass(frozen=True)
class FeedItem:
    """One entry of a feed. What is None is left out of it.

    `review` is HTML, as in the feed; None makes a mere watch. `kind` is the guid's (`watch`, `review`, `list`,
    `story`), made of `review` where it is None. Elements that are no film's have neither title nor year.
    """

    number: int = 1
    title: str | None = "The Missing Picture"
    year: str | None = "2013"
    review: str | None = None
    watched: date | str | None = date(2026, 3, 5)
    rating: str | None = None
    rewatch: str | None = "No"
    like: str | None = None
    tmdb_id: str | None = None
    tmdb_tv_id: str | None = None
    has_spoilers: bool = False
    kind: str | None = None
    guid: str | None = None
    link: str | None = "https://letterboxd.com/ann/film/the-missing-picture/"
    published: datetime | str | None = datetime(2026, 3, 6, 9, 30, tzinfo=AUCKLAND)
    more: str = ""
    """XML of one's own, as it is."""

    @property
    def name(self) -> str:
        """The guid."""
        return self.guid or f"letterboxd-{self.kind or ('watch' if self.review is None else 'review')}-{self.number}"


def a_list(number: int = 1) -> FeedItem:
    """A list that its member made public: no film, and none of a film's elements."""
    link = "https://letterboxd.com/ann/list/a-list-of-mine/"
    review = '<ul> <li> <a href="https://letterboxd.com/film/the-missing-picture/">The Missing Picture</a> </li> </ul>'
    return FeedItem(number, None, None, review, None, rewatch=None, kind="list", link=link)


def a_feed(items: Sequence[FeedItem] = (), name: str = "ann") -> bytes:
    """The whole document, its items in the order given (Letterboxd has the newest first)."""
    return _DOCUMENT.format(name=escape(name), items="".join(map(_item, items))).encode()


def an_entity_bomb(levels: int = 9) -> bytes:
    """A document of a thousand bytes that means gigabytes to a parser which believes it."""
    entities = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels + 1))
    document = a_feed([FeedItem(title="BOMB")]).decode().replace("BOMB", f"&a{levels};")
    return document.replace("<rss", f'<!DOCTYPE rss [<!ENTITY a0 "lol">{entities}]><rss', 1).encode()


def _item(item: FeedItem) -> str:
    elements = {
        "title": _heading(item),
        "link": item.link,
        "guid": item.name,
        "pubDate": _stamp(item.published),
        "letterboxd:watchedDate": str(item.watched) if item.watched is not None else None,
        "letterboxd:rewatch": item.rewatch,
        "letterboxd:filmTitle": item.title,
        "letterboxd:filmYear": item.year,
        "letterboxd:memberRating": item.rating,
        "letterboxd:memberLike": item.like,
        "tmdb:movieId": item.tmdb_id,
        "tmdb:tvId": item.tmdb_tv_id,
    }
    written = "".join(_element(name, text) for name, text in elements.items() if text is not None)
    description = f"<description>{_cdata(_description(item))}</description>"
    return f"<item>{written}{description}<dc:creator>Ann</dc:creator>{item.more}</item>\n"


def _element(name: str, text: str) -> str:
    attributes = ' isPermaLink="false"' if name == "guid" else ""
    return f"<{name}{attributes}>{escape(text, quote=False)}</{name}>"


def _heading(item: FeedItem) -> str:
    if item.title is None:
        return "A list of mine"

    stars = "" if item.rating is None else f" - {_STARS.get(item.rating, '')}"
    return f"{item.title}, {item.year or ''}{stars}{' (contains spoilers)' * item.has_spoilers}"


def _description(item: FeedItem) -> str:
    if item.review is None:
        day = item.watched.strftime("%A %B %-d, %Y") if isinstance(item.watched, date) else "Friday March 6, 2026"
        return f" {_POSTER} <p>Watched on {day}.</p> "

    warning = "<p><em>This review may contain spoilers.</em></p> " * item.has_spoilers
    return f" {_POSTER} {warning}{item.review} "


def _stamp(published: datetime | str | None) -> str | None:
    return format_datetime(published) if isinstance(published, datetime) else published


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
