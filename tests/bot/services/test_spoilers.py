"""Whose spoilers a reader sees at once."""

import pytest

from bot.services.spoilers import Spoilers
from data.models import Film, GuildId, GuildSettings, Review, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_content, a_film, an_author, an_own_film

FILM, OTHER_FILM = a_film(1), a_film(2)


@pytest.fixture
def spoilers(store: Store) -> Spoilers:
    return Spoilers(store)


async def written(
    store: Store, film: Film = FILM, user_id: UserId = BOB, guild_id: GuildId = GUILD, text: str = "He did it."
) -> Review:
    content = a_content(rating=8, text=text, is_spoiler=True)
    return (await store.reviews.save(guild_id, an_author(user_id), film, content, NOW)).review


@pytest.mark.parametrize(
    ("own", "guild", "opens"),
    [
        (None, None, False),
        (None, False, False),
        (None, True, True),
        (True, None, True),
        (True, False, True),
        (False, True, False),
    ],
)
async def test_ones_own_choice_decides_and_the_servers_where_one_made_none(
    store: Store, spoilers: Spoilers, *, own: bool | None, guild: bool | None, opens: bool
) -> None:
    await spoilers.choose(ALICE, opens=own)

    if guild is not None:
        await store.guilds.choose(GuildSettings(guild_id=GUILD, opens_spoilers=guild))

    review = await written(store)
    await written(store, user_id=ALICE)

    opened = await spoilers.opened_for(GUILD, ALICE, [review])

    assert opened == (frozenset({review.id}) if opens else frozenset())
    assert (await spoilers.choices(GUILD, ALICE)).opens is opens


@pytest.mark.parametrize("opens", [False, True])
async def test_ones_own_review_is_always_open(store: Store, spoilers: Spoilers, *, opens: bool) -> None:
    await spoilers.choose(ALICE, opens=opens)
    own, other = await written(store, user_id=ALICE), await written(store, OTHER_FILM)

    assert await spoilers.opened_for(GUILD, ALICE, (own, other)) == {own.id}


async def test_only_films_that_one_has_reviewed_are_opened_be_it_with_stars_alone(
    store: Store, spoilers: Spoilers
) -> None:
    await spoilers.choose(ALICE, opens=True)
    reviews = [await written(store), await written(store, OTHER_FILM)]
    await store.reviews.rate(GUILD, an_author(ALICE), FILM, 9, NOW)

    assert await spoilers.opened_for(GUILD, ALICE, iter(reviews)) == {reviews[0].id}


async def test_a_film_reviewed_in_another_server_stays_closed(store: Store, spoilers: Spoilers) -> None:
    await spoilers.choose(ALICE, opens=True)
    await written(store, user_id=ALICE, guild_id=OTHER_GUILD)
    review = await written(store)

    assert await spoilers.opened_for(GUILD, ALICE, [review]) == frozenset()


async def test_another_servers_review_stays_closed(store: Store, spoilers: Spoilers) -> None:
    await spoilers.choose(ALICE, opens=True)
    await written(store, user_id=ALICE)
    await written(store, user_id=ALICE, guild_id=OTHER_GUILD)
    foreign = await written(store, guild_id=OTHER_GUILD)

    assert await spoilers.opened_for(GUILD, ALICE, [foreign]) == frozenset()


async def test_closes_again_when_ones_own_review_is_deleted(store: Store, spoilers: Spoilers) -> None:
    await spoilers.choose(ALICE, opens=True)
    own, other = await written(store, user_id=ALICE), await written(store)
    before = await spoilers.opened_for(GUILD, ALICE, [other])
    await store.trash.delete(own.id, ALICE, NOW)

    assert before == {other.id}
    assert await spoilers.opened_for(GUILD, ALICE, [other]) == frozenset()


async def test_a_film_is_the_same_under_any_of_its_keys(store: Store, spoilers: Spoilers) -> None:
    before = an_own_film("starter-film", title="Film")
    after = FILM.model_copy(update={"former_keys": (before.key,)})
    await spoilers.choose(ALICE, opens=True)
    await written(store, before, user_id=ALICE)
    review = await written(store, after)

    assert await spoilers.opened_for(GUILD, ALICE, [review]) == {review.id}


async def test_no_reviews_open_nothing(spoilers: Spoilers) -> None:
    assert await spoilers.opened_for(GUILD, ALICE, []) == frozenset()


async def test_outside_of_a_server_only_ones_own_choice_is_told(store: Store, spoilers: Spoilers) -> None:
    await store.guilds.choose(GuildSettings(guild_id=GUILD, opens_spoilers=True))

    choices = await spoilers.choices(None, ALICE)

    assert (choices.own, choices.guild, choices.opens) == (None, None, False)
