"""What the bot is sent about an interaction, and what its answers say of it."""

from collections.abc import Iterable

from sandbox import permissions
from sandbox.directory import Directory
from sandbox.interactions.model import Interaction
from sandbox.messages.book import MessageBook
from sandbox.messages.showing import Showing
from sandbox.objects import channel_object, dm_object, member_object, user_object
from sandbox.protocol import (
    ATTACHMENT_LIMIT_BYTES,
    CommandType,
    Context,
    InteractionType,
    Json,
    MessageType,
)
from sandbox.world import Channel


class Payloads:
    """Makes INTERACTION_CREATE's data."""

    def __init__(self, directory: Directory, book: MessageBook, showing: Showing) -> None:
        self._directory = directory
        self._book = book
        self._showing = showing

    def create(self, interaction: Interaction) -> Json:
        """The whole of what the bot is sent."""
        channel = self._directory.channels[interaction.channel_id]
        user = self._directory.users[interaction.user_id]
        payload: Json = {
            "version": 1,
            "type": int(interaction.type),
            "id": str(interaction.id),
            "application_id": str(self._directory.application.id),
            "token": interaction.token,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": self._channel(channel),
            "locale": user.locale,
            "app_permissions": str(self._app_permissions(channel)),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": ATTACHMENT_LIMIT_BYTES,
            "authorizing_integration_owners": integration_owners(interaction),
            "context": int(Context.BOT_DM if interaction.guild_id is None else Context.GUILD),
        }
        if interaction.message is not None:
            payload["message"] = self._showing.message(interaction.message)

        return payload | self._person(interaction, channel)

    def resolved_channel(self, channel: Channel, user_id: int) -> Json:
        """A channel as the resolved data of an interaction holds it."""
        body = channel_object(channel)
        kept = ("id", "name", "type", "guild_id", "parent_id", "position", "topic", "nsfw", "flags")
        partial = {key: body[key] for key in (*kept, "last_message_id", "rate_limit_per_user")}
        return partial | {"permissions": str(self._directory.permissions(user_id, channel))}

    def _channel(self, channel: Channel) -> Json:
        last = self._book.last_id(channel.id)
        if channel.recipient_id is not None:
            return dm_object(channel, self._directory.users[channel.recipient_id], last)

        return channel_object(channel, last) | {"permissions": str(self._app_permissions(channel))}

    def _app_permissions(self, channel: Channel) -> int:
        return self._directory.permissions(self._directory.bot.id, channel)

    def _person(self, interaction: Interaction, channel: Channel) -> Json:
        user = self._directory.users[interaction.user_id]
        guild = self._directory.guild_of(channel)
        if guild is None:
            return {"user": user_object(user)}

        member = guild.member(user.id)
        assert member is not None
        bits = self._directory.permissions(user.id, channel)
        return {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "features": [], "locale": guild.preferred_locale},
            "guild_locale": guild.preferred_locale,
            "member": member_object(member, user) | {"permissions": str(bits)},
        }


def integration_owners(interaction: Interaction) -> Json:
    """Who installed the application: the server; 0 stands for one in a direct channel."""
    return {"0": "0" if interaction.guild_id is None else str(interaction.guild_id)}


def metadata(interaction: Interaction, user: Json) -> Json:
    """What an answer says of the interaction behind it; `user` is who started it."""
    body: Json = {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "user": user,
        "authorizing_integration_owners": integration_owners(interaction),
    }
    command = interaction.command
    if command is not None:
        body["name"] = full_name(command)
        body["command_type"] = command["type"]

    if interaction.type is InteractionType.COMMAND and "target_id" in interaction.data:
        body |= _target(interaction.data)

    if interaction.type is InteractionType.COMPONENT and interaction.message is not None:
        body["interacted_message_id"] = str(interaction.message.id)

    if interaction.type is InteractionType.MODAL_SUBMIT and interaction.parent is not None:
        body["triggering_interaction_metadata"] = metadata(interaction.parent, user)

    return body


def answer_type(interaction: Interaction) -> MessageType:
    """The kind of message that an answer is."""
    if interaction.is_from_message:
        return MessageType.REPLY

    command = interaction.command
    if command is None:
        return MessageType.DEFAULT

    is_chat = command["type"] == CommandType.CHAT_INPUT
    return MessageType.CHAT_INPUT_COMMAND if is_chat else MessageType.CONTEXT_MENU_COMMAND


def full_name(command: Json) -> str:
    """A command's name with those of its sub-commands."""
    names = [command["name"]]
    options = command.get("options", ())
    while options and options[0]["type"] in (1, 2):
        names.append(options[0]["name"])
        options = options[0].get("options", ())

    return " ".join(names)


def focused_type(options: Iterable[Json]) -> int | None:
    """The type of the option that is being typed, a sub-command's too; None where none is."""
    for option in options:
        if option.get("focused") is True:
            return option["type"]

        inner = focused_type(option.get("options", ()))
        if inner is not None:
            return inner

    return None


def _target(data: Json) -> Json:
    if data["type"] == CommandType.USER:
        return {"target_user": data["resolved"]["users"][data["target_id"]]}

    return {"target_message_id": data["target_id"]}


def command_permitted(command: Json, member_bits: int) -> bool:
    """Whether somebody with those permissions may use a command, after its default member permissions."""
    if member_bits & permissions.ADMINISTRATOR:
        return True

    needed = command.get("default_member_permissions")
    if needed is None:
        return True

    # "0" is for administrators only.
    return int(needed) != 0 and (member_bits & int(needed)) == int(needed)
