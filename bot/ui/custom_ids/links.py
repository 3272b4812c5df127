"""What those who manage a server press about diaries that come in from Letterboxd."""

from typing import Literal

from bot.ui.custom_ids.base import CustomId, Number, Snowflake


class DecideFollow(CustomId, action="decidefollow"):
    """Let the member's feed on Letterboxd come into this server, or not: below the notice that they ask."""

    user: Snowflake
    agrees: Literal["y", "n"]


class ShowDiaries(CustomId, action="diaries"):
    """Show that page of all diaries."""

    number: Number


class ChooseDiary(CustomId, action="diary"):
    """A select of one of them, on that page."""

    number: Number


class DecideDiary(CustomId, action="diarymay"):
    """The same as below the notice, on that page. It says which, so that two who press at once want the same."""

    number: Number
    user: Snowflake
    agrees: Literal["y", "n"]
