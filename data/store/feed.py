"""Browsing a server's reviews page by page, at the same cost on the first page and the thousandth."""

from collections.abc import Sequence
from datetime import datetime

from data.models import Cursor, Film, FilmKey, GuildId, ReviewFilter, ReviewPage, Sort
from data.store.database import Database
from data.store.rows import to_film, to_review, to_seconds
from data.store.streams import Streams


class FeedStore:
    """Pages of reviews by filter, order and cursor."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(  # noqa: PLR0913  (which reviews, and which of their pages)
        self,
        guild_id: GuildId,
        wanted: ReviewFilter,
        size: int,
        *,
        cursor: Cursor | None = None,
        is_backward: bool = False,
        since: datetime | None = None,
    ) -> ReviewPage:
        """Up to `size` reviews in the filter's order: those after `cursor`, or before it when `is_backward`.

        Without a cursor: the first ones, or the last ones when `is_backward`. Where the filter has a period, `since` is
        its beginning.
        """
        is_descending = wanted.sort.is_descending is not is_backward
        ahead = Streams.of(guild_id, wanted, since, cursor=cursor, is_descending=is_descending)
        rows = await self._database.read(ahead.reviews(), ahead.values(size + 1))
        reviews = [to_review(row, to_film(row["facts"], row["poster_url"])) for row in rows[:size]]
        has_after, has_before = len(rows) > size, False

        if cursor is not None:
            # Asked, not inferred: what the cursor was taken from may be deleted since.
            at_cursor = cursor.model_copy(update={"id": cursor.id + (-1 if is_descending else 1)})
            behind = Streams.of(guild_id, wanted, since, cursor=at_cursor, is_descending=not is_descending)
            has_before = await self._count(behind, 1) > 0

        if is_backward:
            return ReviewPage(reviews=tuple(reversed(reviews)), has_earlier=has_after, has_later=has_before)

        return ReviewPage(reviews=tuple(reviews), has_earlier=has_before, has_later=has_after)

    async def count(self, guild_id: GuildId, wanted: ReviewFilter, limit: int, *, since: datetime | None = None) -> int:
        """How many reviews pass the filter, counted up to `limit`; `since` as for a page."""
        # How many there are does not depend on their order, and in time they are found fastest.
        unordered = wanted if wanted.sort.is_by_rating else wanted.model_copy(update={"sort": Sort.NEWEST})
        return await self._count(Streams.of(guild_id, unordered, since), limit)

    async def talked_about(self, guild_id: GuildId, since: datetime, size: int) -> list[Film]:
        """Up to `size` films that the server reviewed most since then, of its latest 500 reviews at most."""
        rows = await self._database.read(
            "SELECT f.facts FROM (SELECT film_id, created_s FROM reviews WHERE guild_id = ? AND created_s >= ?"
            " ORDER BY created_s DESC, id DESC LIMIT 500) r JOIN films f ON f.id = r.film_id"
            " GROUP BY r.film_id ORDER BY count(*) DESC, max(r.created_s) DESC, r.film_id LIMIT ?",
            (guild_id, to_seconds(since), size),
        )
        return [to_film(row["facts"]) for row in rows]

    async def reviewers_of(self, guild_id: GuildId, keys: Sequence[FilmKey]) -> dict[FilmKey, int]:
        """How many of the server's members reviewed each of the films; those without a review are left out."""
        marks = ", ".join("?" * len(keys))
        rows = await self._database.read(
            # CROSS: SQLite then begins with the keys, where it may otherwise go through all that the server counted.
            "SELECT k.key, sum(c.reviews) AS reviews FROM film_keys k CROSS JOIN film_counts c"
            f" ON c.guild_id = ? AND c.film_id = k.film_id WHERE k.key IN ({marks}) GROUP BY k.key",
            (guild_id, *keys),
        )
        return {FilmKey(row["key"]): int(row["reviews"]) for row in rows if row["reviews"]}

    async def _count(self, streams: Streams, limit: int) -> int:
        row = await self._database.read_one(streams.count(), streams.values(limit))
        return 0 if row is None else int(row["found"])
