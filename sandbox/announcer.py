"""Telling what happened: to the bot over the gateway, to people over their pages."""

from sandbox.client.sockets import ClientSockets
from sandbox.directory import Directory
from sandbox.gateway.hub import Gateway
from sandbox.gateway.session import Event
from sandbox.messages.model import Message
from sandbox.messages.showing import Showing, without_content
from sandbox.objects import channel_object
from sandbox.protocol import Intent, Json
from sandbox.world import Channel, Guild


class Announcer:
    """Makes both sides' events of one happening."""

    def __init__(self, directory: Directory, gateway: Gateway, sockets: ClientSockets, showing: Showing) -> None:
        self._directory = directory
        self._gateway = gateway
        self._sockets = sockets
        self._showing = showing

    def message_created(self, message: Message) -> None:
        """A message is new."""
        self._tell_message(message, "MESSAGE_CREATE", is_new=True)

    def message_updated(self, message: Message) -> None:
        """A message has changed."""
        self._tell_message(message, "MESSAGE_UPDATE", is_new=False)

    def message_deleted(self, message: Message) -> None:
        """A message is gone."""
        channel = self._directory.channels.get(message.channel_id)
        if channel is None:
            return

        ids: Json = {"channel_id": str(message.channel_id), "id": str(message.id)}
        self._publish(message, channel, {"type": "message_delete"} | ids)
        if not message.is_ephemeral and self._bot_sees(channel):
            if channel.guild_id is not None:
                ids["guild_id"] = str(channel.guild_id)

            self._gateway.dispatch(Event("MESSAGE_DELETE", ids, channel.guild_id, _message_intent(channel)))

    def channel_updated(self, channel: Channel) -> None:
        """A channel, or who may do what in it, has changed."""
        self._tell_channel("CHANNEL_UPDATE", channel)

    def channel_deleted(self, channel: Channel) -> None:
        """A channel is gone."""
        self._tell_channel("CHANNEL_DELETE", channel)

    def guild_joined(self, guild: Guild) -> None:
        """The bot has become a member of a server."""
        self._gateway.dispatch(Event("GUILD_CREATE", self._gateway.guild_create(guild), guild.id, Intent.GUILDS))
        self.world_changed()

    def guild_left(self, guild: Guild) -> None:
        """The bot is no longer a member of a server."""
        self._gateway.dispatch(Event("GUILD_DELETE", {"id": str(guild.id)}, guild.id, Intent.GUILDS))
        self.world_changed()

    def world_changed(self) -> None:
        """Servers or channels are others now; commands with them."""
        self._sockets.publish_to_all({"type": "world_changed"})
        self.commands_changed()

    def commands_changed(self) -> None:
        """There are other commands now."""
        self._sockets.publish_to_all({"type": "commands_changed"})

    def presence_changed(self) -> None:
        """The bot came or went."""
        self._sockets.publish_to_all({"type": "presence", "online": self._gateway.is_online})

    def tell_user(self, user_id: int, event: Json) -> None:
        """Something that concerns one person only: how their interaction goes."""
        self._sockets.publish_to(user_id, event)

    def _tell_message(self, message: Message, name: str, *, is_new: bool) -> None:
        channel = self._directory.channels[message.channel_id]
        kind = "message_create" if is_new else "message_update"
        self._publish(message, channel, {"type": kind, "message": self._showing.for_people(message)})
        if message.is_ephemeral or not self._bot_sees(channel):
            return

        data = self._showing.for_event(message, is_new=is_new)
        reduced = None if channel.guild_id is None else without_content(data, self._directory.bot.id)
        self._gateway.dispatch(Event(name, data, channel.guild_id, _message_intent(channel), reduced))

    def _publish(self, message: Message, channel: Channel, event: Json) -> None:
        if message.ephemeral_for is not None:
            self._sockets.publish_to(message.ephemeral_for, event)
        else:
            self._sockets.publish(event, lambda user_id: self._directory.can_view(user_id, channel))

    def _tell_channel(self, name: str, channel: Channel) -> None:
        guild = self._directory.guild_of(channel)
        if guild is not None and guild.bot:
            self._gateway.dispatch(Event(name, channel_object(channel), guild.id, Intent.GUILDS))

        self.world_changed()

    def _bot_sees(self, channel: Channel) -> bool:
        return self._directory.can_view(self._directory.bot.id, channel)


def _message_intent(channel: Channel) -> Intent:
    return Intent.DIRECT_MESSAGES if channel.guild_id is None else Intent.GUILD_MESSAGES
