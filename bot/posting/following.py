"""Followed feeds: read when they are due, one after the other; and those are told whom it concerns."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import aiohttp
import discord
from typing_extensions import override

from bot.posting.notices import tell_admins
from bot.posting.sending import nonce_of
from bot.posting.worker import Worker
from bot.services import Services
from bot.ui.letterboxd.notices import asked_notice, given_up
from data.models import Follow, FollowedServer, GuildId, UserId

_log = logging.getLogger(__name__)

APART = timedelta(milliseconds=250)
"""The least time from one request to the next: after a night off, all feeds are due at once."""


NOTICES_APART = timedelta(hours=1)
"""The least time between two notices about one member: who names one diary after the other floods no channel."""


class Feeds(Worker):
    """Reads feeds, and tells people of those that were given up or wait for an admin.

    `on_news` is called when something came in: it waits to be posted, or changes what is shown.
    """

    def __init__(self, client: discord.Client, services: Services, on_news: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._client = client
        self._services = services
        self._follows = services.follows
        self._following = services.following
        self._on_news = on_news
        self._next_at: datetime | None = None
        self._told_at: dict[tuple[GuildId, UserId], datetime] = {}

    @override
    async def work(self, now: datetime) -> datetime | None:
        """Read the one that waits longest, if any does. One at a time: each is read at its own moment."""
        await self._tell_all(now)

        if not self._following.is_on:
            return None

        if (rests_until := await self._following.rests_until(now)) is not None:
            return rests_until

        # A nudge may come between two.
        if self._next_at is not None and now < self._next_at <= now + APART:
            return self._next_at

        for follow in await self._follows.due(now, 1):
            self._next_at = now + APART

            if await self._following.poll(follow, now):
                self._on_news()

        next_due = await self._follows.next_due()
        return None if next_due is None else max(next_due, self._next_at or next_due)

    @override
    async def stop(self) -> None:
        await super().stop()
        await self._following.close()

    async def _tell_all(self, now: datetime) -> None:
        """Tell what is to be told; what Discord does not take just now is told later."""
        if not self._client.is_ready():
            return

        try:
            for follow in await self._follows.ended():
                await self._tell_member(follow)

            self._told_at = {whom: at for whom, at in self._told_at.items() if now - at < NOTICES_APART}

            for server in await self._follows.asked():
                whom = (server.guild_id, server.user_id)

                if whom not in self._told_at:
                    await self._ask_admins(server)
                    self._told_at[whom] = now
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("somebody could not be told of a followed feed yet: %r", error)

    async def _tell_member(self, follow: Follow) -> None:
        """Tell a member that their feed was given up. Where they take no messages, `/letterboxd link` says so."""
        try:
            user = await self._client.fetch_user(follow.user_id)
            await user.send(embeds=given_up(follow).embeds, nonce=nonce_of("given up", follow.user_id, follow.ended_at))
        except discord.HTTPException as error:
            if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR or error.status == HTTPStatus.TOO_MANY_REQUESTS:
                raise

            _log.info("a member takes no message about their feed: %s", error)

        await self._follows.end_told(follow.user_id)

    async def _ask_admins(self, server: FollowedServer) -> None:
        """Tell a server's admins that somebody's feed waits for them."""
        guild = self._client.get_guild(server.guild_id)

        if guild is None or guild.unavailable:
            return

        settings = await self._services.guilds.settings(server.guild_id)
        nonce = nonce_of("asks", server.guild_id, server.user_id, server.username, server.asked_at)

        if not await tell_admins(guild, settings, asked_notice(server, guild.name), nonce):
            _log.info("no admin could be told that a feed waits", extra={"guild_id": server.guild_id})

        await self._follows.ask_told(server.guild_id, server.user_id)
