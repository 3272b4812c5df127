"""What providers elsewhere add to films: when they are asked, what a card shows of it, films that only they know."""

import logging
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import Field, ValidationError

from data.catalogue.base import EXACT_FIT, Catalogue
from data.catalogue.folding import fold
from data.catalogue.matching import LONGEST_QUERY, Names, Query
from data.catalogue.remote import Provider
from data.errors import FilmNotFound, NotAtProvider, ProviderFailed, ProviderResting, StoreFailed
from data.models import (
    FILM_KEY_PATTERN,
    DueDetails,
    Film,
    FilmDetails,
    FilmId,
    FilmKey,
    KeptDetails,
    Model,
    Source,
    WhereToWatch,
)
from data.store import Store

_log = logging.getLogger(__name__)

CANDIDATES = 25
"""Films to choose from: the most that Discord's select takes."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
"""How long a provider that did not answer is left alone about a film: four times as long after each further try."""

_AGAIN_AFTER = timedelta(days=1)
"""The same where something of it is known already: nobody waits."""


_KINDS = ("imdb", "wd", "tmdb", "own")
"""Kinds of keys, the one by which a film is known best first."""


class CardDetails(Model):
    """What of a card comes from elsewhere: from whom, where the film can be watched, and what is still missing."""

    sources: tuple[Source, ...] = ()
    watch: dict[str, WhereToWatch] = Field(default_factory=dict[str, WhereToWatch])
    awaited: Source | None = None
    """Who is being asked just now."""

    silent: Source | None = None
    """Who was asked and did not answer."""


class Told(Model):
    """How asking a provider about a film ended: with `details`, with the word that it knows none such, or in vain."""

    details: FilmDetails | None = None
    is_unknown: bool = False
    rests_until: datetime | None = None


class Details:
    """Films' details, from the store at once and from providers when they answer."""

    def __init__(self, catalogue: Catalogue, store: Store, providers: Sequence[Provider] = ()) -> None:
        """`providers` are asked in their order: the next one where the one before does not help."""
        self._catalogue = catalogue
        self._store = store
        self._providers = tuple(providers)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The providers that can be asked, in their order."""
        return tuple(provider.source for provider in self._providers)

    def add(self, provider: Provider) -> None:
        """Ask this one, too, where those before it do not help."""
        self._providers = (*self._providers, provider)

    async def look(self, film: Film, film_id: FilmId, now: datetime) -> tuple[Film, CardDetails]:
        """The film with all that is known of it, and what a card says of that; the next provider is asked soon.

        Raises StoreFailed.
        """
        kept = {one.source: one for one in await self._store.details.of(film_id)}
        told = [one.details for one in kept.values() if one.details is not None]
        full, sources = film, list[Source]()

        for details in told:
            filled = full.filled_from(details.film)

            if details.watch or filled.model_copy(update={"other_titles": full.other_titles}) != full:
                sources.append(details.source)

            full = filled

        awaited, silent = await self._missing(full, film_id, kept, now)
        watch = [details.watch for details in told if details.watch]
        return full, CardDetails(
            sources=tuple(sources), watch=watch[0] if watch else {}, awaited=awaited, silent=silent
        )

    async def ask(self, due: DueDetails, now: datetime) -> Told:
        """Ask the provider about the film; how that ended is to be noted."""
        provider = next(one for one in self._providers if one.source is due.source)

        try:
            return Told(details=await provider.details(due.film, now))
        except NotAtProvider:
            return Told(is_unknown=True)
        except ProviderFailed as error:
            _log.info("%s told nothing of %s: %s", error.provider, due.film.key, error.reason)
            return Told(rests_until=error.until if isinstance(error, ProviderResting) else None)

    async def note(self, due: DueDetails, told: Told, now: datetime) -> None:
        """Keep how asking ended; the film's cards follow. Raises StoreFailed."""
        store = self._store.details

        if told.details is not None:
            for other in await store.keep(due.film_id, told.details, now):
                # Its keys name both: what members wrote of one is of the other, too.
                await self._unite(due.film_id, other, now)

            return

        if told.is_unknown:
            await store.unknown(due.film_id, due.source, now)
        else:
            pause = min(FIRST_PAUSE * 4 ** min(due.tries, 10), LONGEST_PAUSE) if due.is_first else _AGAIN_AFTER
            again_at = max(now + pause, told.rests_until or now)
            await store.failed(due.film_id, due.source, now, again_at)

        # The next provider may know what this one does not tell.
        await self.look(due.film, due.film_id, now)

    async def due_first(self, now: datetime, limit: int) -> list[DueDetails]:
        """Films that somebody looks at and a provider has told nothing of yet. Raises StoreFailed."""
        return await self._store.details.due_first(self.sources, now, limit) if self._providers else []

    async def due_again(self, now: datetime, limit: int) -> list[DueDetails]:
        """Films whose details are a month old. Raises StoreFailed."""
        return await self._store.details.due_again(self.sources, now, limit) if self._providers else []

    async def next_due(self, now: datetime) -> datetime | None:
        """When a provider is next to be asked about a film, later than now. Raises StoreFailed."""
        return await self._store.details.next_due(self.sources, now) if self._providers else None

    async def search(self, title: str, now: datetime) -> Film | Sequence[Film]:
        """The film that goes by that key or just that title at a provider; several, best first, if that is not clear.

        Every one can then be had by its key. Raises FilmNotFound, which says who did not answer, and StoreFailed.
        """
        silent: str | None = None
        found: Sequence[Film] = ()

        if not fold(title):
            raise FilmNotFound(title)

        for provider in self._providers:
            try:
                found = await self._found_at(provider, title[:LONGEST_QUERY], now)
            except NotAtProvider:
                continue
            except ProviderFailed as error:
                silent = silent or error.provider

            if found:
                break

        if not found:
            raise FilmNotFound(title, silent)

        await self._store.details.offer(found[:CANDIDATES], now)
        films = [await self._as_known(film) for film in found[:CANDIDATES]]
        exact = [film for film in films if Names.of(film).fit(Query(fold(title))) >= EXACT_FIT]
        return exact[0] if len(exact) == 1 else films

    async def _found_at(self, provider: Provider, typed: str, now: datetime) -> Sequence[Film]:
        """What the provider finds under a title, or under a key. Raises ProviderFailed."""
        film = _named_by(typed)

        if film is None:
            return await provider.search(typed, now)

        return [(await provider.details(film, now)).film.name_alone] if provider.adds_to(film) else ()

    async def offered(self, key: FilmKey) -> Film:
        """A film that was found at a provider and not looked at yet. Raises FilmNotFound."""
        return await self._store.details.offered(key)

    async def recommended(self, film_id: FilmId, now: datetime) -> Sequence[Film]:
        """What a provider names for those who like the film, best first; each can be had by its key.

        Empty where nobody told anything. Raises StoreFailed.
        """
        kept = (one.details for one in await self._store.details.of(film_id))
        films = next((one.recommendations for one in kept if one is not None and one.recommendations), ())

        if films:
            await self._store.details.offer(films, now)

        return [await self._as_known(film) for film in films]

    async def expire(self, now: datetime) -> int:
        """Let go of what may not be kept any longer; of how many films. Raises StoreFailed."""
        return await self._store.details.expire(now)

    async def close(self) -> None:
        """Give up what is being asked."""
        for provider in self._providers:
            await provider.close()

    async def _missing(
        self, film: Film, film_id: FilmId, kept: dict[Source, KeptDetails], now: datetime
    ) -> tuple[Source | None, Source | None]:
        """Who is being asked about the film, from now on where nobody was before; and who did not answer."""
        silent: Source | None = None

        for provider in self._providers:
            one = kept.get(provider.source)

            if one is None:
                if not provider.adds_to(film):
                    continue

                return provider.source if await self._is_wanted(film_id, provider.source, now) else None, silent

            if one.told_at is None and not one.tries:
                return provider.source, silent

            if one.told_at is None:
                silent = silent or provider.source
            elif one.details is not None:
                break

        return None, silent

    async def _is_wanted(self, film_id: FilmId, source: Source, now: datetime) -> bool:
        try:
            await self._store.details.want(film_id, source, now)
        except StoreFailed as error:
            # What is known can be shown all the same; whoever looks next asks again.
            _log.warning("details are not asked for: %s", error.reason)
            return False

        return True

    async def _as_known(self, film: Film) -> Film:
        """The film as it is known here already, or as it was found."""
        for key in film.keys:
            try:
                return await self._catalogue.get(key)
            except FilmNotFound:
                pass

        try:
            return (await self._store.films.by_key(film.key)).film
        except FilmNotFound:
            return film

    async def _unite(self, one: FilmId, other: FilmId, now: datetime) -> None:
        """Make one film of two rows: the one with the better key stays, of the same kind the earlier."""
        films = [(await self._store.films.known(film_id)) for film_id in (one, other)]
        stays, goes = sorted(films, key=lambda known: (_KINDS.index(known.film.key.partition(":")[0]), known.id))
        _log.info("%s and %s are one film", goes.film.key, stays.film.key)

        if goes.id != stays.id:
            await self._store.films.merge(goes.id, stays.id, now)


def _named_by(key: str) -> Film | None:
    """A film of which nothing but an id elsewhere is known; None where `key` is no such key."""
    source, _, number = key.partition(":")
    field = {"imdb": "imdb_id", "tmdb": "tmdb_id", "wd": "wikidata_id"}.get(source)

    if field is None or not re.fullmatch(FILM_KEY_PATTERN, key):
        return None

    try:
        return Film.model_validate({"key": key, "title": key, field: number})
    except ValidationError:
        return None
