"""How reviews are read in order: as streams along one index, merged, so that a page costs the same in any server.

An index holds reviews in the order asked for only where everything before that order's columns is fixed. A filter that
leaves some of it open (any of five ratings, with or without a text) is met by one short stream for each value, and so
is an order by likes or rating within a period: of as many likes the newest stand together.

SQLite passes over reviews of the same second one by one, 70 ns each: they have to be very many to be felt.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, Self

from data.models import Cursor, GuildId, ReviewFilter, Sort
from data.store.reviews import REVIEW_COLUMNS, REVIEW_TABLES
from data.store.rows import to_seconds

_FAR = 1 << 62
"""Above every id, moment and number of likes."""

_NONE = ((0, -1),)
"""Stands for no kind at all: no review has such a rating."""

_INDEXES = {
    (False, False): ("reviews", "reviews_newest"),
    (True, False): ("reviews_of_film", "reviews_of_film"),
    (False, True): ("reviews_by_author", "reviews_by_author"),
}
"""How an index's name begins, and that of the one by time, by whether a film and an author are fixed.

Of both there is one review at most, which needs none of these.
"""


@dataclass(frozen=True, slots=True)
class Streams:
    """The reviews of one server that pass a filter, behind a place in an order, or all of them.

    `kinds` are the pairs of has-a-text and rating that pass; None where the filter asks for neither. `has_levels` says
    that each number of likes is a stream of its own, a level of its kind.
    """

    guild_id: GuildId
    wanted: ReviewFilter
    since_s: int
    cursor: Cursor | None
    is_descending: bool
    kinds: tuple[tuple[int, int], ...] | None
    has_levels: bool

    @classmethod
    def of(
        cls,
        guild_id: GuildId,
        wanted: ReviewFilter,
        since: datetime | None,
        *,
        cursor: Cursor | None = None,
        is_descending: bool = True,
    ) -> Self:
        """The streams of what was written at `since` or later, behind `cursor` in ascending or descending order."""
        return cls(
            guild_id=guild_id,
            wanted=wanted,
            since_s=-1 if since is None else to_seconds(since),
            cursor=cursor,
            is_descending=is_descending,
            kinds=_kinds(wanted, cursor, is_descending=is_descending),
            has_levels=wanted.sort is Sort.MOST_LIKED and since is not None,
        )

    def reviews(self) -> str:
        """SQL for up to `size` reviews as `to_review` takes them, the nearest to the cursor first."""
        ids = (
            f"{self._levels()} SELECT x.id FROM levels l CROSS JOIN reviews x"
            f" WHERE x.id IN ({self._stream('y.id')}) ORDER BY {self._ordered('x', self._order)} LIMIT ?8"
        )
        order = self._ordered("r", self._order)
        return f"SELECT {REVIEW_COLUMNS} FROM {REVIEW_TABLES} WHERE r.id IN ({ids}) ORDER BY {order}"

    def count(self) -> str:
        """SQL for how many there are, counted up to `size`."""
        return (
            f"{self._levels()} SELECT count(*) AS found FROM"
            f" (SELECT 1 FROM levels l CROSS JOIN {self._table} WHERE {self._conditions()} LIMIT ?8)"
        )

    def values(self, size: int) -> list[Any]:
        """The values for the question marks of any SQL from here."""
        cursor, wanted = self.cursor, self.wanted
        # Where it begins without a cursor: the number of likes or the rating, the moment, the id.
        lead, *at = (_FAR, _FAR, _FAR) if self.is_descending else (-1, self.since_s, -1)

        if cursor is not None:
            lead = cursor.likes if wanted.sort is Sort.MOST_LIKED else cursor.rating
            at = (
                min(at, [cursor.created_s, cursor.id]) if self.is_descending else max(at, [cursor.created_s, cursor.id])
            )

        kinds = [value for kind in self.kinds or () for value in kind]
        return [self.guild_id, wanted.film_id, wanted.author_id, self.since_s, lead, *at, size, *kinds]

    @property
    def _order(self) -> tuple[str, ...]:
        """The columns of the filter's order."""
        if self.wanted.sort is Sort.MOST_LIKED:
            return "likes", "created_s", "id"

        return ("rating", "created_s", "id") if self.wanted.sort.is_by_rating else ("created_s", "id")

    @property
    def _table(self) -> str:
        names = _INDEXES.get((self.wanted.film_id is not None, self.wanted.author_id is not None))

        if names is None:
            return "reviews y"

        begin, by_time = names
        ends = ("_by_rating" if self.kinds else "") + ("_by_likes" if self.wanted.sort is Sort.MOST_LIKED else "")
        return f"reviews y INDEXED BY {begin + ends if ends else by_time}"

    def _fixed(self) -> str:
        """What all reviews of one stream have in common, but for the number of likes."""
        conditions = ["y.guild_id = ?1"]

        if self.wanted.film_id is not None:
            conditions.append("y.film_id = ?2")

        if self.wanted.author_id is not None:
            conditions.append("y.author_id = ?3")

        if self.kinds:
            conditions.append("(y.body <> '') = l.has_text AND y.rating = l.rating")

        return " AND ".join(conditions)

    def _conditions(self) -> str:
        """What picks one stream's reviews behind the cursor."""
        sign = "<" if self.is_descending else ">"

        if self.wanted.sort is Sort.MOST_LIKED and not self.has_levels:
            return f"{self._fixed()} AND (y.likes, y.created_s, y.id) {sign} (?5, ?6, ?7)"

        at = "?6, ?7"

        if self.has_levels or self.wanted.sort.is_by_rating:
            # Only the cursor's own rating, or number of likes, begins at the cursor; those behind it are whole.
            lead = "l.likes" if self.has_levels else "l.rating"
            whole = (_FAR, _FAR) if self.is_descending else ("?4", -1)
            at = f"iif({lead} = ?5, ?6, {whole[0]}), iif({lead} = ?5, ?7, {whole[1]})"

        level = " AND y.likes = l.likes" if self.has_levels else ""
        # Ascending, the period's beginning is in the place itself: SQLite takes one lower bound from an index.
        period = " AND y.created_s >= ?4" if self.is_descending else ""
        return f"{self._fixed()}{level} AND (y.created_s, y.id) {sign} ({at}){period}"

    def _stream(self, columns: str) -> str:
        """Up to `size` of one stream. Within a level all have as many likes."""
        order = self._order[1:] if self.has_levels or self.wanted.sort.is_by_rating else self._order
        ordered = self._ordered("y", order)
        return f"SELECT {columns} FROM {self._table} WHERE {self._conditions()} ORDER BY {ordered} LIMIT ?8"

    def _ordered(self, table: str, columns: tuple[str, ...]) -> str:
        return ", ".join(f"{table}.{column} {'DESC' if self.is_descending else 'ASC'}" for column in columns)

    def _levels(self) -> str:
        """The table `levels`, a row for each stream."""
        marks = ", ".join(f"(?{9 + 2 * n}, ?{10 + 2 * n})" for n in range(len(self.kinds or ()))) or "(NULL, NULL)"

        if not self.has_levels:
            return f"WITH levels (has_text, rating) AS (VALUES {marks})"

        best, sign = ("max", "<") if self.is_descending else ("min", ">")
        likes = f"SELECT {best}(y.likes) FROM {self._table} WHERE {self._fixed()} AND y.likes {sign}"
        # From one number of likes to the next that there is, until a page is full.
        return (
            f"WITH RECURSIVE kinds (has_text, rating) AS (VALUES {marks}), levels (has_text, rating, likes, found) AS"
            f" (SELECT l.has_text, l.rating, ({likes}= ?5), 0 FROM kinds l UNION ALL"
            f" SELECT l.has_text, l.rating, ({likes} l.likes), l.found + (SELECT count(*) FROM ({self._stream('1')}))"
            " FROM levels l WHERE l.likes IS NOT NULL AND l.found < ?8)"
        )


def _kinds(wanted: ReviewFilter, cursor: Cursor | None, *, is_descending: bool) -> tuple[tuple[int, int], ...] | None:
    """The pairs of has-a-text and rating in question. An order by rating leaves out what has none."""
    is_by_rating = wanted.sort.is_by_rating
    lowest = wanted.rating_min or (1 if is_by_rating or wanted.rating_max else 0)
    highest = wanted.rating_max or 10

    if not lowest and not wanted.has_text:
        return None

    if is_by_rating and cursor is not None:
        lowest, highest = (
            (lowest, min(highest, cursor.rating)) if is_descending else (max(lowest, cursor.rating), highest)
        )

    return tuple(product((1,) if wanted.has_text else (0, 1), range(lowest, highest + 1))) or _NONE
