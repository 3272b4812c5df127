"""Messages of ours at Discord that show reviews, and those that wait to be sent."""

from datetime import datetime

from data.models.base import ChannelId, FilmId, GuildId, MessageId, Model, ReviewId, UserId


class Copy(Model):
    """A public message of ours at Discord that shows reviews: one posted, a list of some, a film's card, a page.

    `request` is the custom id that rebuilds it; None where all that it showed was one forgotten person's. `film_id` is
    the film of a card, which is kept true for a while also where it shows no review yet. `author_id` is the member
    whose reviews alone a page shows. `names` are the members whom it names beside the authors of its reviews; they are
    kept, and not read back.
    """

    message_id: MessageId
    channel_id: ChannelId
    guild_id: GuildId
    request: str | None
    film_id: FilmId | None = None
    author_id: UserId | None = None
    names: tuple[UserId, ...] = ()


class StaleCopy(Copy):
    """A copy that is not true any more. `version` counts its changes: what is true now may not be so a moment later.

    `is_urgent` says that it shows what must be hidden. `tries` counts the edits that failed since it was last true.
    """

    version: int
    is_urgent: bool
    tries: int


class Batch(Model):
    """Reviews that go into a server's feed in one message: one, or a list of those that have waited.

    `number` names no other message that was sent. `tried_at` is when sending it first began, where nobody knows how
    that ended.
    """

    number: int
    guild_id: GuildId
    channel_id: ChannelId
    review_ids: tuple[ReviewId, ...]
    tried_at: datetime | None = None


class Forgotten(Model):
    """What deleting everything about a person removed, and the messages at Discord that still show some of it."""

    reviews: int
    copies: tuple[MessageId, ...] = ()
