"""What admins decide about members' feeds on Letterboxd."""

from typing import Literal

from bot.ui.custom_ids.base import CustomId, Snowflake


class DecideFollow(CustomId, action="decidefollow"):
    """Let the member's feed on Letterboxd come into this server, or not."""

    user: Snowflake
    agrees: Literal["y", "n"]
