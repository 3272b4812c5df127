"""A running sandbox with its default world, a bot and a person in it."""

import warnings
from collections.abc import AsyncGenerator
from pathlib import Path

import aiohttp
import pytest
import yarl

from sandbox.__main__ import DEFAULT_WORLD
from sandbox.protocol import Json
from sandbox.server import Sandbox, running_sandbox
from sandbox.world import World
from tests.sandbox.acting import INES, Bot, Page, Web, open_page, running_bot

with warnings.catch_warnings():
    # discord.py imports audioop, of whose end Python 3.11 and 3.12 warn.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord
    from discord.gateway import DiscordWebSocket
    from discord.http import Route


@pytest.fixture
def world() -> World:
    return World.from_file(Path(DEFAULT_WORLD))


@pytest.fixture
async def sandbox(world: World) -> AsyncGenerator[Sandbox]:
    async with running_sandbox(world) as running:
        yield running


@pytest.fixture
async def web(sandbox: Sandbox) -> AsyncGenerator[Web]:
    async with aiohttp.ClientSession() as session:
        yield Web(session, sandbox)


@pytest.fixture
async def bot(web: Web) -> AsyncGenerator[Bot]:
    async with running_bot(web) as running:
        yield running


@pytest.fixture
async def ines(web: Web) -> AsyncGenerator[Page]:
    async with open_page(web, INES) as page:
        yield page


@pytest.fixture
def discord_py(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> discord.Intents:
    """Turns discord.py to the sandbox; the intents that a bot without privileges has."""
    monkeypatch.setattr(Route, "BASE", sandbox.api_url)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway_url))
    intents = discord.Intents.default()
    assert not intents.message_content
    return intents


@pytest.fixture
async def command(web: Web) -> Json:
    """A slash command with a title, a member and a file to choose."""
    title = {"type": 3, "name": "title", "description": "A film", "autocomplete": True}
    who = {"type": 6, "name": "who", "description": "A member"}
    picture = {"type": 11, "name": "picture", "description": "A still"}
    options = [title, who, picture]
    (made,) = await web.put_commands({"name": "film", "description": "Look it up", "options": options})
    return made
