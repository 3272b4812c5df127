"""The bot itself: where its gateway is, who it is, which application it belongs to."""

from aiohttp import web

from sandbox import permissions
from sandbox.core import Core
from sandbox.errors import not_found, unknown_application, unknown_user
from sandbox.objects import application_object, dm_object, guild_object, own_user_object, user_object
from sandbox.protocol import Json
from sandbox.rest.gate import Reply, Route
from sandbox.rest.reading import read_object
from sandbox.snowflakes import parse_id


class ApplicationRoutes:
    """Routes about the bot itself."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        """These routes."""
        return [
            Route("GET", "/gateway", self.gateway, needs_token=False),
            Route("GET", "/gateway/bot", self.gateway_bot),
            Route("GET", "/users/@me", self.me),
            Route("GET", "/users/@me/guilds", self.my_guilds),
            Route("POST", "/users/@me/channels", self.open_dm),
            Route("GET", "/users/{user_id}", self.user),
            Route("GET", "/applications/@me", self.application),
            Route("GET", "/oauth2/applications/@me", self.application),
            Route("GET", "/applications/{application_id}/entitlements", self.nothing),
            Route("GET", "/applications/{application_id}/emojis", self.emojis),
            Route("*", "/{rest:.*}", self.unknown),
        ]

    async def gateway(self, _: web.Request) -> Reply:
        """Where the gateway is."""
        return Reply({"url": self._core.addresses.gateway_url})

    async def gateway_bot(self, _: web.Request) -> Reply:
        """Where the gateway is, and with how many shards to come."""
        body: Json = {
            "url": self._core.addresses.gateway_url,
            "shards": self._core.directory.application.shards,
            "session_start_limit": self._core.gateway.start_limit(),
        }
        return Reply(body)

    async def me(self, _: web.Request) -> Reply:
        """The bot's user."""
        return Reply(own_user_object(self._core.directory.bot))

    async def user(self, request: web.Request) -> Reply:
        """Any user."""
        user = self._core.directory.users.get(parse_id(request.match_info["user_id"]) or 0)
        if user is None:
            raise unknown_user()

        return Reply(user_object(user))

    async def my_guilds(self, _: web.Request) -> Reply:
        """The servers in which the bot is."""
        bot_id = self._core.directory.bot.id
        return Reply(
            [
                {key: guild_object(guild)[key] for key in ("id", "name", "icon", "banner", "features")}
                | {"owner": guild.owner_id == bot_id, "permissions": str(permissions.in_guild(guild, bot_id))}
                for guild in self._core.directory.bot_guilds()
            ]
        )

    async def open_dm(self, request: web.Request) -> Reply:
        """The direct channel with a user, made if need be."""
        payload = await read_object(request)
        recipient = self._core.directory.users.get(parse_id(payload.get("recipient_id")) or 0)
        if recipient is None or recipient.bot:
            raise unknown_user()

        channel = self._core.directory.dm_with(recipient.id)
        return Reply(dm_object(channel, recipient, self._core.book.last_id(channel.id)))

    async def application(self, _: web.Request) -> Reply:
        """The application, as it sees itself."""
        directory = self._core.directory
        return Reply(application_object(directory.application, directory.bot, len(directory.bot_guilds())))

    async def nothing(self, request: web.Request) -> Reply:
        """What the application has none of: entitlements."""
        self._require_own(request)
        return Reply([])

    async def emojis(self, request: web.Request) -> Reply:
        """The application's own emoji: none."""
        self._require_own(request)
        return Reply({"items": []})

    async def unknown(self, _: web.Request) -> Reply:
        """A route that the sandbox does not have."""
        raise not_found()

    def _require_own(self, request: web.Request) -> None:
        if parse_id(request.match_info["application_id"]) != self._core.directory.application.id:
            raise unknown_application()
