"""The films that reviews, watchlists and buttons speak of, found by any key they ever had."""

from collections.abc import Iterable
from datetime import datetime

import aiosqlite

from data.errors import FilmNotFound
from data.models import Film, FilmId, FilmKey, GuildId, KnownFilm
from data.store.database import Database, fetch_one
from data.store.merging import merge_rows
from data.store.rows import to_film, to_seconds

_IS_VISIBLE = "NOT EXISTS (SELECT 1 FROM own_films o WHERE o.film_id = f.id AND o.guild_id IS NOT ?)"
"""A film of `films f` may be known in a server; without a server, only one that nobody added by hand."""


class FilmStore:
    """Films by row id and by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, film: Film, now: datetime) -> FilmId:
        """Keep the film's facts as they are now; a film known by any of its keys keeps its row."""
        known = await self._database.read_one(
            "SELECT f.id FROM films f JOIN film_keys k ON k.film_id = f.id WHERE k.key = ? AND f.facts = ?",
            (film.key, to_facts(film)),
        )

        if known is not None:
            return FilmId(known["id"])

        async with self._database.transaction() as tx:
            return await remember_film(tx, film, now)

    async def by_key(self, key: FilmKey, guild_id: GuildId | None = None) -> KnownFilm:
        """The film that `key` names, or named once; one added by hand in its own server alone. Raises FilmNotFound."""
        row = await self._database.read_one(
            f"SELECT f.id, f.facts FROM film_keys k JOIN films f ON f.id = k.film_id WHERE k.key = ? AND {_IS_VISIBLE}",
            (key, guild_id),
        )

        if row is None:
            raise FilmNotFound(key)

        return KnownFilm(id=FilmId(row["id"]), film=to_film(row["facts"]))

    async def by_id(self, film_id: FilmId, guild_id: GuildId | None = None) -> Film:
        """The film in that row, in the same way. Raises FilmNotFound."""
        return (await self.known(film_id, guild_id)).film

    async def known(self, film_id: FilmId, guild_id: GuildId | None = None) -> KnownFilm:
        """The same with the row where it is now: it may have been merged into another. Raises FilmNotFound."""
        row = await self._database.read_one(
            "SELECT f.id, f.facts FROM films f WHERE f.id = (SELECT coalesce(merged_into, id) FROM films WHERE id = ?)"
            f" AND {_IS_VISIBLE} AND f.facts <> ''",
            (film_id, guild_id),
        )

        if row is None:
            raise FilmNotFound(str(film_id))

        return KnownFilm(id=FilmId(row["id"]), film=to_film(row["facts"]))

    async def rows_of(self, film: Film) -> list[FilmId]:
        """The rows that the film's keys name, that of its own key first: more than one are to be merged into that."""
        marks = ", ".join("?" * len(film.keys))
        rows = await self._database.read(
            f"SELECT film_id FROM film_keys WHERE key IN ({marks}) GROUP BY film_id"
            " ORDER BY max(key = ?) DESC, film_id",
            (*film.keys, film.key),
        )
        return [FilmId(row["film_id"]) for row in rows]

    async def merge(self, film_id: FilmId, into_id: FilmId, now: datetime) -> None:
        """Let all that is kept of a film, in every server, be the other one's, with its keys: both proved to be one.

        Of two reviews by one member the later stays, and what the other said becomes earlier versions of it. This can't
        be undone. A film added by hand is one server's, and is not merged so. Raises StoreFailed.
        """
        async with self._database.transaction() as tx:
            own = await fetch_one(tx, "SELECT 1 FROM own_films WHERE film_id IN (?, ?)", (film_id, into_id))

            if own is not None:
                msg = "films added by hand are merged by their server"
                raise ValueError(msg)

            rows = await tx.execute_fetchall(
                "SELECT coalesce(merged_into, id) AS id FROM films WHERE id IN (?1, ?2) ORDER BY id = ?2",
                (film_id, into_id),
            )
            first, *others = (FilmId(row["id"]) for row in rows)

            for second in others:
                if second != first:
                    await merge_rows(tx, None, first, second, now)
                    # They are asked for anew where they are not kept of the other one.
                    await tx.execute_fetchall("DELETE FROM film_details WHERE film_id = ?", (first,))


async def remember_film(tx: aiosqlite.Connection, film: Film, now: datetime) -> FilmId:
    """Insert or refresh the film within a transaction. A key that names another film already stays with that one.

    Its own key decides first: what is saved under it must be found under it. One added by hand is there, or was merged
    into another, and its facts are its form's to change. Raises FilmNotFound where it was deleted.
    """
    if film.is_by_hand:
        return await _row_of(tx, film.key)

    marks = ", ".join("?" * len(film.keys))
    found = await fetch_one(
        tx,
        f"SELECT f.id, f.facts FROM film_keys k JOIN films f ON f.id = k.film_id WHERE k.key IN ({marks})"
        " ORDER BY k.key <> ?, f.id LIMIT 1",
        (*film.keys, film.key),
    )
    facts = to_facts(film)

    if found is not None:
        film_id = FilmId(found["id"])

        # A catalogue that knows titles alone must not take away what a better one told before.
        if not (film.is_bare and found["facts"] and not to_film(found["facts"]).is_bare):
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


async def _row_of(tx: aiosqlite.Connection, key: FilmKey) -> FilmId:
    row = await fetch_one(tx, "SELECT film_id FROM film_keys WHERE key = ?", (key,))

    if row is None:
        raise FilmNotFound(key)

    return FilmId(row["film_id"])


async def name_film(tx: aiosqlite.Connection, film_id: FilmId, keys: Iterable[FilmKey]) -> None:
    """Let the film go by these keys, but for those that name another one."""
    await tx.executemany(
        "INSERT INTO film_keys (key, film_id) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
        [(key, film_id) for key in keys],
    )


def to_facts(film: Film) -> str:
    """The film as its row's JSON."""
    return film.model_dump_json(exclude_defaults=True)
