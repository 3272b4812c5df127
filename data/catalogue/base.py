"""What every source of films offers."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from data.models import Film, FilmKey, Model


class Hit(Model):
    """A film that a search found, and how well it fits: 100 is a title typed in full, 0 nothing at all."""

    film: Film
    fit: float
    popularity: float = 0
    """How many people know it, in the catalogue's own measure: the larger the better known, 0 where not known."""

    @property
    def band(self) -> int:
        """Fits of one band count as the same, so that what a person knows, and what many know, comes first among them.

        The steps stay apart: titles typed in full (100 and more), beginnings of titles and titles in another order
        (90 to 97), all words somewhere (84 and 85), and likeness in spite of slips (60 to 80, in two halves).
        Beginnings differ by how much is still to be typed, which says little: after "the god", "The Goddess" fits by
        96.3, "The Godfather" by 96.1, its second part by 95.7.
        """
        return int(self.fit // 10)

    @property
    def is_exact(self) -> bool:
        """Whether one of the film's titles was typed in full."""
        return self.fit >= EXACT_FIT


EXACT_FIT = 100.0
"""The fit of a title typed in full, whatever its case, accents and punctuation."""


_NEVER = 10_000


class RankedFilm(NamedTuple):
    """A film on its way into the search index, and how many people know it: votes, or a provider's own measure."""

    film: Film
    popularity: float


def years_apart(year: int | None, other: int | None) -> int:
    """How many years lie between the two: none where `year` is not given, and more than any where `other` is not."""
    if year is None:
        return 0

    return _NEVER if other is None else abs(year - other)


class Relation(StrEnum):
    """Why one film leads to another."""

    DIRECTOR = "director"
    CAST = "cast"
    RECOMMENDED = "recommended"
    """A provider names it for those who liked the first."""

    LIKED = "liked"
    """Members of this server who rate the first high rate it high, too."""


class RelatedFilm(Model):
    """A film to see next, and why: `shared` names the people both have in common, `members` counts who likes both."""

    film: Film
    relation: Relation
    shared: tuple[str, ...] = ()
    members: int = 0


def each_once(found: Iterable[RelatedFilm], film: Film) -> list[RelatedFilm]:
    """The films in their order, without `film` itself and those that share a key with an earlier one."""
    seen = set(film.keys)
    once: list[RelatedFilm] = []

    for one in found:
        if seen.isdisjoint(one.film.keys):
            once.append(one)

        seen.update(one.film.keys)

    return once


class Catalogue(Protocol):
    """A source of films. It answers from local data, fast enough for every keystroke."""

    async def search(self, query: str, limit: int) -> Sequence[Hit]:
        """Up to `limit` films that `query` may mean, best first. An empty query finds what is notable."""
        ...

    async def titled(self, title: str, year: int | None, limit: int) -> Sequence[Film]:
        """Up to `limit` films that bear that very title among theirs, in whatever case, accents and signs.

        Those nearest to `year` first, where one is given, and those of unknown year last; of these the best known.
        """
        ...

    async def get(self, key: FilmKey) -> Film:
        """The film that `key` names. Raises FilmNotFound."""
        ...

    async def related(self, film: Film, limit: int) -> Sequence[RelatedFilm]:
        """Up to `limit` films to see after this one, closest first."""
        ...
