"""Numbers of Discord's protocol, by the names of its documentation."""

from enum import IntEnum, IntFlag
from typing import Any, Final

Json = dict[str, Any]
"""A JSON object as it travels to and from Discord."""

API_PREFIX: Final = "/api/v10"
INTERACTION_TOKEN_LIFETIME_S: Final = 15 * 60
ATTACHMENT_LIMIT_BYTES: Final = 10 * 1024 * 1024
BODY_LIMIT_BYTES: Final = 26 * 1024 * 1024


class MessageFlag(IntFlag):
    """Flags of a message."""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12


class MessageType(IntEnum):
    """Kinds of messages that the sandbox makes."""

    DEFAULT = 0
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    CONTEXT_MENU_COMMAND = 23


class ChannelType(IntEnum):
    """Kinds of channels that the sandbox knows."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5


class InteractionType(IntEnum):
    """Why the application is called."""

    PING = 1
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class CallbackType(IntEnum):
    """How the application answers."""

    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


class CommandType(IntEnum):
    """Kinds of application commands."""

    CHAT_INPUT = 1
    USER = 2
    MESSAGE = 3


class OptionType(IntEnum):
    """Kinds of a command's options that need care."""

    SUB_COMMAND = 1
    SUB_COMMAND_GROUP = 2
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    ATTACHMENT = 11


class ComponentType(IntEnum):
    """Kinds of components that need care."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    LABEL = 18
    FILE_UPLOAD = 19


class Context(IntEnum):
    """Where an interaction happens."""

    GUILD = 0
    BOT_DM = 1


class Intent(IntFlag):
    """What a session asks to be told."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15


ALL_INTENTS: Final = (1 << 26) - 1
"""Any bit beyond is no intent (close code 4013)."""

PRIVILEGED_INTENTS: Final = {
    "guild_members": Intent.GUILD_MEMBERS,
    "guild_presences": Intent.GUILD_PRESENCES,
    "message_content": Intent.MESSAGE_CONTENT,
}
"""Those that an application must be granted first (close code 4014)."""


class Opcode(IntEnum):
    """Operations of the gateway."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11
