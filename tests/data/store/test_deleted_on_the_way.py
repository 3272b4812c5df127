"""Reviews that are deleted, and come back or do not, on their way into a feed."""

import pytest

from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW
from tests.data.store.feeds import message_of, sent_in_turn, take, write
from tests.data.store.steps import TEN_MINUTES, a_review, due, set_up_feed, stale


async def test_a_review_deleted_while_it_waits_keeps_its_place_for_when_it_comes_back(store: Store) -> None:
    await set_up_feed(store)
    first, second = await write(store, 2)
    await store.trash.delete(first.id, ALICE, NOW)
    state = await store.outbox.state(GUILD)

    await store.trash.restore(GUILD, first.id, ALICE, NOW)

    assert state.waiting == 1
    assert await sent_in_turn(store) == [(first.id,), (second.id,)]


async def test_a_deleted_review_is_not_sent_and_does_not_make_a_list_of_few(store: Store) -> None:
    await set_up_feed(store)
    written = await write(store, 6)
    await store.trash.delete(written[1].id, ALICE, NOW)

    assert await sent_in_turn(store) == [(review.id,) for review in written if review.id != written[1].id]


async def test_a_server_where_only_deleted_reviews_wait_is_not_ready(store: Store) -> None:
    await set_up_feed(store)
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)

    assert await store.outbox.ready(NOW) == []
    assert await store.outbox.next_batch(GUILD, NOW) is None


async def test_a_review_deleted_while_it_is_sent_goes_again_if_it_was_not_and_comes_back(store: Store) -> None:
    await set_up_feed(store)
    review = await a_review(store)
    batch = await take(store)
    await store.trash.delete(review.id, ALICE, NOW)
    during = await store.outbox.ready(NOW)
    await store.outbox.put_back(batch)
    after = await store.outbox.ready(NOW)

    await store.trash.restore(GUILD, review.id, ALICE, NOW)

    assert (during, after) == ([GUILD], [])
    assert await sent_in_turn(store) == [(review.id,)]


async def test_a_review_that_went_into_the_feed_does_not_go_again_when_it_comes_back(store: Store) -> None:
    await set_up_feed(store)
    review = await a_review(store)
    await sent_in_turn(store)
    await store.trash.delete(review.id, ALICE, NOW)

    await store.trash.restore(GUILD, review.id, ALICE, NOW)

    assert await sent_in_turn(store) == []
    assert await store.outbox.copy_of(review.id) is not None


@pytest.mark.parametrize("gets_through", [True, False])
@pytest.mark.parametrize("end", ["purge", "forget"])
async def test_a_review_that_is_gone_for_good_while_it_is_sent_leaves_nothing_in_the_outbox(
    store: Store, end: str, *, gets_through: bool
) -> None:
    await set_up_feed(store)
    review = await a_review(store)
    batch = await take(store)
    await store.trash.delete(review.id, ALICE, NOW)

    if end == "purge":
        await store.trash.purge(NOW + TEN_MINUTES)
    else:
        await store.privacy.forget(ALICE, NOW)

    during = await store.outbox.ready(NOW)

    if gets_through:
        await store.outbox.sent(batch, message_of(batch), [], NOW, is_doubtful=False)
    else:
        await store.outbox.put_back(batch)

    assert during == [GUILD]
    assert not await store.outbox.is_waiting(review.id)
    assert await store.database.read("SELECT * FROM outbox") == []
    assert await store.outbox.ready(NOW) == []


async def test_a_message_that_shows_a_review_that_is_gone_for_good_is_due(store: Store) -> None:
    await set_up_feed(store)
    await write(store, 1)
    batch = await take(store)
    await store.privacy.forget(ALICE, NOW)

    await store.outbox.sent(batch, message_of(batch), [], NOW, is_doubtful=True)

    assert await due(store) == [31]
    assert (await stale(store, 31)).is_urgent


async def test_new_ids_are_never_those_of_reviews_that_can_come_back(store: Store) -> None:
    await set_up_feed(store)
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)
    await store.trash.purge(NOW + TEN_MINUTES)

    other = await a_review(store, BOB)

    assert other.id > review.id
    assert (await take(store)).number > 1


async def test_a_review_that_comes_back_after_its_feed_was_turned_off_waits_no_more(store: Store) -> None:
    await set_up_feed(store)
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)
    await set_up_feed(store, feed_id=None)

    await store.trash.restore(GUILD, review.id, ALICE, NOW)

    await set_up_feed(store)
    assert await sent_in_turn(store) == []


async def test_a_list_sent_without_a_review_that_came_back_meanwhile_is_due(store: Store) -> None:
    await set_up_feed(store)
    written = await write(store, 7)
    batch = await take(store)
    await store.trash.delete(written[3].id, ALICE, NOW)
    read = [review for review in written if review.id != written[3].id]
    await store.trash.restore(GUILD, written[3].id, ALICE, NOW)

    await store.outbox.sent(batch, message_of(batch), read, NOW, is_doubtful=False)

    assert await due(store) == [31]
    assert not (await stale(store, 31)).is_urgent
