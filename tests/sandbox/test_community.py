"""What a bot reads of a server to find the right channel, and gives a person to choose from."""

import pytest

from sandbox.world import World
from tests.sandbox.acting import FILM_TALK, OWLS, Web, connected


@pytest.fixture
def world(world: World) -> World:
    world.guilds[0].public_updates_channel_id = FILM_TALK
    return world


async def test_a_community_tells_of_its_channel_for_moderators(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)
        told = [await shard.wait_for("GUILD_CREATE") for _ in range(2)]

    assert [guild["public_updates_channel_id"] for guild in told] == [str(FILM_TALK), None]
    assert [guild["features"] for guild in told] == [["COMMUNITY"], []]


async def test_a_channel_for_moderators_that_is_deleted_is_none_any_more(web: Web) -> None:
    async with web.session.delete(f"{web.sandbox.url}/sandbox/channels/{FILM_TALK}"):
        pass

    _, guild = await web.api("GET", f"/guilds/{OWLS}")

    assert guild["public_updates_channel_id"] is None


async def test_what_a_select_has_chosen_is_told_by_ids_as_text(web: Web) -> None:
    select = {"type": 8, "custom_id": "where", "default_values": [{"id": FILM_TALK, "type": "channel"}]}
    body = {"content": "Where?", "components": [{"type": 1, "components": [select]}]}

    _, message = await web.api("POST", f"/channels/{FILM_TALK}/messages", body)

    shown = message["components"][0]["components"][0]
    assert shown["default_values"] == [{"id": str(FILM_TALK), "type": "channel"}]
