"""Films that are told of without a rating and a text: seen, liked, wanted."""

import pytest

from data.store import Store
from tests.builders import ALICE, NOW
from tests.data.store.brought import FILM, bring, imports_of, is_reviewed, noon_of, rows, viewings, watches
from tests.data.store.diaries import a_day, a_told_film, an_entry
from tests.data.store.steps import film_id

pytestmark = pytest.mark.usefixtures("sound_store")


async def test_viewings_are_private(store: Store) -> None:
    about = await bring(store, a_told_film(an_entry(1, 1, "a"), an_entry(4, 4, "b", is_rewatch=True)))

    assert not await is_reviewed(store)
    assert await watches(store) == [(a_day(1).isoformat(), [FILM.key]), (a_day(4).isoformat(), [FILM.key])]
    assert set(await imports_of(store, "watches")) == {about.id}


async def test_film_marked_as_watched_was_seen_once_on_no_day(store: Store) -> None:
    await bring(store, a_told_film(seen_on=a_day(1)))

    assert await watches(store) == [(None, [FILM.key])]


async def test_film_that_is_only_liked_is_a_liked_viewing(store: Store) -> None:
    await bring(store, a_told_film(is_liked=True))

    [row] = await store.database.read("SELECT watched_on, is_liked FROM watches")
    assert tuple(row) == (None, 1)


async def test_it_becomes_a_review_once_something_is_said_of_it(store: Store) -> None:
    await bring(store, a_told_film(an_entry(1, 1, "a")))

    await bring(store, a_told_film(an_entry(1, 1, "a", rating=8), rating=8))

    assert await watches(store) == []
    assert [it.watched_on for it in await viewings(store)] == [a_day(1)]


async def test_film_on_the_watchlist_is_wanted_since_that_day(store: Store) -> None:
    await bring(store, a_told_film(wanted_on=a_day(3)))

    [row] = await store.database.read("SELECT user_id, added_s FROM watchlist")
    assert tuple(row) == (ALICE, noon_of(3).timestamp())
    assert await watches(store) == []


async def test_film_that_was_wanted_already_is_wanted_as_before(store: Store) -> None:
    await store.members.toggle_watchlist(ALICE, await film_id(store), NOW)
    before = await rows(store, ["watchlist"])

    await bring(store, a_told_film(wanted_on=a_day(3)))

    assert await rows(store, ["watchlist"]) == before
