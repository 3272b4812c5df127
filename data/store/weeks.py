"""Servers' weeks: what happened in one, when it ends, and closing it into a digest.

A week ends at its due moment, whenever that is noticed: what came later belongs to the next one. Closing it keeps what
was counted and begins the next week in one transaction, and only where nobody did so before.
"""

import json
from collections.abc import Iterable
from datetime import datetime

import aiosqlite

from data.errors import WeekMoved
from data.models import (
    DigestId,
    DigestState,
    FilmId,
    GuildId,
    GuildSettings,
    KeptFor,
    Numbers,
    ReviewId,
    Taken,
    TakenFilm,
    UserId,
    Week,
    WeekEvents,
)
from data.store.database import Database, fetch_one
from data.store.rows import to_moment, to_seconds

SPREAD_OVER_S = 60
"""Servers whose weeks end at the same moment are closed over so many seconds from then on, each at its own."""

MOST_WRITERS = 3
"""So many of those who wrote most are named."""

_ID_BITS = 22
"""The lower bits of an id of Discord's count within a millisecond; those above tell when it was made, which is luck."""

_CLOSES_S = f"due_s + (guild_id >> {_ID_BITS}) % {SPREAD_OVER_S}"

_COLUMNS = "guild_id, begins_s, due_s, is_skipped"

_IS_WRITTEN = "body <> '' AND import_id IS NULL"
"""A review has a text, and was written here or came from a followed diary as it was written: imports are no news."""

# From the most likes down, one look into `reviews_by_likes` for each number of likes that there is.
_BEST_LIKED = (
    "WITH RECURSIVE steps (likes) AS (SELECT max(likes) FROM reviews WHERE guild_id = ?1 UNION ALL"
    " SELECT (SELECT max(likes) FROM reviews WHERE guild_id = ?1 AND likes < steps.likes) FROM steps WHERE likes > 0)"
    " SELECT r.id, r.likes FROM steps s CROSS JOIN reviews r INDEXED BY reviews_by_likes"
    " WHERE r.guild_id = ?1 AND r.likes = s.likes AND s.likes > 0 AND r.created_s >= ?2 AND r.created_s < ?3"
    " AND r.body <> '' AND r.import_id IS NULL LIMIT 1"
)


class WeekStore:
    """What happens in servers' weeks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, guild_id: GuildId) -> Week | None:
        """The server's present week; None where nobody rated or reviewed a film yet and nothing was set up."""
        row = await self._database.read_one(f"SELECT {_COLUMNS} FROM weeks WHERE guild_id = ?", (guild_id,))
        return None if row is None else _to_week(row)

    async def due(self, now: datetime, limit: int) -> list[Week]:
        """Weeks to be closed now, or first to be worked out, the longest due first."""
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM weeks WHERE due_s <= ?1 AND {_CLOSES_S} <= ?1 ORDER BY {_CLOSES_S} LIMIT ?2",
            (to_seconds(now), limit),
        )
        return [_to_week(row) for row in rows]

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next week is to be closed that is not yet; None where there is none."""
        # Two looks by index: those that are due and wait for their second, and the first of all others.
        row = await self._database.read_one(
            f"SELECT min(closes_s) AS closes_s FROM (SELECT min({_CLOSES_S}) AS closes_s FROM weeks WHERE due_s <= ?1"
            f" AND {_CLOSES_S} > ?1 UNION ALL SELECT min(due_s) FROM weeks WHERE due_s > ?1)",
            (to_seconds(now),),
        )
        return None if row is None or row["closes_s"] is None else to_moment(row["closes_s"])

    async def plan(self, week: Week | None, planned: Week) -> bool:
        """Let the week begin and end as `planned`; whether it was still as `week` says, None where there was none."""
        assert planned.due_at is not None
        values = (to_seconds(planned.begins_at), to_seconds(planned.due_at), planned.is_skipped, planned.guild_id)

        async with self._database.transaction() as tx:
            if week is None:
                row = await fetch_one(
                    tx,
                    "INSERT INTO weeks (begins_s, due_s, is_skipped, guild_id) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO NOTHING RETURNING 1",
                    values,
                )
            else:
                row = await fetch_one(
                    tx,
                    "UPDATE weeks SET begins_s = ?, due_s = ?, is_skipped = ?"
                    " WHERE guild_id = ? AND begins_s = ? AND due_s = ? AND is_skipped = ? RETURNING 1",
                    (*values, to_seconds(week.begins_at), _due_s(week), week.is_skipped),
                )

        return row is not None

    async def events(self, guild_id: GuildId, begins_at: datetime, ends_at: datetime) -> WeekEvents:
        """What happened in the server from `begins_at` to `ends_at`, the latter not included, beside its ratings."""
        period = (guild_id, to_seconds(begins_at), to_seconds(ends_at))
        within = "guild_id = ?1 AND created_s >= ?2 AND created_s < ?3"
        counts = await self._database.read_one(
            "SELECT (SELECT count(DISTINCT author_id) FROM counted WHERE guild_id = ?1 AND given_s >= ?2"
            f" AND given_s < ?3) AS raters, (SELECT count(*) FROM reviews WHERE {within} AND {_IS_WRITTEN}) AS reviews,"
            " (SELECT coalesce(sum(reviews), 0) FROM guild_counts WHERE guild_id = ?1) AS all_reviews",
            period,
        )
        assert counts is not None
        best = await self._database.read_one(_BEST_LIKED, period)
        writers = await self._database.read(
            f"SELECT author_id, count(*) AS reviews FROM reviews INDEXED BY reviews_written WHERE {within}"
            f" AND {_IS_WRITTEN} GROUP BY author_id ORDER BY count(*) DESC, max(created_s), author_id LIMIT ?4",
            (*period, MOST_WRITERS),
        )
        return WeekEvents(
            numbers=Numbers.model_validate(dict(counts)),
            writers=tuple((UserId(row["author_id"]), row["reviews"]) for row in writers),
            best_id=None if best is None else ReviewId(best["id"]),
            best_likes=0 if best is None else best["likes"],
        )

    async def next_event(self, guild_id: GuildId, moment: datetime) -> datetime | None:
        """When, from then on, something is first rated or written in the server; None where nothing is."""
        row = await self._database.read_one(
            "SELECT min(at_s) AS at_s FROM (SELECT min(given_s) AS at_s FROM counted WHERE guild_id = ?1"
            " AND given_s >= ?2 UNION ALL"
            " SELECT min(created_s) FROM reviews WHERE guild_id = ?1 AND created_s >= ?2"
            f" AND {_IS_WRITTEN})",
            (guild_id, to_seconds(moment)),
        )
        return None if row is None or row["at_s"] is None else to_moment(row["at_s"])

    async def new_films(self, guild_id: GuildId, film_ids: Iterable[FilmId], begins_at: datetime) -> frozenset[FilmId]:
        """Those of the films that nobody in the server had reviewed before `begins_at`."""
        rows = await self._database.read(
            "SELECT value AS film_id FROM json_each(?3) WHERE NOT EXISTS (SELECT 1 FROM reviews r"
            " INDEXED BY reviews_of_film WHERE r.guild_id = ?1 AND r.film_id = value AND r.created_s < ?2)",
            (guild_id, to_seconds(begins_at), json.dumps(list(film_ids))),
        )
        return frozenset(FilmId(row["film_id"]) for row in rows)

    async def close(  # noqa: PLR0913  (which week, what is kept of it, and what follows)
        self,
        week: Week,
        taken: Taken | None,
        settings: GuildSettings,
        *,
        ends_at: datetime,
        next_due: datetime,
        now: datetime,
        kept_for: KeptFor | None,
    ) -> DigestId | None:
        """Keep what was counted of the week until `ends_at`, where the next one begins, which is due at `next_due`.

        The digest waits to be posted, or is only kept, for that reason. Nothing is kept where there is nothing to keep.
        Raises WeekMoved, and nothing happens, where the week is not as `week` says any more.
        """
        async with self._database.transaction() as tx:
            begun = await fetch_one(
                tx,
                "UPDATE weeks SET begins_s = ?, due_s = ?, is_skipped = 0"
                " WHERE guild_id = ? AND begins_s = ? AND due_s = ? AND is_skipped = ? RETURNING 1",
                (
                    to_seconds(ends_at),
                    to_seconds(next_due),
                    week.guild_id,
                    to_seconds(week.begins_at),
                    _due_s(week),
                    week.is_skipped,
                ),
            )

            if begun is None:
                raise WeekMoved

            return None if taken is None else await _keep(tx, week, taken, settings, (ends_at, now), kept_for)


async def _keep(  # noqa: PLR0913, PLR0917  (as `WeekStore.close`)
    tx: aiosqlite.Connection,
    week: Week,
    taken: Taken,
    settings: GuildSettings,
    moments: tuple[datetime, datetime],
    kept_for: KeptFor | None,
) -> DigestId:
    ends_at, now = moments
    numbers = taken.numbers
    values = {
        "guild_id": week.guild_id,
        "begins_s": to_seconds(week.begins_at),
        "ends_s": to_seconds(ends_at),
        "due_s": _due_s(week),
        "taken_s": to_seconds(now),
        "zone": settings.zone,
        "prior": settings.prior,
        "mean_total": taken.mean.total,
        "mean_ratings": taken.mean.ratings,
        "ratings": numbers.ratings,
        "raters": numbers.raters,
        "reviews": numbers.reviews,
        "all_reviews": numbers.all_reviews,
        "divisive": taken.divisive,
        "best_id": taken.best_id,
        "best_likes": taken.best_likes,
        "state": DigestState.WAITING if kept_for is None else DigestState.KEPT,
        "reason": kept_for,
    }
    row = await fetch_one(
        tx,
        f"INSERT INTO digests ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) RETURNING id",
        tuple(values.values()),
    )
    assert row is not None
    digest_id = DigestId(row["id"])
    await _keep_films(tx, digest_id, taken.films)
    await tx.executemany(
        "INSERT INTO digest_writers (digest_id, place, user_id, reviews) VALUES (?, ?, ?, ?)",
        [(digest_id, place, user_id, reviews) for place, (user_id, reviews) in enumerate(taken.writers, 1)],
    )
    return digest_id


async def _keep_films(tx: aiosqlite.Connection, digest_id: DigestId, films: Iterable[TakenFilm]) -> None:
    await tx.executemany(
        "INSERT INTO digest_films (digest_id, place, film_id, ratings, total, squares, place_before, is_new)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                digest_id,
                place,
                kept.tally.film_id,
                kept.tally.ratings,
                kept.tally.total,
                kept.tally.squares,
                kept.place_before,
                kept.is_new,
            )
            for place, kept in enumerate(films, 1)
        ],
    )


def _due_s(week: Week) -> int:
    return 0 if week.due_at is None else to_seconds(week.due_at)


def _to_week(row: aiosqlite.Row) -> Week:
    return Week(
        guild_id=GuildId(row["guild_id"]),
        begins_at=to_moment(row["begins_s"]),
        due_at=to_moment(row["due_s"]) if row["due_s"] else None,
        is_skipped=bool(row["is_skipped"]),
    )
