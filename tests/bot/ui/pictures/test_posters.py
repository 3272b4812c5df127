import asyncio

import pytest

from bot.ui.answer import Attachment
from bot.ui.pictures.posters import Posters
from tests.bot.ui.pictures.scripts import opened
from tests.builders import a_film


@pytest.fixture
def posters() -> Posters:
    return Posters()


async def drawn(posters: Posters, number: int = 1, **facts: object) -> Attachment:
    picture = await posters.of(a_film(number, **facts))
    assert picture is not None
    return picture


async def test_picture_has_a_name_and_alternative_text(posters: Posters) -> None:
    picture = await drawn(posters, title="Ran", year=1985, directors=("Akira Kurosawa",))

    assert picture.description == "Drawn poster: Ran, 1985, directed by Akira Kurosawa"
    assert picture.name.startswith("poster-")
    assert picture.name.endswith(".png")
    assert opened(picture.content).width == 400


async def test_film_that_has_a_poster_gets_none_drawn(posters: Posters) -> None:
    assert await posters.of(a_film(poster_url="https://image.tmdb.org/t/p/w342/x.jpg")) is None


async def test_picture_is_drawn_once(posters: Posters) -> None:
    assert await drawn(posters) is await drawn(posters)


async def test_film_of_which_more_is_known_gets_another_picture(posters: Posters) -> None:
    before = await drawn(posters)

    after = await drawn(posters, directors=("Rithy Panh",))

    assert (after.name == before.name, after.content == before.content) == (False, False)


async def test_what_is_not_on_the_picture_does_not_change_it(posters: Posters) -> None:
    assert await drawn(posters) is await drawn(posters, synopsis="Clay figures.", runtime_min=92)


async def test_many_who_ask_at_once_get_one_picture(posters: Posters) -> None:
    first, *others = await asyncio.gather(*(drawn(posters) for _ in range(20)))

    assert all(other is first for other in others)


async def test_one_who_gives_up_does_not_give_up_for_the_others(posters: Posters) -> None:
    hasty, patient = (asyncio.create_task(drawn(posters)) for _ in range(2))
    await asyncio.sleep(0)

    hasty.cancel()

    assert opened((await patient).content).width == 400
    assert hasty.cancelled()


async def test_only_so_many_bytes_are_kept_those_shown_last() -> None:
    posters = Posters(kept_bytes=50_000)
    first, second = await drawn(posters, 1), await drawn(posters, 2)

    for number in range(3, 20):
        await drawn(posters, number)
        assert await drawn(posters, 1) is first

    assert await drawn(posters, 2) is not second
    assert (await drawn(posters, 2)).content == second.content


async def test_film_that_is_larger_than_all_that_is_kept_is_drawn_all_the_same() -> None:
    posters = Posters(kept_bytes=1)

    assert (await drawn(posters)).content == (await drawn(posters)).content
