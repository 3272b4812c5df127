"""Which messages show a review, and which of them are not true any more."""

from typing import Any

import pytest

from data.errors import StoreFailed
from data.models import Copy, MessageId, ReviewId
from data.store import Store
from tests.builders import ALICE, BOB, MINUTE, NOW
from tests.data.store.steps import (
    DAY,
    SECOND,
    TEN_MINUTES,
    a_copy,
    a_review,
    due,
    edit,
    like,
    post,
    save,
    stale,
)


def plain(copy: Copy | None) -> Copy | None:
    """Without what makes it stale."""
    return None if copy is None else Copy.model_validate(copy.model_dump(include=set(Copy.model_fields)))


async def test_a_message_is_found_as_it_was_remembered(store: Store) -> None:
    review = await a_review(store)
    page = a_copy(request="v1:page:show:1:n", author_id=ALICE, film_id=7)

    await store.copies.add(page, [review], NOW, is_doubtful=False)

    assert plain(await store.copies.find(MessageId(11))) == page
    assert await store.copies.find(MessageId(12)) is None


async def test_a_review_knows_the_messages_that_show_it_newest_first(store: Store) -> None:
    review, other = await a_review(store), await a_review(store, BOB)

    for message in (12, 11, 13):
        await post(store, review, other, message=message)

    await post(store, other, message=14)

    assert [copy.message_id for copy in await store.copies.of(review.id)] == [13, 12, 11]
    assert sorted(await store.copies.shown(MessageId(11))) == [review.id, other.id]


async def test_what_a_turned_message_shows_replaces_what_it_showed(store: Store) -> None:
    before, kept, after = [await a_review(store, film=film) for film in (1, 2, 3)]
    await post(store, before, kept)

    is_true = await store.copies.add(a_copy(request="v1:open:3"), [kept, after], NOW, is_doubtful=False)

    assert is_true
    assert [len(await store.copies.of(review.id)) for review in (before, kept, after)] == [0, 1, 1]
    assert (await stale(store)).request == "v1:open:3"


async def test_a_message_that_is_forgotten_is_known_no_more(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)

    await store.copies.forget(MessageId(11))

    assert await store.copies.find(MessageId(11)) is None
    assert await store.copies.of(review.id) == []


async def test_a_message_that_shows_what_is_there_is_true(store: Store) -> None:
    review = await a_review(store)

    is_true = await store.copies.add(a_copy(), [review], NOW, is_doubtful=False)

    assert is_true
    assert await store.copies.next_due() is None


async def test_a_message_is_due_at_once_where_a_review_was_edited_since_it_was_read(store: Store) -> None:
    review = await a_review(store)
    await a_review(store, rating=3)

    is_true = await store.copies.add(a_copy(), [review], NOW, is_doubtful=False)

    assert not is_true
    assert await due(store) == [11]
    assert not (await stale(store)).is_urgent


async def test_a_message_is_due_at_once_where_a_review_was_liked_since_it_was_read(store: Store) -> None:
    review = await a_review(store)
    await like(store, review)

    is_true = await store.copies.add(a_copy(), [review], NOW, is_doubtful=False)

    assert not is_true
    assert await due(store) == [11]


@pytest.mark.parametrize("hides", [{"text": "Words.", "is_spoiler": True}, {"text": "Words ||given away||."}])
async def test_a_message_is_urgent_where_a_text_was_hidden_since_it_was_read(
    store: Store, hides: dict[str, Any]
) -> None:
    review = await a_review(store, text="Words.")
    await a_review(store, **hides)

    is_true = await store.copies.add(a_copy(), [review], NOW, is_doubtful=False)

    assert not is_true
    assert (await stale(store)).is_urgent


async def test_a_message_is_urgent_where_a_review_was_deleted_since_it_was_read(store: Store) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)

    is_true = await store.copies.add(a_copy(), [review], NOW, is_doubtful=False)

    assert not is_true
    assert (await stale(store)).is_urgent
    assert await store.copies.of(review.id) != []


async def test_a_message_whose_fate_is_doubtful_is_due_and_may_show_what_it_did(store: Store) -> None:
    before, after = await a_review(store, film=1), await a_review(store, film=2)
    await post(store, before)

    is_true = await store.copies.add(a_copy(request="v1:open:2"), [after], NOW, is_doubtful=True)

    assert not is_true
    assert await due(store) == [11]
    assert sorted(await store.copies.shown(MessageId(11))) == [before.id, after.id]
    assert (await stale(store)).request == "v1:open:2"


async def test_a_doubtful_turn_does_not_make_what_must_be_hidden_less_urgent(store: Store) -> None:
    gone, after = await a_review(store, film=1), await a_review(store, film=2)
    await post(store, gone)
    await store.trash.delete(gone.id, ALICE, NOW)

    await store.copies.add(a_copy(), [after], NOW, is_doubtful=True)

    assert (await stale(store)).is_urgent


@pytest.mark.parametrize("doing", ["edit", "like", "delete"])
async def test_a_change_makes_every_message_due_that_shows_the_review_and_no_other(store: Store, doing: str) -> None:
    review, other = await a_review(store), await a_review(store, BOB)

    for message, shown in ((11, [review]), (12, [other, review]), (13, [other])):
        await post(store, *shown, message=message)

    if doing == "edit":
        await save(store, rating=2)
    elif doing == "like":
        await like(store, review)
    else:
        await store.trash.delete(review.id, ALICE, NOW)

    assert await due(store) == [11, 12]
    assert {(await stale(store, message)).is_urgent for message in (11, 12)} == {doing == "delete"}


async def test_saving_the_same_again_makes_nothing_due(store: Store) -> None:
    await post(store, await a_review(store))

    await a_review(store)

    assert await due(store) == []


async def test_what_fails_leaves_neither_the_change_nor_a_mark(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)

    refuse = "CREATE TEMP TRIGGER refusal BEFORE INSERT ON main.deleted_reviews BEGIN SELECT raise(ABORT, 'no'); END"

    async with store.database.transaction() as tx:
        await tx.execute_fetchall(refuse)

    with pytest.raises(StoreFailed):
        await store.trash.delete(review.id, ALICE, NOW)

    assert await store.reviews.get(review.id) == review
    assert await due(store) == []


async def test_what_must_be_hidden_comes_first_then_what_is_due_longest(store: Store) -> None:
    late, early, hidden = [await a_review(store, film=film) for film in (1, 2, 3)]

    for message, review in ((11, late), (12, early), (13, hidden)):
        await post(store, review, message=message)

    await save(store, film=2, rating=1, now=NOW)
    await save(store, film=1, rating=1, now=NOW + MINUTE)
    await save(store, film=3, text="About No. 3.", is_spoiler=True, now=NOW + 2 * MINUTE)

    assert await due(store, NOW + 2 * MINUTE) == [13, 12, 11]
    assert await due(store, NOW + MINUTE) == [12, 11]
    assert await store.copies.next_due() == NOW
    assert [copy.message_id for copy in await store.copies.due(NOW + 2 * MINUTE, 1)] == [13]


@pytest.mark.parametrize(
    ("before", "after", "is_urgent"),
    [
        ({"text": "Words."}, {"text": "Words.", "is_spoiler": True}, True),
        ({"text": "Words."}, {"text": "||Words.||"}, True),
        ({"text": "Words."}, {"text": "|\u200b|Words.|\u200b|"}, True),
        ({"text": "Words."}, {"text": "Other words."}, False),
        ({"text": "Words.", "is_spoiler": True}, {"text": "Other words.", "is_spoiler": True}, False),
        ({"text": "Words.", "is_spoiler": True}, {"text": "Words."}, False),
        ({"rating": 3}, {"rating": 3, "text": "Words.", "is_spoiler": True}, False),
        ({"rating": 3, "text": "Words."}, {"rating": 4, "is_spoiler": True}, False),
    ],
)
async def test_an_edit_is_urgent_where_it_hides_what_could_be_read(
    store: Store, before: dict[str, Any], after: dict[str, Any], *, is_urgent: bool
) -> None:
    await post(store, await a_review(store, **before))

    await a_review(store, **after)

    copy = await stale(store)
    assert await due(store) == [11]
    assert copy.is_urgent is is_urgent


async def test_what_must_be_hidden_stays_urgent_over_later_edits_until_the_message_is_true(store: Store) -> None:
    await post(store, await a_review(store, text="Words."))
    await a_review(store, text="Words.", is_spoiler=True)

    latest = await a_review(store, text="Other words.", is_spoiler=True)

    before = (await stale(store)).is_urgent
    is_true = await edit(store, latest)
    assert (before, is_true, (await stale(store)).is_urgent) == (True, True, False)


async def test_messages_that_are_not_true_are_counted_however_many_are_asked_about(store: Store) -> None:
    review = await a_review(store)

    for message in (11, 12, 13):
        await post(store, review, message=message)

    latest = await a_review(store, rating=2)
    await edit(store, latest, message=12)

    count = await store.copies.still_due([MessageId(11), MessageId(12), *map(MessageId, range(100, 50_000))])

    assert count == 1
    assert await store.copies.still_due([]) == 0


async def test_a_true_message_that_shows_no_review_is_forgotten_after_its_day(store: Store) -> None:
    review = await a_review(store)
    await post(store, message=11)
    await post(store, review, message=12)
    await post(store, review, message=13, now=NOW)
    await post(store, message=14, now=NOW + MINUTE)
    await store.copies.add(a_copy(15), [], NOW, is_doubtful=True)
    await store.trash.delete(review.id, ALICE, NOW)
    await store.trash.purge(NOW + TEN_MINUTES)
    await edit(store, message=13)

    gone = await store.copies.expire(NOW + DAY + SECOND)

    assert gone == 2
    known = [message for message in range(11, 16) if await store.copies.find(MessageId(message))]
    assert known == [12, 14, 15]


async def test_a_review_never_shown_has_no_messages(store: Store) -> None:
    assert await store.copies.of(ReviewId(1)) == []
    assert await store.copies.shown(MessageId(1)) == []
    assert await due(store) == []
