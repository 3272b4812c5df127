"""Films that members add by hand: each is known in one server alone, and its facts are its form's to change."""

import secrets
from datetime import datetime, timedelta

import aiosqlite

from data.errors import FilmNotFound, FilmReviewed, TooManyFilms
from data.models import BY_HAND, Film, FilmId, FilmKey, GuildId, MessageId, OwnFilm, ReviewId, UserId
from data.store.counts import uncount_review
from data.store.database import Database, fetch_one
from data.store.films import to_facts
from data.store.merges import settle
from data.store.rows import to_film, to_moment, to_seconds
from data.store.trash import leave_feeds
from data.store.truth import mark_cards, mark_digests, mark_reviews

_DAY = timedelta(days=1)

_FILMS = "SELECT o.*, f.facts FROM own_films o JOIN films f ON f.id = o.film_id AND f.merged_into IS NULL"

_OTHERS_WROTE = (
    "SELECT 1 FROM reviews WHERE guild_id = ?1 AND film_id = ?2 AND author_id IS NOT ?3"
    " UNION ALL SELECT 1 FROM deleted_reviews WHERE film_id = ?2 AND author_id IS NOT ?3"
    " UNION ALL SELECT 1 FROM film_merges m JOIN merged_reviews x ON x.merge_id = m.id"
    " JOIN (SELECT id, author_id FROM reviews UNION ALL SELECT review_id, author_id FROM deleted_reviews) r"
    " ON r.id = coalesce(x.into_id, x.review_id) WHERE m.film_id = ?2 AND r.author_id IS NOT ?3 LIMIT 1"
)
"""Somebody else than ?3 wrote about film ?2 of server ?1; or did so before it was merged, where that can be undone."""

_ITS_ROWS = "IN (SELECT id FROM films WHERE id = :film_id OR merged_into = :film_id)"
"""Names a row of film :film_id: its own, or one that leads to it."""

_TAKE_OUT = (
    "DELETE FROM reviews WHERE guild_id = :guild_id AND film_id = :film_id",
    "DELETE FROM deleted_reviews WHERE film_id = :film_id",
    "DELETE FROM watchlist WHERE film_id = :film_id",
    "DELETE FROM lookups WHERE film_id = :film_id",
    f"DELETE FROM watches WHERE film_id {_ITS_ROWS}",
    f"DELETE FROM letterboxd_films WHERE film_id {_ITS_ROWS}",
    f"DELETE FROM letterboxd_entries WHERE film_id {_ITS_ROWS}",
    "DELETE FROM film_counts WHERE guild_id = :guild_id AND film_id = :film_id",
    "DELETE FROM drafts WHERE film_key IN (SELECT key FROM film_keys WHERE film_id = :film_id)",
    "DELETE FROM film_keys WHERE film_id = :film_id",
    f"DELETE FROM own_films WHERE film_id {_ITS_ROWS}",
    "UPDATE copies SET film_id = NULL WHERE guild_id = :guild_id AND film_id = :film_id",
    # Its row stays, and those that lead to it, empty: old pages name films by row, and none may ever mean another.
    "UPDATE films SET facts = '' WHERE id = :film_id OR merged_into = :film_id",
)


class OwnFilmStore:
    """A server's own films. One that was merged into another is none any more, until that is undone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, guild_id: GuildId, user_id: UserId, film: Film, now: datetime, per_day: int) -> FilmId:
        """Add the film, whose key nobody has yet, for this server; of one member up to `per_day` within a day.

        Raises TooManyFilms, StoreFailed.
        """
        async with self._database.transaction() as tx:
            await _check_pace(tx, guild_id, user_id, now, per_day)
            return await add_own(tx, guild_id, user_id, film, now)

    async def change(self, guild_id: GuildId, user_id: UserId, film: Film, now: datetime) -> None:
        """Let the film's facts be these; what shows them is due. Raises FilmNotFound, StoreFailed."""
        async with self._database.transaction() as tx:
            own = await _find(tx, guild_id, film.key)
            await tx.execute_fetchall(
                "UPDATE films SET facts = ?, updated_s = ? WHERE id = ?", (to_facts(film), to_seconds(now), own.id)
            )
            await tx.execute_fetchall("UPDATE own_films SET written_by = ? WHERE film_id = ?", (user_id, own.id))
            await mark_film(tx, guild_id, own.id, now)

    async def find(self, guild_id: GuildId, key: FilmKey) -> OwnFilm | None:
        """The film added by hand in this server that goes by that key."""
        row = await self._database.read_one(
            f"{_FILMS} JOIN film_keys k ON k.film_id = o.film_id WHERE k.key = ? AND o.guild_id = ?", (key, guild_id)
        )
        return None if row is None else _to_own_film(row)

    async def of_guild(self, guild_id: GuildId, size: int) -> list[Film]:
        """Up to `size` films added by hand in this server, the latest first."""
        rows = await self._database.read(
            f"{_FILMS} WHERE o.guild_id = ? ORDER BY o.film_id DESC LIMIT ?", (guild_id, size)
        )
        return [to_film(row["facts"]) for row in rows]

    async def is_reviewed_by_others(self, own: OwnFilm) -> bool:
        """Whether anybody but the one who added the film wrote about it; a review that can come back counts."""
        place = (own.guild_id, own.id, own.added_by)
        return await self._database.read_one(_OTHERS_WROTE, place) is not None

    async def delete(self, guild_id: GuildId, key: FilmKey, now: datetime) -> None:
        """Delete the film, with what the one who added it wrote about it, for good.

        Raises FilmNotFound, FilmReviewed, StoreFailed.
        """
        async with self._database.transaction() as tx:
            own = await _find(tx, guild_id, key)

            if await others_wrote(tx, own):
                raise FilmReviewed

            await take_out(tx, own, now)


def new_key() -> FilmKey:
    """A key for a film of a server's own: nobody can guess it, and so ask for the film in another server."""
    return FilmKey(f"{BY_HAND}{secrets.token_hex(10)}")


async def add_own(tx: aiosqlite.Connection, guild_id: GuildId, user_id: UserId, film: Film, now: datetime) -> FilmId:
    """Add the film, whose key nobody has yet, for this server."""
    row = await fetch_one(
        tx, "INSERT INTO films (facts, updated_s) VALUES (?, ?) RETURNING id", (to_facts(film), to_seconds(now))
    )
    assert row is not None
    await tx.execute_fetchall("INSERT INTO film_keys (key, film_id) VALUES (?, ?)", (film.key, row["id"]))
    await tx.execute_fetchall(
        "INSERT INTO own_films (film_id, guild_id, added_by, written_by, added_s) VALUES (?1, ?2, ?3, ?3, ?4)",
        (row["id"], guild_id, user_id, to_seconds(now)),
    )
    return FilmId(row["id"])


async def find_own(tx: aiosqlite.Connection, guild_id: GuildId, film_id: FilmId) -> OwnFilm | None:
    """The film in that row, where it is one of this server's own."""
    row = await fetch_one(tx, f"{_FILMS} WHERE o.film_id = ? AND o.guild_id = ?", (film_id, guild_id))
    return None if row is None else _to_own_film(row)


async def others_wrote(tx: aiosqlite.Connection, own: OwnFilm) -> bool:
    """The same as `OwnFilmStore.is_reviewed_by_others`, within a transaction."""
    return await fetch_one(tx, _OTHERS_WROTE, (own.guild_id, own.id, own.added_by)) is not None


async def take_out(tx: aiosqlite.Connection, own: OwnFilm, now: datetime) -> list[MessageId]:
    """Delete the film with all that is kept of it; its cards and the digests that name it, which are due at once."""
    values = {"guild_id": own.guild_id, "film_id": own.id}

    for row in list(await tx.execute_fetchall("SELECT id FROM film_merges WHERE ?1 IN (film_id, into_id)", (own.id,))):
        await settle(tx, row["id"])

    reviews = list(
        await tx.execute_fetchall(
            "SELECT id, rating, 1 AS is_there FROM reviews WHERE guild_id = :guild_id AND film_id = :film_id UNION ALL"
            " SELECT review_id, 0, 0 FROM deleted_reviews WHERE film_id = :film_id",
            values,
        )
    )
    ids = [ReviewId(row["id"]) for row in reviews]
    cards = await mark_cards(tx, own.guild_id, own.id, now, is_urgent=True)
    cards += await mark_digests(tx, own.id, now)
    await mark_reviews(tx, ids, now, is_urgent=True)

    for row in reviews:
        if row["is_there"]:
            await uncount_review(tx, own.guild_id, own.id, row["rating"])

    for statement in _TAKE_OUT:
        await tx.execute_fetchall(statement, values)

    await leave_feeds(tx, ids)
    return cards


async def mark_film(
    tx: aiosqlite.Connection, guild_id: GuildId, film_id: FilmId, now: datetime, *, is_urgent: bool = False
) -> list[MessageId]:
    """Every message of the server that names the film is due, its cards perhaps urgently; these cards."""
    rows = await tx.execute_fetchall("SELECT id FROM reviews WHERE guild_id = ? AND film_id = ?", (guild_id, film_id))
    cards = await mark_cards(tx, guild_id, film_id, now, is_urgent=is_urgent)
    await mark_reviews(tx, [ReviewId(row["id"]) for row in rows], now, is_urgent=False)
    return cards


async def films_touched_by(tx: aiosqlite.Connection, user_id: UserId) -> list[OwnFilm]:
    """The films that the person added or wrote the facts of, in any server, merged ones among them."""
    rows = await tx.execute_fetchall(
        "SELECT o.*, f.facts FROM own_films o JOIN films f ON f.id = o.film_id"
        " WHERE o.added_by = ?1 OR o.written_by = ?1 ORDER BY o.film_id",
        (user_id,),
    )
    return [_to_own_film(row) for row in rows]


async def _find(tx: aiosqlite.Connection, guild_id: GuildId, key: FilmKey) -> OwnFilm:
    row = await fetch_one(
        tx, f"{_FILMS} JOIN film_keys k ON k.film_id = o.film_id WHERE k.key = ? AND o.guild_id = ?", (key, guild_id)
    )

    if row is None:
        raise FilmNotFound(key)

    return _to_own_film(row)


async def _check_pace(
    tx: aiosqlite.Connection, guild_id: GuildId, user_id: UserId, now: datetime, per_day: int
) -> None:
    rows = list(
        await tx.execute_fetchall(
            "SELECT added_s FROM own_films WHERE added_by = ? AND guild_id = ? AND added_s > ?"
            " ORDER BY added_s DESC LIMIT ?",
            (user_id, guild_id, to_seconds(now - _DAY), per_day),
        )
    )

    if len(rows) >= per_day:
        raise TooManyFilms(to_moment(rows[-1]["added_s"]) + _DAY, per_day)


def _to_own_film(row: aiosqlite.Row) -> OwnFilm:
    return OwnFilm(
        id=FilmId(row["film_id"]),
        guild_id=GuildId(row["guild_id"]),
        film=to_film(row["facts"]),
        added_by=None if row["added_by"] is None else UserId(row["added_by"]),
        written_by=None if row["written_by"] is None else UserId(row["written_by"]),
        added_at=to_moment(row["added_s"]),
    )
