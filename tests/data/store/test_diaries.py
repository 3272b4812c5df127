from datetime import timedelta

import pytest

from data.errors import CannotRestore, FilmNotFound
from data.models import Newer, Outcome, ToldFilm
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_film, an_author
from tests.data.store.brought import (
    FILM,
    RATED,
    THRICE,
    UNLIKED,
    bring,
    bring_all,
    earlier,
    imports_of,
    is_reviewed,
    noon_of,
    rows,
    running,
    the_review,
    viewings,
)
from tests.data.store.diaries import FILM_PAGE, a_day, a_told_film, an_entry
from tests.data.store.own import HAND, a_film_by_hand
from tests.data.store.steps import a_review, due, film_id, post, save, versions_of

pytestmark = pytest.mark.usefixtures("sound_store")


class TestNewReview:
    async def test_several_viewings_become_one_review_that_says_what_was_said_last(self, store: Store) -> None:
        await bring(store, THRICE)

        content = (await the_review(store)).content
        assert (content.text, content.rating, content.watched_on) == ("Then again.", 9, a_day(60))
        assert (content.is_rewatch, content.is_liked) == (True, True)
        assert content.source_url == "https://letterboxd.com/alice/film/second/"

    async def test_every_viewing_is_in_the_diary_on_its_day(self, store: Store) -> None:
        await bring(store, THRICE)

        found = [(it.watched_on, it.rating, it.is_rewatch, it.logged_at) for it in await viewings(store)]
        assert found == [
            (a_day(1), 6, False, noon_of(2)),
            (a_day(30), 7, False, noon_of(30)),
            (a_day(60), 9, True, noon_of(61)),
        ]

    async def test_what_was_written_before_is_an_earlier_version(self, store: Store) -> None:
        await bring(store, THRICE)

        [version] = await versions_of(store, (await the_review(store)).id)
        assert (version.content.text, version.content.rating) == ("At first.", 6)
        assert version.content.tags == ("cinema",)
        assert (version.written_at, version.replaced_at) == (noon_of(2), noon_of(30))

    async def test_it_stands_at_noon_of_the_day_on_which_it_was_first_logged(self, store: Store) -> None:
        await bring(store, THRICE)

        review = await the_review(store)
        assert (review.created_at, review.edited_at) == (noon_of(2), noon_of(30))

    async def test_nothing_is_of_later_than_the_import(self, store: Store) -> None:
        morning = NOW.replace(hour=8)
        today = an_entry(watched_on=morning.date(), logged_on=morning.date(), text="Just now.")

        await bring(store, a_told_film(today, wanted_on=morning.date()), now=morning)

        assert (await the_review(store)).created_at == morning
        assert [it.logged_at for it in await viewings(store)] == [morning]
        [wanted] = await store.database.read("SELECT added_s FROM watchlist")
        assert wanted["added_s"] == morning.timestamp()

    async def test_film_that_was_only_rated_is_a_rating_of_no_day(self, store: Store) -> None:
        await bring(store, RATED)

        review = await the_review(store)
        assert (review.content.rating, review.content.text, review.created_at) == (7, "", noon_of(5))
        assert review.content.source_url == FILM_PAGE
        assert [(it.watched_on, it.rating) for it in await viewings(store)] == [(None, 7)]

    async def test_text_without_a_rating_is_a_review(self, store: Store) -> None:
        await bring(store, a_told_film(an_entry(1, text="No stars from me.")))

        assert (await the_review(store)).content.rating is None

    async def test_all_of_it_is_known_to_have_come_with_the_import(self, store: Store) -> None:
        about = await bring(store, THRICE.model_copy(update={"wanted_on": a_day(3)}))

        for table in ("reviews", "review_revisions", "viewings", "watchlist", "letterboxd_films", "letterboxd_entries"):
            assert set(await imports_of(store, table)) == {about.id}, table

    async def test_server_counts_it(self, store: Store) -> None:
        await bring(store, THRICE)

        assert (await store.counts.of_film(GUILD, FILM.key)).counts[9] == 1

    async def test_card_of_the_film_is_edited(self, store: Store) -> None:
        others = await a_review(store, BOB)
        await post(store, others, film_id=await film_id(store))

        await bring(store, THRICE)

        assert await due(store) == [11]

    async def test_it_is_in_that_server_alone(self, store: Store) -> None:
        await bring(store, THRICE, guild_id=OTHER_GUILD)

        assert not await is_reviewed(store)


class TestReviewThatIsHere:
    async def test_what_was_told_on_a_later_day_takes_its_place(self, store: Store) -> None:
        await save(store, now=noon_of(10), rating=5, text="Written here.")

        await bring(store, THRICE)

        assert (await the_review(store)).content.text == "Then again."
        assert await earlier(store) == ["At first.", "Written here."]

    async def test_it_counts_by_the_rating_that_it_has_now(self, store: Store) -> None:
        await save(store, now=noon_of(10), rating=5, text="Written here.")

        await bring(store, THRICE)

        counts = (await store.counts.of_film(GUILD, FILM.key)).counts
        assert (counts[5], counts[9]) == (0, 1)

    async def test_what_was_written_here_later_stays_and_every_text_is_kept(self, store: Store) -> None:
        await save(store, rating=5, text="Written here.")

        await bring(store, UNLIKED)

        content = (await the_review(store)).content
        assert (content.text, content.rating) == ("Written here.", 5)
        assert await earlier(store) == ["At first.", "Then again."]

    async def test_earlier_versions_stay_in_the_order_of_their_days(self, store: Store) -> None:
        await save(store, now=noon_of(10), rating=5, text="One.")
        await save(store, now=noon_of(40), rating=5, text="Two.")
        await save(store, rating=5, text="Three.")

        await bring(store, UNLIKED)

        assert await earlier(store) == ["At first.", "One.", "Then again.", "Two."]

    async def test_viewing_of_the_same_day_is_the_same(self, store: Store) -> None:
        await save(store, now=noon_of(30), rating=5, watched_on=a_day(30))

        await bring(store, THRICE)

        assert [it.watched_on for it in await viewings(store)] == [a_day(1), a_day(30), a_day(60)]

    async def test_viewing_that_is_here_still_counts_in_the_week_in_which_it_was_rated(self, store: Store) -> None:
        await save(store, now=noon_of(30), rating=5, watched_on=a_day(30))
        before = await store.database.read("SELECT given_s FROM counted")

        await bring(store, THRICE)

        after = await store.database.read("SELECT given_s FROM counted")
        assert [row["given_s"] for row in after] == [row["given_s"] for row in before]

    async def test_first_text_of_what_was_a_mere_rating_is_what_it_says(self, store: Store) -> None:
        await save(store, now=noon_of(10), rating=6, watched_on=a_day(10))

        await bring(store, a_told_film(an_entry(10, 10, "a", rating=6, text="In words.")))

        assert (await the_review(store)).content.text == "In words."
        assert len(await viewings(store)) == 1

    async def test_another_members_review_and_another_servers_stay(self, store: Store) -> None:
        await save(store, BOB, now=noon_of(10), text="Bob's.")
        await save(store, guild_id=OTHER_GUILD, now=noon_of(10), text="Elsewhere.")
        before = await store.database.read("SELECT * FROM reviews ORDER BY id")

        await bring(store, THRICE)

        after = await store.database.read("SELECT * FROM reviews ORDER BY id LIMIT 2")
        assert list(map(tuple, after)) == list(map(tuple, before))

    async def test_text_that_is_hidden_now_is_hidden_at_once(self, store: Store) -> None:
        told = an_entry(1, 1, "a", text="He dies.", rating=3)
        await bring(store, a_told_film(told), now=noon_of(2))
        await post(store, await the_review(store))

        hidden = told.model_copy(update={"is_spoiler": True})
        await bring(store, a_told_film(hidden))

        copy = await store.copies.find((await store.copies.due(NOW, 1))[0].message_id)
        assert copy is not None
        assert copy.is_urgent


class TestFilms:
    async def test_film_that_nothing_knows_is_made_one_of_the_servers_own(self, store: Store) -> None:
        told = a_told_film(an_entry(1, 1, "a", rating=4), directors=("Somebody",))

        await bring(store, told, None)

        [own] = await store.own_films.of_guild(GUILD, 9)
        assert (own.title, own.year, own.directors, own.link) == ("Film No. 1", 2013, ("Somebody",), FILM_PAGE)
        assert (await the_review(store, own)).content.rating == 4
        assert await store.told_films.known(GUILD, ALICE, told) == own

    async def test_as_many_are_made_as_are_told(self, store: Store) -> None:
        films = [(None, a_told_film(title=f"Nobody's No. {n}", rating=5)) for n in range(12)]

        await bring_all(store, *films)

        assert len(await store.own_films.of_guild(GUILD, 99)) == 12

    async def test_film_that_was_deleted_meanwhile_is_said_to_be_gone(self, store: Store) -> None:
        await a_film_by_hand(store)
        about = await running(store, (HAND, THRICE))
        await store.own_films.delete(GUILD, HAND.key, NOW)

        with pytest.raises(FilmNotFound):
            await store.diaries.bring_in(about, 1, an_author(), HAND, THRICE, NOW)

    async def test_title_and_year_go_on_meaning_the_film_that_they_first_meant(self, store: Store) -> None:
        other = THRICE.model_copy(update={"address": "https://boxd.it/other"})

        await bring_all(store, (FILM, THRICE), (a_film(2), other))

        assert await store.told_films.known(GUILD, ALICE, other) == a_film(2)
        assert await store.told_films.known(GUILD, ALICE, other.model_copy(update={"address": None})) == FILM


class TestOnce:
    async def test_a_place_of_an_import_is_brought_in_once(self, store: Store) -> None:
        about = await bring(store, THRICE)
        before = await rows(store)

        again = await store.diaries.bring_in(about, 1, an_author(), FILM, THRICE, NOW)

        assert again is None
        assert await rows(store) == before

    async def test_the_same_in_another_import_changes_nothing(self, store: Store) -> None:
        await bring(store, THRICE)
        before = await rows(store)

        await bring(store, THRICE, now=NOW + timedelta(days=3))

        assert await rows(store) == before

    async def test_it_is_all_of_the_moment_at_which_the_import_began(self, store: Store) -> None:
        """So one that goes on after a restart ends as one that was left alone."""
        told = a_told_film(rating=7)
        about = await running(store, (FILM, told), (a_film(2), told))

        await store.diaries.bring_in(about, 1, an_author(), FILM, told, NOW + timedelta(hours=1))
        await store.diaries.bring_in(about, 2, an_author(), a_film(2), told, NOW + timedelta(hours=9))

        assert {row["created_s"] for row in await store.database.read("SELECT created_s FROM reviews")} == {
            NOW.timestamp()
        }

    async def test_film_that_is_left_out_is_done_without_a_trace(self, store: Store) -> None:
        about = await running(store, (FILM, THRICE))

        await store.diaries.skip(about.id, 1)

        assert await store.imports.not_done(about.id, 9) == []
        assert not any((await rows(store)).values())

    @pytest.mark.parametrize("told", [THRICE, RATED, a_told_film(an_entry(1)), a_told_film(wanted_on=a_day(1))])
    async def test_it_does_what_the_preview_said(self, store: Store, told: ToldFilm) -> None:
        await save(store, film=2, text="Written here.")

        for film in (FILM, a_film(2)):
            said = await store.diaries.preview(GUILD, ALICE, film, told, NOW)
            about = await running(store, (film, told))
            done = await store.diaries.bring_in(about, 1, an_author(), film, told, NOW)
            await store.imports.done(about.id, NOW)

            assert done == said

    async def test_preview_of_a_film_that_nothing_knows_is_that_all_is_new(self, store: Store) -> None:
        outcome = await store.diaries.preview(GUILD, ALICE, None, RATED, NOW)

        assert outcome == Outcome(is_new=True, rating=Newer.NEW)
        assert await store.database.read_one("SELECT 1 FROM films") is None

    async def test_what_came_before_is_known_whatever_its_film_is_called_now(self, store: Store) -> None:
        await bring(store, THRICE)

        named = FILM.model_copy(update={"key": "tmdb:9", "title": "Renamed"})
        outcome = await store.diaries.preview(GUILD, ALICE, named, THRICE, NOW)

        assert not outcome.changes_something


async def test_review_that_was_deleted_and_brought_back_still_came_with_its_import(store: Store) -> None:
    about = await bring(store, THRICE)
    before = await rows(store)
    review = await the_review(store)

    await store.trash.delete(review.id, ALICE, NOW)
    await store.trash.restore(GUILD, review.id, ALICE, NOW)

    assert await rows(store) == before
    assert await imports_of(store, "reviews") == [about.id]


async def test_review_that_was_deleted_comes_anew_and_is_not_brought_back_beside_it(store: Store) -> None:
    await bring(store, THRICE)
    deleted = await the_review(store)
    await store.trash.delete(deleted.id, ALICE, NOW)

    await bring(store, THRICE)

    assert len(await viewings(store)) == 3
    with pytest.raises(CannotRestore):
        await store.trash.restore(GUILD, deleted.id, ALICE, NOW)
