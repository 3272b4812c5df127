"""Browsing a server's reviews page by page, at the same cost on the first page and the thousandth."""

from collections.abc import Sequence
from typing import Any

from data.models import Cursor, GuildId, ReviewFilter, ReviewPage
from data.store.database import Database
from data.store.reviews import REVIEW_COLUMNS, REVIEW_TABLES
from data.store.rows import to_film, to_review


class FeedStore:
    """Pages of reviews by filter, order and cursor."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        guild_id: GuildId,
        wanted: ReviewFilter,
        size: int,
        *,
        cursor: Cursor | None = None,
        is_backward: bool = False,
    ) -> ReviewPage:
        """Up to `size` reviews in the filter's order: those after `cursor`, or before it when `is_backward`.

        Without a cursor: the first ones, or the last ones when `is_backward`.
        """
        conditions, values = _conditions(guild_id, wanted)
        is_descending = wanted.sort.is_descending is not is_backward
        columns = ("r.rating", "r.created_s", "r.id") if wanted.sort.is_by_rating else ("r.created_s", "r.id")
        order = ", ".join(f"{column} {'DESC' if is_descending else 'ASC'}" for column in columns)
        has_before = False

        if cursor is not None:
            place = (cursor.rating, cursor.created_s, cursor.id)[-len(columns) :]
            values.extend(place)
            marks = ", ".join("?" * len(place))
            before = [*conditions, f"({', '.join(columns)}) {'>=' if is_descending else '<='} ({marks})"]
            conditions.append(f"({', '.join(columns)}) {'<' if is_descending else '>'} ({marks})")
            # Asked, not inferred: what the cursor was taken from may be deleted since.
            has_before = await self._has_any(before, values)

        rows = await self._database.read(
            f"SELECT {REVIEW_COLUMNS} FROM {REVIEW_TABLES} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?",
            (*values, size + 1),
        )
        reviews = [to_review(row, to_film(row["facts"])) for row in rows[:size]]
        has_after = len(rows) > size

        if is_backward:
            return ReviewPage(reviews=tuple(reversed(reviews)), has_earlier=has_after, has_later=has_before)

        return ReviewPage(reviews=tuple(reviews), has_earlier=has_before, has_later=has_after)

    async def count(self, guild_id: GuildId, wanted: ReviewFilter, limit: int) -> int:
        """How many reviews pass the filter, counted up to `limit`."""
        conditions, values = _conditions(guild_id, wanted)
        row = await self._database.read_one(
            f"SELECT count(*) AS found FROM (SELECT 1 FROM reviews r WHERE {' AND '.join(conditions)} LIMIT ?)",
            (*values, limit),
        )
        return 0 if row is None else int(row["found"])

    async def _has_any(self, conditions: Sequence[str], values: Sequence[Any]) -> bool:
        sql = f"SELECT 1 FROM reviews r WHERE {' AND '.join(conditions)} LIMIT 1"
        return await self._database.read_one(sql, values) is not None


def _conditions(guild_id: GuildId, wanted: ReviewFilter) -> tuple[list[str], list[Any]]:
    """The filter as SQL conditions and their values. An order by rating leaves out what has none."""
    conditions = ["r.guild_id = ?"]
    values: list[Any] = [guild_id]
    rating_min = wanted.rating_min or (1 if wanted.sort.is_by_rating or wanted.rating_max else None)

    for condition, value in (
        ("r.film_id = ?", wanted.film_id),
        ("r.author_id = ?", wanted.author_id),
        ("r.rating >= ?", rating_min),
        ("r.rating <= ?", wanted.rating_max),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)

    return conditions, values
