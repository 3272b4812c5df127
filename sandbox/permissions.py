"""Permissions: their bits by name, and what a member may do where, as Discord's documentation computes it."""

from collections.abc import Iterable

from sandbox.permission_names import BITS
from sandbox.protocol import ChannelType
from sandbox.world import Channel, Guild, Overwrite

ALL = sum(BITS.values())

VIEW_CHANNEL = BITS["view_channel"]
SEND_MESSAGES = BITS["send_messages"]
EMBED_LINKS = BITS["embed_links"]
ATTACH_FILES = BITS["attach_files"]
MANAGE_MESSAGES = BITS["manage_messages"]
MENTION_EVERYONE = BITS["mention_everyone"]
READ_MESSAGE_HISTORY = BITS["read_message_history"]
USE_APPLICATION_COMMANDS = BITS["use_application_commands"]
ADMINISTRATOR = BITS["administrator"]

EVERYONE = (
    # What @everyone may do in a new server.
    *("create_instant_invite", "add_reactions", "stream", "view_channel", "send_messages", "embed_links"),
    *("attach_files", "read_message_history", "mention_everyone", "use_external_emojis", "connect", "speak"),
    *("use_vad", "change_nickname", "use_application_commands", "request_to_speak", "create_public_threads"),
    *("create_private_threads", "use_external_stickers", "send_messages_in_threads", "use_embedded_activities"),
    *("use_soundboard", "create_guild_expressions", "create_events", "use_external_sounds"),
    *("send_voice_messages", "send_polls", "use_external_apps"),
)

DM = sum(
    BITS[name]
    for name in (
        *("add_reactions", "view_channel", "send_messages", "embed_links", "attach_files"),
        *("read_message_history", "mention_everyone", "use_external_emojis", "send_polls"),
    )
)
"""What both sides of a direct channel may do."""

_NEEDS_SENDING = MENTION_EVERYONE | BITS["send_tts_messages"] | ATTACH_FILES | EMBED_LINKS


def bits_of(names: Iterable[str]) -> int:
    """The bits of named permissions."""
    bits = 0
    for name in names:
        bits |= BITS[name]

    return bits


def in_guild(guild: Guild, user_id: int) -> int:
    """What a member may do in a server, before a channel's overwrites; 0 for somebody who is not a member."""
    member = guild.member(user_id)
    if member is None:
        return 0

    if guild.owner_id == user_id:
        return ALL

    everyone = guild.role(guild.id)
    bits = bits_of(EVERYONE if everyone is None else everyone.permissions)
    for role in guild.roles:
        if role.id in member.roles:
            bits |= bits_of(role.permissions)

    return ALL if bits & ADMINISTRATOR else bits


def in_channel(guild: Guild, channel: Channel, user_id: int) -> int:
    """What a member may do in a channel; 0 for somebody who is not a member."""
    bits = in_guild(guild, user_id)
    member = guild.member(user_id)
    if member is None or bits == ALL:
        return bits

    bits = _apply(bits, (o for o in channel.overwrites if o.type == 0 and o.id == guild.id))
    bits = _apply(bits, (o for o in channel.overwrites if o.type == 0 and o.id in member.roles))
    bits = _apply(bits, (o for o in channel.overwrites if o.type == 1 and o.id == user_id))
    if not bits & VIEW_CHANNEL:
        return 0

    if not bits & SEND_MESSAGES and channel.type in (ChannelType.TEXT, ChannelType.ANNOUNCEMENT):
        bits &= ~_NEEDS_SENDING

    return bits


def _apply(bits: int, overwrites: Iterable[Overwrite]) -> int:
    allow = deny = 0
    for overwrite in overwrites:
        allow |= bits_of(overwrite.allow)
        deny |= bits_of(overwrite.deny)

    return (bits & ~deny) | allow
