"""The bot under its operator's hands: signals, wrong settings, broken files, the commands beside it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGCONT, SIGINT, SIGSTOP, SIGTERM, Signals

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.faults import FaultOrder
from sandbox.server import Sandbox
from tests.e2e.process import (
    DATABASE,
    PROJECT,
    Ended,
    bot_on,
    bot_process,
    database,
    eventually,
    fresh_sandbox,
    on_sandbox,
    run,
    texts,
)
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import member
from tests.e2e.world import ALICE

CALLBACK = "POST /interactions/*/callback"


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox]:
    async with fresh_sandbox() as sandbox:
        yield sandbox


@asynccontextmanager
async def sandbox_process() -> AsyncGenerator[tuple[asyncio.subprocess.Process, dict[str, str]]]:
    """A sandbox in a process of its own, which can be stopped, and the environment that leads a bot to it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "--port", "0"),
        cwd=PROJECT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None

    try:
        told = json.loads(await process.stdout.readline())
        yield process, {"DISCORD_TOKEN": "sandbox-token", "DISCORD_API_URL": told["api_url"], "DATABASE_PATH": DATABASE}
    finally:
        process.kill()
        await process.communicate()


def puts(sandbox: Sandbox) -> int:
    """How often the bot told the sandbox of its commands."""
    return sum(entry["method"] == "PUT" for entry in sandbox.core.journal.since(0))


def assert_refused(ended: Ended, *said: str) -> None:
    """It ended with code 2 and one line of words, those among them."""
    assert (ended.code, ended.err.count("\n")) == (2, 1), ended
    assert "Traceback" not in ended.err

    for words in said:
        assert words in ended.err


async def refusal(folder: Path, **environment: str) -> Ended:
    """What comes of a start with that environment."""
    return await run(folder, **({"LOG_LEVEL": "WARNING"} | environment))


# Signals: the end comes within 8 s, in good order, whatever the bot is doing.


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
async def test_signal_in_the_middle_of_an_answer_lets_it_be_given(
    sandbox: Sandbox, tmp_path: Path, number: Signals
) -> None:
    async with bot_on(sandbox, tmp_path) as bot, member(sandbox, ALICE) as alice:
        form = await alice.slash("review", film=FILM)
        sandbox.core.faults.add(FaultOrder(route=CALLBACK, delay_s=0.7))
        begun = await alice.begin_submit(form, text="Said in time.")
        await eventually(lambda: bool(texts(tmp_path)))
        # Twice: an impatient operator must not make it worse.
        bot.send(number)
        bot.send(number)
        ended = await bot.ended()
        answer = await alice.outcome(begun)

    with database(tmp_path) as connection:
        posts = connection.execute("SELECT message_id FROM copies").fetchall()

    assert ended.code == 0
    assert "everything is saved" in ended.err
    assert "Traceback" not in ended.err
    assert "Said in time." in answer.text
    assert texts(tmp_path) == ["Said in time."]
    assert posts == [(int(answer.message["id"]),)]


async def test_signal_in_the_middle_of_an_answer_that_gets_stuck_ends_it_all_the_same(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with bot_on(sandbox, tmp_path) as bot, member(sandbox, ALICE) as alice:
        form = await alice.slash("review", film=FILM)
        sandbox.core.faults.add(FaultOrder(route=CALLBACK, delay_s=30))
        await alice.begin_submit(form, text="Said to nobody.")
        await eventually(lambda: bool(texts(tmp_path)))
        bot.send(SIGTERM)
        ended = await bot.ended()

    assert ended.code == 0
    assert "still under way: 1" in ended.err
    assert "Traceback" not in ended.err
    assert "everything is saved" in ended.err
    assert texts(tmp_path) == ["Said to nobody."]


async def test_signal_while_it_waits_to_identify_anew_ends_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with bot_on(sandbox, tmp_path) as bot:
        sandbox.core.gateway.invalidate(is_resumable=False)
        await bot.says("has been invalidated")
        bot.send(SIGTERM)
        ended = await bot.ended()

    assert ended.code == 0
    assert "everything is saved" in ended.err


async def test_signal_while_it_logs_in_ends_it(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.core.faults.add(FaultOrder(route="GET /users/@me", delay_s=30))

    async with bot_process(tmp_path, **on_sandbox(sandbox)) as bot:
        await bot.says("logging in")
        bot.send(SIGTERM)
        ended = await bot.ended()

    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_signal_while_discord_is_dumb_ends_it(tmp_path: Path) -> None:
    async with sandbox_process() as (dumb, environment), bot_process(tmp_path, **environment) as bot:
        await bot.ready()
        dumb.send_signal(SIGSTOP)
        bot.send(SIGTERM)
        ended = await bot.ended()
        dumb.send_signal(SIGCONT)

    assert ended.code == 0
    assert "everything is saved" in ended.err


# What keeps it from starting: a line of words, no traceback, exit code 2.


async def test_rejected_token_is_said(sandbox: Sandbox, tmp_path: Path) -> None:
    ended = await refusal(tmp_path, **(on_sandbox(sandbox) | {"DISCORD_TOKEN": "another-token"}))

    assert_refused(ended, "Discord rejects DISCORD_TOKEN", "Developer Portal")
    assert "another-token" not in ended.err


async def test_token_that_is_reset_while_the_bot_runs_is_said(sandbox: Sandbox, tmp_path: Path) -> None:
    async with bot_on(sandbox, tmp_path) as bot:
        sandbox.core.directory.application.token = "a-new-token"
        sandbox.core.gateway.drop()
        ended = await bot.ended()

    assert ended.code == 2
    assert "Discord rejects DISCORD_TOKEN" in ended.err
    assert "Traceback" not in ended.err


async def test_unreachable_api_is_said(tmp_path: Path) -> None:
    async with fresh_sandbox() as gone:
        environment = on_sandbox(gone)

    ended = await refusal(tmp_path, **environment)

    assert_refused(ended, "Discord can't be reached", environment["DISCORD_API_URL"])


async def test_web_page_in_place_of_the_api_is_said(tmp_path: Path) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<h1>Welcome</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", page)

    async with TestServer(app) as server:
        ended = await refusal(tmp_path, DISCORD_TOKEN="a-token", DISCORD_API_URL=str(server.make_url("/api/v10")))

    assert_refused(ended, "does not speak as Discord does", "Check DISCORD_API_URL")


async def test_server_that_is_no_discord_is_said(sandbox: Sandbox, tmp_path: Path) -> None:
    address = f"{sandbox.url}/elsewhere/api/v10"

    ended = await refusal(tmp_path, **(on_sandbox(sandbox) | {"DISCORD_API_URL": address}))

    assert_refused(ended, "does not let the bot in", address)


async def test_wrong_setting_is_said(tmp_path: Path) -> None:
    ended = await refusal(tmp_path, SANDBOX_PORT="four thousand")

    assert_refused(ended, "SANDBOX_PORT can't be used")


async def test_database_that_can_not_be_written_is_said(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    ended = await refusal(tmp_path, **(on_sandbox(sandbox) | {"DATABASE_PATH": "file/marquee.db"}))

    assert_refused(ended, "The database file/marquee.db can't be used", "DATABASE_PATH")


async def test_database_of_a_later_version_is_said_and_left_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    async with bot_on(sandbox, tmp_path):
        pass

    with database(tmp_path) as connection:
        connection.execute("PRAGMA user_version = 9000")

    ended = await refusal(tmp_path, **on_sandbox(sandbox))

    with database(tmp_path) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()

    assert_refused(ended, "written by a later version (schema 9000", "Install the newer Marquee")
    assert version == (9000,)


async def test_file_that_is_no_database_is_said_and_left_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("Dear diary, " * 100)

    ended = await refusal(tmp_path, **on_sandbox(sandbox))

    assert_refused(ended, f"The database {DATABASE} can't be used", "not a database")
    assert (tmp_path / DATABASE).read_text() == "Dear diary, " * 100


async def test_database_that_somebody_else_holds_is_said(sandbox: Sandbox, tmp_path: Path) -> None:
    async with bot_on(sandbox, tmp_path):
        pass

    with database(tmp_path) as connection:
        connection.execute("DELETE FROM notes")
        connection.execute("BEGIN IMMEDIATE")
        ended = await refusal(tmp_path, **on_sandbox(sandbox))

    assert_refused(ended, "database is locked", "no other program holds it")


async def test_unknown_name_in_env_file_is_warned_of_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKN=x\nCOLOUR=green\n")

    ended = await run(tmp_path, "check")

    assert "DISCORD_TOKN in .env is no setting of mine: did you mean DISCORD_TOKEN?" in ended.err
    assert "COLOUR in .env is no setting of mine: see .env.example" in ended.err


# The commands beside the bot.


async def test_backup_beside_the_running_bot_is_sound_and_whole(sandbox: Sandbox, tmp_path: Path) -> None:
    async with bot_on(sandbox, tmp_path), member(sandbox, ALICE) as alice:
        await write_review(alice, text="Worth keeping.")
        copied = await run(tmp_path, "backup", "copies/today.db", DATABASE_PATH=DATABASE)

    checked = await run(tmp_path, "check", DATABASE_PATH="copies/today.db")
    (tmp_path / "copies/today.db").rename(tmp_path / "copies" / DATABASE)

    assert (copied.code, copied.err) == (0, "")
    assert copied.out.startswith("copies/today.db: ")
    assert (checked.code, checked.out) == (0, "copies/today.db: all is well.\n")
    assert texts(tmp_path / "copies") == ["Worth keeping."]


async def test_check_finds_damage(sandbox: Sandbox, tmp_path: Path) -> None:
    async with bot_on(sandbox, tmp_path), member(sandbox, ALICE) as alice:
        await write_review(alice, text="Counted wrongly.")

    with database(tmp_path) as connection:
        connection.execute("UPDATE film_counts SET reviews = reviews + 1")

    ended = await run(tmp_path, "check", DATABASE_PATH=DATABASE)

    assert ended.code == 1
    assert "film_counts" in ended.out
    assert "Traceback" not in ended.err


async def test_commands_without_a_database_say_so(tmp_path: Path) -> None:
    for arguments in (("check",), ("backup", "copy.db")):
        assert_refused(await run(tmp_path, *arguments), "there is no such file")

    assert os.listdir(tmp_path) == []  # noqa: PTH208  (Path's way is refused in a coroutine)


# What it remembers from one start to the next.


async def test_commands_are_told_once_and_again_when_they_differ(sandbox: Sandbox, tmp_path: Path) -> None:
    async with bot_on(sandbox, tmp_path):
        assert puts(sandbox) == 1

    async with bot_on(sandbox, tmp_path), member(sandbox, ALICE) as alice:
        card = await alice.slash("film", title=FILM)
        assert puts(sandbox) == 1

    with database(tmp_path) as connection:
        connection.execute("UPDATE notes SET value = json_set(value, '$.digest', 'of another version')")

    async with bot_on(sandbox, tmp_path):
        assert puts(sandbox) == 2

    assert "Rithy Panh" in card.text
