"""How fast a member writes new reviews, whatever becomes of these."""

from datetime import datetime, timedelta

import aiosqlite

from data.errors import TooManyReviews
from data.models import GuildId, Pace, ReviewId, UserId
from data.store.database import fetch_one
from data.store.rows import to_moment, to_seconds

_DAY = timedelta(days=1)

_CLOCKS_DIFFER_BY = timedelta(minutes=1)
"""What was written later than that from now on was written by a clock that went wrong: it holds nobody back."""

_OF_LAST_DAY = "guild_id = :guild_id AND author_id = :author_id AND written_s > :since_s AND written_s <= :until_s"


async def check_pace(tx: aiosqlite.Connection, guild_id: GuildId, author_id: UserId, pace: Pace, now: datetime) -> None:
    """Raise TooManyReviews where the member may not write a new review yet."""
    row = await fetch_one(
        tx,
        f"SELECT count(*) AS written, max(written_s) AS last_s FROM pace WHERE {_OF_LAST_DAY}",
        _last_day(guild_id, author_id, now),
    )

    if row is None or not row["written"]:
        return

    if pace.per_day and row["written"] >= pace.per_day:
        raise TooManyReviews(await _when_free(tx, guild_id, author_id, pace.per_day, now), pace.per_day)

    next_at = to_moment(row["last_s"]) + pace.interval

    if pace.interval and next_at > now:
        raise TooManyReviews(next_at)


async def count_pace(
    tx: aiosqlite.Connection, guild_id: GuildId, author_id: UserId, review_id: ReviewId, now: datetime
) -> None:
    """Remember for a day that the member wrote a new review; what is older goes."""
    await tx.execute_fetchall("DELETE FROM pace WHERE written_s <= ?", (to_seconds(now - _DAY),))
    await tx.execute_fetchall(
        "INSERT INTO pace (guild_id, author_id, written_s, review_id) VALUES (?, ?, ?, ?)",
        (guild_id, author_id, to_seconds(now), review_id),
    )


async def is_counted(tx: aiosqlite.Connection, guild_id: GuildId, author_id: UserId, review_id: ReviewId) -> bool:
    """Whether the member's review counts as one of the last day."""
    sql = "SELECT 1 FROM pace WHERE guild_id = ? AND author_id = ? AND review_id = ?"
    return await fetch_one(tx, sql, (guild_id, author_id, review_id)) is not None


async def _when_free(
    tx: aiosqlite.Connection, guild_id: GuildId, author_id: UserId, per_day: int, now: datetime
) -> datetime:
    """When the latest review but `per_day` - 1 is a day old."""
    row = await fetch_one(
        tx,
        f"SELECT written_s FROM pace WHERE {_OF_LAST_DAY} ORDER BY written_s DESC LIMIT 1 OFFSET :skipped",
        _last_day(guild_id, author_id, now) | {"skipped": per_day - 1},
    )
    assert row is not None
    return to_moment(row["written_s"]) + _DAY


def _last_day(guild_id: GuildId, author_id: UserId, now: datetime) -> dict[str, int]:
    return {
        "guild_id": guild_id,
        "author_id": author_id,
        "since_s": to_seconds(now - _DAY),
        "until_s": to_seconds(now + _CLOCKS_DIFFER_BY),
    }
