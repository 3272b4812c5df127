"""What waits for a server's feed goes there in order and once, whatever stops the sender."""

import asyncio

import pytest

from data.models import MessageId, ReviewId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_film, an_author
from tests.data.store.feeds import message_of, send, sent_in_turn, take, write
from tests.data.store.steps import (
    CAROL,
    FEED,
    OTHER_FEED,
    SECOND,
    a_review,
    due,
    like,
    save,
    set_up_feed,
    stale,
)


async def test_nothing_waits_where_a_server_has_no_feed(store: Store) -> None:
    saved = await save(store)

    assert saved.feed_id is None
    assert await store.outbox.ready(NOW) == []
    assert await store.outbox.next_batch(GUILD, NOW) is None
    assert await store.outbox.next_retry(NOW) is None


async def test_a_review_goes_into_its_servers_feed_alone(store: Store) -> None:
    await set_up_feed(store)
    await set_up_feed(store, OTHER_GUILD, feed_id=OTHER_FEED)

    saved = await save(store, guild_id=OTHER_GUILD)

    assert saved.feed_id == OTHER_FEED
    assert await store.outbox.ready(NOW) == [OTHER_GUILD]
    assert await store.outbox.next_batch(GUILD, NOW) is None
    batch = await take(store, OTHER_GUILD)
    assert (batch.channel_id, batch.review_ids, batch.tried_at) == (OTHER_FEED, (saved.review.id,), None)


async def test_what_was_written_before_there_was_a_feed_does_not_go_there(store: Store) -> None:
    await a_review(store, text="Early.")
    await set_up_feed(store)

    edited = await save(store, text="Edited.")

    assert edited.feed_id is None
    assert await store.outbox.ready(NOW) == []


@pytest.mark.parametrize("takes_bare_ratings", [False, True])
async def test_a_rating_without_a_text_goes_where_the_server_takes_such(
    store: Store, *, takes_bare_ratings: bool
) -> None:
    await set_up_feed(store, takes_bare_ratings=takes_bare_ratings)

    saved = await store.reviews.rate(GUILD, an_author(), a_film(), 7, NOW)

    assert (saved.feed_id == FEED) is takes_bare_ratings
    assert (await store.outbox.ready(NOW) == [GUILD]) is takes_bare_ratings


async def test_the_first_text_of_a_rating_is_news_and_later_ones_are_not(store: Store) -> None:
    await set_up_feed(store)
    await store.reviews.rate(GUILD, an_author(), a_film(), 7, NOW)

    first = await save(store, text="At last some words.")
    second = await save(store, text="Better words.")

    assert await sent_in_turn(store) == [(first.review.id,)]
    assert (first.feed_id, second.feed_id) == (FEED, FEED)


async def test_a_review_goes_once_however_often_it_is_edited(store: Store) -> None:
    await set_up_feed(store, takes_bare_ratings=True)
    review = await a_review(store, rating=4)
    before = await sent_in_turn(store)
    await save(store, rating=4, text="Words now.")
    await save(store, rating=4)

    edited = await save(store, rating=4, text="Words again.")

    assert before == [(review.id,)]
    assert edited.feed_id == FEED
    assert await sent_in_turn(store) == []


@pytest.mark.parametrize("count", range(1, 6))
async def test_up_to_five_that_wait_go_one_by_one_in_the_order_in_which_they_were_written(
    store: Store, count: int
) -> None:
    await set_up_feed(store)
    written = await write(store, count)

    assert await sent_in_turn(store) == [(review.id,) for review in written]


async def test_more_than_five_that_wait_go_in_lists_of_at_most_twenty_five(store: Store) -> None:
    await set_up_feed(store)
    ids = [review.id for review in await write(store, 33)]

    assert await sent_in_turn(store) == [tuple(ids[:25]), tuple(ids[25:])]


async def test_a_list_knows_its_reviews_in_order_and_without_those_that_are_gone(store: Store) -> None:
    await set_up_feed(store)
    ids = [review.id for review in await write(store, 7)]
    batch = await take(store)
    await send(store, batch)

    await store.trash.delete(ids[2], ALICE, NOW)

    assert await store.outbox.of_batch(batch.number) == [*ids[:2], *ids[3:]]
    assert await store.outbox.of_batch(batch.number + 1) == []


async def test_what_was_sent_is_a_known_message_and_true(store: Store) -> None:
    await set_up_feed(store)
    review = await a_review(store)

    await send(store, await take(store))

    copy = await store.outbox.copy_of(review.id)
    assert copy is not None
    assert (copy.message_id, copy.channel_id, copy.request) == (31, FEED, f"v1:open:{review.id}")
    assert [known.message_id for known in await store.copies.of(review.id)] == [31]
    assert await due(store) == []
    assert not await store.outbox.is_waiting(review.id)
    assert not await store.outbox.is_going(review.id)


async def test_a_message_of_the_feed_that_is_gone_shows_no_review(store: Store) -> None:
    await set_up_feed(store)
    review = await a_review(store)
    await send(store, await take(store))

    await store.copies.forget(MessageId(31))

    assert await store.outbox.copy_of(review.id) is None
    assert await sent_in_turn(store) == []


@pytest.mark.parametrize(("doing", "is_urgent"), [("edit", False), ("like", False), ("hide", True), ("delete", True)])
async def test_what_changes_while_it_is_sent_makes_the_message_due(
    store: Store, doing: str, *, is_urgent: bool
) -> None:
    await set_up_feed(store)
    review = await a_review(store, text="Words.")
    batch = await take(store)

    if doing == "edit":
        await save(store, text="Other words.")
    elif doing == "like":
        await like(store, review)
    elif doing == "hide":
        await save(store, text="Words.", is_spoiler=True)
    else:
        await store.trash.delete(review.id, ALICE, NOW)

    await store.outbox.sent(batch, message_of(batch), [review], NOW, is_doubtful=False)

    assert await due(store) == [31]
    assert (await stale(store, 31)).is_urgent is is_urgent


async def test_a_message_found_later_is_due_and_urgent_where_it_may_show_what_is_hidden_by_now(store: Store) -> None:
    await set_up_feed(store)
    await set_up_feed(store, OTHER_GUILD)
    await write(store, 1)
    await write(store, 1, OTHER_GUILD)
    batches = [await take(store), await take(store, OTHER_GUILD)]
    await save(store, guild_id=GUILD, now=NOW + MINUTE, text="Hidden now.", is_spoiler=True)
    found = [await take(store, batch.guild_id) for batch in batches]

    for message, batch in enumerate(found, start=31):
        await send(store, batch, message, is_doubtful=True)

    assert await due(store) == [31, 32]
    assert [(await stale(store, message)).is_urgent for message in (31, 32)] == [True, False]


async def test_a_batch_whose_sender_stopped_is_given_out_again_first_with_the_time_of_its_try(store: Store) -> None:
    await set_up_feed(store)
    first = await a_review(store)
    batch = await take(store)
    await write(store, 7, first=2)

    again = await take(store, now=NOW + MINUTE)

    assert again == batch.model_copy(update={"tried_at": NOW})
    assert again.review_ids == (first.id,)


async def test_a_list_whose_sender_stopped_is_the_same_list_again(store: Store) -> None:
    await set_up_feed(store)
    await write(store, 7)
    batch = await take(store)
    await write(store, 3, first=8)

    assert await take(store) == batch.model_copy(update={"tried_at": NOW})


async def test_what_was_certainly_not_sent_waits_again_at_the_front(store: Store) -> None:
    await set_up_feed(store)
    first, second = await write(store, 2)
    await store.outbox.put_back(await take(store))

    sent = await sent_in_turn(store)

    assert sent == [(first.id,), (second.id,)]


async def test_what_was_put_back_goes_with_the_many_that_came_since_and_with_the_time_of_the_new_try(
    store: Store,
) -> None:
    await set_up_feed(store)
    ids = [review.id for review in await write(store, 1)]
    await store.outbox.put_back(await take(store))
    ids += [review.id for review in await write(store, 5, first=2)]

    batch = await take(store, now=NOW + MINUTE)

    assert batch.review_ids == tuple(ids)
    assert batch.tried_at is None
    assert (await take(store)).tried_at == NOW + MINUTE


async def test_a_feed_that_moves_takes_along_what_waits_and_leaves_what_is_being_sent(store: Store) -> None:
    await set_up_feed(store)
    first, second = await write(store, 2)
    await take(store)

    await set_up_feed(store, feed_id=OTHER_FEED)

    unknown = await take(store)
    assert (unknown.review_ids, unknown.channel_id, unknown.tried_at) == ((first.id,), FEED, NOW)
    await store.outbox.put_back(unknown)
    again = await take(store)
    assert (again.review_ids, again.channel_id) == ((first.id,), OTHER_FEED)
    await send(store, again)
    assert (await take(store)).review_ids == (second.id,)


async def test_an_edit_tells_the_channel_into_which_the_review_went_though_the_feed_moved(store: Store) -> None:
    await set_up_feed(store)
    await write(store, 1)
    await sent_in_turn(store)
    await set_up_feed(store, feed_id=OTHER_FEED)

    assert (await save(store, text="Edited.")).feed_id == FEED


async def test_a_feed_that_is_turned_off_lets_nothing_wait_but_what_is_being_sent(store: Store) -> None:
    await set_up_feed(store)
    await set_up_feed(store, OTHER_GUILD)
    first, second = await write(store, 2)
    elsewhere = (await write(store, 1, OTHER_GUILD))[0]
    batch = await take(store)

    await set_up_feed(store, feed_id=None)

    assert not await store.outbox.is_waiting(second.id)
    assert await store.outbox.is_waiting(elsewhere.id)
    assert await store.outbox.ready(NOW) == [GUILD, OTHER_GUILD]
    assert (await take(store)).review_ids == (first.id,)
    await store.outbox.put_back(batch)
    assert await store.outbox.ready(NOW) == [OTHER_GUILD]
    assert not await store.outbox.is_waiting(first.id)


async def test_many_who_write_at_once_go_in_the_order_of_their_reviews(store: Store) -> None:
    await set_up_feed(store)
    authors = [ALICE, BOB, CAROL]

    written = await asyncio.gather(*(a_review(store, author, film) for film in range(1, 5) for author in authors))

    batch = await take(store)
    assert batch.review_ids == tuple(sorted(review.id for review in written))


async def test_what_is_sent_while_others_write_is_sent_once(store: Store) -> None:
    await set_up_feed(store)
    sent: list[ReviewId] = []

    async def write_all() -> None:
        for film in range(1, 41):
            await a_review(store, film=film)

    writing = asyncio.create_task(write_all())

    while not writing.done() or await store.outbox.ready(NOW):
        batch = await store.outbox.next_batch(GUILD, NOW)

        if batch is not None:
            await send(store, batch, 31 + len(sent))
            sent += batch.review_ids

    assert len(sent) == 40
    assert sent == sorted(set(sent))
    assert await store.outbox.next_retry(NOW - SECOND) is None
