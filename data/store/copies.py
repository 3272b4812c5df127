"""The public messages that show reviews: which they are, and which of them are not true any more.

A change marks every message that shows the review, in the same transaction, so that no crash forgets one. The marks are
worked off by what edits the messages.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

import aiosqlite

from data.models import ChannelId, Copy, FilmId, GuildId, MessageId, Review, ReviewId, StaleCopy, UserId
from data.store.database import Database, fetch_one
from data.store.rows import to_moment, to_seconds
from data.store.truth import (
    CARD_KEPT_FOR,
    LIKES_APART,
    Difference,
    Keep,
    difference,
    has_news,
    lost_names,
    make_due,
    put_copy,
    show_too,
)

_COLUMNS = "message_id, channel_id, guild_id, request, film_id, author_id, version, is_urgent, tries"


class CopyStore:
    """Messages by what they show and by what is due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, copy: Copy, reviews: Sequence[Review], built_at: datetime, *, is_doubtful: bool) -> bool:
        """Know what the message shows now, in place of what it showed; whether it is true.

        It is not where one of `reviews` changed since it was read, where a card's film got a review since `built_at`,
        or where it `is_doubtful` how the message ended up: then it is due at once, and may still show what it did.
        """
        async with self._database.transaction() as tx:
            was_urgent = is_doubtful and await _is_urgent(tx, copy.message_id)
            await put_copy(tx, copy, _ids(reviews), built_at, Keep.ALL if is_doubtful else Keep.NOTHING)
            found = max(await difference(tx, reviews), await lost_names(tx, copy))

            if is_doubtful or await has_news(tx, copy, reviews, built_at):
                found = max(found, Difference.HIDDEN if was_urgent else Difference.WORDS)

            await make_due(tx, copy.message_id, found, built_at)
            return not found

    async def of(self, review_id: ReviewId) -> list[Copy]:
        """The messages that show the review, newest first."""
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM copies WHERE message_id IN"
            " (SELECT message_id FROM copy_reviews WHERE review_id = ?) ORDER BY message_id DESC",
            (review_id,),
        )
        return [_to_stale(row) for row in rows]

    async def find(self, message_id: MessageId) -> StaleCopy | None:
        """The message, if it is known; true or not."""
        row = await self._database.read_one(f"SELECT {_COLUMNS} FROM copies WHERE message_id = ?", (message_id,))
        return None if row is None else _to_stale(row)

    async def due(self, now: datetime, limit: int, channel_id: ChannelId | None = None) -> list[StaleCopy]:
        """The messages to edit now, of one channel or of all: first what must be hidden, then the longest due."""
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM copies WHERE due_s <= ?1 AND (?2 IS NULL OR channel_id = ?2)"
            " ORDER BY is_urgent DESC, due_s, message_id LIMIT ?3",
            (to_seconds(now), channel_id, limit),
        )
        return [_to_stale(row) for row in rows]

    async def due_channels(self, now: datetime, limit: int) -> list[ChannelId]:
        """The channels with messages to edit now: those with what must be hidden first, then the longest due."""
        rows = await self._database.read(
            "SELECT channel_id FROM copies WHERE due_s <= ? GROUP BY channel_id"
            " ORDER BY max(is_urgent) DESC, min(due_s), channel_id LIMIT ?",
            (to_seconds(now), limit),
        )
        return [ChannelId(row["channel_id"]) for row in rows]

    async def next_due(self, after: datetime | None = None) -> datetime | None:
        """When the next message is due, of those due later than `after`; None where there is none."""
        row = await self._database.read_one(
            "SELECT min(due_s) AS due_s FROM copies WHERE due_s > ?", (-1 if after is None else to_seconds(after),)
        )
        return None if row is None or row["due_s"] is None else to_moment(row["due_s"])

    async def shown(self, message_id: MessageId) -> list[ReviewId]:
        """The reviews that the message shows, and those that it would show again; in no order."""
        rows = await self._database.read("SELECT review_id FROM copy_reviews WHERE message_id = ?", (message_id,))
        return [ReviewId(row["review_id"]) for row in rows]

    async def still_due(self, message_ids: Iterable[MessageId]) -> int:
        """How many of these messages are known and not true."""
        row = await self._database.read_one(
            "SELECT count(*) AS found FROM copies WHERE due_s IS NOT NULL"
            " AND message_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(message_ids)),),
        )
        return 0 if row is None else int(row["found"])

    async def edited(self, copy: StaleCopy, request: str | None, reviews: Sequence[Review], now: datetime) -> bool:
        """The message was edited and shows `reviews`, as they were read after `copy` was; whether it is true.

        Else it is due again, at once, or a little later where only likes differ. It follows what it showed before and
        what can still come back.
        """
        async with self._database.transaction() as tx:
            row = await fetch_one(tx, "SELECT version, said FROM copies WHERE message_id = ?", (copy.message_id,))

            if row is None:
                return True

            found = max(await difference(tx, reviews), await lost_names(tx, copy))

            if row["version"] == copy.version:
                await put_copy(tx, copy.model_copy(update={"request": request}), _ids(reviews), now, Keep.DELETED)
            else:
                # What is known of it by now stays: it may have been turned, or what rebuilt it forgotten.
                await show_too(tx, copy, _ids(reviews))
                found = max(found, Difference.WORDS if row["said"] > copy.version else Difference.LIKES)

            # What was to be hidden is, unless something was said since.
            await tx.execute_fetchall(
                "UPDATE copies SET edited_s = ?, tries = 0, fault = NULL, is_urgent = is_urgent AND said > ?"
                " WHERE message_id = ?",
                (to_seconds(now), copy.version, copy.message_id),
            )
            await make_due(tx, copy.message_id, found, now + LIKES_APART if found is Difference.LIKES else now)
            return not found

    async def postpone(self, copy: StaleCopy, until: datetime, fault: str) -> None:
        """The message could not be edited, for `fault`: it is due again at `until`.

        It stays due where more than likes changed since `copy` was read, and is left alone where it is true by now.
        """
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE copies SET due_s = iif(said > ?, due_s, ?), tries = tries + 1, fault = ?"
                " WHERE message_id = ? AND due_s IS NOT NULL",
                (copy.version, to_seconds(until), fault, copy.message_id),
            )

    async def postpone_channel(
        self, channel_id: ChannelId, now: datetime, until: datetime, fault: str, *, spares_urgent: bool
    ) -> None:
        """No message of the channel can be edited, for `fault`: what is due now is due again at `until`.

        Where it `spares_urgent`, what must be hidden stays due.
        """
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE copies SET due_s = ?, tries = tries + 1, fault = ? WHERE channel_id = ? AND due_s <= ?"
                " AND is_urgent <= ?",
                (to_seconds(until), fault, channel_id, to_seconds(now), 0 if spares_urgent else 1),
            )

    async def hasten(self, guild_id: GuildId, now: datetime) -> None:
        """What could not be edited in this server is due at once: something changed there."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE copies SET due_s = ?1 WHERE guild_id = ?2 AND due_s > ?1 AND fault IS NOT NULL",
                (to_seconds(now), guild_id),
            )

    async def forget(self, message_id: MessageId) -> None:
        """The message is gone: never try to edit it again."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("DELETE FROM copies WHERE message_id = ?", (message_id,))

    async def take_away(self, message_id: MessageId) -> None:
        """The message was deleted because it could not be edited: what is left of it goes into the feed anew.

        That goes for reviews that came through the feed and are there, or can come back. Their new rows have new
        numbers: by the old ones Discord might still know the deleted message.
        """
        async with self._database.transaction() as tx:
            rows = await tx.execute_fetchall(
                "DELETE FROM outbox WHERE message_id = ? RETURNING guild_id, review_id, queued_s", (message_id,)
            )
            await tx.executemany(
                "INSERT INTO outbox (guild_id, review_id, queued_s) SELECT guild_id, ?2, ?3 FROM guilds"
                " WHERE guild_id = ?1 AND feed_id IS NOT NULL AND ?2 IN"
                " (SELECT id FROM reviews UNION ALL SELECT review_id FROM deleted_reviews)",
                sorted(((row["guild_id"], row["review_id"], row["queued_s"]) for row in rows), key=lambda row: row[1]),
            )
            await tx.execute_fetchall("DELETE FROM copies WHERE message_id = ?", (message_id,))

    async def expire(self, now: datetime) -> int:
        """Forget true messages past their day that show no review any more; how many there were.

        Posted digests stay known: they name films.
        """
        async with self._database.transaction() as tx:
            gone = await tx.execute_fetchall(
                "DELETE FROM copies WHERE is_empty AND due_s IS NULL AND posted_s < ?"
                " AND NOT EXISTS (SELECT 1 FROM digests d WHERE d.message_id = copies.message_id) RETURNING 1",
                (to_seconds(now - CARD_KEPT_FOR),),
            )
            return len(list(gone))


def _ids(reviews: Iterable[Review]) -> list[ReviewId]:
    return [review.id for review in reviews]


async def _is_urgent(tx: aiosqlite.Connection, message_id: MessageId) -> bool:
    row = await fetch_one(tx, "SELECT is_urgent FROM copies WHERE message_id = ?", (message_id,))
    return row is not None and bool(row["is_urgent"])


def _to_stale(row: aiosqlite.Row) -> StaleCopy:
    return StaleCopy(
        message_id=MessageId(row["message_id"]),
        channel_id=ChannelId(row["channel_id"]),
        guild_id=GuildId(row["guild_id"]),
        request=row["request"],
        film_id=None if row["film_id"] is None else FilmId(row["film_id"]),
        author_id=None if row["author_id"] is None else UserId(row["author_id"]),
        version=row["version"],
        is_urgent=bool(row["is_urgent"]),
        tries=row["tries"],
    )
