"""Members' diaries from elsewhere: what bringing a film in would do, bringing it in, and taking it back."""

import json
from datetime import datetime
from typing import Any

import aiosqlite

from data.models import (
    Author,
    Change,
    Film,
    FilmId,
    GuildId,
    Import,
    ImportId,
    Outcome,
    SavedReview,
    ToldFilm,
    UserId,
)
from data.store.database import Database, fetch_one
from data.store.diary_merging import plan
from data.store.diary_pieces import Changes
from data.store.diary_rows import NOTHING, Place, find, row_of
from data.store.diary_undoing import undo_film
from data.store.diary_writing import Arrival, write
from data.store.films import remember_film
from data.store.outbox import feed_of, queue_for_feed
from data.store.own_films import add_own, new_key
from data.store.reviews import written

_NOT_IMPORTED = "{}"
"""Stands for what undoing needs, of a film that was left out."""


class DiaryStore:
    """What comes into members' diaries from elsewhere. Nothing comes twice, and no text is lost.

    An import's films come in one by one, each with the note that it did: one that a power cut undoes comes again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def preview(
        self, guild_id: GuildId, user_id: UserId, film: Film | None, told: ToldFilm, now: datetime
    ) -> Outcome:
        """What bringing in all that is told of the film would do; None is a film that nothing here knows."""
        film_id = None if film is None else await row_of(self._database.read, film)
        found = NOTHING if film_id is None else await find(self._database.read, Place(guild_id, user_id, film_id))
        return plan(found.here, told, now).outcome

    async def bring_in(  # noqa: PLR0913, PLR0917  (of which import, whose, which film, what is told of it, and when)
        self, about: Import, place: int, author: Author, film: Film | None, told: ToldFilm, now: datetime
    ) -> Outcome | None:
        """Bring in what is told of the film in that place of the import; what that did, None where it is done already.

        It is written as of the moment at which the import began. Without a film one of the server's own is made.
        Nothing goes into the feed, and nothing counts in a week. Raises FilmNotFound, StoreFailed.
        """
        arrival = Arrival(about.id, about.started_at or now, now)

        async with self._database.transaction(is_durable=False) as tx:
            if not await _is_waiting(tx, about.id, place):
                return None

            film_id = await _remember(tx, about.guild_id, author.id, film, told, arrival)
            spot = Place(about.guild_id, author.id, film_id)
            found = await find(tx.execute_fetchall, spot)
            changes = plan(found.here, told, arrival.at)
            undo = (await write(tx, spot, found, told, changes, arrival)).undo
            undo |= {"film_id": film_id, "is_own_new": film is None}
            await _note_done(tx, about.id, place, changes.outcome, undo)
            return changes.outcome

    async def skip(self, import_id: ImportId, place: int, *, has_failed: bool = False) -> None:
        """The film in that place is left out; where that is not what its member wanted, they see it among those.

        Raises StoreFailed.
        """
        async with self._database.transaction(is_durable=False) as tx:
            await tx.execute_fetchall(
                "UPDATE import_films SET match = iif(?, 'left out', match), outcome = NULL, undo = ?"
                " WHERE import_id = ? AND place = ? AND undo IS NULL",
                (has_failed, _NOT_IMPORTED, import_id, place),
            )

    async def take_back(self, about: Import, place: int, now: datetime) -> None:
        """Take back what came in with that film, unless that is done already. What was written here since stays.

        Raises StoreFailed.
        """
        async with self._database.transaction(is_durable=False) as tx:
            row = await fetch_one(
                tx, "SELECT undo FROM import_films WHERE import_id = ? AND place = ?", (about.id, place)
            )

            if row is None or row["undo"] is None:
                return

            undo: dict[str, Any] = json.loads(row["undo"])

            if undo:
                await undo_film(tx, about, undo, now)

            await tx.execute_fetchall(
                "UPDATE import_films SET undo = NULL WHERE import_id = ? AND place = ?", (about.id, place)
            )

    async def follow_entry(
        self, guild_id: GuildId, author: Author, film: Film | None, told: ToldFilm, now: datetime
    ) -> SavedReview | None:
        """Bring in an entry of a followed feed as what was written just now; None where it changes no review.

        It counts in the week, and a new review goes into the feed. An entry that came before puts right what came of
        it, and brings nothing back that its member deleted. Raises FilmNotFound, StoreFailed.
        """
        arrival = Arrival(None, now, now)

        async with self._database.transaction() as tx:
            is_known = await _came_before(tx, guild_id, author.id, told)

            if is_known and film is None:
                return None

            place = Place(guild_id, author.id, await _remember(tx, guild_id, author.id, film, told, arrival))
            found = await find(tx.execute_fetchall, place)
            changes = plan(found.here, told, now, is_live=True, adds=not is_known)
            done = await write(tx, place, found, told, changes, arrival)

            if done.review_id is None or not _changes_review(changes):
                return None

            review = await written(tx, done.review_id)
            had_text = found.here.content is not None and bool(found.here.content.text)
            is_new = found.review is None

            # As with what is written here, an edit is no news, but for the first text of what was a mere rating.
            if is_new or (review.content.text and not had_text):
                has_text = bool(review.content.text)
                await queue_for_feed(tx, guild_id, done.review_id, now, has_text=has_text)

            change = Change.NEW if is_new else Change.EDITED
            return SavedReview(review=review, change=change, feed_id=await feed_of(tx, done.review_id))


def _changes_review(changes: Changes) -> bool:
    return changes.content is not None or bool(changes.viewings or changes.versions)


async def _is_waiting(tx: aiosqlite.Connection, import_id: ImportId, place: int) -> bool:
    """Whether the film is there and was not brought in yet."""
    sql = "SELECT 1 FROM import_films WHERE import_id = ? AND place = ? AND undo IS NULL"
    return await fetch_one(tx, sql, (import_id, place)) is not None


async def _note_done(
    tx: aiosqlite.Connection, import_id: ImportId, place: int, outcome: Outcome, undo: dict[str, Any]
) -> None:
    await tx.execute_fetchall(
        "UPDATE import_films SET outcome = ?, undo = ? WHERE import_id = ? AND place = ?",
        (
            outcome.model_dump_json(exclude_defaults=True),
            json.dumps(undo, ensure_ascii=False, separators=(",", ":")),
            import_id,
            place,
        ),
    )


async def _remember(  # noqa: PLR0913, PLR0917  (where, whose, which film, what is told of it, and when)
    tx: aiosqlite.Connection,
    guild_id: GuildId,
    user_id: UserId,
    film: Film | None,
    told: ToldFilm,
    arrival: Arrival,
) -> FilmId:
    """The film's row; one of the server's own where there is no film."""
    if film is not None:
        return await remember_film(tx, film, arrival.now)

    own = Film(
        key=new_key(),
        title=told.title,
        year=told.year,
        directors=told.directors,
        link=told.address,
    )
    return await add_own(tx, guild_id, user_id, own, arrival.at)


async def _came_before(tx: aiosqlite.Connection, guild_id: GuildId, user_id: UserId, told: ToldFilm) -> bool:
    """Whether an entry of that name came into the server before."""
    names = [entry.name for entry in told.entries if entry.name]
    row = await fetch_one(
        tx,
        "SELECT 1 FROM letterboxd_entries WHERE guild_id = ? AND user_id = ?"
        " AND name IN (SELECT value FROM json_each(?)) LIMIT 1",
        (guild_id, user_id, json.dumps(names)),
    )
    return row is not None
