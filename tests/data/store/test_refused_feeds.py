"""A feed that Discord refuses is tried again, paused after a while, and goes on from where it stopped."""

from datetime import datetime, timedelta

import pytest

from data.models import FeedFault
from data.store import Store
from tests.builders import GUILD, MINUTE, NOW, OTHER_GUILD
from tests.data.store.feeds import send, sent_in_turn, take, write
from tests.data.store.steps import FEED, OTHER_FEED, a_review, set_up_feed


async def refuse(store: Store, times: int, retry_at: datetime = NOW) -> None:
    for _ in range(times):
        await store.outbox.refused(GUILD, FeedFault.NO_ACCESS, NOW, retry_at)


async def test_a_feed_that_is_refused_is_tried_again_later_and_paused_after_three_times_in_a_row(store: Store) -> None:
    await set_up_feed(store)
    await write(store, 2)
    await refuse(store, 2, NOW + MINUTE)
    before = await store.outbox.state(GUILD), await store.outbox.ready(NOW), await store.outbox.ready(NOW + MINUTE)

    state = await store.outbox.refused(GUILD, FeedFault.CHANNEL_GONE, NOW + MINUTE, NOW + MINUTE)

    assert (before[0].failures, before[0].fault, before[0].paused_at) == (2, FeedFault.NO_ACCESS, None)
    assert (before[1], before[2]) == ([], [GUILD])
    assert (state.waiting, state.failures, state.fault) == (2, 3, FeedFault.CHANNEL_GONE)
    assert (state.paused_at, state.is_notice_due) == (NOW + MINUTE, True)
    assert await store.outbox.paused() == [state]
    assert await store.outbox.ready(NOW + timedelta(days=9)) == []
    assert await store.outbox.next_retry(NOW) is None


async def test_a_message_that_gets_through_makes_earlier_refusals_count_no_more(store: Store) -> None:
    await set_up_feed(store)
    await write(store, 2)
    await refuse(store, 2)

    await send(store, await take(store))

    state = await store.outbox.state(GUILD)
    assert (state.failures, state.fault, state.waiting) == (0, None, 1)
    await refuse(store, 2)
    assert (await store.outbox.state(GUILD)).paused_at is None


async def test_a_paused_feed_counts_no_further_refusals_and_tells_its_admins_once(store: Store) -> None:
    await set_up_feed(store)
    await refuse(store, 3)
    await store.outbox.notice_given(GUILD)

    state = await store.outbox.refused(GUILD, FeedFault.REFUSED, NOW, NOW)

    assert (state.failures, state.fault, state.is_notice_due) == (3, FeedFault.NO_ACCESS, False)


async def test_a_paused_feed_that_is_resumed_goes_on_from_where_it_stopped(store: Store) -> None:
    await set_up_feed(store)
    first, second = await write(store, 2)
    await store.outbox.put_back(await take(store))
    await refuse(store, 3)

    await store.outbox.resume(GUILD)

    state = await store.outbox.state(GUILD)
    assert (state.failures, state.fault, state.paused_at, state.is_notice_due) == (0, None, None, False)
    assert await store.outbox.paused() == []
    assert await sent_in_turn(store) == [(first.id,), (second.id,)]


@pytest.mark.parametrize(("feed_id", "goes_on"), [(OTHER_FEED, True), (FEED, False)])
async def test_another_channel_lets_a_paused_feed_go_on(store: Store, feed_id: int, *, goes_on: bool) -> None:
    await set_up_feed(store)
    await write(store, 1)
    await refuse(store, 3)

    await set_up_feed(store, feed_id=feed_id, takes_bare_ratings=True)

    assert ((await store.outbox.state(GUILD)).paused_at is None) is goes_on
    assert (await store.outbox.ready(NOW) == [GUILD]) is goes_on


async def test_a_feed_that_waits_for_discord_is_ready_when_that_is_over(store: Store) -> None:
    await set_up_feed(store)
    await set_up_feed(store, OTHER_GUILD)
    await write(store, 1)
    await write(store, 1, OTHER_GUILD)

    await store.outbox.wait(GUILD, NOW + MINUTE)

    assert await store.outbox.ready(NOW) == [OTHER_GUILD]
    assert await store.outbox.ready(NOW + MINUTE) == [GUILD, OTHER_GUILD]
    assert await store.outbox.next_retry(NOW) == NOW + MINUTE
    assert await store.outbox.next_retry(NOW + MINUTE) is None
    assert (await store.outbox.state(GUILD)).failures == 0


async def test_a_feed_that_waits_though_nothing_waits_for_it_has_no_retry(store: Store) -> None:
    await set_up_feed(store)

    await store.outbox.wait(GUILD, NOW + MINUTE)

    assert await store.outbox.next_retry(NOW) is None


async def test_a_server_that_never_set_a_feed_up_fares_well(store: Store) -> None:
    state = await store.outbox.state(GUILD)

    assert (state.waiting, state.failures, state.fault, state.paused_at) == (0, 0, None, None)
    assert (await store.outbox.refused(GUILD, FeedFault.REFUSED, NOW, NOW)).failures == 0


async def test_a_review_is_going_unless_its_feed_is_paused(store: Store) -> None:
    await set_up_feed(store)
    review = await a_review(store)
    going = await store.outbox.is_going(review.id)

    await refuse(store, 3)

    assert going
    assert not await store.outbox.is_going(review.id)
    assert await store.outbox.is_waiting(review.id)
