"""Forms that could not be saved as reviews, kept for a day."""

from datetime import datetime, timedelta

from data.models import Draft, FilmKey, GuildId, ReviewForm, UserId
from data.store.database import Database
from data.store.rows import to_moment, to_seconds

KEPT_FOR = timedelta(hours=24)
"""How long a draft can be reopened."""


class DraftStore:
    """At most one draft per member, film and server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, guild_id: GuildId, author_id: UserId, draft: Draft) -> None:
        """Keep the form, in place of an earlier draft of the same film; drafts past their day go at the same time."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("DELETE FROM drafts WHERE saved_s < ?", (to_seconds(draft.saved_at - KEPT_FOR),))
            await tx.execute_fetchall(
                "INSERT INTO drafts (guild_id, author_id, film_key, form, saved_s) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (guild_id, author_id, film_key) DO UPDATE"
                " SET form = excluded.form, saved_s = excluded.saved_s",
                (
                    guild_id,
                    author_id,
                    draft.film_key,
                    draft.form.model_dump_json(),
                    to_seconds(draft.saved_at),
                ),
            )

    async def find(self, guild_id: GuildId, author_id: UserId, film_key: FilmKey, now: datetime) -> Draft | None:
        """The latest draft of that film, by whichever of its keys, unless it is older than a day."""
        row = await self._database.read_one(
            "SELECT form, saved_s FROM drafts WHERE guild_id = ?1 AND author_id = ?2 AND saved_s >= ?4 AND film_key IN"
            " (SELECT ?3 UNION ALL SELECT o.key FROM film_keys k JOIN film_keys o ON o.film_id = k.film_id"
            " WHERE k.key = ?3) ORDER BY saved_s DESC LIMIT 1",
            (guild_id, author_id, film_key, to_seconds(now - KEPT_FOR)),
        )

        if row is None:
            return None

        form = ReviewForm.model_validate_json(row["form"])
        return Draft(film_key=film_key, form=form, saved_at=to_moment(row["saved_s"]))

    async def expire(self, now: datetime) -> int:
        """Delete the drafts that are past their day; how many there were."""
        async with self._database.transaction() as tx:
            gone = await tx.execute_fetchall(
                "DELETE FROM drafts WHERE saved_s < ? RETURNING 1", (to_seconds(now - KEPT_FOR),)
            )
            return len(list(gone))
