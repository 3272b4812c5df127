"""Likes are exact whoever presses at once, and cost few edits."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.errors import OwnReview, ReviewNotFound
from data.models import Review, ReviewId, UserId
from data.store import Store
from data.store.maintenance import check
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD
from tests.data.store.steps import CAROL, SECOND, a_review, due, edit, like, post, save, stale

MEMBERS = [UserId(BOB + n) for n in range(200)]
HOUR = timedelta(hours=1)


async def now_of(store: Store, review: Review) -> Review:
    return await store.reviews.get(review.id)


async def test_a_like_is_counted_and_taken_back_by_another_press(store: Store) -> None:
    review = await a_review(store)

    answers = [await like(store, review) for _ in range(3)]

    assert answers == [True, False, True]
    assert (await now_of(store, review)).likes == 1
    assert await store.likes.is_liked(review.id, BOB)
    assert not await store.likes.is_liked(review.id, CAROL)


async def test_a_like_is_one_members_of_one_review(store: Store) -> None:
    review, other = await a_review(store, film=1), await a_review(store, film=2)

    for user_id in (BOB, CAROL):
        await like(store, review, user_id)

    await like(store, other, CAROL)

    assert [(await now_of(store, each)).likes for each in (review, other)] == [2, 1]
    assert [await store.likes.is_liked(other.id, user_id) for user_id in (BOB, CAROL)] == [False, True]


async def test_nobody_likes_their_own_review(store: Store) -> None:
    review = await a_review(store)

    with pytest.raises(OwnReview):
        await like(store, review, ALICE)

    assert (await now_of(store, review)).likes == 0


async def test_a_review_that_is_gone_or_of_another_server_can_not_be_liked(store: Store) -> None:
    review, elsewhere = await a_review(store), await a_review(store, guild_id=OTHER_GUILD)
    await store.trash.delete(review.id, ALICE, NOW)

    for review_id in (review.id, elsewhere.id, ReviewId(999)):
        with pytest.raises(ReviewNotFound):
            await store.likes.toggle(GUILD, review_id, BOB, NOW)

    assert (await now_of(store, elsewhere)).likes == 0


async def test_two_hundred_members_who_press_at_once_are_counted_exactly(store: Store, database_path: Path) -> None:
    review = await a_review(store)
    await post(store, review)

    answers = await asyncio.gather(*(like(store, review, user_id) for user_id in MEMBERS))

    assert all(answers)
    assert (await now_of(store, review)).likes == 200
    assert check(database_path) == []


async def test_members_who_press_twice_at_once_like_nothing_in_the_end(store: Store, database_path: Path) -> None:
    review = await a_review(store)

    answers = await asyncio.gather(*(like(store, review, user_id) for user_id in MEMBERS[:50] * 2))

    assert sum(answers) == 50
    assert (await now_of(store, review)).likes == 0
    assert check(database_path) == []


async def test_the_first_like_is_due_at_once_and_the_next_some_seconds_after_that_edit(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)
    await like(store, review, BOB)
    first = await store.copies.next_due()
    await edit(store, await now_of(store, review), now=NOW + SECOND)

    await like(store, review, CAROL, NOW + 2 * SECOND)

    assert first == NOW
    assert await store.copies.next_due() == NOW + 11 * SECOND


async def test_a_like_long_after_the_last_edit_is_due_at_once(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)
    await edit(store, review)

    await like(store, review, now=NOW + HOUR)

    assert await store.copies.next_due() == NOW + HOUR


async def test_likes_while_a_message_is_edited_for_likes_wait_for_the_next_edit(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)
    await like(store, review, BOB)
    read, taken = await now_of(store, review), await stale(store)
    await like(store, review, CAROL, NOW + SECOND)

    is_true = await store.copies.edited(taken, taken.request, [read], NOW + SECOND)

    assert not is_true
    assert await store.copies.next_due() == NOW + 11 * SECOND


async def test_an_edit_of_the_text_is_due_at_once_though_a_like_waits(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)
    await edit(store, review)
    await like(store, review)

    await save(store, rating=1, now=NOW + SECOND)

    assert await due(store, NOW + SECOND) == [11]


async def test_a_like_does_not_hurry_a_message_that_was_put_off(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)
    await save(store, rating=1)
    await store.copies.postpone(await stale(store), NOW + HOUR, "50001")

    await like(store, review, now=NOW + MINUTE)

    assert await store.copies.next_due() == NOW + HOUR


async def test_likes_while_what_must_be_hidden_is_hidden_leave_nothing_urgent(store: Store) -> None:
    review = await a_review(store, text="Words.")
    await post(store, review)
    hidden = await a_review(store, text="Words.", is_spoiler=True)
    taken = await stale(store)
    await like(store, review)

    await store.copies.edited(taken, taken.request, [hidden], NOW)

    copy = await stale(store)
    assert not copy.is_urgent
    assert await store.copies.next_due() == NOW + 10 * SECOND


async def test_a_clock_that_was_wrong_once_does_not_hold_likes_back(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)
    await edit(store, review, now=NOW + 1_000 * HOUR)

    await like(store, review)

    assert await store.copies.next_due() == NOW + 10 * SECOND


async def edits_of(store: Store, review: Review, presses: list[datetime]) -> int:
    """How many edits the presses cost, each made as soon as it is due; the message is true afterwards."""
    edits = 0
    end = presses[-1] + MINUTE
    now = presses[0]

    while now <= end:
        while presses and presses[0] <= now:
            await like(store, review, MEMBERS[len(presses)], presses.pop(0))

        if await due(store, now):
            edits += 1
            assert await edit(store, await now_of(store, review), now=now)

        now += SECOND

    assert await store.copies.next_due() is None
    return edits


async def test_a_hundred_likes_in_a_minute_cost_few_edits(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)

    edits = await edits_of(store, review, [NOW + timedelta(milliseconds=600 * n) for n in range(100)])

    assert edits <= 7
    assert (await now_of(store, review)).likes == 100
