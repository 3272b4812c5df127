"""An unmodified discord.py bot in the sandbox, used by a person."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

from sandbox.gateway import socket
from sandbox.protocol import Opcode
from sandbox.server import running_sandbox
from sandbox.world import World
from tests.sandbox.acting import FILM_TALK, MATINEE, OWLS, Page, Web


class ReviewForm(discord.ui.Modal, title="Your review"):
    """A form with one text in it."""

    text: discord.ui.Label[Any] = discord.ui.Label(
        text="Review", component=discord.ui.TextInput[Any](custom_id="text", style=discord.TextStyle.paragraph)
    )

    def __init__(self) -> None:
        super().__init__(custom_id="review-form")

    @override
    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        field = self.text.component
        assert isinstance(field, discord.ui.TextInput)
        await interaction.response.send_message(f"You wrote: {field.value}", ephemeral=True)


class Card(discord.ui.View):
    """A button that opens the form."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Add a review", custom_id="add", style=discord.ButtonStyle.primary)
    async def add(self, interaction: discord.Interaction[Any], _: discord.ui.Button["Card"]) -> None:
        await interaction.response.send_modal(ReviewForm())


class FilmBot(discord.Client):
    """A bot with one slash command."""

    def __init__(self, intents: discord.Intents, **options: Any) -> None:
        # discord.py waits that long for servers that do not come.
        super().__init__(intents=intents, guild_ready_timeout=0.1, **options)
        self.tree: app_commands.CommandTree[FilmBot] = app_commands.CommandTree(self)

    @override
    async def setup_hook(self) -> None:
        await self.tree.sync()
        self.add_view(Card())


def make_bot(intents: discord.Intents) -> FilmBot:
    bot = FilmBot(intents)

    async def suggest(_: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}!", value=typed)]

    @bot.tree.command(name="film", description="Look a film up")  # pyright: ignore[reportArgumentType] - the tree's own loose type
    @app_commands.autocomplete(title=suggest)
    async def film(interaction: discord.Interaction[Any], title: str) -> None:
        await interaction.response.send_message(embed=discord.Embed(title=title), view=Card())

    @bot.tree.command(name="slow", description="Answer later")
    async def slow(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(content="at last")

    assert film
    assert slow
    return bot


@asynccontextmanager
async def online(bot: FilmBot, token: str) -> AsyncGenerator[FilmBot]:
    await bot.login(token)
    task = asyncio.create_task(bot.connect())
    try:
        async with asyncio.timeout(20):
            await bot.wait_until_ready()

        yield bot
    finally:
        await bot.close()
        await task


@pytest.fixture
async def film_bot(discord_py: discord.Intents, web: Web) -> AsyncGenerator[FilmBot]:
    async with online(make_bot(discord_py), web.sandbox.token) as bot:
        yield bot


async def command_of(ines: Page, name: str) -> dict[str, Any]:
    query = {"user": str(ines.user_id), "channel": str(FILM_TALK)}
    _, commands = await ines.web.client("GET", "/client/commands", params=query)
    return next(command for command in commands if command["name"] == name)


async def test_a_slash_command_a_button_and_a_form_work_from_end_to_end(film_bot: FilmBot, ines: Page) -> None:
    command = await command_of(ines, "film")
    await ines.use(command, options=[{"name": "title", "type": 3, "value": "Ran"}])
    card = (await ines.wait_for("message_create"))["message"]
    await ines.press(card, "add")
    form = await ines.wait_for("modal_open")
    await ines.started("modal", interaction_id=form["interaction_id"], values={"text": "Magnificent."})
    answer = (await ines.wait_for("message_create"))["message"]

    assert film_bot.get_guild(OWLS) is not None
    assert card["embeds"][0]["title"] == "Ran"
    assert card["interaction_metadata"]["name"] == "film"
    assert answer["content"] == "You wrote: Magnificent."
    assert answer["ephemeral_for"] == str(ines.user_id)


@pytest.mark.usefixtures("film_bot")
async def test_suggestions_come_back_to_the_one_who_types(ines: Page) -> None:
    command = await command_of(ines, "film")
    typed = [{"name": "title", "type": 3, "value": "Ra", "focused": True}]
    status, answer = await ines.post("autocomplete", channel_id=str(FILM_TALK), command_id=command["id"], options=typed)

    assert (status, answer) == (200, {"choices": [{"name": "Ra!", "value": "Ra"}]})


@pytest.mark.usefixtures("film_bot")
async def test_a_deferred_answer_becomes_the_real_one(ines: Page) -> None:
    await ines.use(await command_of(ines, "slow"))
    waiting = (await ines.wait_for("message_create"))["message"]
    done = (await ines.wait_for("message_update"))["message"]

    assert waiting["flags"] == 128
    assert (done["flags"], done["content"], done["id"]) == (0, "at last", waiting["id"])


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(film_bot: FilmBot, ines: Page) -> None:
    resumed = asyncio.Event()

    @film_bot.event
    async def on_resumed() -> None:
        resumed.set()

    assert on_resumed
    command = await command_of(ines, "film")
    await ines.web.control("gateway", do="drop")
    await ines.wait_for("presence", online=False)
    await ines.use(command, options=[{"name": "title", "type": 3, "value": "Ran"}])
    async with asyncio.timeout(20):
        await resumed.wait()

    assert (await ines.wait_for("message_create"))["message"]["embeds"][0]["title"] == "Ran"


async def test_a_heartbeat_is_acknowledged_after_it_was_noted(
    discord_py: discord.Intents, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "HEARTBEAT_INTERVAL_MS", 500)
    bot = FilmBot(discord_py, enable_debug_events=True)
    latencies: asyncio.Queue[float] = asyncio.Queue()

    @bot.event
    async def on_socket_raw_receive(message: str) -> None:
        if json.loads(message)["op"] == Opcode.HEARTBEAT_ACK:
            latencies.put_nowait(bot.latency)

    assert on_socket_raw_receive
    async with online(bot, web.sandbox.token), asyncio.timeout(20):
        # The first is sent by the main thread at once, the others by a thread of their own.
        measured = [await latencies.get() for _ in range(3)]

    assert max(measured) < 0.5


async def test_shards_share_the_servers(discord_py: discord.Intents, world: World) -> None:
    world.application.shards = 2
    async with running_sandbox(world) as sandbox:
        Route.BASE = sandbox.api_url
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)
        bot = discord.AutoShardedClient(intents=discord_py, guild_ready_timeout=0.1)
        await bot.login(sandbox.token)
        task = asyncio.create_task(bot.connect())
        async with asyncio.timeout(20):
            await bot.wait_until_ready()

        shards = {guild.id: guild.shard_id for guild in bot.guilds}
        await bot.close()
        await task

    assert shards == {guild: (guild >> 22) % 2 for guild in (OWLS, MATINEE)}
