"""A sandbox, a bot on it, and members to drive them."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import aiohttp
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.utils import utcnow
from yarl import URL

from bot.client import Marquee
from bot.services import Services
from data.catalogue.base import Catalogue
from data.catalogue.local import LocalCatalogue
from data.catalogue.remote import Provider
from data.letterboxd.asking import FeedClient
from data.store import Store
from sandbox.server import Sandbox, running_sandbox
from sandbox.world import World
from tests.builders import AS_FAST_AS_THEY_LIKE
from tests.e2e.driver import Json, Member
from tests.e2e.world import ALICE, BOB, CHLOE, FILM_TALK, world
from tests.fresh_database import put_fresh_database

READY_WITHIN_S = 20.0


@cache
def shipped_films() -> LocalCatalogue:
    """What is shipped, read once for all scenes of a process: nothing in a scene changes it."""
    return LocalCatalogue.load()


class Stage:
    """Everything a scene needs. The bot runs in this process and can be stopped and started again."""

    def __init__(self, sandbox: Sandbox, database_path: Path) -> None:
        self.sandbox = sandbox
        self.database_path = database_path
        self.pace = AS_FAST_AS_THEY_LIKE
        self.catalogue: Catalogue = shipped_films()
        self.providers: Callable[[], Sequence[Provider]] = tuple
        """Makes the providers that a bot asks when it starts: none, and nothing outside, unless a test gives some."""

        self.feeds: Callable[[], FeedClient | None] = lambda: None
        """Makes what a bot asks for members' feeds when it starts: nothing, unless a test gives it."""

        self.bot: Marquee
        self.store: Store
        self.alice: Member
        self.bob: Member
        self.chloe: Member
        self._connection: asyncio.Task[None] | None = None

    async def start_bot(self) -> None:
        """Start the bot on the database that is there, and wait until it can be used."""
        Route.BASE = self.sandbox.api_url
        put_fresh_database(self.database_path)
        self.store = await Store.open(self.database_path)
        self.bot = Marquee(Services(self.catalogue, self.store, self.pace, self.providers(), self.feeds()))
        await self.bot.login(self.sandbox.token)
        _, gateway, _ = await self.bot.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        self._connection = asyncio.create_task(self.bot.connect())
        await asyncio.wait_for(self.bot.is_ready_for_use.wait(), READY_WITHIN_S)

    async def stop_bot(self) -> None:
        """Stop the bot as a signal would, and close its store."""
        await self.bot.finish_answers()
        await self.bot.close()

        if self._connection is not None:
            await asyncio.gather(self._connection, return_exceptions=True)

        await self.store.close()

    async def restart_bot(self) -> None:
        """Stop and start: what a person sees must not differ."""
        await self.stop_bot()
        await self.start_bot()

    async def settled(self) -> None:
        """Wait until every answer is given, and every message is edited that is to be edited by now."""
        await self.bot.finish_answers()

        async with asyncio.timeout(READY_WITHIN_S):
            while await self.store.copies.due(utcnow(), 1):  # noqa: ASYNC110  (nobody tells)
                await asyncio.sleep(0.01)

    async def let_pass(self, time: timedelta) -> None:
        """Let the bot edit what it put off until that much later, as if the time had passed."""
        await self.settled()
        await self._edit_by(utcnow())
        await self._edit_by(utcnow() + time)

    async def _edit_by(self, moment: datetime) -> None:
        """Let everything be edited that is due by that moment, and nothing be under way any more."""
        await self.bot.copies.work(moment)

        async with asyncio.timeout(READY_WITHIN_S):
            while any(task.get_name().startswith("edits in") for task in asyncio.all_tasks()):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def misbehave(self, path: str, body: Json) -> None:
        """Tell the sandbox to go wrong: `faults`, `gateway`, `clock`, `settings`, `permissions`."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.sandbox.url}/sandbox/{path}", json=body) as answer,
        ):
            assert answer.status < 400, await answer.text()

    async def behave(self) -> None:
        """Let no more faults happen."""
        async with aiohttp.ClientSession() as session, session.delete(f"{self.sandbox.url}/sandbox/faults") as answer:
            assert answer.status < 400, await answer.text()

    async def remove(self, path: str) -> None:
        """Remove a channel (`channels/ID`) or a message (`messages/CHANNEL/ID`), as a moderator would."""
        async with aiohttp.ClientSession() as session, session.delete(f"{self.sandbox.url}/sandbox/{path}") as answer:
            assert answer.status < 400, await answer.text()

    async def invite(self, guild_id: int, user_id: int, *, is_present: bool) -> None:
        """Let a member invite the bot into a server, or throw it out."""
        body = {"user": str(user_id), "present": is_present}

        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.sandbox.url}/client/guilds/{guild_id}/bot", json=body) as answer,
        ):
            assert answer.status < 400, await answer.text()

    async def requests(self) -> list[Json]:
        """Every request that the bot made of the sandbox's API, oldest first."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.sandbox.url}/sandbox/log") as answer:
            log: list[Json] = await answer.json()
            return [entry for entry in log if entry["direction"] == "request"]


@asynccontextmanager
async def member(sandbox: Sandbox, user_id: int, channel_id: int = FILM_TALK) -> AsyncGenerator[Member]:
    """A person in a channel."""
    async with Member(sandbox.url, user_id, channel_id) as person:
        yield person


@asynccontextmanager
async def running_bot(
    sandbox: Sandbox, folder: Path, providers: Callable[[], Sequence[Provider]] = tuple
) -> AsyncGenerator[Stage]:
    """A bot on that sandbox, and nobody to drive it yet."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    stage = Stage(sandbox, folder / "marquee.db")
    stage.providers = providers
    await stage.start_bot()

    try:
        yield stage
    finally:
        await stage.stop_bot()
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def staged(
    folder: Path, setting: Json | None = None, providers: Callable[[], Sequence[Provider]] = tuple
) -> AsyncGenerator[Stage]:
    """The sandbox, the bot, and Alice, Bob and Chloe in #film-talk; in another world than the usual with `setting`.

    The bot asks `providers`, where they are given.
    """
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(running_sandbox(World.model_validate(setting or world())))
        stage = await stack.enter_async_context(running_bot(sandbox, folder, providers))
        stage.alice = await stack.enter_async_context(member(sandbox, ALICE))
        stage.bob = await stack.enter_async_context(member(sandbox, BOB))
        stage.chloe = await stack.enter_async_context(member(sandbox, CHLOE))
        yield stage
