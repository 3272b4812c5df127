"""A store with as many reviews as one likes, written straight into its tables: a million in half a minute.

Members review many films or few, popular films are reviewed by nearly all, ratings gather around four stars, half of
the reviews say something, most are liked by nobody and some by hundreds, over five years.
"""

import random
import sqlite3
from array import array
from collections.abc import Iterator, MutableSequence, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.models import Film, FilmKey, GuildId, UserId
from data.store import Store

SEED = 20261123
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When the last of the reviews was written."""

YEARS = timedelta(days=5 * 365)

BUSIEST = UserId(370_000_000_000_000_000)
"""The member who wrote the most."""

_FILM_BITS = 20
"""So many of a pair's lowest bits are the film, the others the author."""

_CACHE_KIB = 500_000
_MOST_BY_ONE = 6_000
_WIDEST = 8
"""Films among which a member chose one: fewer where they are popular."""

_LIKES_MOST = 300
_RATINGS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
_RATING_WEIGHTS = (4, 1, 2, 2, 5, 6, 12, 15, 24, 14, 15)
_WORDS = "Long and slow, and I was glad of every minute of it; the light alone is worth the evening. " * 30

_REVIEWS = (
    "INSERT INTO reviews (id, guild_id, author_id, film_id, rating, body, tags, is_spoiler, is_rewatch, is_liked,"
    " created_s, likes) VALUES (?, ?, ?, ?, ?, ?, '[]', 0, 0, 0, ?, ?)"
)
_CONSEQUENCES = (
    (
        "INSERT INTO film_counts (guild_id, film_id, rating, reviews)"
        " SELECT guild_id, film_id, rating, count(*) FROM reviews GROUP BY 1, 2, 3"
    ),
    "INSERT INTO guild_counts (guild_id, rating, reviews) SELECT guild_id, rating, count(*) FROM reviews GROUP BY 1, 2",
    (
        "INSERT INTO members (guild_id, user_id, name, seen_s)"
        " SELECT DISTINCT guild_id, author_id, 'member ' || author_id % 1000000, 0 FROM reviews"
    ),
    (
        "INSERT INTO likes (review_id, user_id, liked_s)"
        " WITH RECURSIVE numbers (number) AS (VALUES (1) UNION ALL SELECT number + 1 FROM numbers LIMIT 300)"
        " SELECT r.id, n.number, r.created_s FROM reviews r CROSS JOIN numbers n ON n.number <= r.likes ORDER BY r.id"
    ),
)
"""What a store keeps beside its reviews."""


async def fill(path: Path, guild_id: GuildId, reviews: int, films: Sequence[Film] = ()) -> None:
    """Make the store at `path`, with so many reviews of one server's members: of `films` first, then of invented ones.

    The first film has the most reviews, and `BUSIEST` has written the most.
    """
    await (await Store.open(path)).close()

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # A power cut in between would cost a benchmark's store: nothing.
        for pragma in ("synchronous = OFF", "temp_store = MEMORY", f"cache_size = -{_CACHE_KIB}"):
            connection.execute(f"PRAGMA {pragma}")

        connection.execute("BEGIN")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'index' AND tbl_name IN ('reviews', 'likes') AND sql <> ''"
        ).fetchall()

        # Many times faster than keeping each in order meanwhile.
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")

        luck = random.Random(SEED)
        pairs = _pairs(luck, reviews)
        _write_films(connection, films, 1 + max(map(_film_of, pairs)))
        connection.executemany(_REVIEWS, _rows(luck, guild_id, pairs))

        for statement in (*_CONSEQUENCES, *(sql for _, sql in indexes)):
            connection.execute(statement)

        connection.execute("COMMIT")


def _pairs(luck: random.Random, reviews: int) -> Sequence[int]:
    """Who reviewed which film, both counted from 0, in the order of writing."""
    pairs: MutableSequence[int] = array("q")  # eight bytes each
    author, wrote = 0, min(reviews // 4, _MOST_BY_ONE)

    while len(pairs) < reviews:
        begin = 0

        for number in range(min(wrote, reviews - len(pairs))):
            width = min(number + 1, _WIDEST)
            pairs.append(author << _FILM_BITS | (begin + luck.randrange(width)))
            begin += width

        author, wrote = author + 1, min(400, int(luck.paretovariate(1.1) * 8))

    luck.shuffle(pairs)
    return pairs


def _film_of(pair: int) -> int:
    return pair & ((1 << _FILM_BITS) - 1)


def _write_films(connection: sqlite3.Connection, films: Sequence[Film], count: int) -> None:
    """The films in rows 1 and up, each under all its keys."""
    for number in range(count):
        film = films[number] if number < len(films) else _invented(number)
        connection.execute(
            "INSERT INTO films (id, facts, updated_s) VALUES (?, ?, 0)",
            (number + 1, film.model_dump_json(exclude_defaults=True)),
        )
        connection.executemany(
            "INSERT INTO film_keys (key, film_id) VALUES (?, ?)", [(key, number + 1) for key in film.keys]
        )


def _invented(number: int) -> Film:
    return Film(key=FilmKey(f"own:invented-{number}"), title=f"Film No. {number:,}", year=1900 + number % 126)


def _rows(luck: random.Random, guild_id: GuildId, pairs: Sequence[int]) -> Iterator[tuple[object, ...]]:
    """The rows of `reviews`, oldest first."""
    begin_s, length_s = int((NOW - YEARS).timestamp()), int(YEARS.total_seconds())
    ratings = luck.choices(_RATINGS, _RATING_WEIGHTS, k=len(pairs))

    for number, (pair, rating) in enumerate(zip(pairs, ratings, strict=True)):
        says_something = not rating or luck.random() < 0.5
        yield (
            number + 1,
            guild_id,
            BUSIEST + (pair >> _FILM_BITS),
            _film_of(pair) + 1,
            rating,
            _WORDS[: 20 + int(luck.expovariate(1 / 300))] if says_something else "",
            begin_s + (number + 1) * length_s // len(pairs),
            min(_LIKES_MOST, int(luck.paretovariate(1.2))) if luck.random() < 0.4 else 0,
        )
