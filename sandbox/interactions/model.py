"""An interaction as the sandbox holds it."""

import asyncio
import base64
import binascii
import secrets
from dataclasses import dataclass

from sandbox.clock import Timer
from sandbox.messages.model import Message
from sandbox.protocol import CallbackType, InteractionType, Json


def make_token(interaction_id: int) -> str:
    """A new token, in the form of Discord's: base64 of the word, the id and something secret."""
    return base64.b64encode(f"interaction:{interaction_id}:{secrets.token_urlsafe(48)}".encode()).decode().rstrip("=")


def is_token(text: str) -> bool:
    """Whether a text has the form of an interaction's token."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).startswith(b"interaction:")
    except (binascii.Error, ValueError):
        return False


@dataclass(slots=True, eq=False)
class Interaction:
    """One interaction, from its start until its token dies."""

    id: int
    token: str
    type: InteractionType
    user_id: int
    channel_id: int
    guild_id: int | None
    data: Json
    created_at: float
    message: Message | None = None
    """The message of the component, also for a form that was opened by one."""

    parent: "Interaction | None" = None
    """The interaction that opened the form."""

    answer: CallbackType | None = None
    original_id: int | None = None
    """The message that is its answer: the new one, or the component's."""

    modal: Json | None = None
    """The form that it opened."""

    was_refused: bool = False
    """Whether an answer came that Discord would have refused."""

    is_pending: bool = False
    """Whether its answer was deferred and is still to come."""

    is_over: bool = False
    """Whether nobody answered in time."""

    timer: Timer | None = None
    choices: "asyncio.Future[list[Json]] | None" = None

    @property
    def is_from_message(self) -> bool:
        """Whether it came from a message's component, directly or through a form."""
        return self.message is not None

    @property
    def command(self) -> Json | None:
        """The command's data, if a command is at the root of it."""
        if self.type in (InteractionType.COMMAND, InteractionType.AUTOCOMPLETE):
            return self.data

        return self.parent.command if self.parent is not None else None
