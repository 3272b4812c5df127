"""From rows to models and back: what several tables share."""

import json
import sqlite3
from datetime import UTC, date, datetime

from data.models import (
    Author,
    Film,
    GuildId,
    Review,
    ReviewContent,
    ReviewId,
    UserId,
)

CONTENT_COLUMNS = "rating, body, watched_on, tags, is_spoiler, is_rewatch, is_liked, source_url"
"""The columns that hold a `ReviewContent`, in `reviews` and in `review_revisions` alike."""


SET_CONTENT = ", ".join(f"{column} = ?" for column in CONTENT_COLUMNS.split(", "))
"""Sets them to `content_values`."""


def to_seconds(moment: datetime) -> int:
    """Whole seconds since 1970, as the store keeps a moment."""
    return int(moment.timestamp())


def to_moment(seconds: int) -> datetime:
    """The aware UTC moment of a stored number of seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def content_values(content: ReviewContent) -> tuple[int, str, str | None, str, bool, bool, bool, str | None]:
    """The values of `CONTENT_COLUMNS`, in their order."""
    return (
        content.rating or 0,
        content.text,
        content.watched_on.isoformat() if content.watched_on else None,
        json.dumps(content.tags, ensure_ascii=False),
        content.is_spoiler,
        content.is_rewatch,
        content.is_liked,
        content.source_url,
    )


def to_content(row: sqlite3.Row) -> ReviewContent:
    """The content in a row of `CONTENT_COLUMNS`. It was validated when it was written."""
    return ReviewContent.model_construct(
        rating=row["rating"] or None,
        text=row["body"],
        watched_on=date.fromisoformat(row["watched_on"]) if row["watched_on"] else None,
        tags=tuple(json.loads(row["tags"])),
        is_spoiler=bool(row["is_spoiler"]),
        is_rewatch=bool(row["is_rewatch"]),
        is_liked=bool(row["is_liked"]),
        source_url=row["source_url"],
    )


def to_film(facts: str, poster_url: str | None = None) -> Film:
    """The film in a row's JSON; with the poster that a provider gave, where it has none of its own."""
    film = Film.model_validate_json(facts)
    return film.model_copy(update={"poster_url": poster_url}) if poster_url and not film.poster_url else film


def to_review(row: sqlite3.Row, film: Film) -> Review:
    """The review in a row of `reviews` joined with its author's `members` row."""
    author = Author(id=UserId(row["author_id"]), name=row["name"] or "", avatar_url=row["avatar_url"])

    return Review(
        id=ReviewId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        author=author,
        film=film,
        content=to_content(row),
        created_at=to_moment(row["created_s"]),
        edited_at=to_moment(row["edited_s"]) if row["edited_s"] is not None else None,
        likes=row["likes"],
    )
