"""What members can do with imports, and how these are worked off."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.services import Services
from bot.services.imports import LARGEST_FILE, Imports
from data.errors import (
    ExportTooLarge,
    FilmNotFound,
    ImportGone,
    ImportUnderWay,
    NothingToImport,
)
from data.models import (
    FilmKey,
    ImportId,
    ImportState,
    MatchState,
    OwnFilmForm,
    UserId,
)
from data.store import Store
from tests.bot.services.films import FILM, FRANKENSTEIN_1931, FRANKENSTEIN_2025
from tests.bot.services.imports import (
    EXILE,
    NOWHERE,
    PICTURE,
    UNCLEAR,
    WANTED,
    all_rows,
    looked_at,
    reviewed,
    run,
)
from tests.builders import (
    ALICE,
    BOB,
    GUILD,
    MINUTE,
    NOW,
    OTHER_GUILD,
    an_author,
)

HOSTILE = (-1, 0, 10**9, 2**63, 2**80)
DAY = timedelta(days=1)
DIARY = (
    b"Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\r\n"
    b"2020-01-02,The Missing Picture,2013,https://boxd.it/a1,4.5,,,2020-01-01\r\n"
    b"2020-01-03,Exile,2016,https://boxd.it/a2,,,,2020-01-03\r\n"
)


async def test_a_file_is_read_and_waits_to_be_looked_through(store: Store, imports: Imports) -> None:
    about = await imports.begin(GUILD, an_author(), "diary.csv", DIARY, NOW)

    view = await imports.view(GUILD, ALICE, about.id)
    assert (about.state, about.file_name) == (ImportState.MATCHING, "diary.csv")
    assert (view.sums.films, view.sums.done) == (2, 0)
    assert await store.members.find(GUILD, ALICE) == an_author()
    assert await imports.latest(GUILD, ALICE) == view


async def test_a_file_that_is_too_large_is_not_read(imports: Imports) -> None:
    with pytest.raises(ExportTooLarge) as caught:
        await imports.begin(GUILD, an_author(), "export.zip", bytes(LARGEST_FILE + 1), NOW)

    assert (caught.value.name, caught.value.size, caught.value.limit) == ("export.zip", LARGEST_FILE + 1, LARGEST_FILE)


async def test_a_file_without_any_film_says_why(imports: Imports) -> None:
    with pytest.raises(NothingToImport) as caught:
        await imports.begin(GUILD, an_author(), "diary.csv", bytes(100), NOW)

    assert caught.value.name == "diary.csv"
    assert caught.value.faults
    assert await imports.latest(GUILD, ALICE) is None


async def test_a_file_is_not_read_while_another_import_is_at_work(
    services: Services, store: Store, imports: Imports
) -> None:
    about = await looked_at(services, store, PICTURE)
    await imports.start(GUILD, ALICE, about.id, NOW)

    with pytest.raises(ImportUnderWay):
        await imports.begin(GUILD, an_author(), "diary.csv", b"no such file", NOW)


async def test_a_name_of_any_length_is_kept_in_part(imports: Imports) -> None:
    about = await imports.begin(GUILD, an_author(), "d" * 300 + ".csv", DIARY, NOW)

    assert about.file_name == "d" * 200


# Looking at it


async def test_films_are_looked_for_before_anything_is_written(
    services: Services, store: Store, imports: Imports
) -> None:
    about = await looked_at(services, store)

    sums = (await imports.view(GUILD, ALICE, about.id)).sums
    assert about.state is ImportState.READY
    assert (sums.films, sums.sure, sums.unsure, sums.unknown) == (6, 4, 1, 1)
    assert (sums.reviews, sums.ratings, sums.watches, sums.wanted) == (1, 2, 1, 1)
    assert await reviewed(store) == {}


async def test_what_is_here_already_is_told(services: Services, store: Store, imports: Imports) -> None:
    await run(services, await looked_at(services, store, PICTURE, EXILE))

    about = await looked_at(services, store, PICTURE, EXILE, WANTED, now=NOW + MINUTE)

    sums = (await imports.view(GUILD, ALICE, about.id)).sums
    assert (sums.sure, sums.same, sums.reviews, sums.ratings, sums.viewings, sums.wanted) == (3, 2, 0, 0, 0, 1)


async def test_two_films_that_are_told_apart_are_never_taken_for_one(
    services: Services, store: Store, imports: Imports
) -> None:
    twin = EXILE.model_copy(update={"address": "https://boxd.it/b2", "rating": 2})

    about = await looked_at(services, store, EXILE, PICTURE, twin)

    sure = await imports.page(GUILD, ALICE, about.id, MatchState.SURE, 1)
    assert [film.place for film in sure.films] == [2]
    assert (await imports.view(GUILD, ALICE, about.id)).sums.ratings == 0


@pytest.mark.parametrize("number", HOSTILE)
async def test_a_page_of_any_number_is_one_that_is_there(
    services: Services, store: Store, imports: Imports, number: int
) -> None:
    films = [NOWHERE.model_copy(update={"title": f"Zyx{place}qqq", "address": None}) for place in range(21)]
    about = await looked_at(services, store, *films)

    page = await imports.page(GUILD, ALICE, about.id, MatchState.UNKNOWN, number)

    assert (page.number, page.pages) == (1 if number < 1 else 3, 3)
    assert [film.place for film in page.films] == (list(range(1, 11)) if number < 1 else [21])


async def test_a_page_of_nothing_is_empty(services: Services, store: Store, imports: Imports) -> None:
    about = await looked_at(services, store, EXILE)

    page = await imports.page(GUILD, ALICE, about.id, MatchState.UNSURE, 3)

    assert (page.films, page.number, page.pages) == ((), 1, 1)


# Choosing


async def test_a_chosen_film_is_the_one_that_is_imported(services: Services, store: Store, imports: Imports) -> None:
    about = await looked_at(services, store, UNCLEAR, NOWHERE)
    place = (await imports.page(GUILD, ALICE, about.id, MatchState.UNSURE, 1)).films[0].place

    await imports.choose(GUILD, ALICE, about.id, place, FRANKENSTEIN_2025.key, NOW)

    sums = (await imports.view(GUILD, ALICE, about.id)).sums
    await run(services, about)
    assert (sums.sure, sums.unsure, sums.ratings) == (1, 0, 2)
    assert await reviewed(store) == {"Frankenstein (2025)": 6, NOWHERE.name: 3}


async def test_a_film_that_is_left_out_is_not_imported(services: Services, store: Store, imports: Imports) -> None:
    about = await looked_at(services, store, PICTURE, EXILE)

    await imports.choose(GUILD, ALICE, about.id, 1, None, NOW)

    await run(services, about)
    assert await reviewed(store) == {"Exile (2016)": 7}


async def test_what_was_not_chosen_is_left_out_and_told(services: Services, store: Store, imports: Imports) -> None:
    about = await looked_at(services, store, PICTURE, UNCLEAR)

    await run(services, about)

    sums = (await imports.view(GUILD, ALICE, about.id)).sums
    assert await reviewed(store) == {"The Missing Picture (2013)": 9}
    assert (sums.unsure, sums.done, sums.films) == (1, 2, 2)


@pytest.mark.parametrize("key", ["imdb:tt9999999", "own:nothing", "tmdb:1"])
async def test_no_film_is_chosen_that_nobody_knows(
    services: Services, store: Store, imports: Imports, key: str
) -> None:
    about = await looked_at(services, store, UNCLEAR)

    with pytest.raises(FilmNotFound):
        await imports.choose(GUILD, ALICE, about.id, 1, FilmKey(key), NOW)

    assert (await imports.film(GUILD, ALICE, about.id, 1)).match is MatchState.UNSURE


async def test_another_servers_own_film_can_not_be_chosen(services: Services, store: Store, imports: Imports) -> None:
    film = await services.own_films.add(OTHER_GUILD, an_author(BOB), OwnFilmForm(title="Ours alone"), NOW)
    about = await looked_at(services, store, UNCLEAR)

    with pytest.raises(FilmNotFound):
        await imports.choose(GUILD, ALICE, about.id, 1, film.key, NOW)

    with pytest.raises(FilmNotFound):
        await imports.find_choices(GUILD, ALICE, about.id, 1, "Ours alone", NOW)


async def test_a_choice_can_be_searched_for(services: Services, store: Store, imports: Imports) -> None:
    about = await looked_at(services, store, NOWHERE)

    one = await imports.find_choices(GUILD, ALICE, about.id, 1, "the missing picture", NOW)
    several = await imports.find_choices(GUILD, ALICE, about.id, 1, "frankenstein", NOW)

    assert one == (FILM,)
    assert {film.key for film in several} == {FRANKENSTEIN_1931.key, FRANKENSTEIN_2025.key}


@pytest.mark.parametrize("place", HOSTILE)
async def test_no_place_is_chosen_for_that_is_not_there(
    services: Services, store: Store, imports: Imports, place: int
) -> None:
    about = await looked_at(services, store, UNCLEAR)

    with pytest.raises(ImportGone):
        await imports.choose(GUILD, ALICE, about.id, place, FILM.key, NOW)

    with pytest.raises(ImportGone):
        await imports.find_choices(GUILD, ALICE, about.id, place, "exile", NOW)


# Whose it is

ASKED: dict[str, Callable[[Imports, UserId, ImportId], Awaitable[object]]] = {
    "view": lambda imports, user_id, number: imports.view(GUILD, user_id, number),
    "page": lambda imports, user_id, number: imports.page(GUILD, user_id, number, MatchState.SURE, 1),
    "film": lambda imports, user_id, number: imports.film(GUILD, user_id, number, 1),
    "find": lambda imports, user_id, number: imports.find_choices(GUILD, user_id, number, 1, "exile", NOW),
    "choose": lambda imports, user_id, number: imports.choose(GUILD, user_id, number, 1, FILM.key, NOW),
    "keep": lambda imports, user_id, number: imports.keep_unknown(GUILD, user_id, number, is_kept=False),
    "start": lambda imports, user_id, number: imports.start(GUILD, user_id, number, NOW),
    "cancel": lambda imports, user_id, number: imports.cancel(GUILD, user_id, number),
    "undo": lambda imports, user_id, number: imports.undo(GUILD, user_id, number, NOW),
    "post": lambda imports, user_id, number: imports.post_latest(GUILD, user_id, number, NOW),
}


@pytest.mark.parametrize("asked", ASKED)
async def test_nobody_reaches_the_import_of_another(
    services: Services, store: Store, imports: Imports, asked: str
) -> None:
    about = await looked_at(services, store, PICTURE)
    before = await all_rows(store)

    for user_id, number in ((BOB, about.id), *((ALICE, ImportId(number)) for number in HOSTILE)):
        with pytest.raises(ImportGone):
            await ASKED[asked](imports, user_id, number)

    assert await all_rows(store) == before
