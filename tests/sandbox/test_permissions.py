"""Permissions, as Discord computes them, and what the bot may not do without them."""

import aiohttp
import pytest

from sandbox import permissions
from sandbox.permission_names import BITS
from sandbox.protocol import Json
from sandbox.world import Channel, Guild, Member, Overwrite, Role
from tests.sandbox.acting import APP, BOOTH, FILM_TALK, OWLS, TOMASZ, Page, Web

OWNER, MEMBER, STRANGER, GUILD, LOW, HIGH = 1, 2, 3, 10, 20, 21
VIEW, SEND = BITS["view_channel"], BITS["send_messages"]


def a_guild(*, low: list[str] | None = None, high: list[str] | None = None) -> Guild:
    return Guild(
        id=GUILD,
        name="Guild",
        owner_id=OWNER,
        roles=[Role(id=HIGH, name="high", permissions=high or []), Role(id=LOW, name="low", permissions=low or [])],
        members=[Member(user_id=OWNER), Member(user_id=MEMBER, roles=[LOW, HIGH])],
    )


def a_channel(*overwrites: Overwrite) -> Channel:
    return Channel(id=30, name="channel", overwrites=list(overwrites))


def test_the_owner_may_do_everything_in_spite_of_overwrites() -> None:
    channel = a_channel(Overwrite(id=GUILD, deny=["view_channel"]))

    assert permissions.in_channel(a_guild(), channel, OWNER) == permissions.ALL


def test_an_administrator_may_do_everything_in_spite_of_overwrites() -> None:
    channel = a_channel(Overwrite(id=MEMBER, type=1, deny=["view_channel"]))

    assert permissions.in_channel(a_guild(low=["administrator"]), channel, MEMBER) == permissions.ALL


def test_roles_add_to_what_everyone_may() -> None:
    bits = permissions.in_guild(a_guild(low=["kick_members"], high=["ban_members"]), MEMBER)

    assert bits == permissions.bits_of([*permissions.EVERYONE, "kick_members", "ban_members"])


def test_somebody_who_is_no_member_may_do_nothing() -> None:
    assert permissions.in_channel(a_guild(), a_channel(), STRANGER) == 0


@pytest.mark.parametrize(
    ("overwrites", "can_send"),
    [
        ([Overwrite(id=GUILD, deny=["send_messages"])], False),
        ([Overwrite(id=GUILD, deny=["send_messages"]), Overwrite(id=LOW, allow=["send_messages"])], True),
        ([Overwrite(id=LOW, deny=["send_messages"]), Overwrite(id=HIGH, allow=["send_messages"])], True),
        ([Overwrite(id=LOW, allow=["send_messages"]), Overwrite(id=MEMBER, type=1, deny=["send_messages"])], False),
        ([Overwrite(id=LOW, deny=["send_messages"]), Overwrite(id=MEMBER, type=1, allow=["send_messages"])], True),
    ],
)
def test_a_members_overwrite_comes_after_those_of_roles_and_of_everyone(
    overwrites: list[Overwrite], *, can_send: bool
) -> None:
    bits = permissions.in_channel(a_guild(), a_channel(*overwrites), MEMBER)

    assert bool(bits & SEND) is can_send


def test_whoever_does_not_see_a_channel_may_do_nothing_in_it() -> None:
    bits = permissions.in_channel(a_guild(), a_channel(Overwrite(id=GUILD, deny=["view_channel"])), MEMBER)

    assert bits == 0


def test_whoever_may_not_write_may_not_attach_either() -> None:
    bits = permissions.in_channel(a_guild(), a_channel(Overwrite(id=GUILD, deny=["send_messages"])), MEMBER)

    assert bits & VIEW
    assert not bits & BITS["attach_files"]


async def deny_the_bot(web: Web, *names: str) -> None:
    overwrites = [{"id": str(APP), "type": 1, "deny": list(names)}]
    await web.control("permissions", channel_id=str(FILM_TALK), overwrites=overwrites)


@pytest.mark.parametrize(
    ("denied", "payload", "code"),
    [
        ("view_channel", {"content": "x"}, 50001),
        ("send_messages", {"content": "x"}, 50013),
        ("embed_links", {"embeds": [{"title": "x"}]}, 50013),
    ],
)
async def test_a_message_needs_its_permissions(web: Web, denied: str, payload: Json, code: int) -> None:
    await deny_the_bot(web, denied)
    status, refusal = await web.api("POST", f"/channels/{FILM_TALK}/messages", payload)

    assert (status, refusal["code"]) == (403, code)


async def test_a_file_needs_its_permission(web: Web) -> None:
    await deny_the_bot(web, "attach_files")
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("files[0]", b"x", filename="x.txt")
    status, refusal = await web.api("POST", f"/channels/{FILM_TALK}/messages", data=form)

    assert (status, refusal["code"]) == (403, 50013)


async def test_without_the_history_permission_a_channel_looks_empty(web: Web) -> None:
    await web.api("POST", f"/channels/{FILM_TALK}/messages", {"content": "x"})
    await deny_the_bot(web, "read_message_history")

    assert await web.api("GET", f"/channels/{FILM_TALK}/messages") == (200, [])


async def test_only_a_moderator_deletes_somebody_elses_message(web: Web, ines: Page) -> None:
    _, said = await ines.post(f"channels/{FILM_TALK}/messages", content="mine")
    status, refusal = await web.api("DELETE", f"/channels/{FILM_TALK}/messages/{said['id']}")

    assert (status, refusal["code"]) == (403, 50013)


async def test_a_server_that_the_bot_left_is_closed_to_it(web: Web, ines: Page) -> None:
    await ines.post(f"guilds/{OWLS}/bot", present=False)
    channel = await web.api("GET", f"/channels/{FILM_TALK}")
    guild = await web.api("GET", f"/guilds/{OWLS}")

    assert (channel[0], channel[1]["code"]) == (403, 50001)
    assert (guild[0], guild[1]["code"]) == (404, 10004)


@pytest.mark.parametrize(("needed", "is_there"), [(None, True), (str(BITS["manage_guild"]), False), ("0", False)])
async def test_a_command_is_offered_to_those_who_may_use_it(web: Web, needed: str | None, *, is_there: bool) -> None:
    await web.put_commands({"name": "x", "description": "x", "default_member_permissions": needed})
    amara = {"user": "1200000000000000004", "channel": str(FILM_TALK)}
    _, commands = await web.client("GET", "/client/commands", params=amara)

    assert bool(commands) is is_there


async def test_a_command_for_administrators_is_not_for_other_moderators(web: Web) -> None:
    (command,) = await web.put_commands({"name": "x", "description": "x", "default_member_permissions": "0"})
    use = {"user": str(TOMASZ), "channel_id": str(FILM_TALK), "command_id": command["id"]}
    status, _ = await web.client("POST", "/client/command", use)

    assert status == 403


async def test_a_hidden_channel_does_not_exist_for_those_who_do_not_see_it(web: Web) -> None:
    kenji = {"user": "1200000000000000004"}
    status, _ = await web.client("GET", f"/client/channels/{BOOTH}/messages", params=kenji)

    assert status == 404
