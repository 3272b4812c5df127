"""Merging a film that was added by hand into another one, and undoing that."""

from collections.abc import Sequence
from datetime import datetime

from bot.services.films import Films
from bot.services.own_films import OwnFilms
from data.errors import CannotMerge
from data.models import Film, FilmId, FilmKey, GuildId, Merge, MergePlan, UserId, is_by_hand
from data.store import Store

OFFERED = 25
"""Films or merges to choose from: the most that Discord's autocomplete takes."""


class Merging:
    """One server's merges, for those who may manage it."""

    def __init__(self, store: Store, films: Films, own_films: OwnFilms) -> None:
        self._store = store
        self._films = films
        self._own_films = own_films

    async def offer_own(self, guild_id: GuildId, typed: str, now: datetime) -> list[Film]:
        """Up to 25 films that the server's members added and `typed` may mean; the latest where nothing is typed."""
        if not typed.strip():
            return await self._own_films.latest(guild_id, OFFERED, now)

        return [hit.film for hit in await self._own_films.search(guild_id, typed, now)][:OFFERED]

    async def own_named(self, guild_id: GuildId, typed: str, now: datetime) -> Film | Sequence[Film]:
        """The film added by hand that `typed` names, by key or title; several where that is not clear.

        Raises FilmNotFound for a key, CannotMerge for a title.
        """
        if is_by_hand(FilmKey(typed)):
            return await self._films.get(FilmKey(typed), guild_id)

        found = await self.offer_own(guild_id, typed, now)

        if not found:
            raise CannotMerge

        return found[0] if len(found) == 1 else found

    async def plan(self, guild_id: GuildId, film: Film, into: Film, now: datetime) -> MergePlan:
        """What merging would do. Raises CannotMerge."""
        own = await self._own_films.find(guild_id, film)

        if own is None or film.key == into.key:
            raise CannotMerge

        into_id = await self._store.films.remember(into, now)
        return await self._store.merges.plan(guild_id, own.id, own.film, into_id, into)

    async def merge(self, guild_id: GuildId, film_id: FilmId, into: FilmKey, actor_id: UserId, now: datetime) -> Merge:
        """Let the film be the other one from now on. Raises CannotMerge, FilmNotFound, StoreFailed."""
        film = await self._films.get(into, guild_id)
        merge = await self._store.merges.merge(guild_id, film_id, film, actor_id, now)
        self._own_films.forget_entries(guild_id)
        return merge

    async def undo(self, guild_id: GuildId, number: int, now: datetime) -> Merge:
        """Let the films of that merge be two again. Raises CannotUndoMerge, StoreFailed."""
        merge = await self._store.merges.undo(guild_id, number, now)
        self._own_films.forget_entries(guild_id)
        return merge

    async def undoable(self, guild_id: GuildId) -> list[Merge]:
        """Up to 25 merges of the server that can be undone, the latest first."""
        return await self._store.merges.of_guild(guild_id, OFFERED)
