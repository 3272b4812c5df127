"""Being added to a server, and being thrown out of it."""

from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, FILM_TALK, NIGHT_OWLS


async def test_hello_in_the_system_channel_names_help(stage: Stage) -> None:
    await stage.invite(NIGHT_OWLS, ALICE, is_present=False)
    since = len(stage.bob.events)

    await stage.invite(NIGHT_OWLS, ALICE, is_present=True)

    hello = await stage.bob.wait_for("message_create", since)
    assert hello["message"]["channel_id"] == str(FILM_TALK)
    assert "</help:" in hello["message"]["embeds"][0]["description"]


async def test_without_the_right_to_write_there_it_stays_silent_and_works(stage: Stage) -> None:
    await stage.invite(NIGHT_OWLS, ALICE, is_present=False)
    denied = {"id": str(NIGHT_OWLS), "type": 0, "allow": [], "deny": ["send_messages"]}
    await stage.misbehave("permissions", {"channel_id": str(FILM_TALK), "overwrites": [denied]})

    await stage.invite(NIGHT_OWLS, ALICE, is_present=True)

    card = await stage.alice.slash("film", title="The Missing Picture")
    assert "Rithy Panh" in card.text
    assert not [entry for entry in await stage.requests() if entry["path"].startswith("/channels/")]


async def test_server_known_at_the_start_gets_no_hello(stage: Stage) -> None:
    await stage.restart_bot()

    assert await stage.bob.messages() == []
