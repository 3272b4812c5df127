"""What a member's diary is made of, in few words."""

from datetime import date, datetime
from typing import Any

from data.models import Film, ReviewId, UserId
from data.store import Store
from data.store.rows import to_seconds
from tests.builders import ALICE, NOW, a_film


async def watch(
    store: Store,
    film: Film | None = None,
    user_id: UserId = ALICE,
    watched_on: date | None = None,
    now: datetime = NOW,
    **facts: Any,
) -> None:
    """Keep a viewing of a film that is neither rated nor reviewed, as an import does."""
    film_id = await store.films.remember(film or a_film(), now)
    values = {"is_rewatch": False, "is_liked": False, "import_id": None} | facts

    async with store.database.transaction() as tx:
        await tx.execute_fetchall(
            "INSERT INTO watches (user_id, film_id, watched_on, tags, is_rewatch, is_liked, logged_s, import_id)"
            " VALUES (:user_id, :film_id, :watched_on, '[]', :is_rewatch, :is_liked, :logged_s, :import_id)",
            values
            | {
                "user_id": user_id,
                "film_id": film_id,
                "watched_on": None if watched_on is None else watched_on.isoformat(),
                "logged_s": to_seconds(now),
            },
        )


async def came_with_import(store: Store, review_id: ReviewId, import_id: int = 1) -> None:
    """Let the review and its viewings have come with an import."""
    async with store.database.transaction() as tx:
        await tx.execute_fetchall("UPDATE reviews SET import_id = ? WHERE id = ?", (import_id, review_id))
        await tx.execute_fetchall("UPDATE viewings SET import_id = ? WHERE review_id = ?", (import_id, review_id))


async def without_viewings(store: Store, review_id: ReviewId) -> None:
    """Let the review tell of no viewing, as a rating that came in with an import."""
    async with store.database.transaction() as tx:
        await tx.execute_fetchall("DELETE FROM viewings WHERE review_id = ?", (review_id,))
