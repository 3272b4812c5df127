import re
from typing import Any

import discord
import pytest

from bot.client import Marquee
from bot.ui.custom_ids import Cancel, ChooseFilm, ChooseFilmToRate, CustomId, OpenReview, UnknownCustomId
from bot.ui.router import Press, Router, chosen, handles

KINDS = CustomId.__subclasses__()


class Desk:
    """A cog that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[CustomId] = []

    @handles(OpenReview)
    async def open(self, _: Press, request: OpenReview) -> None:
        self.asked.append(request)

    @handles(ChooseFilm)
    async def fail(self, _: Press, request: ChooseFilm) -> None:
        raise LookupError(str(request))

    async def unmarked(self, _: Press, request: Cancel) -> None:
        raise AssertionError(request)


def pressed(bot: Marquee, custom_id: Any, **data: Any) -> Press:
    """A press as the gateway tells of it, not answered by anybody."""
    payload: Any = {
        "id": "1",
        "application_id": "2",
        "type": 3,
        "token": "t",
        "version": 1,
        "user": {"id": "3", "username": "alice", "discriminator": "0", "avatar": None},
        "data": {"custom_id": custom_id, "component_type": 2} | data,
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 10,
    }
    return discord.Interaction(data=payload, state=bot._connection)  # pyright: ignore[reportPrivateUsage]  (no other door)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def router(desk: Desk) -> Router:
    router = Router()
    router.add_all(desk)
    return router


async def test_press_reaches_the_handler_of_its_kind(bot: Marquee, router: Router, desk: Desk) -> None:
    await router.answer(pressed(bot, "v1:open:41"))

    assert desk.asked == [OpenReview(review=41)]


@pytest.mark.parametrize(
    "custom_id", ["v1:cancel", "v2:open:41", "v1:open:x", "", "x" * 500, 5, None], ids=lambda value: str(value)[:10]
)
async def test_press_that_nobody_handles_is_unknown(bot: Marquee, router: Router, desk: Desk, custom_id: Any) -> None:
    with pytest.raises(UnknownCustomId):
        await router.answer(pressed(bot, custom_id))

    assert desk.asked == []


async def test_error_of_a_handler_is_passed_on(bot: Marquee, router: Router) -> None:
    with pytest.raises(LookupError, match=re.escape("v1:choose")):
        await router.answer(pressed(bot, "v1:choose"))


def test_every_kind_is_answered_by_exactly_one_cog(bot: Marquee) -> None:
    answered: list[type[CustomId]] = []

    for cog in bot.cogs.values():
        router = Router()
        router.add_all(cog)
        answered += router.kinds

    assert sorted(kind.action for kind in answered) == sorted(kind.action for kind in KINDS)


async def test_one_choice_is_read(bot: Marquee) -> None:
    interaction = pressed(bot, str(ChooseFilmToRate(rating=9)), component_type=3, values=["imdb:tt2852470"])

    assert chosen(interaction) == "imdb:tt2852470"


@pytest.mark.parametrize("values", [[], ["a", "b"], [5], [None], "a", {"a": 1}, None], ids=str)
async def test_anything_but_one_choice_is_unknown(bot: Marquee, values: Any) -> None:
    with pytest.raises(UnknownCustomId):
        chosen(pressed(bot, "v1:choose", component_type=3, values=values))


async def test_choice_that_is_missing_is_unknown(bot: Marquee) -> None:
    with pytest.raises(UnknownCustomId):
        chosen(pressed(bot, "v1:choose"))
