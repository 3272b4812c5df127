"""Starting the sandbox, in a process of its own or inside a test."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sandbox.client.routes import ClientRoutes
from sandbox.control import ControlRoutes
from sandbox.core import Core
from sandbox.gateway.socket import GatewayRoutes
from sandbox.pages import PageRoutes, guard
from sandbox.protocol import BODY_LIMIT_BYTES
from sandbox.rest.application import ApplicationRoutes
from sandbox.rest.commands import CommandRoutes
from sandbox.rest.gate import Gate
from sandbox.rest.guilds import GuildRoutes
from sandbox.rest.interactions import InteractionRoutes
from sandbox.rest.messages import MessageRoutes
from sandbox.world import World

HOST = "127.0.0.1"
"""The sandbox listens on loopback only."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox."""

    core: Core
    """Its own objects, to look into."""

    url: str
    """Its address without a path, such as `http://127.0.0.1:4000`."""

    @property
    def api_url(self) -> str:
        """Where the REST API begins, for discord.py's `Route.BASE`."""
        return self.core.addresses.api_url

    @property
    def gateway_url(self) -> str:
        """Where the gateway is, for discord.py's `DiscordWebSocket.DEFAULT_GATEWAY`."""
        return self.core.addresses.gateway_url

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.core.directory.application.token


@asynccontextmanager
async def running_sandbox(world: World, *, state: Path | None = None, port: int = 0) -> AsyncGenerator[Sandbox]:
    """A sandbox that runs as long as the context; port 0 is any free one.

    `world` is left as it is, and counts only where `state` (a folder) holds nothing yet. Raises OSError when the
    port is in use, StateInUse when another sandbox runs on that folder, and StateUnusable when it cannot be used.
    """
    core = Core(world, state)
    runner = web.AppRunner(build_app(core), access_log=None, shutdown_timeout=1.0)
    try:
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        address: tuple[str, int] = runner.addresses[0]
        core.addresses.base_url = f"http://{HOST}:{address[1]}"
        yield Sandbox(core, core.addresses.base_url)
    finally:
        await runner.cleanup()
        core.close()


def build_app(core: Core) -> web.Application:
    """The web application around the sandbox's parts."""
    app = web.Application(middlewares=[guard(core)], client_max_size=BODY_LIMIT_BYTES)
    gateway = GatewayRoutes(core.gateway, core.directory, core.clock)
    for path in ("/gateway", "/gateway/"):
        app.router.add_get(path, gateway.connect)

    gate = Gate(core)
    for group in (InteractionRoutes(core), MessageRoutes(core), GuildRoutes(core), CommandRoutes(core)):
        gate.add_to(app.router, group.routes())

    gate.add_to(app.router, ApplicationRoutes(core).routes())
    ClientRoutes(core).add_to(app.router)
    ControlRoutes(core).add_to(app.router)
    PageRoutes(core).add_to(app.router)

    async def close_sockets(_: web.Application) -> None:
        core.exchange.close()
        outboxes = [*core.gateway.outboxes, *core.sockets.outboxes]
        for outbox in outboxes:
            outbox.close(1001, "The sandbox is going away.")

        if outboxes:
            await asyncio.wait([outbox.writing for outbox in outboxes], timeout=0.5)

    app.on_shutdown.append(close_sockets)
    return app
