"""The test API: what goes wrong, and what has happened."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from sandbox.client.requests import ClientError, Id
from sandbox.client.routes import Handler, answering
from sandbox.core import Core
from sandbox.faults import FaultOrder
from sandbox.rest.reading import read_object
from sandbox.snowflakes import parse_id
from sandbox.world import Channel, Overwrite


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GatewayOrder(_Order):
    """What is to happen to the gateway's connections."""

    do: Literal["drop", "reconnect", "invalid_session"]
    resumable: bool = True


class ClockOrder(_Order):
    """How far the clock is moved."""

    advance_s: Annotated[float, Field(ge=0, le=10 * 366 * 86_400)]


class PermissionsOrder(_Order):
    """A channel's new overwrites."""

    channel_id: Id
    overwrites: list[Overwrite]


class ControlRoutes:
    """Routes of the test API."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Serve these routes."""
        routes: list[tuple[str, str, Handler]] = [
            ("POST", "/sandbox/faults", self.add_fault),
            ("DELETE", "/sandbox/faults", self.clear_faults),
            ("POST", "/sandbox/gateway", self.disturb_gateway),
            ("POST", "/sandbox/clock", self.move_clock),
            ("POST", "/sandbox/settings", self.change_settings),
            ("GET", "/sandbox/settings", self.settings),
            ("POST", "/sandbox/permissions", self.replace_overwrites),
            ("DELETE", "/sandbox/channels/{channel_id}", self.delete_channel),
            ("DELETE", "/sandbox/messages/{channel_id}/{message_id}", self.delete_message),
            ("GET", "/sandbox/log", self.log),
        ]
        for method, path, handler in routes:
            router.add_route(method, path, answering(handler))

    async def add_fault(self, request: web.Request) -> web.Response:
        """Let requests go wrong."""
        self._core.faults.add(FaultOrder.model_validate(await read_object(request)))
        return web.json_response({})

    async def clear_faults(self, _: web.Request) -> web.Response:
        """Back to normal."""
        self._core.faults.clear()
        return web.json_response({})

    async def disturb_gateway(self, request: web.Request) -> web.Response:
        """Break every connection of the gateway."""
        order = GatewayOrder.model_validate(await read_object(request))
        gateway = self._core.gateway
        connections = len(gateway.outboxes)
        match order.do:
            case "drop":
                gateway.drop()
            case "reconnect":
                gateway.ask_to_reconnect()
            case "invalid_session":
                gateway.invalidate(is_resumable=order.resumable)

        return web.json_response({"connections": connections})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Move the clock forward."""
        self._core.clock.advance(ClockOrder.model_validate(await read_object(request)).advance_s)
        return web.json_response({"now": self._core.clock.timestamp()})

    async def change_settings(self, request: web.Request) -> web.Response:
        """Change the settings that are named; the others stay."""
        core = self._core
        named = await read_object(request)
        core.settings = core.settings.model_validate(core.settings.model_dump() | named)
        return web.json_response(core.settings.model_dump())

    async def settings(self, _: web.Request) -> web.Response:
        """The settings."""
        return web.json_response(self._core.settings.model_dump())

    async def replace_overwrites(self, request: web.Request) -> web.Response:
        """Give a channel other overwrites."""
        order = PermissionsOrder.model_validate(await read_object(request))
        channel = self._guild_channel(order.channel_id)
        self._core.directory.replace_overwrites(channel, order.overwrites)
        self._core.announcer.channel_updated(channel)
        return web.json_response({})

    async def delete_channel(self, request: web.Request) -> web.Response:
        """Remove a channel."""
        channel = self._guild_channel(parse_id(request.match_info["channel_id"]) or 0)
        self._core.posting.delete_all(channel)
        self._core.directory.remove_channel(channel)
        self._core.announcer.channel_deleted(channel)
        return web.json_response({})

    async def delete_message(self, request: web.Request) -> web.Response:
        """Remove a message."""
        channel_id = parse_id(request.match_info["channel_id"]) or 0
        message = self._core.book.get(channel_id, parse_id(request.match_info["message_id"]))
        if message is None:
            raise ClientError(404, "There is no such message.")

        self._core.posting.delete(message)
        return web.json_response({})

    async def log(self, request: web.Request) -> web.Response:
        """What has happened, oldest first."""
        since = parse_id(request.query.get("since", "0"))
        if since is None:
            raise ClientError(400, "since is a number.")

        return web.json_response(self._core.journal.since(since))

    def _guild_channel(self, channel_id: int) -> Channel:
        channel = self._core.directory.channels.get(channel_id)
        if channel is None or channel.guild_id is None:
            raise ClientError(404, "There is no such channel.")

        return channel
