from datetime import timedelta
from typing import Any

import pytest

from data.models import ToldFilm
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_film, an_author
from tests.data.store.brought import THRICE, bring, bring_all, follow, noon_of, take_back
from tests.data.store.diaries import FILM_PAGE, a_day, a_told_film, an_entry
from tests.data.store.own import HAND, a_film_by_hand, by_hand, merge, say
from tests.data.store.steps import film_id, save

pytestmark = pytest.mark.usefixtures("sound_store")

DAY = timedelta(days=1)


async def the_told(store: Store) -> ToldFilm:
    """The only film that Alice takes along."""
    [told] = await store.exports.told_films(GUILD, ALICE)
    return told


async def lines(store: Store) -> list[tuple[Any, ...]]:
    """The day, the rating and the text of each viewing of it."""
    return [(entry.watched_on, entry.rating, entry.text) for entry in (await the_told(store)).entries]


class TestReviews:
    async def test_each_viewing_has_the_text_that_was_written_about_it(self, store: Store) -> None:
        await bring(store, a_told_film(*THRICE.entries[:2], rating=7))

        assert await lines(store) == [(a_day(1), 6, "At first."), (a_day(30), 7, "Then again.")]

    async def test_text_that_stayed_when_the_film_was_seen_again_goes_with_that(self, store: Store) -> None:
        await bring(store, THRICE)

        assert await lines(store) == [(a_day(1), 6, "At first."), (a_day(30), 7, ""), (a_day(60), 9, "Then again.")]

    async def test_viewing_has_its_tags_and_marks_and_the_day_on_which_it_was_logged(self, store: Store) -> None:
        await save(store, now=noon_of(5), rating=3, text="Once.", watched_on=a_day(4), tags=("cinema",))
        await save(store, now=noon_of(9), rating=6, text="||Twice.||", is_rewatch=True, is_spoiler=True)

        first, second = (await the_told(store)).entries
        assert (first.tags, first.is_spoiler, first.is_rewatch, first.logged_on) == (
            ("cinema",),
            False,
            False,
            a_day(5),
        )
        assert (second.tags, second.is_spoiler, second.is_rewatch, second.logged_on) == ((), True, True, a_day(9))

    async def test_film_is_named_by_all_that_tells_it_from_others(self, store: Store) -> None:
        film = a_film(1, directors=["Rithy Panh"], tmdb_id=77)
        await bring(store, THRICE, film)

        told = await the_told(store)
        assert (told.title, told.year, told.directors) == ("Film No. 1", 2013, ("Rithy Panh",))
        assert (told.imdb_id, told.tmdb_id, told.address) == ("tt0000001", 77, FILM_PAGE)

    async def test_rating_and_like_are_the_films_own(self, store: Store) -> None:
        await save(store, now=noon_of(5), rating=3, is_liked=True)

        told = await the_told(store)
        assert (told.rating, told.rated_on, told.is_liked, told.seen_on) == (3, a_day(5), True, a_day(5))

    async def test_what_was_said_last_of_a_day_goes_with_it(self, store: Store) -> None:
        await save(store, now=noon_of(5), rating=3, text="Once.", watched_on=a_day(4))
        await save(store, now=noon_of(6), rating=4, text="Once, put right.", watched_on=a_day(4))
        await save(store, now=noon_of(9), rating=6, text="Twice.", watched_on=a_day(9), is_rewatch=True)

        assert await lines(store) == [(a_day(4), 4, "Once, put right."), (a_day(9), 6, "Twice.")]

    async def test_two_viewings_of_one_day_keep_their_texts_apart(self, store: Store) -> None:
        await bring(
            store,
            a_told_film(
                an_entry(4, 4, "a", rating=3, text="In the morning."),
                an_entry(4, 4, "b", rating=8, text="In the evening."),
                an_entry(9, 9, "c", rating=6, text="Days later."),
            ),
        )

        assert await lines(store) == [
            (a_day(4), 3, "In the morning."),
            (a_day(4), 8, "In the evening."),
            (a_day(9), 6, "Days later."),
        ]

    async def test_many_films_come_in_the_order_in_which_they_were_first_written_about(self, store: Store) -> None:
        told = a_told_film(rating=5)
        await bring_all(store, *((a_film(n), told) for n in range(1, 206)))
        await save(store, film=300, now=noon_of(1))

        found = await store.exports.told_films(GUILD, ALICE)

        assert [film.title for film in found] == [f"Film No. {n}" for n in (300, *range(1, 206))]

    async def test_others_reviews_and_those_in_other_servers_stay(self, store: Store) -> None:
        await save(store, BOB)
        await save(store, film=2, guild_id=OTHER_GUILD)

        assert await store.exports.told_films(GUILD, ALICE) == []

    async def test_what_a_feed_told_goes_along(self, store: Store) -> None:
        await follow(store, a_told_film(an_entry(1, name="g", rating=8, text="Words.")))

        assert await lines(store) == [(a_day(1), 8, "Words.")]


class TestPages:
    """A film's page there, by which it is named most surely."""

    async def test_film_written_about_here_has_none(self, store: Store) -> None:
        await save(store)

        assert (await the_told(store)).address is None

    async def test_page_of_a_film_that_became_part_of_another_is_the_others(self, store: Store) -> None:
        row = await a_film_by_hand(store)
        await bring(store, THRICE, HAND)
        await merge(store, row)

        assert ((await the_told(store)).title, (await the_told(store)).address) == ("Film No. 1", FILM_PAGE)

    @pytest.mark.parametrize("title", ["https://example.org/", "https://boxd.it/abcd", "https://", "a|b"])
    async def test_title_that_looks_like_one_is_none(self, store: Store, title: str) -> None:
        await bring(store, a_told_film(title=title, address=None, rating=4))

        assert (await the_told(store)).address is None

    async def test_it_is_forgotten_with_the_import_that_told_it(self, store: Store) -> None:
        about = await bring(store, THRICE)
        await save(store, text="Edited.")

        await take_back(store, about)

        assert (await the_told(store)).address is None


class TestWatches:
    async def test_private_viewings_are_told_after_the_reviews(self, store: Store) -> None:
        seen = a_told_film(an_entry(1, 1, "a", tags=("home",)), an_entry(4, 4, "b", is_rewatch=True, is_liked=True))
        await bring(store, seen)
        await save(store, film=2)

        _, told = await store.exports.told_films(GUILD, ALICE)

        assert [(it.watched_on, it.tags, it.is_rewatch) for it in told.entries] == [
            (a_day(1), ("home",), False),
            (a_day(4), (), True),
        ]
        assert (told.is_liked, told.rating, told.address) == (True, None, FILM_PAGE)

    async def test_film_that_was_only_marked_as_watched_has_no_viewing_to_tell_of(self, store: Store) -> None:
        await bring(store, a_told_film(seen_on=a_day(3)))

        told = await the_told(store)
        assert (told.entries, told.seen_on) == ((), a_day(3))

    async def test_they_go_along_from_every_server(self, store: Store) -> None:
        await bring(store, a_told_film(an_entry(1, 1, "a")), guild_id=OTHER_GUILD)

        assert [entry.watched_on for entry in (await the_told(store)).entries] == [a_day(1)]

    async def test_film_that_another_server_added_by_hand_does_not(self, store: Store) -> None:
        told = a_told_film(an_entry(1, 1, "a"), wanted_on=a_day(1))
        await bring(store, told, None, guild_id=OTHER_GUILD)

        assert await store.exports.told_films(GUILD, ALICE) == []
        assert await store.exports.wanted(GUILD, ALICE) == []
        assert len(await store.exports.told_films(OTHER_GUILD, ALICE)) == 1
        assert len(await store.exports.wanted(OTHER_GUILD, ALICE)) == 1

    async def test_nobody_takes_another_members_along(self, store: Store) -> None:
        await bring(store, a_told_film(an_entry(1, 1, "a"), wanted_on=a_day(1)), user_id=BOB)

        assert await store.exports.told_films(GUILD, ALICE) == []
        assert await store.exports.wanted(GUILD, ALICE) == []


class TestWanted:
    async def test_watchlist_is_in_its_own_order(self, store: Store) -> None:
        await store.members.toggle_watchlist(ALICE, await film_id(store, 2), NOW - DAY)
        await bring(store, a_told_film(wanted_on=a_day(3)))

        found = await store.exports.wanted(GUILD, ALICE)

        assert [(film.title, film.wanted_on) for film in found] == [
            ("Film No. 1", a_day(3)),
            ("Film No. 2", (NOW - DAY).date()),
        ]

    async def test_it_names_films_by_their_pages(self, store: Store) -> None:
        await bring(store, a_told_film(wanted_on=a_day(3)))

        assert [film.address for film in await store.exports.wanted(GUILD, ALICE)] == [FILM_PAGE]


class TestSameAgain:
    """What is taken along and brought in again changes nothing: see also `tests/bot/services/test_round_trips.py`."""

    async def test_what_is_told_is_what_is_here(self, store: Store) -> None:
        await bring(store, THRICE)
        await save(store, film=2, now=noon_of(5), rating=3, text="Once.", watched_on=a_day(4), tags=("cinema",))
        await save(store, film=2, rating=8, text="Twice.", is_rewatch=True)
        await bring(store, a_told_film(an_entry(1, 1, "a"), wanted_on=a_day(2)), a_film(3))
        await a_film_by_hand(store, added_by=ALICE)
        await say(store, ALICE, HAND, "Ours.", 9)

        for told in await store.exports.told_films(GUILD, ALICE):
            film = by_hand() if told.title == HAND.title else a_film(int(told.title.removeprefix("Film No. ")))
            outcome = await store.diaries.preview(GUILD, an_author().id, film, told, NOW + DAY)

            assert not outcome.changes_something, told
