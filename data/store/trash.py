"""Deleting a review, for good after a while, and bringing it back before that."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import aiosqlite

from data.errors import CannotRestore, ReviewNotFound
from data.models import DeletedReview, GuildId, ReviewId, UserId
from data.store.counts import count_review, uncount_review
from data.store.database import Database, fetch_one, insert_rows
from data.store.rows import to_film, to_moment, to_seconds
from data.store.truth import mark_reviews, mark_stand_ins

UNDO_WITHIN = timedelta(minutes=10)
"""How long a deleted review can come back."""

_PARTS = {
    "reviews": "SELECT * FROM reviews WHERE id = ?",
    "review_revisions": "SELECT * FROM review_revisions WHERE review_id = ? ORDER BY id",
    "viewings": "SELECT * FROM viewings WHERE review_id = ? ORDER BY id",
    "likes": "SELECT * FROM likes WHERE review_id = ?",
}
"""The tables that hold parts of a review, in the order in which they come back, and how these are found.

Its place in `outbox` stays where it is: what waits goes on waiting when it comes back, what went there went there.
"""

_NUMBERED = frozenset({"review_revisions", "viewings"})
"""Tables whose ids only say what came first: by the time a row comes back, its id may be another one's."""


class TrashStore:
    """Reviews that were deleted and can still come back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def delete(self, review_id: ReviewId, deleted_by: UserId, now: datetime) -> None:
        """Take the review with all its parts out of every table, to be gone in ten minutes. Raises ReviewNotFound.

        The messages that show it are due at once.
        """
        async with self._database.transaction() as tx:
            parts = {table: await _take(tx, query, review_id) for table, query in _PARTS.items()}

            if not parts["reviews"]:
                raise ReviewNotFound

            review = parts["reviews"][0]
            await mark_reviews(tx, [review_id], now, is_urgent=True)
            # Its revisions, viewings and likes go with it.
            await tx.execute_fetchall("DELETE FROM reviews WHERE id = ?", (review_id,))
            await uncount_review(tx, review["guild_id"], review["film_id"], review["rating"])
            await tx.execute_fetchall(
                "INSERT INTO deleted_reviews (review_id, guild_id, author_id, film_id, deleted_by, deleted_s, kept)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    review_id,
                    review["guild_id"],
                    review["author_id"],
                    review["film_id"],
                    deleted_by,
                    to_seconds(now),
                    json.dumps(parts, ensure_ascii=False),
                ),
            )

    async def find(self, review_id: ReviewId) -> DeletedReview | None:
        """The deleted review, until it is let go for good."""
        row = await self._database.read_one(
            "SELECT d.review_id, d.guild_id, d.deleted_by, d.deleted_s, f.facts FROM deleted_reviews d"
            " JOIN films f ON f.id = d.film_id WHERE d.review_id = ?",
            (review_id,),
        )

        if row is None:
            return None

        return DeletedReview(
            id=ReviewId(row["review_id"]),
            guild_id=GuildId(row["guild_id"]),
            film=to_film(row["facts"]),
            deleted_by=None if row["deleted_by"] is None else UserId(row["deleted_by"]),
            deleted_at=to_moment(row["deleted_s"]),
        )

    async def restore(self, guild_id: GuildId, review_id: ReviewId, actor_id: UserId, now: datetime) -> None:
        """Bring the review back as it was, for the one who deleted it. Raises CannotRestore."""
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx,
                "DELETE FROM deleted_reviews WHERE review_id = ? AND guild_id = ? AND deleted_by = ? AND deleted_s > ?"
                " RETURNING author_id, film_id, kept",
                (review_id, guild_id, actor_id, to_seconds(now - UNDO_WITHIN)),
            )

            if row is None:
                raise CannotRestore(is_replaced=False)

            taken = await fetch_one(
                tx,
                "SELECT 1 FROM reviews WHERE guild_id = ? AND author_id = ? AND film_id = ?",
                (guild_id, row["author_id"], row["film_id"]),
            )

            if taken is not None:
                raise CannotRestore(is_replaced=True)

            parts: dict[str, list[dict[str, Any]]] = json.loads(row["kept"])

            for table in _PARTS:
                await insert_rows(tx, table, parts[table], keeps_ids=table not in _NUMBERED)

            await count_review(tx, guild_id, row["film_id"], parts["reviews"][0]["rating"])
            await mark_reviews(tx, [review_id], now, is_urgent=False)

    async def purge(self, now: datetime) -> int:
        """Let go for good of what can't come back any more; how many reviews there were.

        The messages that still stand in for them are due at once.
        """
        async with self._database.transaction() as tx:
            gone = await tx.execute_fetchall(
                "DELETE FROM deleted_reviews WHERE deleted_s <= ? RETURNING review_id",
                (to_seconds(now - UNDO_WITHIN),),
            )
            ids = [ReviewId(row["review_id"]) for row in gone]

            if ids:
                await mark_stand_ins(tx, ids, now)
                await leave_feeds(tx, ids)

        if ids or self._database.owes_scrub:
            await self._database.scrub()

        return len(ids)


async def leave_feeds(tx: aiosqlite.Connection, review_ids: Sequence[ReviewId]) -> None:
    """Let reviews that are gone for good wait for no feed, and go from the lists of what went there.

    What is being sent just now stays until it is known how that ended. Nothing leads to them any more, either.
    """
    await tx.execute_fetchall(
        "DELETE FROM merged_reviews WHERE review_id IN (SELECT value FROM json_each(?1))"
        " OR into_id IN (SELECT value FROM json_each(?1))",
        (json.dumps(review_ids),),
    )
    await tx.execute_fetchall(
        "DELETE FROM outbox WHERE review_id IN (SELECT value FROM json_each(?))"
        " AND (batch IS NULL OR message_id IS NOT NULL)",
        (json.dumps(review_ids),),
    )


async def _take(tx: aiosqlite.Connection, query: str, review_id: ReviewId) -> list[dict[str, Any]]:
    """The rows of a table that belong to the review."""
    return [dict(row) for row in await tx.execute_fetchall(query, (review_id,))]
