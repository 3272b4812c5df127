"""An import that is undone leaves what was there before, and what was written since."""

from datetime import timedelta
from typing import Any

import pytest

from data.models import ToldFilm
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_film
from tests.data.store.brought import (
    EVERYTHING,
    FILM,
    RATED,
    SEEN,
    THRICE,
    bring,
    bring_all,
    earlier,
    follow,
    is_reviewed,
    noon_of,
    rows,
    running,
    take_back,
    the_review,
    viewings,
    watches,
)
from tests.data.store.diaries import a_day, a_told_film, an_entry
from tests.data.store.steps import due, film_id, like, post, save, set_up_feed

pytestmark = pytest.mark.usefixtures("sound_store")

LATER = NOW + timedelta(hours=2)
WANTED = a_told_film(wanted_on=a_day(3))
OTHER = a_told_film(an_entry(90, 90, "other", rating=2, text="Other words."), rating=2)


async def is_as_before(store: Store, before: dict[str, list[str]]) -> None:
    """All is as it was, but that the messages that show something are due."""
    after = await rows(store, [table for table in EVERYTHING if table != "copies"])
    assert after == {table: before[table] for table in after}


class TestAsBefore:
    @pytest.mark.parametrize("told", [THRICE, RATED, SEEN, WANTED], ids=["reviewed", "rated", "seen", "wanted"])
    @pytest.mark.parametrize("film", [FILM, None], ids=["known", "unknown"])
    async def test_what_was_new_is_gone(self, store: Store, told: ToldFilm, film: Any) -> None:
        about = await bring(store, told, film)

        await take_back(store, about)

        assert not any((await rows(store)).values())

    @pytest.mark.parametrize("at", [noon_of(10), NOW], ids=["older", "newer"])
    @pytest.mark.parametrize(
        "said", [{"rating": 5}, {"rating": 5, "text": "Here."}, {"rating": 5, "text": "At first."}]
    )
    async def test_review_that_was_here_is_as_it_was(self, store: Store, at: Any, said: dict[str, Any]) -> None:
        await save(store, now=at - timedelta(days=2), rating=1, text="Before that.", watched_on=a_day(1))
        await save(store, now=at, **said)
        before = await rows(store)
        about = await bring(store, THRICE)
        assert await rows(store) != before

        await take_back(store, about)

        await is_as_before(store, before)

    async def test_what_an_earlier_import_brought_stays_as_it_was(self, store: Store) -> None:
        told = [THRICE, SEEN, RATED, WANTED]
        await bring_all(store, *((a_film(n), it) for n, it in enumerate(told)))
        before = await rows(store)
        extra = an_entry(70, 70, "c", rating=1, text="And again.")
        films = [it.model_copy(update={"entries": (*it.entries, extra), "rating": 1}) for it in told]

        about = await bring_all(store, *((a_film(n), it) for n, it in enumerate(films)))
        await take_back(store, about)

        await is_as_before(store, before)

    async def test_messages_that_show_it_are_due(self, store: Store) -> None:
        about = await bring(store, THRICE)
        await post(store, await the_review(store), now=NOW)
        assert await due(store) == []

        await take_back(store, about)

        [copy] = await store.copies.due(NOW, 9)
        assert copy.is_urgent

    async def test_review_goes_with_its_likes_and_its_place_in_the_feed(self, store: Store) -> None:
        await set_up_feed(store)
        about = await bring(store, THRICE)
        await store.import_feed.queue_latest(about, 5, NOW)
        await like(store, await the_review(store))

        await take_back(store, about)

        assert not any((await rows(store, ["reviews", "likes", "outbox"])).values())

    async def test_another_members_import_stays(self, store: Store) -> None:
        await bring(store, THRICE, user_id=BOB)
        await bring(store, SEEN, a_film(2), user_id=BOB)
        await bring(store, THRICE, guild_id=OTHER_GUILD)
        before = await rows(store)
        about = await bring_all(store, (FILM, THRICE), (a_film(2), SEEN))

        await take_back(store, about)

        await is_as_before(store, before)

    async def test_page_means_the_film_again_that_it_meant_before(self, store: Store) -> None:
        await bring(store, THRICE)
        before = await rows(store)

        about = await bring(store, THRICE, a_film(2))
        await take_back(store, about)

        await is_as_before(store, before)
        assert await store.told_films.known(GUILD, ALICE, THRICE) == FILM

    async def test_a_film_is_taken_back_once(self, store: Store) -> None:
        about = await bring(store, RATED)
        await store.diaries.take_back(about, 1, NOW)
        await save(store, text="Anew.")
        before = await rows(store)

        await store.diaries.take_back(about, 1, NOW)

        assert await rows(store) == before

    async def test_film_that_was_left_out_has_nothing_to_take_back(self, store: Store) -> None:
        await save(store)
        before = await rows(store)
        about = await running(store, (FILM, THRICE))
        await store.diaries.skip(about.id, 1)

        await store.diaries.take_back(about, 1, NOW)

        assert await rows(store) == before
        assert await store.imports.to_undo(about.id, 9) == []


class TestChangedSince:
    async def test_new_review_that_was_edited_stays_with_the_edit_and_what_it_said_before(self, store: Store) -> None:
        about = await bring(store, THRICE)
        await save(store, now=LATER, rating=3, text="On second thoughts.")

        await take_back(store, about, LATER)

        assert (await the_review(store)).content.text == "On second thoughts."
        assert await earlier(store) == ["Then again."]
        assert [it.watched_on for it in await viewings(store)] == [None]

    async def test_review_that_was_edited_there_and_back_stays(self, store: Store) -> None:
        about = await bring(store, THRICE)
        content = (await the_review(store)).content
        await save(store, now=LATER, rating=3, text="On second thoughts.")
        await save(store, now=LATER, **content.model_dump(exclude={"source_url"}))

        await take_back(store, about, LATER)

        assert await earlier(store) == ["Then again.", "On second thoughts."]

    async def test_review_that_was_here_stays_with_its_edit(self, store: Store) -> None:
        await save(store, now=noon_of(10), rating=5, text="Written here.")
        about = await bring(store, THRICE)
        await save(store, now=LATER, rating=3, text="On second thoughts.")

        await take_back(store, about, LATER)

        assert (await the_review(store)).content.text == "On second thoughts."
        assert await earlier(store) == ["Written here.", "Then again."]

    async def test_edited_day_and_rating_of_an_imported_viewing_stay(self, store: Store) -> None:
        await save(store, now=noon_of(10), rating=5, text="Written here.", watched_on=a_day(10))
        about = await bring(store, THRICE)
        await save(store, now=LATER, rating=3, text="Edited.", watched_on=a_day(62))

        await take_back(store, about, LATER)

        assert [(it.watched_on, it.rating) for it in await viewings(store)] == [(a_day(10), 5), (a_day(62), 3)]

    async def test_edit_of_the_text_alone_keeps_the_viewing_that_it_is_about(self, store: Store) -> None:
        await save(store, now=noon_of(10), rating=5, text="Written here.", watched_on=a_day(10))
        about = await bring(store, THRICE)
        await store.reviews.set_text(GUILD, (await the_review(store)).author, FILM, "Edited.", LATER)

        await take_back(store, about, LATER)

        assert (await the_review(store)).content.watched_on == a_day(60)
        assert [it.watched_on for it in await viewings(store)] == [a_day(10), a_day(60)]

    async def test_rewatch_that_was_told_since_stays(self, store: Store) -> None:
        about = await bring(store, THRICE.model_copy(update={"entries": THRICE.entries[:2]}))
        await save(store, now=LATER, rating=3, text="Again.", is_rewatch=True, watched_on=LATER.date())

        await take_back(store, about, LATER)

        assert [it.watched_on for it in await viewings(store)] == [LATER.date()]

    async def test_what_a_feed_told_since_stays(self, store: Store) -> None:
        about = await bring(store, THRICE)
        await follow(store, OTHER, now=LATER)

        await take_back(store, about, LATER)

        assert (await the_review(store)).content.text == "Other words."
        assert [it.watched_on for it in await viewings(store)] == [a_day(90)]

    async def test_review_that_was_deleted_since_is_not_brought_back_and_nothing_fails(self, store: Store) -> None:
        about = await bring(store, THRICE)
        await store.trash.delete((await the_review(store)).id, ALICE, LATER)

        await take_back(store, about, LATER)

        assert not await is_reviewed(store)
        assert not any((await rows(store, ["letterboxd_films", "letterboxd_entries"])).values())

    async def test_review_that_was_written_anew_after_that_stays(self, store: Store) -> None:
        about = await bring(store, THRICE)
        await store.trash.delete((await the_review(store)).id, ALICE, LATER)
        await save(store, now=LATER, text="Anew.")

        await take_back(store, about, LATER)

        assert (await the_review(store)).content.text == "Anew."

    async def test_film_that_was_put_on_the_watchlist_by_hand_stays_there(self, store: Store) -> None:
        about = await bring(store, WANTED)
        film = await film_id(store)
        await store.members.toggle_watchlist(ALICE, film, LATER)
        await store.members.toggle_watchlist(ALICE, film, LATER)

        await take_back(store, about, LATER)

        assert len((await rows(store, ["watchlist"]))["watchlist"]) == 1

    async def test_what_was_seen_before_is_not_there_twice_beside_a_review_that_stays(self, store: Store) -> None:
        await bring(store, SEEN)
        said = tuple(entry.model_copy(update={"rating": 8}) for entry in SEEN.entries)
        about = await bring(store, SEEN.model_copy(update={"entries": said}))
        await store.reviews.set_text(GUILD, (await the_review(store)).author, FILM, "Edited.", LATER)

        await take_back(store, about, LATER)

        assert [it.watched_on for it in await viewings(store)] == [a_day(4)]
        assert [day for day, _ in await watches(store)] == [a_day(1).isoformat()]

    async def test_private_viewings_that_a_feed_told_of_since_stay(self, store: Store) -> None:
        await bring(store, SEEN)
        said = tuple(entry.model_copy(update={"rating": 8}) for entry in SEEN.entries)
        about = await bring(store, SEEN.model_copy(update={"entries": said}))
        await follow(store, a_told_film(an_entry(95, name="z")), a_film(2), now=LATER)

        await take_back(store, about, LATER)

        days = [a_day(1).isoformat(), a_day(4).isoformat()]
        assert sorted(await watches(store)) == [
            (days[0], [FILM.key]),
            (days[1], [FILM.key]),
            (a_day(95).isoformat(), [a_film(2).key]),
        ]
