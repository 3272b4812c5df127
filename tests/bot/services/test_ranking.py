import random
import statistics
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.ranking import (
    Ranked,
    change_of_place,
    most_divisive,
    rank,
    variance,
    weighted_mean,
)
from data.models import FilmId, Mean, Tally
from tests.bot.ui.things import some
from tests.rounds import rounds


def a_tally(title: str, ratings: Sequence[int], *, latest_s: int = 0, film_id: int = 1) -> Tally:
    squares = sum(rating**2 for rating in ratings)
    return Tally(FilmId(film_id), len(ratings), sum(ratings), squares, latest_s, title)


def mean_of(tallies: Sequence[Tally]) -> Mean:
    return Mean(sum(tally.total for tally in tallies), sum(tally.ratings for tally in tallies))


def titles(ranking: Sequence[Ranked]) -> list[str]:
    return [ranked.tally.title for ranked in ranking]


BY_HAND = [
    a_tally("Alien", [10]),
    a_tally("Brazil", [8, 9, 9, 10]),
    a_tally("Clue", [6, 6, 8, 8]),
    a_tally("Dune", [2, 10, 10]),
    a_tally("Elf", [8, 8], latest_s=100),
    a_tally("Fargo", [8, 8, 8]),
    a_tally("Gilda", [8, 8], latest_s=200),
]
"""The films of the module's docstring, by title."""


def test_ranking_is_the_one_worked_by_hand() -> None:
    mean = mean_of(BY_HAND)
    ranking = rank(BY_HAND, mean, prior=3)

    assert mean == Mean(total=152, ratings=19)
    assert [(place, tally.title, weighted_mean(tally, mean, 3)) for place, tally in ranking] == [
        (1, "Brazil", Fraction(60, 7)),
        (2, "Alien", Fraction(17, 2)),
        (3, "Fargo", Fraction(8)),
        (4, "Gilda", Fraction(8)),
        (5, "Elf", Fraction(8)),
        (6, "Dune", Fraction(23, 3)),
        (7, "Clue", Fraction(52, 7)),
    ]


def test_most_divisive_film_is_the_one_worked_by_hand() -> None:
    found = most_divisive(BY_HAND)

    assert found is not None
    assert found.title == "Dune"
    assert {tally.title: variance(tally) for tally in BY_HAND if tally.ratings >= 3} == {
        "Brazil": Fraction(1, 2),
        "Clue": Fraction(1),
        "Dune": Fraction(128, 9),
        "Fargo": Fraction(0),
    }


def ratings_of_a_server(luck: random.Random) -> dict[str, list[int]]:
    """Ratings by title, of so few kinds that many films tie."""
    scale = luck.choice([(5, 6), (1, 10), range(1, 11)])
    most = luck.choice([2, 6, 40])
    return {f"Film {number}": luck.choices(scale, k=luck.randint(1, most)) for number in range(luck.randint(1, 30))}


def test_places_and_divisive_film_are_those_of_an_independent_computation() -> None:
    for seed in range(rounds(100, 1_000)):
        luck = random.Random(seed)
        server = ratings_of_a_server(luck)
        prior = luck.choice([0, 1, 3, 25])
        latest = {title: luck.randint(0, 2) for title in server}
        tallies = [a_tally(title, ratings, latest_s=latest[title]) for title, ratings in server.items()]
        server_mean = statistics.mean([Fraction(rating) for ratings in server.values() for rating in ratings])

        def before_others(title: str, score: Fraction, of: dict[str, Any] = server, when: Any = latest) -> Any:
            return score, len(of[title]), when[title], [-ord(letter) for letter in title.ljust(9)]

        means = {
            title: statistics.mean([*map(Fraction, ratings), *[server_mean] * prior])
            for title, ratings in server.items()
        }
        spreads = {
            title: statistics.pvariance(list(map(Fraction, ratings)))
            for title, ratings in server.items()
            if len(ratings) >= 3
        }
        expected = sorted(server, key=lambda title: before_others(title, means[title]), reverse=True)
        divided = [title for title, spread in spreads.items() if spread]
        divisive = max(divided, key=lambda title: before_others(title, spreads[title]), default=None)
        mean = mean_of(tallies)
        found = most_divisive(tallies)

        assert titles(rank(tallies, mean, prior)) == expected, seed
        assert {tally.title: weighted_mean(tally, mean, prior) for tally in tallies} == means, seed
        assert (found and found.title) == divisive, seed


HUGE = 10**30

ratings_of_films = st.lists(
    st.tuples(
        st.lists(st.integers(1, 10), min_size=1, max_size=5), st.integers(0, 2), st.sampled_from(["a", "A", "ß", "ss"])
    ),
    max_size=12,
)


def tallies_of(drawn: Sequence[tuple[list[int], int, str]]) -> list[Tally]:
    return [
        a_tally(title, ratings, latest_s=latest_s, film_id=film_id)
        for film_id, (ratings, latest_s, title) in enumerate(drawn)
    ]


@some(100)
@given(ratings_of_films, st.integers(0, 5), st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_of_what_is_ranked(
    drawn: list[tuple[list[int], int, str]], prior: int, luck: random.Random
) -> None:
    tallies = tallies_of(drawn)
    mixed = luck.sample(tallies, len(tallies))
    mean = mean_of(tallies)

    assert rank(mixed, mean, prior) == rank(tallies, mean, prior)
    assert most_divisive(mixed) == most_divisive(tallies)


@some(100)
@given(ratings_of_films, st.integers(0, 5))
def test_every_film_has_a_place_of_its_own(drawn: list[tuple[list[int], int, str]], prior: int) -> None:
    tallies = tallies_of(drawn)
    ranking = rank(tallies, mean_of(tallies), prior)

    assert [ranked.place for ranked in ranking] == list(range(1, len(tallies) + 1))
    assert {ranked.tally for ranked in ranking} == set(tallies)


@some(100)
@given(ratings_of_films, st.integers(0, 7))
def test_films_with_less_ratings_than_the_minimum_are_left_out(
    drawn: list[tuple[list[int], int, str]], minimum: int
) -> None:
    tallies = [*tallies_of(drawn), a_tally("Nobody's", [])]
    ranking = rank(tallies, mean_of(tallies), 3, minimum)

    assert {ranked.tally for ranked in ranking} == {tally for tally in tallies if tally.ratings >= max(1, minimum)}


@some(100)
@given(ratings_of_films)
def test_without_a_weight_films_are_ranked_by_their_plain_means(drawn: list[tuple[list[int], int, str]]) -> None:
    tallies = tallies_of(drawn)
    mean = mean_of(tallies)
    plain = [Fraction(tally.total, tally.ratings) for _, tally in rank(tallies, mean, prior=0)]

    assert plain == sorted(plain, reverse=True)
    assert all(weighted_mean(tally, mean, 0) == Fraction(tally.total, tally.ratings) for tally in tallies)


def test_without_a_servers_mean_films_are_ranked_by_their_plain_means() -> None:
    films = [a_tally("Many", [9, 9, 9]), a_tally("One", [10])]

    assert titles(rank(films, Mean(0, 0), prior=3)) == ["One", "Many"]
    assert weighted_mean(films[1], Mean(0, 0), 3) == 10


@pytest.mark.parametrize("prior", [0, 3, HUGE])
def test_a_difference_no_float_can_hold_still_decides(prior: int) -> None:
    better = Tally(FilmId(2), HUGE, 7 * HUGE + 1, 0, 0, "Better")
    worse = Tally(FilmId(1), HUGE, 7 * HUGE, 0, 0, "Worse")

    assert titles(rank([worse, better], Mean(7 * HUGE, HUGE), prior)) == ["Better", "Worse"]


def test_equal_means_of_huge_and_small_numbers_tie() -> None:
    many = Tally(FilmId(1), 3 * HUGE, 7 * HUGE, 0, 0, "Many")
    few = Tally(FilmId(2), 3, 7, 0, 1, "Few")

    assert titles(rank([few, many], Mean(7, 3), prior=5)) == ["Many", "Few"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a_tally("b", [7, 7]), a_tally("a", [7], latest_s=9)),
        (a_tally("b", [7], latest_s=2), a_tally("a", [7], latest_s=1)),
        (a_tally("a", [7], film_id=9), a_tally("B", [7], film_id=1)),
        (a_tally("A", [7], film_id=9), a_tally("a", [7], film_id=1)),
        (a_tally("a", [7], film_id=1), a_tally("a", [7], film_id=2)),
    ],
    ids=["by number", "by the latest rating", "by title", "by its capitals", "by film"],
)
def test_tie_is_broken(first: Tally, second: Tally) -> None:
    assert [ranked.tally for ranked in rank([second, first], Mean(7, 1), prior=3)] == [first, second]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a_tally("b", [6, 8, 6, 8]), a_tally("c", [6, 6, 8], latest_s=9)),
        (a_tally("b", [1, 1, 10, 10]), a_tally("a", [1, 10] * 2 + [5], latest_s=9)),
        (a_tally("b", [1, 10] * 3), a_tally("a", [1, 10] * 2, latest_s=9)),
        (a_tally("b", [1, 1, 10], latest_s=2), a_tally("a", [1, 10, 10], latest_s=1)),
        (a_tally("a", [1, 1, 10], film_id=9), a_tally("B", [1, 10, 10], film_id=1)),
        (a_tally("a", [1, 1, 10], film_id=1), a_tally("a", [1, 10, 10], film_id=2)),
    ],
    ids=["by a little", "by variance", "by number", "by the latest rating", "by title", "by film"],
)
def test_more_divisive_film_is_found(first: Tally, second: Tally) -> None:
    assert most_divisive([second, first]) == first


@pytest.mark.parametrize("ratings", [[], [1, 10], [7, 7, 7]], ids=["unrated", "by two", "in agreement"])
def test_film_divides_nobody(ratings: list[int]) -> None:
    assert most_divisive([a_tally("Alien", ratings)]) is None


def test_variance_of_a_film_without_ratings_is_0() -> None:
    assert variance(a_tally("Alien", [])) == 0


def test_nothing_is_ranked_where_nothing_was_rated() -> None:
    assert rank([], Mean(0, 0), prior=3) == []
    assert most_divisive([]) is None


def test_change_of_place_is_positive_upwards_and_unknown_for_a_new_film() -> None:
    assert [change_of_place(2, before) for before in (5, 2, 1, None)] == [3, 0, -1, None]
