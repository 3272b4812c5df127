"""Reviews: one per member, film and server, with every earlier version."""

from collections.abc import Sequence
from datetime import datetime

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
    MessageId,
    Post,
    Quote,
    Review,
    ReviewContent,
    ReviewId,
    Revision,
    SavedReview,
    UserId,
)
from data.store.counts import count_review, uncount_review
from data.store.database import Database, fetch_one
from data.store.films import remember_film
from data.store.rows import (
    CONTENT_COLUMNS,
    content_values,
    to_content,
    to_film,
    to_moment,
    to_post,
    to_quote,
    to_review,
    to_seconds,
)

REVIEW_COLUMNS = (
    "r.id, r.guild_id, r.author_id, r.rating, r.body, r.watched_on, r.tags, r.is_spoiler, r.is_rewatch, r.is_liked,"
    " r.created_s, r.edited_s, f.facts, m.name, m.avatar_url"
)
"""Everything that `to_review` and `to_film` need."""

REVIEW_TABLES = (
    "reviews r JOIN films f ON f.id = r.film_id"
    " LEFT JOIN members m ON m.guild_id = r.guild_id AND m.user_id = r.author_id"
)
"""Where `REVIEW_COLUMNS` come from."""

_POSTS = "SELECT review_id, channel_id, message_id FROM posts"
_NEWEST_POSTS = "ORDER BY message_id DESC"
_BY_ID = f"SELECT {REVIEW_COLUMNS} FROM {REVIEW_TABLES} WHERE r.id = ?"


class ReviewStore:
    """Reviews by id and by (server, author, film), the posts that show them and the messages that quote them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(
        self, guild_id: GuildId, author: Author, film: Film, content: ReviewContent, now: datetime
    ) -> SavedReview:
        """Store what the member says of the film, in place of what they said before, which becomes a revision.

        Saving the same again changes nothing. The draft of that film goes in the same transaction. Raises StoreFailed.
        """
        async with self._database.transaction() as tx:
            film_id = await remember_film(tx, film, now)
            before = await _current(tx, guild_id, author.id, film_id)
            review_id, change = await _put(tx, (guild_id, author.id, film_id), before, content, now)
            await tx.execute_fetchall(
                "DELETE FROM drafts WHERE guild_id = ? AND author_id = ? AND film_key IN"
                " (SELECT key FROM film_keys WHERE film_id = ?)",
                (guild_id, author.id, film_id),
            )
            return SavedReview(review=await _written(tx, review_id), change=change)

    async def rate(
        self, guild_id: GuildId, author: Author, film: Film, rating: HalfStars, now: datetime
    ) -> SavedReview:
        """Set the rating alone; text and all else of a review that is there stay. Raises StoreFailed."""
        async with self._database.transaction() as tx:
            film_id = await remember_film(tx, film, now)
            before = await _current(tx, guild_id, author.id, film_id)
            base = to_content(before).model_dump() if before else {}
            content = ReviewContent.model_validate(base | {"rating": rating})
            review_id, change = await _put(tx, (guild_id, author.id, film_id), before, content, now)
            return SavedReview(review=await _written(tx, review_id), change=change)

    async def get(self, review_id: ReviewId) -> Review:
        """The review with that id. Raises ReviewNotFound."""
        row = await self._database.read_one(_BY_ID, (review_id,))

        if row is None:
            raise ReviewNotFound

        return to_review(row, to_film(row["facts"]))

    async def find(self, guild_id: GuildId, author_id: UserId, film_key: FilmKey) -> Review | None:
        """What the member says of the film in this server."""
        row = await self._database.read_one(
            f"SELECT {REVIEW_COLUMNS} FROM {REVIEW_TABLES}"
            " WHERE r.guild_id = ? AND r.author_id = ? AND r.film_id = (SELECT film_id FROM film_keys WHERE key = ?)",
            (guild_id, author_id, film_key),
        )
        return None if row is None else to_review(row, to_film(row["facts"]))

    async def latest_anywhere(self, author_id: UserId, film_key: FilmKey) -> Review | None:
        """What its author last said of the film in any server: for the author's own eyes only."""
        row = await self._database.read_one(
            f"SELECT {REVIEW_COLUMNS} FROM {REVIEW_TABLES}"
            " WHERE r.author_id = ? AND r.film_id = (SELECT film_id FROM film_keys WHERE key = ?)"
            " ORDER BY coalesce(r.edited_s, r.created_s) DESC, r.id DESC LIMIT 1",
            (author_id, film_key),
        )
        return None if row is None else to_review(row, to_film(row["facts"]))

    async def revisions(self, review_id: ReviewId) -> list[Revision]:
        """The earlier versions, oldest first."""
        rows = await self._database.read(
            f"SELECT {CONTENT_COLUMNS}, written_s, replaced_s FROM review_revisions WHERE review_id = ? ORDER BY id",
            (review_id,),
        )
        return [
            Revision(
                content=to_content(row),
                written_at=to_moment(row["written_s"]),
                replaced_at=to_moment(row["replaced_s"]),
            )
            for row in rows
        ]

    async def delete(self, review_id: ReviewId) -> None:
        """Remove the review and its revisions; its posts stay known until they are forgotten. Raises ReviewNotFound."""
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx, "DELETE FROM reviews WHERE id = ? RETURNING guild_id, film_id, rating", (review_id,)
            )

            if row is None:
                raise ReviewNotFound

            await uncount_review(tx, row["guild_id"], row["film_id"], row["rating"])

    async def add_post(self, post: Post) -> None:
        """Know the message as one that shows the review."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "INSERT INTO posts (message_id, channel_id, review_id) VALUES (?, ?, ?)"
                " ON CONFLICT (message_id) DO UPDATE SET review_id = excluded.review_id",
                (post.message_id, post.channel_id, post.review_id),
            )

    async def posts(self, review_id: ReviewId) -> list[Post]:
        """The messages that show the review, newest first."""
        rows = await self._database.read(f"{_POSTS} WHERE review_id = ? {_NEWEST_POSTS}", (review_id,))
        return [to_post(row) for row in rows]

    async def posts_without_review(self) -> list[Post]:
        """The messages that still show a deleted review, newest first."""
        sql = f"{_POSTS} WHERE review_id NOT IN (SELECT id FROM reviews) {_NEWEST_POSTS}"
        return [to_post(row) for row in await self._database.read(sql)]

    async def forget_post(self, message_id: MessageId) -> None:
        """The message is gone: never try to edit it again."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("DELETE FROM posts WHERE message_id = ?", (message_id,))

    async def quote(self, quote: Quote, reviews: Sequence[Review]) -> bool:
        """Know what the message quotes now, in place of what it quoted; whether all of them still say the same."""
        ids = [review.id for review in reviews]

        async with self._database.transaction() as tx:
            await tx.execute_fetchall("DELETE FROM quotes WHERE message_id = ?", (quote.message_id,))

            for review_id in ids:
                await tx.execute_fetchall(
                    "INSERT INTO quotes (message_id, review_id, channel_id, guild_id, request) VALUES (?, ?, ?, ?, ?)",
                    (quote.message_id, review_id, quote.channel_id, quote.guild_id, quote.request),
                )

            marks = ", ".join("?" * len(ids))
            rows = await tx.execute_fetchall(f"SELECT id, {CONTENT_COLUMNS} FROM reviews WHERE id IN ({marks})", ids)
            return {row["id"]: to_content(row) for row in rows} == {review.id: review.content for review in reviews}

    async def find_quote(self, message_id: MessageId) -> Quote | None:
        """The message, if it quotes any review."""
        row = await self._database.read_one(
            "SELECT message_id, channel_id, guild_id, request FROM quotes WHERE message_id = ? LIMIT 1", (message_id,)
        )
        return None if row is None else to_quote(row)

    async def quoting(self, review_id: ReviewId) -> list[MessageId]:
        """The messages that quote the review, newest first; also when it is deleted, until they are rewritten."""
        rows = await self._database.read(
            "SELECT message_id FROM quotes WHERE review_id = ? ORDER BY message_id DESC", (review_id,)
        )
        return [MessageId(row["message_id"]) for row in rows]

    async def quoting_deleted(self) -> list[MessageId]:
        """The messages that still quote a deleted review, each once, newest first."""
        rows = await self._database.read(
            "SELECT DISTINCT message_id FROM quotes WHERE review_id NOT IN (SELECT id FROM reviews)"
            " ORDER BY message_id DESC"
        )
        return [MessageId(row["message_id"]) for row in rows]

    async def forget_quotes(self, message_id: MessageId) -> None:
        """The message is gone, or quotes nothing any more: never try to rewrite it again."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall("DELETE FROM quotes WHERE message_id = ?", (message_id,))


async def _current(
    tx: aiosqlite.Connection, guild_id: GuildId, author_id: UserId, film_id: FilmId
) -> aiosqlite.Row | None:
    return await fetch_one(
        tx,
        f"SELECT id, {CONTENT_COLUMNS}, coalesce(edited_s, created_s) AS written_s FROM reviews"
        " WHERE guild_id = ? AND author_id = ? AND film_id = ?",
        (guild_id, author_id, film_id),
    )


async def _written(tx: aiosqlite.Connection, review_id: ReviewId) -> Review:
    """The review as this transaction leaves it: after its end another one may change or delete it at once."""
    row = await fetch_one(tx, _BY_ID, (review_id,))
    assert row is not None
    return to_review(row, to_film(row["facts"]))


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
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (*place, *content_values(content), to_seconds(now)),
        )
        assert row is not None
        await count_review(tx, guild_id, film_id, content.rating or 0)
        return ReviewId(row["id"]), Change.NEW

    review_id = ReviewId(before["id"])

    if to_content(before) == content:
        return review_id, Change.UNCHANGED

    await tx.execute_fetchall(
        f"INSERT INTO review_revisions (review_id, {CONTENT_COLUMNS}, written_s, replaced_s)"
        f" SELECT id, {CONTENT_COLUMNS}, ?, ? FROM reviews WHERE id = ?",
        (before["written_s"], to_seconds(now), review_id),
    )
    await tx.execute_fetchall(
        "UPDATE reviews SET rating = ?, body = ?, watched_on = ?, tags = ?, is_spoiler = ?, is_rewatch = ?,"
        " is_liked = ?, edited_s = ? WHERE id = ?",
        (*content_values(content), to_seconds(now), review_id),
    )
    await uncount_review(tx, guild_id, film_id, before["rating"])
    await count_review(tx, guild_id, film_id, content.rating or 0)
    return review_id, Change.EDITED
