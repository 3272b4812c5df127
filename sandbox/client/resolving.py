"""The resolved data of an interaction: the things that its values name."""

from sandbox.client.requests import ClientError
from sandbox.core import Core
from sandbox.messages.model import Message
from sandbox.objects import partial_member_object, role_objects, user_object
from sandbox.protocol import ComponentType, Json, OptionType
from sandbox.snowflakes import parse_id
from sandbox.world import Channel


class Resolver:
    """Gathers what an interaction in one channel names."""

    def __init__(self, core: Core, channel: Channel, user_id: int) -> None:
        self._core = core
        self._channel = channel
        self._user_id = user_id
        self._guild = core.directory.guild_of(channel)
        self.data: Json = {}

    def add_option(self, option: Json, value: object) -> None:
        """Add what the value of a command's `option` names, if it names anything. Raises ClientError."""
        match option["type"]:
            case OptionType.USER:
                self.add_user(value)
            case OptionType.CHANNEL:
                self.add_channel(value, option.get("channel_types"))
            case OptionType.ROLE:
                self.add_role(value)
            case OptionType.MENTIONABLE:
                self.add_mentionable(value)
            case OptionType.ATTACHMENT if str(value) not in self.data.get("attachments", ()):
                raise ClientError(400, "There is no such file.")
            case _:
                pass

    def add_selected(self, field: Json, value: object) -> None:
        """Add what a value of a select, in a message or a form, names, if it names anything. Raises ClientError."""
        match field["type"]:
            case ComponentType.USER_SELECT:
                self.add_user(value)
            case ComponentType.CHANNEL_SELECT:
                self.add_channel(value, field.get("channel_types"))
            case ComponentType.ROLE_SELECT:
                self.add_role(value)
            case ComponentType.MENTIONABLE_SELECT:
                self.add_mentionable(value)
            case _:
                pass

    def add_user(self, value: object) -> None:
        """Add a user, with the membership if there is one."""
        user = self._core.directory.users.get(parse_id(value) or 0)
        if user is None:
            raise ClientError(400, "There is no such person.")

        self._put("users", user.id, user_object(user))
        member = None if self._guild is None else self._guild.member(user.id)
        if member is not None:
            bits = self._core.directory.permissions(user.id, self._channel)
            self._put("members", user.id, partial_member_object(member) | {"permissions": str(bits)})

    def add_role(self, value: object) -> None:
        """Add a role of this server."""
        roles = [] if self._guild is None else role_objects(self._guild)
        role = next((role for role in roles if role["id"] == str(value)), None)
        if role is None:
            raise ClientError(400, "There is no such role.")

        self._put("roles", int(role["id"]), role)

    def add_mentionable(self, value: object) -> None:
        """Add a role or a user."""
        if self._guild is not None and any(role["id"] == str(value) for role in role_objects(self._guild)):
            self.add_role(value)
        else:
            self.add_user(value)

    def add_channel(self, value: object, types: list[int] | None = None) -> None:
        """Add a channel of this server that the person sees, of one of `types` if any are named."""
        channel = self._core.directory.channels.get(parse_id(value) or 0)
        is_here = channel is not None and self._guild is not None and channel.guild_id == self._guild.id
        if channel is None or not is_here or not self._core.directory.can_view(self._user_id, channel):
            raise ClientError(400, "There is no such channel.")

        if types and channel.type not in types:
            raise ClientError(400, "That channel is of another type.")

        self._put("channels", channel.id, self._core.payloads.resolved_channel(channel, self._user_id))

    def add_message(self, message: Message) -> None:
        """Add the message that a command is about."""
        self._put("messages", message.id, self._core.showing.message(message))

    def add_attachment(self, attachment: Json) -> None:
        """Add a file that was handed over."""
        self._put("attachments", int(attachment["id"]), self._core.showing.attachment(attachment))

    def _put(self, kind: str, thing_id: int, thing: Json) -> None:
        self.data.setdefault(kind, {})[str(thing_id)] = thing
