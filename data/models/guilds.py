"""What a server and a person have chosen, and how a server's feed fares."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from data.models.base import ChannelId, GuildId, Model, UserId

PRIOR_LIMIT = 100
"""The most ratings at the server's mean that a ranking can add to each film's own."""


class FeedFault(StrEnum):
    """Why Discord does not take what goes into a server's feed."""

    CHANNEL_GONE = "gone"
    NO_ACCESS = "access"
    UNEXPLAINED = "unexplained"
    """No access, although no permission is missing that we know of: timed out, for instance."""

    REFUSED = "refused"


class GuildSettings(Model):
    """What a server has chosen.

    `set_up_by` and `set_up_in` are who last chose a channel and where: the place to tell that it does not work.
    """

    guild_id: GuildId
    feed_id: ChannelId | None = None
    takes_bare_ratings: bool = False
    """Whether a rating without a text goes into the feed."""

    opens_spoilers: bool = False
    """Whether a member sees spoilers of films that they have reviewed themselves at once."""

    digest_id: ChannelId | None = None
    """The channel of the weekly digest; None where it is not posted."""

    zone: str = "UTC"
    """The server's time zone, by its IANA name."""

    weekday: Annotated[int, Field(ge=0, le=6)] = 6
    """The day on which the server's week ends: 0 is Monday."""

    hour: Annotated[int, Field(ge=0, le=23)] = 18
    """The hour of that day at which it ends, in the server's time zone."""

    tells_of_empty_weeks: bool = False
    """Whether a week without ratings and reviews is told of in one line, instead of being passed over."""

    prior: Annotated[int, Field(ge=0, le=PRIOR_LIMIT)] = 3
    """In rankings: so many ratings at the server's mean are added to each film's own."""

    checks_letterboxd: bool = False
    """Whether an admin has to agree before a member's feed on Letterboxd comes into the server."""

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
