"""What a server and a person have chosen, and how a server's feed fares."""

from datetime import datetime
from enum import StrEnum

from data.models.base import ChannelId, GuildId, Model, UserId


class FeedFault(StrEnum):
    """Why Discord does not take what goes into a server's feed."""

    CHANNEL_GONE = "gone"
    NO_ACCESS = "access"
    UNEXPLAINED = "unexplained"
    """No access, although no permission is missing that we know of: timed out, for instance."""

    REFUSED = "refused"


class GuildSettings(Model):
    """What a server has chosen.

    `set_up_by` and `set_up_in` are who chose the feed's channel and where: the place to tell that it does not work.
    """

    guild_id: GuildId
    feed_id: ChannelId | None = None
    takes_bare_ratings: bool = False
    """Whether a rating without a text goes into the feed."""

    opens_spoilers: bool = False
    """Whether a member sees spoilers of films that they have reviewed themselves at once."""

    set_up_by: UserId | None = None
    set_up_in: ChannelId | None = None


class FeedState(Model):
    """How a server's feed fares. It is paused where `paused_at` is given, for the reason in `fault`."""

    guild_id: GuildId
    waiting: int = 0
    failures: int = 0
    fault: FeedFault | None = None
    paused_at: datetime | None = None
    is_notice_due: bool = False
    """Whether the server's admins are still to be told that it is paused."""
