"""Undoing a merge of two films: everything is as it was, but for what was written since, which stays where it is."""

import json
import sqlite3
from datetime import datetime
from typing import Any

import aiosqlite

from data.models import FilmId, GuildId, ReviewId
from data.store.counts import count_review, uncount_review
from data.store.database import fetch_one
from data.store.merging import INTERESTS, MOVE_DELETED, count_likes
from data.store.rows import CONTENT_COLUMNS
from data.store.truth import mark_cards, mark_reviews

_OWN_VERSION = f"SELECT id, {CONTENT_COLUMNS}, came_from FROM review_revisions WHERE review_id = :into_id"
"""Versions of a review; the one with the largest id was replaced last."""

_SPLIT = (
    "UPDATE review_revisions SET review_id = :id, came_from = NULL WHERE review_id = :into_id AND came_from = :id",
    "UPDATE viewings SET review_id = :id, came_from = NULL WHERE review_id = :into_id AND came_from = :id",
    # Whoever took a like back since, took it back from both.
    (
        "INSERT INTO likes (review_id, user_id, liked_s) SELECT m.review_id, m.user_id, m.liked_s FROM merged_likes m"
        " WHERE m.review_id = :id AND EXISTS"
        " (SELECT 1 FROM likes l WHERE l.review_id = :into_id AND l.user_id = m.user_id)"
    ),
    (
        "DELETE FROM likes WHERE review_id = :into_id AND (user_id, liked_s) IN"
        " (SELECT user_id, liked_s FROM merged_likes WHERE review_id = :id AND NOT is_shared)"
    ),
)
"""Gives review :id back what is :into_id's of it."""


async def unmerge_rows(tx: aiosqlite.Connection, merge: sqlite3.Row, now: datetime) -> None:
    """Undo the merge, a row of `film_merges` that no later one builds on; the row goes."""
    guild_id, film_id, into_id = GuildId(merge["guild_id"]), FilmId(merge["film_id"]), FilmId(merge["into_id"])
    kept: dict[str, list[Any]] = json.loads(merge["kept"])
    await _name_again(tx, film_id, kept)
    changed = await _move_back(tx, film_id, into_id, merge["id"])

    for row in await tx.execute_fetchall(
        "SELECT * FROM merged_reviews WHERE merge_id = ? AND into_id IS NOT NULL ORDER BY review_id", (merge["id"],)
    ):
        await _split(tx, row, film_id)
        changed += [ReviewId(row["review_id"]), ReviewId(row["into_id"])]

    for table, since in INTERESTS.items():
        await _lose_interest(tx, table, since, merge)

    await mark_cards(tx, guild_id, into_id, now, is_urgent=False)
    await tx.executemany(
        "UPDATE copies SET film_id = ? WHERE message_id = ? AND request IS ? AND film_id = ?",
        [(film_id, message_id, request, into_id) for message_id, request in kept["cards"]],
    )
    await tx.execute_fetchall("DELETE FROM film_merges WHERE id = ?", (merge["id"],))
    await mark_reviews(tx, changed, now, is_urgent=False)


async def _name_again(tx: aiosqlite.Connection, film_id: FilmId, kept: dict[str, list[Any]]) -> None:
    """The film's keys and rows name it again."""
    await tx.execute_fetchall(
        "UPDATE film_keys SET film_id = ? WHERE key IN (SELECT value FROM json_each(?))",
        (film_id, json.dumps(kept["keys"])),
    )
    await tx.execute_fetchall(
        "UPDATE films SET merged_into = nullif(?1, id) WHERE id IN (SELECT value FROM json_each(?2))",
        (film_id, json.dumps(kept["rows"])),
    )


async def _move_back(tx: aiosqlite.Connection, film_id: FilmId, into_id: FilmId, merge_id: int) -> list[ReviewId]:
    """The reviews that had merely moved are the film's again, those that can come back as well; the former."""
    moved = await tx.execute_fetchall(
        "SELECT review_id FROM merged_reviews WHERE merge_id = ? AND into_id IS NULL", (merge_id,)
    )
    ids = json.dumps([row["review_id"] for row in moved])
    rows = await tx.execute_fetchall(
        "UPDATE reviews SET film_id = ? WHERE film_id = ? AND id IN (SELECT value FROM json_each(?))"
        " RETURNING id, guild_id, rating",
        (film_id, into_id, ids),
    )
    await tx.execute_fetchall(MOVE_DELETED, {"film_id": into_id, "into_id": film_id, "ids": ids})

    for row in rows:
        await uncount_review(tx, row["guild_id"], into_id, row["rating"])
        await count_review(tx, row["guild_id"], film_id, row["rating"])

    return sorted(ReviewId(row["id"]) for row in rows)


async def _split(tx: aiosqlite.Connection, merged: sqlite3.Row, film_id: FilmId) -> None:
    """A review that became part of another one is one of its own again, unless that was deleted since."""
    values = {"id": merged["review_id"], "into_id": merged["into_id"], "film_id": film_id} | {
        name: merged[name] for name in ("created_s", "edited_s", "into_edited_s", "import_id")
    }
    into = await fetch_one(
        tx, "SELECT guild_id, film_id, rating, came_from FROM reviews WHERE id = ?", (merged["into_id"],)
    )

    if into is None:
        return

    said = await _take_version(tx, values, is_own=False, is_current=into["came_from"] == merged["review_id"])

    if said is None:
        return

    await tx.execute_fetchall(
        f"INSERT INTO reviews (id, guild_id, author_id, film_id, {CONTENT_COLUMNS}, created_s, edited_s, import_id)"
        " SELECT :id, guild_id, author_id, :film_id, :rating, :body, :watched_on, :tags, :is_spoiler, :is_rewatch,"
        " :is_liked, :source_url, :created_s, :edited_s, :import_id FROM reviews WHERE id = :into_id",
        values | _content(said),
    )

    if into["came_from"] == merged["review_id"]:
        await _say_again(tx, values)

    for statement in _SPLIT:
        await tx.execute_fetchall(statement, values)

    for review_id in (merged["review_id"], merged["into_id"]):
        await count_likes(tx, review_id)

    await uncount_review(tx, into["guild_id"], into["film_id"], into["rating"])

    for review_id in (merged["review_id"], merged["into_id"]):
        row = await fetch_one(tx, "SELECT guild_id, film_id, rating FROM reviews WHERE id = ?", (review_id,))
        assert row is not None
        await count_review(tx, row["guild_id"], row["film_id"], row["rating"])


async def _say_again(tx: aiosqlite.Connection, values: dict[str, Any]) -> None:
    """The other review says what it said before the merge, since it says nothing newer."""
    before = await _take_version(tx, values, is_own=True, is_current=False)
    assert before is not None, "what was displaced is kept"
    await tx.execute_fetchall(
        "UPDATE reviews SET rating = :rating, body = :body, watched_on = :watched_on, tags = :tags,"
        " is_spoiler = :is_spoiler, is_rewatch = :is_rewatch, is_liked = :is_liked, source_url = :source_url,"
        " came_from = :came_from, edited_s = :into_edited_s WHERE id = :into_id",
        values | _content(before) | {"came_from": before["came_from"]},
    )


async def _take_version(
    tx: aiosqlite.Connection, values: dict[str, Any], *, is_own: bool, is_current: bool
) -> sqlite3.Row | None:
    """What the merged review said last, or what the other one (`is_own`) did: it is an earlier version no longer.

    Where it `is_current` it is none: then it stays where it is.
    """
    if is_current:
        return await fetch_one(tx, f"SELECT id, {CONTENT_COLUMNS}, came_from FROM reviews WHERE id = :into_id", values)

    of = "IS NOT" if is_own else "IS"
    row = await fetch_one(tx, f"{_OWN_VERSION} AND came_from {of} :id ORDER BY id DESC LIMIT 1", values)

    if row is not None:
        await tx.execute_fetchall("DELETE FROM review_revisions WHERE id = ?", (row["id"],))

    return row


def _content(row: sqlite3.Row) -> dict[str, Any]:
    return {name: row[name] for name in CONTENT_COLUMNS.split(", ")}


async def _lose_interest(tx: aiosqlite.Connection, table: str, since: str, merge: sqlite3.Row) -> None:
    """Who wanted to see the film, or looked it up, did so again; with the other one only whom that was true of, too."""
    values = {"film_id": merge["film_id"], "into_id": merge["into_id"], "merge_id": merge["id"], "kind": table}
    mine = "merge_id = :merge_id AND kind = :kind"
    await tx.execute_fetchall(
        f"INSERT INTO {table} (user_id, film_id, {since}) SELECT m.user_id, :film_id, m.at_s FROM merged_interests m"
        f" WHERE {mine} AND EXISTS (SELECT 1 FROM {table} w WHERE w.user_id = m.user_id AND w.film_id = :into_id)"
        " ON CONFLICT DO NOTHING",
        values,
    )
    await tx.execute_fetchall(
        f"DELETE FROM {table} WHERE film_id = :into_id AND (user_id, {since}) IN"
        f" (SELECT user_id, at_s FROM merged_interests WHERE {mine} AND NOT is_shared)",
        values,
    )
