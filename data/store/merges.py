"""Films that a server merged into others, and undoing that."""

from datetime import datetime

import aiosqlite

from data.errors import CannotMerge, CannotUndoMerge
from data.models import Film, FilmId, GuildId, Merge, MergePlan, UserId
from data.store.database import Database, fetch_one
from data.store.films import remember_film
from data.store.merging import merge_rows
from data.store.rows import to_film, to_moment, to_seconds
from data.store.unmerging import unmerge_rows

_MERGES = (
    "SELECT m.*, a.facts AS facts, b.facts AS into_facts FROM film_merges m JOIN films a ON a.id = m.film_id"
    " JOIN films b ON b.id = m.into_id"
)

_SETTLE = (
    (
        "UPDATE reviews SET came_from = NULL WHERE (id, came_from) IN (SELECT into_id, review_id FROM merged_reviews"
        " WHERE merge_id = :merge_id AND into_id IS NOT NULL)"
    ),
    (
        "UPDATE review_revisions SET came_from = NULL WHERE (review_id, came_from) IN"
        " (SELECT into_id, review_id FROM merged_reviews WHERE merge_id = :merge_id AND into_id IS NOT NULL)"
    ),
    (
        "UPDATE viewings SET came_from = NULL WHERE (review_id, came_from) IN"
        " (SELECT into_id, review_id FROM merged_reviews WHERE merge_id = :merge_id AND into_id IS NOT NULL)"
    ),
    "DELETE FROM merged_likes WHERE review_id IN (SELECT review_id FROM merged_reviews WHERE merge_id = :merge_id)",
    "DELETE FROM merged_reviews WHERE merge_id = :merge_id AND into_id IS NULL",
    "UPDATE merged_reviews SET merge_id = NULL WHERE merge_id = :merge_id",
    "DELETE FROM film_merges WHERE id = :merge_id",
)


class MergeStore:
    """Merges by server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def plan(self, guild_id: GuildId, film_id: FilmId, film: Film, into_id: FilmId, into: Film) -> MergePlan:
        """What merging the one film into the other would do now."""
        row = await self._database.read_one(
            "SELECT count(*) AS reviews, count(b.id) AS both FROM reviews a"
            " LEFT JOIN reviews b ON b.guild_id = a.guild_id AND b.author_id = a.author_id AND b.film_id = ?"
            " WHERE a.guild_id = ? AND a.film_id = ?",
            (into_id, guild_id, film_id),
        )
        assert row is not None
        return MergePlan(film_id=film_id, film=film, into=into, reviews=row["reviews"], both=row["both"])

    async def merge(self, guild_id: GuildId, film_id: FilmId, into: Film, actor_id: UserId, now: datetime) -> Merge:
        """Let all that is kept of a film that the server added by hand be the other film's.

        What was merged into it before stays so for good. Raises CannotMerge, FilmNotFound, StoreFailed.
        """
        async with self._database.transaction() as tx:
            into_id = await remember_film(tx, into, now)
            own = await fetch_one(
                tx,
                "SELECT f.facts FROM own_films o JOIN films f ON f.id = o.film_id"
                " WHERE o.film_id = ? AND o.guild_id = ? AND f.merged_into IS NULL",
                (film_id, guild_id),
            )

            if own is None or film_id == into_id:
                raise CannotMerge

            for row in list(await tx.execute_fetchall("SELECT id FROM film_merges WHERE into_id = ?", (film_id,))):
                await settle(tx, row["id"])

            row = await fetch_one(
                tx,
                "INSERT INTO film_merges (guild_id, film_id, into_id, merged_by, merged_s, kept)"
                " VALUES (?, ?, ?, ?, ?, '') RETURNING id",
                (guild_id, film_id, into_id, actor_id, to_seconds(now)),
            )
            assert row is not None
            await merge_rows(tx, guild_id, film_id, into_id, now, row["id"])
            return Merge(id=row["id"], film=to_film(own["facts"]), into=into, merged_at=now)

    async def undo(self, guild_id: GuildId, merge_id: int, now: datetime) -> Merge:
        """Let both films be as they were; what was written since stays with the second one.

        Raises CannotUndoMerge, StoreFailed.
        """
        async with self._database.transaction() as tx:
            row = await fetch_one(tx, f"{_MERGES} WHERE m.id = ? AND m.guild_id = ?", (merge_id, guild_id))

            if row is None:
                raise CannotUndoMerge

            later = await fetch_one(
                tx,
                f"{_MERGES} WHERE m.guild_id = ? AND m.into_id = ? AND m.id > ? ORDER BY m.id DESC LIMIT 1",
                (guild_id, row["into_id"], merge_id),
            )

            if later is not None:
                raise CannotUndoMerge(to_film(later["facts"]).name)

            await unmerge_rows(tx, row, now)
            return _to_merge(row)

    async def of_guild(self, guild_id: GuildId, limit: int) -> list[Merge]:
        """The server's merges that can be undone, the latest first."""
        rows = await self._database.read(
            f"{_MERGES} WHERE m.guild_id = ?1 AND m.id IN"
            " (SELECT max(id) FROM film_merges WHERE guild_id = ?1 GROUP BY into_id) ORDER BY m.id DESC LIMIT ?2",
            (guild_id, limit),
        )
        return [_to_merge(row) for row in rows]


async def settle(tx: aiosqlite.Connection, merge_id: int) -> None:
    """Let the merge be for good: nothing that only undoing it needs is kept. What names the film still leads on."""
    for statement in _SETTLE:
        await tx.execute_fetchall(statement, {"merge_id": merge_id})


def _to_merge(row: aiosqlite.Row) -> Merge:
    return Merge(
        id=row["id"],
        film=to_film(row["facts"]),
        into=to_film(row["into_facts"]),
        merged_at=to_moment(row["merged_s"]),
    )
