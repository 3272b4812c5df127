"""The client API: what a person does, from the page or from a test."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import WSMsgType, web
from pydantic import ValidationError

from sandbox.client.requests import (
    ClientError,
    ClientRequest,
    InviteBot,
    Say,
    SendForm,
    UseCommand,
    UseComponent,
)
from sandbox.client.starting import Starting
from sandbox.client.world_view import view_world
from sandbox.core import Core
from sandbox.errors import ApiError
from sandbox.messages.book import Page
from sandbox.messages.building import Draft
from sandbox.messages.model import Upload
from sandbox.outbox import Outbox
from sandbox.permission_names import BITS
from sandbox.permissions import MANAGE_MESSAGES, SEND_MESSAGES, in_guild
from sandbox.protocol import Json
from sandbox.rest.reading import read_form, read_object
from sandbox.snowflakes import parse_id
from sandbox.validate.messages import check_message

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Body = TypeVar("Body", bound=ClientRequest)


def answering(handler: Handler) -> Handler:
    """A handler whose refusals are told as `{"error", "code"?}`."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except ClientError as refusal:
            return _refusal(refusal.status, refusal.sentence, refusal.code)
        except ApiError as refusal:
            return _refusal(refusal.status, refusal.message, refusal.code)
        except ValidationError as invalid:
            first = invalid.errors(include_url=False, include_context=False)[0]
            place = ".".join(str(step) for step in first["loc"])
            return _refusal(400, f"{place}: {first['msg']}".removeprefix(": "), None)

    return handle


class ClientRoutes:
    """Routes of the client API."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._starting = Starting(core)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Serve these routes."""
        routes: list[tuple[str, str, Handler]] = [
            ("GET", "/client/world", self.world),
            ("GET", "/client/channels/{channel_id}/messages", self.messages),
            ("POST", "/client/channels/{channel_id}/messages", self.say),
            ("POST", "/client/dms", self.open_dm),
            ("GET", "/client/commands", self.commands),
            ("POST", "/client/command", self.command),
            ("POST", "/client/autocomplete", self.autocomplete),
            ("POST", "/client/component", self.component),
            ("POST", "/client/modal", self.modal),
            ("DELETE", "/client/messages/{channel_id}/{message_id}", self.delete_message),
            ("POST", "/client/guilds/{guild_id}/bot", self.invite_bot),
            ("GET", "/client/events", self.events),
        ]
        for method, path, handler in routes:
            router.add_route(method, path, answering(handler))

    async def world(self, request: web.Request) -> web.Response:
        """Everything there is, or what one user sees of it."""
        user_id = self._query_user(request) if "user" in request.query else None
        return web.json_response(view_world(self._core, user_id))

    async def messages(self, request: web.Request) -> web.Response:
        """A page of a channel, oldest first."""
        user_id = self._query_user(request)
        channel = self._starting.channel(_path_id(request, "channel_id"), user_id)
        limit = parse_id(request.query.get("limit", "50"))
        if limit is None or not 1 <= limit <= 100:
            raise ClientError(400, "limit is a number from 1 to 100.")

        page = Page(limit, before=parse_id(request.query.get("before")))
        found = self._core.book.history(channel.id, page, lambda message: message.ephemeral_for in (None, user_id))
        return web.json_response([self._core.showing.for_people(message) for message in reversed(found)])

    async def say(self, request: web.Request) -> web.Response:
        """Post a plain message."""
        use = await _read(request, Say)
        channel = self._starting.channel(_path_id(request, "channel_id"), use.user)
        if not self._core.directory.permissions(use.user, channel) & SEND_MESSAGES:
            raise ClientError(403, "This person may not write here.")

        check_message({"content": use.content})
        message = self._core.posting.post(channel, use.user, Draft({"content": use.content}))
        return web.json_response(self._core.showing.for_people(message))

    async def open_dm(self, request: web.Request) -> web.Response:
        """The direct channel of a person with the bot."""
        use = await _read(request, ClientRequest)
        self._require_person(use.user)
        return web.json_response({"channel_id": str(self._core.directory.dm_with(use.user).id)})

    async def commands(self, request: web.Request) -> web.Response:
        """The commands that a person may use in a channel."""
        user_id = self._query_user(request)
        channel = self._starting.channel(parse_id(request.query.get("channel")) or 0, user_id)
        return web.json_response(self._core.commands.usable(user_id, channel))

    async def command(self, request: web.Request) -> web.Response:
        """Use a command."""
        use, uploads = await _read_with_files(request, UseCommand)
        return _started(self._starting.command(use, uploads).id)

    async def autocomplete(self, request: web.Request) -> web.Response:
        """Wait for the bot's suggestions."""
        interaction = self._starting.autocomplete(await _read(request, UseCommand))
        assert interaction.choices is not None
        try:
            choices = await interaction.choices
        except asyncio.CancelledError:
            if not interaction.is_over:
                raise

            raise ClientError(504, "The application did not respond.") from None

        return web.json_response({"choices": choices})

    async def component(self, request: web.Request) -> web.Response:
        """Press a button or select values."""
        return _started(self._starting.component(await _read(request, UseComponent)).id)

    async def modal(self, request: web.Request) -> web.Response:
        """Send a form."""
        use, uploads = await _read_with_files(request, SendForm)
        return _started(self._starting.form(use, uploads).id)

    async def delete_message(self, request: web.Request) -> web.Response:
        """Remove a message as a moderator, its author, or its only reader."""
        user_id = self._query_user(request)
        channel = self._starting.channel(_path_id(request, "channel_id"), user_id)
        message = self._starting.message(channel, _path_id(request, "message_id"), user_id)
        is_moderator = self._core.directory.permissions(user_id, channel) & MANAGE_MESSAGES
        if not is_moderator and user_id not in (message.author_id, message.ephemeral_for):
            raise ClientError(403, "This person may not remove that message.")

        self._core.posting.delete(message)
        return web.json_response({})

    async def invite_bot(self, request: web.Request) -> web.Response:
        """Invite the bot into a server, or throw it out."""
        use = await _read(request, InviteBot)
        guild = self._core.directory.guilds.get(_path_id(request, "guild_id"))
        if guild is None:
            raise ClientError(404, "There is no such server.")

        self._require_person(use.user)
        if not in_guild(guild, use.user) & BITS["manage_guild"]:
            raise ClientError(403, "Only somebody who may manage the server can do that.")

        if guild.bot != use.present:
            self._core.directory.set_bot_present(guild, is_present=use.present)
            if use.present:
                self._core.announcer.guild_joined(guild)
            else:
                self._core.announcer.guild_left(guild)

        return web.json_response({"present": guild.bot})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """A websocket with everything that a person can see happen."""
        user_id = self._query_user(request)
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=64 * 1024)
        await socket.prepare(request)
        outbox = Outbox(socket, request, lambda text: text)
        sockets = self._core.sockets
        sockets.outboxes[outbox] = user_id
        # So that a page knows that nothing it does from now on is missed.
        outbox.put(json.dumps({"type": "presence", "online": self._core.gateway.is_online}))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            del sockets.outboxes[outbox]
            await outbox.stop()

        return socket

    def _query_user(self, request: web.Request) -> int:
        user_id = parse_id(request.query.get("user")) or 0
        self._require_person(user_id)
        return user_id

    def _require_person(self, user_id: int) -> None:
        user = self._core.directory.users.get(user_id)
        if user is None or user.bot:
            raise ClientError(404, "There is no such person.")


def _path_id(request: web.Request, name: str) -> int:
    return parse_id(request.match_info[name]) or 0


def _started(interaction_id: int) -> web.Response:
    return web.json_response({"interaction_id": str(interaction_id)})


def _refusal(status: int, sentence: str, code: int | None) -> web.Response:
    body: Json = {"error": sentence} | ({} if code is None else {"code": code})
    return web.json_response(body, status=status)


async def _read(request: web.Request, kind: type[Body]) -> Body:
    return kind.model_validate(await read_object(request))


async def _read_with_files(request: web.Request, kind: type[Body]) -> tuple[Body, list[Upload]]:
    payload, uploads = await read_form(request)
    return kind.model_validate(payload), uploads
