"""A sandbox, a bot on it, and members to drive them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.client import Marquee
from bot.services import Services
from data.catalogue.starter import StarterCatalogue
from data.store import Store
from sandbox.server import Sandbox, running_sandbox
from sandbox.world import World
from tests.e2e.driver import Json, Member
from tests.e2e.world import ALICE, BOB, CHLOE, FILM_TALK, TOKEN, world

READY_WITHIN_S = 20.0


class Stage:
    """Everything a scene needs. The bot runs in this process and can be stopped and started again."""

    def __init__(self, sandbox: Sandbox, database_path: Path) -> None:
        self.sandbox = sandbox
        self.database_path = database_path
        self.bot: Marquee
        self.store: Store
        self.alice: Member
        self.bob: Member
        self.chloe: Member
        self._connection: asyncio.Task[None] | None = None

    async def start_bot(self) -> None:
        """Start the bot on the database that is there, and wait until it can be used."""
        Route.BASE = self.sandbox.api_url
        self.store = await Store.open(self.database_path)
        self.bot = Marquee(Services(StarterCatalogue.load(), self.store))
        await self.bot.login(TOKEN)
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

    async def misbehave(self, path: str, body: Json) -> None:
        """Tell the sandbox to go wrong: `faults`, `gateway`, `clock`, `settings`, `permissions`."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.sandbox.url}/sandbox/{path}", json=body) as answer,
        ):
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
async def staged(folder: Path) -> AsyncGenerator[Stage]:
    """The sandbox, the bot, and Alice, Bob and Chloe in #film-talk."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY

    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(running_sandbox(World.model_validate(world())))
        stage = Stage(sandbox, folder / "marquee.db")
        await stage.start_bot()
        stage.alice = await stack.enter_async_context(member(sandbox, ALICE))
        stage.bob = await stack.enter_async_context(member(sandbox, BOB))
        stage.chloe = await stack.enter_async_context(member(sandbox, CHLOE))

        try:
            yield stage
        finally:
            await stage.stop_bot()
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
