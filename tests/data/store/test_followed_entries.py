from datetime import timedelta
from typing import Any

import pytest

from data.models import Change, ToldFilm
from data.store import Store
from tests.builders import ALICE, GUILD, NOW, a_film
from tests.data.store.brought import (
    FILM,
    MEMBERS,
    bring,
    earlier,
    follow,
    imports_of,
    is_reviewed,
    rows,
    the_review,
    viewings,
    watches,
)
from tests.data.store.diaries import a_told_film, an_entry
from tests.data.store.feeds import sent_in_turn
from tests.data.store.own import HAND, a_film_by_hand, merge
from tests.data.store.steps import due, post, save, set_up_feed

pytestmark = pytest.mark.usefixtures("sound_store")

DAY = timedelta(days=1)
TODAY, YESTERDAY = NOW.date(), (NOW - DAY).date()
WEEK_AGO, SOON = NOW - 7 * DAY, NOW + 30 * DAY
SOURCE = "https://letterboxd.com/alice/film/letterboxd-review-1/"


def told_in_feed(name: str = "letterboxd-review-1", **said: Any) -> ToldFilm:
    """A film with one entry, as a feed tells of it: of what was seen yesterday, where nothing else is said."""
    seen: dict[str, Any] = {"watched_on": YESTERDAY} | said
    return a_told_film(an_entry(name=name, **seen))


REVIEW = told_in_feed(rating=8, text="Seen in an empty cinema.")
RATING = told_in_feed("letterboxd-watch-1", rating=8)
BARE = told_in_feed("letterboxd-watch-1")


class TestNew:
    async def test_it_is_written_now_and_says_where_it_stands(self, store: Store) -> None:
        saved = await follow(store, REVIEW)

        assert saved is not None
        assert saved.change is Change.NEW
        review = await the_review(store)
        assert saved.review == review
        assert (review.created_at, review.edited_at) == (NOW, None)
        assert (review.content.text, review.content.source_url) == ("Seen in an empty cinema.", SOURCE)
        assert [(it.watched_on, it.logged_at) for it in await viewings(store)] == [(YESTERDAY, NOW)]
        assert await imports_of(store, "reviews") == [None]

    async def test_it_counts_in_the_week(self, store: Store) -> None:
        await follow(store, REVIEW)

        events = await store.weeks.events(GUILD, WEEK_AGO, SOON)
        assert (events.numbers.raters, events.numbers.reviews, events.writers) == (1, 1, ((ALICE, 1),))

    async def test_first_week_of_a_server_begins_with_it(self, store: Store) -> None:
        await follow(store, REVIEW)

        week = await store.weeks.of(GUILD)
        assert week is not None
        assert week.begins_at == NOW

    async def test_it_goes_into_the_feed(self, store: Store) -> None:
        settings = await set_up_feed(store)

        saved = await follow(store, REVIEW)

        assert saved is not None
        assert saved.feed_id == settings.feed_id
        assert await sent_in_turn(store) == [(saved.review.id,)]

    @pytest.mark.parametrize("takes_bare", [True, False])
    async def test_mere_rating_goes_where_the_feed_takes_such(self, store: Store, *, takes_bare: bool) -> None:
        await set_up_feed(store, takes_bare_ratings=takes_bare)

        await follow(store, RATING)

        assert len(await sent_in_turn(store)) == takes_bare

    async def test_viewing_alone_is_private(self, store: Store) -> None:
        await set_up_feed(store, takes_bare_ratings=True)

        saved = await follow(store, BARE)

        assert saved is None
        assert await watches(store) == [(YESTERDAY.isoformat(), [FILM.key])]
        assert not await is_reviewed(store)
        assert await sent_in_turn(store) == []

    async def test_film_that_nothing_knows_is_made_one_of_the_servers_own(self, store: Store) -> None:
        saved = await follow(store, REVIEW, None)

        assert saved is not None
        assert saved.review.film == (await store.own_films.of_guild(GUILD, 9))[0]

    async def test_entry_of_a_merged_film_comes_to_the_one_that_it_is_now(self, store: Store) -> None:
        await merge(store, await a_film_by_hand(store))

        saved = await follow(store, REVIEW, HAND)

        assert saved is not None
        assert saved.review.film == FILM


class TestOfAReviewThatIsHere:
    async def test_rewatch_is_another_viewing_and_no_news(self, store: Store) -> None:
        await set_up_feed(store)
        await follow(store, told_in_feed("old", watched_on=(NOW - 40 * DAY).date(), rating=6, text="Once."))
        assert len(await sent_in_turn(store)) == 1

        saved = await follow(store, told_in_feed("again", rating=9, text="Twice.", is_rewatch=True), now=NOW + DAY)

        assert saved is not None
        assert saved.change is Change.EDITED
        assert [it.rating for it in await viewings(store)] == [6, 9]
        assert ((await the_review(store)).content.text, await earlier(store)) == ("Twice.", ["Once."])
        assert await sent_in_turn(store) == []

    async def test_first_text_of_a_rating_goes_into_the_feed(self, store: Store) -> None:
        await set_up_feed(store)
        await follow(store, RATING)
        assert await sent_in_turn(store) == []

        saved = await follow(store, REVIEW)

        assert saved is not None
        assert await sent_in_turn(store) == [(saved.review.id,)]

    async def test_watch_and_review_of_one_day_are_one_viewing(self, store: Store) -> None:
        await follow(store, RATING)

        await follow(store, REVIEW)

        assert [(it.watched_on, it.rating) for it in await viewings(store)] == [(YESTERDAY, 8)]

    async def test_private_viewing_becomes_that_of_the_review(self, store: Store) -> None:
        await follow(store, BARE)

        await follow(store, REVIEW)

        assert await watches(store) == []
        assert [it.watched_on for it in await viewings(store)] == [YESTERDAY]

    async def test_bare_viewing_of_a_reviewed_film_is_in_its_diary(self, store: Store) -> None:
        await save(store, now=NOW - 40 * DAY, rating=6)

        await follow(store, BARE)

        # What the review is about stays the last.
        assert [it.watched_on for it in await viewings(store)] == [YESTERDAY, None]
        assert (await the_review(store)).content.rating == 6

    async def test_what_was_written_here_since_stays(self, store: Store) -> None:
        await save(store, rating=3, text="Written here.")

        await follow(store, told_in_feed(watched_on=(NOW - 9 * DAY).date(), rating=8, text="Older."))

        assert (await the_review(store)).content.text == "Written here."
        assert await earlier(store) == ["Older."]

    async def test_what_an_import_brought_is_not_brought_again(self, store: Store) -> None:
        said: dict[str, Any] = {"watched_on": YESTERDAY, "rating": 8, "text": "Seen in an empty cinema."}
        await bring(store, a_told_film(an_entry(name="boxd", logged_on=TODAY, **said), rating=8))
        before = await rows(store, MEMBERS)

        assert await follow(store, REVIEW) is None
        assert await rows(store, MEMBERS) == before

    async def test_what_a_feed_brought_is_not_imported_again(self, store: Store) -> None:
        await follow(store, REVIEW)
        before = await rows(store, MEMBERS)
        said: dict[str, Any] = {"watched_on": YESTERDAY, "rating": 8, "text": "Seen in an empty cinema."}

        await bring(store, a_told_film(an_entry(name="boxd", logged_on=TODAY, **said), rating=8))

        assert await rows(store, MEMBERS) == before


class TestKnown:
    async def test_the_same_again_changes_nothing(self, store: Store) -> None:
        await follow(store, REVIEW)
        before = await rows(store)

        assert await follow(store, REVIEW, now=NOW + DAY) is None
        assert await rows(store) == before

    async def test_edit_is_put_right_and_is_no_news(self, store: Store) -> None:
        await set_up_feed(store)
        await follow(store, REVIEW)
        await sent_in_turn(store)

        edited = told_in_feed(rating=5, text="In a full cinema.", watched_on=TODAY)
        saved = await follow(store, edited, now=NOW + DAY)

        assert saved is not None
        assert saved.change is Change.EDITED
        content = saved.review.content
        assert (content.text, content.rating, content.watched_on) == ("In a full cinema.", 5, TODAY)
        assert content.source_url == SOURCE
        assert [(it.watched_on, it.rating) for it in await viewings(store)] == [(TODAY, 5)]
        assert await earlier(store) == ["Seen in an empty cinema."]
        assert await sent_in_turn(store) == []

    async def test_changed_rating_counts_when_it_was_first_given(self, store: Store) -> None:
        await follow(store, REVIEW)

        await follow(store, told_in_feed(rating=5, text="Seen in an empty cinema."), now=NOW + 8 * DAY)

        [row] = await store.database.read("SELECT given_s, rating FROM counted")
        assert tuple(row) == (NOW.timestamp(), 5)

    async def test_text_that_is_a_spoiler_by_now_is_hidden_at_once(self, store: Store) -> None:
        await follow(store, REVIEW)
        await post(store, await the_review(store))
        assert await due(store) == []

        await follow(store, told_in_feed(rating=8, text="Seen in an empty cinema.", is_spoiler=True), now=NOW + DAY)

        [copy] = await store.copies.due(NOW + DAY, 9)
        assert copy.is_urgent
        assert (await the_review(store)).content.is_spoiler

    @pytest.mark.parametrize("film", [FILM, None], ids=["known film", "unknown film"])
    async def test_what_its_member_deleted_here_does_not_come_back(self, store: Store, film: Any) -> None:
        saved = await follow(store, REVIEW, film)
        assert saved is not None
        await store.trash.delete(saved.review.id, ALICE, NOW)
        before = await rows(store, MEMBERS)

        again = await follow(store, told_in_feed(rating=5, text="Another text."), film, now=NOW + DAY)

        assert again is None
        assert await rows(store, MEMBERS) == before
        assert len(await store.own_films.of_guild(GUILD, 9)) == (film is None)

    async def test_what_is_told_of_another_film_by_now_is_left_where_it_is(self, store: Store) -> None:
        await follow(store, REVIEW)

        assert await follow(store, REVIEW, a_film(2), now=NOW + DAY) is None
        assert not await is_reviewed(store, a_film(2))

    async def test_entry_of_what_was_written_anew_here_brings_no_second_viewing(self, store: Store) -> None:
        await follow(store, REVIEW)
        await store.trash.delete((await the_review(store)).id, ALICE, NOW)
        await save(store, now=NOW + DAY, rating=2, text="Anew.")

        await follow(store, told_in_feed(rating=5, text="Another text."), now=NOW + 2 * DAY)

        assert (await the_review(store)).content.text == "Anew."
        assert len(await viewings(store)) == 1


async def test_undoing_an_import_leaves_what_the_feed_told(store: Store) -> None:
    about = await bring(store, a_told_film(an_entry(name="boxd", watched_on=YESTERDAY, rating=8), rating=8))
    await follow(store, REVIEW)

    await store.imports.undo(about.id, NOW)
    await store.diaries.take_back(about, 1, NOW)

    assert (await the_review(store)).content.text == "Seen in an empty cinema."
    assert await follow(store, REVIEW, now=NOW + DAY) is None
