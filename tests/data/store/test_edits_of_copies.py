"""Whatever changes while a message is edited, or can't be, it ends up true."""

from data.models import ChannelId, MessageId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD
from tests.data.store.steps import CHANNEL, DAY, SECOND, TEN_MINUTES, a_copy, a_review, due, edit, post, save, stale


async def test_a_message_that_was_edited_is_true_and_remembers_its_new_request(store: Store) -> None:
    await post(store, await a_review(store))
    latest = await a_review(store, rating=2)

    is_true = await store.copies.edited(await stale(store), "v1:page:show:2", [latest], NOW)

    assert is_true
    assert await due(store, NOW + DAY) == []
    assert (await stale(store)).request == "v1:page:show:2"


async def test_a_review_that_changes_while_its_message_is_edited_makes_it_due_again(store: Store) -> None:
    await post(store, await a_review(store))
    read = await a_review(store, rating=2)
    taken = await stale(store)
    await a_review(store, rating=3)

    is_true = await store.copies.edited(taken, taken.request, [read], NOW + SECOND)

    assert not is_true
    assert await due(store, NOW + SECOND) == [11]


async def test_a_review_that_is_hidden_while_its_message_is_edited_stays_urgent(store: Store) -> None:
    await post(store, await a_review(store))
    read = await a_review(store, text="Words.")
    taken = await stale(store)
    await a_review(store, text="Words.", is_spoiler=True)

    await store.copies.edited(taken, taken.request, [read], NOW)

    assert (await stale(store)).is_urgent


async def test_a_review_that_a_message_did_not_show_before_may_be_deleted_while_it_is_edited(store: Store) -> None:
    shown, newcomer = await a_review(store), await a_review(store, BOB)
    await post(store, shown)
    latest = await a_review(store, rating=2)
    taken = await stale(store)
    await store.trash.delete(newcomer.id, BOB, NOW)

    is_true = await store.copies.edited(taken, taken.request, [latest, newcomer], NOW)

    assert not is_true
    assert await due(store) == [11]
    assert (await stale(store)).is_urgent
    assert [copy.message_id for copy in await store.copies.of(newcomer.id)] == [11]


async def test_a_message_that_is_turned_while_it_is_edited_is_edited_again_to_where_it_was_turned(store: Store) -> None:
    old, new = await a_review(store, film=1), await a_review(store, film=2)
    await post(store, old)
    latest = await a_review(store, film=1, rating=2)
    taken = await stale(store)
    await store.copies.add(a_copy(request="v1:open:2"), [new], NOW, is_doubtful=False)

    is_true = await store.copies.edited(taken, taken.request, [latest], NOW)

    copy = await stale(store)
    assert not is_true
    assert await due(store) == [11]
    assert copy.request == "v1:open:2"
    assert {latest.id, new.id} == set(await store.copies.shown(MessageId(11)))


async def test_the_edit_of_a_message_that_was_forgotten_meanwhile_changes_nothing(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)
    taken = await stale(store)
    await store.copies.forget(MessageId(11))

    is_true = await store.copies.edited(taken, taken.request, [review], NOW)

    assert is_true
    assert await store.copies.find(MessageId(11)) is None


async def test_a_message_follows_a_deleted_review_that_it_showed_as_long_as_that_can_come_back(store: Store) -> None:
    review, other = await a_review(store), await a_review(store, BOB)
    await post(store, review, other)
    await store.trash.delete(review.id, ALICE, NOW)
    await edit(store, other)
    before = await due(store)

    await store.trash.restore(GUILD, review.id, ALICE, NOW + MINUTE)

    assert before == []
    assert await due(store, NOW + MINUTE) == [11]


async def test_a_message_of_which_something_is_left_is_not_edited_when_a_review_is_gone_for_good(store: Store) -> None:
    review, other = await a_review(store), await a_review(store, BOB)
    await post(store, review, other, message=11)
    await post(store, review, message=12)
    await store.trash.delete(review.id, ALICE, NOW)
    await edit(store, other, message=11)
    await edit(store, message=12)

    await store.trash.purge(NOW + TEN_MINUTES)

    assert await due(store, NOW + TEN_MINUTES) == [12]
    assert not (await stale(store, 12)).is_urgent


async def test_a_message_that_cannot_be_edited_is_due_later_and_counts_its_tries(store: Store) -> None:
    await post(store, await a_review(store))
    await a_review(store, rating=2)

    for tries in range(2):
        copy = await stale(store)
        assert copy.tries == tries
        await store.copies.postpone(copy, NOW + MINUTE, "50001")

    assert (await stale(store)).tries == 2
    assert await due(store) == []
    assert await due(store, NOW + MINUTE) == [11]
    assert await store.copies.next_due() == NOW + MINUTE


async def test_an_edit_that_worked_forgets_the_tries_that_did_not(store: Store) -> None:
    await post(store, await a_review(store))
    latest = await a_review(store, rating=2)
    await store.copies.postpone(await stale(store), NOW, "50001")

    await edit(store, latest)

    assert (await stale(store)).tries == 0


async def test_a_text_that_changes_is_tried_at_once_though_the_message_was_put_off(store: Store) -> None:
    await post(store, await a_review(store))
    await a_review(store, rating=2)
    await store.copies.postpone(await stale(store), NOW + DAY, "50001")

    await a_review(store, rating=3)

    assert await due(store) == [11]


async def test_a_text_that_changes_while_a_try_fails_is_not_put_off(store: Store) -> None:
    await post(store, await a_review(store))
    await a_review(store, rating=2)
    taken = await stale(store)
    await a_review(store, text="About No. 1.", is_spoiler=True)

    await store.copies.postpone(taken, NOW + DAY, "429")

    assert await due(store) == [11]


async def test_a_message_that_is_true_by_now_is_not_put_off(store: Store) -> None:
    await post(store, await a_review(store))
    latest = await a_review(store, rating=2)
    taken = await stale(store)
    await store.copies.add(a_copy(), [latest], NOW, is_doubtful=False)

    await store.copies.postpone(taken, NOW + MINUTE, "429")

    assert await store.copies.next_due() is None


async def test_a_channel_that_takes_no_edits_puts_off_its_messages_alone(store: Store) -> None:
    review = await a_review(store)
    elsewhere = ChannelId(CHANNEL + 7)
    await post(store, review, message=11)
    await post(store, review, message=12)
    await post(store, review, message=13, channel_id=elsewhere)
    await a_review(store, rating=2)

    await store.copies.postpone_channel(CHANNEL, NOW, NOW + MINUTE, "429", spares_urgent=False)

    assert await due(store) == [13]
    assert await store.copies.due_channels(NOW, 9) == [elsewhere]
    assert await store.copies.due(NOW, 1, CHANNEL) == []
    assert await store.copies.next_due(NOW) == NOW + MINUTE


async def test_a_channel_that_is_put_off_may_spare_what_must_be_hidden(store: Store) -> None:
    edited, deleted = await a_review(store, film=1), await a_review(store, film=2)
    await post(store, edited, message=11)
    await post(store, deleted, message=12)
    await save(store, film=1, rating=2)
    await store.trash.delete(deleted.id, ALICE, NOW)

    await store.copies.postpone_channel(CHANNEL, NOW, NOW + MINUTE, "429", spares_urgent=True)

    assert await due(store) == [12]
    assert [copy.message_id for copy in await store.copies.due(NOW, 1, CHANNEL)] == [12]


async def test_what_was_put_off_in_a_server_is_due_when_something_changes_there(store: Store) -> None:
    review, other = await a_review(store), await a_review(store, guild_id=OTHER_GUILD)
    await post(store, review, message=11)
    await post(store, other, message=12, guild_id=OTHER_GUILD)
    await a_review(store, rating=2)
    await a_review(store, guild_id=OTHER_GUILD, rating=2)

    for message in (11, 12):
        await store.copies.postpone(await stale(store, message), NOW + DAY, "50001")

    await store.copies.hasten(GUILD, NOW)

    assert await due(store) == [11]
