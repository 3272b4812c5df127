from datetime import timedelta

import pytest

from data.errors import CannotPostLatest
from data.models import Import, ReviewId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, a_film
from tests.data.store.brought import bring_all, running, take_back, the_review
from tests.data.store.diaries import a_told_film, an_entry
from tests.data.store.feeds import send, sent_in_turn, take
from tests.data.store.steps import save, set_up_feed

pytestmark = pytest.mark.usefixtures("sound_store")


async def imported(store: Store, reviews: int = 7, ratings: int = 2) -> Import:
    """An import of so many reviews, each of a day later, and of ratings of still later days."""
    told = [
        a_told_film(an_entry(n, n, f"a{n}", rating=8, text=f"No. {n}." if n <= reviews else ""))
        for n in range(1, reviews + ratings + 1)
    ]
    return await bring_all(store, *((a_film(n), it) for n, it in enumerate(told, 1)))


async def ids(store: Store, *films: int) -> list[ReviewId]:
    return [(await the_review(store, a_film(n))).id for n in films]


async def sent(store: Store) -> list[ReviewId]:
    """The reviews that went into the feed, in order."""
    return [review_id for batch in await sent_in_turn(store) for review_id in batch]


async def test_the_latest_go_into_the_feed_the_oldest_of_them_first(store: Store) -> None:
    await set_up_feed(store)
    about = await imported(store)

    queued = await store.import_feed.queue_latest(about, 5, NOW)

    assert queued == 5
    assert await sent(store) == await ids(store, 3, 4, 5, 6, 7)


async def test_ratings_go_as_well_where_the_feed_takes_them(store: Store) -> None:
    await set_up_feed(store, takes_bare_ratings=True)
    about = await imported(store)

    await store.import_feed.queue_latest(about, 3, NOW)

    assert await sent(store) == await ids(store, 7, 8, 9)


async def test_fewer_go_where_there_are_fewer(store: Store) -> None:
    await set_up_feed(store)
    about = await imported(store, reviews=2)

    assert await store.import_feed.queue_latest(about, 5, NOW) == 2


async def test_they_go_once(store: Store) -> None:
    await set_up_feed(store)
    about = await imported(store)
    await store.import_feed.queue_latest(about, 5, NOW)
    assert (await store.imports.by_id(about.id)).is_posted

    with pytest.raises(CannotPostLatest) as refused:
        await store.import_feed.queue_latest(about, 5, NOW)

    assert refused.value.has_feed
    assert len(await sent(store)) == 5


async def test_without_a_feed_there_is_nowhere_to_go_yet(store: Store) -> None:
    about = await imported(store)

    with pytest.raises(CannotPostLatest) as refused:
        await store.import_feed.queue_latest(about, 5, NOW)

    assert not refused.value.has_feed
    await set_up_feed(store)
    assert await store.import_feed.queue_latest(about, 5, NOW) == 5


async def test_nothing_but_ratings_stays_out_of_a_feed_that_takes_none_and_may_go_later(store: Store) -> None:
    await set_up_feed(store)
    about = await imported(store, reviews=0)

    with pytest.raises(CannotPostLatest):
        await store.import_feed.queue_latest(about, 5, NOW)

    await set_up_feed(store, takes_bare_ratings=True)
    assert await store.import_feed.queue_latest(about, 5, NOW) == 2


async def test_import_that_is_still_running_waits(store: Store) -> None:
    await set_up_feed(store)
    about = await running(store, (a_film(), a_told_film(rating=4)))

    with pytest.raises(CannotPostLatest):
        await store.import_feed.queue_latest(about, 5, NOW)


async def test_only_what_came_in_with_it_goes(store: Store) -> None:
    await set_up_feed(store)
    await bring_all(store, (a_film(30), a_told_film(an_entry(90, text="Bob's.", rating=3))), user_id=BOB)
    about = await imported(store, reviews=2)
    await save(store, film=40, now=NOW)
    await send(store, await take(store))

    assert await store.import_feed.queue_latest(about, 5, NOW) == 2


async def test_what_was_deleted_since_does_not_go(store: Store) -> None:
    await set_up_feed(store)
    about = await imported(store, reviews=3)
    await store.trash.delete((await the_review(store, a_film(3))).id, ALICE, NOW)

    await store.import_feed.queue_latest(about, 5, NOW)

    assert await sent(store) == await ids(store, 1, 2)


async def test_taken_back_they_wait_for_no_feed(store: Store) -> None:
    await set_up_feed(store)
    about = await imported(store)
    await store.import_feed.queue_latest(about, 5, NOW)

    await take_back(store, about, NOW + timedelta(minutes=1))

    assert await store.outbox.next_batch(GUILD, NOW) is None
