"""Taking back what came with an import, film by film, within a transaction; what was written here since stays."""

import sqlite3
from datetime import datetime
from typing import Any

import aiosqlite

from data.models import FilmId, Import, OwnFilm, ReviewContent, ReviewId
from data.store.counts import count_review, uncount_review
from data.store.database import fetch_one, insert_rows
from data.store.diary_writing import viewings_of
from data.store.own_films import find_own, others_wrote, take_out
from data.store.rows import CONTENT_COLUMNS, SET_CONTENT, to_content, to_seconds
from data.store.trash import leave_feeds
from data.store.truth import hides_more, mark_reviews

_REVIEW = f"SELECT id, guild_id, film_id, {CONTENT_COLUMNS}, created_s, edited_s, import_id FROM reviews WHERE id = ?"

_IS_USED = (
    "SELECT 1 FROM reviews WHERE film_id = ?1 UNION ALL SELECT 1 FROM deleted_reviews WHERE film_id = ?1 UNION ALL"
    " SELECT 1 FROM watches WHERE film_id = ?1 UNION ALL SELECT 1 FROM watchlist WHERE film_id = ?1 UNION ALL"
    " SELECT 1 FROM drafts WHERE film_key IN (SELECT key FROM film_keys WHERE film_id = ?1) UNION ALL"
    " SELECT 1 FROM film_merges WHERE ?1 IN (film_id, into_id) UNION ALL"
    " SELECT 1 FROM films WHERE id = ?1 AND (merged_into IS NOT NULL OR updated_s > ?2) LIMIT 1"
)
"""Somebody made something of film ?1 since ?2, be it that they wrote down more of it."""


async def undo_film(tx: aiosqlite.Connection, about: Import, undo: dict[str, Any], now: datetime) -> None:
    """Let what is here of the film be as it was before the import, but for what was written here since."""
    film_id = FilmId(undo["film_id"])

    stays = undo.get("review_id") is not None and await _undo_review(tx, about, undo, now)
    await _undo_watches(tx, about, film_id, undo, review_stays=stays)
    await _undo_notes(tx, about, undo)
    await _undo_names(tx, about, film_id, undo)
    await tx.execute_fetchall(
        "DELETE FROM watchlist WHERE user_id = ? AND film_id = ? AND import_id = ?", (about.user_id, film_id, about.id)
    )

    if undo.get("is_own_new"):
        await _leave_own_film(tx, about, film_id, now)


async def _undo_review(tx: aiosqlite.Connection, about: Import, undo: dict[str, Any], now: datetime) -> bool:
    """Let the review go, or say what it said; whether it stays instead, since it was written anew."""
    review_id = ReviewId(undo["review_id"])
    row = await fetch_one(tx, _REVIEW, (review_id,))

    # It was deleted since, or became part of another one.
    if row is None:
        return False

    is_as_left = "said" not in undo or _said(row) == _said_by(undo["said"])

    if undo["is_new"] and is_as_left and not await _has_other_parts(tx, review_id, about):
        await _delete(tx, row, now)
        return False

    await tx.execute_fetchall(
        "DELETE FROM review_revisions WHERE review_id = ? AND import_id = ?", (review_id, about.id)
    )

    # What was written anew since is about the viewing that was the last one then, wherever that came from.
    is_as_before = is_as_left and not undo["is_new"] and ("before" not in undo or await _say_again(tx, row, undo))
    await _undo_viewings(tx, about, review_id, undo, is_as_before=is_as_before)
    after = await fetch_one(tx, _REVIEW, (review_id,))
    assert after is not None
    await mark_reviews(tx, [review_id], now, is_urgent=hides_more(to_content(row), to_content(after)))
    return not is_as_before


def _said(row: sqlite3.Row) -> ReviewContent:
    return to_content(row).model_copy(update={"source_url": None})


def _said_by(values: list[Any]) -> ReviewContent:
    """What the values of the columns of a content say."""
    row: Any = dict(zip(CONTENT_COLUMNS.split(", "), values, strict=True))
    return _said(row)


async def _has_other_parts(tx: aiosqlite.Connection, review_id: ReviewId, about: Import) -> bool:
    """Whether anything of the review came otherwise than with the import: a later viewing, or an edit."""
    row = await fetch_one(
        tx,
        "SELECT 1 FROM viewings WHERE review_id = ?1 AND import_id IS NOT ?2 UNION ALL"
        " SELECT 1 FROM review_revisions WHERE review_id = ?1 AND import_id IS NOT ?2 LIMIT 1",
        (review_id, about.id),
    )
    return row is not None


async def _delete(tx: aiosqlite.Connection, row: sqlite3.Row, now: datetime) -> None:
    """The review goes, for good, with all its parts; what shows it is due at once."""
    review_id = ReviewId(row["id"])
    await mark_reviews(tx, [review_id], now, is_urgent=True)
    await tx.execute_fetchall("DELETE FROM reviews WHERE id = ?", (review_id,))
    await uncount_review(tx, row["guild_id"], row["film_id"], row["rating"])
    await leave_feeds(tx, [review_id])


async def _say_again(tx: aiosqlite.Connection, row: sqlite3.Row, undo: dict[str, Any]) -> bool:
    """Let the review say what it said before, which is its last earlier version no longer; whether it does.

    Where something else is, it was written again since, and stays.
    """
    said: dict[str, Any] = dict(zip(CONTENT_COLUMNS.split(", "), undo["before"], strict=True))
    last = await fetch_one(
        tx,
        f"SELECT id, {CONTENT_COLUMNS}, came_from FROM review_revisions WHERE review_id = ? ORDER BY id DESC LIMIT 1",
        (row["id"],),
    )

    if last is None or [last[column] for column in said] != undo["before"]:
        return False

    await tx.execute_fetchall("DELETE FROM review_revisions WHERE id = ?", (last["id"],))
    await tx.execute_fetchall(
        f"UPDATE reviews SET {SET_CONTENT}, edited_s = ?, came_from = ? WHERE id = ?",
        (*undo["before"], undo["edited_s"], last["came_from"], row["id"]),
    )
    await uncount_review(tx, row["guild_id"], row["film_id"], row["rating"])
    await count_review(tx, row["guild_id"], row["film_id"], said["rating"])
    return True


async def _undo_viewings(
    tx: aiosqlite.Connection, about: Import, review_id: ReviewId, undo: dict[str, Any], *, is_as_before: bool
) -> None:
    """The viewings that were here are as they were; one that was told of since stays.

    So does the one that the review is about, and the last one in any case.
    """
    if is_as_before and not undo.get("viewings"):
        return  # those of another film of the import, which is the same one, are not its

    if is_as_before and await viewings_of(tx, review_id) == undo["viewings_then"]:
        await tx.execute_fetchall("DELETE FROM viewings WHERE review_id = ?", (review_id,))
        await insert_rows(tx, "viewings", undo["viewings"])
        return

    await tx.execute_fetchall(
        "DELETE FROM viewings WHERE review_id = ?1 AND import_id = ?2"
        " AND id <> (SELECT id FROM viewings WHERE review_id = ?1 ORDER BY ?3 AND import_id IS ?2, id DESC LIMIT 1)",
        (review_id, about.id, is_as_before),
    )


async def _undo_watches(
    tx: aiosqlite.Connection, about: Import, film_id: FilmId, undo: dict[str, Any], *, review_stays: bool
) -> None:
    await tx.execute_fetchall(
        "DELETE FROM watches WHERE user_id = ? AND film_id = ? AND import_id = ?", (about.user_id, film_id, about.id)
    )

    for watch in undo["watches"]:
        if watch["id"] in undo["dropped"]:
            is_back = not await _is_viewing_now(tx, about, undo, watch, review_stays=review_stays)
        else:
            is_back = await _leave_watch(tx, watch)

        if is_back:
            await insert_rows(tx, "watches", [watch])


async def _leave_watch(tx: aiosqlite.Connection, watch: dict[str, Any]) -> bool:
    """The private viewing that was put right goes; whether it was still there."""
    row = await fetch_one(
        tx,
        "DELETE FROM watches WHERE id = ? AND user_id = ? AND film_id = ? RETURNING 1",
        (watch["id"], watch["user_id"], watch["film_id"]),
    )
    return row is not None


async def _is_viewing_now(
    tx: aiosqlite.Connection, about: Import, undo: dict[str, Any], watch: dict[str, Any], *, review_stays: bool
) -> bool:
    """Whether the private viewing is one of the review's, which stays since it was written anew; or its film is gone.

    One without a day only says that the film was seen, which any of the review's does.
    """
    row = await fetch_one(
        tx,
        "SELECT 1 FROM viewings WHERE ?5 AND review_id = ?1 AND import_id = ?2 AND (watched_on IS ?3 OR ?3 IS NULL)"
        " UNION ALL SELECT 1 FROM films WHERE id = ?4 AND facts = '' LIMIT 1",
        (undo.get("review_id"), about.id, watch["watched_on"], watch["film_id"], review_stays),
    )
    return row is not None


async def _undo_notes(tx: aiosqlite.Connection, about: Import, undo: dict[str, Any]) -> None:
    for name, before in undo["notes"].items():
        if before is None:
            await tx.execute_fetchall(
                "DELETE FROM letterboxd_entries WHERE guild_id = ? AND user_id = ? AND name = ? AND import_id = ?",
                (about.guild_id, about.user_id, name, about.id),
            )
        else:
            await tx.execute_fetchall(
                "UPDATE letterboxd_entries SET film_id = ?, told = ? WHERE guild_id = ? AND user_id = ? AND name = ?",
                (*before, about.guild_id, about.user_id, name),
            )


async def _undo_names(tx: aiosqlite.Connection, about: Import, film_id: FilmId, undo: dict[str, Any]) -> None:
    """What meant no film before means none again, and what meant another one means that one."""
    await tx.execute_fetchall(
        "DELETE FROM letterboxd_films WHERE guild_id = ? AND user_id = ? AND film_id = ? AND import_id = ?",
        (about.guild_id, about.user_id, film_id, about.id),
    )
    await tx.executemany(
        "UPDATE letterboxd_films SET film_id = ? WHERE guild_id = ? AND user_id = ? AND name = ? AND film_id = ?",
        [(former, about.guild_id, about.user_id, name, film_id) for name, former in undo["names"].items()],
    )


async def _is_used(tx: aiosqlite.Connection, own: OwnFilm) -> bool:
    return await fetch_one(tx, _IS_USED, (own.id, to_seconds(own.added_at))) is not None


async def _leave_own_film(tx: aiosqlite.Connection, about: Import, film_id: FilmId, now: datetime) -> None:
    """A film that the import added goes where nobody made anything of it."""
    own = await find_own(tx, about.guild_id, film_id)

    if own is None or await others_wrote(tx, own) or await _is_used(tx, own):
        return

    await take_out(tx, own, now)
