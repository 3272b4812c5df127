"""What people hand to commands: options, suggestions, channels and files."""

import asyncio
import io
import json
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.protocol import ATTACHMENT_LIMIT_BYTES, ChannelType, Json
from sandbox.server import running_sandbox
from sandbox.state import FILE_NAME
from sandbox.world import World
from tests.sandbox.acting import BOOTH, FILM_TALK, INES, Bot, Page, Web, open_page, running_bot
from tests.sandbox.answering import CHOICES, MODAL, posted, row, start

TEXT_ONLY = [ChannelType.TEXT, ChannelType.ANNOUNCEMENT]
TYPED = {"name": "title", "type": 3, "value": "r", "focused": True}
WHERE = {"type": 8, "custom_id": "where", "channel_types": TEXT_ONLY}


@asynccontextmanager
async def typing(bot: Bot, page: Page, command: Json, *options: Json) -> AsyncGenerator[tuple[Json, asyncio.Task[Any]]]:
    """The interaction of somebody who waits for suggestions, and their waiting."""
    body = {"channel_id": str(FILM_TALK), "command_id": command["id"], "options": list(options)}
    asking = asyncio.create_task(page.post("autocomplete", **body))
    interaction = await bot.interaction()
    yield interaction, asking
    await asking


@pytest.fixture
def world(world: World) -> World:
    world.guilds[0].channels[1].type = ChannelType.VOICE
    return world


@pytest.fixture
def voice(world: World) -> int:
    return world.guilds[0].channels[1].id


async def test_a_file_is_handed_over_with_its_address(web: Web, bot: Bot, command: Json) -> None:
    use = {"user": str(INES), "channel_id": str(FILM_TALK), "command_id": command["id"]}
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(use))
    form.add_field("picture", b"bytes", filename="still.bin")
    await web.client("POST", "/client/command", data=form)
    data = (await bot.interaction())["data"]
    (option,) = data["options"]
    attachment = data["resolved"]["attachments"][option["value"]]
    async with web.session.get(attachment["url"]) as answer:
        content = await answer.read()

    assert (attachment["filename"], attachment["size"], content) == ("still.bin", 5, b"bytes")


async def test_suggestions_are_waited_for_three_seconds(web: Web, bot: Bot, ines: Page, command: Json) -> None:
    async with typing(bot, ines, command, TYPED) as (interaction, asking):
        await web.control("clock", advance_s=3)
        status, answer = await asking

    assert interaction["data"]["options"] == [TYPED]
    assert (status, answer) == (504, {"error": "The application did not respond."})


@pytest.mark.parametrize(
    "options",
    [
        [{"name": "other", "type": 3, "value": "x"}],
        [{"name": "title", "type": 3, "value": 7}],
        [{"name": "who", "type": 6, "value": "7"}],
        [{"name": "title", "type": 1, "options": [{"name": "x"}]}],
    ],
)
async def test_options_that_the_client_would_not_send_are_refused(
    ines: Page, command: Json, options: list[Json]
) -> None:
    body = {"channel_id": str(FILM_TALK), "command_id": command["id"], "options": options}
    status, answer = await ines.post("command", **body)

    assert status == 400
    assert answer["error"]


@pytest.mark.parametrize("data", [{}, {"choices": None}, {"choices": []}])
async def test_no_suggestions_are_an_answer(bot: Bot, ines: Page, command: Json, data: Json) -> None:
    async with typing(bot, ines, command, TYPED) as (interaction, asking):
        status, _ = await bot.answer(interaction, CHOICES, data)
        answer = await asking

    assert (status, answer) == (204, (200, {"choices": []}))


@pytest.mark.parametrize("kind", [1, 2])
async def test_suggestions_of_another_type_than_the_options_are_refused(
    web: Web, bot: Bot, ines: Page, kind: int
) -> None:
    year: Json = {"type": 4, "name": "year", "description": "x", "autocomplete": True}
    options = [year] if kind == 1 else [{"type": 1, "name": "of", "description": "x", "options": [year]}]
    (command,) = await web.put_commands({"name": "films", "description": "x", "options": options})
    typed: Json = {"name": "year", "type": 4, "value": "19", "focused": True}
    nested = typed if kind == 1 else {"name": "of", "type": 1, "options": [typed]}
    async with typing(bot, ines, command, nested) as (interaction, asking):
        wrong = await bot.answer(interaction, CHOICES, {"choices": [{"name": "1985", "value": "1985"}]})
        await bot.answer(interaction, CHOICES, {"choices": [{"name": "1985", "value": 1985}]})
        answer = await asking

    assert (wrong[0], wrong[1]["code"]) == (400, 50035)
    assert answer == (200, {"choices": [{"name": "1985", "value": 1985}]})


@pytest.mark.parametrize(
    "options",
    [
        [],
        [{"name": "who", "type": 6, "value": str(INES), "focused": True}],
        [TYPED | {"focused": False}],
        [{"name": "title", "value": "a", "options": [{"name": "other", "focused": True}]}],
    ],
)
async def test_suggestions_are_asked_for_one_option_that_has_them(
    ines: Page, command: Json, options: list[Json]
) -> None:
    body = {"channel_id": str(FILM_TALK), "command_id": command["id"], "options": options}
    status, answer = await ines.post("autocomplete", **body)

    assert status == 400
    assert answer["error"]


async def test_a_commands_channel_is_of_a_type_that_the_option_takes(
    web: Web, bot: Bot, ines: Page, voice: int
) -> None:
    where = {"type": 7, "name": "where", "description": "x", "channel_types": TEXT_ONLY}
    (command,) = await web.put_commands({"name": "feed", "description": "x", "options": [where]})
    body = {"channel_id": str(FILM_TALK), "command_id": command["id"]}
    status, _ = await ines.post("command", **body, options=[{"name": "where", "type": 7, "value": str(voice)}])
    right = {"name": "where", "type": 7, "value": str(BOOTH)}
    interaction = await start(bot, ines, command, options=[right])

    assert status == 400
    assert list(interaction["data"]["resolved"]["channels"]) == [str(BOOTH)]


@pytest.mark.parametrize("value", ["voice", f"0{BOOTH}", "7"])
async def test_a_selected_channel_is_of_a_type_that_the_select_takes(
    bot: Bot, ines: Page, command: Json, voice: int, value: str
) -> None:
    message, _ = await posted(bot, ines, command, components=[row(WHERE)])
    ids = {"channel_id": message["channel_id"], "message_id": message["id"], "custom_id": "where"}
    status, _ = await ines.post("component", **ids, values=[str(voice) if value == "voice" else value])
    await ines.press(message, "where", values=[str(BOOTH)])

    assert status == 400
    assert list((await bot.interaction())["data"]["resolved"]["channels"]) == [str(BOOTH)]


async def test_a_forms_channel_is_of_a_type_that_the_select_takes(
    bot: Bot, ines: Page, command: Json, voice: int
) -> None:
    form = {"custom_id": "form", "title": "Feed", "components": [{"type": 18, "label": "Where", "component": WHERE}]}
    await bot.answer(await start(bot, ines, command), MODAL, form)
    opened = (await ines.wait_for("modal_open"))["interaction_id"]
    status, _ = await ines.post("modal", interaction_id=opened, values={"where": [str(voice)]})
    await ines.started("modal", interaction_id=opened, values={"where": [str(BOOTH)]})

    assert status == 400
    assert list((await bot.interaction())["data"]["resolved"]["channels"]) == [str(BOOTH)]


async def test_a_file_that_was_not_handed_over_is_not_named(ines: Page, command: Json) -> None:
    options = [{"name": "picture", "value": "7"}]
    status, _ = await ines.post("command", channel_id=str(FILM_TALK), command_id=command["id"], options=options)

    assert status == 400


def with_file(name: str, content: bytes = b"bytes", **use: object) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps({"user": str(INES), "channel_id": str(FILM_TALK)} | use))
    form.add_field(name, io.BytesIO(content), filename="still.bin")
    return form


async def test_a_file_is_taken_up_to_discords_limit(web: Web, command: Json) -> None:
    statuses = [
        (await web.client("POST", "/client/command", data=form))[0]
        for form in (
            with_file("picture", bytes(ATTACHMENT_LIMIT_BYTES), command_id=command["id"]),
            with_file("picture", bytes(ATTACHMENT_LIMIT_BYTES + 1), command_id=command["id"]),
        )
    ]

    assert statuses == [200, 413]


async def test_a_file_goes_with_the_option_of_a_subcommand(web: Web, bot: Bot) -> None:
    file = {"type": 11, "name": "file", "description": "x"}
    bring = {"type": 1, "name": "import", "description": "x", "options": [file]}
    (diary,) = await web.put_commands({"name": "diary", "description": "x", "options": [bring]})
    given: list[Json] = [{"name": "import", "type": 1, "options": []}]
    await web.client("POST", "/client/command", data=with_file("file", command_id=diary["id"], options=given))
    data = (await bot.interaction())["data"]

    (option,) = data["options"][0]["options"]
    assert (option["name"], list(data["resolved"]["attachments"])) == ("file", [option["value"]])


async def test_files_of_what_is_refused_are_not_kept(world: World, tmp_path: Path) -> None:
    field = {"type": 18, "label": "Still", "component": {"type": 19, "custom_id": "still"}}
    file = {"type": 11, "name": "still", "description": "x"}
    who = {"type": 6, "name": "who", "description": "x"}
    film = {"name": "film", "description": "x", "options": [file, who]}
    async with (
        running_sandbox(world, state=tmp_path) as sandbox,
        aiohttp.ClientSession() as session,
        running_bot(web := Web(session, sandbox)) as bot,
        open_page(web, INES) as ines,
    ):
        (command,) = await web.put_commands(film)
        await bot.answer(
            await start(bot, ines, command), MODAL, {"custom_id": "form", "title": "Film", "components": [field]}
        )
        opened = (await ines.wait_for("modal_open"))["interaction_id"]
        nobody = [{"name": "who", "type": 6, "value": "7"}]
        statuses = [
            (await web.client("POST", path, data=form))[0]
            for path, form in (
                ("/client/command", with_file("other", command_id=command["id"])),
                ("/client/command", with_file("still", command_id=command["id"], options=nobody)),
                ("/client/modal", with_file("other", interaction_id=opened)),
                ("/client/command", with_file("still", command_id=command["id"])),
                ("/client/modal", with_file("still", interaction_id=opened)),
            )
        ]

    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as state:
        ((kept,),) = state.execute("SELECT count(*) FROM attachment")

    assert statuses == [400, 400, 400, 200, 200]
    assert kept == 2
