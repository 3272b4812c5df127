"""A digest is taken by one sender at a time, posted once, and kept where that is not possible."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.models import DigestState, FeedFault, GuildId, KeptFor, MessageId
from data.store import Store
from data.store.digest_outbox import TAKEN_FOR, TOLD_AFTER
from data.store.maintenance import check
from data.store.truth import CARD_KEPT_FOR
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, an_author
from tests.data.store.digests import (
    DIGESTS,
    OTHER_DIGESTS,
    WEEK,
    choose_digests,
    end_week,
    ready,
    send,
    take,
)
from tests.data.store.own import by_hand
from tests.data.store.steps import SECOND, a_copy, a_review, due, edit, film_id, save, stale


@pytest.fixture
async def store(store: Store) -> Store:
    """A server with a channel for its digests, and a week that has just ended."""
    await choose_digests(store)
    await end_week(store, films=[await film_id(store)])
    return store


async def refuse(store: Store, times: int, retry_at: datetime = NOW) -> list[bool]:
    """Let the digest be refused so often; each time, whether admins are to be told."""
    told: list[bool] = []

    for _ in range(times):
        due = await take(store)
        await store.digest_outbox.put_back(due.id)
        told.append(await store.digest_outbox.refused(due.id, FeedFault.NO_ACCESS, retry_at))

    return told


async def kept_for(store: Store, number: int = 1) -> tuple[DigestState, KeptFor | None]:
    digest = await store.digests.get(GUILD, (await store.digests.latest(GUILD, 9))[-number].id)
    return digest.state, digest.kept_for


async def test_digest_goes_into_the_channel_that_its_server_has_chosen_by_then(store: Store) -> None:
    (before,) = await ready(store)
    await choose_digests(store, OTHER_DIGESTS)

    (after,) = await ready(store)

    assert (before.guild_id, before.channel_id, before.ends_at, before.tried_at) == (GUILD, DIGESTS, NOW, None)
    assert after.channel_id == OTHER_DIGESTS
    assert not await store.digest_outbox.sending(before.id, DIGESTS, NOW)


async def test_digests_of_the_oldest_weeks_come_first(store: Store) -> None:
    await choose_digests(store, guild_id=OTHER_GUILD)
    await end_week(store, OTHER_GUILD, NOW - MINUTE)
    await end_week(store, GUILD, NOW + MINUTE)

    ends = [(due.guild_id, due.ends_at) for due in await ready(store)]

    assert ends == [(OTHER_GUILD, NOW - MINUTE), (GUILD, NOW), (GUILD, NOW + MINUTE)]


async def test_of_many_who_would_take_a_digest_one_has_it(store: Store) -> None:
    (due,) = await ready(store)
    many = (store.digest_outbox.sending(due.id, due.channel_id, NOW) for _ in range(9))

    taken = await asyncio.gather(*many)

    assert sorted(taken) == [False] * 8 + [True]
    assert await ready(store) == []


async def test_digest_whose_sender_stopped_is_given_out_again_with_the_time_of_its_first_try(store: Store) -> None:
    due = await take(store)
    later, latest = NOW + TAKEN_FOR + SECOND, NOW + 2 * TAKEN_FOR + 2 * SECOND

    again = await take(store, later)

    assert await store.digest_outbox.next_retry(NOW) == later + TAKEN_FOR
    assert again == due.model_copy(update={"tried_at": NOW})
    assert [one.tried_at for one in await ready(store, latest)] == [NOW]


async def test_digest_of_unknown_fate_stays_with_its_channel_whatever_is_chosen_meanwhile(store: Store) -> None:
    await take(store)
    await choose_digests(store, None)
    await store.digest_outbox.keep_homeless()

    again = await take(store, NOW + MINUTE)

    assert again.channel_id == DIGESTS


async def test_digest_that_was_sent_is_a_known_message_that_is_true(store: Store, database_path: Path) -> None:
    await send(store, await take(store))

    assert await ready(store, NOW + WEEK) == []
    assert (await kept_for(store)) == (DigestState.POSTED, None)
    assert await store.digest_outbox.is_post((await stale(store, 41)).message_id)
    assert not await store.digest_outbox.is_post(MessageId(42))
    assert await due(store) == []
    assert check(database_path) == []


async def test_posted_digest_is_the_message_of_its_first_arrival(store: Store) -> None:
    taken = await take(store)
    await send(store, taken)

    await send(store, taken, 42)

    assert await store.digest_outbox.is_post((await stale(store, 41)).message_id)
    assert not await store.digest_outbox.is_post((await stale(store, 42)).message_id)


async def test_what_was_certainly_not_sent_goes_again_into_the_channel_that_is_chosen_by_then(store: Store) -> None:
    taken = await take(store)
    await choose_digests(store, OTHER_DIGESTS)

    await store.digest_outbox.put_back(taken.id)

    assert [(one.channel_id, one.tried_at) for one in await ready(store)] == [(OTHER_DIGESTS, None)]


async def test_digest_waits_after_a_loss_of_contact_and_that_counts_for_nothing(store: Store) -> None:
    await take(store)

    await store.digest_outbox.wait(GUILD, NOW + MINUTE)

    assert await ready(store, NOW + MINUTE - SECOND) == []
    assert await store.digest_outbox.next_retry(NOW) == NOW + MINUTE
    assert [one.failures for one in await ready(store, NOW + MINUTE)] == [0]
    assert await store.digest_outbox.troubles(GUILD) == []


async def test_wrong_clock_puts_nothing_off_for_long(store: Store) -> None:
    await store.digest_outbox.wait(GUILD, NOW + timedelta(days=99))

    assert len(await ready(store)) == 1
    assert await store.digest_outbox.next_retry(NOW) is None


async def test_admins_are_told_after_some_refusals_in_a_row_and_once(store: Store) -> None:
    told = await refuse(store, TOLD_AFTER)
    (due,) = await store.digest_outbox.notices_due()

    await store.digest_outbox.notice_given(due.id)

    assert told == [False] * (TOLD_AFTER - 1) + [True]
    assert await store.digest_outbox.notices_due() == []
    assert await refuse(store, TOLD_AFTER) == [False] * TOLD_AFTER


async def test_refused_digest_is_tried_at_once_when_something_changes_in_its_server(store: Store) -> None:
    await refuse(store, 1, NOW + MINUTE)
    before = await ready(store)

    await store.digest_outbox.hasten(OTHER_GUILD)
    elsewhere = await ready(store)
    await store.digest_outbox.hasten(GUILD)

    assert (before, elsewhere) == ([], [])
    assert len(await ready(store)) == 1


async def test_refused_digest_is_tried_at_once_in_another_channel_whose_refusals_count_anew(store: Store) -> None:
    await refuse(store, 2, NOW)
    await refuse(store, 1, NOW + MINUTE)
    await store.digest_outbox.notice_given((await store.digest_outbox.notices_due())[0].id)

    await choose_digests(store, OTHER_DIGESTS)

    (due,) = await ready(store)
    await take(store)
    assert due.failures == 3
    assert [one.failures for one in await store.digest_outbox.troubles(GUILD)] == [0]


async def test_digest_of_a_server_without_a_channel_any_more_is_only_kept(store: Store) -> None:
    await choose_digests(store, None)
    before = await ready(store)

    await store.digest_outbox.keep_homeless()
    await choose_digests(store)

    assert before == []
    assert await ready(store) == []
    assert await kept_for(store) == (DigestState.KEPT, KeptFor.NO_CHANNEL)


async def test_digest_that_comes_too_late_is_only_kept_unless_it_may_have_been_posted(store: Store) -> None:
    await end_week(store, GUILD, NOW + MINUTE)
    first, second = await ready(store)
    await store.digest_outbox.sending(second.id, second.channel_id, NOW)

    for one in (first, second):
        await store.digest_outbox.give_up(one.id)

    assert await kept_for(store, 1) == (DigestState.KEPT, KeptFor.MISSED)
    assert await kept_for(store, 2) == (DigestState.SENDING, None)


async def test_trouble_is_told_until_a_digest_gets_through(store: Store) -> None:
    await refuse(store, 1)
    (waiting,) = await store.digest_outbox.troubles(GUILD)
    await store.digest_outbox.give_up(waiting.id)
    await end_week(store, GUILD, NOW + WEEK)
    (given_up,) = await store.digest_outbox.troubles(GUILD)

    await send(store, await take(store))

    assert (waiting.failures, waiting.fault, waiting.is_waiting) == (1, FeedFault.NO_ACCESS, True)
    assert given_up == waiting.model_copy(update={"is_waiting": False})
    assert await store.digest_outbox.troubles(GUILD) == []
    assert await store.digest_outbox.troubles(GuildId(OTHER_GUILD)) == []


class TestTruth:
    """A posted digest follows what it shows."""

    async def test_best_liked_review_that_changes_makes_it_due_and_urgent_where_something_is_to_go(
        self, store: Store
    ) -> None:
        review = await a_review(store)
        await send(store, await take(store), reviews=[review])

        await save(store, text="Other words.", now=NOW + MINUTE)
        edited = await due(store, NOW + MINUTE), (await stale(store, 41)).is_urgent
        await edit(store, await store.reviews.get(review.id), message=41, now=NOW + MINUTE)
        await store.trash.delete(review.id, ALICE, NOW + MINUTE)

        assert edited == ([41], False)
        assert await due(store, NOW + MINUTE) == [41]
        assert (await stale(store, 41)).is_urgent

    async def test_what_changed_while_it_was_sent_makes_it_due(self, store: Store) -> None:
        review = await a_review(store)
        taken = await take(store)
        await store.trash.delete(review.id, ALICE, NOW)

        await send(store, taken, reviews=[review])

        assert await due(store) == [41]
        assert (await stale(store, 41)).is_urgent

    async def test_message_found_later_is_due(self, store: Store) -> None:
        await send(store, await take(store), is_doubtful=True)

        assert await due(store) == [41]
        assert not (await stale(store, 41)).is_urgent

    async def test_forgotten_person_is_taken_out_of_every_message_and_what_was_counted_stays(
        self, store: Store
    ) -> None:
        await store.members.see(GUILD, an_author(ALICE), NOW)
        await store.members.see(GUILD, an_author(BOB), NOW)
        await send(store, await take(store))
        await end_week(store, GUILD, NOW + WEEK, writers={ALICE: 3, BOB: 2})
        posted = await send(store, await take(store), 42)
        page = a_copy(43, posted.request, names=(ALICE, BOB))
        await store.copies.add(page, [], NOW, is_doubtful=False)
        before = await store.digests.get(GUILD, (await store.digests.latest(GUILD, 1))[0].id)

        forgotten = await store.privacy.forget(ALICE, NOW)

        after = await store.digests.get(GUILD, (await store.digests.latest(GUILD, 1))[0].id)
        assert forgotten.copies == (43, 42)
        assert sorted(await due(store)) == [42, 43]
        assert (await stale(store, 42)).is_urgent
        assert [writer.author.id for writer in after.writers] == [BOB]
        assert after.numbers == before.numbers

    async def test_person_forgotten_while_it_was_sent_or_edited_is_taken_out_of_it(self, store: Store) -> None:
        await store.members.see(GUILD, an_author(ALICE), NOW)
        await end_week(store, GUILD, NOW + MINUTE, writers={ALICE: 3})
        first, second = await ready(store)
        await store.digest_outbox.sending(second.id, second.channel_id, NOW)
        names = (await store.digests.get(GUILD, second.id)).named
        await send(store, first)
        edited = (await stale(store, 41)).model_copy(update={"names": names})

        await store.privacy.forget(ALICE, NOW)
        sent = a_copy(42, "v1:digest:2::", names=names)
        await store.digest_outbox.sent(second.id, sent, [], NOW, is_doubtful=False)
        is_true = await store.copies.edited(edited, edited.request, [], NOW)

        assert names == (ALICE,)
        assert not is_true
        assert await due(store) == [41, 42]
        assert (await stale(store, 42)).is_urgent

    async def test_film_that_its_member_takes_back_is_taken_out_of_it(self, store: Store) -> None:
        film = by_hand("mine")
        own_id = await store.own_films.add(GUILD, ALICE, film, NOW, 9)
        await end_week(store, GUILD, NOW + MINUTE, films=[own_id])
        first, second = await ready(store)
        await send(store, first)
        await send(store, second, 42)

        forgotten = await store.privacy.forget(ALICE, NOW)

        assert forgotten.copies == (42,)
        assert await due(store) == [42]

    async def test_posted_digest_stays_known_though_it_shows_no_review(self, store: Store) -> None:
        await send(store, await take(store))
        await store.copies.add(a_copy(42, "v1:digest:1::"), [], NOW, is_doubtful=False)

        gone = await store.copies.expire(NOW + CARD_KEPT_FOR + SECOND)

        assert gone == 1
        assert await store.copies.find((await stale(store, 41)).message_id) is not None
