"""What the bot needs in a channel that it posts in by itself, and how what is missing is told."""

from collections.abc import Mapping, Sequence

import discord
from discord import ChannelType

from data.models import ChannelId

POST_TYPES = (ChannelType.text, ChannelType.news)
"""The kinds of channel that can be a feed, or take the digest."""

_FOR_FEED: Mapping[str, str] = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}
"""What the bot needs in a feed's channel, and how Discord calls it.

Without the history it could not tell after a crash whether a review is there already.
"""

ATTACH_FILES = "Attach Files"
"""What the digest's picture needs, as Discord calls it: without it the digest arrives, and the picture does not."""

_FOR_DIGEST: Mapping[str, str] = {**_FOR_FEED, "attach_files": ATTACH_FILES}

_NEED_WRITING = ("embed_links", "attach_files")

Missing = Sequence[str] | None
"""The permissions that the bot lacks in a channel, as Discord calls them; None where there is no channel."""


def missing_for_feed(guild: discord.Guild, channel_id: ChannelId) -> Missing:
    """What the bot lacks in the channel; None where there is no such channel, or it can be no feed."""
    return _missing(guild, channel_id, _FOR_FEED)


def missing_for_digest(guild: discord.Guild, channel_id: ChannelId) -> Missing:
    """The same for the digest's channel."""
    return _missing(guild, channel_id, _FOR_DIGEST)


def refused(channel_id: ChannelId, missing: Missing) -> str:
    """What is said when the bot can't use a channel that was chosen."""
    if missing is None:
        return "I can't find that channel, or it takes no messages. Choose another one."

    return f"I can't use <#{channel_id}> yet: {lacks(missing)} there. {give(missing)}, then choose it again."


def lacks(missing: Sequence[str]) -> str:
    """What is missing, as the beginning of a sentence."""
    return f"I lack {_listed(missing)}"


def give(missing: Sequence[str]) -> str:
    """How to give it, as the beginning of a sentence."""
    them = "that permission" if len(missing) == 1 else "those permissions"
    return f"Give me {them} in the channel's settings, under *Permissions*"


def _missing(guild: discord.Guild, channel_id: ChannelId, needed: Mapping[str, str]) -> Missing:
    channel = guild.get_channel(channel_id)

    if channel is None or channel.type not in POST_TYPES:
        return None

    has = channel.permissions_for(guild.me)
    missing = [permission for permission in needed if not getattr(has, permission)]

    # Who may not see a channel may do nothing in it, and who may not write there may embed and attach nothing:
    # https://discord.com/developers/docs/topics/permissions#implicit-permissions
    if "view_channel" in missing:
        missing = ["view_channel"]
    elif "send_messages" in missing:
        missing = [permission for permission in missing if permission not in _NEED_WRITING]

    return tuple(needed[permission] for permission in missing)


def _listed(names: Sequence[str]) -> str:
    *first, last = (f"**{name}**" for name in names)
    return f"{', '.join(first)} and {last}" if first else last
