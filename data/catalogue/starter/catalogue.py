"""Look-up in the starter catalogue: a scan over some thousand titles, a few milliseconds a query."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Self

from data.catalogue.base import Hit, RelatedFilm, Relation
from data.catalogue.folding import fold
from data.catalogue.matching import LEAST_FIT, LONGEST_QUERY, Entry
from data.catalogue.starter.reading import read_films
from data.errors import FilmNotFound
from data.models import Film, FilmKey

_CACHED_QUERIES = 2_000


class StarterCatalogue:
    """The films that are shipped, in memory."""

    def __init__(self, films: Iterable[Film]) -> None:
        self._entries = [Entry.of(film) for film in films]
        self._by_key = {key: entry.film for entry in self._entries for key in entry.film.keys}
        self._cached_search: Callable[[str], tuple[Hit, ...]] = lru_cache(_CACHED_QUERIES)(self._search)

    @classmethod
    def load(cls) -> Self:
        """The catalogue from its files. Raises CatalogueDamaged."""
        return cls(read_films())

    def __len__(self) -> int:
        return len(self._entries)

    async def search(self, query: str, limit: int) -> Sequence[Hit]:
        """Up to `limit` films that `query` may mean, best first. A blank query finds the newest, mere signs nothing."""
        folded = fold(query[:LONGEST_QUERY])
        return self._cached_search(folded)[:limit] if folded or not query.strip() else ()

    async def get(self, key: FilmKey) -> Film:
        """The film that `key` names. Raises FilmNotFound."""
        try:
            return self._by_key[key]
        except KeyError:
            raise FilmNotFound(key) from None

    async def related(self, film: Film, limit: int) -> Sequence[RelatedFilm]:
        """Up to `limit` films: the same director's first, then those with the same actors, nearest in time first."""
        year = film.year or 0
        neighbours = sorted(
            (entry.film for entry in self._entries if entry.film.key not in film.keys),
            key=lambda other: (abs((other.year or 0) - year), other.title),
        )
        found = [
            *_sharing(neighbours, Relation.DIRECTOR, lambda other: _common(film.directors, other.directors)),
            *_sharing(neighbours, Relation.CAST, lambda other: _common(film.cast, other.cast)),
        ]
        first_reason = {related.film.key: related for related in reversed(found)}
        return [related for related in found if first_reason[related.film.key] is related][:limit]

    def _search(self, query: str) -> tuple[Hit, ...]:
        if not query:
            newest = sorted(self._entries, key=lambda entry: (-(entry.film.year or 0), entry.film.title))
            return tuple(Hit(film=entry.film, fit=0) for entry in newest)

        fits = ((entry.fit(query), entry.film) for entry in self._entries)
        hits = [Hit(film=film, fit=fit) for fit, film in fits if fit >= LEAST_FIT]
        return tuple(sorted(hits, key=lambda hit: (-hit.fit, -(hit.film.year or 0), hit.film.title)))


def _common(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in some if name in others)


def _sharing(films: Iterable[Film], relation: Relation, shared: Callable[[Film], tuple[str, ...]]) -> list[RelatedFilm]:
    return [RelatedFilm(film=film, relation=relation, shared=names) for film in films if (names := shared(film))]
