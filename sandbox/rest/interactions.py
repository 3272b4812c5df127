"""Answers to interactions, and what follows them through their tokens."""

from aiohttp import web

from sandbox.core import Core
from sandbox.errors import unknown_webhook
from sandbox.interactions.followups import ORIGINAL
from sandbox.interactions.model import Interaction
from sandbox.messages.model import Message
from sandbox.protocol import CallbackType, Json
from sandbox.rest.gate import Reply, Route
from sandbox.rest.reading import read_payload
from sandbox.snowflakes import parse_id
from sandbox.validate.messages import ANSWER_FLAGS, check_message


class InteractionRoutes:
    """Routes that an interaction's token opens."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        """These routes."""
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        one = f"{webhook}/messages/{{message_id}}"
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        return [
            Route("POST", callback, self.answer, needs_token=False, is_limited=False),
            Route("POST", webhook, self.follow_up, needs_token=False),
            Route("GET", one, self.get, needs_token=False),
            Route("PATCH", one, self.edit, needs_token=False),
            Route("DELETE", one, self.delete, needs_token=False),
        ]

    async def answer(self, request: web.Request) -> Reply:
        """The first answer to an interaction."""
        payload, uploads = await read_payload(request)
        token = request.match_info["interaction_token"]
        interaction = self._core.exchange.find(parse_id(request.match_info["interaction_id"]), token)
        message = self._core.answers.take(interaction, payload, uploads)
        if request.query.get("with_response") not in ("true", "1"):
            return Reply()

        return Reply(self._response(interaction, message))

    async def follow_up(self, request: web.Request) -> Reply:
        """A further message."""
        interaction = self._interaction(request)
        payload, uploads = await read_payload(request)
        check_message(payload, file_count=len(uploads), allow_flags=ANSWER_FLAGS)
        message = self._core.followups.send(interaction, payload, uploads)
        # An interaction's webhook waits for the message in any case, whatever `wait` says.
        return Reply(self._core.showing.message(message))

    async def get(self, request: web.Request) -> Reply:
        """A message of the interaction."""
        return Reply(self._core.showing.message(self._message(request)))

    async def edit(self, request: web.Request) -> Reply:
        """Edit a message of the interaction."""
        interaction = self._interaction(request)
        payload, uploads = await read_payload(request)
        message = self._message(request)
        check_message(payload, is_edit=True, file_count=len(uploads), allow_flags=ANSWER_FLAGS)
        self._core.followups.edit(interaction, message, payload, uploads)
        return Reply(self._core.showing.message(message))

    async def delete(self, request: web.Request) -> Reply:
        """Delete a message of the interaction."""
        self._core.followups.delete(self._message(request))
        return Reply()

    def _interaction(self, request: web.Request) -> Interaction:
        if parse_id(request.match_info["webhook_id"]) != self._core.directory.application.id:
            raise unknown_webhook()

        return self._core.exchange.find_answered(request.match_info["webhook_token"])

    def _message(self, request: web.Request) -> Message:
        which = request.match_info.get("message_id", ORIGINAL)
        return self._core.followups.message(self._interaction(request), which)

    def _response(self, interaction: Interaction, message: Message | None) -> Json:
        about: Json = {
            "id": str(interaction.id),
            "type": int(interaction.type),
            "channel_id": str(interaction.channel_id),
        }
        if interaction.guild_id is not None:
            about["guild_id"] = str(interaction.guild_id)

        if interaction.original_id is not None:
            original = self._core.book.get(interaction.channel_id, interaction.original_id)
            about["response_message_id"] = str(interaction.original_id)
            about["response_message_loading"] = original is not None and original.is_loading
            about["response_message_ephemeral"] = original is not None and original.is_ephemeral

        response: Json = {"interaction": about}
        if message is not None:
            assert interaction.answer is not None
            # A deferred answer has its message, too; the types are those of Discord's callback resource.
            kind = CallbackType.UPDATE if interaction.answer is CallbackType.UPDATE else CallbackType.MESSAGE
            response["resource"] = {"type": int(kind), "message": self._core.showing.message(message)}

        return response
