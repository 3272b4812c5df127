"""The films that reviews, watchlists and buttons speak of, found by any key they ever had."""

from collections.abc import Iterable
from datetime import datetime

import aiosqlite

from data.errors import FilmNotFound
from data.models import Film, FilmId, FilmKey, KnownFilm
from data.store.database import Database, fetch_one
from data.store.rows import to_film, to_seconds


class FilmStore:
    """Films by row id and by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, film: Film, now: datetime) -> FilmId:
        """Keep the film's facts as they are now; a film known by any of its keys keeps its row."""
        known = await self._database.read_one(
            "SELECT f.id FROM films f JOIN film_keys k ON k.film_id = f.id WHERE k.key = ? AND f.facts = ?",
            (film.key, film_facts(film)),
        )

        if known is not None:
            return FilmId(known["id"])

        async with self._database.transaction() as tx:
            return await remember_film(tx, film, now)

    async def by_key(self, key: FilmKey) -> KnownFilm:
        """The film that `key` names, or named once. Raises FilmNotFound."""
        row = await self._database.read_one(
            "SELECT f.id, f.facts FROM films f JOIN film_keys k ON k.film_id = f.id WHERE k.key = ?", (key,)
        )

        if row is None:
            raise FilmNotFound(key)

        return KnownFilm(id=FilmId(row["id"]), film=to_film(row["facts"]))

    async def by_id(self, film_id: FilmId) -> Film:
        """The film in that row. Raises FilmNotFound."""
        row = await self._database.read_one("SELECT facts FROM films WHERE id = ?", (film_id,))

        if row is None:
            raise FilmNotFound(str(film_id))

        return to_film(row["facts"])


async def remember_film(tx: aiosqlite.Connection, film: Film, now: datetime) -> FilmId:
    """Insert or refresh the film within a transaction. A key that names another film already stays with that one.

    Its own key decides first: what is saved under it must be found under it.
    """
    marks = ", ".join("?" * len(film.keys))
    found = await fetch_one(
        tx,
        f"SELECT film_id FROM film_keys WHERE key IN ({marks}) ORDER BY key <> ?, film_id LIMIT 1",
        (*film.keys, film.key),
    )
    facts = film_facts(film)

    if found is not None:
        film_id = FilmId(found["film_id"])
        await tx.execute_fetchall(
            "UPDATE films SET facts = ?, updated_s = ? WHERE id = ? AND facts <> ?",
            (facts, to_seconds(now), film_id, facts),
        )
    else:
        row = await fetch_one(
            tx, "INSERT INTO films (facts, updated_s) VALUES (?, ?) RETURNING id", (facts, to_seconds(now))
        )
        assert row is not None
        film_id = FilmId(row["id"])

    await name_film(tx, film_id, film.keys)
    return film_id


async def name_film(tx: aiosqlite.Connection, film_id: FilmId, keys: Iterable[FilmKey]) -> None:
    """Let the film go by these keys, but for those that name another one."""
    for key in keys:
        await tx.execute_fetchall(
            "INSERT INTO film_keys (key, film_id) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", (key, film_id)
        )


def film_facts(film: Film) -> str:
    """The film as its row holds it."""
    return film.model_dump_json(exclude_defaults=True)
