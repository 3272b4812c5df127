"""The gateway, over a websocket by hand."""

import aiohttp
import pytest

from sandbox.gateway import hub, socket
from sandbox.gateway.session import REPLAY_LIMIT
from sandbox.protocol import Opcode
from sandbox.server import running_sandbox
from sandbox.world import World
from tests.sandbox.acting import (
    BOOTH,
    FILM_TALK,
    INES,
    MATINEE,
    OWLS,
    Page,
    Shard,
    Web,
    connected,
    running_bot,
)

IDENTITY = {"properties": {"os": "linux", "browser": "test", "device": "test"}}


async def close_code(shard: Shard) -> int | None:
    """The code with which the gateway ends the connection."""
    try:
        while True:
            await shard.receive()
    except ConnectionError:
        return shard.socket.close_code


async def say(web: Web, content: str, channel: int = FILM_TALK) -> None:
    status, answer = await web.api("POST", f"/channels/{channel}/messages", {"content": content})
    assert status == 200, answer


async def test_a_bot_that_identifies_is_told_of_itself_and_its_servers(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)
        guilds = [await shard.wait_for("GUILD_CREATE") for _ in range(2)]

    assert shard.ready["user"]["bot"] is True
    assert shard.ready["resume_gateway_url"] == web.sandbox.gateway_url
    assert [guild["id"] for guild in guilds] == [str(OWLS), str(MATINEE)]
    assert [member["user"]["id"] for member in guilds[0]["members"]] == [shard.ready["user"]["id"]]


async def test_without_the_intent_for_servers_nothing_is_told_of_them(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token, intents=512)
        await say(web, "first")
        event = await shard.receive()

    assert event["t"] == "MESSAGE_CREATE"


async def test_a_heartbeat_is_acknowledged(web: Web) -> None:
    async with connected(web) as shard:
        await shard.send(Opcode.HEARTBEAT, None)
        answer = await shard.receive()

    assert answer["op"] == Opcode.HEARTBEAT_ACK


async def test_nothing_else_waits_for_a_heartbeats_answer(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "ACK_TRAVEL_S", 0.3)
    async with connected(web) as shard:
        await shard.send(Opcode.HEARTBEAT, None)
        await shard.identify(web.sandbox.token, intents=0)
        last = await shard.receive()

    assert shard.ready
    assert last["op"] == Opcode.HEARTBEAT_ACK


async def test_a_connection_ends_without_its_last_heartbeats_answer(web: Web, ines: Page) -> None:
    async with running_bot(web) as bot:
        await ines.wait_for("presence", online=True)
        await bot.send(Opcode.HEARTBEAT, None)

    assert await ines.wait_for("presence", online=False)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"token": "wrong", "intents": 1}, 4004),
        ({"intents": 1}, 4004),
        ({"token": "sandbox-token"}, 4013),
        ({"token": "sandbox-token", "intents": 1 << 40}, 4013),
        ({"token": "sandbox-token", "intents": 1 << 15}, 4014),
        ({"token": "sandbox-token", "intents": 1, "shard": [2, 2]}, 4010),
        ({"token": "sandbox-token", "intents": 1, "shard": "first"}, 4010),
        ([], 4002),
    ],
)
async def test_an_identity_that_is_not_right_ends_the_connection(web: Web, data: object, code: int) -> None:
    async with connected(web) as shard:
        await shard.send(Opcode.IDENTIFY, data)

        assert await close_code(shard) == code


async def test_an_intent_that_was_granted_is_not_refused(world: World) -> None:
    world.application.privileged_intents = ["message_content"]
    async with (
        running_sandbox(world) as sandbox,
        aiohttp.ClientSession() as session,
        connected(Web(session, sandbox)) as shard,
    ):
        await shard.identify(sandbox.token, intents=1 | 1 << 15)

    assert shard.ready["application"]["flags"] == 1 << 19


@pytest.mark.parametrize(
    ("opcode", "code"), [(Opcode.PRESENCE, 4003), (Opcode.REQUEST_MEMBERS, 4003), (Opcode.HELLO, 4003)]
)
async def test_whoever_has_not_identified_is_not_heard(web: Web, opcode: Opcode, code: int) -> None:
    async with connected(web) as shard:
        await shard.send(opcode, {})

        assert await close_code(shard) == code


async def test_identifying_twice_ends_the_connection(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)
        await shard.send(Opcode.IDENTIFY, {"token": web.sandbox.token, "intents": 1} | IDENTITY)

        assert await close_code(shard) == 4005


@pytest.mark.parametrize("text", ["{", "[" * 4096, '{"op": 8, "d": {"nonce": "\\ud800"}}'])
async def test_a_text_that_is_no_json_ends_the_connection(web: Web, text: str) -> None:
    async with connected(web) as shard:
        await shard.socket.send_str(text)

        assert await close_code(shard) == 4002


async def test_more_than_120_messages_in_a_minute_end_the_connection(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)
        for _ in range(120):
            await shard.send(Opcode.PRESENCE, {})

        assert await close_code(shard) == 4008


async def test_what_was_missed_is_told_after_a_resume(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)
        await say(web, "seen")
        await shard.wait_for("MESSAGE_CREATE")
        await web.control("gateway", do="drop")
        with pytest.raises(ConnectionError):
            await shard.receive()

    await say(web, "missed")
    async with connected(web) as again:
        identity = {"session_id": shard.ready["session_id"], "seq": shard.seq, "token": web.sandbox.token}
        await again.send(Opcode.RESUME, identity)
        told = [await again.receive(), await again.receive()]

    assert [event["t"] for event in told] == ["MESSAGE_CREATE", "RESUMED"]
    assert told[0]["d"]["content"] == "missed"


async def test_a_session_that_is_not_known_cannot_be_resumed(web: Web) -> None:
    async with connected(web) as shard:
        await shard.send(Opcode.RESUME, {"session_id": "gone", "seq": 1, "token": web.sandbox.token})
        answer = await shard.receive()

    assert (answer["op"], answer["d"]) == (Opcode.INVALID_SESSION, False)


async def resume_after_a_drop(web: Web, shard: Shard) -> int:
    """The operation that answers an attempt to resume."""
    async with connected(web) as again:
        identity = {"session_id": shard.ready["session_id"], "seq": 1, "token": web.sandbox.token}
        await again.send(Opcode.RESUME, identity)
        return (await again.receive())["op"]


async def test_a_session_that_missed_too_much_cannot_be_resumed(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)
        session = next(iter(web.sandbox.core.gateway.sessions.values()))
        for number in range(REPLAY_LIMIT + 1):
            session.dispatch("TYPING_START", {"number": number})

    assert await resume_after_a_drop(web, shard) == Opcode.INVALID_SESSION


async def test_a_session_is_forgotten_some_minutes_after_its_connection(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)
        await web.control("gateway", do="drop")
        with pytest.raises(ConnectionError):
            await shard.wait_for("NOTHING")

    await web.control("clock", advance_s=600)

    assert await resume_after_a_drop(web, shard) == Opcode.INVALID_SESSION


async def test_the_test_api_asks_for_a_reconnect(web: Web) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token, intents=0)
        await web.control("gateway", do="reconnect")
        asked = await shard.receive()

    assert asked["op"] == Opcode.RECONNECT


@pytest.mark.parametrize("is_resumable", [True, False])
async def test_the_test_api_invalidates_a_session(web: Web, *, is_resumable: bool) -> None:
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token, intents=0)
        await web.control("gateway", do="invalid_session", resumable=is_resumable)
        told = await shard.receive()
        # As discord.py does; 1000 would end the session.
        await shard.socket.close(code=4000)

    assert (told["op"], told["d"]) == (Opcode.INVALID_SESSION, is_resumable)
    assert (await resume_after_a_drop(web, shard) != Opcode.INVALID_SESSION) is is_resumable


async def test_a_compressed_stream_ends_every_message_with_a_flush(web: Web) -> None:
    async with connected(web, "?v=10&encoding=json&compress=zlib-stream") as shard:
        await shard.identify(web.sandbox.token)
        guild = await shard.wait_for("GUILD_CREATE")

    assert guild["name"] == "Night Owls"


@pytest.mark.parametrize(("query", "code"), [("?v=9", 4012), ("?encoding=etf", 4002), ("?compress=other", 4002)])
async def test_what_the_gateway_does_not_speak_is_refused(web: Web, query: str, code: int) -> None:
    async with web.session.ws_connect(web.sandbox.gateway_url + query) as socket:
        await socket.receive()

        assert socket.close_code == code


async def test_every_shard_is_told_of_its_own_servers_only(web: Web) -> None:
    shard_of = (OWLS >> 22) % 2
    seen: dict[int, list[str]] = {}
    for shard_id in range(2):
        async with connected(web) as shard:
            await shard.identify(web.sandbox.token, shard=[shard_id, 2])
            seen[shard_id] = [guild["id"] for guild in shard.ready["guilds"]]

    assert str(OWLS) in seen[shard_of]
    assert str(OWLS) not in seen[1 - shard_of]
    assert sorted(seen[0] + seen[1]) == [str(OWLS), str(MATINEE)]


async def test_direct_messages_go_to_the_first_shard(web: Web, ines: Page) -> None:
    _, dm = await ines.post("dms")
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token, shard=[0, 2], intents=4096)
        await ines.post(f"channels/{dm['channel_id']}/messages", content="hello")
        event = await shard.receive()

    assert (event["t"], event["d"]["content"]) == ("MESSAGE_CREATE", "hello")


async def test_a_message_of_somebody_else_comes_without_its_content(web: Web, ines: Page) -> None:
    async with running_bot(web) as bot:
        await ines.post(f"channels/{FILM_TALK}/messages", content="not for bots")
        message = await bot.wait_for("MESSAGE_CREATE")

    assert message["content"] == ""
    assert message["author"]["id"] == str(INES)


async def test_a_message_that_mentions_the_bot_comes_whole(web: Web, ines: Page) -> None:
    async with running_bot(web) as bot:
        content = f"<@{bot.ready['user']['id']}> hello"
        await ines.post(f"channels/{FILM_TALK}/messages", content=content)
        message = await bot.wait_for("MESSAGE_CREATE")

    assert message["content"] == content


async def test_nothing_is_told_of_a_channel_that_the_bot_does_not_see(web: Web, ines: Page) -> None:
    await web.control("permissions", channel_id=str(BOOTH), overwrites=[{"id": str(OWLS), "deny": ["view_channel"]}])
    async with running_bot(web, intents=512) as bot:
        await ines.post(f"channels/{BOOTH}/messages", content="secret")
        await ines.post(f"channels/{FILM_TALK}/messages", content="open")
        message = await bot.wait_for("MESSAGE_CREATE")

    assert message["channel_id"] == str(FILM_TALK)


async def test_members_are_found_by_their_names(web: Web) -> None:
    async with running_bot(web) as bot:
        await bot.send(Opcode.REQUEST_MEMBERS, {"guild_id": str(OWLS), "query": "in", "limit": 5, "nonce": "n"})
        chunk = await bot.wait_for("GUILD_MEMBERS_CHUNK")

    assert [member["user"]["username"] for member in chunk["members"]] == ["ines"]
    assert chunk["nonce"] == "n"


async def test_sessions_begin_so_often_a_day(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "SESSION_STARTS_PER_DAY", 1)
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)

    _, spent = await web.api("GET", "/gateway/bot")
    async with connected(web) as shard:
        await shard.send(Opcode.IDENTIFY, {"token": web.sandbox.token, "intents": 0} | IDENTITY)
        code = await close_code(shard)

    await web.control("clock", advance_s=86_400)
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token)

    assert (spent["session_start_limit"]["remaining"], code) == (0, 4008)
    assert 86_000_000 < spent["session_start_limit"]["reset_after"] <= 86_400_000


async def test_pages_hear_once_that_a_session_is_over(web: Web, ines: Page) -> None:
    await ines.wait_for("presence", online=False)
    async with running_bot(web):
        await ines.wait_for("presence", online=True)
        await web.control("gateway", do="invalid_session", resumable=False)
        await ines.wait_for("presence", online=False)

    await ines.post(f"channels/{FILM_TALK}/messages", content="x")
    event = await ines.wait_for("presence", "message_create")

    assert event["type"] == "message_create"


@pytest.mark.parametrize("asked", [1.5, {"1": 1}, True, ["x", None, []]])
async def test_members_that_are_asked_for_wrongly_are_not_found(web: Web, asked: object) -> None:
    async with running_bot(web) as bot:
        await bot.send(Opcode.REQUEST_MEMBERS, {"guild_id": str(OWLS), "user_ids": asked})
        chunk = await bot.wait_for("GUILD_MEMBERS_CHUNK")

    assert chunk["members"] == []


async def test_pages_hear_when_the_bot_comes_and_goes(web: Web, ines: Page) -> None:
    async with running_bot(web):
        await ines.wait_for("presence", online=True)

    assert await ines.wait_for("presence", online=False)
