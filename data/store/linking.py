"""Linking a feed, within a transaction: what becomes of the one before, and whether a server's admins are asked."""

from datetime import datetime

import aiosqlite

from data.models import FollowState, GuildId, UserId
from data.store.database import fetch_one
from data.store.rows import to_seconds

TAKEN = (
    "SELECT 1 FROM follows f JOIN follow_guilds g ON g.user_id = f.user_id WHERE g.guild_id = ?1 AND f.user_id <> ?2"
    " AND f.username = ?3 AND g.state <> 'refused'"
)
"""Feed ?3 comes, or is to come, into server ?1 for somebody else than ?2."""

_CHECKS = "EXISTS (SELECT 1 FROM guilds s WHERE s.guild_id = {guild_id} AND s.checks_letterboxd)"
"""Whether admins have to agree in a server."""

BEGIN_ANEW = (
    "UPDATE follows SET is_begun = 0, due_s = ?2 WHERE user_id = ?1"
    " AND NOT EXISTS (SELECT 1 FROM follow_guilds g WHERE g.user_id = ?1 AND g.state = 'on')"
)
"""Before a feed comes into a first server: what it holds by then is the past."""

SINCE = (
    "CASE WHEN EXISTS (SELECT 1 FROM follow_guilds o WHERE o.user_id = :user_id AND o.guild_id <> :guild_id"
    " AND o.state = 'on') THEN :now_s END"
)
"""From when on the feed of :user_id is no past in server :guild_id, which lets it in now, if others read it already."""

_RESTART = (
    "UPDATE follows SET linked_s = ?1, is_begun = 0, etag = NULL, modified = NULL, due_s = ?1, failing_s = NULL,"
    " fault = NULL, ended_s = NULL, is_notice_due = 0 WHERE user_id = ?2"
)
"""Feed of ?2 is read from the beginning: what it holds by then is the past."""


async def put_feed(tx: aiosqlite.Connection, user_id: UserId, username: str, now: datetime) -> bool:
    """Keep that the person follows the feed, anew where it was given up; whether it was theirs before."""
    before = await fetch_one(tx, "SELECT username, ended_s FROM follows WHERE user_id = ?", (user_id,))

    if before is None:
        await tx.execute_fetchall(
            "INSERT INTO follows (user_id, username, linked_s, due_s) VALUES (?, ?, ?, ?)",
            (user_id, username, to_seconds(now), to_seconds(now)),
        )
        return False

    is_same = before["username"].casefold() == username.casefold()

    if not is_same:
        await _replace(tx, user_id, username, now)
    elif before["ended_s"] is not None:
        await tx.execute_fetchall(_RESTART, (to_seconds(now), user_id))

    return is_same


async def _replace(tx: aiosqlite.Connection, user_id: UserId, username: str, now: datetime) -> None:
    """Another feed takes the place of the one before: all that is known of that one goes, and admins agree anew."""
    at = to_seconds(now)
    await tx.execute_fetchall(_RESTART, (at, user_id))
    await tx.execute_fetchall(
        "UPDATE follows SET username = ?, asked_s = NULL, news_s = NULL WHERE user_id = ?", (username, user_id)
    )
    await tx.execute_fetchall("DELETE FROM followed_entries WHERE user_id = ?", (user_id,))
    await tx.execute_fetchall(
        "UPDATE follow_guilds SET state = 'asked', asked_s = ?, is_notice_due = 1"
        f" WHERE user_id = ? AND state <> 'refused' AND {_CHECKS.format(guild_id='follow_guilds.guild_id')}",
        (at, user_id),
    )
    await tx.execute_fetchall(
        "DELETE FROM follow_guilds WHERE user_id = ?1 AND EXISTS (SELECT 1 FROM follows f JOIN follow_guilds g"
        " ON g.user_id = f.user_id WHERE g.guild_id = follow_guilds.guild_id AND f.user_id <> ?1 AND f.username = ?2"
        " AND g.state <> 'refused')",
        (user_id, username),
    )


async def let_in(tx: aiosqlite.Connection, guild_id: GuildId, user_id: UserId, now: datetime, *, is_same: bool) -> bool:
    """Let the person's feed come into the server, or ask its admins; whether that is new."""
    row = await fetch_one(tx, f"SELECT {_CHECKS.format(guild_id='?')} AS checks", (guild_id,))
    wanted = FollowState.ASKED if row is not None and row["checks"] else FollowState.ON
    before = await fetch_one(
        tx, "SELECT state FROM follow_guilds WHERE guild_id = ? AND user_id = ?", (guild_id, user_id)
    )

    # A refusal holds for the feed that was refused; one who was let in stays so.
    if is_same and before is not None and (before["state"] != FollowState.ASKED or wanted is FollowState.ASKED):
        return False

    if wanted is FollowState.ON:
        await tx.execute_fetchall(BEGIN_ANEW, (user_id, to_seconds(now)))

    await tx.execute_fetchall(
        "INSERT INTO follow_guilds (guild_id, user_id, state, asked_s, since_s, is_notice_due)"
        f" VALUES (:guild_id, :user_id, :state, :now_s, {SINCE}, :is_notice_due)"
        " ON CONFLICT (guild_id, user_id) DO UPDATE SET state = excluded.state, asked_s = excluded.asked_s,"
        " since_s = excluded.since_s, is_notice_due = excluded.is_notice_due",
        {
            "guild_id": guild_id,
            "user_id": user_id,
            "state": wanted,
            "now_s": to_seconds(now),
            "is_notice_due": wanted is FollowState.ASKED,
        },
    )
    return True
