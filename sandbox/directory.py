"""Who and what there is right now: users, servers, channels, and the direct channels with the bot."""

from collections.abc import Iterator

from sandbox import permissions
from sandbox.errors import ApiError, missing_access, unknown_channel, unknown_guild
from sandbox.protocol import ChannelType
from sandbox.snowflakes import Snowflakes
from sandbox.state import State
from sandbox.world import Application, Channel, Guild, Member, Overwrite, User, World


class Directory:
    """The living world; every change is kept in the state."""

    def __init__(self, world: World, state: State, snowflakes: Snowflakes) -> None:
        self._state = state
        self._snowflakes = snowflakes
        self.application = world.application
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._dms: dict[int, Channel] = {}
        if stored := state.load("application"):
            self._load(stored[0])
        else:
            self._begin(world.model_copy(deep=True))

        self.bot = self.users[self.application.id]

    def guild_of(self, channel: Channel) -> Guild | None:
        """The server of a channel; None for a direct one."""
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    def bot_guilds(self) -> list[Guild]:
        """The servers in which the bot is, in the order of the world."""
        return [guild for guild in self.guilds.values() if guild.bot]

    def guilds_of(self, user_id: int) -> Iterator[Guild]:
        """The servers of which that user is a member."""
        return (guild for guild in self.guilds.values() if guild.member(user_id) is not None)

    def permissions(self, user_id: int, channel: Channel) -> int:
        """What that user may do in a channel; 0 for one that is not theirs."""
        guild = self.guild_of(channel)
        if guild is not None:
            return permissions.in_channel(guild, channel, user_id)

        return permissions.DM if user_id in (channel.recipient_id, self.bot.id) else 0

    def can_view(self, user_id: int, channel: Channel) -> bool:
        """Whether that user sees a channel."""
        return bool(self.permissions(user_id, channel) & permissions.VIEW_CHANNEL)

    def channel(self, channel_id: int | None) -> Channel:
        """A channel of any kind. Raises ApiError 10003."""
        channel = self.channels.get(channel_id or 0)
        if channel is None:
            raise unknown_channel()

        return channel

    def bot_channel(self, channel_id: int | None) -> Channel:
        """A channel that the bot sees. Raises ApiError 10003 or 50001."""
        channel = self.channel(channel_id)
        if not self.can_view(self.bot.id, channel):
            raise missing_access()

        return channel

    def bot_guild(self, guild_id: int | None) -> Guild:
        """A server in which the bot is. Raises ApiError 10004."""
        guild = self.guilds.get(guild_id or 0)
        if guild is None or not guild.bot:
            raise unknown_guild()

        return guild

    def require(self, user_id: int, channel: Channel, *needed: int, refusal: ApiError) -> None:
        """Raises `refusal` unless that user has all of `needed` in a channel."""
        bits = self.permissions(user_id, channel)
        if any(not bits & bit for bit in needed):
            raise refusal

    def dm_with(self, user_id: int) -> Channel:
        """The direct channel of that user with the bot, made if need be."""
        channel = self._dms.get(user_id)
        if channel is None:
            channel = Channel(id=self._snowflakes.next(), type=ChannelType.DM, recipient_id=user_id)
            self._dms[user_id] = self.channels[channel.id] = channel
            self._state.save("dm", channel.id, channel.model_dump_json())

        return channel

    def takes_dms(self, user_id: int) -> bool:
        """Whether the bot may write to that user: they share a server, and the user allows it."""
        user = self.users.get(user_id)
        shares = any(guild.bot for guild in self.guilds_of(user_id))
        return user is not None and not user.bot and user.accepts_dms and shares

    def set_bot_present(self, guild: Guild, *, is_present: bool) -> None:
        """Make the bot a member of a server, or no longer."""
        guild.bot = is_present
        self._settle_bot(guild)
        self.save_guild(guild)

    def replace_overwrites(self, channel: Channel, overwrites: list[Overwrite]) -> None:
        """Give a channel other overwrites."""
        channel.overwrites = overwrites
        guild = self.guild_of(channel)
        assert guild is not None
        self.save_guild(guild)

    def remove_channel(self, channel: Channel) -> None:
        """Take a channel away from its server."""
        guild = self.guild_of(channel)
        assert guild is not None
        guild.channels = [other for other in guild.channels if other.id != channel.id]
        if guild.system_channel_id == channel.id:
            guild.system_channel_id = None

        if guild.public_updates_channel_id == channel.id:
            guild.public_updates_channel_id = None

        del self.channels[channel.id]
        self.save_guild(guild)

    def save_guild(self, guild: Guild) -> None:
        """Keep a server as it is now."""
        self._state.save("guild", guild.id, guild.model_dump_json())

    def _begin(self, world: World) -> None:
        app = world.application
        bot = User(id=app.id, username=app.name, bot=True)
        for user in (bot, *(user for user in world.users if user.id != app.id)):
            self.users[user.id] = user
            self._state.save("user", user.id, user.model_dump_json())

        for guild in world.guilds:
            self._add_guild(guild)
            self.save_guild(guild)

        # Last, as the mark that the world is whole.
        self._state.save("application", app.id, app.model_dump_json())

    def _load(self, application: str) -> None:
        self.application = Application.model_validate_json(application)
        for text in self._state.load("user"):
            user = User.model_validate_json(text)
            self.users[user.id] = user

        for text in self._state.load("guild"):
            self._add_guild(Guild.model_validate_json(text))

        for text in self._state.load("dm"):
            channel = Channel.model_validate_json(text)
            assert channel.recipient_id is not None
            self._dms[channel.recipient_id] = self.channels[channel.id] = channel
            self._snowflakes.skip_to(channel.id)

    def _add_guild(self, guild: Guild) -> None:
        self.guilds[guild.id] = guild
        self.channels.update((channel.id, channel) for channel in guild.channels)
        self._settle_bot(guild)

    def _settle_bot(self, guild: Guild) -> None:
        bot_id = self.application.id
        is_member = guild.member(bot_id) is not None
        if guild.bot and not is_member:
            guild.members.append(Member(user_id=bot_id))
        elif not guild.bot and is_member:
            guild.members = [member for member in guild.members if member.user_id != bot_id]
