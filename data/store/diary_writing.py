"""Writing what becomes of a film's diary, within a transaction, and what undoing that needs."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import aiosqlite

from data.models import ImportId, ReviewId, ToldFilm
from data.store.counts import count_review
from data.store.database import fetch_one, insert_rows
from data.store.diary_pieces import Changes, DiaryVersion, DiaryViewing, DiaryWatch, noon
from data.store.diary_rows import Found, Place, film_note_name
from data.store.reviews import revise
from data.store.rows import CONTENT_COLUMNS, content_values, to_seconds
from data.store.truth import hides_more, mark_reviews

_CONTENT_MARKS = ", ".join("?" * len(CONTENT_COLUMNS.split(", ")))


class Arrival(NamedTuple):
    """With what it comes, when, and the moment at which that is written down."""

    import_id: ImportId | None
    at: datetime
    now: datetime


class Written(NamedTuple):
    """The review, where there is one, and what there was before."""

    review_id: ReviewId | None
    undo: dict[str, Any]


async def write(  # noqa: PLR0913, PLR0917  (what is here, what is told, and what becomes of it)
    tx: aiosqlite.Connection, place: Place, found: Found, told: ToldFilm, changes: Changes, arrival: Arrival
) -> Written:
    """Let the changes be what is here; what undoing that needs. Messages that show the review are due."""
    review_id, undo = await _write_review(tx, place, found, changes, arrival)
    undo |= await _write_watches(tx, place, found, changes, arrival)
    undo["notes"] = await _write_notes(tx, place, changes, arrival)
    undo["names"] = await _name_film(tx, place, told, arrival)

    if changes.is_wanted and told.wanted_on is not None:
        await tx.execute_fetchall(
            "INSERT INTO watchlist (user_id, film_id, added_s, import_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (place.user_id, place.film_id, to_seconds(noon(told.wanted_on, arrival.at)), arrival.import_id),
        )

    return Written(review_id, undo)


async def _write_review(
    tx: aiosqlite.Connection, place: Place, found: Found, changes: Changes, arrival: Arrival
) -> tuple[ReviewId | None, dict[str, Any]]:
    before, content = found.review, changes.content

    if before is None and content is None:
        return None, {}

    review_id = await _insert_review(tx, place, changes, arrival) if before is None else ReviewId(before["id"])
    undo: dict[str, Any] = {"review_id": review_id, "is_new": before is None}

    if changes.versions:
        await _put_versions(tx, review_id, changes.versions, found.versions, arrival)

    if content is not None:
        undo["said"] = list(content_values(content))

        if before is not None:
            undo |= {"before": [before[name] for name in CONTENT_COLUMNS.split(", ")], "edited_s": before["edited_s"]}
            await revise(tx, review_id, content, arrival.at)

    if changes.viewings:
        undo |= await _put_viewings(tx, review_id, changes.viewings, found.viewings, arrival)

    if content is not None or changes.versions or changes.viewings:
        was = found.here.content
        is_urgent = was is not None and content is not None and hides_more(was, content)
        await mark_reviews(tx, [review_id], arrival.now, is_urgent=is_urgent)

    return review_id, undo


async def _insert_review(tx: aiosqlite.Connection, place: Place, changes: Changes, arrival: Arrival) -> ReviewId:
    assert changes.content is not None
    created_at = changes.created_at or arrival.at
    row = await fetch_one(
        tx,
        f"INSERT INTO reviews (guild_id, author_id, film_id, {CONTENT_COLUMNS}, created_s, edited_s, import_id)"
        f" VALUES (?, ?, ?, {_CONTENT_MARKS}, ?, ?, ?) RETURNING id",
        (
            *place,
            *content_values(changes.content),
            to_seconds(created_at),
            None if changes.edited_at is None else to_seconds(changes.edited_at),
            arrival.import_id,
        ),
    )
    assert row is not None
    await count_review(tx, place.guild_id, place.film_id, changes.content.rating or 0)
    return ReviewId(row["id"])


async def _put_versions(
    tx: aiosqlite.Connection,
    review_id: ReviewId,
    versions: Sequence[DiaryVersion],
    rows: Sequence[sqlite3.Row],
    arrival: Arrival,
) -> None:
    """Let these be the earlier versions, in this order. Those that were here keep all that they have."""
    here = {row["id"]: dict(row) for row in rows}
    new = [
        here.get(version.id or 0)
        or {
            "review_id": review_id,
            **dict(zip(CONTENT_COLUMNS.split(", "), content_values(version.content), strict=True)),
            "written_s": to_seconds(version.written_at),
            "replaced_s": to_seconds(version.replaced_at),
            "import_id": arrival.import_id,
        }
        for version in versions
    ]
    await _put_parts(tx, "review_revisions", review_id, new, is_empty=not rows)


async def _put_viewings(
    tx: aiosqlite.Connection,
    review_id: ReviewId,
    viewings: Sequence[DiaryViewing],
    rows: Sequence[sqlite3.Row],
    arrival: Arrival,
) -> dict[str, Any]:
    """Let these be the viewings, in this order; what undoing that needs.

    What was here keeps what is not told of it. What is written as it happens counts in the server's week: a rating that
    is given to a viewing for the first time.
    """
    here = {row["id"]: dict(row) for row in rows}
    counted_s = to_seconds(arrival.now) if arrival.import_id is None else None
    new: list[dict[str, Any]] = []

    for viewing in viewings:
        row = dict(here.get(viewing.id or 0) or {"review_id": review_id, "rating": 0, "import_id": arrival.import_id})

        if viewing.rating is not None and not row["rating"] and row.get("counted_s") is None:
            row["counted_s"] = counted_s

        row |= {
            "watched_on": viewing.watched_on.isoformat() if viewing.watched_on else None,
            "rating": viewing.rating or 0,
            "is_rewatch": viewing.is_rewatch,
            "logged_s": to_seconds(viewing.logged_at),
        }
        new.append(row)

    await _put_parts(tx, "viewings", review_id, new, is_empty=not rows)
    return {"viewings": list(here.values()), "viewings_then": await viewings_of(tx, review_id)} if rows else {}


async def _put_parts(
    tx: aiosqlite.Connection, table: str, review_id: ReviewId, rows: Sequence[Mapping[str, Any]], *, is_empty: bool
) -> None:
    """Let these be the review's rows in the table, which `is_empty` of it so far; their numbers follow their order."""
    if not is_empty:
        await tx.execute_fetchall(f"DELETE FROM {table} WHERE review_id = ?", (review_id,))

    await insert_rows(tx, table, rows)


async def _write_watches(
    tx: aiosqlite.Connection, place: Place, found: Found, changes: Changes, arrival: Arrival
) -> dict[str, Any]:
    here = {row["id"]: dict(row) for row in found.watches}
    touched = {watch.id for watch in changes.watches if watch.id is not None} | set(changes.dropped)

    for watch in changes.watches:
        if watch.id is None:
            values = _watch_values(watch) | {
                "user_id": place.user_id,
                "film_id": place.film_id,
                "import_id": arrival.import_id,
            }
            await insert_rows(tx, "watches", [values])
        else:
            await tx.execute_fetchall("DELETE FROM watches WHERE id = ?", (watch.id,))
            await insert_rows(tx, "watches", [here[watch.id] | _watch_values(watch)], keeps_ids=True)

    for watch_id in changes.dropped:
        await tx.execute_fetchall("DELETE FROM watches WHERE id = ?", (watch_id,))

    return {"watches": [here[watch_id] for watch_id in sorted(touched)], "dropped": list(changes.dropped)}


def _watch_values(watch: DiaryWatch) -> dict[str, Any]:
    return {
        "watched_on": watch.watched_on.isoformat() if watch.watched_on else None,
        "tags": json.dumps(watch.tags, ensure_ascii=False),
        "is_rewatch": watch.is_rewatch,
        "is_liked": watch.is_liked,
        "logged_s": to_seconds(watch.logged_at),
    }


async def _write_notes(
    tx: aiosqlite.Connection, place: Place, changes: Changes, arrival: Arrival
) -> dict[str, tuple[int, str] | None]:
    """Remember what was told; of which film what was remembered under these names before, None where nothing was."""
    notes = {name: entry.model_dump_json(exclude_defaults=True) for name, entry in changes.entries.items()}

    if changes.film is not None:
        notes[film_note_name(place.film_id)] = changes.film.model_dump_json(exclude_defaults=True)

    before = {
        row["name"]: (row["film_id"], row["told"]) for row in await _named_so(tx, "letterboxd_entries", place, notes)
    }
    await tx.executemany(
        "INSERT INTO letterboxd_entries (guild_id, user_id, name, film_id, told, import_id) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (guild_id, user_id, name) DO UPDATE SET film_id = excluded.film_id, told = excluded.told",
        [(*place[:2], name, place.film_id, told, arrival.import_id) for name, told in notes.items()],
    )
    return {name: before.get(name) for name in notes}


async def _name_film(tx: aiosqlite.Connection, place: Place, told: ToldFilm, arrival: Arrival) -> dict[str, int]:
    """Remember which film is meant by its page there; by title and year only where these mean no other one yet.

    Which film a name meant before, where that was another one.
    """
    before: dict[str, int] = {}

    for row in await _named_so(tx, "letterboxd_films", place, told.names):
        if row["name"] == told.address and row["film_id"] != place.film_id:
            before[row["name"]] = row["film_id"]

    await tx.executemany(
        "INSERT INTO letterboxd_films (guild_id, user_id, name, film_id, import_id) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (guild_id, user_id, name) DO UPDATE SET film_id = iif(?, excluded.film_id, film_id)",
        [(*place[:2], name, place.film_id, arrival.import_id, name == told.address) for name in told.names],
    )

    return before


async def _named_so(tx: aiosqlite.Connection, table: str, place: Place, names: Iterable[str]) -> Iterable[sqlite3.Row]:
    """The member's rows of that table that go by these names."""
    return await tx.execute_fetchall(
        f"SELECT * FROM {table} WHERE guild_id = ? AND user_id = ? AND name IN (SELECT value FROM json_each(?))",
        (*place[:2], json.dumps(list(names))),
    )


async def viewings_of(tx: aiosqlite.Connection, review_id: ReviewId) -> list[list[Any]]:
    """The viewings as they are, without their numbers."""
    rows = await tx.execute_fetchall(
        "SELECT watched_on, rating, is_rewatch, logged_s, import_id FROM viewings WHERE review_id = ? ORDER BY id",
        (review_id,),
    )
    return [list(row) for row in rows]
