"""A server's ranking, exactly: by the weighted mean `(m·C + Σ ratings) / (m + n)`, in half stars.

C is the mean of all the server's ratings, n a film's number of ratings, m how many ratings of C each film is given
beforehand: few high ratings then do not come before many. Worked by hand, with m = 3 and these seven films as all that
the server rated (n = 19, Σ = 152, so C = 8 and m·C = 24):

    film    ratings        n   Σ   weighted mean         place
    Brazil  8, 9, 9, 10    4  36  60/7 = 8.571…          1
    Alien   10             1  10  34/4 = 8.5             2, though its plain mean is 10
    Fargo   8, 8, 8        3  24  48/6 = 8               3, for it has more ratings than the next two
    Gilda   8, 8           2  16  40/5 = 8               4, for it was rated later than the next
    Elf     8, 8           2  16  40/5 = 8               5
    Dune    2, 10, 10      3  22  46/6 = 7.666…          6
    Clue    6, 6, 8, 8     4  28  52/7 = 7.428…          7

The most divisive of them is Dune, with a variance of 204/3 - (22/3)² = 128/9; that of Clue is 200/4 - 7² = 1, that of
Brazil 326/4 - 9² = 1/2, that of Fargo 0; the others have less than three ratings.
"""

import asyncio
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from data.models import FilmId, Mean, Tally

DIVISIVE_FROM = 3
"""Ratings that a film needs before it can divide a server."""

RANKED_ASIDE_FROM = 2_000
"""From so many films on a ranking is made in a thread: below that it takes less than a few milliseconds."""


class Ranked(NamedTuple):
    """A film at its place, counted from 1. No two films share one."""

    place: int
    tally: Tally


def rank(tallies: Iterable[Tally], mean: Mean, prior: int, minimum: int = 1) -> list[Ranked]:
    """The films with at least `minimum` ratings, best first; those without a rating are never among them.

    Of films with the same weighted mean the one with more ratings comes first, then the one rated later, then by title.
    """
    least = max(1, minimum)
    rated = [tally for tally in tallies if tally.ratings >= least]
    prior, mean = _weight(mean, prior)
    total_before, scale = prior * mean.total, mean.ratings
    # A weighted mean, times the server's number of ratings, is an integer over m + n. Two different ones are at least
    # 1/((m+n1)(m+n2)) apart, so that rounded down after multiplying by (m + largest n)² they still differ, as ordered.
    finer = (prior + max((tally.ratings for tally in rated), default=0)) ** 2
    keyed = [
        (
            -((total_before + total * scale) * finer // (prior + count)),
            -count,
            -latest_s,
            title.casefold(),
            title,
            film_id,
            tally,
        )
        for tally in rated
        for film_id, count, total, _, latest_s, title in (tally,)
    ]
    keyed.sort()
    return [Ranked(place, key[-1]) for place, key in enumerate(keyed, start=1)]


async def ranked_aside(tallies: Sequence[Tally], mean: Mean, prior: int, minimum: int = 1) -> list[Ranked]:
    """The ranking of these films, best first; of many of them made in a thread, so that nobody waits for it."""
    if len(tallies) < RANKED_ASIDE_FROM:
        return rank(tallies, mean, prior, minimum)

    return await asyncio.to_thread(rank, tallies, mean, prior, minimum)


def weighted_mean(tally: Tally, mean: Mean, prior: int) -> Fraction:
    """The weighted mean of a film with at least one rating, in half stars; without a server's mean the plain one."""
    prior, mean = _weight(mean, prior)
    return (Fraction(prior * mean.total, mean.ratings) + tally.total) / (prior + tally.ratings)


def variance(tally: Tally) -> Fraction:
    """The population variance of a film's ratings, in half stars squared; 0 where there is none."""
    if not tally.ratings:
        return Fraction(0)

    return Fraction(tally.ratings * tally.squares - tally.total**2, tally.ratings**2)


def most_divisive(tallies: Iterable[Tally]) -> Tally | None:
    """The film with the largest variance, if it has enough ratings; None where all agree.

    Of equally divisive films it is the one with more ratings, then the one rated later, then the first by title.
    """
    divided = [
        tally
        for tally in tallies
        if tally.ratings >= DIVISIVE_FROM and tally.ratings * tally.squares > tally.total * tally.total
    ]
    # As in `rank`: variances are integers over n², so that two different ones are at least 1/(n1²·n2²) apart.
    finer = max((tally.ratings for tally in divided), default=0) ** 4

    def order(tally: Tally) -> tuple[int, int, int, str, str, FilmId]:
        film_id, count, total, squares, latest_s, title = tally
        spread = (count * squares - total * total) * finer // (count * count)
        return -spread, -count, -latest_s, title.casefold(), title, film_id

    return min(divided, key=order, default=None)


def change_of_place(place: int, before: int | None) -> int | None:
    """By how many places a film went up, negative where it went down; None where it was not in the ranking before."""
    return None if before is None else before - place


def _weight(mean: Mean, prior: int) -> tuple[int, Mean]:
    """How many ratings of which mean are given beforehand; none where there is no mean."""
    return (prior, mean) if prior and mean.ratings else (0, Mean(0, 1))
