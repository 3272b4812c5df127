"""What a server has chosen, and how its feed fares."""

import asyncio
from collections.abc import Mapping

from data.models import ChannelId, FeedState, GuildId, GuildSettings, UserId
from data.store import Store


class Guilds:
    """A server's choices."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # Two admins may press at the same time: neither's choice is to undo the other's.
        self._choosing = asyncio.Lock()

    async def settings(self, guild_id: GuildId) -> GuildSettings:
        """What the server has chosen."""
        return await self._store.guilds.settings(guild_id)

    async def choose(self, settings: GuildSettings) -> None:
        """Keep the choices. Raises StoreFailed."""
        await self._store.guilds.choose(settings)

    async def choose_feed(
        self, guild_id: GuildId, feed_id: ChannelId, set_up_by: UserId, set_up_in: ChannelId | None
    ) -> None:
        """Let new reviews go into that channel; a paused feed goes on. Raises StoreFailed."""
        async with self._choosing:
            chosen = {"feed_id": feed_id, "set_up_by": set_up_by, "set_up_in": set_up_in}
            await self._change(await self.settings(guild_id), chosen)
            await self._store.outbox.resume(guild_id)

    async def stop_feed(self, guild_id: GuildId) -> int:
        """Have no feed any more; how many reviews waited for it. Raises StoreFailed."""
        async with self._choosing:
            waiting = (await self.feed(guild_id)).waiting
            await self._change(await self.settings(guild_id), {"feed_id": None, "set_up_by": None, "set_up_in": None})
            return waiting

    async def toggle_bare_ratings(self, guild_id: GuildId) -> None:
        """Let ratings without a text go into the feed, or no longer. Raises StoreFailed."""
        async with self._choosing:
            settings = await self.settings(guild_id)
            await self._change(settings, {"takes_bare_ratings": not settings.takes_bare_ratings})

    async def toggle_spoilers(self, guild_id: GuildId) -> None:
        """Open spoilers at once for members who have reviewed the film, or no longer. Raises StoreFailed."""
        async with self._choosing:
            settings = await self.settings(guild_id)
            await self._change(settings, {"opens_spoilers": not settings.opens_spoilers})

    async def feed(self, guild_id: GuildId) -> FeedState:
        """How the server's feed fares."""
        return await self._store.outbox.state(guild_id)

    async def resume(self, guild_id: GuildId) -> None:
        """Let a paused feed go on. Raises StoreFailed."""
        await self._store.outbox.resume(guild_id)

    async def _change(self, settings: GuildSettings, chosen: Mapping[str, object]) -> None:
        await self.choose(settings.model_copy(update=chosen))
