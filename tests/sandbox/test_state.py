"""What survives a restart, and the sandbox as a process."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.server import running_sandbox
from sandbox.world import World
from tests.sandbox.acting import FILM_TALK, INES, OWLS, Web, open_page, running_bot
from tests.sandbox.answering import BUTTON, FORM, MESSAGE, MODAL, UPDATE, posted, row, start
from tests.sandbox.files import ONE_PIXEL

PROJECT = Path(__file__).parents[2]


@asynccontextmanager
async def started(world: World, folder: Path) -> AsyncGenerator[Web]:
    async with running_sandbox(world, state=folder) as sandbox, aiohttp.ClientSession() as session:
        yield Web(session, sandbox)


async def test_messages_files_and_commands_survive(world: World, tmp_path: Path) -> None:
    form = aiohttp.FormData(quote_fields=False)
    embed = {"title": "t", "image": {"url": "attachment://x.png"}}
    form.add_field("payload_json", json.dumps({"content": "kept", "embeds": [embed]}))
    form.add_field("files[0]", ONE_PIXEL, filename="x.png")
    async with started(world, tmp_path) as web:
        _, posted = await web.api("POST", f"/channels/{FILM_TALK}/messages", data=form)
        commands = await web.put_commands({"name": "film", "description": "x"})

    async with started(world, tmp_path) as web:
        _, read = await web.api("GET", f"/channels/{FILM_TALK}/messages/{posted['id']}")
        async with web.session.get(read["embeds"][0]["image"]["url"]) as answer:
            picture = await answer.read()

        _, kept = await web.api("GET", f"/applications/{web.sandbox.core.directory.application.id}/commands")

    assert read["content"] == "kept"
    assert picture == ONE_PIXEL
    assert kept == commands


async def test_private_messages_do_not_survive(world: World, tmp_path: Path) -> None:
    async with started(world, tmp_path) as web, running_bot(web) as bot, open_page(web, INES) as ines:
        (command,) = await web.put_commands({"name": "film", "description": "x"})
        await ines.use(command)
        await bot.answer(await bot.interaction(), 4, {"content": "psst", "flags": 64})
        before = await ines.messages()

    async with started(world, tmp_path) as web, open_page(web, INES) as ines:
        after = await ines.messages()

    assert [message["content"] for message in before] == ["psst"]
    assert after == []


async def test_the_world_file_counts_the_first_time_only(world: World, tmp_path: Path) -> None:
    async with started(world, tmp_path) as web:
        await web.client("POST", f"/client/guilds/{OWLS}/bot", {"user": str(INES), "present": False})
        await web.client("DELETE", f"/sandbox/channels/{FILM_TALK}")

    other = world.model_copy(deep=True)
    other.guilds[0].name = "Renamed"
    async with started(other, tmp_path) as web:
        _, seen = await web.client("GET", "/client/world")

    owls = next(guild for guild in seen["guilds"] if guild["id"] == str(OWLS))
    assert (owls["name"], owls["bot_present"]) == ("Night Owls", False)
    assert str(FILM_TALK) not in [channel["id"] for channel in owls["channels"]]


async def test_new_ids_come_after_old_ones_though_the_clock_was_ahead(world: World, tmp_path: Path) -> None:
    path = f"/channels/{FILM_TALK}/messages"
    async with started(world, tmp_path) as web:
        await web.control("clock", advance_s=86_400)
        _, early = await web.api("POST", path, {"content": "tomorrow"})

    async with started(world, tmp_path) as web:
        _, late = await web.api("POST", path, {"content": "today"})

    assert int(late["id"]) > int(early["id"])


async def test_two_sandboxes_do_not_share_a_state(world: World, tmp_path: Path) -> None:
    async with started(world, tmp_path), process("--port", "0", "--state", str(tmp_path)) as second:
        _, err = await second.communicate()

    assert second.returncode == 2
    assert err.decode() == f"Another sandbox is running on the state in {tmp_path}. Stop it, or name another folder.\n"


async def test_a_world_is_not_changed_by_the_sandbox_that_runs_it(world: World) -> None:
    before = world.model_dump()
    async with running_sandbox(world):
        pass

    assert world.model_dump() == before


@asynccontextmanager
async def process(*arguments: str, **options: Any) -> AsyncGenerator[asyncio.subprocess.Process]:
    command = (sys.executable, "-m", "sandbox", *arguments)
    pipes = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
    running = await asyncio.create_subprocess_exec(*command, cwd=PROJECT, **pipes, **options)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()

        await running.communicate()


async def ready_line(running: asyncio.subprocess.Process) -> dict[str, str]:
    assert running.stdout is not None
    async with asyncio.timeout(20):
        return json.loads(await running.stdout.readline())


async def test_a_killed_sandbox_has_lost_nothing_that_it_answered(tmp_path: Path) -> None:
    arguments = ("--port", "0", "--state", str(tmp_path))
    headers = {"Authorization": "Bot sandbox-token"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with process(*arguments) as first:
            url = (await ready_line(first))["api_url"]
            async with session.post(f"{url}/channels/{FILM_TALK}/messages", json={"content": "safe"}) as answer:
                posted = await answer.json()

            first.kill()
            await first.wait()

        async with process(*arguments) as second:
            url = (await ready_line(second))["api_url"]
            async with session.get(f"{url}/channels/{FILM_TALK}/messages/{posted['id']}") as answer:
                status = answer.status

    assert status == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_sandbox_with_its_connections(number: signal.Signals) -> None:
    async with process("--port", "0") as running, aiohttp.ClientSession() as session:
        url = (await ready_line(running))["url"]
        async with session.ws_connect(f"{url}/client/events?user={INES}") as page:
            await page.receive()
            running.send_signal(number)
            async with asyncio.timeout(2):
                last = await page.receive()
                code = await running.wait()

    assert code == 0
    assert (last.type, page.close_code) == (aiohttp.WSMsgType.CLOSE, 1001)


async def test_a_port_in_use_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with process("--port", str(port)) as running:
            out, err = await running.communicate()

    assert running.returncode == 2
    assert out == b""
    assert err.decode() == f"Port {port} is in use; choose another with --port.\n"


async def test_a_world_file_that_is_not_right_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_text('{"guilds": [{"id": "1"}]}')
    async with process("--port", "0", "--world", str(path)) as running:
        _, err = await running.communicate()

    assert running.returncode == 2
    assert err.decode().startswith(f"The world file {path} is not right at guilds.0.name:")
    assert err.count(b"\n") == 1


async def test_the_sandbox_ends_with_its_standard_input(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    async with process("--port", "0", "--state", str(tmp_path), "--exit-with-stdin", stdin=reading) as running:
        os.close(reading)
        await ready_line(running)
        os.close(writing)
        async with asyncio.timeout(5):
            code = await running.wait()

    assert code == 0


@pytest.mark.parametrize("is_private", [False, True])
async def test_an_open_form_is_sent_after_a_restart(world: World, tmp_path: Path, *, is_private: bool) -> None:
    flags = 64 if is_private else 0
    async with started(world, tmp_path) as web, running_bot(web) as bot, open_page(web, INES) as ines:
        (command,) = await web.put_commands({"name": "film", "description": "x"})
        message, _ = await posted(bot, ines, command, components=[row(BUTTON)], flags=flags)
        await ines.press(message, "like")
        await bot.answer(await bot.interaction(), MODAL, FORM)
        opened = await ines.wait_for("modal_open")

    async with started(world, tmp_path) as web, running_bot(web) as bot, open_page(web, INES) as ines:
        await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "Fine."})
        submission = await bot.interaction()
        status, _ = await bot.answer(submission, MESSAGE, {"content": "saved"})
        answer = (await ines.wait_for("message_create"))["message"]

    sent = submission["data"]["components"][0]["component"]
    assert (submission["type"], submission["data"]["custom_id"], sent["value"]) == (5, FORM["custom_id"], "Fine.")
    assert (submission["member"]["user"]["id"], submission["channel_id"]) == (str(INES), str(FILM_TALK))
    assert submission["message"]["id"] == message["id"]
    assert status == 204
    trigger = answer["interaction_metadata"]["triggering_interaction_metadata"]
    assert trigger["id"] == opened["interaction_id"]
    assert int(submission["id"]) > int(opened["interaction_id"])


async def test_a_form_that_was_answered_is_closed_after_a_restart_too(world: World, tmp_path: Path) -> None:
    async with started(world, tmp_path) as web, running_bot(web) as bot, open_page(web, INES) as ines:
        (command,) = await web.put_commands({"name": "film", "description": "x"})
        await bot.answer(await start(bot, ines, command), MODAL, FORM)
        opened = await ines.wait_for("modal_open")
        await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})
        await bot.answer(await bot.interaction(), MESSAGE, {"content": "saved"})

    async with started(world, tmp_path) as web, open_page(web, INES) as ines:
        status, _ = await ines.post("modal", interaction_id=opened["interaction_id"], values={"text": "x"})

    assert status == 404


async def test_a_form_whose_message_changed_shows_it_as_it_is(world: World, tmp_path: Path) -> None:
    async with started(world, tmp_path) as web, running_bot(web) as bot, open_page(web, INES) as ines:
        (command,) = await web.put_commands({"name": "film", "description": "x"})
        message, _ = await posted(bot, ines, command, components=[row(BUTTON)])
        await ines.press(message, "like")
        await bot.answer(await bot.interaction(), MODAL, FORM)
        opened = await ines.wait_for("modal_open")
        await web.api("PATCH", f"/channels/{FILM_TALK}/messages/{message['id']}", {"content": "later"})

    async with started(world, tmp_path) as web, running_bot(web) as bot, open_page(web, INES) as ines:
        await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})
        submission = await bot.interaction()
        await bot.answer(submission, UPDATE, {"content": "reviewed"})
        updated = (await ines.wait_for("message_update"))["message"]

    assert submission["message"]["content"] == "later"
    assert (updated["id"], updated["content"]) == (message["id"], "reviewed")


async def test_a_state_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("not a folder")
    folder = taken / "state"
    async with process("--port", "0", "--state", str(folder)) as running:
        _, err = await running.communicate()

    assert running.returncode == 2
    assert err.decode() == f"The state folder {folder} cannot be used: Not a directory.\n"


async def test_a_state_that_is_no_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "sandbox.db").write_bytes(b"Something else entirely. " * 50)
    async with process("--port", "0", "--state", str(tmp_path)) as running:
        _, err = await running.communicate()

    assert running.returncode == 2
    assert err.decode() == f"The state folder {tmp_path} cannot be used: file is not a database.\n"
