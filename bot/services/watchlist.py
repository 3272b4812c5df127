"""The films that a person wants to see: a private list, the same in every server.

Films that were added by hand are on it in their own server alone.
"""

import random
from datetime import datetime

from data.errors import WatchlistEmpty
from data.models import Film, GuildId, Model, UserId
from data.store import Store

PAGE_SIZE = 25
"""Films on one page: what one select of Discord's offers."""


class WatchlistPage(Model):
    """One page of a person's watchlist, the latest added first."""

    films: tuple[Film, ...]
    number: int
    has_later: bool


class Watchlist:
    """One person's films to see."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def toggle(self, user_id: UserId, film: Film, now: datetime) -> bool:
        """Put the film on the list, or take it off; True if it is on it now."""
        film_id = await self._store.films.remember(film, now)
        return await self._store.members.toggle_watchlist(user_id, film_id, now)

    async def page(self, user_id: UserId, number: int, guild_id: GuildId | None) -> WatchlistPage:
        """Page `number` of the list, 1 for the first, or the last where there are fewer; empty where the list is."""
        films = await self._store.members.watchlist(user_id, PAGE_SIZE + 1, (number - 1) * PAGE_SIZE, guild_id)

        if not films and number > 1:
            kept = await self._store.members.count_watchlist(user_id, guild_id)
            return await self.page(user_id, max(1, -(-kept // PAGE_SIZE)), guild_id)

        return WatchlistPage(films=tuple(films[:PAGE_SIZE]), number=number, has_later=len(films) > PAGE_SIZE)

    async def pick(self, user_id: UserId, chance: random.Random, guild_id: GuildId | None) -> Film:
        """One film of the list by chance, each as likely as any other. Raises WatchlistEmpty."""
        kept = await self._store.members.count_watchlist(user_id, guild_id)

        if not kept:
            raise WatchlistEmpty

        return (await self._store.members.watchlist(user_id, 1, chance.randrange(kept), guild_id))[0]
