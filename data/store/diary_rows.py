"""What is here of one film for one member of a server, read from the tables."""

import json
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from data.models import Film, FilmId, GuildId, ReviewId, ToldEntry, UserId
from data.store.diary_pieces import DiaryVersion, DiaryViewing, DiaryWatch, FilmNote, Here
from data.store.rows import CONTENT_COLUMNS, to_content, to_moment

Fetch = Callable[[str, Sequence[Any]], Awaitable[Iterable[sqlite3.Row]]]
"""Runs a query, on the connection that reads or within a transaction."""

_ROWS = "SELECT id FROM films WHERE id = ?2 OR merged_into = ?2"
"""The rows that are film ?2 by now."""


class Place(NamedTuple):
    """One film of one member in one server."""

    guild_id: GuildId
    user_id: UserId
    film_id: FilmId


class Found(NamedTuple):
    """What is here, and the rows that it was read from, by what they hold."""

    here: Here
    review: sqlite3.Row | None
    versions: list[sqlite3.Row]
    viewings: list[sqlite3.Row]
    watches: list[sqlite3.Row]
    notes: list[sqlite3.Row]

    @property
    def review_id(self) -> ReviewId | None:
        """The member's review; None where there is none."""
        return None if self.review is None else ReviewId(self.review["id"])


NOTHING = Found(Here(), None, [], [], [], [])
"""Nothing is here of a film that is not known."""


def film_note_name(film_id: FilmId) -> str:
    """Under which name the notes have what was told of a film apart from its entries: no address looks like it."""
    return f"film:{film_id}"


async def row_of(fetch: Fetch, film: Film) -> FilmId | None:
    """The row that the film's keys lead to, that of its own key first; None where it has none."""
    marks = ", ".join("?" * len(film.keys))
    rows = await fetch(
        f"SELECT film_id FROM film_keys WHERE key IN ({marks}) ORDER BY key <> ?, film_id LIMIT 1",
        (*film.keys, film.key),
    )
    return next((FilmId(row["film_id"]) for row in rows), None)


async def find(fetch: Fetch, place: Place) -> Found:
    """All that is here of the film."""
    review = next(
        iter(
            await fetch(
                f"SELECT id, {CONTENT_COLUMNS}, created_s, edited_s, came_from, import_id FROM reviews"
                " WHERE guild_id = ? AND author_id = ? AND film_id = ?",
                place,
            )
        ),
        None,
    )
    of_review = () if review is None else (review["id"],)
    versions = list(
        await fetch("SELECT * FROM review_revisions WHERE review_id = ? ORDER BY id", of_review) if of_review else ()
    )
    viewings = list(
        await fetch("SELECT * FROM viewings WHERE review_id = ? ORDER BY id", of_review) if of_review else ()
    )
    of_person = (place.user_id, place.film_id)
    watches = list(
        await fetch(
            f"SELECT * FROM watches WHERE user_id = ?1 AND film_id IN ({_ROWS}) ORDER BY watched_on, id", of_person
        )
    )
    wanted = list(await fetch("SELECT 1 FROM watchlist WHERE user_id = ?1 AND film_id = ?2", of_person))
    notes = list(
        await fetch(
            "SELECT name, told, import_id FROM letterboxd_entries"
            f" WHERE user_id = ?1 AND guild_id = ?3 AND film_id IN ({_ROWS})",
            (*of_person, place.guild_id),
        )
    )
    here = Here(
        content=None if review is None else to_content(review),
        written_at=None if review is None else to_moment(_written_s(review)),
        is_from_merge=review is not None and review["came_from"] is not None,
        versions=tuple(map(_to_version, versions)),
        viewings=tuple(map(_to_viewing, viewings)),
        watches=tuple(map(_to_watch, watches)),
        is_wanted=bool(wanted),
        known={
            row["name"]: ToldEntry.model_validate_json(row["told"]) for row in notes if not _is_film_note(row["name"])
        },
        film=_film_note(notes, place.film_id),
    )
    return Found(here, review, versions, viewings, watches, notes)


def _written_s(review: sqlite3.Row) -> int:
    return review["created_s"] if review["edited_s"] is None else review["edited_s"]


def _is_film_note(name: str) -> bool:
    return name.startswith("film:")


def _film_note(notes: Iterable[sqlite3.Row], film_id: FilmId) -> FilmNote:
    """What was last told of the film; of one that another film became part of, its own comes first."""
    own = film_note_name(film_id)
    told = sorted(
        (row for row in notes if _is_film_note(row["name"])), key=lambda row: (row["name"] != own, row["name"])
    )
    return FilmNote.model_validate_json(told[0]["told"]) if told else FilmNote()


def _to_version(row: sqlite3.Row) -> DiaryVersion:
    return DiaryVersion(
        id=row["id"],
        content=to_content(row),
        written_at=to_moment(row["written_s"]),
        replaced_at=to_moment(row["replaced_s"]),
    )


def _to_viewing(row: sqlite3.Row) -> DiaryViewing:
    return DiaryViewing(
        id=row["id"],
        watched_on=_to_day(row["watched_on"]),
        rating=row["rating"] or None,
        is_rewatch=bool(row["is_rewatch"]),
        logged_at=to_moment(row["logged_s"]),
        is_imported=row["import_id"] is not None,
    )


def _to_watch(row: sqlite3.Row) -> DiaryWatch:
    return DiaryWatch(
        id=row["id"],
        watched_on=_to_day(row["watched_on"]),
        tags=tuple(json.loads(row["tags"])),
        is_rewatch=bool(row["is_rewatch"]),
        is_liked=bool(row["is_liked"]),
        logged_at=to_moment(row["logged_s"]),
    )


def _to_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
