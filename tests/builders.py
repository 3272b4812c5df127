"""Plain things for tests to start from; each takes by name what the test is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from data.models import Author, Film, FilmKey, GuildId, Pace, ReviewContent, UserId

GUILD = GuildId(940_000_000_000_000_001)
OTHER_GUILD = GuildId(940_000_000_000_000_002)
ALICE = UserId(370_000_000_000_000_001)
BOB = UserId(370_000_000_000_000_002)
NOW = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AS_FAST_AS_THEY_LIKE = Pace(interval=timedelta(0), per_day=0)
"""No limit to how many reviews members write: what tests are about is written at a run."""


def a_film(number: int = 1, **facts: Any) -> Film:
    """The film with that number; another number is another film."""
    imdb_id = f"tt{number:07}"
    return Film.model_validate(
        {"key": f"imdb:{imdb_id}", "title": f"Film No. {number}", "year": 2013, "imdb_id": imdb_id} | facts
    )


def an_own_film(slug: str, **facts: Any) -> Film:
    """A film that nobody else has a key for."""
    return Film.model_validate({"key": FilmKey(f"own:{slug}"), "title": slug} | facts)


def an_author(user_id: UserId = ALICE, **shown: Any) -> Author:
    """A member as an interaction shows them."""
    return Author.model_validate({"id": user_id, "name": f"member {user_id % 1000}"} | shown)


def a_content(**said: Any) -> ReviewContent:
    """What a review says: four stars, where nothing else is asked for."""
    return ReviewContent.model_validate(said or {"rating": 8})
