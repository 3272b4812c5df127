"""All interactions: begun, sent to the bot, and given up when nobody answers."""

import asyncio
from dataclasses import dataclass

from sandbox.announcer import Announcer
from sandbox.clock import Clock
from sandbox.errors import invalid_webhook_token, unknown_interaction, unknown_webhook
from sandbox.gateway.hub import Gateway
from sandbox.gateway.session import Event
from sandbox.interactions.forms import Forms
from sandbox.interactions.model import Interaction, is_token, make_token
from sandbox.interactions.payload import Payloads
from sandbox.messages.book import MessageBook
from sandbox.messages.model import Message
from sandbox.protocol import INTERACTION_TOKEN_LIFETIME_S, CallbackType, InteractionType, Json
from sandbox.settings import Settings
from sandbox.snowflakes import Snowflakes
from sandbox.world import Channel


@dataclass(frozen=True, slots=True)
class Start:
    """What a person does that the bot is to hear of."""

    type: InteractionType
    user_id: int
    channel: Channel
    data: Json
    message: Message | None = None
    parent: Interaction | None = None


class Exchange:
    """Interactions by id and by token, for as long as their tokens live."""

    def __init__(  # noqa: PLR0913 - its parts, each by name
        self,
        *,
        gateway: Gateway,
        announcer: Announcer,
        payloads: Payloads,
        book: MessageBook,
        forms: Forms,
        clock: Clock,
        snowflakes: Snowflakes,
    ) -> None:
        self.forms = forms
        self._book = book
        self._gateway = gateway
        self._announcer = announcer
        self._payloads = payloads
        self._clock = clock
        self._snowflakes = snowflakes
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def begin(self, start: Start, settings: Settings) -> Interaction:
        """Send an interaction to the bot, and wait for its answer until the deadline."""
        self._forget_dead()
        interaction_id = self._snowflakes.next()
        interaction = Interaction(
            id=interaction_id,
            token=make_token(interaction_id),
            type=start.type,
            user_id=start.user_id,
            channel_id=start.channel.id,
            guild_id=start.channel.guild_id,
            data=start.data,
            created_at=self._clock.now(),
            message=start.message,
            parent=start.parent,
        )
        if start.type is InteractionType.AUTOCOMPLETE:
            interaction.choices = asyncio.get_running_loop().create_future()

        self._by_id[interaction.id] = self._by_token[interaction.token] = interaction
        interaction.timer = self._clock.call_after(settings.interaction_deadline_s, lambda: self._give_up(interaction))
        self._gateway.dispatch(Event("INTERACTION_CREATE", self._payloads.create(interaction), interaction.guild_id))
        return interaction

    def find(self, interaction_id: int | None, token: str) -> Interaction:
        """The interaction to be answered. Raises ApiError 10062 for a wrong id or token, or after the deadline."""
        interaction = self._by_id.get(interaction_id or 0)
        if interaction is None or interaction.token != token or interaction.is_over:
            raise unknown_interaction()

        return interaction

    def find_answered(self, token: str) -> Interaction:
        """The interaction of a webhook's token. Raises ApiError 10015 or, once the token is dead, 50027."""
        interaction = self._by_token.get(token)
        if interaction is None:
            raise invalid_webhook_token() if is_token(token) else unknown_webhook()

        if self._clock.now() - interaction.created_at >= INTERACTION_TOKEN_LIFETIME_S:
            raise invalid_webhook_token()

        if interaction.answer in (None, CallbackType.CHOICES, CallbackType.PONG):
            raise unknown_webhook()

        return interaction

    def settle(self, interaction: Interaction, answer: CallbackType) -> None:
        """Note an interaction's first answer."""
        interaction.answer = answer
        self._clock.forget(interaction.timer)
        if interaction.parent is not None and interaction.type is InteractionType.MODAL_SUBMIT:
            self.forms.remove(interaction.parent.id)

        if answer is CallbackType.DEFERRED_MESSAGE:
            left_s = INTERACTION_TOKEN_LIFETIME_S - (self._clock.now() - interaction.created_at)
            interaction.timer = self._clock.call_after(left_s, lambda: self._fail_if_loading(interaction))

    def open_form(self, interaction: Interaction, modal: Json) -> None:
        """Show a form to the person; it stays open until it is sent and the bot has answered that."""
        interaction.modal = modal
        self.forms.add(interaction)
        self._announcer.tell_user(
            interaction.user_id,
            {
                "type": "modal_open",
                "interaction_id": str(interaction.id),
                "channel_id": str(interaction.channel_id),
                "modal": modal,
            },
        )

    def tell_done(self, interaction: Interaction, kind: str) -> None:
        """Tell the person that the bot has answered."""
        event: Json = {"type": "interaction_done", "interaction_id": str(interaction.id), "kind": kind}
        if interaction.original_id is not None:
            event["message_id"] = str(interaction.original_id)

        self._announcer.tell_user(interaction.user_id, event)

    def close(self) -> None:
        """Give up every interaction for whose suggestions somebody waits."""
        for interaction in self._by_id.values():
            if interaction.choices is not None and not interaction.choices.done():
                interaction.is_over = True
                interaction.choices.cancel()

    def _give_up(self, interaction: Interaction) -> None:
        interaction.is_over = True
        if interaction.choices is not None and not interaction.choices.done():
            interaction.choices.cancel()

        self._tell_failed(interaction)

    def _fail_if_loading(self, interaction: Interaction) -> None:
        original = self._book.get(interaction.channel_id, interaction.original_id)
        if original is not None and original.is_loading:
            self._tell_failed(interaction)

    def _tell_failed(self, interaction: Interaction) -> None:
        reason = "refused" if interaction.was_refused else "timeout"
        event: Json = {"type": "interaction_failed", "interaction_id": str(interaction.id), "reason": reason}
        self._announcer.tell_user(interaction.user_id, event)

    def _forget_dead(self) -> None:
        # They stand in the order of their beginning, so the first that lives ends the search. They are kept for
        # a second life's length so that a late answer still hears which of its errors it has made.
        oldest = self._clock.now() - 2 * INTERACTION_TOKEN_LIFETIME_S
        while self._by_id:
            interaction = next(iter(self._by_id.values()))
            if interaction.created_at >= oldest:
                return

            del self._by_id[interaction.id], self._by_token[interaction.token]
