"""All films that are known without asking anybody: those that are shipped, and those of an imported catalogue file."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self, TypeVar, TypeVarTuple, Unpack

from data.catalogue.base import Hit, RankedFilm, RelatedFilm, Relation, each_once, years_apart
from data.catalogue.folding import fold
from data.catalogue.index import SearchIndex
from data.catalogue.matching import LONGEST_QUERY
from data.catalogue.starter import read_best_known, read_films
from data.errors import CatalogueUnusable, FilmNotFound
from data.models import TITLE_LIMIT, Film, FilmKey

_log = logging.getLogger(__name__)

LOOK_AGAIN_AFTER_S = 1.0
"""The least time between two looks at the catalogue file: a new one is in use that soon."""

CACHED_QUERIES = 256
"""Answers that are kept, of up to a hundred films each: some 50 MB where all are of the longest kind."""

Given = TypeVarTuple("Given")
ResultT = TypeVar("ResultT")

_Identity = tuple[int, int, int]
"""What tells a file from the one that takes its place: inode, time of change, size."""


class _Imported(NamedTuple):
    """An imported catalogue, and what of it are films that are shipped."""

    films: SearchIndex
    shipped: dict[FilmKey, RankedFilm]
    """By every key of either side: the shipped film, with the keys and the popularity that the catalogue has."""

    @classmethod
    def of(cls, films: SearchIndex, shipped: Iterable[Film]) -> Self:
        """The catalogue beside what is shipped. Raises CatalogueUnusable."""
        both: dict[FilmKey, RankedFilm] = {}

        for film in shipped:
            theirs = next(_ranked(films, film), None)

            if theirs is not None:
                keys = tuple(key for key in theirs.film.keys if key not in film.keys)
                joined = film.model_copy(update={"former_keys": (*film.former_keys, *keys)})
                both |= dict.fromkeys(joined.keys, RankedFilm(joined, theirs.popularity))

        return cls(films, both)


class LocalCatalogue:
    """The films that are shipped, and those of the file at `path`, where there is one.

    A film that both have comes once, with the facts that are shipped. Of shipped films that fit alike, those
    `best_known` come first, in their order, until an import tells how many know them; then the newest. Everything is
    looked up in a thread of its own. A file that appears, changes or goes while the bot runs is taken up by itself.
    """

    def __init__(self, films: Iterable[Film], path: Path | None = None, best_known: Sequence[FilmKey] = ()) -> None:
        shipped = tuple(films)
        fame = {key: len(best_known) - place for place, key in enumerate(best_known)}
        self._path = path
        self._newest = sorted(shipped, key=lambda film: (-(film.year or 0), film.title))
        self._by_key = {key: film for film in reversed(shipped) for key in film.keys}
        ranked = [RankedFilm(film, fame.get(film.key, 0)) for film in self._newest]
        self._shipped = SearchIndex.in_memory(sorted(ranked, key=lambda one: -one.popularity))
        self._imported: _Imported | None = None
        self._seen: _Identity | None = None
        self._damaged: _Identity | None = None
        self._looked_s = float("-inf")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="catalogue")
        self._cached: Callable[[str, int], tuple[Hit, ...]] = lru_cache(CACHED_QUERIES)(self._search)

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The films that are shipped, with the file at `path`. Raises CatalogueDamaged."""
        return cls(read_films(), path, read_best_known())

    def __len__(self) -> int:
        """How many films are shipped."""
        return len(self._newest)

    async def close(self) -> None:
        """Finish what is being looked up, and close the file."""
        await asyncio.to_thread(self._thread.shutdown)
        self._shipped.close()

        if self._imported is not None:
            self._imported.films.close()

    async def search(self, query: str, limit: int) -> Sequence[Hit]:
        """Up to `limit` films that `query` may mean, best first. A blank query finds the newest, mere signs nothing.

        A call that is cancelled while it waits for its turn is not computed.
        """
        folded = fold(query[:LONGEST_QUERY])

        if not folded:
            return () if query.strip() else tuple(Hit(film=film, fit=0) for film in self._newest[:limit])

        return await self._in_thread(self._answer, folded, limit)

    async def titled(self, title: str, year: int | None, limit: int) -> Sequence[Film]:
        """Up to `limit` films that bear that very title among theirs, in whatever case, accents and signs.

        Those nearest to `year` first, where one is given, and those of unknown year last; of these the best known. A
        shipped film may bear it in the imported catalogue alone.
        """
        return await self._in_thread(self._titled, title[:TITLE_LIMIT], year, limit)

    async def get(self, key: FilmKey) -> Film:
        """The film that `key` names. Raises FilmNotFound."""
        if self._path is None:
            return self._get(key)

        return await self._in_thread(self._get, key)

    async def related(self, film: Film, limit: int) -> Sequence[RelatedFilm]:
        """Up to `limit` films: the same director's first, then those with the same actors, nearest in time first."""
        return await self._in_thread(self._related, film, limit)

    async def _in_thread(self, work: Callable[[Unpack[Given]], ResultT], *given: *Given) -> ResultT:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)

    # From here on everything runs in that thread, one call at a time.

    def _answer(self, folded: str, limit: int) -> tuple[Hit, ...]:
        self._look_for_file()
        return self._cached(folded, limit)

    def _search(self, folded: str, limit: int) -> tuple[Hit, ...]:
        imported = self._of_imported(lambda films: films.search(folded, limit), ())
        found = [self._as_shipped(hit) for hit in (*self._shipped.search(folded, limit), *imported)]
        # A film that both found may be known there by a title that fits better.
        found.sort(key=lambda hit: (-hit.fit, -hit.popularity))
        once = {hit.film.key: hit for hit in reversed(found)}
        return tuple(hit for hit in found if once[hit.film.key] is hit)[:limit]

    def _titled(self, title: str, year: int | None, limit: int) -> Sequence[Film]:
        self._look_for_file()
        imported = self._of_imported(lambda films: films.titled(title, year, limit), ())
        both = {} if self._imported is None else self._imported.shipped
        found = [both.get(one.film.key, one) for one in (*self._shipped.titled(title, year, limit), *imported)]
        found.sort(key=lambda one: (years_apart(year, one.film.year), -one.popularity))
        once = {one.film.key: one.film for one in found}
        return tuple(once.values())[:limit]

    def _as_shipped(self, hit: Hit) -> Hit:
        """The hit, of a film that both have with the facts that are shipped."""
        ranked = None if self._imported is None else self._imported.shipped.get(hit.film.key)

        if ranked is None:
            return hit

        return hit.model_copy(update={"film": ranked.film, "popularity": ranked.popularity})

    def _get(self, key: FilmKey) -> Film:
        self._look_for_file()
        imported = self._imported

        if imported is not None and key in imported.shipped:
            return imported.shipped[key].film

        if key in self._by_key:
            return self._by_key[key]

        film = self._of_imported(lambda films: films.get(key), None)

        if film is None:
            raise FilmNotFound(key)

        return film

    def _related(self, film: Film, limit: int) -> list[RelatedFilm]:
        self._look_for_file()
        imported = self._of_imported(lambda films: films.related(film, limit), ())
        found = [*self._shipped.related(film, limit), *imported]
        year = film.year or 0
        found = [self._related_as_shipped(one) for one in found]
        found.sort(key=lambda one: (one.relation is Relation.CAST, abs((one.film.year or 0) - year), one.film.title))
        return each_once(found, film)[:limit]

    def _related_as_shipped(self, one: RelatedFilm) -> RelatedFilm:
        ranked = None if self._imported is None else self._imported.shipped.get(one.film.key)
        return one if ranked is None else one.model_copy(update={"film": ranked.film})

    def _look_for_file(self) -> None:
        """Take up a file that is new, and let go of one that is gone; what can't be read leaves all as it was."""
        now_s = time.monotonic()

        if self._path is None or now_s < self._looked_s + LOOK_AGAIN_AFTER_S:
            return

        self._looked_s = now_s
        seen = _identity(self._path)

        if seen == self._seen:
            return

        self._seen = seen

        try:
            imported = None if seen is None else self._open(self._path)
        except CatalogueUnusable as error:
            _log.warning("the catalogue %s can't be used, what there was goes on: %s", error.path, error.reason)
            return

        if self._imported is not None:
            self._imported.films.close()

        self._imported = imported
        self._cached = lru_cache(CACHED_QUERIES)(self._search)
        _log.info("%d films are in the imported catalogue", 0 if imported is None else len(imported.films))

    def _open(self, path: Path) -> _Imported:
        index = SearchIndex.open(path)

        try:
            return _Imported.of(index, self._newest)
        except CatalogueUnusable:
            index.close()
            raise

    def _of_imported(self, look: Callable[[SearchIndex], ResultT], otherwise: ResultT) -> ResultT:
        """What the imported catalogue has; `otherwise` where there is none, or it proves to be damaged there."""
        if self._imported is None:
            return otherwise

        try:
            return look(self._imported.films)
        except CatalogueUnusable as error:
            # Once for each file: people type on.
            if self._damaged != self._seen:
                _log.warning("the catalogue %s is damaged, import it again: %s", error.path, error.reason)
                self._damaged = self._seen

            return otherwise


def _ranked(index: SearchIndex, film: Film) -> Iterator[RankedFilm]:
    """What the catalogue has under any key of the film."""
    for key in film.keys:
        try:
            yield index.ranked(key)
        except FilmNotFound:
            continue


def _identity(path: Path) -> _Identity | None:
    """What tells the file from another one; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None

    return found.st_ino, found.st_mtime_ns, found.st_size
