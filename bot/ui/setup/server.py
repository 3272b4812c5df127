"""What the pages of the set-up tell of a server."""

from datetime import datetime

from bot.ui.setup.permissions import Missing
from data.models import FeedState, GuildSettings, Model

BELOW = "below"
"""Where the buttons and selects of a step are."""

UNDER_CHANGE = "under **Change…**"
"""Where they are for a page that sums up."""

Fields = list[tuple[str, str]]
"""Names and values of an embed's fields."""


class ServerSetup(Model):
    """What a server has chosen, and what comes of it as things are `now`."""

    settings: GuildSettings
    feed: FeedState
    missing_for_feed: Missing
    """None where the feed has no channel, or that is gone. The same for the digest."""

    missing_for_digest: Missing
    next_due: datetime
    """When the week ends, and its digest comes."""

    is_skipped: bool
    """Whether that digest is not to be posted."""

    diaries: int = 0
    """How many members' diaries come in from Letterboxd, or are to, or were refused."""

    diaries_asked: int = 0
    """How many of them wait for an admin's word."""

    guess: str
    """The time zone that the admin's language suggests; it may be the chosen one."""

    now: datetime
