"""Forms that are open: shown to a person, and not yet answered for."""

import json
from dataclasses import asdict

from sandbox.interactions.model import Interaction, make_token
from sandbox.messages.book import MessageBook
from sandbox.messages.model import Message
from sandbox.protocol import CallbackType, InteractionType, Json
from sandbox.snowflakes import Snowflakes
from sandbox.state import State

FORMS_KEPT = 1000
"""How many opened forms wait for being sent; the oldest are forgotten first."""

_KIND = "form"


class Forms:
    """Interactions that opened a form, by id; they are kept in the state, for Discord does not forget them either."""

    def __init__(self, state: State, book: MessageBook, snowflakes: Snowflakes) -> None:
        self._state = state
        self._book = book
        self._open: dict[int, Interaction] = {}
        for text in state.load(_KIND):
            opener = self._from_text(text)
            self._open[opener.id] = opener
            snowflakes.skip_to(opener.id)

    def get(self, interaction_id: int) -> Interaction | None:
        """The interaction that opened a form which is still open, or None."""
        return self._open.get(interaction_id)

    def add(self, opener: Interaction) -> None:
        """Keep a form that has just been opened."""
        self._open[opener.id] = opener
        self._state.save(_KIND, opener.id, _to_text(opener))
        while len(self._open) > FORMS_KEPT:
            self.remove(next(iter(self._open)))

    def remove(self, interaction_id: int) -> None:
        """Close a form; nothing happens if it is not open."""
        if self._open.pop(interaction_id, None) is not None:
            self._state.delete(_KIND, interaction_id)

    def _from_text(self, text: str) -> Interaction:
        kept: Json = json.loads(text)
        kept["type"] = InteractionType(kept["type"])
        if kept["message"] is not None:
            message = Message(**kept["message"])
            # As it is now; a private one, or one removed since, as it was when the form was opened.
            kept["message"] = self._book.get(message.channel_id, message.id) or message

        # What the bot was given as its token died with the sandbox that gave it.
        return Interaction(**kept, token=make_token(kept["id"]), answer=CallbackType.MODAL)


def _to_text(opener: Interaction) -> str:
    # Only a command or a component opens a form, so there is no parent to keep.
    kept: Json = {
        "id": opener.id,
        "type": int(opener.type),
        "user_id": opener.user_id,
        "channel_id": opener.channel_id,
        "guild_id": opener.guild_id,
        "data": opener.data,
        "created_at": opener.created_at,
        "message": None if opener.message is None else asdict(opener.message),
        "modal": opener.modal,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
