"""Messages in channels: posting, reading, editing, deleting."""

from aiohttp import web

from sandbox.core import Core
from sandbox.errors import (
    ApiError,
    cannot_dm,
    dm_only,
    field_error,
    missing_access,
    missing_permissions,
    not_a_text_channel,
    not_author,
    unknown_message,
)
from sandbox.gateway.session import Event
from sandbox.messages.book import Page
from sandbox.messages.building import Draft
from sandbox.messages.model import Message, Upload
from sandbox.messages.showing import without_content
from sandbox.permissions import (
    ATTACH_FILES,
    EMBED_LINKS,
    MANAGE_MESSAGES,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
)
from sandbox.protocol import ChannelType, Intent, Json, MessageFlag, MessageType
from sandbox.rest.gate import Reply, Route
from sandbox.rest.reading import read_number, read_payload
from sandbox.snowflakes import parse_id
from sandbox.validate.messages import check_message
from sandbox.world import Channel

_SETTABLE = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS


class MessageRoutes:
    """Routes about a channel's messages."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._bot_id = core.directory.bot.id

    def routes(self) -> list[Route]:
        """These routes."""
        every, one = "/channels/{channel_id}/messages", "/channels/{channel_id}/messages/{message_id}"
        return [
            Route("POST", every, self.post),
            Route("GET", every, self.history),
            Route("GET", one, self.get),
            Route("PATCH", one, self.edit),
            Route("DELETE", one, self.delete),
            Route("POST", "/channels/{channel_id}/typing", self.type),
        ]

    async def post(self, request: web.Request) -> Reply:
        """Post a message, or get the one that was posted with the same nonce."""
        channel = self._channel(request)
        payload, uploads = await read_payload(request)
        check_message(payload, file_count=len(uploads))
        self._require_posting(channel, payload, uploads)
        earlier = self._with_nonce(payload)
        if earlier is not None:
            return Reply(self._shown(earlier) | {"nonce": payload["nonce"]})

        parent = self._referenced(channel, payload)
        draft = Draft(
            payload=payload,
            uploads=uploads,
            type=MessageType.DEFAULT if parent is None else MessageType.REPLY,
            flags=(payload.get("flags") or 0) & _SETTABLE,
            reply_to=parent,
        )
        message = self._core.posting.post(channel, self._bot_id, draft)
        nonce = {} if payload.get("nonce") is None else {"nonce": payload["nonce"]}
        return Reply(self._shown(message) | nonce)

    async def history(self, request: web.Request) -> Reply:
        """A page of a channel's messages, newest first; empty without the permission to read it."""
        channel = self._channel(request)
        page = _page(request)
        bits = self._core.directory.permissions(self._bot_id, channel)
        if not bits & READ_MESSAGE_HISTORY:
            return Reply([])

        found = self._core.book.history(channel.id, page, lambda message: not message.is_ephemeral)
        return Reply([self._shown(message) for message in found])

    async def get(self, request: web.Request) -> Reply:
        """One message."""
        channel = self._channel(request)
        message = self._message(request, channel)
        needed = READ_MESSAGE_HISTORY
        self._core.directory.require(self._bot_id, channel, needed, refusal=missing_access())
        return Reply(self._shown(message))

    async def edit(self, request: web.Request) -> Reply:
        """Edit an own message."""
        channel = self._channel(request)
        message = self._message(request, channel)
        payload, uploads = await read_payload(request)
        if message.author_id != self._bot_id:
            self._require_suppressing(channel, payload)

        check_message(payload, is_edit=True, file_count=len(uploads))
        if uploads:
            self._require(channel, ATTACH_FILES)

        self._core.posting.count_old_edit(message)
        self._core.posting.edit(message, Draft(payload, uploads), channel)
        return Reply(self._shown(message))

    async def delete(self, request: web.Request) -> Reply:
        """Delete an own message, or as a moderator anybody's."""
        channel = self._channel(request)
        message = self._message(request, channel)
        if message.author_id != self._bot_id:
            if channel.guild_id is None:
                raise dm_only()

            self._require(channel, MANAGE_MESSAGES)

        self._core.posting.delete(message)
        return Reply()

    async def type(self, request: web.Request) -> Reply:
        """Show that the bot is writing."""
        channel = self._channel(request)
        self._require(channel, SEND_MESSAGES)
        intent = Intent.DIRECT_MESSAGE_TYPING if channel.guild_id is None else Intent.GUILD_MESSAGE_TYPING
        data: Json = {
            "channel_id": str(channel.id),
            "user_id": str(self._bot_id),
            "timestamp": int(self._core.clock.now()),
        }
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)

        self._core.gateway.dispatch(Event("TYPING_START", data, channel.guild_id, intent))
        return Reply()

    def _channel(self, request: web.Request) -> Channel:
        return self._core.directory.bot_channel(parse_id(request.match_info["channel_id"]))

    def _message(self, request: web.Request, channel: Channel) -> Message:
        message = self._core.book.get(channel.id, parse_id(request.match_info["message_id"]))
        # A private message is found through its interaction's token only.
        if message is None or message.is_ephemeral:
            raise unknown_message()

        return message

    def _shown(self, message: Message) -> Json:
        shown = self._core.showing.message(message)
        if "message_content" in self._core.directory.application.privileged_intents:
            return shown

        is_direct = self._core.directory.channel(message.channel_id).guild_id is None
        return shown if is_direct else without_content(shown, self._bot_id)

    def _require(self, channel: Channel, *needed: int) -> None:
        self._core.directory.require(self._bot_id, channel, *needed, refusal=missing_permissions())

    def _require_posting(self, channel: Channel, payload: Json, uploads: list[Upload]) -> None:
        if channel.type == ChannelType.CATEGORY:
            raise not_a_text_channel()

        if channel.recipient_id is not None and not self._core.directory.takes_dms(channel.recipient_id):
            raise cannot_dm()

        self._require(channel, SEND_MESSAGES)
        if payload.get("embeds"):
            self._require(channel, EMBED_LINKS)

        if uploads:
            self._require(channel, ATTACH_FILES)

    def _require_suppressing(self, channel: Channel, payload: Json) -> None:
        # Of others' messages a moderator can hide the embeds, and nothing else.
        if set(payload) - {"flags", "allowed_mentions"} or "flags" not in payload:
            raise not_author()

        self._require(channel, MANAGE_MESSAGES)

    def _with_nonce(self, payload: Json) -> Message | None:
        if payload.get("enforce_nonce") is not True or payload.get("nonce") is None:
            return None

        window_s = self._core.settings.nonce_window_s
        return self._core.book.with_nonce(self._bot_id, str(payload["nonce"]), window_s)

    def _referenced(self, channel: Channel, payload: Json) -> Message | None:
        reference = payload.get("message_reference")
        if not reference:
            return None

        message = self._core.book.get(channel.id, parse_id(reference.get("message_id")))
        if message is None or message.is_ephemeral:
            if reference.get("fail_if_not_exists") is False:
                return None

            raise field_error(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")

        bits = self._core.directory.permissions(self._bot_id, channel)
        if not bits & READ_MESSAGE_HISTORY:
            raise ApiError(403, 160002, "Cannot reply without permission to read message history")

        return message


def _page(request: web.Request) -> Page:
    limit = read_number(request, "limit", 1, 100)
    before, after, around = (read_number(request, name) for name in ("before", "after", "around"))
    return Page(50 if limit is None else limit, before, after, around)
