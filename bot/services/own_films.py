"""Films that members add by hand, each for one server: finding, adding, changing and deleting them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.services.own_film_forms import read_own_film, to_own_film_form
from bot.services.recent import Recent
from data.catalogue.base import Catalogue, Hit
from data.catalogue.folding import fold
from data.catalogue.matching import LEAST_FIT, LONGEST_QUERY, Names, Query
from data.errors import AlreadyThere, FilmNotFound, FilmReviewed, NotYourFilm
from data.models import (
    Author,
    Film,
    FilmKey,
    GuildId,
    Model,
    OwnFilm,
    OwnFilmDraft,
    OwnFilmForm,
    UserId,
)
from data.store import Store
from data.store.own_films import new_key

PER_DAY = 10
"""Films that one member may add to one server within a day."""

SEARCHED = 1_000
"""A server's own films that are looked through at each keystroke, the latest; older ones are found by what links to
them."""

_LIKENED = 200
"""Of these so many are compared letter by letter where no word of any begins as one that was typed.

The event loop waits for that: measured, a thousand take 12 ms, two hundred 2, and what shares a beginning less.
"""

_CANDIDATES = 25
_KEPT_FOR = timedelta(seconds=30)
_SERVERS_KEPT = 100


class _OwnEntry(NamedTuple):
    """A film to be searched, with the first letter and the first two of each word that finds it."""

    film: Film
    names: Names
    beginnings: frozenset[str]

    @classmethod
    def of(cls, film: Film) -> "_OwnEntry":
        names = Names.of(film)
        words = (*names.words, names.year)
        return cls(film, names, frozenset(word[:length] for word in words for length in (1, 2) if word))


class OwnFilmPage(Model):
    """A film added by hand as one member may treat it; `adder` is None where nobody knows them any more."""

    own: OwnFilm
    adder: Author | None
    may_change: bool
    may_delete: bool


class OwnFilms:
    """The films that a server's members added."""

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self._catalogue = catalogue
        self._store = store
        self._entries = Recent[GuildId, Sequence[_OwnEntry]](_SERVERS_KEPT, _KEPT_FOR)

    async def search(self, guild_id: GuildId | None, typed: str, now: datetime) -> list[Hit]:
        """The server's own films that `typed` may mean, best first; none in a direct message, or for nothing typed."""
        folded = fold(typed[:LONGEST_QUERY])

        if guild_id is None or not folded:
            return []

        entries = await self._of_guild(guild_id, now)
        query = Query(folded)
        begun = {word[:2] for word in query.words}
        near = [entry for entry in entries if not begun.isdisjoint(entry.beginnings)]
        return _fitting(near, query) or _fitting(entries[:_LIKENED], query)

    async def latest(self, guild_id: GuildId, size: int, now: datetime) -> list[Film]:
        """Up to `size` films that the server's members added, the latest first."""
        return [own.film for own in (await self._of_guild(guild_id, now))[:size]]

    async def keep_draft(
        self, guild_id: GuildId, user_id: UserId, draft: OwnFilmDraft, now: datetime, number: int | None = None
    ) -> int:
        """Keep what was typed for a day, in place of the member's draft of that number; its number.

        Raises StoreFailed.
        """
        return await self._store.own_film_drafts.keep(guild_id, user_id, draft, now, number)

    async def draft(self, guild_id: GuildId, user_id: UserId, number: int, now: datetime) -> OwnFilmDraft | None:
        """The member's own draft of that number, for a day."""
        return await self._store.own_film_drafts.find(guild_id, user_id, number, now)

    async def drop_draft(self, guild_id: GuildId, user_id: UserId, number: int) -> None:
        """Forget the member's own draft of that number. Raises StoreFailed."""
        await self._store.own_film_drafts.drop(guild_id, user_id, number)

    async def expire_drafts(self, now: datetime) -> None:
        """Delete the drafts that are past their day. Raises StoreFailed."""
        await self._store.own_film_drafts.expire(now)

    async def add(
        self, guild_id: GuildId, author: Author, form: OwnFilmForm, now: datetime, *, is_certain: bool = False
    ) -> Film:
        """Add the film that the form tells of, also where one of its title and year is known if that `is_certain`.

        Raises FormRefused, AlreadyThere, StoreFailed.
        """
        film = read_own_film(form, new_key())

        if not is_certain and (same := await self.same_as(guild_id, film, now)):
            raise AlreadyThere(tuple(known.key for known in same))

        await self._store.members.see(guild_id, author, now)
        await self._store.own_films.add(guild_id, author.id, film, now, PER_DAY)
        self.forget_entries(guild_id)
        return film

    async def same_as(self, guild_id: GuildId, film: Film, now: datetime) -> list[Film]:
        """Films of the same title, whatever its case and accents, and of the same year, or of any where none is given.

        The server's own come first.
        """
        hits = [
            *await self.search(guild_id, film.title, now),
            *await self._catalogue.search(film.title[:LONGEST_QUERY], _CANDIDATES),
        ]
        return [
            hit.film
            for hit in hits
            if fold(film.title) in map(fold, hit.film.titles) and film.year in {None, hit.film.year}
        ][:_CANDIDATES]

    async def page(self, guild_id: GuildId, user_id: UserId, key: FilmKey, *, is_moderator: bool) -> OwnFilmPage:
        """What the member may do with the film. Raises FilmNotFound."""
        own = await self._find(guild_id, key)
        may_change = is_moderator or own.added_by == user_id
        return OwnFilmPage(
            own=own,
            adder=await self.adder_of(own),
            may_change=may_change,
            may_delete=may_change and not await self._store.own_films.is_reviewed_by_others(own),
        )

    async def find(self, guild_id: GuildId, film: Film) -> OwnFilm | None:
        """What is known of the film as one that was added by hand in this server; None where it was not."""
        return await self._store.own_films.find(guild_id, film.key) if film.is_by_hand else None

    async def adder_of(self, own: OwnFilm) -> Author | None:
        """Who added the film, as last seen in its server."""
        return None if own.added_by is None else await self._store.members.find(own.guild_id, own.added_by)

    async def form_for(self, guild_id: GuildId, user_id: UserId, key: FilmKey, *, is_moderator: bool) -> OwnFilmForm:
        """The form that changes the film's facts. Raises FilmNotFound, NotYourFilm."""
        return to_own_film_form((await self._find_for(guild_id, user_id, key, is_moderator=is_moderator)).film)

    async def change(  # noqa: PLR0913  (who changes what, where, when and how)
        self,
        guild_id: GuildId,
        author: Author,
        key: FilmKey,
        form: OwnFilmForm,
        now: datetime,
        *,
        is_moderator: bool,
    ) -> Film:
        """Let the form tell of the film from now on, for the one who added it or a moderator.

        Raises FormRefused, FilmNotFound, NotYourFilm, StoreFailed.
        """
        own = await self._find_for(guild_id, author.id, key, is_moderator=is_moderator)
        film = read_own_film(form, own.film.key)
        await self._store.own_films.change(guild_id, author.id, film, now)
        self.forget_entries(guild_id)
        return film

    async def check_deletion(self, guild_id: GuildId, user_id: UserId, key: FilmKey, *, is_moderator: bool) -> OwnFilm:
        """The film, if the member may delete it now. Raises FilmNotFound, NotYourFilm, FilmReviewed."""
        own = await self._find_for(guild_id, user_id, key, is_moderator=is_moderator)

        if await self._store.own_films.is_reviewed_by_others(own):
            raise FilmReviewed

        return own

    async def delete(
        self, guild_id: GuildId, user_id: UserId, key: FilmKey, now: datetime, *, is_moderator: bool
    ) -> Film:
        """Delete the film for good, with its adder's review; that film.

        Raises FilmNotFound, NotYourFilm, FilmReviewed, StoreFailed.
        """
        own = await self._find_for(guild_id, user_id, key, is_moderator=is_moderator)
        await self._store.own_films.delete(guild_id, own.film.key, now)
        self.forget_entries(guild_id)
        return own.film

    def forget_entries(self, guild_id: GuildId) -> None:
        """Read the server's own films anew: they have changed."""
        self._entries.drop(guild_id)

    async def _of_guild(self, guild_id: GuildId, now: datetime) -> Sequence[_OwnEntry]:
        entries = self._entries.get(guild_id, now)

        if entries is None:
            entries = [_OwnEntry.of(film) for film in await self._store.own_films.of_guild(guild_id, SEARCHED)]
            self._entries.keep(guild_id, entries, now)

        return entries

    async def _find(self, guild_id: GuildId, key: FilmKey) -> OwnFilm:
        own = await self._store.own_films.find(guild_id, key)

        if own is None:
            raise FilmNotFound(key)

        return own

    async def _find_for(self, guild_id: GuildId, user_id: UserId, key: FilmKey, *, is_moderator: bool) -> OwnFilm:
        own = await self._find(guild_id, key)

        if own.added_by != user_id and not is_moderator:
            raise NotYourFilm

        return own


def _fitting(entries: Iterable[_OwnEntry], query: Query) -> list[Hit]:
    """The films that answer the query, best first."""
    hits = (Hit(film=own.film, fit=own.names.fit(query)) for own in entries)
    return sorted((hit for hit in hits if hit.fit >= LEAST_FIT), key=lambda hit: -hit.fit)
