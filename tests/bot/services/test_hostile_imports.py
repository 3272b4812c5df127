"""Files that want to do harm, once they are read: nobody else is to wait for what they tell."""

from typing import Never

import pytest

from bot.services import Services
from data.catalogue.local import LocalCatalogue
from data.models import ImportState, MatchState, ToldFilm
from data.store import Store
from tests.bot.services.films import FILMS
from tests.bot.services.imports import looked_at

EXILES = tuple(ToldFilm(title="Exile", year=2016, address=f"https://boxd.it/{number}") for number in range(150))


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
