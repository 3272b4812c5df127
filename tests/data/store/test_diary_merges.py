"""Imported reviews and viewings of films that a server finds to be another one."""

from datetime import timedelta

import pytest

from data.models import Film, FilmId
from data.store import Store
from tests.builders import ALICE, GUILD, NOW
from tests.data.store.brought import (
    FILM,
    MEMBERS,
    SEEN,
    THRICE,
    bring,
    earlier,
    imports_of,
    noon_of,
    rows,
    take_back,
    the_review,
    viewings,
    watches,
)
from tests.data.store.diaries import a_day, a_told_film, an_entry
from tests.data.store.own import HAND, a_film_by_hand, merge, say
from tests.data.store.steps import save

pytestmark = pytest.mark.usefixtures("sound_store")

LATER = NOW + timedelta(hours=2)
ONCE_MORE = a_told_film(an_entry(95, 95, "z", rating=3, text="Other words."), rating=3)


async def imported_film(store: Store) -> tuple[Film, FilmId]:
    """The only film of the server's own, and its row."""
    [own] = await store.own_films.of_guild(GUILD, 9)
    return own, (await store.films.by_key(own.key, GUILD)).id


async def test_imported_review_of_a_merged_film_still_came_with_its_import(store: Store) -> None:
    about = await bring(store, THRICE, None)

    await merge(store, (await imported_film(store))[1])

    assert (await the_review(store)).content.text == "Then again."
    assert await imports_of(store, "reviews") == [about.id]
    assert set(await imports_of(store, "viewings")) == {about.id}


async def test_undone_merge_leaves_everything_as_it_came(store: Store) -> None:
    await bring(store, THRICE, None)
    await bring(store, ONCE_MORE)
    before = await rows(store)

    done = await merge(store, (await imported_film(store))[1])
    assert len(await viewings(store)) == 4
    await store.merges.undo(GUILD, done.id, NOW)

    assert await rows(store, MEMBERS) == {table: before[table] for table in MEMBERS}


async def test_private_viewings_are_those_of_the_film_that_theirs_became_part_of(store: Store) -> None:
    await bring(store, SEEN, None)

    done = await merge(store, (await imported_film(store))[1])

    days = [a_day(1).isoformat(), a_day(4).isoformat()]
    assert [(day, FILM.key in keys) for day, keys in await watches(store)] == [(day, True) for day in days]
    await store.merges.undo(GUILD, done.id, NOW)
    assert [(day, FILM.key in keys) for day, keys in await watches(store)] == [(day, False) for day in days]


async def test_private_viewings_of_a_merged_film_are_not_told_of_again(store: Store) -> None:
    await bring(store, SEEN, None)
    await merge(store, (await imported_film(store))[1])
    before = await rows(store, MEMBERS)

    await bring(store, SEEN)

    assert await rows(store, MEMBERS) == before


async def test_private_viewings_of_a_merged_film_become_viewings_of_a_review(store: Store) -> None:
    await bring(store, SEEN, None)
    await merge(store, (await imported_film(store))[1])

    await bring(store, SEEN.model_copy(update={"rating": 8}))

    assert [it.watched_on for it in await viewings(store)] == [a_day(1), a_day(4)]
    assert await watches(store) == []


async def test_entries_of_a_merged_film_are_known_by_name(store: Store) -> None:
    await bring(store, THRICE, None)
    await merge(store, (await imported_film(store))[1])
    moved = THRICE.entries[0].model_copy(update={"watched_on": a_day(0)})

    await bring(store, THRICE.model_copy(update={"entries": (moved, *THRICE.entries[1:])}))

    assert [it.watched_on for it in await viewings(store)] == [a_day(0), a_day(30), a_day(60)]


class TestAfterAMerge:
    """An import into a film that another one became part of, whose review says what it says since."""

    async def prepared(self, store: Store) -> int:
        """The merge of a film by hand, of which Alice wrote later, into one of which she wrote as well."""
        row = await a_film_by_hand(store)
        await save(store, now=noon_of(3), rating=4, text="Of the one.")
        await say(store, ALICE, HAND, "Of the other.", 6, noon_of(20))
        return (await merge(store, row, FILM, noon_of(21))).id

    async def test_both_can_be_undone_the_import_first(self, store: Store) -> None:
        number = await self.prepared(store)
        merged = await rows(store, MEMBERS)
        about = await bring(store, ONCE_MORE)

        await take_back(store, about, LATER)

        assert await rows(store, MEMBERS) == merged
        await store.merges.undo(GUILD, number, LATER)
        assert (await the_review(store)).content.text == "Of the one."
        assert (await the_review(store, HAND)).content.text == "Of the other."

    async def test_both_can_be_undone_the_merge_first(self, store: Store) -> None:
        number = await self.prepared(store)
        about = await bring(store, ONCE_MORE)

        await store.merges.undo(GUILD, number, LATER)
        await take_back(store, about, LATER)

        assert (await the_review(store, HAND)).content.text == "Of the other."
        assert "Of the one." in {(await the_review(store)).content.text, *await earlier(store)}

    async def test_what_was_said_of_it_before_is_still_the_other_films_once_the_merge_is_undone(
        self, store: Store
    ) -> None:
        number = await self.prepared(store)
        await bring(store, ONCE_MORE)

        await store.merges.undo(GUILD, number, LATER)

        assert (await the_review(store, HAND)).content.text == "Of the other."
        assert (await the_review(store)).content.text == "Other words."
        assert await earlier(store) == ["Of the one."]


class TestUndoOfAnImport:
    async def test_review_that_moved_to_the_other_film_goes(self, store: Store) -> None:
        about = await bring(store, THRICE, None)
        await merge(store, (await imported_film(store))[1])

        await take_back(store, about, LATER)

        assert not any((await rows(store, MEMBERS)).values())

    async def test_what_was_written_here_of_the_other_film_stays(self, store: Store) -> None:
        await save(store, now=noon_of(10), rating=5, text="Written here.")
        about = await bring(store, THRICE, None)
        await merge(store, (await imported_film(store))[1])

        await take_back(store, about, LATER)

        texts = {(await the_review(store)).content.text, *await earlier(store)}
        assert "Written here." in texts

    async def test_own_film_that_was_merged_stays_a_part_of_the_other(self, store: Store) -> None:
        about = await bring(store, THRICE, None)
        own, row = await imported_film(store)
        done = await merge(store, row)

        await take_back(store, about, LATER)
        await store.merges.undo(GUILD, done.id, LATER)

        assert [film.key for film in await store.own_films.of_guild(GUILD, 9)] == [own.key]
        assert await store.reviews.find(GUILD, ALICE, own.key) is None
