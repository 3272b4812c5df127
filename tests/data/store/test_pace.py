"""How fast new reviews may be written, whatever becomes of them."""

import asyncio
from datetime import timedelta

import pytest

from data.errors import TooManyReviews
from data.models import Draft, GuildId, Pace, ReviewForm, SavedReview, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.steps import DAY, SECOND

PACE = Pace(interval=10 * SECOND, per_day=3)


async def write(
    store: Store,
    film: int,
    after: timedelta = timedelta(),
    pace: Pace = PACE,
    *,
    user_id: UserId = ALICE,
    guild_id: GuildId = GUILD,
) -> SavedReview:
    content = a_content(text=f"About No. {film}, {after} later.")
    return await store.reviews.save(guild_id, an_author(user_id), a_film(film), content, NOW + after, pace)


@pytest.mark.parametrize("after", [timedelta(), 9 * SECOND])
async def test_the_next_new_review_waits_for_ten_seconds(store: Store, after: timedelta) -> None:
    await write(store, 1)

    with pytest.raises(TooManyReviews) as raised:
        await write(store, 2, after)

    assert (raised.value.retry_at, raised.value.per_day) == (NOW + 10 * SECOND, None)
    assert (await store.counts.of_guild(GUILD)).reviews == 1
    await write(store, 2, 10 * SECOND)


async def test_what_a_day_allows_is_used_up_until_the_first_of_it_is_a_day_old(store: Store) -> None:
    for number in range(3):
        await write(store, number + 1, number * MINUTE)

    with pytest.raises(TooManyReviews) as raised:
        await write(store, 4, DAY - SECOND)

    assert (raised.value.retry_at, raised.value.per_day) == (NOW + DAY, 3)
    await write(store, 4, DAY)

    with pytest.raises(TooManyReviews) as raised:
        await write(store, 5, DAY + 10 * SECOND)

    assert raised.value.retry_at == NOW + DAY + MINUTE


async def test_edits_are_not_held_back(store: Store) -> None:
    for number in range(3):
        await write(store, number + 1, number * MINUTE)

    edited = [await write(store, 3, 2 * MINUTE + number * SECOND) for number in range(1, 9)]

    assert len({saved.review.id for saved in edited}) == 1


async def test_a_deleted_review_counts_and_one_that_comes_back_counts_once(store: Store) -> None:
    first = await write(store, 1)
    await store.trash.delete(first.review.id, ALICE, NOW)
    await write(store, 1, MINUTE)
    third = await write(store, 2, 2 * MINUTE)
    await store.trash.delete(third.review.id, ALICE, NOW)
    await store.trash.restore(GUILD, third.review.id, ALICE, NOW)

    with pytest.raises(TooManyReviews):
        await write(store, 3, 3 * MINUTE)

    assert (await store.privacy.counts(ALICE))["pace"] == 3


async def test_a_pace_is_one_members_in_one_server(store: Store) -> None:
    await write(store, 1)

    await write(store, 2, user_id=BOB)
    await write(store, 3, guild_id=OTHER_GUILD)

    assert (await store.counts.of_guild(GUILD)).reviews == 2
    assert (await store.counts.of_guild(OTHER_GUILD)).reviews == 1


@pytest.mark.parametrize("pace", [Pace(interval=timedelta(), per_day=0), None])
async def test_nothing_is_held_back_without_limits(store: Store, pace: Pace | None) -> None:
    for film in range(1, 41):
        await store.reviews.save(GUILD, an_author(), a_film(film), a_content(), NOW, pace)

    assert (await store.counts.of_guild(GUILD)).reviews == 40


async def test_one_limit_holds_without_the_other(store: Store) -> None:
    for film in range(1, 4):
        await write(store, film, pace=Pace(interval=timedelta(), per_day=3))

    with pytest.raises(TooManyReviews) as raised:
        await write(store, 4, pace=Pace(interval=timedelta(), per_day=3))

    assert raised.value.per_day == 3

    with pytest.raises(TooManyReviews) as raised:
        await write(store, 4, pace=Pace(interval=MINUTE, per_day=0))

    assert (raised.value.retry_at, raised.value.per_day) == (NOW + MINUTE, None)


async def test_a_clock_that_was_a_year_ahead_holds_nobody_back_when_it_is_right_again(store: Store) -> None:
    for number in range(3):
        await write(store, number + 1, 365 * DAY + number * MINUTE)

    await write(store, 4)

    assert (await store.counts.of_guild(GUILD)).reviews == 4


async def test_a_clock_that_goes_back_a_little_does_not_let_two_through(store: Store) -> None:
    await write(store, 1, 2 * SECOND)

    with pytest.raises(TooManyReviews) as raised:
        await write(store, 2)

    assert raised.value.retry_at == NOW + 12 * SECOND


async def test_of_many_forms_sent_at_once_one_gets_through(store: Store) -> None:
    done = await asyncio.gather(*(write(store, film) for film in range(1, 11)), return_exceptions=True)

    assert sum(isinstance(saved, SavedReview) for saved in done) == 1
    assert sum(isinstance(error, TooManyReviews) for error in done) == 9
    assert (await store.counts.of_guild(GUILD)).reviews == 1


async def test_a_refused_review_leaves_nothing_behind_and_keeps_its_draft(store: Store) -> None:
    await write(store, 1)
    await store.drafts.keep(GUILD, ALICE, Draft(film_key=a_film(2).key, form=ReviewForm(text="Words."), saved_at=NOW))
    before = await store.privacy.counts(ALICE)

    with pytest.raises(TooManyReviews):
        await write(store, 2)

    assert before["drafts"] == 1
    assert await store.privacy.counts(ALICE) == before


async def test_what_is_older_than_a_day_is_kept_no_longer(store: Store) -> None:
    await write(store, 1)
    await write(store, 2, user_id=BOB)

    await write(store, 3, DAY)

    assert (await store.privacy.counts(ALICE))["pace"] == 1
    assert (await store.privacy.counts(BOB))["pace"] == 0
