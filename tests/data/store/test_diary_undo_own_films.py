"""A film that an import made, because nothing knew it, goes with the import, unless somebody made something of it."""

from datetime import timedelta

import pytest

from data.models import Draft, ReviewForm
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW
from tests.data.store.brought import SEEN, THRICE, bring, is_reviewed, rows, take_back, the_review
from tests.data.store.own import say

pytestmark = pytest.mark.usefixtures("sound_store")

LATER = NOW + timedelta(hours=2)


async def test_it_stays_where_somebody_else_reviewed_it(store: Store) -> None:
    about = await bring(store, THRICE, None)
    [own] = await store.own_films.of_guild(GUILD, 9)
    await say(store, BOB, own, "Mine, too.", now=LATER)

    await take_back(store, about, LATER)

    assert await store.own_films.of_guild(GUILD, 9) == [own]
    assert not await is_reviewed(store, own)


async def test_it_stays_where_its_importer_wrote_about_it_since(store: Store) -> None:
    about = await bring(store, SEEN, None)
    [own] = await store.own_films.of_guild(GUILD, 9)
    await say(store, ALICE, own, "Now I know.", now=LATER)

    await take_back(store, about, LATER)

    assert (await the_review(store, own)).content.text == "Now I know."


async def test_it_stays_where_somebody_wants_to_see_it(store: Store) -> None:
    about = await bring(store, THRICE, None)
    [own] = await store.own_films.of_guild(GUILD, 9)
    await store.members.toggle_watchlist(BOB, (await store.films.by_key(own.key, GUILD)).id, LATER)

    await take_back(store, about, LATER)

    assert await store.own_films.of_guild(GUILD, 9) == [own]


async def test_it_stays_where_somebody_is_writing_about_it(store: Store) -> None:
    about = await bring(store, THRICE, None)
    [own] = await store.own_films.of_guild(GUILD, 9)
    form = ReviewForm(text="Half a sentence")
    await store.drafts.keep(GUILD, BOB, Draft(film_key=own.key, form=form, saved_at=LATER))

    await take_back(store, about, LATER)

    assert await store.own_films.of_guild(GUILD, 9) == [own]


async def test_it_stays_where_somebody_wrote_down_more_of_it(store: Store) -> None:
    about = await bring(store, THRICE, None)
    [own] = await store.own_films.of_guild(GUILD, 9)
    better = own.model_copy(update={"synopsis": "Somebody looked it up."})
    await store.own_films.change(GUILD, BOB, better, LATER)

    await take_back(store, about, LATER)

    assert await store.own_films.of_guild(GUILD, 9) == [better]


async def test_what_was_deleted_with_it_since_does_not_come_back(store: Store) -> None:
    first = await bring(store, SEEN, None)
    [own] = await store.own_films.of_guild(GUILD, 9)
    about = await bring(store, SEEN.model_copy(update={"rating": 3}), own)
    await store.own_films.delete(GUILD, own.key, LATER)
    before = await rows(store)

    await take_back(store, about, LATER)
    await take_back(store, first, LATER)

    assert await rows(store) == before
