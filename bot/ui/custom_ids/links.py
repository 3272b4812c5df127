"""What those who manage a server press about diaries that come in from Letterboxd."""

from typing import Annotated, Literal

from pydantic import Field

from bot.ui.custom_ids.base import CustomId, Number, Snowflake
from data.models import USERNAME_PATTERN

Username = Annotated[str, Field(pattern=rf"^{USERNAME_PATTERN}$")]
"""Whose diary is meant: its member may name another one before an admin presses."""


class DecideFollow(CustomId, action="decidefollow"):
    """Let the member's feed on Letterboxd come into this server, or not: below the notice that they ask."""

    user: Snowflake
    username: Username
    agrees: Literal["y", "n"]


class ShowDiaries(CustomId, action="follows"):
    """Show that page of all diaries."""

    number: Number


class ChooseDiary(CustomId, action="follower"):
    """A select of one of them, on that page."""

    number: Number


class DecideDiary(CustomId, action="followmay"):
    """The same as below the notice, on that page. It says which, so that two who press at once want the same."""

    number: Number
    user: Snowflake
    username: Username
    agrees: Literal["y", "n"]
