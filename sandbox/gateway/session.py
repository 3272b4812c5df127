"""A session of the bot: what it asked for, and what it has been told."""

import json
import secrets
from collections import deque
from dataclasses import dataclass, field

from sandbox.outbox import Outbox
from sandbox.protocol import Intent, Json, Opcode

REPLAY_LIMIT = 1000
"""How many events are kept for a resume; who is further behind begins anew."""


def encode(opcode: Opcode, data: object = None, *, seq: int | None = None, name: str | None = None) -> str:
    """A message of the gateway."""
    body = {"op": int(opcode), "d": data, "s": seq, "t": name}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and who is to be told."""

    name: str
    data: Json
    guild_id: int | None = None
    """Whose shard is told; None for the shard of direct messages, the first."""

    intent: Intent | None = None
    """What a session must have asked for; None tells every session."""

    reduced: Json | None = None
    """The data for sessions that may not read message content; None if it is the same."""


@dataclass(slots=True)
class Session:
    """One shard's session, with or without a connection."""

    shard_id: int
    shard_count: int
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY_LIMIT))
    outbox: Outbox | None = None
    left_at: float | None = None
    """When the connection was lost; None while there is one."""

    def wants(self, event: Event) -> bool:
        """Whether the event is this shard's and was asked for."""
        shard = 0 if event.guild_id is None else (event.guild_id >> 22) % self.shard_count
        return shard == self.shard_id and (event.intent is None or bool(self.intents & event.intent))

    def tell(self, event: Event) -> None:
        """Send an event, or keep it for when the bot comes back."""
        data = event.data
        if event.reduced is not None and not self.intents & Intent.MESSAGE_CONTENT:
            data = event.reduced

        self.dispatch(event.name, data)

    def dispatch(self, name: str, data: Json) -> None:
        """Send a named event under the next number."""
        self.seq += 1
        text = encode(Opcode.DISPATCH, data, seq=self.seq, name=name)
        self.sent.append((self.seq, text))
        if self.outbox is not None:
            self.outbox.put(text)

    def can_replay_after(self, seq: int) -> bool:
        """Whether everything after number `seq` is still here."""
        if not 0 <= seq <= self.seq:
            return False

        return seq == self.seq or self.sent[0][0] <= seq + 1

    def replay_after(self, seq: int) -> None:
        """Send again what came after number `seq`."""
        assert self.outbox is not None
        for number, text in self.sent:
            if number > seq:
                self.outbox.put(text)
