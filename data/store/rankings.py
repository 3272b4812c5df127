"""What rankings are made of: the ratings of a server's films, summed up, and what the films have in common."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from sqlite3 import Row
from typing import Any

from data.models import GuildId, Mean, Tally, Trait, TraitId, TraitKind, UserId
from data.store.database import Database
from data.store.rows import to_seconds

_AT_ONCE = 500
"""So many films are made of rows before others have their turn: less than a millisecond's work."""

_FOR_EVER = 1 << 62
"""Later than any moment: that of the following time where a time is its review's last one."""

_COLUMNS = "ratings, total, squares, latest_s"

# A time is its review's last one within the period where the following one is not in it: nobody counts twice.
_IN_PERIOD = (
    "SELECT film_id, count(*) AS ratings, sum(rating) AS total, sum(rating * rating) AS squares,"
    " max(given_s) AS latest_s FROM counted WHERE guild_id = ? AND given_s >= ? AND given_s < ? AND next_s >= ?"
    "{alike} GROUP BY film_id"
)

_BY_ONE_IN_PERIOD = (
    "SELECT c.film_id, 1 AS ratings, c.rating AS total, c.rating * c.rating AS squares, c.given_s AS latest_s"
    " FROM reviews r INDEXED BY reviews_by_author JOIN counted c INDEXED BY counted_of_review ON c.review_id = r.id"
    " WHERE r.guild_id = ? AND r.author_id = ? AND c.given_s >= ? AND c.given_s < ? AND c.next_s >= ?{alike}"
)

# Imports count here as well. When one was last given matters only between equals, and is that of the latest review.
_OF_ALL_TIME = (
    "SELECT g.*, (SELECT r.created_s FROM reviews r INDEXED BY reviews_of_film"
    " WHERE r.guild_id = ?1 AND r.film_id = g.film_id AND r.rating > 0 ORDER BY r.created_s DESC LIMIT 1) AS latest_s"
    " FROM (SELECT film_id, sum(reviews) AS ratings, sum(rating * reviews) AS total,"
    " sum(rating * rating * reviews) AS squares FROM film_counts"
    " WHERE guild_id = ?1 AND rating > 0 AND reviews > 0{alike} GROUP BY film_id) g"
)

_BY_ONE = (
    "SELECT r.film_id, 1 AS ratings, r.rating AS total, r.rating * r.rating AS squares,"
    " max(r.created_s, coalesce((SELECT max(c.given_s) FROM counted c WHERE c.review_id = r.id), 0)) AS latest_s"
    " FROM reviews r INDEXED BY reviews_by_author WHERE r.guild_id = ? AND r.author_id = ? AND r.rating > 0{alike}"
)


class RankingStore:
    """Tallies of ratings, and traits by which they are narrowed down."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tallies(
        self,
        guild_id: GuildId,
        begin: datetime | None,
        end: datetime | None,
        traits: Iterable[TraitId] = (),
        author_id: UserId | None = None,
    ) -> list[Tally]:
        """Each film that was rated from `begin` to before `end`, in no order: those that have all the traits.

        Of one author their own ratings alone. A rating counts when it was given for the first time or at a rewatch, and
        as it is now. Without `begin` and `end` all present ratings count, imported ones too.
        """
        chosen = list(traits)
        values: list[Any] = [guild_id] if author_id is None else [guild_id, author_id]

        if begin is None and end is None:
            inner = _OF_ALL_TIME if author_id is None else _BY_ONE
        else:
            inner = _IN_PERIOD if author_id is None else _BY_ONE_IN_PERIOD
            end_s = _FOR_EVER if end is None else to_seconds(end)
            values += [0 if begin is None else to_seconds(begin), end_s, end_s]

        film_id = "film_id" if author_id is None else "r.film_id"
        alike = f" AND {film_id} IN (SELECT film_id FROM film_traits WHERE trait_id = ?)" * len(chosen)
        # The titles come last, from an index of their own: films' facts are long.
        rows = await self._database.read(
            f"SELECT t.film_id, {_COLUMNS}, f.title FROM ({inner.format(alike=alike)}) t"
            " CROSS JOIN films f INDEXED BY films_title ON f.id = t.film_id",
            (*values, *chosen),
        )
        tallies: list[Tally] = []

        for first in range(0, len(rows), _AT_ONCE):
            if first:
                await asyncio.sleep(0)

            tallies += map(Tally._make, rows[first : first + _AT_ONCE])

        return tallies

    async def mean(self, guild_id: GuildId) -> Mean:
        """All present ratings of the server."""
        row = await self._database.read_one(
            "SELECT coalesce(sum(rating * reviews), 0) AS total, coalesce(sum(reviews), 0) AS ratings"
            " FROM guild_counts WHERE guild_id = ? AND rating > 0",
            (guild_id,),
        )
        return Mean(0, 0) if row is None else Mean(row["total"], row["ratings"])

    async def traits(self, guild_id: GuildId, kind: TraitKind) -> list[Trait]:
        """What the films have of that kind that the server reviewed, the most frequent first."""
        rows = await self._database.read(
            "SELECT t.id, t.kind, t.value, count(*) AS films FROM"
            " (SELECT DISTINCT film_id FROM film_counts WHERE guild_id = ? AND reviews > 0) c"
            " CROSS JOIN film_traits w ON w.film_id = c.film_id CROSS JOIN traits t ON t.id = w.trait_id AND t.kind = ?"
            " GROUP BY t.id ORDER BY films DESC, t.value",
            (guild_id, kind),
        )
        return [_to_trait(row) for row in rows]

    async def trait(self, guild_id: GuildId, trait_id: TraitId) -> Trait | None:
        """The trait with that number; None where no film has it that the server reviewed."""
        row = await self._database.read_one(
            "SELECT t.id, t.kind, t.value, count(*) AS films FROM traits t JOIN film_traits w ON w.trait_id = t.id"
            " WHERE t.id = ? AND EXISTS (SELECT 1 FROM film_counts c"
            " WHERE c.guild_id = ? AND c.film_id = w.film_id AND c.reviews > 0) GROUP BY t.id",
            (trait_id, guild_id),
        )
        return None if row is None else _to_trait(row)


def _to_trait(row: Row) -> Trait:
    return Trait(TraitId(row["id"]), TraitKind(row["kind"]), row["value"], row["films"])
