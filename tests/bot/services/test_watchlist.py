import random

import pytest

from bot.services import Services
from bot.services.watchlist import PAGE_SIZE
from data.errors import WatchlistEmpty
from tests.bot.services.films import EXILE, FILM, NUMBERS
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, a_film


async def want(services: Services, count: int) -> None:
    for number in range(1, count + 1):
        await services.watchlist.toggle(ALICE, a_film(100 + number), NOW + number * MINUTE)


async def test_film_goes_on_the_list_of_one_person_and_off_again(services: Services) -> None:
    toggled = [
        await services.watchlist.toggle(person, film, NOW)
        for person, film in ((ALICE, FILM), (BOB, FILM), (ALICE, EXILE), (ALICE, FILM))
    ]

    assert toggled == [True, True, True, False]
    assert (await services.watchlist.page(ALICE, 1, GUILD)).films == (EXILE,)
    assert (await services.watchlist.page(BOB, 1, GUILD)).films == (FILM,)


async def test_latest_added_comes_first(services: Services) -> None:
    for number, film in enumerate((FILM, EXILE, NUMBERS)):
        await services.watchlist.toggle(ALICE, film, NOW + number * MINUTE)

    assert (await services.watchlist.page(ALICE, 1, GUILD)).films == (NUMBERS, EXILE, FILM)


async def test_long_list_is_turned_page_by_page(services: Services) -> None:
    await want(services, PAGE_SIZE + 3)

    pages = [await services.watchlist.page(ALICE, number, GUILD) for number in (1, 2)]

    assert [(len(page.films), page.number, page.has_later) for page in pages] == [(25, 1, True), (3, 2, False)]
    assert len({film.key for page in pages for film in page.films}) == PAGE_SIZE + 3


@pytest.mark.parametrize("asked", [2, 3, 9_999_999])
async def test_page_that_is_gone_gives_way_to_the_last(services: Services, asked: int) -> None:
    await want(services, PAGE_SIZE)

    page = await services.watchlist.page(ALICE, asked, GUILD)

    assert (len(page.films), page.number, page.has_later) == (PAGE_SIZE, 1, False)


async def test_empty_list_is_an_empty_page(services: Services) -> None:
    page = await services.watchlist.page(ALICE, 1, GUILD)

    assert (page.films, page.number, page.has_later) == ((), 1, False)


async def test_pick_is_one_of_the_list_and_any_of_it(services: Services) -> None:
    await want(services, 4)
    chance = random.Random(7)

    picked = {(await services.watchlist.pick(ALICE, chance, GUILD)).key for _ in range(60)}

    assert picked == {film.key for film in (await services.watchlist.page(ALICE, 1, GUILD)).films}


async def test_pick_from_nothing_is_an_error(services: Services) -> None:
    with pytest.raises(WatchlistEmpty):
        await services.watchlist.pick(BOB, random.Random(7), GUILD)
