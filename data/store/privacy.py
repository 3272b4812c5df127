"""Deleting everything about a person, from every table."""

import json
from collections import defaultdict
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime

import aiosqlite

from data.models import Forgotten, MessageId, ReviewId, UserId
from data.store.database import Database
from data.store.films import to_facts
from data.store.own_films import films_touched_by, mark_film, others_wrote, take_out
from data.store.rows import to_seconds
from data.store.trash import leave_feeds
from data.store.truth import mark_likes, mark_names, mark_reviews

_HAS_LIKE = "json_each(d.kept, '$.likes') AS l WHERE json_extract(l.value, '$.user_id') = ?1"
"""From `deleted_reviews d`: the likes of the person that come back with a deleted review."""

_COUNTS = {
    "reviews": "(SELECT count(*) FROM reviews WHERE author_id = ?1)"
    " + (SELECT count(*) FROM deleted_reviews WHERE author_id = ?1)",
    "drafts": "(SELECT count(*) FROM drafts WHERE author_id = ?1)"
    " + (SELECT count(*) FROM own_film_drafts WHERE author_id = ?1)",
    "films": "(SELECT count(*) FROM own_films WHERE added_by = ?1 OR written_by = ?1)"
    " + (SELECT count(*) FROM film_merges WHERE merged_by = ?1)",
    "watchlist": "SELECT count(*) FROM watchlist WHERE user_id = ?1",
    "likes": f"(SELECT count(*) FROM likes WHERE user_id = ?1) + (SELECT count(*) FROM deleted_reviews d, {_HAS_LIKE})",
    "weeks": "SELECT count(*) FROM digest_writers WHERE user_id = ?1",
    "watches": "SELECT count(*) FROM watches WHERE user_id = ?1",
    "letterboxd": "(SELECT count(*) FROM letterboxd_films WHERE user_id = ?1)"
    " + (SELECT count(*) FROM letterboxd_entries WHERE user_id = ?1)"
    " + (SELECT count(*) FROM imports WHERE user_id = ?1) + (SELECT count(*) FROM follows WHERE user_id = ?1)",
    "lookups": "SELECT count(*) FROM lookups WHERE user_id = ?1",
    "choices": "(SELECT count(*) FROM people WHERE user_id = ?1) + (SELECT count(*) FROM guilds WHERE set_up_by = ?1)",
    "pace": "SELECT count(*) FROM pace WHERE author_id = ?1",
    "servers": "SELECT count(*) FROM members WHERE user_id = ?1",
}
"""What is kept about a person, by kind, and how it is counted. The pace is when they wrote something new, for a day."""

_FORGET = (
    "DELETE FROM reviews WHERE author_id = ?",  # with revisions, viewings and likes
    "DELETE FROM deleted_reviews WHERE author_id = ?",
    "UPDATE deleted_reviews SET deleted_by = NULL WHERE deleted_by = ?",
    "DELETE FROM drafts WHERE author_id = ?",
    "DELETE FROM own_film_drafts WHERE author_id = ?",
    "DELETE FROM merged_likes WHERE user_id = ?",
    "DELETE FROM merged_interests WHERE user_id = ?",
    "UPDATE film_merges SET merged_by = NULL WHERE merged_by = ?",
    "DELETE FROM watchlist WHERE user_id = ?",
    "DELETE FROM lookups WHERE user_id = ?",
    "DELETE FROM digest_writers WHERE user_id = ?",
    "DELETE FROM copy_people WHERE user_id = ?",
    "DELETE FROM watches WHERE user_id = ?",
    "DELETE FROM letterboxd_films WHERE user_id = ?",
    "DELETE FROM letterboxd_entries WHERE user_id = ?",
    "DELETE FROM imports WHERE user_id = ?",  # with their films
    "DELETE FROM follows WHERE user_id = ?",  # with their servers and entries
    "DELETE FROM members WHERE user_id = ?",
    "DELETE FROM people WHERE user_id = ?",
    "DELETE FROM pace WHERE author_id = ?",
    "UPDATE guilds SET set_up_by = NULL WHERE set_up_by = ?",
)


class Wish:
    """Whether a person asked to be forgotten since something of theirs is on its way: it must not come in then."""

    def __init__(self) -> None:
        self.is_forgotten = False


class PrivacyStore:
    """What is kept about one person, and its end."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wishes: defaultdict[UserId, list[Wish]] = defaultdict(list)

    @contextmanager
    def watched(self, user_id: UserId) -> Generator[Wish]:
        """Whether the person asks to be forgotten while this lasts.

        Transactions follow each other as they are asked for: what is begun right after a look at it comes before the
        deletion, or not at all.
        """
        wish = Wish()
        self._wishes[user_id].append(wish)

        try:
            yield wish
        finally:
            self._wishes[user_id].remove(wish)

            if not self._wishes[user_id]:
                del self._wishes[user_id]

    async def forget(self, user_id: UserId, now: datetime) -> Forgotten:
        """Delete reviews with all their parts, drafts, watchlist, likes, names and choices of that person, everywhere.

        The messages that still show some of it at Discord are given back; they are due, and stay known until they are
        deleted or rewritten there. Raises StoreFailed.
        """
        for wish in self._wishes.get(user_id, ()):
            wish.is_forgotten = True

        async with self._database.transaction() as tx:
            reviews = await _reviews_of(tx, user_id)
            copies = await _mark_all(tx, user_id, reviews, now)
            cards = await _leave_films(tx, user_id, now)
            await _uncount_all(tx, user_id)

            for statement in _FORGET:
                await tx.execute_fetchall(statement, (user_id,))

            await leave_feeds(tx, reviews)
            await _forget_likes(tx, user_id, now)

        await self._database.scrub()
        return Forgotten(reviews=len(reviews), copies=tuple(sorted({*copies, *cards}, reverse=True)))

    async def counts(self, user_id: UserId) -> dict[str, int]:
        """How much is kept about the person, by kind: see `_COUNTS`."""
        columns = ", ".join(f"({count}) AS {name}" for name, count in _COUNTS.items())
        row = await self._database.read_one(f"SELECT {columns}", (user_id,))
        assert row is not None
        return {name: int(row[name]) for name in _COUNTS}


async def _reviews_of(tx: aiosqlite.Connection, user_id: UserId) -> list[ReviewId]:
    """The person's reviews, and those that can come back."""
    rows = await tx.execute_fetchall(
        "SELECT id FROM reviews WHERE author_id = ?1 UNION ALL"
        " SELECT review_id FROM deleted_reviews WHERE author_id = ?1",
        (user_id,),
    )
    return [ReviewId(row["id"]) for row in rows]


async def _mark_all(
    tx: aiosqlite.Connection, user_id: UserId, reviews: Sequence[ReviewId], now: datetime
) -> tuple[MessageId, ...]:
    """Let every message be due that shows something of the person; these messages, newest first."""
    await mark_reviews(tx, reviews, now, is_urgent=True)
    shown = await tx.execute_fetchall(
        "SELECT DISTINCT message_id FROM copy_reviews WHERE review_id IN (SELECT value FROM json_each(?))",
        (json.dumps(reviews),),
    )
    # A page of one member's reviews names that member, even where it shows none, and so does its request.
    pages = await tx.execute_fetchall(
        "UPDATE copies SET request = NULL, author_id = NULL, version = version + 1, said = version + 1,"
        " due_s = min(coalesce(due_s, ?1), ?1), is_urgent = 1 WHERE author_id = ?2 RETURNING message_id",
        (to_seconds(now), user_id),
    )
    naming = await mark_names(tx, user_id, now)
    return tuple(sorted({*naming, *(MessageId(row["message_id"]) for row in (*shown, *pages))}, reverse=True))


async def _leave_films(tx: aiosqlite.Connection, user_id: UserId, now: datetime) -> list[MessageId]:
    """Delete the films that the person added and nobody else wrote about; of the others only what they wrote of it.

    One that was merged is for good what it was merged into where nobody else wrote about it. Their cards, which are due
    at once.
    """
    cards: list[MessageId] = []

    for own in await films_touched_by(tx, user_id):
        if own.added_by == user_id and not await others_wrote(tx, own):
            cards += await take_out(tx, own, now)
            continue

        if own.written_by == user_id:
            left = own.film.model_copy(update={"synopsis": None, "link": None})
            await tx.execute_fetchall("UPDATE films SET facts = ? WHERE id = ?", (to_facts(left), own.id))

        cards += await mark_film(tx, own.guild_id, own.id, now, is_urgent=True)

    await tx.execute_fetchall("UPDATE own_films SET added_by = NULL WHERE added_by = ?", (user_id,))
    await tx.execute_fetchall("UPDATE own_films SET written_by = NULL WHERE written_by = ?", (user_id,))
    return cards


async def _uncount_all(tx: aiosqlite.Connection, user_id: UserId) -> None:
    """Take all reviews of the person out of the counts; they are still there."""
    await tx.execute_fetchall(
        "UPDATE film_counts SET reviews = reviews - 1 WHERE (guild_id, film_id, rating) IN"
        " (SELECT guild_id, film_id, rating FROM reviews WHERE author_id = ?)",
        (user_id,),
    )
    await tx.execute_fetchall(
        "UPDATE guild_counts SET reviews = guild_counts.reviews - gone.reviews FROM"
        " (SELECT guild_id, rating, count(*) AS reviews FROM reviews WHERE author_id = ? GROUP BY 1, 2) gone"
        " WHERE gone.guild_id = guild_counts.guild_id AND gone.rating = guild_counts.rating",
        (user_id,),
    )


async def _forget_likes(tx: aiosqlite.Connection, user_id: UserId, now: datetime) -> None:
    """Take every like of the person back, also from reviews that can still come back."""
    rows = await tx.execute_fetchall("SELECT review_id FROM likes WHERE user_id = ?", (user_id,))
    liked = [ReviewId(row["review_id"]) for row in rows]
    await tx.execute_fetchall(
        "UPDATE reviews SET likes = likes - 1 WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(liked),)
    )
    await tx.execute_fetchall("DELETE FROM likes WHERE user_id = ?", (user_id,))
    await mark_likes(tx, liked, now)

    for row in await tx.execute_fetchall(f"SELECT d.review_id, d.kept FROM deleted_reviews d, {_HAS_LIKE}", (user_id,)):
        kept = json.loads(row["kept"])
        kept["likes"] = [like for like in kept["likes"] if like["user_id"] != user_id]
        kept["reviews"][0]["likes"] = len(kept["likes"])
        await tx.execute_fetchall(
            "UPDATE deleted_reviews SET kept = ? WHERE review_id = ?",
            (json.dumps(kept, ensure_ascii=False), row["review_id"]),
        )
