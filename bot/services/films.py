"""Looking films up, and what a film's card says."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from bot.services.details import CardDetails, Details
from bot.services.own_films import OwnFilms
from data.catalogue.base import Catalogue, Hit
from data.catalogue.folding import fold
from data.catalogue.matching import LONGEST_QUERY, Names, Query
from data.errors import FilmNotFound
from data.models import (
    FILM_KEY_PATTERN,
    Author,
    Film,
    FilmId,
    FilmKey,
    GuildId,
    Model,
    OwnFilm,
    Review,
    ReviewFilter,
    Score,
    Sort,
)
from data.store import Store

NEWEST_ON_CARD = 3
"""Reviews that a film's card shows."""

CANDIDATES = 25
"""Films to choose from: the most that Discord's select and autocomplete take."""

BEST_LIKED_ON_CARD = 2
"""Reviews that a card shows beside the newest, because many like them."""

_CLEAR_LEAD = 6.0
"""How much better than the second a film must fit to be taken without asking."""

_CLEAR_FIT = 80.0

_LONE_FIT = 70.0
"""How well the only film that is found must fit to be taken without asking."""

_KEY = re.compile(FILM_KEY_PATTERN)


class FilmCard(Model):
    """A film as one server sees it: its score, its newest reviews, and others that its members like best."""

    film: Film
    """With what providers told of it: to be shown, and not to be kept as the film's facts."""

    film_id: FilmId
    score: Score
    newest: tuple[Review, ...]
    best_liked: tuple[Review, ...] = ()
    """Those with the most likes first; each has at least one, and is not among the newest."""

    own: OwnFilm | None = None
    """What is known of it as a film that was added by hand here; None where it was not."""

    adder: Author | None = None
    """Who added it, where they are still known."""

    details: CardDetails = CardDetails()
    """What of the film's facts came from elsewhere, and what is missing."""

    @property
    def shown(self) -> tuple[Review, ...]:
        """Every review on the card."""
        return (*self.newest, *self.best_liked)


class Films:
    """Films by what people type, and by key."""

    def __init__(
        self, catalogue: Catalogue, store: Store, own_films: OwnFilms | None = None, details: Details | None = None
    ) -> None:
        """Without `details` no provider is asked for any."""
        self._catalogue = catalogue
        self._store = store
        self._own_films = own_films or OwnFilms(catalogue, store)
        self._details = details or Details(catalogue, store)

    async def look_up(self, typed: str, guild_id: GuildId, now: datetime) -> Film | Sequence[Film]:
        """The film that `typed` names, by key or by title; several, best first, where it is not clear which.

        Films that were added by hand are found in their own server. Raises FilmNotFound.
        """
        if _KEY.fullmatch(typed):
            return await self.get(FilmKey(typed), guild_id)

        # A search for nothing finds what is notable, none of which was meant.
        hits = [hit for hit in await self._catalogue.search(typed[:200], CANDIDATES) if hit.fit > 0]
        hits = _merged(hits, await self._own_films.search(guild_id, typed, now))

        if not hits:
            raise FilmNotFound(typed)

        best = hits[0]
        rival = hits[1].fit if len(hits) > 1 else 0.0

        # Slips in a title that resembles no other film's.
        if len(hits) == 1 and best.fit >= _LONE_FIT:
            return best.film

        # An exact title wins over a mere beginning, but not over another film of the same title.
        if (best.is_exact and rival < best.fit) or (best.fit >= _CLEAR_FIT and best.fit - rival >= _CLEAR_LEAD):
            return best.film

        return [hit.film for hit in hits if not best.is_exact or hit.is_exact]

    def fits_well(self, typed: str, found: Film | Sequence[Film]) -> bool:
        """Whether what was found for `typed` is named by its key, or holds all its words, without a slip."""
        query = Query(fold(typed[:LONGEST_QUERY]))
        films = [found] if isinstance(found, Film) else found
        return _KEY.fullmatch(typed) is not None or any(Names.of(film).fit(query) >= _CLEAR_FIT for film in films)

    async def get(self, key: FilmKey, guild_id: GuildId | None) -> Film:
        """The film that `key` names: from the catalogue, or as the store last knew it, or as a provider found it.

        One that was added by hand is only known in its own server, and none of them without a server. No provider is
        asked. Raises FilmNotFound.
        """
        try:
            return await self._catalogue.get(key)
        except FilmNotFound:
            known = await self._known(key, guild_id)

        if known.key == key:
            return known

        # What the key named was merged into it: the catalogue may know more of it than the store.
        try:
            return await self._catalogue.get(known.key)
        except FilmNotFound:
            return known

    async def _known(self, key: FilmKey, guild_id: GuildId | None) -> Film:
        """The film as the store knows it, or as it was found elsewhere and not looked at yet. Raises FilmNotFound."""
        try:
            return (await self._store.films.by_key(key, guild_id)).film
        except FilmNotFound:
            return await self._details.offered(key)

    async def card(self, guild_id: GuildId, film: Film, now: datetime) -> FilmCard:
        """The film with the server's score, its newest reviews, and those that are liked best.

        What providers told of it fills its facts; what they have yet to tell is asked for, and not waited for.
        """
        film_id = await self._store.films.remember(film, now)
        full, details = await self._details.look(film, film_id, now)
        newest = (await self._store.feed.page(guild_id, ReviewFilter(film_id=film_id), NEWEST_ON_CARD)).reviews
        by_likes = ReviewFilter(film_id=film_id, sort=Sort.MOST_LIKED)
        # So many that enough are left without the newest.
        liked = (await self._store.feed.page(guild_id, by_likes, NEWEST_ON_CARD + BEST_LIKED_ON_CARD)).reviews
        shown = {review.id for review in newest}
        own = await self._own_films.find(guild_id, film)
        others = (review for review in liked if review.likes and review.id not in shown)
        return FilmCard(
            film=full,
            film_id=film_id,
            score=await self._store.counts.of_film(guild_id, film.key),
            newest=newest,
            best_liked=tuple(islice(others, BEST_LIKED_ON_CARD)),
            own=own,
            adder=None if own is None else await self._own_films.adder_of(own),
            details=details,
        )

    async def id_of(self, film: Film, now: datetime) -> FilmId:
        """The film's row in the store; it gets one if it has none."""
        return await self._store.films.remember(film, now)


def _merged(hits: Sequence[Hit], own: Sequence[Hit]) -> list[Hit]:
    """The catalogue's hits with the server's own, best first; of those that fit alike the catalogue's."""
    return sorted((*hits, *own), key=lambda hit: -hit.fit)[:CANDIDATES] if own else list(hits)
