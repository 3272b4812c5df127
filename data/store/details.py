"""What providers elsewhere told of films: kept with its date, asked for anew when due, and dropped in time.

What a provider tells stands here and nowhere else, but for what names a film that only the provider knows.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import aiosqlite

from data.errors import FilmNotFound
from data.models import DueDetails, Film, FilmDetails, FilmId, FilmKey, KeptDetails, Source
from data.store.database import Database, fetch_one
from data.store.films import name_film, to_facts
from data.store.rows import to_film, to_moment, to_seconds
from data.store.truth import CARD_KEPT_FOR, mark_cards

REFRESHED_AFTER = timedelta(days=30)
"""How long what was told is as good as new."""

TMDB_KEPT_FOR = timedelta(days=170)
"""How long TMDB's words are kept that could not be had anew: its terms allow six months."""

OFFERED_FOR = timedelta(days=7)
"""How long a film that was found elsewhere can be chosen from what offered it."""

UNNAMED_AT_ONCE = 200
"""So many names of no use are let go of at once."""

# The row stays, since old buttons may name it: with its key for a title, until somebody looks at it again.
_OF_NO_USE = (
    "SELECT f.id, f.facts FROM films f WHERE f.updated_s < ?"
    " AND json_extract(f.facts, '$.key') LIKE 'tmdb:%' AND json_extract(f.facts, '$.title') NOT LIKE 'tmdb:%'"
    " AND NOT EXISTS (SELECT 1 FROM film_counts o WHERE o.film_id = f.id AND o.reviews > 0)"
    " AND NOT EXISTS (SELECT 1 FROM deleted_reviews o WHERE o.film_id = f.id)"
    " AND NOT EXISTS (SELECT 1 FROM watchlist o WHERE o.film_id = f.id)"
    " AND NOT EXISTS (SELECT 1 FROM lookups o WHERE o.film_id = f.id)"
    " AND NOT EXISTS (SELECT 1 FROM film_details o WHERE o.film_id = f.id AND o.told_s IS NOT NULL) LIMIT ?"
)


class DetailStore:
    """Details by film and provider, and films that were offered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, film_id: FilmId) -> list[KeptDetails]:
        """What each provider told of the film, or was asked for, in the order of providers."""
        rows = await self._database.read(
            "SELECT source, details, told_s, tries FROM film_details WHERE film_id = ? ORDER BY source", (film_id,)
        )
        return [_to_kept(row) for row in rows]

    async def want(self, film_id: FilmId, source: Source, now: datetime) -> None:
        """Let the provider be asked about the film as soon as can be, unless it was before."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "INSERT INTO film_details (film_id, source, due_s) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (film_id, source, to_seconds(now)),
            )

    async def keep(self, film_id: FilmId, details: FilmDetails, now: datetime) -> list[FilmId]:
        """Keep what a provider told; in the same transaction the film's cards are due that do not show it yet.

        The film goes by all keys that the provider gave from now on. Other films that go by one of them already are
        given back: they are the same one.
        """
        async with self._database.transaction() as tx:
            before = await _kept(tx, film_id, details.source)

            if before is None:
                return []

            text = details.model_dump_json(exclude_defaults=True)
            is_first, is_new = before.told_at is None, _is_new(before.details, details)
            await tx.execute_fetchall(
                "UPDATE film_details SET details = ?, poster_url = ?, told_s = ?, due_s = ?, tries = 0,"
                " changed_s = iif(?, ?, changed_s) WHERE film_id = ? AND source = ?",
                (
                    text,
                    details.film.poster_url,
                    to_seconds(details.fetched_at),
                    to_seconds(now + REFRESHED_AFTER),
                    is_first or is_new,
                    to_seconds(now),
                    film_id,
                    details.source,
                ),
            )
            await _rename(tx, film_id, details.film, now)

            if is_first or is_new:
                await mark_cards(tx, None, film_id, now, since=None if is_first else now - CARD_KEPT_FOR)

            return await _others(tx, film_id, details.film.keys)

    async def unknown(self, film_id: FilmId, source: Source, now: datetime) -> None:
        """The provider knows no such film: it is asked again when that may have changed."""
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx,
                "UPDATE film_details SET details = NULL, poster_url = NULL, told_s = ?1, due_s = ?2, tries = 0,"
                " changed_s = ?1 WHERE film_id = ?3 AND source = ?4 RETURNING 1",
                (to_seconds(now), to_seconds(now + REFRESHED_AFTER), film_id, source),
            )

            if row is not None:
                await mark_cards(tx, None, film_id, now)

    async def failed(self, film_id: FilmId, source: Source, now: datetime, again_at: datetime) -> None:
        """The provider did not answer: it is asked again at `again_at`, and cards that wait for it say so."""
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx,
                "UPDATE film_details SET tries = tries + 1, due_s = ?,"
                " changed_s = iif(told_s IS NULL AND tries = 0, ?, changed_s)"
                " WHERE film_id = ? AND source = ? RETURNING told_s IS NULL AND tries = 1 AS is_first",
                (to_seconds(again_at), to_seconds(now), film_id, source),
            )

            if row is not None and row["is_first"]:
                await mark_cards(tx, None, film_id, now)

    async def due_first(self, sources: Iterable[Source], now: datetime, limit: int) -> list[DueDetails]:
        """Films of which these providers have told nothing yet: those that somebody waits for first."""
        return await self._due(sources, now, limit, "d.told_s IS NULL", "d.tries > 0, d.due_s DESC, d.film_id DESC")

    async def due_again(self, sources: Iterable[Source], now: datetime, limit: int) -> list[DueDetails]:
        """Films whose details are old: those first that somebody reviewed, or looked at lately."""
        return await self._due(
            sources,
            now,
            limit,
            "d.told_s IS NOT NULL",
            "NOT EXISTS (SELECT 1 FROM film_counts c WHERE c.film_id = d.film_id AND c.reviews > 0),"
            " NOT EXISTS (SELECT 1 FROM lookups l WHERE l.film_id = d.film_id), d.due_s, d.film_id",
        )

    async def next_due(self, sources: Iterable[Source], after: datetime) -> datetime | None:
        """When a provider is next to be asked, of the moments later than `after`; None where it is not."""
        known = list(sources)
        row = await self._database.read_one(
            f"SELECT min(due_s) AS due_s FROM film_details WHERE due_s > ? AND source IN ({_marks(known)})",
            (to_seconds(after), *known),
        )
        return None if row is None or row["due_s"] is None else to_moment(row["due_s"])

    async def offer(self, films: Iterable[Film], now: datetime) -> None:
        """Know these films by their keys for some days, though nobody has looked at them."""
        async with self._database.transaction() as tx:
            await tx.executemany(
                "INSERT INTO offered_films (key, facts, offered_s) VALUES (?, ?, ?) ON CONFLICT (key)"
                " DO UPDATE SET facts = excluded.facts, offered_s = excluded.offered_s",
                [(film.key, to_facts(film), to_seconds(now)) for film in films],
            )

    async def offered(self, key: FilmKey) -> Film:
        """The film that was offered under that key. Raises FilmNotFound."""
        row = await self._database.read_one("SELECT facts FROM offered_films WHERE key = ?", (key,))

        if row is None:
            raise FilmNotFound(key)

        return to_film(row["facts"])

    async def expire(self, now: datetime) -> int:
        """Drop what TMDB told long ago and would not tell anew, what was offered days ago, and names of no use.

        Those are of films that only TMDB knows, and of which nothing is kept here. How many films' details went.
        """
        limit = to_seconds(now - TMDB_KEPT_FOR)
        nameless = await self._database.read(_OF_NO_USE, (limit, UNNAMED_AT_ONCE))

        async with self._database.transaction() as tx:
            gone = await tx.execute_fetchall(
                "DELETE FROM film_details WHERE source = ? AND told_s < ? RETURNING 1", (Source.TMDB, limit)
            )
            await tx.execute_fetchall("DELETE FROM offered_films WHERE offered_s < ?", (to_seconds(now - OFFERED_FOR),))

            for row in nameless:
                film = to_film(row["facts"])
                facts = to_facts(Film(key=film.key, title=film.key))
                await tx.execute_fetchall(
                    "UPDATE films SET facts = ?, updated_s = ? WHERE id = ? AND facts = ?",
                    (facts, to_seconds(now), row["id"], row["facts"]),
                )

            return len(list(gone))

    async def _due(
        self, sources: Iterable[Source], now: datetime, limit: int, which: str, order: str
    ) -> list[DueDetails]:
        known = list(sources)
        rows = await self._database.read(
            "SELECT d.film_id, d.source, d.told_s IS NULL AS is_first, d.tries, f.facts FROM film_details d"
            f" JOIN films f ON f.id = d.film_id WHERE {which} AND d.due_s <= ? AND d.source IN ({_marks(known)})"
            f" ORDER BY {order} LIMIT ?",
            (to_seconds(now), *known, limit),
        )
        return [
            DueDetails(
                film_id=FilmId(row["film_id"]),
                film=to_film(row["facts"]),
                source=Source(row["source"]),
                is_first=bool(row["is_first"]),
                tries=row["tries"],
            )
            for row in rows
        ]


async def _kept(tx: aiosqlite.Connection, film_id: FilmId, source: Source) -> KeptDetails | None:
    row = await fetch_one(
        tx,
        "SELECT source, details, told_s, tries FROM film_details WHERE film_id = ? AND source = ?",
        (film_id, source),
    )
    return None if row is None else _to_kept(row)


async def _rename(tx: aiosqlite.Connection, film_id: FilmId, told: Film, now: datetime) -> None:
    """Let the film go by all its keys; one of which nothing but its name is kept is called as the provider calls it."""
    await name_film(tx, film_id, told.keys)
    row = await fetch_one(tx, "SELECT facts FROM films WHERE id = ?", (film_id,))
    film = None if row is None else to_film(row["facts"])

    if film is None or told.key != film.key or film != film.name_alone:
        return

    facts = to_facts(film.model_copy(update={"title": told.title, "year": told.year}))
    await tx.execute_fetchall(
        "UPDATE films SET facts = ?, updated_s = ? WHERE id = ?", (facts, to_seconds(now), film_id)
    )


async def _others(tx: aiosqlite.Connection, film_id: FilmId, keys: Iterable[FilmKey]) -> list[FilmId]:
    known = list(keys)
    rows = await tx.execute_fetchall(
        f"SELECT DISTINCT film_id FROM film_keys WHERE key IN ({_marks(known)}) AND film_id <> ? ORDER BY film_id",
        (*known, film_id),
    )
    return [FilmId(row["film_id"]) for row in rows]


def _is_new(before: FilmDetails | None, after: FilmDetails) -> bool:
    """Whether more differs than the moment of asking."""
    return before is None or before.model_copy(update={"fetched_at": after.fetched_at}) != after


def _to_kept(row: aiosqlite.Row) -> KeptDetails:
    return KeptDetails(
        source=Source(row["source"]),
        details=None if row["details"] is None else FilmDetails.model_validate_json(row["details"]),
        told_at=None if row["told_s"] is None else to_moment(row["told_s"]),
        tries=row["tries"],
    )


def _marks(values: list[Source] | list[FilmKey]) -> str:
    return ", ".join("?" * len(values))
