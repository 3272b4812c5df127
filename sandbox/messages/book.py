"""All messages: by channel, by id, and by nonce."""

import bisect
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.messages.model import Message
from sandbox.snowflakes import Snowflakes, created_at
from sandbox.state import State


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a channel's history is asked for; at most one of the three ids counts."""

    limit: int = 50
    before: int | None = None
    after: int | None = None
    around: int | None = None


class MessageBook:
    """Messages in memory; public ones are kept in the state as well."""

    def __init__(self, state: State, snowflakes: Snowflakes, clock: Clock) -> None:
        self._state = state
        self._clock = clock
        self._by_id: dict[int, Message] = {}
        self._ids: dict[int, list[int]] = {}
        self._nonces: dict[tuple[int, str], int] = {}
        for text in state.load("message"):
            message = _from_text(text)
            self._put(message)
            snowflakes.skip_to(message.id)
            for file in message.files:
                snowflakes.skip_to(int(file["id"]))

    def get(self, channel_id: int, message_id: int | None) -> Message | None:
        """A message of that channel, private ones too, or None."""
        message = self._by_id.get(message_id or 0)
        return message if message is not None and message.channel_id == channel_id else None

    def last_id(self, channel_id: int) -> int | None:
        """The id of a channel's latest public message, or None."""
        for message_id in reversed(self._ids.get(channel_id, [])):
            if not self._by_id[message_id].is_ephemeral:
                return message_id

        return None

    def with_nonce(self, author_id: int, nonce: str, window_s: float) -> Message | None:
        """The message that the same author sent with the same nonce, if not longer ago than `window_s`."""
        message = self._by_id.get(self._nonces.get((author_id, nonce), 0))
        if message is None or self._clock.now() - created_at(message.id) > window_s:
            return None

        return message

    def add(self, message: Message) -> None:
        """Keep a new message."""
        self._put(message)
        self.save(message)

    def save(self, message: Message) -> None:
        """Keep a message as it is now."""
        if not message.is_ephemeral:
            self._state.save("message", message.id, _to_text(message))

    def remove(self, message: Message) -> None:
        """Forget a message and its attachments."""
        del self._by_id[message.id]
        ids = self._ids[message.channel_id]
        del ids[bisect.bisect_left(ids, message.id)]
        if message.nonce is not None and self._nonces.get((message.author_id, message.nonce)) == message.id:
            del self._nonces[message.author_id, message.nonce]

        self._state.delete_files_of(message.id)
        self._state.delete("message", message.id)

    def remove_channel(self, channel_id: int) -> None:
        """Forget a channel's messages."""
        for message_id in list(self._ids.get(channel_id, [])):
            self.remove(self._by_id[message_id])

    def history(self, channel_id: int, page: Page, is_visible: Callable[[Message], bool]) -> list[Message]:
        """A page of a channel's visible messages, newest first."""
        ids = self._ids.get(channel_id, [])
        if page.around is not None:
            middle = bisect.bisect_left(ids, page.around)
            older = self._take(ids[:middle][::-1], page.limit // 2, is_visible)
            newer = self._take(ids[middle:], page.limit - len(older), is_visible)
            return newer[::-1] + older

        if page.after is not None:
            following = ids[bisect.bisect_right(ids, page.after) :]
            return self._take(following, page.limit, is_visible)[::-1]

        end = len(ids) if page.before is None else bisect.bisect_left(ids, page.before)
        return self._take((ids[i] for i in range(end - 1, -1, -1)), page.limit, is_visible)

    def _take(self, ids: Iterable[int], limit: int, is_visible: Callable[[Message], bool]) -> list[Message]:
        taken: list[Message] = []
        for message_id in ids:
            if len(taken) >= limit:
                break

            if is_visible(message := self._by_id[message_id]):
                taken.append(message)

        return taken

    def _put(self, message: Message) -> None:
        self._by_id[message.id] = message
        bisect.insort(self._ids.setdefault(message.channel_id, []), message.id)
        if message.nonce is not None:
            self._nonces[message.author_id, message.nonce] = message.id


def _to_text(message: Message) -> str:
    return json.dumps(
        {
            "id": message.id,
            "channel_id": message.channel_id,
            "author_id": message.author_id,
            "body": message.body,
            "files": message.files,
            "nonce": message.nonce,
            "reply_to": message.reply_to,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _from_text(text: str) -> Message:
    return Message(**json.loads(text))
