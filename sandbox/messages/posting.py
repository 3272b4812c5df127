"""Posting, editing and deleting: kept, and told to everybody concerned."""

from collections import deque

from sandbox.announcer import Announcer
from sandbox.clock import Clock
from sandbox.errors import too_many_old_edits
from sandbox.messages.book import MessageBook
from sandbox.messages.building import Builder, Draft
from sandbox.messages.model import Message
from sandbox.snowflakes import created_at
from sandbox.world import Channel

OLD_AFTER_S = 3600
OLD_EDITS = 3
OLD_EDITS_WINDOW_S = 20.0
"""Discord does not publish how many edits of messages older than an hour it takes before it answers 30046.

The authors of a starboard bot, who edit old messages all day, reckon three in 20 seconds for a channel.
"""


class Posting:
    """What is done to messages."""

    def __init__(self, book: MessageBook, builder: Builder, announcer: Announcer, clock: Clock) -> None:
        self._book = book
        self._builder = builder
        self._announcer = announcer
        self._clock = clock
        self._old_edits: dict[int, deque[float]] = {}

    def post(self, channel: Channel, author_id: int, draft: Draft) -> Message:
        """Make a message of a checked draft. Raises ApiError 40005."""
        message = self._builder.build(channel, author_id, draft)
        self._book.add(message)
        self._announcer.message_created(message)
        return message

    def edit(self, message: Message, draft: Draft, channel: Channel) -> None:
        """Apply a checked edit. Raises ApiError 40005 or 50006."""
        self._builder.change(message, draft, channel)
        self._book.save(message)
        self._announcer.message_updated(message)

    def delete(self, message: Message) -> None:
        """Remove a message."""
        self._book.remove(message)
        self._announcer.message_deleted(message)

    def delete_all(self, channel: Channel) -> None:
        """Remove a channel's messages without a word, as with the channel itself."""
        self._book.remove_channel(channel.id)

    def count_old_edit(self, message: Message) -> None:
        """Count an edit of a message if that is old. Raises ApiError 30046 when there were too many."""
        now = self._clock.now()
        if now - created_at(message.id) < OLD_AFTER_S:
            return

        recent = self._old_edits.setdefault(message.channel_id, deque(maxlen=OLD_EDITS))
        if len(recent) == OLD_EDITS and now - recent[0] < OLD_EDITS_WINDOW_S:
            raise too_many_old_edits(OLD_EDITS_WINDOW_S - (now - recent[0]))

        recent.append(now)
