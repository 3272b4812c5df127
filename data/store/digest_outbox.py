"""Digests on their way into their channels: each is posted once, or kept where that is not possible in time.

waiting → sending → posted. From `sending` until Discord's answer nobody knows whether the message is there: such a
digest is given out again with the time of its try. Whoever takes one does so in a transaction, so that no two have it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import aiosqlite

from data.models import (
    ChannelId,
    Copy,
    DigestId,
    DigestTrouble,
    DueDigest,
    FeedFault,
    GuildId,
    MessageId,
    Review,
)
from data.store.database import Database, fetch_one
from data.store.rows import to_moment, to_seconds
from data.store.truth import Difference, difference, lost_names, make_due, put_copy

TAKEN_FOR = timedelta(seconds=5)
"""So long nobody else is given a digest that is being sent: a second process leaves it alone while it is on its way."""

TOLD_AFTER = 3
"""After so many refusals in a row a server's admins are told, once for each digest."""

_FAR_OFF_S = 2 * 3600
"""A retry further off than that was set by a clock that was wrong: none is put off so long."""

# Its terms are those of the index `digests_waiting`, which SQLite then sees to fit.
_GOES = "d.state IN ('waiting', 'sending')"

_CHANNEL = "iif(d.state = 'sending', d.channel_id, g.digest_id)"
"""A digest goes into the channel that its server has chosen when it is taken, until it is known how that ended."""

_SOME = (
    f"SELECT d.id, d.guild_id, {_CHANNEL} AS channel_id, d.ends_s, d.tried_s, d.failures"
    f" FROM digests d LEFT JOIN guilds g ON g.guild_id = d.guild_id WHERE {_GOES} AND {_CHANNEL} IS NOT NULL"
)

_READY = (
    f"{_SOME} AND (d.retry_s NOT BETWEEN :now + 1 AND :now + {_FAR_OFF_S}"
    # Another channel has been chosen since it was refused.
    " OR (d.state = 'waiting' AND d.failures > 0 AND d.channel_id IS NOT g.digest_id))"
)

_HOMELESS = (
    f"SELECT d.id FROM digests d WHERE {_GOES} AND d.state = 'waiting'"
    " AND NOT EXISTS (SELECT 1 FROM guilds g WHERE g.guild_id = d.guild_id AND g.digest_id IS NOT NULL)"
)


class DigestOutbox:
    """What waits to be posted, what may have been, and what could not be."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ready(self, now: datetime) -> list[DueDigest]:
        """The digests to be sent now, or to be looked for, those of the oldest weeks first."""
        rows = await self._database.read(f"{_READY} ORDER BY d.ends_s, d.id", {"now": to_seconds(now)})
        return [_to_due(row) for row in rows]

    async def next_retry(self, now: datetime) -> datetime | None:
        """When, later than now, the next digest is to be tried that waits; None where none does."""
        row = await self._database.read_one(
            f"SELECT min(d.retry_s) AS retry_s FROM digests d WHERE {_GOES}"
            " AND d.retry_s BETWEEN :now + 1 AND :now + :far_off",
            {"now": to_seconds(now), "far_off": _FAR_OFF_S},
        )
        return None if row is None or row["retry_s"] is None else to_moment(row["retry_s"])

    async def keep_homeless(self) -> None:
        """Only keep what waits for a channel in a server that has none any more."""
        if await self._database.read_one(f"{_HOMELESS} LIMIT 1") is not None:
            async with self._database.transaction() as tx:
                await tx.execute_fetchall(
                    f"UPDATE digests SET state = 'kept', reason = 'channel' WHERE id IN ({_HOMELESS})"
                )

    async def sending(self, digest_id: DigestId, channel_id: ChannelId, now: datetime) -> bool:
        """Take a digest that is ready, to send it into that channel or look for it there; whether it was to be had.

        Refusals by another channel count no more.
        """
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx,
                "UPDATE digests SET state = 'sending', tried_s = iif(state = 'sending', tried_s, :now),"
                " retry_s = :until, failures = iif(channel_id IS :channel_id, failures, 0), channel_id = :channel_id"
                f" WHERE id = :id AND id IN (SELECT id FROM ({_READY}) WHERE channel_id = :channel_id) RETURNING 1",
                {
                    "id": digest_id,
                    "channel_id": channel_id,
                    "now": to_seconds(now),
                    "until": to_seconds(now + TAKEN_FOR),
                },
            )
            return row is not None

    async def sent(
        self, digest_id: DigestId, copy: Copy, reviews: Sequence[Review], now: datetime, *, is_doubtful: bool
    ) -> None:
        """The digest is the message `copy`, which shows `reviews` as they were read.

        The message is due where it is not true any more, or where it is doubtful which state of them it shows.
        """
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE digests SET state = 'posted', reason = NULL, channel_id = ?, message_id = ?, tried_s = NULL,"
                " retry_s = 0, failures = 0, fault = NULL, notice = 0 WHERE id = ? AND state <> 'posted'",
                (copy.channel_id, copy.message_id, digest_id),
            )
            await put_copy(tx, copy, [review.id for review in reviews], now)
            found = max(await difference(tx, reviews), await lost_names(tx, copy))
            await make_due(tx, copy.message_id, max(found, Difference.WORDS) if is_doubtful else found, now)

    async def is_post(self, message_id: MessageId) -> bool:
        """Whether the message is a digest that was posted in its channel."""
        sql = "SELECT 1 FROM digests WHERE message_id = ?"
        return await self._database.read_one(sql, (message_id,)) is not None

    async def put_back(self, digest_id: DigestId) -> None:
        """The digest was certainly not sent: it waits again."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE digests SET state = 'waiting', tried_s = NULL, retry_s = 0 WHERE id = ? AND state = 'sending'",
                (digest_id,),
            )

    async def wait(self, guild_id: GuildId, until: datetime) -> None:
        """Nothing is sent for the server until then: what went wrong is not the channel's fault."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                f"UPDATE digests AS d SET retry_s = ? WHERE d.guild_id = ? AND {_GOES}", (to_seconds(until), guild_id)
            )

    async def hasten(self, guild_id: GuildId) -> None:
        """What the server's channel refused is ready at once: something changed there."""
        where = f"d.guild_id = ? AND d.failures > 0 AND {_GOES}"

        if await self._database.read_one(f"SELECT 1 FROM digests d WHERE {where} LIMIT 1", (guild_id,)) is not None:
            async with self._database.transaction() as tx:
                await tx.execute_fetchall(f"UPDATE digests AS d SET retry_s = 0 WHERE {where}", (guild_id,))

    async def refused(self, digest_id: DigestId, fault: FeedFault, retry_at: datetime) -> bool:
        """Discord refused the digest; it is tried again at `retry_at`. Whether its server's admins are to be told."""
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx,
                "UPDATE digests AS d SET failures = failures + 1, fault = ?, retry_s = ?,"
                " notice = iif(notice = 0 AND failures + 1 >= ?, 1, notice)"
                f" WHERE d.id = ? AND {_GOES} RETURNING notice",
                (fault.value, to_seconds(retry_at), TOLD_AFTER, digest_id),
            )
            return row is not None and row["notice"] == 1

    async def notices_due(self) -> list[DueDigest]:
        """The digests of which their servers' admins are still to be told that they can't be posted."""
        return [_to_due(row) for row in await self._database.read(f"{_SOME} AND d.notice = 1 ORDER BY d.ends_s, d.id")]

    async def notice_given(self, digest_id: DigestId) -> None:
        """The server's admins know, or can't be told."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("UPDATE digests SET notice = 2 WHERE id = ?", (digest_id,))

    async def give_up(self, digest_id: DigestId) -> None:
        """It is too late for a digest that waits: it can only be browsed."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE digests SET state = 'kept', reason = 'missed' WHERE id = ? AND state = 'waiting'", (digest_id,)
            )

    async def troubles(self, guild_id: GuildId) -> list[DigestTrouble]:
        """What of the server's digests was refused since the last one that got through, the latest first."""
        rows = await self._database.read(
            f"SELECT d.id, d.ends_s, d.failures, d.fault, {_GOES} AS is_waiting FROM digests d WHERE d.guild_id = ?1"
            " AND d.state <> 'posted' AND d.fault IS NOT NULL AND d.ends_s > coalesce((SELECT max(ends_s)"
            " FROM digests WHERE guild_id = ?1 AND state = 'posted'), 0) ORDER BY d.ends_s DESC",
            (guild_id,),
        )
        return [
            DigestTrouble(
                id=DigestId(row["id"]),
                ends_at=to_moment(row["ends_s"]),
                failures=row["failures"],
                fault=FeedFault(row["fault"]),
                is_waiting=bool(row["is_waiting"]),
            )
            for row in rows
        ]


def _to_due(row: aiosqlite.Row) -> DueDigest:
    return DueDigest.model_construct(
        id=DigestId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        channel_id=ChannelId(row["channel_id"]),
        ends_at=to_moment(row["ends_s"]),
        tried_at=None if row["tried_s"] is None else to_moment(row["tried_s"]),
        failures=row["failures"],
    )
