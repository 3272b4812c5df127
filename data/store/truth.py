"""What messages show, and which of them are not true any more: the part that stands in others' transactions.

A change marks every message that shows the review, in its own transaction, so that no crash forgets one.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

import aiosqlite

from data.models import Copy, FilmId, GuildId, MessageId, Review, ReviewContent, ReviewId, UserId
from data.store.database import fetch_one
from data.store.rows import CONTENT_COLUMNS, to_content, to_seconds

CARD_KEPT_FOR = timedelta(hours=24)
"""How long the newest card of a film in a channel is kept true, also where it shows none of what changed."""

LIKES_APART = timedelta(seconds=10)
"""The least time between two edits of a message that only count likes: a hundred in a minute cost a few edits."""

_LIKES_APART_S = int(LIKES_APART.total_seconds())

_SHOWING = (
    "message_id IN (SELECT message_id FROM copy_reviews WHERE review_id IN (SELECT value FROM json_each(:reviews)))"
)

# CROSS JOIN keeps the order: from the few reviews to their films' cards, by index.
_NEWEST_CARDS = (
    "message_id IN (SELECT max(c.message_id) FROM json_each(:reviews) j CROSS JOIN reviews r ON r.id = j.value"
    " CROSS JOIN copies c ON c.guild_id = r.guild_id AND c.film_id = r.film_id"
    f" GROUP BY c.guild_id, c.film_id, c.channel_id) AND posted_s > :cards_since AND NOT {_SHOWING}"
)

_WORDS_CHANGED = (
    "version = version + 1, said = version + 1, due_s = min(coalesce(due_s, :now), :now),"
    " is_urgent = max(is_urgent, :is_urgent)"
)

# What is due already stays so, above all what was put off. No clock that was once wrong makes likes wait for longer.
_LIKES_CHANGED = (
    "version = version + 1,"
    f" due_s = coalesce(due_s, min(max(:now, edited_s + {_LIKES_APART_S}), :now + {_LIKES_APART_S}))"
)


class Difference(IntEnum):
    """How far a message is from the truth: of several differences the largest counts."""

    NONE = 0
    LIKES = 1
    WORDS = 2
    HIDDEN = 3
    """It may show what must not be seen any more: a review that is gone, or a text that is hidden now."""


class Keep(StrEnum):
    """What of that which a message showed before still counts as shown."""

    NOTHING = "FALSE"
    DELETED = "review_id IN (SELECT review_id FROM deleted_reviews UNION ALL SELECT review_id FROM merged_reviews)"
    """What can come back, deleted or part of another review by now: the message follows that."""

    ALL = "TRUE"


async def put_copy(
    tx: aiosqlite.Connection, copy: Copy, review_ids: Iterable[ReviewId], now: datetime, keep: Keep = Keep.NOTHING
) -> None:
    """Know the message as true and as one that shows these reviews, in place of what was known of it but for `keep`.

    When it was posted and when it was last edited stays as it was.
    """
    await tx.execute_fetchall(
        "INSERT INTO copies (message_id, channel_id, guild_id, request, film_id, author_id, posted_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO UPDATE SET request = excluded.request,"
        " film_id = excluded.film_id, author_id = excluded.author_id, version = version + 1, said = version + 1,"
        " due_s = NULL, is_urgent = 0, tries = 0, fault = NULL",
        (
            copy.message_id,
            copy.channel_id,
            copy.guild_id,
            copy.request,
            copy.film_id,
            copy.author_id,
            to_seconds(now),
        ),
    )
    await tx.execute_fetchall(f"DELETE FROM copy_reviews WHERE message_id = ? AND NOT {keep}", (copy.message_id,))

    if keep is not Keep.ALL:
        await tx.execute_fetchall("DELETE FROM copy_people WHERE message_id = ?", (copy.message_id,))

    await show_too(tx, copy, review_ids)


async def show_too(tx: aiosqlite.Connection, copy: Copy, review_ids: Iterable[ReviewId]) -> None:
    """Know that the message shows these reviews as well, and names those whom `copy` says it does."""
    await tx.executemany(
        "INSERT INTO copy_reviews (message_id, review_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(copy.message_id, review_id) for review_id in review_ids],
    )
    await tx.executemany(
        "INSERT INTO copy_people (message_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(copy.message_id, user_id) for user_id in copy.names],
    )
    await tx.execute_fetchall(
        "UPDATE copies SET is_empty = NOT EXISTS (SELECT 1 FROM copy_reviews WHERE message_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM copy_people WHERE message_id = ?1) WHERE message_id = ?1",
        (copy.message_id,),
    )


async def lost_names(tx: aiosqlite.Connection, copy: Copy) -> Difference:
    """What it means for a message that somebody whom it names may have asked to be forgotten since it was built."""
    rows = await tx.execute_fetchall(
        "SELECT user_id FROM members WHERE guild_id = ? AND user_id IN (SELECT value FROM json_each(?))",
        (copy.guild_id, json.dumps(copy.names)),
    )
    return Difference.NONE if {row["user_id"] for row in rows}.issuperset(copy.names) else Difference.HIDDEN


async def make_due(tx: aiosqlite.Connection, message_id: MessageId, found: Difference, at: datetime) -> None:
    """Let the message be edited at that moment, where it is not true."""
    if found:
        await tx.execute_fetchall(
            "UPDATE copies SET due_s = ?, is_urgent = max(is_urgent, ?) WHERE message_id = ?",
            (to_seconds(at), found is Difference.HIDDEN, message_id),
        )


async def mark_reviews(
    tx: aiosqlite.Connection, review_ids: Iterable[ReviewId], now: datetime, *, is_urgent: bool
) -> None:
    """Every message that shows one of the reviews is due at once, and so is their films' newest card in every channel.

    It `is_urgent` where something must be hidden: on the messages that show it, not on those newest cards.
    """
    values = _values(review_ids, now)
    await tx.execute_fetchall(
        f"UPDATE copies SET {_WORDS_CHANGED} WHERE {_SHOWING}", values | {"is_urgent": int(is_urgent)}
    )
    await tx.execute_fetchall(f"UPDATE copies SET {_WORDS_CHANGED} WHERE {_NEWEST_CARDS}", values | {"is_urgent": 0})


async def mark_cards(  # noqa: PLR0913  (of which film, where, and from when on)
    tx: aiosqlite.Connection,
    guild_id: GuildId | None,
    film_id: FilmId,
    now: datetime,
    *,
    is_urgent: bool = False,
    since: datetime | None = None,
) -> list[MessageId]:
    """Every card of the film is due, in that server or, without one, in all; these messages.

    Where `since` is given, only those that were posted later.
    """
    where = "film_id = :film_id" if guild_id is None else "guild_id = :guild_id AND film_id = :film_id"
    rows = await tx.execute_fetchall(
        f"UPDATE copies SET {_WORDS_CHANGED} WHERE {where} AND posted_s > :since RETURNING message_id",
        {
            "guild_id": guild_id,
            "film_id": film_id,
            "since": -1 if since is None else to_seconds(since),
            "now": to_seconds(now),
            "is_urgent": int(is_urgent),
        },
    )
    return [MessageId(row["message_id"]) for row in rows]


async def mark_names(tx: aiosqlite.Connection, user_id: UserId, now: datetime) -> list[MessageId]:
    """Every message that names the person is due at once, to hide that; these messages."""
    rows = await tx.execute_fetchall(
        f"UPDATE copies SET {_WORDS_CHANGED} WHERE message_id IN"
        " (SELECT message_id FROM copy_people WHERE user_id = :user_id) RETURNING message_id",
        {"user_id": user_id, "now": to_seconds(now), "is_urgent": 1},
    )
    return [MessageId(row["message_id"]) for row in rows]


async def mark_digests(tx: aiosqlite.Connection, film_id: FilmId, now: datetime) -> list[MessageId]:
    """Every posted digest that names the film is due at once, to hide that; these messages."""
    rows = await tx.execute_fetchall(
        f"UPDATE copies SET {_WORDS_CHANGED} WHERE message_id IN (SELECT d.message_id FROM digest_films f"
        " JOIN digests d ON d.id = f.digest_id WHERE f.film_id = :film_id) RETURNING message_id",
        {"film_id": film_id, "now": to_seconds(now), "is_urgent": 1},
    )
    return [MessageId(row["message_id"]) for row in rows]


async def mark_stand_ins(tx: aiosqlite.Connection, review_ids: Iterable[ReviewId], now: datetime) -> None:
    """The messages are due that showed one of the reviews, and show nothing in its place that is still there."""
    nothing_left = (
        "NOT EXISTS (SELECT 1 FROM copy_reviews s JOIN reviews r ON r.id = s.review_id"
        " WHERE s.message_id = copies.message_id)"
    )
    await tx.execute_fetchall(
        f"UPDATE copies SET {_WORDS_CHANGED} WHERE {_SHOWING} AND {nothing_left}",
        _values(review_ids, now) | {"is_urgent": 0},
    )


async def mark_likes(tx: aiosqlite.Connection, review_ids: Iterable[ReviewId], now: datetime) -> None:
    """The messages that show one of the reviews, and their films' newest cards, are due for a change of likes.

    That may wait until some time after a message's last edit.
    """
    values = _values(review_ids, now)
    await tx.execute_fetchall(f"UPDATE copies SET {_LIKES_CHANGED} WHERE {_SHOWING} OR ({_NEWEST_CARDS})", values)


async def difference(
    tx: aiosqlite.Connection, reviews: Sequence[Review], others: Iterable[ReviewId] = ()
) -> Difference:
    """How a message that shows `reviews`, as they were read, differs from what they say now.

    It is to show `others` as well, if they are there, and does not.
    """
    shown = {review.id: review for review in reviews}
    rows = await tx.execute_fetchall(
        f"SELECT id, likes, {CONTENT_COLUMNS} FROM reviews WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([*shown, *others]),),
    )
    now = {ReviewId(row["id"]): row for row in rows}
    found = [_difference_of(review, now.get(review_id)) for review_id, review in shown.items()]
    is_one_missing = bool(now.keys() - shown.keys())
    return max([*found, Difference.WORDS if is_one_missing else Difference.NONE])


async def has_news(tx: aiosqlite.Connection, copy: Copy, reviews: Sequence[Review], built_at: datetime) -> bool:
    """Whether a card's film has got a review since `built_at` that is not among `reviews`, or details of its own."""
    film_id: FilmId | None = copy.film_id

    if film_id is None:
        return False

    row = await fetch_one(
        tx,
        "SELECT 1 FROM reviews WHERE guild_id = ?1 AND film_id = ?2 AND created_s >= ?3"
        " AND id NOT IN (SELECT value FROM json_each(?4))"
        " UNION ALL SELECT 1 FROM film_details WHERE film_id = ?2 AND changed_s >= ?3 LIMIT 1",
        (copy.guild_id, film_id, to_seconds(built_at), json.dumps([review.id for review in reviews])),
    )
    return row is not None


def hides_more(before: ReviewContent, after: ReviewContent) -> bool:
    """Whether a text that may be seen before an edit may have to be hidden after it."""
    return bool(before.text) and not before.is_spoiler and may_hide(after)


def may_hide(content: ReviewContent) -> bool:
    """Whether the text may have to be hidden: in doubt it has, as with bars that do not stand together."""
    return bool(content.text) and (content.is_spoiler or content.text.count("|") >= 4)


def _difference_of(review: Review, row: sqlite3.Row | None) -> Difference:
    if row is None:
        return Difference.HIDDEN

    content = to_content(row)

    if content != review.content:
        return Difference.HIDDEN if hides_more(review.content, content) else Difference.WORDS

    return Difference.NONE if row["likes"] == review.likes else Difference.LIKES


def _values(review_ids: Iterable[ReviewId], now: datetime) -> dict[str, str | int]:
    return {
        "reviews": json.dumps(list(review_ids)),
        "now": to_seconds(now),
        "cards_since": to_seconds(now - CARD_KEPT_FOR),
    }
