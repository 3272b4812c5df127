"""Files that want to do harm, once they are read: nobody else is to wait for what they tell."""

import asyncio
from threading import Event
from typing import Never

import pytest

from bot.services import Services
from bot.services.aside import left_behind
from data.catalogue.local import LocalCatalogue
from data.errors import ImportGone, ImportUnderWay
from data.models import ImportState, MatchState, ToldFilm
from data.store import Store
from tests.bot.services.films import FILMS
from tests.bot.services.imports import looked_at
from tests.builders import ALICE, BOB, GUILD, NOW, an_author

EXILES = tuple(ToldFilm(title="Exile", year=2016, address=f"https://boxd.it/{number}") for number in range(150))


DIARY = b"Title,Year,Rating10\nExile,2016,7\n"


@pytest.fixture
def services(store: Store) -> Services:
    return Services(LocalCatalogue(FILMS), store)


async def test_of_many_pages_of_one_film_all_are_asked_about_and_none_is_looked_at_again(
    services: Services, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def in_places(*_: object) -> Never:
        pytest.fail("they are looked at, all at once")

    monkeypatch.setattr(store.imports, "in_places", in_places)

    about = await looked_at(services, store, *EXILES)

    page = await services.imports.page(about.guild_id, about.user_id, about.id, MatchState.UNSURE, 1)
    assert about.state is ImportState.READY
    assert await store.imports.count(about.id, MatchState.UNSURE) == len(EXILES)
    assert [film.title for film in page.films[0].choices] == ["Exile"]


async def test_nothing_comes_of_a_file_whose_member_asked_to_be_forgotten_meanwhile(
    services: Services,
) -> None:
    async with services.imports.turn(GUILD, ALICE):
        await services.privacy.forget(ALICE, NOW)

        with pytest.raises(ImportGone):
            await services.imports.begin(GUILD, an_author(), "diary.csv", DIARY, NOW)

    assert not any((await services.privacy.counts(ALICE)).values())


async def test_a_file_that_waits_is_not_fetched_once_its_member_asked_to_be_forgotten(services: Services) -> None:
    async def wait() -> None:
        async with services.imports.turn(GUILD, ALICE):
            pytest.fail("it is fetched")

    async with services.imports.turn(GUILD, BOB):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.05)
        await services.privacy.forget(ALICE, NOW)

    with pytest.raises(ImportGone):
        await waiting


async def test_of_one_member_one_file_is_on_its_way(services: Services) -> None:
    async with services.imports.turn(GUILD, ALICE):
        with pytest.raises(ImportUnderWay):
            async with services.imports.turn(GUILD, ALICE):
                pytest.fail("two are")

    async with services.imports.turn(GUILD, ALICE):
        about = await services.imports.begin(GUILD, an_author(), "diary.csv", DIARY, NOW)

    assert about.state is ImportState.MATCHING


def test_the_bot_ends_while_a_file_is_read() -> None:
    may_end = Event()

    async def begin() -> None:
        reading = asyncio.create_task(left_behind(may_end.wait))
        await asyncio.sleep(0)
        assert not reading.done()

    # Waits for the threads of the event loop's own.
    with asyncio.Runner() as runner:
        runner.run(begin())

    assert not may_end.is_set()
    may_end.set()


async def test_what_goes_wrong_in_a_thread_of_its_own_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        await left_behind(lambda: 1 // 0)
