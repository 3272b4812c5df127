"""The diary of a review: a viewing when it is written, and another for each rewatch."""

from datetime import date, timedelta
from typing import Any

import pytest

from data.models import ReviewId, Viewing
from data.store import Store
from tests.builders import GUILD, MINUTE, NOW, a_film, an_author
from tests.data.store.steps import DAY, save

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
MONTH = timedelta(days=30)

Told = list[tuple[date | None, int | None, bool]]


async def tell(store: Store, after: timedelta = timedelta(), **said: Any) -> ReviewId:
    """Say something of the film, so long after the beginning."""
    said = {"rating": 6, **said}
    return (await save(store, now=NOW + after, **said)).review.id


async def told(store: Store, review_id: ReviewId) -> Told:
    """What the diary says, in order."""
    viewings = await store.reviews.viewings(review_id)
    return [(viewing.watched_on, viewing.rating, viewing.is_rewatch) for viewing in viewings]


async def test_a_new_review_tells_of_one_viewing(store: Store) -> None:
    review_id = await tell(store, rating=7, watched_on=MONDAY)

    assert await store.reviews.viewings(review_id) == [
        Viewing(watched_on=MONDAY, rating=7, is_rewatch=False, logged_at=NOW)
    ]


async def test_a_viewing_may_have_neither_a_day_nor_a_rating(store: Store) -> None:
    review_id = await tell(store, rating=None, text="Words only.")

    assert await told(store, review_id) == [(None, None, False)]


async def test_an_edit_puts_the_last_viewing_right(store: Store) -> None:
    await tell(store, rating=6, watched_on=MONDAY)

    review_id = await tell(store, MONTH, rating=9, watched_on=TUESDAY)

    assert await store.reviews.viewings(review_id) == [
        Viewing(watched_on=TUESDAY, rating=9, is_rewatch=False, logged_at=NOW)
    ]


@pytest.mark.parametrize("after", [MINUTE, MONTH])
async def test_a_rewatch_is_another_viewing_and_leaves_the_first_as_it_was(store: Store, after: timedelta) -> None:
    await tell(store, rating=6, watched_on=MONDAY)

    review_id = await tell(store, after, rating=9, watched_on=TUESDAY, is_rewatch=True)

    assert await told(store, review_id) == [(MONDAY, 6, False), (TUESDAY, 9, True)]


@pytest.mark.parametrize("again", [{"rating": 3}, {"watched_on": None}, {"watched_on": MONDAY, "text": "More."}])
async def test_an_edit_of_a_rewatch_that_names_no_other_day_is_about_the_same_viewing(
    store: Store, again: dict[str, Any]
) -> None:
    await tell(store, rating=6)
    await tell(store, MINUTE, watched_on=MONDAY, is_rewatch=True)

    review_id = await tell(store, MONTH, **({"watched_on": MONDAY, "is_rewatch": True} | again))

    assert len(await told(store, review_id)) == 2


@pytest.mark.parametrize(("after", "days"), [(DAY - MINUTE, [None, TUESDAY]), (DAY + MINUTE, [None, MONDAY, TUESDAY])])
async def test_another_day_of_a_rewatch_is_a_correction_at_first_and_another_viewing_later(
    store: Store, after: timedelta, days: list[date | None]
) -> None:
    await tell(store)
    await tell(store, watched_on=MONDAY, is_rewatch=True)

    review_id = await tell(store, after, watched_on=TUESDAY, is_rewatch=True)

    assert [day for day, _, _ in await told(store, review_id)] == days


async def test_a_rewatch_ticked_by_mistake_is_taken_back(store: Store) -> None:
    await tell(store, rating=6, watched_on=MONDAY)
    await tell(store, MINUTE, rating=6, watched_on=MONDAY, is_rewatch=True)

    review_id = await tell(store, 2 * MINUTE, rating=6, watched_on=MONDAY)

    assert await told(store, review_id) == [(MONDAY, 6, False)]


async def test_a_rewatch_of_long_ago_stays_a_viewing_whatever_the_box_says_now(store: Store) -> None:
    await tell(store, rating=6)
    await tell(store, MINUTE, rating=7, is_rewatch=True)

    review_id = await tell(store, MONTH, rating=8)

    assert await told(store, review_id) == [(None, 6, False), (None, 8, False)]


async def test_a_first_viewing_told_as_a_rewatch_by_mistake_stays_a_viewing(store: Store) -> None:
    await tell(store, is_rewatch=True)

    review_id = await tell(store, MINUTE)

    assert await told(store, review_id) == [(None, 6, False)]


async def test_rating_anew_is_about_the_last_viewing(store: Store) -> None:
    await tell(store, rating=6)
    review_id = await tell(store, MINUTE, rating=7, is_rewatch=True)

    await store.reviews.rate(GUILD, an_author(), a_film(), 10, NOW + MONTH)

    assert await told(store, review_id) == [(None, 6, False), (None, 10, True)]


async def test_saving_the_same_again_is_no_other_viewing(store: Store) -> None:
    await tell(store, is_rewatch=True)

    review_id = await tell(store, MONTH, is_rewatch=True)

    assert len(await told(store, review_id)) == 1


async def test_a_review_that_is_not_there_has_no_viewings(store: Store) -> None:
    assert await told(store, ReviewId(1)) == []
