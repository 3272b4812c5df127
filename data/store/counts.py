"""Members per rating, kept in the same transaction as the reviews they count."""

from collections.abc import Iterable
from sqlite3 import Row

import aiosqlite

from data.models import FilmKey, GuildId, Score
from data.store.database import Database

_UP = " ON CONFLICT DO UPDATE SET reviews = reviews + 1"


class CountStore:
    """Scores and histograms that cost the same with ten reviews and ten million."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_film(self, guild_id: GuildId, film_key: FilmKey) -> Score:
        """How the server's members rate the film; all zero where nobody reviewed it."""
        rows = await self._database.read(
            "SELECT rating, reviews FROM film_counts"
            " WHERE guild_id = ? AND film_id = (SELECT film_id FROM film_keys WHERE key = ?)",
            (guild_id, film_key),
        )
        return _to_score(rows)

    async def of_guild(self, guild_id: GuildId) -> Score:
        """How the server's members rate all that they reviewed."""
        return _to_score(
            await self._database.read("SELECT rating, reviews FROM guild_counts WHERE guild_id = ?", (guild_id,))
        )


async def count_review(tx: aiosqlite.Connection, guild_id: int, film_id: int, rating: int) -> None:
    """Count one review more; `rating` 0 is a review without one."""
    await tx.execute_fetchall(
        "INSERT INTO film_counts (guild_id, film_id, rating, reviews) VALUES (?, ?, ?, 1)" + _UP,
        (guild_id, film_id, rating),
    )
    await tx.execute_fetchall(
        "INSERT INTO guild_counts (guild_id, rating, reviews) VALUES (?, ?, 1)" + _UP, (guild_id, rating)
    )


async def uncount_review(tx: aiosqlite.Connection, guild_id: int, film_id: int, rating: int) -> None:
    """Count one review less."""
    await tx.execute_fetchall(
        "UPDATE film_counts SET reviews = reviews - 1 WHERE guild_id = ? AND film_id = ? AND rating = ?",
        (guild_id, film_id, rating),
    )
    await tx.execute_fetchall(
        "UPDATE guild_counts SET reviews = reviews - 1 WHERE guild_id = ? AND rating = ?", (guild_id, rating)
    )


def _to_score(rows: Iterable[Row]) -> Score:
    by_rating = {row["rating"]: row["reviews"] for row in rows}
    return Score(counts=tuple(by_rating.get(rating, 0) for rating in range(11)))
