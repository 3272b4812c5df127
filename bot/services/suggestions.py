"""The films that autocomplete offers one person in one server."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.services.own_films import OwnFilms
from bot.services.recent import Recent
from data.catalogue.base import Catalogue, Hit
from data.catalogue.folding import fold
from data.catalogue.matching import LEAST_FIT, LONGEST_QUERY, Names, Query
from data.errors import StoreFailed
from data.models import Film, FilmId, FilmKey, GuildId, UserId
from data.store import Store

_log = logging.getLogger(__name__)

OFFERED = 25
"""Films to choose from: the most that Discord's autocomplete takes."""

OWN_OFFERED = 10
"""Of these at most so many are the person's own while nothing is typed: the server's talk is to be seen as well."""

TALK_OFFERED = 10
"""And at most so many are those of which the server talks, so that there is always something new, too."""

TALK_OF = timedelta(days=7)
"""How far back the server's talk is listened to."""

REMEMBER_AGAIN_AFTER = timedelta(minutes=1)
"""A film that a person looks at again earlier is not written down again."""

_CANDIDATES = 100
"""Hits of the catalogue that are ranked: one's own film may stand far behind in "the"."""

_OWN_KEPT = 50
"""Films that a person looked at or wants to see, and as many that they reviewed, that are offered whatever the
catalogue finds. Any other film of theirs is known as theirs where the catalogue does find it."""

_KEPT_FOR = timedelta(seconds=30)
_SERVERS_KEPT = 200
_PEOPLE_KEPT = 200
_LOOKS_KEPT = 5_000


class _Own(NamedTuple):
    """A film of a person's own, ready to be compared with what is typed."""

    film: Film
    names: Names


class Suggestions:
    """What is likely meant while a title is typed."""

    def __init__(self, catalogue: Catalogue, store: Store, own_films: OwnFilms | None = None) -> None:
        self._catalogue = catalogue
        self._store = store
        self._own_films = own_films or OwnFilms(catalogue, store)
        self._talk = Recent[GuildId, Sequence[Film]](_SERVERS_KEPT, _KEPT_FOR)
        self._own = Recent[tuple[GuildId | None, UserId], Sequence[_Own]](_PEOPLE_KEPT, _KEPT_FOR)
        self._typing: dict[UserId, asyncio.Future[Sequence[Hit]]] = {}
        self._looks = Recent[tuple[UserId, FilmId], bool](_LOOKS_KEPT, REMEMBER_AGAIN_AFTER)

    async def suggest(self, guild_id: GuildId | None, user_id: UserId, typed: str, now: datetime) -> Sequence[Film]:
        """Up to 25 films that `typed` may mean, best first, each once; from local data alone.

        With nothing typed: what the person looked at or put on their watchlist lately, what the server talks about
        this week, and what the catalogue has. In a direct message there is no server. Where the store fails, what the
        catalogue has must do. None at all where the person has typed on meanwhile: nobody reads that answer.
        """
        typed = typed[:LONGEST_QUERY]
        hits = await self._search(user_id, typed)

        if hits is None:
            return ()

        try:
            if typed.strip():
                found = [*hits, *await self._own_films.search(guild_id, typed, now)]
                films = [hit.film for hit in await self._ranked(guild_id, user_id, typed, found, now)]
            else:
                films = [*await self._lately(guild_id, user_id, now), *(hit.film for hit in hits)]
        except StoreFailed as error:
            _log.warning("films are offered without what is known of the person: %s", error.reason)
            films = [hit.film for hit in hits]

        return _each_once(films)[:OFFERED]

    async def _search(self, user_id: UserId, typed: str) -> Sequence[Hit] | None:
        """What the catalogue finds; None where a later keystroke of the same person has made that useless."""
        limit = _CANDIDATES if typed.strip() else OFFERED
        search = asyncio.ensure_future(self._catalogue.search(typed, limit))
        earlier, self._typing[user_id] = self._typing.get(user_id), search

        if earlier is not None:
            # Where it still waits for its turn it is never computed.
            earlier.cancel()

        try:
            await asyncio.wait([search])
        finally:
            search.cancel()

            if self._typing.get(user_id) is search:
                del self._typing[user_id]

        return None if search.cancelled() else search.result()

    async def looked_up(self, user_id: UserId, film_id: FilmId, now: datetime) -> None:
        """Remember that the person looked at the film, where the store can; a second look within a minute is none."""
        look = (user_id, film_id)

        if self._looks.get(look, now):
            return

        self._looks.keep(look, value=True, now=now)

        try:
            await self._store.members.look_up(user_id, film_id, now)
        except StoreFailed as error:
            # Nobody asked for it to be kept, so nobody is told.
            self._looks.drop(look)
            _log.warning("what was looked at could not be kept: %s", error.reason)

        for place in self._own.keys():  # noqa: SIM118  (a copy, to drop from while going through it)
            if place[1] == user_id:
                self._own.drop(place)

    async def _lately(self, guild_id: GuildId | None, user_id: UserId, now: datetime) -> list[Film]:
        """The person's own films and those that the server talks about."""
        own = await self._store.members.own_films(user_id, OWN_OFFERED, guild_id)
        return own if guild_id is None else [*own, *await self._talked_about(guild_id, now)]

    async def _talked_about(self, guild_id: GuildId, now: datetime) -> Sequence[Film]:
        films = self._talk.get(guild_id, now)

        if films is None:
            films = await self._store.feed.talked_about(guild_id, now - TALK_OF, TALK_OFFERED)
            self._talk.keep(guild_id, films, now)

        return films

    async def _ranked(
        self, guild_id: GuildId | None, user_id: UserId, typed: str, hits: Sequence[Hit], now: datetime
    ) -> list[Hit]:
        """The catalogue's hits and the person's own films that fit, best first."""
        folded = fold(typed)
        query = Query(folded)
        found = {key for hit in hits for key in hit.film.keys}
        own_films = await self._of_the_person(guild_id, user_id, now) if folded else ()
        others = [Hit(film=one.film, fit=one.names.fit(query)) for one in own_films if found.isdisjoint(one.film.keys)]
        fitting = [hit for hit in others if hit.fit >= LEAST_FIT]
        keys = [key for hit in (*hits, *fitting) for key in hit.film.keys]
        own = await self._store.members.own_among(guild_id, user_id, keys)
        reviewers = {} if guild_id is None else await self._store.feed.reviewers_of(guild_id, keys)

        def rank(hit: Hit) -> tuple[int, bool, float, int]:
            reviewed_by = max((reviewers.get(key, 0) for key in hit.film.keys), default=0)
            return -hit.band, own.isdisjoint(hit.film.keys), -hit.popularity, -reviewed_by

        # What is kept of the person may be half a minute old; `own` is not.
        still_own = (hit for hit in fitting if not own.isdisjoint(hit.film.keys))
        return sorted((*hits, *still_own), key=rank)

    async def _of_the_person(self, guild_id: GuildId | None, user_id: UserId, now: datetime) -> Sequence[_Own]:
        """The latest films of the person, ready to be compared with what is typed."""
        own = self._own.get((guild_id, user_id), now)

        if own is None:
            films = await self._store.members.own_films(user_id, _OWN_KEPT, guild_id)

            if guild_id is not None:
                films += await self._store.members.reviewed_films(guild_id, user_id, _OWN_KEPT)

            own = [_Own(film, Names.of(film)) for film in _each_once(films)]
            self._own.keep((guild_id, user_id), own, now)

        return own


def _each_once(films: Iterable[Film]) -> list[Film]:
    """The films in their order, without those that share a key with an earlier one."""
    seen: set[FilmKey] = set()
    found: list[Film] = []

    for film in films:
        if seen.isdisjoint(film.keys):
            found.append(film)

        seen.update(film.keys)

    return found
