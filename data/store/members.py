"""What people last called themselves in each server, the films they want to see, and what they have chosen."""

from collections.abc import Sequence
from datetime import datetime

from data.models import Author, Film, FilmId, FilmKey, GuildId, ReviewId, UserId
from data.store.database import Database, fetch_one
from data.store.rows import to_film, to_seconds

LOOKUPS_KEPT = 25
"""Films that a person looked at: as many as autocomplete offers."""


_IS_KNOWN = "NOT EXISTS (SELECT 1 FROM own_films h WHERE h.film_id = f.id AND h.guild_id IS NOT ?)"
"""A film of `films f` was not added by hand in another server; without a server, in none."""


class MemberStore:
    """Names and avatars by server; private watchlists, look-ups and choices."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def see(self, guild_id: GuildId, author: Author, now: datetime) -> None:
        """Keep the name and avatar that the member shows in this server; unchanged ones cost no write."""
        row = await self._database.read_one(
            "SELECT name, avatar_url FROM members WHERE guild_id = ? AND user_id = ?", (guild_id, author.id)
        )

        if row is not None and (row["name"], row["avatar_url"]) == (author.name, author.avatar_url):
            return

        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "INSERT INTO members (guild_id, user_id, name, avatar_url, seen_s) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (guild_id, user_id) DO UPDATE"
                " SET name = excluded.name, avatar_url = excluded.avatar_url, seen_s = excluded.seen_s",
                (guild_id, author.id, author.name, author.avatar_url, to_seconds(now)),
            )

    async def find(self, guild_id: GuildId, user_id: UserId) -> Author | None:
        """The member as last seen in this server; None where they were never seen there."""
        row = await self._database.read_one(
            "SELECT name, avatar_url FROM members WHERE guild_id = ? AND user_id = ?", (guild_id, user_id)
        )
        return None if row is None else Author(id=user_id, name=row["name"], avatar_url=row["avatar_url"])

    async def watchlist(
        self, user_id: UserId, size: int, skipped: int = 0, guild_id: GuildId | None = None
    ) -> list[Film]:
        """Up to `size` films on the person's watchlist, the latest added first, after the first `skipped`.

        Of films added by hand only this server's. A list is one person's and short, so that skipping costs nothing.
        """
        rows = await self._database.read(
            f"SELECT f.facts FROM watchlist w JOIN films f ON f.id = w.film_id WHERE w.user_id = ? AND {_IS_KNOWN}"
            " ORDER BY w.added_s DESC, w.film_id DESC LIMIT ? OFFSET ?",
            (user_id, guild_id, size, skipped),
        )
        return [to_film(row["facts"]) for row in rows]

    async def count_watchlist(self, user_id: UserId, guild_id: GuildId | None = None) -> int:
        """How many films `watchlist` has."""
        row = await self._database.read_one(
            f"SELECT count(*) AS found FROM watchlist w JOIN films f ON f.id = w.film_id WHERE w.user_id = ?"
            f" AND {_IS_KNOWN}",
            (user_id, guild_id),
        )
        return 0 if row is None else int(row["found"])

    async def toggle_watchlist(self, user_id: UserId, film_id: FilmId, now: datetime) -> bool:
        """Put the film on the person's watchlist, or take it off; True if it is on it now."""
        async with self._database.transaction() as tx:
            removed = await fetch_one(
                tx, "DELETE FROM watchlist WHERE user_id = ? AND film_id = ? RETURNING 1", (user_id, film_id)
            )

            if removed is None:
                await tx.execute_fetchall(
                    "INSERT INTO watchlist (user_id, film_id, added_s) VALUES (?, ?, ?)",
                    (user_id, film_id, to_seconds(now)),
                )

            return removed is None

    async def look_up(self, user_id: UserId, film_id: FilmId, now: datetime) -> None:
        """Remember that the person looked at the film; the latest 25 are kept."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "INSERT INTO lookups (user_id, film_id, looked_s) VALUES (?, ?, ?)"
                " ON CONFLICT (user_id, film_id) DO UPDATE SET looked_s = excluded.looked_s",
                (user_id, film_id, to_seconds(now)),
            )
            await tx.execute_fetchall(
                "DELETE FROM lookups WHERE user_id = ?1 AND film_id NOT IN"
                " (SELECT film_id FROM lookups WHERE user_id = ?1 ORDER BY looked_s DESC, film_id LIMIT ?2)",
                (user_id, LOOKUPS_KEPT),
            )

    async def own_films(self, user_id: UserId, size: int, guild_id: GuildId | None = None) -> list[Film]:
        """Up to `size` films that the person looked at or put on their watchlist, the latest first, each once.

        Of films added by hand only this server's.
        """
        rows = await self._database.read(
            "SELECT f.facts, max(o.at_s) AS at_s FROM"
            " (SELECT film_id, looked_s AS at_s FROM lookups WHERE user_id = ?1"
            "  UNION ALL SELECT film_id, added_s FROM watchlist WHERE user_id = ?1) o"
            f" JOIN films f ON f.id = o.film_id WHERE {_IS_KNOWN}"
            " GROUP BY o.film_id ORDER BY at_s DESC, o.film_id LIMIT ?",
            (user_id, guild_id, size),
        )
        return [to_film(row["facts"]) for row in rows]

    async def reviewed_films(self, guild_id: GuildId, user_id: UserId, size: int) -> list[Film]:
        """Up to `size` films that the member reviewed in this server, the latest reviewed first."""
        rows = await self._database.read(
            "SELECT f.facts FROM reviews r JOIN films f ON f.id = r.film_id WHERE r.guild_id = ? AND r.author_id = ?"
            " ORDER BY r.created_s DESC, r.id DESC LIMIT ?",
            (guild_id, user_id, size),
        )
        return [to_film(row["facts"]) for row in rows]

    async def own_among(self, guild_id: GuildId | None, user_id: UserId, keys: Sequence[FilmKey]) -> frozenset[FilmKey]:
        """Those of the films that the person looked at, wants to see or, in this server, reviewed."""
        marks = ", ".join("?" * len(keys))
        rows = await self._database.read(
            f"SELECT k.key FROM film_keys k WHERE k.key IN ({marks}) AND"
            " (EXISTS (SELECT 1 FROM lookups o WHERE o.user_id = ? AND o.film_id = k.film_id)"
            " OR EXISTS (SELECT 1 FROM watchlist o WHERE o.user_id = ? AND o.film_id = k.film_id)"
            " OR EXISTS (SELECT 1 FROM reviews o WHERE o.guild_id = ? AND o.author_id = ? AND o.film_id = k.film_id))",
            (*keys, user_id, user_id, guild_id, user_id),
        )
        return frozenset(FilmKey(row["key"]) for row in rows)

    async def reviewed_too(
        self, guild_id: GuildId, user_id: UserId, review_ids: Sequence[ReviewId]
    ) -> frozenset[ReviewId]:
        """Those of the server's reviews that are of films which the member has reviewed in this server, too."""
        marks = ", ".join("?" * len(review_ids))
        rows = await self._database.read(
            "SELECT r.id FROM reviews r JOIN reviews own"
            " ON own.guild_id = r.guild_id AND own.author_id = ? AND own.film_id = r.film_id"
            f" WHERE r.guild_id = ? AND r.id IN ({marks})",
            (user_id, guild_id, *review_ids),
        )
        return frozenset(ReviewId(row["id"]) for row in rows)

    async def opens_spoilers(self, user_id: UserId) -> bool | None:
        """Whether the person sees spoilers of films that they have reviewed at once; None where the server decides."""
        row = await self._database.read_one("SELECT opens_spoilers FROM people WHERE user_id = ?", (user_id,))
        return None if row is None or row["opens_spoilers"] is None else bool(row["opens_spoilers"])

    async def choose_spoilers(self, user_id: UserId, *, opens: bool | None) -> None:
        """Keep what the person has chosen; None lets each server decide."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("DELETE FROM people WHERE user_id = ?", (user_id,))

            if opens is not None:
                await tx.execute_fetchall(
                    "INSERT INTO people (user_id, opens_spoilers) VALUES (?, ?)", (user_id, opens)
                )
