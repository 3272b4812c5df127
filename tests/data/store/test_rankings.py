"""Tallies of a server's ratings: what counts in a period, what counts for ever, and only once for each member."""

import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.models import FilmId, GuildId, Mean, ReviewId, Tally, UserId
from data.store import Store
from data.store.rows import to_seconds
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_film
from tests.data.store.own import a_film_by_hand, by_hand, merge, say
from tests.data.store.steps import CAROL, DAY, SECOND, a_review, film_id, save
from tests.rounds import rounds

WEEK = 7 * DAY
BEGIN, END = NOW, NOW + WEEK
Shown = tuple[str, int, int]
"""Of a tally: title, ratings, total."""

fresh_guilds = map(GuildId, itertools.count(810_000_000_000_000_000))


async def tallied(
    store: Store, begin: datetime | None = BEGIN, end: datetime | None = END, author_id: UserId | None = None
) -> list[Shown]:
    tallies = await store.rankings.tallies(GUILD, begin, end, author_id=author_id)
    return sorted((tally.title, tally.ratings, tally.total) for tally in tallies)


async def test_a_tally_sums_up_the_ratings_of_a_film(store: Store) -> None:
    await a_review(store, ALICE, rating=8)
    await a_review(store, BOB, rating=3, now=NOW + DAY)
    await a_review(store, CAROL, text="Without stars.", now=NOW + DAY)

    tallies = await store.rankings.tallies(GUILD, BEGIN, END)

    latest_s = int((NOW + DAY).timestamp())
    assert tallies == [Tally(await film_id(store), 2, 11, 73, latest_s, "Film No. 1")]
    assert await store.rankings.tallies(GUILD, None, None) == tallies
    assert await store.rankings.mean(GUILD) == Mean(11, 2)


async def test_nothing_of_another_server_counts(store: Store) -> None:
    await a_review(store, ALICE, guild_id=OTHER_GUILD, rating=8)

    assert await tallied(store) == []
    assert await tallied(store, None, None) == []
    assert await store.rankings.mean(GUILD) == Mean(0, 0)


async def test_a_period_begins_with_its_first_second_and_ends_before_its_last(store: Store) -> None:
    for number, moment in enumerate((BEGIN - SECOND, BEGIN, END - SECOND, END), start=1):
        await a_review(store, ALICE, number, rating=number, now=moment)

    assert await tallied(store) == [("Film No. 2", 1, 2), ("Film No. 3", 1, 3)]
    assert await tallied(store, END, None) == [("Film No. 4", 1, 4)]
    assert await tallied(store, None, BEGIN) == [("Film No. 1", 1, 1)]


async def test_an_edit_is_no_new_rating_yet_changes_the_one_that_counts(store: Store) -> None:
    await a_review(store, ALICE, rating=2, now=BEGIN - DAY)
    await a_review(store, BOB, rating=4, now=BEGIN)

    await a_review(store, ALICE, rating=3, now=BEGIN + DAY)
    await a_review(store, BOB, rating=5, now=END + DAY)

    assert await tallied(store, BEGIN - WEEK, BEGIN) == [("Film No. 1", 1, 3)]
    assert await tallied(store) == [("Film No. 1", 1, 5)]
    assert await tallied(store, END, None) == []


async def test_a_rating_at_a_rewatch_counts_in_both_weeks_and_once_in_a_month(store: Store) -> None:
    await a_review(store, ALICE, rating=4, now=BEGIN)

    await a_review(store, ALICE, rating=9, is_rewatch=True, now=END + DAY)

    assert await tallied(store) == [("Film No. 1", 1, 9)]
    assert await tallied(store, END, END + WEEK) == [("Film No. 1", 1, 9)]
    assert await tallied(store, BEGIN, END + WEEK) == [("Film No. 1", 1, 9)]
    assert await tallied(store, BEGIN, END + WEEK, ALICE) == [("Film No. 1", 1, 9)]


async def test_a_member_s_own_ratings_are_theirs_alone(store: Store) -> None:
    await a_review(store, ALICE, rating=8)
    await a_review(store, BOB, rating=3)
    await a_review(store, BOB, 2, rating=5, now=END)
    await a_review(store, BOB, 3, text="Without stars.")

    assert await tallied(store, author_id=BOB) == [("Film No. 1", 1, 3)]
    assert await tallied(store, None, None, BOB) == [("Film No. 1", 1, 3), ("Film No. 2", 1, 5)]


async def test_what_was_deleted_counts_no_more_and_again_when_it_comes_back(store: Store) -> None:
    review = await a_review(store, ALICE, rating=8)

    await store.trash.delete(review.id, ALICE, NOW)
    deleted = await tallied(store), await tallied(store, None, None)
    await store.trash.restore(GUILD, review.id, ALICE, NOW)

    assert deleted == ([], [])
    assert await tallied(store) == await tallied(store, None, None) == [("Film No. 1", 1, 8)]


async def test_ratings_of_a_merged_film_count_for_the_other_one(store: Store) -> None:
    own_id = await a_film_by_hand(store)
    await say(store, ALICE, by_hand(), rating=8)
    await say(store, BOB, a_film(), rating=3)

    await merge(store, own_id)

    assert await tallied(store) == await tallied(store, None, None) == [("Film No. 1", 2, 11)]


@dataclass(frozen=True)
class Step:
    """What one of two members says about one of two films, and on which day."""

    day: int
    author_id: UserId
    film: int
    rating: int | None
    is_rewatch: bool


steps = st.builds(
    Step,
    st.integers(0, 40),
    st.sampled_from((ALICE, BOB)),
    st.integers(1, 2),
    st.none() | st.integers(1, 10),
    st.booleans(),
)


@settings(max_examples=rounds(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(steps, max_size=12), first=st.integers(0, 40), days=st.integers(1, 40))
async def test_every_period_counts_each_member_once_with_their_present_rating(
    store: Store, told: list[Step], first: int, days: int
) -> None:
    guild_id, present = next(fresh_guilds), dict[ReviewId, tuple[int, int]]()

    for step in sorted(told, key=lambda one: one.day):
        said = {"rating": step.rating, "text": "Said.", "is_rewatch": step.is_rewatch}
        saved = await save(store, step.author_id, step.film, guild_id, NOW + step.day * DAY, **said)
        present[saved.review.id] = step.film, step.rating or 0

    begin, end = NOW + first * DAY, NOW + (first + days) * DAY
    expected: dict[FilmId, list[int]] = defaultdict(list)

    for review_id, (film, rating) in present.items():
        given_s = await store.database.read("SELECT counted_s FROM viewings WHERE review_id = ?", (review_id,))

        if rating and any(row[0] and to_seconds(begin) <= row[0] < to_seconds(end) for row in given_s):
            expected[await film_id(store, film)].append(rating)

    tallies = await store.rankings.tallies(guild_id, begin, end)

    assert {tally.film_id: (tally.ratings, tally.total) for tally in tallies} == {
        film: (len(ratings), sum(ratings)) for film, ratings in expected.items()
    }
