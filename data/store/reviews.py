"""Reviews: one per member, film and server, with every earlier version."""

from datetime import datetime
from typing import Any

import aiosqlite

from data.errors import ReviewNotFound
from data.models import (
    Author,
    Change,
    Film,
    FilmId,
    FilmKey,
    GuildId,
    HalfStars,
    Pace,
    Review,
    ReviewContent,
    ReviewId,
    Revision,
    SavedReview,
    UserId,
    Viewing,
)
from data.store.counts import count_review, uncount_review
from data.store.database import Database, fetch_one
from data.store.films import remember_film
from data.store.outbox import feed_of, queue_for_feed
from data.store.pace import check_pace, count_pace, is_counted
from data.store.rows import (
    CONTENT_COLUMNS,
    SET_CONTENT,
    content_values,
    to_content,
    to_film,
    to_moment,
    to_review,
    to_seconds,
)
from data.store.truth import hides_more, mark_reviews
from data.store.viewings import VIEWING_COLUMNS, log_edit, log_viewing, to_viewing

REVIEW_COLUMNS = (
    "r.id, r.guild_id, r.author_id, r.rating, r.body, r.watched_on, r.tags, r.is_spoiler, r.is_rewatch, r.is_liked,"
    " r.source_url, r.created_s, r.edited_s, r.likes, f.facts, m.name, m.avatar_url,"
    " (SELECT d.poster_url FROM film_details d WHERE d.film_id = f.id AND d.poster_url IS NOT NULL) AS poster_url"
)
"""Everything that `to_review` and `to_film` need."""

REVIEW_TABLES = (
    "reviews r JOIN films f ON f.id = r.film_id"
    " LEFT JOIN members m ON m.guild_id = r.guild_id AND m.user_id = r.author_id"
)
"""Where `REVIEW_COLUMNS` come from."""

THE_REVIEW = "coalesce((SELECT into_id FROM merged_reviews WHERE review_id = ?1), ?1)"
"""The id of review ?1, or of the one that it became part of when films were merged."""

_BY_ID = f"SELECT {REVIEW_COLUMNS} FROM {REVIEW_TABLES} WHERE r.id = {THE_REVIEW}"


class ReviewStore:
    """Reviews by id and by (server, author, film)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(  # noqa: PLR0913, PLR0917  (who says what of which film, where and when; how often they may)
        self,
        guild_id: GuildId,
        author: Author,
        film: Film,
        content: ReviewContent,
        now: datetime,
        pace: Pace | None = None,
    ) -> SavedReview:
        """Store what the member says of the film, in place of what they said before, which becomes a revision.

        Saving the same again changes nothing. In the same transaction the draft of that film goes, the messages that
        show it become due, and it queues for the server's feed. `pace` is held where others are told of something new:
        a review, or the first text of what was a mere rating. Raises TooManyReviews, StoreFailed.
        """
        async with self._database.transaction() as tx:
            place = (guild_id, author.id, await remember_film(tx, film, now))
            before = await _current(tx, *place)
            await _drop_draft(tx, *place)
            return await _save(tx, place, before, content, now, pace)

    async def save_details(
        self, guild_id: GuildId, author: Author, film: Film, content: ReviewContent, now: datetime
    ) -> SavedReview:
        """Store all that the member says of the film but the text, which stays. Raises ReviewNotFound, StoreFailed."""
        async with self._database.transaction() as tx:
            place = (guild_id, author.id, await remember_film(tx, film, now))
            before = await _current(tx, *place)

            if before is None:
                raise ReviewNotFound

            await _drop_draft(tx, *place)
            return await _save(tx, place, before, _amended(content, text=before["body"]), now)

    async def rate(  # noqa: PLR0913, PLR0917  (as `save`)
        self,
        guild_id: GuildId,
        author: Author,
        film: Film,
        rating: HalfStars,
        now: datetime,
        pace: Pace | None = None,
    ) -> SavedReview:
        """Set the rating alone; text and all else that is there stay. Raises TooManyReviews, StoreFailed."""
        async with self._database.transaction() as tx:
            place = (guild_id, author.id, await remember_film(tx, film, now))
            before = await _current(tx, *place)
            content = ReviewContent(rating=rating) if before is None else _amended(to_content(before), rating=rating)
            return await _save(tx, place, before, content, now, pace)

    async def set_text(  # noqa: PLR0913, PLR0917  (as `save`)
        self, guild_id: GuildId, author: Author, film: Film, text: str, now: datetime, pace: Pace | None = None
    ) -> SavedReview:
        """Set the text alone; rating and all else stay. Raises ReviewNotFound, TooManyReviews, StoreFailed."""
        async with self._database.transaction() as tx:
            place = (guild_id, author.id, await remember_film(tx, film, now))
            before = await _current(tx, *place)

            if before is None:
                raise ReviewNotFound

            return await _save(tx, place, before, _amended(to_content(before), text=text), now, pace)

    async def get(self, review_id: ReviewId) -> Review:
        """The review with that id, or the one that it became part of. Raises ReviewNotFound."""
        row = await self._database.read_one(_BY_ID, (review_id,))

        if row is None:
            raise ReviewNotFound

        return to_review(row, to_film(row["facts"], row["poster_url"]))

    async def find(self, guild_id: GuildId, author_id: UserId, film_key: FilmKey) -> Review | None:
        """What the member says of the film in this server."""
        row = await self._database.read_one(
            f"SELECT {REVIEW_COLUMNS} FROM {REVIEW_TABLES}"
            " WHERE r.guild_id = ? AND r.author_id = ? AND r.film_id = (SELECT film_id FROM film_keys WHERE key = ?)",
            (guild_id, author_id, film_key),
        )
        return None if row is None else to_review(row, to_film(row["facts"], row["poster_url"]))

    async def latest_anywhere(self, author_id: UserId, film_key: FilmKey) -> Review | None:
        """What its author last said of the film in any server: for the author's own eyes only."""
        row = await self._database.read_one(
            f"SELECT {REVIEW_COLUMNS} FROM {REVIEW_TABLES}"
            " WHERE r.author_id = ? AND r.film_id = (SELECT film_id FROM film_keys WHERE key = ?)"
            " ORDER BY coalesce(r.edited_s, r.created_s) DESC, r.id DESC LIMIT 1",
            (author_id, film_key),
        )
        return None if row is None else to_review(row, to_film(row["facts"], row["poster_url"]))

    async def count_revisions(self, review_id: ReviewId) -> int:
        """How many earlier versions there are."""
        sql = "SELECT count(*) AS found FROM review_revisions WHERE review_id = ?"
        row = await self._database.read_one(sql, (review_id,))
        return 0 if row is None else int(row["found"])

    async def revision(self, review_id: ReviewId, number: int) -> Revision | None:
        """One earlier version: 1 is the first; None where there are fewer."""
        row = await self._database.read_one(
            f"SELECT {CONTENT_COLUMNS}, written_s, replaced_s FROM review_revisions WHERE review_id = ? ORDER BY id"
            " LIMIT 1 OFFSET ?",
            (review_id, number - 1),
        )

        if row is None:
            return None

        return Revision(
            content=to_content(row), written_at=to_moment(row["written_s"]), replaced_at=to_moment(row["replaced_s"])
        )

    async def viewings(self, review_id: ReviewId) -> list[Viewing]:
        """The viewings that the review is about, in the order in which they were told."""
        rows = await self._database.read(
            f"SELECT {VIEWING_COLUMNS} FROM viewings WHERE review_id = ? ORDER BY id", (review_id,)
        )
        return [to_viewing(row) for row in rows]


def _amended(content: ReviewContent, **said: Any) -> ReviewContent:
    """The content with something said anew, here, held to all that a review must be."""
    return ReviewContent.model_validate(content.model_dump() | {"source_url": None} | said)


async def _save(  # noqa: PLR0913, PLR0917  (as `ReviewStore.save`, within a transaction)
    tx: aiosqlite.Connection,
    place: tuple[GuildId, UserId, FilmId],
    before: aiosqlite.Row | None,
    content: ReviewContent,
    now: datetime,
    pace: Pace | None = None,
) -> SavedReview:
    """Store `content` at `place`, where `before` stood; hold the pace where that is news to others."""
    is_counted = pace is not None and await _is_news(tx, place, before, content)

    if pace is not None and is_counted:
        await check_pace(tx, place[0], place[1], pace, now)

    review_id, change = await _put(tx, place, before, content, now)

    if is_counted:
        await count_pace(tx, place[0], place[1], review_id, now)

    return await _saved(tx, review_id, before, change, now)


async def _is_news(
    tx: aiosqlite.Connection,
    place: tuple[GuildId, UserId, FilmId],
    before: aiosqlite.Row | None,
    content: ReviewContent,
) -> bool:
    """Whether it is a new review, or the first text of a rating that did not count as one."""
    if before is None:
        return True

    return bool(content.text) and not before["body"] and not await is_counted(tx, *place[:2], before["id"])


async def _drop_draft(tx: aiosqlite.Connection, guild_id: GuildId, author_id: UserId, film_id: FilmId) -> None:
    await tx.execute_fetchall(
        "DELETE FROM drafts WHERE guild_id = ? AND author_id = ? AND film_key IN"
        " (SELECT key FROM film_keys WHERE film_id = ?)",
        (guild_id, author_id, film_id),
    )


async def _current(
    tx: aiosqlite.Connection, guild_id: GuildId, author_id: UserId, film_id: FilmId
) -> aiosqlite.Row | None:
    return await fetch_one(
        tx,
        f"SELECT id, {CONTENT_COLUMNS} FROM reviews WHERE guild_id = ? AND author_id = ? AND film_id = ?",
        (guild_id, author_id, film_id),
    )


async def written(tx: aiosqlite.Connection, review_id: ReviewId) -> Review:
    """The review as this transaction leaves it: after its end another one may change or delete it at once."""
    row = await fetch_one(tx, _BY_ID, (review_id,))
    assert row is not None
    return to_review(row, to_film(row["facts"], row["poster_url"]))


async def _saved(
    tx: aiosqlite.Connection, review_id: ReviewId, before: aiosqlite.Row | None, change: Change, now: datetime
) -> SavedReview:
    """What was saved; whatever shows it is due now, and what is new goes into the server's feed."""
    review = await written(tx, review_id)
    content = review.content

    if change is not Change.UNCHANGED:
        is_urgent = before is not None and hides_more(to_content(before), content)
        await mark_reviews(tx, [review_id], now, is_urgent=is_urgent)

    # An edit is no news, but for the first text of what was a mere rating.
    if before is None or (content.text and not before["body"]):
        await queue_for_feed(tx, review.guild_id, review_id, now, has_text=bool(content.text))

    return SavedReview(review=review, change=change, feed_id=await feed_of(tx, review_id))


async def _put(
    tx: aiosqlite.Connection,
    place: tuple[GuildId, UserId, FilmId],
    before: aiosqlite.Row | None,
    content: ReviewContent,
    now: datetime,
) -> tuple[ReviewId, Change]:
    """Insert the review at `place`, or replace what stood there `before`."""
    guild_id, _, film_id = place

    if before is None:
        row = await fetch_one(
            tx,
            f"INSERT INTO reviews (guild_id, author_id, film_id, {CONTENT_COLUMNS}, created_s)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (*place, *content_values(content), to_seconds(now)),
        )
        assert row is not None
        await count_review(tx, guild_id, film_id, content.rating or 0)
        await log_viewing(tx, ReviewId(row["id"]), content, now)
        return ReviewId(row["id"]), Change.NEW

    review_id = ReviewId(before["id"])

    if to_content(before).says_the_same(content):
        return review_id, Change.UNCHANGED

    await revise(tx, review_id, content, now)
    await log_edit(tx, review_id, to_content(before), content, now)
    return review_id, Change.EDITED


async def revise(tx: aiosqlite.Connection, review_id: ReviewId, content: ReviewContent, now: datetime) -> None:
    """Let the review say something else; what it said becomes the last of its earlier versions. The counts follow."""
    before = await fetch_one(
        tx,
        f"INSERT INTO review_revisions (review_id, {CONTENT_COLUMNS}, written_s, replaced_s, came_from)"
        f" SELECT id, {CONTENT_COLUMNS}, coalesce(edited_s, created_s), max(coalesce(edited_s, created_s), ?),"
        " came_from FROM reviews WHERE id = ? RETURNING rating, replaced_s",
        (to_seconds(now), review_id),
    )
    assert before is not None
    place = await fetch_one(
        tx,
        f"UPDATE reviews SET {SET_CONTENT}, edited_s = ?, came_from = NULL WHERE id = ? RETURNING guild_id, film_id",
        (*content_values(content), before["replaced_s"], review_id),
    )
    assert place is not None
    await uncount_review(tx, place["guild_id"], place["film_id"], before["rating"])
    await count_review(tx, place["guild_id"], place["film_id"], content.rating or 0)
