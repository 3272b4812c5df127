"""Which kind of file a CSV file is: its columns say so, and its name where several kinds have the same."""

import re
from collections.abc import Collection
from enum import StrEnum


class Kind(StrEnum):
    """What the rows of a file tell of."""

    WATCHED = "watched"
    WATCHLIST = "watchlist"
    LIKES = "likes"
    RATINGS = "ratings"
    DIARY = "diary"
    REVIEWS = "reviews"
    VIEWINGS = "viewings"
    """Letterboxd's own import format, which our export writes."""

    WANTED = "wanted"
    """A watchlist in that format."""


_OF_A_VIEWING = frozenset({"rating", "rating10", "watcheddate", "rewatch", "review", "tags"})

_NAMED = (
    ("watchlist", Kind.WATCHLIST),
    ("watched", Kind.WATCHED),
    ("like", Kind.LIKES),
    ("diary", Kind.DIARY),
    ("", Kind.WATCHED),
)
"""What a word in the name of a file says about it, the first that is there; the last is in every name."""

_LIKES = re.compile(r"films\W*\d*\W*\.csv")
"""`likes/films.csv` without its folder, perhaps numbered by a browser."""


def kind_of(file: str, columns: Collection[str]) -> Kind | None:
    """The kind of that file; None if it is no file of this sort."""
    name = file.lower()

    if "name" in columns:
        return _of_export(name, columns)

    if {"title", "imdbid", "tmdbid"}.isdisjoint(columns):
        return None

    return Kind.WANTED if "watchlist" in name and _OF_A_VIEWING.isdisjoint(columns) else Kind.VIEWINGS


def _of_export(name: str, columns: Collection[str]) -> Kind | None:
    """The kind of a file of an account's export."""
    # A list's own files have these two columns as well, and no date.
    if "date" not in columns or "year" not in columns:
        return None

    if "review" in columns:
        return Kind.REVIEWS

    if "watcheddate" in columns or "rewatch" in columns:
        return Kind.DIARY

    if "rating" in columns:
        return Kind.RATINGS

    return Kind.LIKES if _LIKES.fullmatch(name) else next(kind for word, kind in _NAMED if word in name)
