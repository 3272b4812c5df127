"""A member's diary: the viewings that each of their reviews is about."""

from datetime import date, datetime, timedelta

import aiosqlite

from data.models import ReviewContent, ReviewId, Viewing
from data.store.database import fetch_one
from data.store.rows import to_moment, to_seconds

PUT_RIGHT_WITHIN = timedelta(days=1)
"""So long an edit corrects the viewing that was told last, where later it would tell of another one."""

VIEWING_COLUMNS = "watched_on, rating, is_rewatch, logged_s"
"""Everything that `to_viewing` needs."""


async def log_viewing(tx: aiosqlite.Connection, review_id: ReviewId, content: ReviewContent, now: datetime) -> None:
    """Put the viewing that the review tells of into the diary."""
    await tx.execute_fetchall(
        f"INSERT INTO viewings (review_id, {VIEWING_COLUMNS}, counted_s) VALUES (?, ?, ?, ?, ?, ?)",
        (review_id, *_values(content), to_seconds(now), None if content.rating is None else to_seconds(now)),
    )


async def log_edit(
    tx: aiosqlite.Connection, review_id: ReviewId, before: ReviewContent, content: ReviewContent, now: datetime
) -> None:
    """Bring the diary up to date with an edit.

    A rewatch that was not one before is another viewing, and so is another day of a rewatch. One of the last day is put
    right instead: by another day, or by taking back that it was a rewatch. Any other edit is about the last viewing.
    """
    last = await fetch_one(
        tx, "SELECT id, is_rewatch, logged_s FROM viewings WHERE review_id = ? ORDER BY id DESC LIMIT 1", (review_id,)
    )
    was_just_told = last is not None and to_moment(last["logged_s"]) > now - PUT_RIGHT_WITHIN
    is_another_day = content.watched_on not in {None, before.watched_on}

    if content.is_rewatch and (not before.is_rewatch or (is_another_day and not was_just_told)):
        await log_viewing(tx, review_id, content, now)
        return

    if last is not None and last["is_rewatch"] and was_just_told and not content.is_rewatch:
        # The first viewing stays, whatever it was.
        await tx.execute_fetchall(
            "DELETE FROM viewings WHERE id = ?1 AND id > (SELECT min(id) FROM viewings WHERE review_id = ?2)",
            (last["id"], review_id),
        )

    # A rating counts from when it is given to a viewing that had none. To change it, or to give it again, is an edit.
    await tx.execute_fetchall(
        "UPDATE viewings SET watched_on = ?1, rating = ?2, is_rewatch = ?3,"
        " counted_s = iif(rating = 0 AND ?2 > 0, coalesce(counted_s, ?4), counted_s)"
        " WHERE id = (SELECT max(id) FROM viewings WHERE review_id = ?5)",
        (*_values(content), to_seconds(now), review_id),
    )


def to_viewing(row: aiosqlite.Row) -> Viewing:
    """The viewing in a row of `VIEWING_COLUMNS`."""
    return Viewing(
        watched_on=date.fromisoformat(row["watched_on"]) if row["watched_on"] else None,
        rating=row["rating"] or None,
        is_rewatch=bool(row["is_rewatch"]),
        logged_at=to_moment(row["logged_s"]),
    )


def _values(content: ReviewContent) -> tuple[str | None, int, bool]:
    return content.watched_on.isoformat() if content.watched_on else None, content.rating or 0, content.is_rewatch
