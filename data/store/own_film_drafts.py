"""Forms for films that no catalogue knows, from the title that was typed to the film that was added; kept for a day."""

from datetime import datetime

from data.models import GuildId, OwnFilmDraft, OwnFilmForm, UserId
from data.store.database import Database, fetch_one
from data.store.drafts import KEPT_FOR
from data.store.rows import to_seconds

KEPT_OF_ONE = 50
"""Drafts of one member in one server: the oldest go first, so that typing on and on fills no disk."""


class OwnFilmDraftStore:
    """Drafts by number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(
        self, guild_id: GuildId, author_id: UserId, draft: OwnFilmDraft, now: datetime, number: int | None = None
    ) -> int:
        """Keep the draft, in place of the member's own of that number where it is still there; its number.

        Drafts past their day go at the same time. Raises StoreFailed.
        """
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("DELETE FROM own_film_drafts WHERE saved_s < ?", (to_seconds(now - KEPT_FOR),))
            values = (draft.form.model_dump_json(), draft.film_key, to_seconds(now))
            row = await fetch_one(
                tx,
                "UPDATE own_film_drafts SET form = ?, film_key = ?, saved_s = ?"
                " WHERE id = ? AND guild_id = ? AND author_id = ? RETURNING id",
                (*values, number, guild_id, author_id),
            ) or await fetch_one(
                tx,
                "INSERT INTO own_film_drafts (form, film_key, saved_s, guild_id, author_id) VALUES (?, ?, ?, ?, ?)"
                " RETURNING id",
                (*values, guild_id, author_id),
            )
            assert row is not None
            await tx.execute_fetchall(
                "DELETE FROM own_film_drafts WHERE author_id = ?1 AND guild_id = ?2 AND id NOT IN"
                " (SELECT id FROM own_film_drafts WHERE author_id = ?1 AND guild_id = ?2 ORDER BY id DESC LIMIT ?3)",
                (author_id, guild_id, KEPT_OF_ONE),
            )
            return int(row["id"])

    async def find(self, guild_id: GuildId, author_id: UserId, number: int, now: datetime) -> OwnFilmDraft | None:
        """The member's own draft of that number, unless it is older than a day."""
        row = await self._database.read_one(
            "SELECT form, film_key FROM own_film_drafts"
            " WHERE id = ? AND guild_id = ? AND author_id = ? AND saved_s >= ?",
            (number, guild_id, author_id, to_seconds(now - KEPT_FOR)),
        )

        if row is None:
            return None

        return OwnFilmDraft(form=OwnFilmForm.model_validate_json(row["form"]), film_key=row["film_key"])

    async def drop(self, guild_id: GuildId, author_id: UserId, number: int) -> None:
        """Forget the member's own draft of that number: it was saved. Raises StoreFailed."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "DELETE FROM own_film_drafts WHERE id = ? AND guild_id = ? AND author_id = ?",
                (number, guild_id, author_id),
            )

    async def expire(self, now: datetime) -> None:
        """Delete the drafts that are past their day. Raises StoreFailed."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("DELETE FROM own_film_drafts WHERE saved_s < ?", (to_seconds(now - KEPT_FOR),))
