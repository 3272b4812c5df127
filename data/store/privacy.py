"""Deleting everything about a person, from every table."""

from data.models import Forgotten, MessageId, UserId
from data.store.counts import uncount_review
from data.store.database import Database
from data.store.rows import to_post


class PrivacyStore:
    """What is kept about one person, and its end."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, user_id: UserId) -> Forgotten:
        """Delete reviews with their revisions, drafts, watchlist and names of that person, in all servers.

        The messages that still show or quote their reviews at Discord are given back, and stay known until they are
        deleted or rewritten there.
        """
        async with self._database.transaction() as tx:
            posts = await tx.execute_fetchall(
                "SELECT p.review_id, p.channel_id, p.message_id FROM posts p JOIN reviews r ON r.id = p.review_id"
                " WHERE r.author_id = ?",
                (user_id,),
            )
            quotes = await tx.execute_fetchall(
                "SELECT DISTINCT q.message_id FROM quotes q JOIN reviews r ON r.id = q.review_id"
                " WHERE r.author_id = ? ORDER BY q.message_id DESC",
                (user_id,),
            )
            reviews = list(
                await tx.execute_fetchall(
                    "DELETE FROM reviews WHERE author_id = ? RETURNING guild_id, film_id, rating", (user_id,)
                )
            )

            for review in reviews:
                await uncount_review(tx, review["guild_id"], review["film_id"], review["rating"])

            for statement in (
                "DELETE FROM drafts WHERE author_id = ?",
                "DELETE FROM watchlist WHERE user_id = ?",
                "DELETE FROM members WHERE user_id = ?",
                # The request for a page of one member's reviews names that member, and nothing of the page is left.
                "UPDATE quotes SET request = NULL WHERE instr(request, ':' || ? || ':')",
            ):
                await tx.execute_fetchall(statement, (user_id,))

        await self._database.scrub()
        return Forgotten(
            reviews=len(reviews),
            posts=tuple(to_post(post) for post in posts),
            quotes=tuple(MessageId(quote["message_id"]) for quote in quotes),
        )

    async def counts(self, user_id: UserId) -> dict[str, int]:
        """How much is kept about the person, by kind: reviews, drafts, watchlist, servers."""
        row = await self._database.read_one(
            "SELECT (SELECT count(*) FROM reviews WHERE author_id = ?) AS reviews,"
            " (SELECT count(*) FROM drafts WHERE author_id = ?) AS drafts,"
            " (SELECT count(*) FROM watchlist WHERE user_id = ?) AS watchlist,"
            " (SELECT count(*) FROM members WHERE user_id = ?) AS servers",
            (user_id,) * 4,
        )
        assert row is not None
        return {name: int(row[name]) for name in ("reviews", "drafts", "watchlist", "servers")}
