"""How fast a member may write what others are told of."""

import asyncio
from datetime import timedelta

import pytest

from bot.services import Services
from data.catalogue.local import LocalCatalogue
from data.errors import TooManyReviews
from data.models import Change, ChannelId, GuildSettings, Pace, ReviewForm
from data.store import Store
from tests.bot.services.films import EXILE, FILM, FILMS, NUMBERS
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, an_author

HERE = ReviewForm(rating=7, text="Here.")
AGAIN = ReviewForm(rating=9, text="Again.")
SECOND = timedelta(seconds=1)


@pytest.fixture
def services(store: Store) -> Services:
    """Services that let ten seconds pass between two new reviews, and take two a day."""
    return Services(LocalCatalogue(FILMS), store, Pace(interval=10 * SECOND, per_day=2))


async def test_new_reviews_wait_for_each_other_and_edits_do_not(services: Services) -> None:
    await services.reviews.submit(GUILD, an_author(), FILM, HERE, NOW)
    edited = await services.reviews.submit(GUILD, an_author(), FILM, AGAIN, NOW)

    with pytest.raises(TooManyReviews) as caught:
        await services.reviews.submit(GUILD, an_author(), EXILE, HERE, NOW + 9 * SECOND)

    assert edited.change is Change.EDITED
    assert (caught.value.retry_at, caught.value.per_day) == (NOW + 10 * SECOND, None)
    assert await services.reviews.submit(GUILD, an_author(), EXILE, HERE, NOW + 10 * SECOND)


async def test_day_has_a_number_that_deleting_does_not_lift(services: Services) -> None:
    for film, moment in ((FILM, NOW), (EXILE, NOW + MINUTE)):
        saved = await services.reviews.submit(GUILD, an_author(), film, HERE, moment)
        await services.reviews.delete(GUILD, ALICE, saved.review.id, moment, is_moderator=False)

    with pytest.raises(TooManyReviews) as caught:
        await services.reviews.submit(GUILD, an_author(), NUMBERS, HERE, NOW + 2 * MINUTE)

    assert (caught.value.retry_at, caught.value.per_day) == (NOW + timedelta(days=1), 2)


async def test_is_each_members_and_each_servers_own(services: Services) -> None:
    await services.reviews.submit(GUILD, an_author(), FILM, HERE, NOW)

    assert await services.reviews.submit(GUILD, an_author(BOB), FILM, HERE, NOW)
    assert await services.reviews.submit(OTHER_GUILD, an_author(), EXILE, HERE, NOW)


async def test_rating_that_nobody_is_told_of_is_free(services: Services) -> None:
    for film in FILMS:
        await services.reviews.rate(GUILD, an_author(), film, 7, NOW)

    assert (await services.privacy.counts(ALICE))["reviews"] == len(FILMS)


async def test_first_text_of_a_free_rating_is_not(services: Services) -> None:
    rated = [(await services.reviews.rate(GUILD, an_author(), film, 7, NOW)).review for film in (FILM, EXILE)]
    await services.reviews.submit(GUILD, an_author(), FILM, HERE, NOW)

    with pytest.raises(TooManyReviews):
        await services.reviews.submit(GUILD, an_author(), EXILE, HERE, NOW)

    with pytest.raises(TooManyReviews):
        await services.reviews.replace_text(GUILD, an_author(), rated[1].id, "From a file.", NOW)


async def test_rating_that_goes_into_the_feed_counts_once_with_its_text(services: Services) -> None:
    await services.guilds.choose(GuildSettings(guild_id=GUILD, feed_id=ChannelId(5), takes_bare_ratings=True))
    await services.reviews.rate(GUILD, an_author(), FILM, 7, NOW)

    with pytest.raises(TooManyReviews):
        await services.reviews.rate(GUILD, an_author(), EXILE, 7, NOW)

    assert (await services.reviews.submit(GUILD, an_author(), FILM, HERE, NOW)).change is Change.EDITED
    assert (await services.reviews.rate(GUILD, an_author(), FILM, 8, NOW)).change is Change.EDITED
    assert await services.reviews.rate(GUILD, an_author(), EXILE, 7, NOW + 10 * SECOND)


async def test_is_kept_whatever_comes_at_once(services: Services) -> None:
    sent = [services.reviews.submit(GUILD, an_author(), film, HERE, NOW) for film in FILMS]

    outcomes = await asyncio.gather(*sent, return_exceptions=True)

    assert sum(not isinstance(outcome, TooManyReviews) for outcome in outcomes) == 1
