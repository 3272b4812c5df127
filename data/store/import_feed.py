"""The latest reviews of an import on their way into the server's feed, where their author asks for that."""

from datetime import datetime

from data.errors import CannotPostLatest
from data.models import Import, ReviewId
from data.store.database import Database, fetch_one
from data.store.outbox import queue_for_feed

_FEED = "SELECT feed_id, takes_bare_ratings FROM guilds WHERE guild_id = ? AND feed_id IS NOT NULL"

_LATEST = (
    "SELECT id, body <> '' AS has_text FROM reviews WHERE import_id = ? AND (body <> '' OR ?)"
    " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.review_id = reviews.id)"
    " ORDER BY coalesce(edited_s, created_s) DESC, id DESC LIMIT ?"
)


class ImportFeed:
    """What of imports goes into feeds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def queue_latest(self, about: Import, limit: int, now: datetime) -> int:
        """Let up to `limit` of the latest reviews that came in with it go into the feed, once; how many these are.

        The oldest of them goes first. Ratings without a text are among them where the feed takes such.
        Raises CannotPostLatest, StoreFailed.
        """
        async with self._database.transaction() as tx:
            feed = await fetch_one(tx, _FEED, (about.guild_id,))

            if feed is None:
                raise CannotPostLatest(has_feed=False)

            taken = await fetch_one(
                tx,
                "UPDATE imports SET is_posted = 1 WHERE id = ? AND state = 'done' AND NOT is_posted RETURNING 1",
                (about.id,),
            )
            rows = list(await tx.execute_fetchall(_LATEST, (about.id, feed["takes_bare_ratings"], limit)))

            if taken is None or not rows:
                raise CannotPostLatest(has_feed=True)

            for row in reversed(rows):
                await queue_for_feed(tx, about.guild_id, ReviewId(row["id"]), now, has_text=bool(row["has_text"]))

            return len(rows)
