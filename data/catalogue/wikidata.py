"""Wikidata, without a key and within its rules: a User-Agent with a contact, one request at a time, Retry-After obeyed.

https://www.mediawiki.org/wiki/API:Etiquette and https://foundation.wikimedia.org/wiki/Policy:User-Agent_policy. What it
tells is free of rights (CC0). It has no posters.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import aiohttp

from data.catalogue.remote import Remote, in_time
from data.catalogue.wikidata_answers import (
    IMDB,
    INSTANCE_OF,
    RESOLVED,
    SUBCLASS_OF,
    TMDB,
    Entities,
    Entity,
    Found,
    FoundPages,
    Reply,
)
from data.errors import NotAtProvider, ProviderResting, StrangeAnswer
from data.models import Film, FilmDetails, Source

NAME = "Wikidata"

URL = "https://www.wikidata.org/w/api.php"

FOUND = 10
"""Items of a search that are looked into: with all their statements they are large."""

_IDS_AT_ONCE = 50
"""The API's limit."""

_BODY_AT_MOST = 4 << 20
"""Bytes of an answer: ten well described films come to two or three million."""

_FILM = "Q11424"

_KINDS = frozenset(
    {
        _FILM,
        "Q24862",  # short film
        "Q24869",  # feature film
        "Q93204",  # documentary film
        "Q202866",  # animated film
        "Q226730",  # silent film
        "Q506240",  # television film
        "Q17517379",  # animated short film
        "Q29168811",  # animated feature film
    }
)
"""Kinds of film that need no looking up; of every other kind Wikidata itself says what it is a subclass of."""

_GENERATIONS = 3
"""So far up the subclasses are followed."""

_KNOWN_KINDS = 2_000
"""So many kinds are remembered."""

_LAGGING = timedelta(seconds=30)

ReplyT = TypeVar("ReplyT", bound=Reply)


class Wikidata:
    """Films as Wikidata knows them."""

    source = Source.WIKIDATA

    def __init__(self, contact: str, url: str = URL, version: str = "0") -> None:
        """`contact` is an e-mail or web address of whoever runs this bot, `version` the bot's own."""
        agent = f"MarqueeBot/{version} ({contact}) aiohttp/{aiohttp.__version__}"
        self._remote = Remote(NAME, url, {"User-Agent": agent}, turn=asyncio.Semaphore(1), body_at_most=_BODY_AT_MOST)
        self._is_film: dict[str, bool] = dict.fromkeys(_KINDS, True)
        # Each film takes several requests: waiting for one's turn with all of them must not count as no answer.
        self._one_film = asyncio.Semaphore(1)

    def adds_to(self, film: Film) -> bool:
        """Whether the film goes by an id that Wikidata knows, and lacks something that Wikidata may have."""
        has_id = film.wikidata_id is not None or film.imdb_id is not None or film.tmdb_id is not None
        facts = (film.year, film.directors, film.cast, film.runtime_min, film.countries, film.genres)
        return has_id and not all(facts)

    async def search(self, title: str, now: datetime) -> Sequence[Film]:
        """Up to ten films that `title` may mean, best first, each with nothing but its name. Raises ProviderFailed."""
        async with in_time(NAME):
            return await self._search(title, now)

    async def details(self, film: Film, now: datetime) -> FilmDetails:
        """All that Wikidata knows of the film. Raises NotAtProvider and every other ProviderFailed."""
        async with self._one_film, in_time(NAME):
            return await self._details(film, now)

    async def close(self) -> None:
        """Give up what is being asked, and close the connections."""
        await self._remote.close()

    async def _search(self, title: str, now: datetime) -> Sequence[Film]:
        parameters = {
            "action": "wbsearchentities",
            "search": title,
            "language": "en",
            "uselang": "en",
            "type": "item",
            "limit": str(FOUND),
        }
        ids = [one.id for one in (await self._ask(parameters, Found, now)).search]

        if not ids:
            return ()

        entities = await self._entities(ids, now, "labels|claims")
        found = [entity for item_id in ids if (entity := entities.get(item_id)) is not None]
        await self._learn_kinds((kind for entity in found for kind in entity.items(INSTANCE_OF)), now)
        films = (entity.as_name() for entity in found if self._tells_of_film(entity))
        return tuple({film.key: film for film in films if film is not None}.values())

    async def _details(self, film: Film, now: datetime) -> FilmDetails:
        item_id = film.wikidata_id or await self._find(film, now)
        entity = (await self._entities([item_id], now, "labels|aliases|claims")).get(item_id)

        if entity is None:
            raise NotAtProvider(NAME, "there is no such item")

        await self._learn_kinds(entity.items(INSTANCE_OF), now)

        if not self._tells_of_film(entity):
            raise NotAtProvider(NAME, "the item is no film")

        full = entity.as_film(await self._labels(entity, now))

        if full is None:
            raise NotAtProvider(NAME, "it has no title")

        if film.imdb_id and full.imdb_id and film.imdb_id != full.imdb_id:
            raise StrangeAnswer(NAME, "it is about another film")

        return FilmDetails(film=full, source=Source.WIKIDATA, fetched_at=now)

    async def _find(self, film: Film, now: datetime) -> str:
        """The item of the film that goes by an id of IMDb's or TMDB's. Raises NotAtProvider."""
        wanted = f"{IMDB}={film.imdb_id}" if film.imdb_id else f"{TMDB}={film.tmdb_id}"
        parameters = {"action": "query", "list": "search", "srsearch": f"haswbstatement:{wanted}", "srlimit": "1"}
        found = (await self._ask(parameters, FoundPages, now)).ids()

        if not found:
            raise NotAtProvider(NAME, "it knows no such id")

        return found[0]

    async def _labels(self, entity: Entity, now: datetime) -> dict[str, str]:
        """What the people and things of the film are called: one request for all."""
        ids = dict.fromkeys(one for statement, limit in RESOLVED.items() for one in entity.items(statement, limit))

        if not ids:
            return {}

        entities = await self._entities(list(ids), now, "labels")
        found = ((item_id, entities.get(item_id)) for item_id in ids)
        return {item_id: one.label for item_id, one in found if one is not None}

    def _tells_of_film(self, entity: Entity) -> bool:
        return any(self._is_film.get(kind, False) for kind in entity.items(INSTANCE_OF))

    async def _learn_kinds(self, kinds: Iterable[str], now: datetime) -> None:
        """Find out which of the kinds are films, by what they are subclasses of."""
        unknown = [kind for kind in dict.fromkeys(kinds) if kind not in self._is_film][:_IDS_AT_ONCE]
        parents: dict[str, list[str]] = {}
        asked = unknown

        for _ in range(_GENERATIONS):
            if not asked:
                break

            entities = await self._entities(asked, now, "claims")
            found = {kind: entities.get(kind) for kind in asked}
            parents |= {kind: [] if one is None else one.items(SUBCLASS_OF) for kind, one in found.items()}
            above = dict.fromkeys(parent for kind in asked for parent in parents[kind])
            asked = [one for one in above if one not in parents and one not in self._is_film][:_IDS_AT_ONCE]

        if len(self._is_film) + len(unknown) > _KNOWN_KINDS:
            self._is_film = dict.fromkeys(_KINDS, True)

        self._is_film |= {kind: self._leads_to_film(kind, parents, _GENERATIONS) for kind in unknown}

    def _leads_to_film(self, kind: str, parents: dict[str, list[str]], generations: int) -> bool:
        if self._is_film.get(kind, False):
            return True

        return generations > 0 and any(
            self._leads_to_film(parent, parents, generations - 1) for parent in parents.get(kind, ())
        )

    async def _entities(self, ids: Sequence[str], now: datetime, parts: str) -> Entities:
        parameters = {
            "action": "wbgetentities",
            "ids": "|".join(ids[:_IDS_AT_ONCE]),
            "props": parts,
            "languages": "en|mul",
            "languagefallback": "1",
        }
        return await self._ask(parameters, Entities, now)

    async def _ask(self, parameters: dict[str, str], kind: type[ReplyT], now: datetime) -> ReplyT:
        """Raises ProviderFailed; errors come with status 200."""
        reply = await self._remote.ask("", parameters | {"format": "json"}, kind, now)

        match reply.error.code if reply.error else None:
            case None:
                return reply
            case "no-such-entity":
                raise NotAtProvider(NAME, "there is no such item")
            case "maxlag" | "ratelimited":
                self._remote.rest.until(now + _LAGGING, "it wants to be left alone")
                raise ProviderResting(NAME, "it wants to be left alone", now + _LAGGING)
            case _:
                raise StrangeAnswer(NAME, "an error of another kind")
