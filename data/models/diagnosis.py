"""How what the bot posts by itself in a server fares, for those who manage it."""

from datetime import datetime

from data.models.base import ChannelId, MessageId, Model
from data.models.digests import DigestTrouble


class Posted(Model):
    """The last message of a kind that was posted, and when."""

    channel_id: ChannelId
    message_id: MessageId
    at: datetime


class StuckEdits(Model):
    """Messages of one channel that are not true any more, and that Discord does not let the bot edit."""

    channel_id: ChannelId
    messages: int
    fault: str
    """What Discord said of the last one, in its own words."""

    next_try: datetime


class Diagnosis(Model):
    """What is known of a server's feed, digest and messages, beside how its feed fares."""

    last_review: Posted | None = None
    last_digest: Posted | None = None
    troubles: tuple[DigestTrouble, ...] = ()
    """What of its digests was refused since the last one that got through, the latest first."""

    under_way: int = 0
    """So many of its digests wait that nobody refused."""

    stuck: tuple[StuckEdits, ...] = ()
