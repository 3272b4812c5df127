"""Which films, and reviews of films, a person knows."""

from data.models import FilmKey, GuildId, ReviewId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author

LOOKED_AT, WANTED, REVIEWED, REVIEWED_ELSEWHERE, OTHERS = (a_film(number) for number in range(1, 6))
FILMS = (LOOKED_AT, WANTED, REVIEWED, REVIEWED_ELSEWHERE, OTHERS)


async def furnish(store: Store) -> None:
    """Alice knows each film but one in another way; Bob reviewed, looked at and wants to see them all."""
    ids = {film.key: await store.films.remember(film, NOW) for film in FILMS}
    await store.members.look_up(ALICE, ids[LOOKED_AT.key], NOW)
    await store.members.toggle_watchlist(ALICE, ids[WANTED.key], NOW)
    await store.reviews.save(GUILD, an_author(ALICE), REVIEWED, a_content(), NOW)
    await store.reviews.save(OTHER_GUILD, an_author(ALICE), REVIEWED_ELSEWHERE, a_content(), NOW)

    for film in FILMS:
        await store.members.look_up(BOB, ids[film.key], NOW)
        await store.members.toggle_watchlist(BOB, ids[film.key], NOW)
        await store.reviews.save(GUILD, an_author(BOB), film, a_content(), NOW)


async def test_own_are_films_looked_at_wanted_or_reviewed_in_this_server(store: Store) -> None:
    await furnish(store)
    keys = [film.key for film in FILMS]

    own = [await store.members.own_among(guild_id, ALICE, keys) for guild_id in (GUILD, OTHER_GUILD, None)]

    assert own == [
        {LOOKED_AT.key, WANTED.key, REVIEWED.key},
        {LOOKED_AT.key, WANTED.key, REVIEWED_ELSEWHERE.key},
        {LOOKED_AT.key, WANTED.key},
    ]


async def test_own_are_told_by_the_keys_that_were_asked_about(store: Store) -> None:
    film = LOOKED_AT.model_copy(update={"former_keys": (FilmKey("own:former"),)})
    await store.members.look_up(ALICE, await store.films.remember(film, NOW), NOW)

    own = await store.members.own_among(GUILD, ALICE, [FilmKey("own:former"), FilmKey("own:unknown")])

    assert own == {"own:former"}


async def test_films_that_a_member_reviewed_in_a_server_come_the_latest_first(store: Store) -> None:
    for number, film in enumerate(FILMS):
        await store.reviews.save(GUILD, an_author(ALICE), film, a_content(), NOW + number * MINUTE)

    await store.reviews.save(OTHER_GUILD, an_author(ALICE), a_film(9), a_content(), NOW + 9 * MINUTE)
    await store.reviews.save(GUILD, an_author(BOB), a_film(10), a_content(), NOW + 9 * MINUTE)

    found = await store.members.reviewed_films(GUILD, ALICE, 3)

    assert found == [OTHERS, REVIEWED_ELSEWHERE, REVIEWED]


async def test_reviews_of_films_that_the_member_reviewed_too_are_those_of_the_same_server(store: Store) -> None:
    async def saved(guild_id: GuildId, number: int) -> ReviewId:
        return (await store.reviews.save(guild_id, an_author(BOB), a_film(number), a_content(), NOW)).review.id

    both, bobs, elsewhere = await saved(GUILD, 1), await saved(GUILD, 2), await saved(OTHER_GUILD, 1)
    await store.reviews.save(GUILD, an_author(ALICE), a_film(1), a_content(), NOW)
    await store.reviews.save(OTHER_GUILD, an_author(ALICE), a_film(1), a_content(), NOW)
    await store.reviews.save(OTHER_GUILD, an_author(ALICE), a_film(2), a_content(), NOW)

    found = await store.members.reviewed_too(GUILD, ALICE, [both, bobs, elsewhere, ReviewId(999)])

    assert found == {both}


async def test_nothing_asked_about_is_nothing_known(store: Store) -> None:
    await furnish(store)

    assert await store.members.own_among(GUILD, ALICE, []) == frozenset()
    assert await store.members.reviewed_too(GUILD, ALICE, []) == frozenset()
