"""What was said of servers' weeks. It does not change when ratings do."""

import json
from collections.abc import Iterable
from datetime import datetime

from data.errors import DigestNotFound
from data.models import (
    Author,
    ChannelId,
    Digest,
    DigestFilm,
    DigestId,
    DigestPlace,
    DigestState,
    Film,
    FilmId,
    GuildId,
    KeptFor,
    Mean,
    Numbers,
    PastWeek,
    ReviewId,
    UserId,
    Writer,
)
from data.store.database import Database
from data.store.rows import to_film, to_moment, to_seconds

SHOWN_FILMS = 10
"""So many of a week's films are shown; all are kept."""

# A film that went into another one since then is shown as that.
_FILM_TABLES = "digest_films d JOIN films o ON o.id = d.film_id JOIN films f ON f.id = coalesce(o.merged_into, o.id)"


class DigestStore:
    """Past weeks by number, by time and by their neighbours."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: GuildId, digest_id: DigestId) -> Digest:
        """What was said of that week of the server. Raises DigestNotFound."""
        row = await self._database.read_one(
            "SELECT d.*, (SELECT count(*) FROM digest_films f WHERE f.digest_id = d.id) AS films,"
            " (SELECT count(*) FROM digest_films f WHERE f.digest_id = d.id AND f.is_new) AS new_films"
            " FROM digests d WHERE d.id = ? AND d.guild_id = ?",
            (digest_id, guild_id),
        )

        if row is None:
            raise DigestNotFound

        films = await self._films(digest_id, row["divisive"])
        return Digest(
            id=digest_id,
            guild_id=guild_id,
            begins_at=to_moment(row["begins_s"]),
            ends_at=to_moment(row["ends_s"]),
            taken_at=to_moment(row["taken_s"]),
            zone=row["zone"],
            prior=row["prior"],
            mean=Mean(row["mean_total"], row["mean_ratings"]),
            numbers=Numbers.model_validate({name: row[name] for name in Numbers.model_fields}),
            films=tuple(film for film in films if film.place <= SHOWN_FILMS),
            divisive=next((film for film in films if film.place == row["divisive"]), None),
            writers=await self._writers(guild_id, digest_id),
            best_id=None if row["best_id"] is None else ReviewId(row["best_id"]),
            best_likes=row["best_likes"],
            state=DigestState(row["state"]),
            kept_for=None if row["reason"] is None else KeptFor(row["reason"]),
            channel_id=None if row["channel_id"] is None else ChannelId(row["channel_id"]),
        )

    async def latest(self, guild_id: GuildId, limit: int) -> list[PastWeek]:
        """The server's latest weeks, newest first."""
        rows = await self._database.read(
            "SELECT id, begins_s, ends_s, zone, ratings FROM digests WHERE guild_id = ? ORDER BY ends_s DESC LIMIT ?",
            (guild_id, limit),
        )
        return [
            PastWeek(
                id=DigestId(row["id"]),
                begins_at=to_moment(row["begins_s"]),
                ends_at=to_moment(row["ends_s"]),
                zone=row["zone"],
                ratings=row["ratings"],
            )
            for row in rows
        ]

    async def nearest(self, guild_id: GuildId, moment: datetime) -> DigestId | None:
        """The week of that moment, else the first one after it; None where there is none."""
        row = await self._database.read_one(
            "SELECT id FROM digests WHERE guild_id = ? AND ends_s > ? ORDER BY ends_s LIMIT 1",
            (guild_id, to_seconds(moment)),
        )
        return None if row is None else DigestId(row["id"])

    async def place(self, digest: Digest) -> DigestPlace:
        """What stands before and after it; the present week comes after all others."""
        # The present week begins where the last one ended.
        before_s = to_seconds(digest.begins_at) + 1 if digest.id is None else to_seconds(digest.ends_at)
        row = await self._database.read_one(
            "SELECT (SELECT id FROM digests WHERE guild_id = ?1 AND ends_s < ?2 ORDER BY ends_s DESC LIMIT 1)"
            " AS before, (SELECT id FROM digests WHERE guild_id = ?1 AND ends_s > ?3 ORDER BY ends_s LIMIT 1) AS after",
            (digest.guild_id, before_s, to_seconds(digest.ends_at)),
        )
        assert row is not None
        return DigestPlace.model_validate(dict(row))

    async def last_posted(self, guild_id: GuildId) -> datetime | None:
        """The last moment whose digest was posted, be it before that moment, or is going to be."""
        row = await self._database.read_one(
            "SELECT max(due_s) AS due_s FROM digests WHERE guild_id = ? AND state <> 'kept'", (guild_id,)
        )
        return None if row is None or row["due_s"] is None else to_moment(row["due_s"])

    async def places_before(self, guild_id: GuildId, begins_at: datetime) -> dict[FilmId, int]:
        """The places of all films in the week that ended just then, each under the row that it goes by now."""
        rows = await self._database.read(
            f"SELECT f.id, min(d.place) AS place FROM {_FILM_TABLES} WHERE d.digest_id ="
            " (SELECT id FROM digests WHERE guild_id = ? AND ends_s = ?) GROUP BY f.id",
            (guild_id, to_seconds(begins_at)),
        )
        return {FilmId(row["id"]): row["place"] for row in rows}

    async def facts(self, film_ids: Iterable[FilmId]) -> dict[FilmId, Film]:
        """The films in these rows, each as what it goes by now; without those that are gone."""
        rows = await self._database.read(
            "SELECT o.id, f.facts FROM films o JOIN films f ON f.id = coalesce(o.merged_into, o.id)"
            " WHERE o.id IN (SELECT value FROM json_each(?)) AND f.facts <> ''",
            (json.dumps(list(film_ids)),),
        )
        return {FilmId(row["id"]): to_film(row["facts"]) for row in rows}

    async def _films(self, digest_id: DigestId, divisive: int | None) -> list[DigestFilm]:
        """The films that are shown, and the one at the place `divisive`, by place."""
        rows = await self._database.read(
            "SELECT d.place, d.ratings, d.total, d.squares, d.place_before, d.is_new, f.id AS film_id, f.facts"
            f" FROM {_FILM_TABLES} WHERE d.digest_id = ? AND (d.place <= ? OR d.place = ?) AND f.facts <> ''"
            " ORDER BY d.place",
            (digest_id, SHOWN_FILMS, divisive),
        )
        return [
            DigestFilm(
                place=row["place"],
                film_id=FilmId(row["film_id"]),
                film=to_film(row["facts"]),
                ratings=row["ratings"],
                total=row["total"],
                squares=row["squares"],
                place_before=row["place_before"],
                is_new=bool(row["is_new"]),
            )
            for row in rows
        ]

    async def _writers(self, guild_id: GuildId, digest_id: DigestId) -> tuple[Writer, ...]:
        rows = await self._database.read(
            "SELECT w.user_id, w.reviews, m.name, m.avatar_url FROM digest_writers w"
            " LEFT JOIN members m ON m.guild_id = ? AND m.user_id = w.user_id WHERE w.digest_id = ? ORDER BY w.place",
            (guild_id, digest_id),
        )
        return tuple(
            Writer(
                author=Author(id=UserId(row["user_id"]), name=row["name"] or "", avatar_url=row["avatar_url"]),
                reviews=row["reviews"],
            )
            for row in rows
        )
