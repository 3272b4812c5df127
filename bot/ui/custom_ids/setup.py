"""What is asked for where a server is set up."""

from typing import Annotated, Literal

from pydantic import Field

from bot.ui.custom_ids.base import CustomId

Step = Literal["feed", "digest", "reading", "end", "all", "diaries"]
"""A page of the set-up: its steps, the last of which sums up, all settings at once, and one that only these lead to."""

Choice = Literal["bare", "spoilers", "empty", "diaries"]
"""What is on or off: bare ratings in the feed, spoilers open to reviewers, a word about empty weeks, the admins' word
before a diary comes in from Letterboxd."""

Amount = Literal["weekday", "hour", "prior"]

ZONE_LENGTH = 40
"""The longest name of a time zone that is taken, and the longest that can be typed: the longest there is has 32."""


class ShowStep(CustomId, action="setup"):
    """Show that page."""

    step: Step


class ChooseStep(CustomId, action="change"):
    """A select of what to change, from all settings."""


class Switch(CustomId, action="switch"):
    """Turn something on or off. It says which, so that two who press at once want the same."""

    what: Choice
    to: Literal["on", "off"]


class ChooseAmount(CustomId, action="amount"):
    """A select of the digest's weekday or hour, or of how much the server's mean weighs."""

    what: Amount


class ChooseFeed(CustomId, action="feedchannel"):
    """A select of the channel into which new reviews go."""


class StopFeed(CustomId, action="feedoff"):
    """Have no feed channel any more."""


class ResumeFeed(CustomId, action="feedon"):
    """Let a paused feed go on."""


class ChooseDigest(CustomId, action="digestchannel"):
    """A select of the channel into which the weekly digest goes."""


class StopDigest(CustomId, action="digestoff"):
    """Post no digest any more."""


class SendTrial(CustomId, action="trial"):
    """Send a test post into the channel of the feed or the digest."""

    of: Literal["feed", "digest"]


class OpenZoneForm(CustomId, action="zone"):
    """Open the form for the time zone, with what was typed before, if anything was."""

    typed: Annotated[str, Field(max_length=ZONE_LENGTH)] | None = None


class SubmitZone(CustomId, action="zoneform"):
    """The sent form of the time zone."""


class UseZone(CustomId, action="usezone"):
    """Choose that time zone."""

    zone: Annotated[str, Field(pattern=rf"^[A-Za-z0-9_+\-/]{{1,{ZONE_LENGTH}}}$")]


class ChooseZone(CustomId, action="choosezone"):
    """A select of the time zones that what was typed may mean."""


class ToggleBareRatings(CustomId, action="feedbare"):
    """Let ratings without a text go into the feed, or not: still on panels from before there were steps."""


class ToggleSpoilers(CustomId, action="spoilers"):
    """Open spoilers of films that a member has reviewed at once, or not: the same."""


class LookAgain(CustomId, action="diagnose"):
    """Look once more how the bot fares in the server."""
