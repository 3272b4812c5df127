"""The baseline of digests and rankings: what one would write first, over all of a server's reviews and viewings.

It knows nothing of `counted` and asks again for each thing that is told. SQLite chooses how, with the indexes that
reviews have for other reasons.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from data.models import Digest, GuildId
from data.store.digests import SHOWN_FILMS
from data.store.weeks import MOST_WRITERS

PRIOR = 3

_JOINED = (
    "SELECT r.film_id, r.author_id, r.rating, max(v.counted_s) AS given_s"
    " FROM viewings v JOIN reviews r ON r.id = v.review_id WHERE r.guild_id = :guild_id AND r.rating > 0"
    " AND v.counted_s >= :begin_s AND v.counted_s < :end_s GROUP BY r.id"
)
# CROSS JOIN keeps the order: all viewings are read once, and only those of the period looked up.
_VIEWINGS_FIRST = _JOINED.replace("JOIN", "CROSS JOIN")

PHRASED = {"joined as it comes": _JOINED, "viewings first": _VIEWINGS_FIRST}
"""The ratings of a period, as SQLite orders the join, and as somebody who has looked at its plan would."""

_RANKED = (
    "SELECT t.film_id, t.ratings, t.total, t.squares FROM (SELECT film_id, count(*) AS ratings, sum(rating) AS total,"
    " sum(rating * rating) AS squares, max(given_s) AS latest_s FROM ({ratings}) GROUP BY film_id) t"
    " JOIN films f ON f.id = t.film_id"
    " ORDER BY 1.0 * (:prior * :mean_total + t.total * :mean_ratings) / (:prior + t.ratings) DESC, t.ratings DESC,"
    " t.latest_s DESC, f.title COLLATE NOCASE, f.id"
)
_ALL = "SELECT film_id, author_id, rating, created_s AS given_s FROM reviews WHERE guild_id = :guild_id AND rating > 0"
_WRITTEN = "FROM reviews WHERE guild_id = :guild_id AND created_s >= :begin_s AND created_s < :end_s AND body <> ''"

Row = tuple[Any, ...]


class Told(NamedTuple):
    """What a digest tells, for comparing."""

    films: tuple[Row, ...]
    """Of each that is shown: its row, ratings, their sum and that of their squares, its place before, if it is new."""

    divisive: int | None
    writers: tuple[tuple[int, int], ...]
    best: tuple[int | None, int]
    numbers: tuple[int, ...]

    @classmethod
    def by(cls, digest: Digest) -> "Told":
        """What the bot's own digest tells."""
        films = (
            (film.film_id, film.ratings, film.total, film.squares, film.place_before, film.is_new)
            for film in digest.films
        )
        numbers = digest.numbers
        return cls(
            tuple(films),
            None if digest.divisive is None else digest.divisive.film_id,
            tuple((writer.author.id, writer.reviews) for writer in digest.writers),
            (digest.best_id, digest.best_likes),
            (numbers.ratings, numbers.raters, numbers.films, numbers.new_films, numbers.reviews, numbers.all_reviews),
        )


class Direct:
    """Questions about one server, each answered from all of its reviews."""

    def __init__(self, path: Path, guild_id: GuildId, phrased: str) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute(f"PRAGMA mmap_size = {1 << 30}")
        self._guild_id = guild_id
        self._ratings = phrased
        self.close: Callable[[], None] = self._connection.close

    def digest(self, begins_at: datetime, ends_at: datetime) -> Told:
        """What is told of that week."""
        period = {"begin_s": int(begins_at.timestamp()), "end_s": int(ends_at.timestamp())}
        week_before = {"begin_s": int((begins_at - timedelta(days=7)).timestamp()), "end_s": period["begin_s"]}
        ranked = self._ranked(self._ratings, period)
        before = {row[0]: place for place, row in enumerate(self._ranked(self._ratings, week_before), 1)}
        known = {
            film_id
            for (film_id,) in self._ask(
                "SELECT DISTINCT film_id FROM reviews WHERE guild_id = :guild_id AND created_s < :begin_s", period
            )
        }
        writers = self._ask(
            f"SELECT author_id, count(*) {_WRITTEN} GROUP BY author_id"
            " ORDER BY count(*) DESC, max(created_s), author_id LIMIT :most",
            period | {"most": MOST_WRITERS},
        )
        best = self._ask(
            f"SELECT id, likes {_WRITTEN} AND likes > 0 ORDER BY likes DESC, created_s, id LIMIT 1",
            period,
        )
        numbers = (
            sum(row[1] for row in ranked),
            self._ask(f"SELECT count(DISTINCT author_id) FROM ({self._ratings})", period)[0][0],  # noqa: S608  (a constant)
            len(ranked),
            sum(row[0] not in known for row in ranked),
            self._ask(f"SELECT count(*) {_WRITTEN}", period)[0][0],
            self._ask("SELECT count(*) FROM reviews WHERE guild_id = :guild_id", {})[0][0],
        )
        films = ((*row, before.get(row[0]), row[0] not in known) for row in ranked[:SHOWN_FILMS])
        return Told(tuple(films), _most_divisive(ranked), tuple(writers), best[0] if best else (None, 0), numbers)

    def ranking(self, begins_at: datetime | None, ends_at: datetime | None) -> list[Row]:
        """The films of that time, best first, or of all time."""
        if begins_at is None or ends_at is None:
            return self._ranked(_ALL, {})

        period = {"begin_s": int(begins_at.timestamp()), "end_s": int(ends_at.timestamp())}
        return self._ranked(self._ratings, period)

    def _ranked(self, ratings: str, period: dict[str, int]) -> list[Row]:
        total, count = self._ask(
            "SELECT sum(rating), count(*) FROM reviews WHERE guild_id = :guild_id AND rating > 0", {}
        )[0]
        mean = {"prior": PRIOR, "mean_total": total, "mean_ratings": count}
        return self._ask(_RANKED.format(ratings=ratings), period | mean)

    def _ask(self, sql: str, values: dict[str, int]) -> list[Row]:
        return self._connection.execute(sql, values | {"guild_id": self._guild_id}).fetchall()


def _most_divisive(ranked: list[Row]) -> int | None:
    spreads = [
        (Fraction(count * squares - total * total, count * count), count, film_id)
        for film_id, count, total, squares in ranked
        if count >= 3
    ]
    return max(spreads)[-1] if spreads else None
