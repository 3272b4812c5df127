"""A store with as many reviews as one likes, written straight into its tables: a million in a minute.

Members review many films or few, popular films are reviewed by nearly all, ratings gather around four stars, half of
the reviews say something, most are liked by nobody and some by hundreds, over five years.
"""

import random
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.models import Film, FilmKey, GuildId, UserId
from data.store import Store

SEED = 20261123
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When the last of the reviews was written."""

YEARS = timedelta(days=5 * 365)
WEEK = timedelta(days=7)

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
_GENRES = ("Drama", "Comedy", "Documentary", "Horror", "Western")
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
    (
        "INSERT INTO viewings (review_id, rating, is_rewatch, logged_s, counted_s)"
        " SELECT id, rating, 0, created_s, iif(rating > 0, created_s, NULL) FROM reviews ORDER BY id"
    ),
    "INSERT INTO counted SELECT * FROM counted_truth",
    "INSERT INTO weeks (guild_id, begins_s, due_s) SELECT guild_id, max(given_s), 0 FROM counted GROUP BY guild_id",
    "INSERT INTO traits (kind, value) SELECT DISTINCT kind, value FROM film_traits_truth",
    (
        "INSERT INTO film_traits (trait_id, film_id) SELECT t.id, w.film_id FROM film_traits_truth w"
        " JOIN traits t ON t.kind = w.kind AND t.value = w.value"
    ),
)
"""What a store keeps beside its reviews. What triggers make of each row is made here of all at once."""


@dataclass(frozen=True)
class Server:
    """A server, how many reviews its members wrote, and how many of them in the last week: None for a natural share."""

    guild_id: GuildId
    reviews: int
    in_last_week: int | None = None


async def fill(path: Path, guild_id: GuildId, reviews: int, films: Sequence[Film] = ()) -> None:
    """Make the store at `path`, with so many reviews of one server's members: of `films` first, then of invented ones.

    The first film has the most reviews, and `BUSIEST` has written the most.
    """
    await fill_servers(path, [Server(guild_id, reviews)], films)


async def fill_servers(
    path: Path, servers: Iterable[Server], films: Sequence[Film] = (), until: datetime = NOW
) -> None:
    """Make the store at `path`, with these servers, as `fill` does. Nobody is a member of two.

    The last review of each was written at `until`.
    """
    await (await Store.open(path)).close()

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # A power cut in between would cost a benchmark's store: nothing.
        for pragma in ("synchronous = OFF", "temp_store = MEMORY", f"cache_size = -{_CACHE_KIB}"):
            connection.execute(f"PRAGMA {pragma}")

        connection.execute("BEGIN")
        kept = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type = 'trigger'"
            " OR (type = 'index' AND tbl_name IN ('reviews', 'likes', 'viewings', 'counted') AND sql <> '')"
        ).fetchall()

        # Many times faster than keeping each in order meanwhile.
        for kind, name, _ in kept:
            connection.execute(f"DROP {kind} {name}")

        luck = random.Random(SEED)
        connection.executemany(_REVIEWS, _all_rows(luck, servers, until))
        _write_films(connection, films, connection.execute("SELECT max(film_id) FROM reviews").fetchone()[0])

        for statement in (*_CONSEQUENCES, *(sql for _, _, sql in kept)):
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


def _moments_s(server: Server, until: datetime) -> Iterator[int]:
    """When each of its reviews was written, evenly spread over the years before, or over those and the week."""
    lately = server.in_last_week or 0
    before, week_s = server.reviews - lately, int(WEEK.total_seconds())
    end_s = int(until.timestamp()) - (week_s if lately else 0)
    length_s = int(YEARS.total_seconds()) - (week_s if lately else 0)
    yield from (end_s - length_s + number * length_s // before for number in range(1, before + 1))
    yield from (end_s + number * week_s // lately for number in range(1, lately + 1))


def _all_rows(luck: random.Random, servers: Iterable[Server], until: datetime) -> Iterator[tuple[object, ...]]:
    """The rows of `reviews`, one server after the other."""
    first_id, first_author = 1, int(BUSIEST)

    for server in servers:
        pairs = _pairs(luck, server.reviews)
        yield from _rows(luck, server, pairs, _moments_s(server, until), (first_id, first_author))
        first_id += server.reviews
        first_author += 1 + max(pair >> _FILM_BITS for pair in pairs)


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
    return Film(
        key=FilmKey(f"own:invented-{number}"),
        title=f"Film No. {number:,}",
        year=1900 + number % 126,
        genres=(_GENRES[number % len(_GENRES)],),
        directors=(f"Director {number % 3_000}",),
    )


def _rows(
    luck: random.Random, server: Server, pairs: Sequence[int], moments_s: Iterable[int], first: tuple[int, int]
) -> Iterator[tuple[object, ...]]:
    """A server's rows of `reviews`, oldest first; `first` are the first one's id and its first author's."""
    first_id, first_author = first
    ratings = luck.choices(_RATINGS, _RATING_WEIGHTS, k=len(pairs))

    for number, (pair, rating, created_s) in enumerate(zip(pairs, ratings, moments_s, strict=True)):
        says_something = not rating or luck.random() < 0.5
        yield (
            first_id + number,
            server.guild_id,
            first_author + (pair >> _FILM_BITS),
            _film_of(pair) + 1,
            rating,
            _WORDS[: 20 + int(luck.expovariate(1 / 300))] if says_something else "",
            created_s,
            min(_LIKES_MOST, int(luck.paretovariate(1.2))) if luck.random() < 0.4 else 0,
        )
