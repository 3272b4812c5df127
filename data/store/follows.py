"""Whose feeds on Letterboxd are followed, into which servers, and what was read of them."""

import math
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

import aiosqlite

from data.errors import NameTaken, NotLinked
from data.models import (
    Follow,
    FollowedServer,
    FollowFault,
    FollowState,
    GuildId,
    UserId,
)
from data.store.database import Database, fetch_one
from data.store.linking import BEGIN_ANEW, SINCE, TAKEN, let_in, put_feed
from data.store.rows import to_moment, to_seconds

NAMES_KEPT = 500
"""So many of a feed's entries are remembered, those that it holds just now aside: ten times as many as a feed has."""

GIVEN_UP_AFTER = timedelta(days=30)
"""A feed that could not be read for so long is given up."""

OUT_OF_WORK_AFTER = timedelta(days=2)
"""Where a feed was not asked for since, it is not the feed that failed: the bot did not run, or was to wait."""

PUT_OFF_AT_MOST = timedelta(days=2)
"""Nothing is put off for longer than that from now: what is was put off by a clock that went wrong."""

_COLUMNS = (
    "f.user_id, f.username, f.linked_s, f.is_begun, f.etag, f.modified, f.asked_s, f.news_s, f.due_s, f.failing_s,"
    " f.fault, f.ended_s"
)
_SERVER_COLUMNS = "g.user_id, g.guild_id, f.username, g.state, g.asked_s, g.since_s"
_SERVERS = f"SELECT {_SERVER_COLUMNS} FROM follow_guilds g JOIN follows f ON f.user_id = g.user_id"

_IS_WANTED = (
    "f.ended_s IS NULL AND EXISTS (SELECT 1 FROM follow_guilds g WHERE g.user_id = f.user_id AND g.state = 'on')"
)
"""A feed of `follows f` comes into some server."""


class FollowStore:
    """Followed feeds, one for each person at most."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_member(self, user_id: UserId) -> Follow | None:
        """The feed that the person has linked, also one that was given up; None where they follow none."""
        row = await self._database.read_one(f"SELECT {_COLUMNS} FROM follows f WHERE f.user_id = ?", (user_id,))
        return None if row is None else _to_follow(row)

    async def servers(self, user_id: UserId) -> list[FollowedServer]:
        """The servers into which the person's feed comes, or is to come, those linked first first."""
        sql = f"{_SERVERS} WHERE g.user_id = ? ORDER BY g.asked_s, g.guild_id"
        return [_to_server(row) for row in await self._database.read(sql, (user_id,))]

    async def of_guild(self, guild_id: GuildId) -> list[FollowedServer]:
        """The feeds that come, or are to come, into a server: those that wait first, then by name."""
        sql = f"{_SERVERS} WHERE g.guild_id = ? ORDER BY g.state <> 'asked', f.username COLLATE NOCASE, g.user_id"
        return [_to_server(row) for row in await self._database.read(sql, (guild_id,))]

    async def check_name(self, guild_id: GuildId, user_id: UserId, username: str) -> None:
        """Raises NameTaken where the feed comes, or is to come, into the server for somebody else."""
        if await self._database.read_one(TAKEN, (guild_id, user_id, username)) is not None:
            raise NameTaken(username)

    async def link(self, guild_id: GuildId, user_id: UserId, username: str, now: datetime) -> bool:
        """Let that feed come into the server, in place of another one; whether it did not before, or was given up.

        Where the server's admins have to agree, they are asked. One that was given up begins anew. Raises NameTaken.
        """
        async with self._database.transaction() as tx:
            if await fetch_one(tx, TAKEN, (guild_id, user_id, username)) is not None:
                raise NameTaken(username)

            sql = "SELECT 1 FROM follows WHERE user_id = ? AND ended_s IS NOT NULL"
            was_given_up = await fetch_one(tx, sql, (user_id,)) is not None
            is_same = await put_feed(tx, user_id, username, now)
            return await let_in(tx, guild_id, user_id, now, is_same=is_same) or was_given_up

    async def unlink(self, guild_id: GuildId, user_id: UserId, *, everywhere: bool) -> int:
        """Let the person's feed come into the server no more, or into none; from how many it went. Raises NotLinked."""
        async with self._database.transaction() as tx:
            gone = list(
                await tx.execute_fetchall(
                    "DELETE FROM follow_guilds WHERE user_id = ? AND (guild_id = ? OR ?) RETURNING guild_id",
                    (user_id, guild_id, everywhere),
                )
            )

            if not gone:
                raise NotLinked

            await tx.execute_fetchall(
                "DELETE FROM follows WHERE user_id = ?1 AND NOT EXISTS"
                " (SELECT 1 FROM follow_guilds g WHERE g.user_id = ?1)",
                (user_id,),
            )
            return len(gone)

    async def decide(
        self, guild_id: GuildId, user_id: UserId, username: str, *, agrees: bool, now: datetime
    ) -> FollowedServer:
        """Let that feed of the person's come into the server, or not.

        Raises NotLinked, also where they follow another one by now; NameTaken where it comes in for somebody else.
        """
        sql = f"{_SERVERS} WHERE g.guild_id = ? AND g.user_id = ? AND f.username = ?"

        async with self._database.transaction() as tx:
            if await fetch_one(tx, sql, (guild_id, user_id, username)) is None:
                raise NotLinked

            if agrees:
                if await fetch_one(tx, TAKEN, (guild_id, user_id, username)) is not None:
                    raise NameTaken(username)

                await tx.execute_fetchall(BEGIN_ANEW, (user_id, to_seconds(now)))

            state = FollowState.ON if agrees else FollowState.REFUSED
            await tx.execute_fetchall(
                f"UPDATE follow_guilds SET state = :state, since_s = {SINCE}, is_notice_due = 0"
                " WHERE guild_id = :guild_id AND user_id = :user_id",
                {"state": state, "guild_id": guild_id, "user_id": user_id, "now_s": to_seconds(now)},
            )
            row = await fetch_one(tx, sql, (guild_id, user_id, username))
            assert row is not None
            return _to_server(row)

    async def is_on(self, guild_id: GuildId, user_id: UserId, username: str) -> bool:
        """Whether that feed comes into the server for the person, as of now."""
        sql = f"{_SERVERS} WHERE g.guild_id = ? AND g.user_id = ? AND f.username = ? AND g.state = 'on'"
        return await self._database.read_one(sql, (guild_id, user_id, username)) is not None

    async def came_into(self, guild_id: GuildId, user_id: UserId, name: str) -> bool:
        """Whether the entry of that name came into the server once, be it there still or not."""
        sql = "SELECT 1 FROM letterboxd_entries WHERE guild_id = ? AND user_id = ? AND name = ?"
        return await self._database.read_one(sql, (guild_id, user_id, name)) is not None

    async def due(self, now: datetime, limit: int) -> list[Follow]:
        """Feeds that are to be read by now and come into some server, those that wait longest first."""
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM follows f WHERE {_IS_WANTED} AND (f.due_s <= ? OR f.due_s > ?)"
            " ORDER BY f.due_s, f.asked_s, f.user_id LIMIT ?",
            (to_seconds(now), to_seconds(now + PUT_OFF_AT_MOST), limit),
        )
        return [_to_follow(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When a feed is next to be read; None where none is."""
        row = await self._database.read_one(f"SELECT min(f.due_s) AS due_s FROM follows f WHERE {_IS_WANTED}")
        return None if row is None or row["due_s"] is None else to_moment(row["due_s"])

    async def asked_at(self, username: str) -> datetime | None:
        """When that feed was last asked for, whoever it was for; None where it never was."""
        row = await self._database.read_one(
            "SELECT max(asked_s) AS asked_s FROM follows WHERE username = ?", (username,)
        )
        return None if row is None or row["asked_s"] is None else to_moment(row["asked_s"])

    async def known(self, user_id: UserId) -> dict[str, str]:
        """What the feed's entries said when they were last seen: a hash by name."""
        rows = await self._database.read("SELECT name, said FROM followed_entries WHERE user_id = ?", (user_id,))
        return {row["name"]: row["said"] for row in rows}

    async def asking(self, user_id: UserId, now: datetime, due_at: datetime) -> None:
        """The feed is about to be asked for: whatever comes of it, not again before `due_at`."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE follows SET asked_s = ?, due_s = ? WHERE user_id = ?",
                (_at_the_latest(now), _at_the_latest(due_at), user_id),
            )

    async def put_off(self, user_id: UserId, due_at: datetime) -> None:
        """The feed is not asked for before that."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE follows SET due_s = ? WHERE user_id = ?", (_at_the_latest(due_at), user_id)
            )

    async def read(self, follow: Follow, said: Mapping[str, str], now: datetime) -> None:
        """The feed was read: keep its `etag`, `modified`, `news_at` and `due_at`, and what its entries said.

        `said` is empty where nothing changed. Nothing is kept where another feed took its place meanwhile.
        """
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx,
                "UPDATE follows SET is_begun = 1, etag = ?, modified = ?, asked_s = ?, news_s = ?, due_s = ?,"
                " failing_s = NULL, fault = NULL"
                " WHERE user_id = ? AND username = ? RETURNING 1",
                (
                    *(follow.etag, follow.modified, _at_the_latest(now)),
                    None if follow.news_at is None else to_seconds(follow.news_at),
                    *(_at_the_latest(follow.due_at), follow.user_id, follow.username),
                ),
            )

            if row is not None and said:
                await _keep_entries(tx, follow.user_id, said, now)

    async def failed(self, follow: Follow, fault: FollowFault, now: datetime, due_at: datetime) -> bool:
        """The feed could not be read, and is asked for again from `due_at` on; whether it is given up in place of that.

        `follow` is as it was before it was asked for.
        """
        was_at_work = follow.asked_at is not None and follow.asked_at > now - OUT_OF_WORK_AFTER
        since = follow.failing_since if follow.failing_since is not None and was_at_work else now
        is_over = now - since >= GIVEN_UP_AFTER

        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE follows SET asked_s = ?, failing_s = ?, fault = ?, due_s = ?, ended_s = ?, is_notice_due = ?"
                " WHERE user_id = ? AND username = ?",
                (
                    *(_at_the_latest(now), to_seconds(since), fault, _at_the_latest(due_at)),
                    *(to_seconds(now) if is_over else None, is_over),
                    *(follow.user_id, follow.username),
                ),
            )

        return is_over

    async def ended(self) -> list[Follow]:
        """Feeds that were given up and whose person was not told yet."""
        sql = f"SELECT {_COLUMNS} FROM follows f WHERE f.is_notice_due AND f.ended_s IS NOT NULL ORDER BY f.ended_s"
        return [_to_follow(row) for row in await self._database.read(sql)]

    async def end_told(self, user_id: UserId) -> None:
        """The person knows that their feed was given up, or can't be told."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("UPDATE follows SET is_notice_due = 0 WHERE user_id = ?", (user_id,))

    async def asked(self) -> list[FollowedServer]:
        """The feeds about which a server's admins are to be told that they have to agree."""
        sql = f"{_SERVERS} WHERE g.is_notice_due AND g.state = 'asked' ORDER BY g.guild_id, g.asked_s"
        return [_to_server(row) for row in await self._database.read(sql)]

    async def ask_told(self, guild_id: GuildId, user_id: UserId) -> None:
        """A server's admins know that they are asked, or can't be told."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "UPDATE follow_guilds SET is_notice_due = 0 WHERE guild_id = ? AND user_id = ?", (guild_id, user_id)
            )


async def _keep_entries(tx: aiosqlite.Connection, user_id: UserId, said: Mapping[str, str], now: datetime) -> None:
    """Keep what the entries said; of those that are not in the feed any more only the latest seen."""
    await tx.executemany(
        "INSERT INTO followed_entries (user_id, name, said, seen_s) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (user_id, name) DO UPDATE SET said = excluded.said, seen_s = excluded.seen_s",
        [(user_id, name, hashed, to_seconds(now)) for name, hashed in said.items()],
    )
    await tx.execute_fetchall(
        "DELETE FROM followed_entries WHERE user_id = ?1 AND seen_s < ?2 AND name NOT IN (SELECT name FROM"
        " followed_entries WHERE user_id = ?1 ORDER BY seen_s DESC, name LIMIT ?3)",
        (user_id, to_seconds(now), NAMES_KEPT),
    )


def _at_the_latest(moment: datetime) -> int:
    """The first whole second that is not before it: so that what has to lie apart never lies closer."""
    return math.ceil(moment.timestamp())


def _to_follow(row: sqlite3.Row) -> Follow:
    def moment(name: str) -> datetime | None:
        return None if row[name] is None else to_moment(row[name])

    return Follow(
        user_id=UserId(row["user_id"]),
        username=row["username"],
        linked_at=to_moment(row["linked_s"]),
        is_begun=bool(row["is_begun"]),
        etag=row["etag"],
        modified=row["modified"],
        asked_at=moment("asked_s"),
        news_at=moment("news_s"),
        due_at=to_moment(row["due_s"]),
        failing_since=moment("failing_s"),
        fault=None if row["fault"] is None else FollowFault(row["fault"]),
        ended_at=moment("ended_s"),
    )


def _to_server(row: sqlite3.Row) -> FollowedServer:
    return FollowedServer(
        user_id=UserId(row["user_id"]),
        guild_id=GuildId(row["guild_id"]),
        username=row["username"],
        state=FollowState(row["state"]),
        asked_at=to_moment(row["asked_s"]),
        since=None if row["since_s"] is None else to_moment(row["since_s"]),
    )
