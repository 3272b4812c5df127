"""A server's own films among all others: found as those are, and nowhere else."""

from datetime import datetime

import pytest

from bot.services import Services
from data.errors import AlreadyThere, CannotMerge, FilmNotFound, NotYourFilm, TooManyFilms
from data.models import Film, GuildId, OwnFilmForm
from tests.bot.services.films import FILM
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, an_author

FORM = OwnFilmForm(title="The Missing Pigeon", year="1999", directors="Aunt Ida")


async def add(services: Services, guild_id: GuildId = GUILD, now: datetime = NOW, **facts: str) -> Film:
    form = FORM.model_copy(update=facts)
    return await services.own_films.add(guild_id, an_author(ALICE, name="Alice"), form, now)


async def test_own_film_is_looked_up_like_any_other_in_its_server(services: Services) -> None:
    film = await add(services)

    for typed in ("the missing pigeon", "missing pigeon 1999", "mising pigeon", "aunt ida", film.key):
        assert await services.films.look_up(typed, GUILD, NOW) == film

    for typed in ("aunt ida", film.key):
        with pytest.raises(FilmNotFound):
            await services.films.look_up(typed, OTHER_GUILD, NOW)


async def test_film_of_the_same_title_as_a_known_one_is_asked_about(services: Services) -> None:
    film = await services.own_films.add(
        GUILD, an_author(), OwnFilmForm(title="The missing picture"), NOW, is_certain=True
    )

    assert await services.films.look_up("the missing picture", GUILD, NOW) == [FILM, film]
    assert await services.films.look_up("the missing picture", OTHER_GUILD, NOW) == FILM


async def test_own_films_are_offered_while_typing_in_their_server_alone(services: Services) -> None:
    film = await add(services)
    await services.suggestions.looked_up(ALICE, await services.films.id_of(film, NOW), NOW)

    for guild_id, is_there in ((GUILD, True), (OTHER_GUILD, False), (None, False)):
        for typed in ("pige", ""):
            assert (film in await services.suggestions.suggest(guild_id, ALICE, typed, NOW)) is is_there

    assert film in await services.suggestions.suggest(GUILD, BOB, "missing", NOW)


async def test_new_film_is_found_at_once(services: Services) -> None:
    with pytest.raises(FilmNotFound):
        await services.films.look_up("aunt ida", GUILD, NOW)

    film = await add(services)

    assert await services.films.look_up("aunt ida", GUILD, NOW) == film


@pytest.mark.parametrize(
    ("title", "year", "is_known"),
    [
        ("The Missing Picture", "2013", True),
        ("l'IMAGE Manquante", "2013", True),
        ("The Missing Picture", "", True),
        ("The Missing Picture", "2014", False),
        ("The Missing Pictures", "2013", False),
    ],
)
async def test_film_of_the_same_title_and_year_is_told(
    services: Services,
    title: str,
    year: str,
    is_known: bool,  # noqa: FBT001  (from the table)
) -> None:
    if not is_known:
        assert (await add(services, title=title, year=year)).title == title
        return

    with pytest.raises(AlreadyThere) as refused:
        await add(services, title=title, year=year)

    assert refused.value.keys == (FILM.key,)


async def test_own_film_of_this_server_is_told_as_well_and_those_of_others_are_not(services: Services) -> None:
    film = await add(services)

    with pytest.raises(AlreadyThere) as refused:
        await add(services, title="the missing PIGEON")

    assert refused.value.keys == (film.key,)
    assert (await add(services, OTHER_GUILD)).key != film.key


async def test_keys_can_not_be_guessed_from_one_another(services: Services) -> None:
    films = [await add(services, title=f"Film {'x' * number}") for number in range(5)]

    assert len({film.key for film in films}) == 5
    assert all(film.key.startswith("own:hand-") and len(film.key) == len("own:hand-") + 20 for film in films)


async def test_card_says_who_added_the_film(services: Services) -> None:
    film = await add(services)

    card = await services.films.card(GUILD, film, NOW)

    assert card.adder is not None
    assert card.adder.name == "Alice"
    assert (await services.films.card(GUILD, FILM, NOW)).own is None


async def test_eleventh_film_of_a_day_is_refused(services: Services) -> None:
    for number in range(10):
        await add(services, title=f"Film {'x' * number}")

    with pytest.raises(TooManyFilms):
        await add(services, title="One more")

    assert len(await services.own_films.latest(GUILD, 25, NOW)) == 10


async def test_only_its_adder_and_moderators_change_and_delete_a_film(services: Services) -> None:
    film = await add(services)
    form = FORM.model_copy(update={"year": "2000"})
    bob = an_author(BOB)

    with pytest.raises(NotYourFilm):
        await services.own_films.change(GUILD, bob, film.key, form, NOW, is_moderator=False)

    with pytest.raises(NotYourFilm):
        await services.own_films.delete(GUILD, BOB, film.key, NOW, is_moderator=False)

    with pytest.raises(FilmNotFound):
        await services.own_films.change(OTHER_GUILD, bob, film.key, form, NOW, is_moderator=True)

    changed = await services.own_films.change(GUILD, bob, film.key, form, NOW, is_moderator=True)
    assert changed.year == 2000
    assert await services.films.get(film.key, GUILD) == changed


async def test_merged_film_is_the_catalogues_by_its_old_key(services: Services) -> None:
    film = await add(services)
    plan = await services.merging.plan(GUILD, film, FILM, NOW)
    merge = await services.merging.merge(GUILD, plan.film_id, FILM.key, ALICE, NOW)
    merged = await services.films.get(film.key, GUILD)
    offered = await services.merging.offer_own(GUILD, "", NOW)

    await services.merging.undo(GUILD, merge.id, NOW)

    assert merged == FILM
    assert offered == []
    assert await services.films.get(film.key, GUILD) == film
    assert await services.merging.offer_own(GUILD, "pigeon", NOW) == [film]


async def test_film_is_not_merged_into_itself_nor_one_of_the_catalogue_into_another(services: Services) -> None:
    film = await add(services)

    for first, second in ((film, film), (FILM, film)):
        with pytest.raises(CannotMerge):
            await services.merging.plan(GUILD, first, second, NOW)

    assert await services.merging.undoable(GUILD) == []
