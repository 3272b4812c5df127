"""Look-up in the starter catalogue: a scan over some thousand titles, a few milliseconds a query."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Self

from rapidfuzz import fuzz

from data.catalogue.base import EXACT_FIT, Hit, RelatedFilm, Relation
from data.catalogue.folding import fold
from data.catalogue.starter.reading import read_films
from data.errors import FilmNotFound
from data.models import Film, FilmKey

_LEAST_FIT = 60.0
"""Below this a film resembles the query by chance: measured on slips such as "teh misisng picture"."""

_WRONG_YEAR = 35.0
"""What a year that is not the film's takes from its fit: it is offered, and never taken without asking."""

_YEAR = re.compile(r"(?:18|19|20)\d\d")

_CACHED_QUERIES = 2_000

_LONGEST_QUERY = 200
"""Characters of a query that are looked at: no title is longer, and likeness takes its time with each."""

_ARTICLE = re.compile(r"(?:(?:the|an?|les?|la|el|los|las|il|der|das|une?)\s+|l['’])(?=\w)", re.IGNORECASE)
"""An article before a title, which people leave out: "godfather", "image manquante"."""


class _Entry(NamedTuple):
    """A film with the folded words that find it."""

    film: Film
    titles: tuple[str, ...]
    words: tuple[str, ...]
    year: str


class StarterCatalogue:
    """The films that are shipped, in memory."""

    def __init__(self, films: Iterable[Film]) -> None:
        self._entries = [_to_entry(film) for film in films]
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
        folded = fold(query[:_LONGEST_QUERY])
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

        fits = ((_fit(query, entry), entry.film) for entry in self._entries)
        hits = [Hit(film=film, fit=fit) for fit, film in fits if fit >= _LEAST_FIT]
        return tuple(sorted(hits, key=lambda hit: (-hit.fit, -(hit.film.year or 0), hit.film.title)))


def _to_entry(film: Film) -> _Entry:
    bare = (title[article.end() :] for title in film.titles if (article := _ARTICLE.match(title)))
    titles = tuple(dict.fromkeys(folded for title in (*film.titles, *bare) if (folded := fold(title))))
    words = dict.fromkeys(word for text in (*titles, *map(fold, film.directors)) for word in text.split())
    return _Entry(film, titles, tuple(words), str(film.year or ""))


def _fit(query: str, entry: _Entry) -> float:
    """How well the film answers the folded query, a title without and with its year alike.

    100 the title in full, below it a title's beginning, all words begun in any order, and likeness in spite of slips.
    """
    fit = _title_fit(query, entry)
    words = query.split()
    years = [word for word in words if _YEAR.fullmatch(word)]

    if not years or len(years) == len(words):
        return fit

    bare = _title_fit(" ".join(word for word in words if word not in years), entry)

    # The year settles which of two films of one title is meant; it never makes a stranger fit. Many remember it badly.
    if bare >= _LEAST_FIT:
        bare += 1 if entry.year in years else -_WRONG_YEAR

    return max(fit, bare)


def _title_fit(query: str, entry: _Entry) -> float:
    joined = query.replace(" ", "")

    if any(joined == title.replace(" ", "") for title in entry.titles):
        return EXACT_FIT

    for position, title in enumerate(entry.titles):
        if title.startswith(query):
            return 95 - 2 * min(position, 2) + 2 * len(query) / len(title)

    if all(any(known.startswith(word) for known in (*entry.words, entry.year)) for word in query.split()):
        return 85

    if len(joined) < 4:
        return 0

    return max((_likeness(query, title) for title in entry.titles), default=0) * 0.8


def _likeness(query: str, title: str) -> float:
    """Likeness by letters in order or by words in any order, 0 to 100; a short query against the beginning alone."""
    beginning = title[: len(query) + 1]
    return max(fuzz.ratio(query, title), fuzz.token_sort_ratio(query, title), fuzz.ratio(query, beginning) - 4)


def _common(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in some if name in others)


def _sharing(films: Iterable[Film], relation: Relation, shared: Callable[[Film], tuple[str, ...]]) -> list[RelatedFilm]:
    return [RelatedFilm(film=film, relation=relation, shared=names) for film in films if (names := shared(film))]
