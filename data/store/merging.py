"""Two films that prove to be one: all that is kept of the first becomes the second's, in one transaction.

Of two reviews by one member the one on the second film stays, with its number; whichever was written later is what it
says, and all that the other one said are earlier versions. Nothing is written down twice: `came_from` says which of a
review's versions and viewings were the other one's, so that deleting the review deletes those as well.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from data.models import FilmId, GuildId, ReviewId
from data.store.counts import count_review, uncount_review
from data.store.rows import CONTENT_COLUMNS, to_seconds
from data.store.truth import mark_cards, mark_reviews

INTERESTS = {"watchlist": "added_s", "lookups": "looked_s"}
"""Tables of who takes an interest in which film, with the column that says since when."""

_FOLD = (
    (
        "INSERT INTO merged_reviews (review_id, merge_id, into_id, created_s, edited_s, into_edited_s,"
        " import_id) SELECT a.id, :merge_id, b.id, a.created_s, a.edited_s, b.edited_s, a.import_id"
        " FROM reviews a, reviews b WHERE a.id = :id AND b.id = :into_id ON CONFLICT (review_id) DO UPDATE"
        " SET merge_id = excluded.merge_id, into_id = excluded.into_id, created_s = excluded.created_s,"
        " edited_s = excluded.edited_s, into_edited_s = excluded.into_edited_s, import_id = excluded.import_id"
    ),
    "UPDATE merged_reviews SET into_id = :into_id WHERE into_id = :id",
    "UPDATE review_revisions SET review_id = :into_id, came_from = coalesce(:tag, came_from) WHERE review_id = :id",
    "UPDATE viewings SET review_id = :into_id, came_from = coalesce(:tag, came_from) WHERE review_id = :id",
    (
        "INSERT INTO merged_likes (review_id, user_id, liked_s, is_shared) SELECT l.review_id, l.user_id, l.liked_s,"
        " EXISTS (SELECT 1 FROM likes o WHERE o.review_id = :into_id AND o.user_id = l.user_id) FROM likes l"
        " WHERE l.review_id = :tag"
    ),
    (
        "INSERT INTO likes (review_id, user_id, liked_s) SELECT :into_id, user_id, liked_s FROM likes"
        " WHERE review_id = :id ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO copy_reviews (message_id, review_id) SELECT message_id, :into_id FROM copy_reviews"
        " WHERE review_id = :id ON CONFLICT DO NOTHING"
    ),
)
"""Makes the parts of review :id those of review :into_id. Where that can be undone, :tag is the former."""

_REVISE = (
    f"INSERT INTO review_revisions (review_id, {CONTENT_COLUMNS}, written_s, replaced_s, came_from)"
    f" SELECT :into_id, {CONTENT_COLUMNS}, coalesce(edited_s, created_s), :now, coalesce(:tag, came_from)"
    " FROM reviews WHERE id = :id"
)
"""Keeps what review :id says as an earlier version of :into_id, which can be itself."""

_TAKE_OVER = (
    f"UPDATE reviews SET ({CONTENT_COLUMNS}, edited_s, came_from) ="
    f" (SELECT {CONTENT_COLUMNS}, coalesce(edited_s, created_s), coalesce(:tag, came_from) FROM reviews WHERE id = :id)"
    " WHERE id = :into_id"
)


async def merge_rows(  # noqa: PLR0913, PLR0917  (what becomes what, where and when)
    tx: aiosqlite.Connection,
    guild_id: GuildId | None,
    film_id: FilmId,
    into_id: FilmId,
    now: datetime,
    merge_id: int | None = None,
) -> None:
    """Let all that is kept of a film be the other's; with `merge_id`, a row of `film_merges`, so that it can be undone.

    Without `guild_id` that is done in all servers; a film added by hand has nothing in any but its own.
    """
    cards = await _move_cards(tx, guild_id, film_id, into_id, now)
    reviews = await _move_reviews(tx, guild_id, film_id, into_id, now, merge_id)
    await _move_deleted(tx, film_id, into_id, merge_id)

    for table, since in INTERESTS.items():
        await _move_interest(tx, table, since, film_id, into_id, merge_id)

    keys = await tx.execute_fetchall(
        "UPDATE film_keys SET film_id = ? WHERE film_id = ? RETURNING key", (into_id, film_id)
    )
    rows = await tx.execute_fetchall(
        "UPDATE films SET merged_into = ?1 WHERE id = ?2 OR merged_into = ?2 RETURNING id", (into_id, film_id)
    )
    await tx.execute_fetchall("UPDATE film_merges SET into_id = ? WHERE into_id = ?", (into_id, film_id))

    if merge_id is not None:
        kept = {
            "keys": sorted(row["key"] for row in keys),
            "rows": sorted(row["id"] for row in rows),
            "cards": [[row["message_id"], row["request"]] for row in cards],
        }
        await tx.execute_fetchall("UPDATE film_merges SET kept = ? WHERE id = ?", (json.dumps(kept), merge_id))

    await mark_reviews(tx, reviews, now, is_urgent=False)


async def count_likes(tx: aiosqlite.Connection, review_id: ReviewId) -> None:
    """Let the review's number of likes be that of its likes."""
    await tx.execute_fetchall(
        "UPDATE reviews SET likes = (SELECT count(*) FROM likes WHERE review_id = ?1) WHERE id = ?1", (review_id,)
    )


async def _move_cards(
    tx: aiosqlite.Connection, guild_id: GuildId | None, film_id: FilmId, into_id: FilmId, now: datetime
) -> list[sqlite3.Row]:
    """The cards show the other film: they are due, and are given back."""
    await mark_cards(tx, guild_id, film_id, now, is_urgent=False)
    where = "" if guild_id is None else f" AND guild_id = {int(guild_id)}"
    rows = await tx.execute_fetchall(
        f"UPDATE copies SET film_id = ? WHERE film_id = ?{where} RETURNING message_id, request", (into_id, film_id)
    )
    return sorted(rows, key=lambda row: row["message_id"])


async def _move_reviews(  # noqa: PLR0913, PLR0917  (as `merge_rows`)
    tx: aiosqlite.Connection,
    guild_id: GuildId | None,
    film_id: FilmId,
    into_id: FilmId,
    now: datetime,
    merge_id: int | None,
) -> list[ReviewId]:
    """Every review of the film is one of the other; those that are to be seen differently now."""
    changed: list[ReviewId] = []

    for place in await _guilds(tx, guild_id, film_id):
        rows = await tx.execute_fetchall(
            "SELECT a.id, a.guild_id, a.rating, b.id AS other_id, b.rating AS other_rating,"
            " coalesce(a.edited_s, a.created_s) > coalesce(b.edited_s, b.created_s) AS is_later FROM reviews a"
            " LEFT JOIN reviews b ON b.guild_id = a.guild_id AND b.author_id = a.author_id AND b.film_id = ?3"
            " WHERE a.guild_id = ?1 AND a.film_id = ?2 ORDER BY a.id",
            (place, film_id, into_id),
        )

        for row in rows:
            await uncount_review(tx, place, film_id, row["rating"])

            if row["other_id"] is None:
                await _move(tx, row, into_id, merge_id)
            else:
                await _fold(tx, row, into_id, now, merge_id)
                changed.append(ReviewId(row["other_id"]))

            changed.append(ReviewId(row["id"]))

    return changed


async def _guilds(tx: aiosqlite.Connection, guild_id: GuildId | None, film_id: FilmId) -> Sequence[GuildId]:
    if guild_id is not None:
        return (guild_id,)

    sql = "SELECT DISTINCT guild_id FROM film_counts WHERE film_id = ? AND reviews > 0 ORDER BY guild_id"
    return [GuildId(row["guild_id"]) for row in await tx.execute_fetchall(sql, (film_id,))]


async def _move(tx: aiosqlite.Connection, row: sqlite3.Row, into_id: FilmId, merge_id: int | None) -> None:
    """The only review of its author becomes one of the other film."""
    await tx.execute_fetchall("UPDATE reviews SET film_id = ? WHERE id = ?", (into_id, row["id"]))
    await count_review(tx, row["guild_id"], into_id, row["rating"])
    await _note_moved(tx, ReviewId(row["id"]), merge_id)


async def _fold(
    tx: aiosqlite.Connection, row: sqlite3.Row, into_film: FilmId, now: datetime, merge_id: int | None
) -> None:
    """One of an author's two reviews becomes part of the other."""
    values = {
        "id": row["id"],
        "into_id": row["other_id"],
        "merge_id": merge_id,
        "tag": None if merge_id is None else row["id"],
        "now": to_seconds(now),
    }

    for statement in _FOLD:
        await tx.execute_fetchall(statement, values)

    if row["is_later"]:
        await tx.execute_fetchall(_REVISE, values | {"id": row["other_id"], "tag": None})
        await tx.execute_fetchall(_TAKE_OVER, values)
        await uncount_review(tx, row["guild_id"], into_film, row["other_rating"])
        await count_review(tx, row["guild_id"], into_film, row["rating"])
    else:
        await tx.execute_fetchall(_REVISE, values)

    await tx.execute_fetchall("DELETE FROM reviews WHERE id = ?", (row["id"],))
    await count_likes(tx, ReviewId(row["other_id"]))


async def _move_deleted(tx: aiosqlite.Connection, film_id: FilmId, into_id: FilmId, merge_id: int | None) -> None:
    """Reviews that can come back come back as the other film's."""
    for row in list(await tx.execute_fetchall(MOVE_DELETED, {"film_id": film_id, "into_id": into_id, "ids": None})):
        await _note_moved(tx, ReviewId(row["review_id"]), merge_id)


MOVE_DELETED = (
    "UPDATE deleted_reviews SET film_id = :into_id, kept = json_set(kept, '$.reviews[0].film_id', :into_id)"
    " WHERE film_id = :film_id AND (:ids IS NULL OR review_id IN (SELECT value FROM json_each(:ids)))"
    " RETURNING review_id"
)
"""Lets deleted reviews, all of a film or some, be the other film's."""


async def _note_moved(tx: aiosqlite.Connection, review_id: ReviewId, merge_id: int | None) -> None:
    if merge_id is not None:
        await tx.execute_fetchall(
            "INSERT INTO merged_reviews (review_id, merge_id) VALUES (?, ?)"
            " ON CONFLICT (review_id) DO UPDATE SET merge_id = excluded.merge_id",
            (review_id, merge_id),
        )


async def _move_interest(  # noqa: PLR0913, PLR0917  (which table, and as `merge_rows`)
    tx: aiosqlite.Connection, table: str, since: str, film_id: FilmId, into_id: FilmId, merge_id: int | None
) -> None:
    values = {"film_id": film_id, "into_id": into_id, "merge_id": merge_id, "kind": table}

    if merge_id is not None:
        await tx.execute_fetchall(
            "INSERT INTO merged_interests (merge_id, kind, user_id, at_s, is_shared) SELECT :merge_id, :kind,"
            f" w.user_id, w.{since},"
            f" EXISTS (SELECT 1 FROM {table} o WHERE o.user_id = w.user_id AND o.film_id = :into_id)"
            f" FROM {table} w WHERE w.film_id = :film_id",
            values,
        )

    await tx.execute_fetchall(
        f"INSERT INTO {table} (user_id, film_id, {since}) SELECT user_id, :into_id, {since} FROM {table}"
        " WHERE film_id = :film_id ON CONFLICT DO NOTHING",
        values,
    )
    await tx.execute_fetchall(f"DELETE FROM {table} WHERE film_id = :film_id", values)
