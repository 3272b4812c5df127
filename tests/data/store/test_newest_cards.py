"""The newest card of a film in a channel follows all that its server says of the film, for a day."""

from datetime import timedelta

import pytest

from data.models import ChannelId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_film
from tests.data.store.steps import CHANNEL, DAY, SECOND, a_card, a_copy, a_review, due, film_id, like, post, save

OTHER_CHANNEL = ChannelId(CHANNEL + 7)


async def test_a_card_of_a_film_that_nobody_reviewed_is_due_when_somebody_does(store: Store) -> None:
    await a_card(store, 11)

    await save(store, now=NOW + MINUTE)

    assert await due(store, NOW + MINUTE) == [11]


@pytest.mark.parametrize("doing", ["edit", "like", "delete", "restore"])
async def test_a_newest_card_follows_reviews_that_it_does_not_show(store: Store, doing: str) -> None:
    review = await a_review(store)

    if doing == "restore":
        await store.trash.delete(review.id, ALICE, NOW)

    await a_card(store, 11)

    if doing == "edit":
        await save(store, rating=1)
    elif doing == "like":
        await like(store, review)
    elif doing == "delete":
        await store.trash.delete(review.id, ALICE, NOW)
    else:
        await store.trash.restore(GUILD, review.id, ALICE, NOW)

    assert await due(store) == [11]
    assert [copy.is_urgent for copy in await store.copies.due(NOW, 1)] == [False]


async def test_the_newest_card_in_every_channel_is_due_and_older_ones_are_not(store: Store) -> None:
    for message, channel_id in ((11, CHANNEL), (12, CHANNEL), (13, OTHER_CHANNEL)):
        await a_card(store, message, channel_id=channel_id)

    await save(store)

    assert await due(store) == [12, 13]


async def test_an_older_card_follows_what_it_shows(store: Store) -> None:
    review = await a_review(store)
    await a_card(store, 11, [review])
    await a_card(store, 12)

    await save(store, rating=1)

    assert await due(store) == [11, 12]


@pytest.mark.parametrize(("age", "is_due"), [(DAY - SECOND, True), (DAY, False)])
async def test_a_card_is_kept_true_for_a_day(store: Store, age: timedelta, *, is_due: bool) -> None:
    await a_card(store, 11)

    await save(store, now=NOW + age)

    assert (await due(store, NOW + age) == [11]) is is_due


async def test_a_card_is_as_old_as_its_message_however_often_it_is_turned(store: Store) -> None:
    await a_card(store, 11, film=2)
    await a_card(store, 11, film=1, now=NOW + 9 * MINUTE)

    await save(store, now=NOW + DAY)

    assert await due(store, NOW + DAY) == []


async def test_a_card_that_was_turned_to_another_film_follows_that_one_alone(store: Store) -> None:
    await a_card(store, 11, film=1)
    await a_card(store, 11, film=2)

    await save(store, film=1)
    before = await due(store)
    await save(store, film=2)

    assert (before, await due(store)) == ([], [11])


async def test_cards_of_other_films_and_other_servers_are_left_alone(store: Store) -> None:
    await a_card(store, 11, film=2)
    await a_card(store, 12, film=1, guild_id=OTHER_GUILD)

    await save(store, film=1)

    assert await due(store) == []


async def test_a_message_that_is_no_card_is_not_due_for_reviews_that_it_does_not_show(store: Store) -> None:
    await post(store, await a_review(store))

    await save(store, BOB)

    assert await due(store) == []


async def test_a_card_is_due_where_its_film_got_a_review_while_it_was_built(store: Store) -> None:
    shown = await a_review(store, now=NOW - MINUTE)
    await a_review(store, BOB, now=NOW + SECOND)
    card = a_copy(request=f"v1:film:{a_film().key}", film_id=await film_id(store))

    is_true = await store.copies.add(card, [shown], NOW, is_doubtful=False)

    assert not is_true
    assert await due(store) == [11]


async def test_a_card_that_shows_the_review_written_while_it_was_built_is_true(store: Store) -> None:
    shown = await a_review(store, now=NOW + SECOND)
    await a_review(store, BOB, guild_id=OTHER_GUILD, now=NOW + SECOND)
    card = a_copy(request=f"v1:film:{a_film().key}", film_id=await film_id(store))

    assert await store.copies.add(card, [shown], NOW, is_doubtful=False)
