"""What a server has chosen, and how its feed fares."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from bot.services.digests import Digests
from data.models import ChannelId, FeedState, GuildId, GuildSettings, UserId
from data.store import Store

_OF_THE_WEEK = frozenset({"zone", "weekday", "hour"})
"""What says when a server's week ends."""


class Choices(TypedDict, total=False):
    """What can be chosen without more ado."""

    takes_bare_ratings: bool
    opens_spoilers: bool
    zone: str
    weekday: int
    hour: int
    tells_of_empty_weeks: bool
    checks_letterboxd: bool
    prior: int


class Guilds:
    """A server's choices."""

    def __init__(self, store: Store, digests: Digests) -> None:
        self._store = store
        self._digests = digests
        # Two admins may press at the same time: neither's choice is to undo the other's.
        self._choosing = asyncio.Lock()

    async def settings(self, guild_id: GuildId) -> GuildSettings:
        """What the server has chosen."""
        return await self._store.guilds.settings(guild_id)

    async def choose(self, settings: GuildSettings) -> None:
        """Keep the choices. Raises StoreFailed."""
        await self._store.guilds.choose(settings)

    async def change(self, guild_id: GuildId, now: datetime, chosen: Choices) -> None:
        """Change these choices alone; the next digest moves where they say when the week ends. Raises StoreFailed."""
        async with self._choosing:
            await self._change(guild_id, chosen)

            if _OF_THE_WEEK & chosen.keys():
                await self._digests.replan(guild_id, now)

    async def choose_feed(
        self, guild_id: GuildId, feed_id: ChannelId, set_up_by: UserId, set_up_in: ChannelId | None
    ) -> None:
        """Let new reviews go into that channel; a paused feed goes on. Raises StoreFailed."""
        async with self._choosing:
            await self._change(guild_id, {"feed_id": feed_id, "set_up_by": set_up_by, "set_up_in": set_up_in})
            await self._store.outbox.resume(guild_id)

    async def stop_feed(self, guild_id: GuildId) -> int:
        """Have no feed any more; how many reviews waited for it. Raises StoreFailed."""
        async with self._choosing:
            waiting = (await self.feed(guild_id)).waiting
            await self._change(guild_id, {"feed_id": None})
            return waiting

    async def choose_digest(
        self,
        guild_id: GuildId,
        digest_id: ChannelId,
        set_up_by: UserId,
        set_up_in: ChannelId | None,
        now: datetime,
    ) -> None:
        """Let the weekly digest go into that channel. Raises StoreFailed."""
        async with self._choosing:
            await self._change(guild_id, {"digest_id": digest_id, "set_up_by": set_up_by, "set_up_in": set_up_in})
            # The same channel chosen again says that what was refused there may be tried again.
            await self._store.digest_outbox.hasten(guild_id)
            await self._digests.begin(guild_id, now)

    async def stop_digest(self, guild_id: GuildId) -> None:
        """Post no digest any more. Raises StoreFailed."""
        async with self._choosing:
            await self._change(guild_id, {"digest_id": None})

    async def feed(self, guild_id: GuildId) -> FeedState:
        """How the server's feed fares."""
        return await self._store.outbox.state(guild_id)

    async def resume(self, guild_id: GuildId) -> None:
        """Let a paused feed go on. Raises StoreFailed."""
        await self._store.outbox.resume(guild_id)

    async def _change(self, guild_id: GuildId, chosen: Mapping[str, object]) -> None:
        """Change these choices alone. Who set it up is nobody's business where nothing is posted any more."""
        changed: dict[str, object] = {**(await self.settings(guild_id)).model_dump(), **chosen}

        if changed["feed_id"] is None and changed["digest_id"] is None:
            changed |= {"set_up_by": None, "set_up_in": None}

        await self.choose(GuildSettings.model_validate(changed))
