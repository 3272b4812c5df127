"""Members' likes of each other's reviews, one each, and their number."""

from datetime import datetime

from data.errors import OwnReview, ReviewNotFound
from data.models import GuildId, ReviewId, UserId
from data.store.database import Database, fetch_one
from data.store.reviews import THE_REVIEW
from data.store.rows import to_seconds
from data.store.truth import mark_likes


class LikeStore:
    """Who likes which review."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def toggle(self, guild_id: GuildId, review_id: ReviewId, user_id: UserId, now: datetime) -> bool:
        """Like the review of this server, or take the like back; True if it is liked now.

        Raises ReviewNotFound, OwnReview, StoreFailed.
        """
        async with self._database.transaction() as tx:
            review = await fetch_one(
                tx,
                f"SELECT id, author_id FROM reviews WHERE id = {THE_REVIEW} AND guild_id = ?2",
                (review_id, guild_id),
            )

            if review is None:
                raise ReviewNotFound

            if review["author_id"] == user_id:
                raise OwnReview

            review_id = ReviewId(review["id"])
            taken_back = await fetch_one(
                tx, "DELETE FROM likes WHERE review_id = ? AND user_id = ? RETURNING 1", (review_id, user_id)
            )

            if taken_back is None:
                await tx.execute_fetchall(
                    "INSERT INTO likes (review_id, user_id, liked_s) VALUES (?, ?, ?)",
                    (review_id, user_id, to_seconds(now)),
                )

            await tx.execute_fetchall(
                "UPDATE reviews SET likes = likes + ? WHERE id = ?", (1 if taken_back is None else -1, review_id)
            )
            await mark_likes(tx, [review_id], now)
            return taken_back is None

    async def is_liked(self, review_id: ReviewId, user_id: UserId) -> bool:
        """Whether that person likes the review."""
        sql = "SELECT 1 FROM likes WHERE review_id = ? AND user_id = ?"
        return await self._database.read_one(sql, (review_id, user_id)) is not None
