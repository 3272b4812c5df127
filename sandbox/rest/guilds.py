"""Servers, their channels, roles and members, as far as a bot reads them."""

from aiohttp import web

from sandbox.core import Core
from sandbox.errors import dm_only, missing_permissions, unknown_member, unknown_role, unknown_user
from sandbox.objects import channel_object, dm_object, guild_object, member_object, role_objects
from sandbox.permission_names import BITS
from sandbox.protocol import Json
from sandbox.rest.gate import Reply, Route
from sandbox.rest.reading import read_number
from sandbox.snowflakes import parse_id
from sandbox.world import Channel, Guild


class GuildRoutes:
    """Routes about servers and channels."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        """These routes."""
        return [
            Route("GET", "/guilds/{guild_id}", self.guild),
            Route("GET", "/guilds/{guild_id}/channels", self.channels),
            Route("GET", "/guilds/{guild_id}/roles", self.roles),
            Route("GET", "/guilds/{guild_id}/roles/{role_id}", self.role),
            Route("GET", "/guilds/{guild_id}/members", self.members),
            Route("GET", "/guilds/{guild_id}/members/{user_id}", self.member),
            Route("DELETE", "/users/@me/guilds/{guild_id}", self.leave),
            Route("GET", "/channels/{channel_id}", self.channel),
            Route("DELETE", "/channels/{channel_id}", self.delete_channel),
        ]

    async def guild(self, request: web.Request) -> Reply:
        """A server."""
        guild = self._guild(request)
        body = guild_object(guild)
        if request.query.get("with_counts") in ("true", "1"):
            body |= {"approximate_member_count": len(guild.members), "approximate_presence_count": 0}

        return Reply(body)

    async def channels(self, request: web.Request) -> Reply:
        """A server's channels."""
        return Reply([self._channel_object(channel) for channel in self._guild(request).channels])

    async def roles(self, request: web.Request) -> Reply:
        """A server's roles."""
        return Reply(role_objects(self._guild(request)))

    async def role(self, request: web.Request) -> Reply:
        """One role."""
        for role in role_objects(self._guild(request)):
            if role["id"] == request.match_info["role_id"]:
                return Reply(role)

        raise unknown_role()

    async def members(self, request: web.Request) -> Reply:
        """A server's members by rising id, if the application may list them."""
        guild = self._guild(request)
        if "guild_members" not in self._core.directory.application.privileged_intents:
            raise missing_permissions()

        limit, after = read_number(request, "limit", 1, 1000) or 1, read_number(request, "after") or 0
        users = self._core.directory.users
        rest = sorted((m for m in guild.members if m.user_id > after), key=lambda member: member.user_id)
        return Reply([member_object(member, users[member.user_id]) for member in rest[:limit]])

    async def member(self, request: web.Request) -> Reply:
        """One member."""
        user_id = parse_id(request.match_info["user_id"]) or 0
        member = self._guild(request).member(user_id)
        if user_id not in self._core.directory.users:
            raise unknown_user()

        if member is None:
            raise unknown_member()

        return Reply(member_object(member, self._core.directory.users[user_id]))

    async def leave(self, request: web.Request) -> Reply:
        """Let the bot leave a server."""
        guild = self._guild(request)
        self._core.directory.set_bot_present(guild, is_present=False)
        self._core.announcer.guild_left(guild)
        return Reply()

    async def channel(self, request: web.Request) -> Reply:
        """A channel that the bot sees."""
        channel = self._core.directory.bot_channel(parse_id(request.match_info["channel_id"]))
        return Reply(self._channel_object(channel))

    async def delete_channel(self, request: web.Request) -> Reply:
        """Remove a channel."""
        core = self._core
        channel = core.directory.bot_channel(parse_id(request.match_info["channel_id"]))
        if channel.guild_id is None:
            raise dm_only()

        needed = BITS["manage_channels"]
        core.directory.require(core.directory.bot.id, channel, needed, refusal=missing_permissions())
        body = self._channel_object(channel)
        core.posting.delete_all(channel)
        core.directory.remove_channel(channel)
        core.announcer.channel_deleted(channel)
        return Reply(body)

    def _guild(self, request: web.Request) -> Guild:
        return self._core.directory.bot_guild(parse_id(request.match_info["guild_id"]))

    def _channel_object(self, channel: Channel) -> Json:
        last = self._core.book.last_id(channel.id)
        if channel.recipient_id is not None:
            return dm_object(channel, self._core.directory.users[channel.recipient_id], last)

        return channel_object(channel, last)
