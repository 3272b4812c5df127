"""Reviews on their way into a server's feed: queued with their cause, in order, each sent once.

A row waits until it is taken into a batch, which is one message. From then until Discord's answer nobody knows whether
the message is there: such a batch is given out again first, with the time of its try.
"""

import json
from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from data.models import Batch, ChannelId, Copy, FeedFault, FeedState, GuildId, Review, ReviewId
from data.store.database import Database, fetch_one
from data.store.rows import to_moment, to_seconds
from data.store.truth import Difference, difference, make_due, may_hide, put_copy

ROLLED_UP_ABOVE = 5
"""More than so many waiting reviews of one server go into one message, as a list."""

LONGEST_LIST = 25
"""The most reviews in one list: what one select of Discord's offers."""

PAUSED_AFTER = 3
"""So many refusals in a row pause a server's feed."""

_WAITS = "message_id IS NULL"

_MATTERS = "(o.batch IS NOT NULL OR EXISTS (SELECT 1 FROM reviews r WHERE r.id = o.review_id))"
"""A row of `outbox o` is being sent, or its review is there: a deleted one keeps its place, since it can come back."""

_IS_LOST = (
    "(NOT EXISTS (SELECT 1 FROM reviews r WHERE r.id = outbox.review_id)"
    " AND NOT EXISTS (SELECT 1 FROM deleted_reviews d WHERE d.review_id = outbox.review_id)"
    " AND NOT EXISTS (SELECT 1 FROM merged_reviews m WHERE m.review_id = outbox.review_id))"
)
"""A row's review is gone for good, and is no part of another one."""

_FAR_OFF_S = 2 * 3600
"""A retry further off than that was set by a clock that was wrong: none is put off so long."""

_GOES_ON = (
    # From the few that wait to their servers, not the other way round: this is asked after every interaction.
    f"g.guild_id IN (SELECT guild_id FROM outbox WHERE {_WAITS}) AND g.feed_paused_s IS NULL"
    " AND EXISTS (SELECT 1 FROM outbox o WHERE o.guild_id = g.guild_id"
    f" AND {_WAITS} AND {_MATTERS} AND (g.feed_id IS NOT NULL OR o.batch IS NOT NULL))"
)
"""A server's feed is not paused and has something to send, or to find out whether it was sent."""


class OutboxStore:
    """What waits for a server's feed, and how the feed fares."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ready(self, now: datetime) -> list[GuildId]:
        """The servers whose feed is not paused and has something to send now.

        One that was turned off while a message was being sent is among them until it is known how that ended.
        """
        rows = await self._database.read(
            f"SELECT guild_id FROM guilds g WHERE {_GOES_ON} AND feed_retry_s NOT BETWEEN ?1 + 1 AND ?1 + ?2"
            " ORDER BY guild_id",
            (to_seconds(now), _FAR_OFF_S),
        )
        return [GuildId(row["guild_id"]) for row in rows]

    async def next_retry(self, now: datetime) -> datetime | None:
        """When, later than now, the next feed that waits after a fault has something to send; None where none does."""
        row = await self._database.read_one(
            f"SELECT min(feed_retry_s) AS retry_s FROM guilds g WHERE {_GOES_ON}"
            " AND feed_retry_s BETWEEN ?1 + 1 AND ?1 + ?2",
            (to_seconds(now), _FAR_OFF_S),
        )
        return None if row is None or row["retry_s"] is None else to_moment(row["retry_s"])

    async def next_batch(self, guild_id: GuildId, now: datetime) -> Batch | None:
        """What goes into the server's feed next; None where nothing waits, or new reviews have no feed to go into.

        A batch that was being sent when its sender stopped comes first, with the time of its try. A new one is the
        review that has waited longest, or a list of many that wait; from now on it counts as being sent.
        """
        async with self._database.transaction() as tx:
            unknown = await _unknown_batch(tx, guild_id)

            if unknown is not None:
                return unknown

            row = await fetch_one(tx, "SELECT feed_id FROM guilds WHERE guild_id = ?", (guild_id,))

            if row is None or row["feed_id"] is None:
                return None

            return await _new_batch(tx, guild_id, ChannelId(row["feed_id"]), now)

    async def sent(
        self, batch: Batch, copy: Copy, reviews: Sequence[Review], now: datetime, *, is_doubtful: bool
    ) -> None:
        """The batch is the message `copy`, showing `reviews` as they were read, where it is not doubtful which state.

        The feed works again: earlier failures count no more.
        """
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                f"UPDATE outbox SET message_id = ?, tried_s = NULL WHERE guild_id = ? AND batch = ? AND {_WAITS}",
                (copy.message_id, batch.guild_id, batch.number),
            )
            await tx.execute_fetchall(f"DELETE FROM outbox WHERE batch = ? AND {_IS_LOST}", (batch.number,))
            await put_copy(tx, copy, batch.review_ids, now)
            found = await difference(tx, reviews, batch.review_ids)
            await make_due(tx, copy.message_id, max(found, _doubt(batch, reviews)) if is_doubtful else found, now)
            await tx.execute_fetchall(
                "UPDATE guilds SET feed_failures = 0, feed_fault = NULL, feed_retry_s = 0 WHERE guild_id = ?",
                (batch.guild_id,),
            )

    async def put_back(self, batch: Batch) -> None:
        """The batch was certainly not sent: its reviews wait again, at the front, unless there is no feed any more."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE outbox SET batch = NULL, channel_id = NULL, tried_s = NULL"
                f" WHERE guild_id = ? AND batch = ? AND {_WAITS}",
                (batch.guild_id, batch.number),
            )
            await tx.execute_fetchall(
                f"DELETE FROM outbox WHERE guild_id = ? AND batch IS NULL AND {_WAITS}"
                f" AND ((SELECT feed_id FROM guilds g WHERE g.guild_id = outbox.guild_id) IS NULL OR {_IS_LOST})",
                (batch.guild_id,),
            )

    async def wait(self, guild_id: GuildId, until: datetime) -> None:
        """The feed sends nothing until then: what went wrong is not the channel's fault."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE guilds SET feed_retry_s = ? WHERE guild_id = ?", (to_seconds(until), guild_id)
            )

    async def refused(self, guild_id: GuildId, fault: FeedFault, now: datetime, retry_at: datetime) -> FeedState:
        """Discord refused a message into the feed: it is tried again at `retry_at`, and paused after three in a row."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE guilds SET feed_failures = feed_failures + 1, feed_fault = ?, feed_retry_s = ?"
                " WHERE guild_id = ? AND feed_paused_s IS NULL",
                (fault.value, to_seconds(retry_at), guild_id),
            )
            await tx.execute_fetchall(
                "UPDATE guilds SET feed_paused_s = ?, is_notice_due = 1"
                " WHERE guild_id = ? AND feed_paused_s IS NULL AND feed_failures >= ?",
                (to_seconds(now), guild_id, PAUSED_AFTER),
            )

        return await self.state(guild_id)

    async def resume(self, guild_id: GuildId) -> None:
        """The feed goes on from where it stopped."""
        async with self._database.transaction() as tx:
            await resume_feed(tx, guild_id)

    async def state(self, guild_id: GuildId) -> FeedState:
        """How the server's feed fares."""
        rows = await self._states("WHERE g.guild_id = ?", (guild_id,))
        return rows[0] if rows else FeedState(guild_id=guild_id)

    async def paused(self) -> list[FeedState]:
        """The feeds that are paused."""
        return await self._states("WHERE g.feed_paused_s IS NOT NULL", ())

    async def notice_given(self, guild_id: GuildId) -> None:
        """The server's admins know that the feed is paused, or can't be told."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("UPDATE guilds SET is_notice_due = 0 WHERE guild_id = ?", (guild_id,))

    async def of_batch(self, number: int) -> list[ReviewId]:
        """The reviews that went in that message and are still there, in its order."""
        rows = await self._database.read(
            "SELECT r.id AS review_id FROM outbox o LEFT JOIN merged_reviews m ON m.review_id = o.review_id"
            " JOIN reviews r ON r.id = coalesce(m.into_id, o.review_id)"
            " WHERE o.batch = ? GROUP BY r.id ORDER BY min(o.id)",
            (number,),
        )
        return [ReviewId(row["review_id"]) for row in rows]

    async def copy_of(self, review_id: ReviewId) -> Copy | None:
        """The message in the feed that shows the review; None where it did not go there, or the message is gone."""
        row = await self._database.read_one(
            "SELECT c.message_id, c.channel_id, c.guild_id, c.request FROM outbox o"
            " JOIN copies c ON c.message_id = o.message_id WHERE o.review_id = ?",
            (review_id,),
        )
        return None if row is None else Copy.model_validate(dict(row))

    async def is_waiting(self, review_id: ReviewId) -> bool:
        """Whether the review is still on its way into a feed."""
        sql = f"SELECT 1 FROM outbox WHERE review_id = ? AND {_WAITS}"
        return await self._database.read_one(sql, (review_id,)) is not None

    async def is_going(self, review_id: ReviewId) -> bool:
        """Whether the review is still on its way into a feed that is not paused."""
        sql = (
            "SELECT 1 FROM outbox o JOIN guilds g ON g.guild_id = o.guild_id"
            f" WHERE o.review_id = ? AND o.{_WAITS} AND g.feed_paused_s IS NULL"
        )
        return await self._database.read_one(sql, (review_id,)) is not None

    async def _states(self, where: str, values: Sequence[int]) -> list[FeedState]:
        rows = await self._database.read(
            "SELECT g.guild_id, g.feed_failures, g.feed_fault, g.feed_paused_s, g.is_notice_due,"
            f" (SELECT count(*) FROM outbox o WHERE o.guild_id = g.guild_id AND {_WAITS} AND {_MATTERS}) AS waiting"
            f" FROM guilds g {where} ORDER BY g.guild_id",
            values,
        )
        return [
            FeedState(
                guild_id=GuildId(row["guild_id"]),
                waiting=row["waiting"],
                failures=row["feed_failures"],
                fault=None if row["feed_fault"] is None else FeedFault(row["feed_fault"]),
                paused_at=None if row["feed_paused_s"] is None else to_moment(row["feed_paused_s"]),
                is_notice_due=bool(row["is_notice_due"]),
            )
            for row in rows
        ]


async def queue_for_feed(
    tx: aiosqlite.Connection, guild_id: GuildId, review_id: ReviewId, now: datetime, *, has_text: bool
) -> None:
    """Let the review go into the server's feed, unless it is on its way or went.

    Nothing happens where the server has no feed, or takes no rating without a text.
    """
    await tx.execute_fetchall(
        "INSERT INTO outbox (guild_id, review_id, queued_s) SELECT guild_id, ?, ? FROM guilds"
        " WHERE guild_id = ? AND feed_id IS NOT NULL AND (? OR takes_bare_ratings)"
        " ON CONFLICT (review_id) DO NOTHING",
        (review_id, to_seconds(now), guild_id, has_text),
    )


async def feed_of(tx: aiosqlite.Connection, review_id: ReviewId) -> ChannelId | None:
    """The channel into which the review goes or went through its server's feed; None where it does not."""
    row = await fetch_one(
        tx,
        "SELECT coalesce(o.channel_id, g.feed_id) AS feed_id FROM outbox o JOIN guilds g ON g.guild_id = o.guild_id"
        " WHERE o.review_id = ?",
        (review_id,),
    )
    return None if row is None or row["feed_id"] is None else ChannelId(row["feed_id"])


async def resume_feed(tx: aiosqlite.Connection, guild_id: GuildId) -> None:
    """Let the feed go on, within a transaction."""
    await tx.execute_fetchall(
        "UPDATE guilds SET feed_failures = 0, feed_fault = NULL, feed_retry_s = 0, feed_paused_s = NULL,"
        " is_notice_due = 0 WHERE guild_id = ?",
        (guild_id,),
    )


async def _unknown_batch(tx: aiosqlite.Connection, guild_id: GuildId) -> Batch | None:
    rows = list(
        await tx.execute_fetchall(
            "SELECT batch, channel_id, tried_s, review_id FROM outbox"
            f" WHERE guild_id = ?1 AND {_WAITS} AND batch ="
            f" (SELECT min(batch) FROM outbox WHERE guild_id = ?1 AND {_WAITS} AND batch IS NOT NULL) ORDER BY id",
            (guild_id,),
        )
    )

    if not rows:
        return None

    return Batch(
        number=rows[0]["batch"],
        guild_id=guild_id,
        channel_id=ChannelId(rows[0]["channel_id"]),
        review_ids=tuple(ReviewId(row["review_id"]) for row in rows),
        tried_at=to_moment(rows[0]["tried_s"]),
    )


async def _new_batch(tx: aiosqlite.Connection, guild_id: GuildId, feed_id: ChannelId, now: datetime) -> Batch | None:
    rows = list(
        await tx.execute_fetchall(
            f"SELECT id, review_id FROM outbox o WHERE guild_id = ? AND {_WAITS} AND {_MATTERS} ORDER BY id LIMIT ?",
            (guild_id, LONGEST_LIST),
        )
    )

    if not rows:
        return None

    taken = rows if len(rows) > ROLLED_UP_ABOVE else rows[:1]
    number = taken[0]["id"]
    await tx.execute_fetchall(
        "UPDATE outbox SET batch = ?, channel_id = ?, tried_s = ? WHERE id IN (SELECT value FROM json_each(?))",
        (number, feed_id, to_seconds(now), json.dumps([row["id"] for row in taken])),
    )
    return Batch(
        number=number,
        guild_id=guild_id,
        channel_id=feed_id,
        review_ids=tuple(ReviewId(row["review_id"]) for row in taken),
    )


def _doubt(batch: Batch, reviews: Sequence[Review]) -> Difference:
    """How far the message of a batch, sent nobody knows when, may be from `reviews`, which are what is left of it."""

    def was_edited(review: Review) -> bool:
        return review.edited_at is not None and (batch.tried_at is None or review.edited_at >= batch.tried_at)

    may_show_too_much = any(was_edited(review) and may_hide(review.content) for review in reviews)
    is_one_gone = len(reviews) < len(batch.review_ids)
    return Difference.HIDDEN if is_one_gone or may_show_too_much else Difference.WORDS
