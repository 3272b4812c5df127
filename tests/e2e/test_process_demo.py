"""The bot without a token: it brings a sandbox of its own, which comes and goes with it."""

import asyncio
import json
import os
import re
import socket
from importlib import resources
from pathlib import Path
from signal import SIGTERM
from typing import Any
from urllib.parse import urlsplit

from tests.e2e.driver import EPHEMERAL, Member
from tests.e2e.process import BotProcess, bot_process, eventually, run

DEMO = {"DEMO_PATH": "demo", "SANDBOX_PORT": "0"}


async def address(bot: BotProcess) -> str:
    """What the bot prints for the one who started it."""
    line = await bot.says("Marquee is ready. This is a sandbox, not Discord. Open ")
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found is not None
    return found[0]


def answers(url: str) -> bool:
    """Whether anything listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(url).port or 0)) == 0


def people_and_channels() -> list[tuple[int, int]]:
    """Every channel of the demo, with somebody who sees it."""
    world: dict[str, Any] = json.loads((resources.files("bot.demo") / "world.json").read_text("utf-8"))
    return [(int(guild["owner_id"]), int(channel["id"])) for guild in world["guilds"] for channel in guild["channels"]]


async def all_messages(url: str) -> list[str]:
    """All that stands in the demo's channels for everybody to see: private answers are gone with the sandbox."""
    found: list[str] = []

    for user_id, channel_id in people_and_channels():
        async with Member(url, user_id, channel_id) as person:
            public = [message for message in await person.messages() if not message["flags"] & EPHEMERAL]
            found += [json.dumps([message["id"], message["embeds"]]) for message in public]

    return found


async def test_demo_is_furnished_and_survives_a_kill_without_leaving_its_sandbox_behind(tmp_path: Path) -> None:
    user_id, channel_id = people_and_channels()[0]

    async with bot_process(tmp_path, **DEMO) as bot:
        url = await address(bot)

        async with Member(url, user_id, channel_id) as person:
            mine = await person.slash("rate", film="Rashomon", rating=7)
            before = await person.slash("reviews")

        posted = await all_messages(url)
        await bot.kill()
        await eventually(lambda: not answers(url))

        await bot.start()
        url = await address(bot)
        kept = await all_messages(url)

        async with Member(url, user_id, channel_id) as person:
            after = await person.slash("reviews")

    assert mine.kind == "message"
    assert after.text == before.text
    assert len(posted) > 1
    assert kept == posted
    assert os.listdir(tmp_path) == ["demo"]  # noqa: PTH208  (Path's way is refused in a coroutine)


async def test_signal_ends_demo_and_sandbox(tmp_path: Path) -> None:
    async with bot_process(tmp_path, **DEMO) as bot:
        url = await address(bot)
        bot.send(SIGTERM)
        ended = await bot.ended()

    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert not answers(url)


async def test_signal_while_the_sandbox_starts_ends_both(tmp_path: Path) -> None:
    async with bot_process(tmp_path, **DEMO, LOG_LEVEL="DEBUG") as bot:
        await eventually((tmp_path / "demo" / "sandbox").exists)
        bot.send(SIGTERM)
        ended = await bot.ended()

    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_taken_port_is_said(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = str(server.sockets[0].getsockname()[1])

    async with server:
        ended = await run(tmp_path, **(DEMO | {"SANDBOX_PORT": port}))

    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert f"Port {port} of this machine can't be used" in ended.err
    assert "SANDBOX_PORT" in ended.err
