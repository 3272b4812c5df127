"""What people last called themselves in each server, and the films they want to see."""

from datetime import datetime

from data.models import Author, Film, FilmId, GuildId, UserId
from data.store.database import Database, fetch_one
from data.store.rows import to_film, to_seconds


class MemberStore:
    """Names and avatars by server, and private watchlists."""

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

    async def watchlist(self, user_id: UserId, size: int, skipped: int = 0) -> list[Film]:
        """Up to `size` films on the person's watchlist, the latest added first, after the first `skipped`.

        A list is one person's and short, so that skipping costs nothing.
        """
        rows = await self._database.read(
            "SELECT f.facts FROM watchlist w JOIN films f ON f.id = w.film_id WHERE w.user_id = ?"
            " ORDER BY w.added_s DESC, w.film_id DESC LIMIT ? OFFSET ?",
            (user_id, size, skipped),
        )
        return [to_film(row["facts"]) for row in rows]

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
