"""The bot's first answer to an interaction: each type of callback."""

from sandbox.directory import Directory
from sandbox.errors import ApiError, already_acknowledged, unknown_message
from sandbox.interactions.exchange import Exchange
from sandbox.interactions.model import Interaction
from sandbox.interactions.payload import answer_type, focused_type, full_name, metadata
from sandbox.messages.book import MessageBook
from sandbox.messages.building import Draft
from sandbox.messages.model import Message, Upload
from sandbox.messages.posting import Posting
from sandbox.objects import user_object
from sandbox.protocol import CallbackType, CommandType, InteractionType, Json, MessageFlag, MessageType
from sandbox.validate.callbacks import check_callback
from sandbox.world import Channel

_SETTABLE = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS

_KINDS = {
    CallbackType.PONG: "pong",
    CallbackType.MESSAGE: "message",
    CallbackType.DEFERRED_MESSAGE: "deferred",
    CallbackType.DEFERRED_UPDATE: "deferred_update",
    CallbackType.UPDATE: "update",
    CallbackType.CHOICES: "choices",
    CallbackType.MODAL: "modal",
}


class Answers:
    """Takes callbacks."""

    def __init__(self, exchange: Exchange, posting: Posting, book: MessageBook, directory: Directory) -> None:
        self._exchange = exchange
        self._posting = posting
        self._book = book
        self._directory = directory

    def take(self, interaction: Interaction, payload: Json, uploads: list[Upload]) -> Message | None:
        """Carry a callback out and return the message that it made or changed, if it did.

        Raises ApiError: 40060 for a second answer, 50035 for one that Discord would not take.
        """
        if interaction.answer is not None:
            raise already_acknowledged()

        try:
            check_callback(
                interaction.type,
                payload,
                file_count=len(uploads),
                is_from_component=interaction.is_from_message,
                option_type=focused_type(interaction.data.get("options", ())),
            )
            answer = CallbackType(payload["type"])
            message = self._carry_out(interaction, answer, payload.get("data") or {}, uploads)
        except ApiError:
            interaction.was_refused = True
            raise

        self._exchange.settle(interaction, answer)
        self._exchange.tell_done(interaction, _KINDS[answer])
        return message

    def post(self, interaction: Interaction, payload: Json, uploads: list[Upload], *, flags: int = 0) -> Message:
        """Make a message that answers an interaction; `flags` are added to those of the payload."""
        given = payload.get("flags") or 0
        flags |= given & (_SETTABLE | MessageFlag.EPHEMERAL)
        is_private = bool(flags & MessageFlag.EPHEMERAL)
        parent = self._parent(interaction, is_private=is_private)
        kind = answer_type(interaction) if interaction.original_id is None else MessageType.REPLY
        if kind is MessageType.REPLY and parent is None:
            kind = MessageType.DEFAULT

        draft = Draft(
            payload=payload,
            uploads=uploads,
            type=kind,
            flags=flags,
            ephemeral_for=interaction.user_id if is_private else None,
            reply_to=parent,
            extra=self._extra(interaction),
        )
        return self._posting.post(self._channel(interaction), self._directory.bot.id, draft)

    def _carry_out(
        self, interaction: Interaction, answer: CallbackType, data: Json, uploads: list[Upload]
    ) -> Message | None:
        match answer:
            case CallbackType.MESSAGE:
                return self._begin_message(interaction, self.post(interaction, data, uploads))
            case CallbackType.DEFERRED_MESSAGE:
                only_flags = {"flags": (data.get("flags") or 0) & MessageFlag.EPHEMERAL}
                message = self.post(interaction, only_flags, [], flags=MessageFlag.LOADING)
                interaction.is_pending = True
                return self._begin_message(interaction, message)
            case CallbackType.DEFERRED_UPDATE | CallbackType.UPDATE:
                return self._update(interaction, answer, Draft(data, uploads))
            case CallbackType.CHOICES:
                if interaction.choices is not None and not interaction.choices.done():
                    interaction.choices.set_result(data.get("choices") or [])
            case CallbackType.MODAL:
                self._exchange.open_form(interaction, data)
            case CallbackType.PONG:
                pass

        return None

    def _begin_message(self, interaction: Interaction, message: Message) -> Message:
        interaction.original_id = message.id
        return message

    def _update(self, interaction: Interaction, answer: CallbackType, draft: Draft) -> Message | None:
        assert interaction.message is not None
        message = self._book.get(interaction.channel_id, interaction.message.id)
        if message is None:
            raise unknown_message()

        if answer is CallbackType.UPDATE:
            self._posting.edit(message, draft, self._channel(interaction))

        interaction.original_id = message.id
        return message if answer is CallbackType.UPDATE else None

    def _parent(self, interaction: Interaction, *, is_private: bool) -> Message | None:
        """The message that an answer replies to: for a follow-up the first answer, else the component's."""
        parent_id = interaction.original_id
        if parent_id is None and interaction.message is not None:
            parent_id = interaction.message.id

        parent = self._book.get(interaction.channel_id, parent_id)
        # A public message never shows a private one.
        return None if parent is not None and parent.is_ephemeral and not is_private else parent

    def _extra(self, interaction: Interaction) -> Json:
        app_id = str(self._directory.application.id)
        user = user_object(self._directory.users[interaction.user_id])
        about = metadata(interaction, user)
        if interaction.original_id is not None:
            about["original_response_message_id"] = str(interaction.original_id)

        extra: Json = {"application_id": app_id, "webhook_id": app_id, "interaction_metadata": about}
        if interaction.type is InteractionType.COMMAND:
            is_chat = interaction.data["type"] == CommandType.CHAT_INPUT
            extra["interaction"] = {
                "id": str(interaction.id),
                "type": int(interaction.type),
                "name": full_name(interaction.data) if is_chat else interaction.data["name"],
                "user": user,
            }

        return extra

    def _channel(self, interaction: Interaction) -> Channel:
        return self._directory.channel(interaction.channel_id)
