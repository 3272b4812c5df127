"""Imports are no news: they count in no week, and nobody hears of them."""

from datetime import date, timedelta

import pytest

from data.models import ToldFilm
from data.store import Store
from tests.builders import BOB, GUILD, NOW, a_film
from tests.data.store.brought import FILM, bring, bring_all, follow, the_review
from tests.data.store.diaries import a_told_film, an_entry
from tests.data.store.steps import a_review, like, save, set_up_feed

pytestmark = pytest.mark.usefixtures("sound_store")

LATELY = NOW.date() - timedelta(days=1)
WEEK_AGO, SOON = NOW - timedelta(days=7), NOW + timedelta(days=1)


def told_of(day: date = LATELY, text: str = "Words.") -> ToldFilm:
    """A film that was seen and written about on that day."""
    return a_told_film(an_entry(name="a", watched_on=day, logged_on=day, rating=8, text=text))


async def test_nothing_of_it_counts_in_the_week_in_which_it_was_logged(store: Store) -> None:
    await bring(store, told_of())

    numbers = (await store.weeks.events(GUILD, WEEK_AGO, SOON)).numbers
    assert (numbers.raters, numbers.reviews) == (0, 0)
    assert await store.database.read_one("SELECT 1 FROM counted") is None
    assert await store.weeks.next_event(GUILD, WEEK_AGO) is None


async def test_server_knows_how_many_reviews_it_has_by_now(store: Store) -> None:
    await bring(store, told_of())

    assert (await store.weeks.events(GUILD, WEEK_AGO, SOON)).numbers.all_reviews == 1


@pytest.mark.parametrize("told", [told_of(), a_told_film(rating=7, rated_on=LATELY)], ids=["reviewed", "rated"])
async def test_no_week_begins_with_it(store: Store, told: ToldFilm) -> None:
    await bring(store, told)

    assert await store.weeks.of(GUILD) is None


async def test_who_imported_most_wrote_nothing(store: Store) -> None:
    await bring_all(store, *((a_film(n), told_of()) for n in range(1, 4)))
    await save(store, BOB, film=9, now=NOW)

    assert (await store.weeks.events(GUILD, WEEK_AGO, SOON)).writers == ((BOB, 1),)


async def test_it_is_not_the_best_liked_review_of_a_week(store: Store) -> None:
    await bring(store, told_of())
    await like(store, await the_review(store))
    written = await a_review(store, film=2)

    assert (await store.weeks.events(GUILD, WEEK_AGO, SOON)).best_id is None
    await like(store, written)
    assert (await store.weeks.events(GUILD, WEEK_AGO, SOON)).best_id == written.id


async def test_nothing_goes_into_the_feed(store: Store) -> None:
    await set_up_feed(store, takes_bare_ratings=True)

    await bring_all(store, (FILM, told_of()), (a_film(2), a_told_film(rating=5)))

    assert await store.outbox.next_batch(GUILD, NOW) is None


async def test_rating_that_is_put_right_by_an_import_counts_as_it_is_now(store: Store) -> None:
    await save(store, now=NOW - timedelta(days=3), rating=3, watched_on=LATELY - timedelta(days=2))

    await bring(store, told_of())

    [row] = await store.database.read("SELECT given_s, rating FROM counted")
    assert tuple(row) == ((NOW - timedelta(days=3)).timestamp(), 8)


async def test_edit_of_an_imported_review_is_no_review_of_the_week(store: Store) -> None:
    await bring(store, told_of())

    await save(store, rating=2, text="On second thoughts.")

    events = await store.weeks.events(GUILD, WEEK_AGO, SOON)
    assert (events.numbers.reviews, events.numbers.raters) == (0, 0)


async def test_rewatch_of_an_imported_film_counts_when_it_is_told_here(store: Store) -> None:
    await bring(store, told_of())

    await save(store, rating=9, text="Words.", is_rewatch=True)

    assert (await store.weeks.events(GUILD, WEEK_AGO, SOON)).numbers.raters == 1


async def test_rewatch_of_an_imported_film_counts_when_a_feed_tells_of_it(store: Store) -> None:
    await bring(store, told_of(LATELY - timedelta(days=300)))
    assert (await store.weeks.events(GUILD, WEEK_AGO, SOON)).numbers.raters == 0

    await follow(store, a_told_film(an_entry(name="b", watched_on=LATELY, rating=9, is_rewatch=True)))

    assert (await store.weeks.events(GUILD, WEEK_AGO, SOON)).numbers.raters == 1
