"""`catalogue status`, `search` and `remove`: what is there, what it finds, and how to be rid of it."""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bot.catalogue_cli.words import SOURCES, TERMS
from bot.ui.text import words as counted
from data.catalogue.base import Hit
from data.catalogue.bulk import is_importing, left_behind, remove_catalogue
from data.catalogue.index import SearchIndex
from data.catalogue.local import LocalCatalogue
from data.catalogue.starter.reading import read_films

SHOWN = 25
"""Films that a search shows: as many as autocomplete offers."""

_CANDIDATES = 100
"""Hits among which the best known come first, as in autocomplete."""

TMDB_AFTER = timedelta(days=180)
"""How long data of TMDB may be kept: https://www.themoviedb.org/api-terms-of-use."""


def tell_status(catalogue_path: Path, now: datetime) -> int:
    """Say which catalogue is in use; the exit code. Raises CatalogueDamaged."""
    sys.stdout.writelines(f"{line}\n" for line in _status(catalogue_path, now))
    return 0


def find_films(words: str, catalogue_path: Path) -> int:
    """Show what autocomplete offers somebody who has looked at no film yet, best first; the exit code.

    It is 1 where nothing is found. Raises CatalogueDamaged.
    """
    hits, took_s = asyncio.run(_searched(words, catalogue_path))

    for place, hit in enumerate(hits, start=1):
        directors = f" · {', '.join(hit.film.directors)}" if hit.film.directors else ""
        sys.stdout.write(f"{place:>2}. {hit.film.name}{directors}  [{hit.film.key}]\n")

    found = counted(len(hits), "film")
    sys.stdout.write(f"{found} in {took_s * 1000:.1f} ms.\n")
    return 0 if hits else 1


async def _searched(words: str, catalogue_path: Path) -> tuple[Sequence[Hit], float]:
    """What is found, and how long it took, in seconds, once the catalogue is open."""
    catalogue = LocalCatalogue.load(catalogue_path)

    try:
        # The first search opens the file, as the first keystroke after a start does.
        await catalogue.search("a", 1)
        began_s = time.perf_counter()
        hits = await catalogue.search(words, _CANDIDATES)
        took_s = time.perf_counter() - began_s
        return sorted(hits, key=lambda hit: (-hit.band, -hit.popularity))[:SHOWN], took_s
    finally:
        await catalogue.close()


def remove(catalogue_path: Path) -> int:
    """Remove the imported catalogue; the exit code. Raises ImportFailed."""
    was_there = remove_catalogue(catalogue_path)
    what = "is removed; films of the starter catalogue and those with reviews stay" if was_there else "is not there"
    sys.stdout.write(f"{catalogue_path} {what}.\n")
    return 0 if was_there else 1


def _status(path: Path, now: datetime) -> Iterator[str]:
    if path.exists():
        yield from _in_use(path, now)
    else:
        yield f"{path} is not there: only the starter catalogue is in use."
        yield "Import one: `python -m bot catalogue import imdb FOLDER`, `… tmdb-export FILE` or `… csv FILE`."

    yield f"starter catalogue: {len(read_films()):,} films, shipped with Marquee."

    if is_importing(path):
        yield "An import is at work at this moment."
    elif left := left_behind(path):
        size_mb = sum(file.stat().st_size for file in left) / 1_000_000
        names = ", ".join(file.name for file in left)
        yield f"An import was broken off and left {names} ({size_mb:,.1f} MB); the next one removes that."


def _in_use(path: Path, now: datetime) -> Iterator[str]:
    with closing(SearchIndex.open(path)) as index:
        about, films = index.about, len(index)

    kind = about.get("source", "")
    imported_at = datetime.fromisoformat(about["imported_at"])
    size_mb = path.stat().st_size / 1_000_000
    yield f"{path}: {counted(films, 'film')} with {counted(int(about['titles']), 'title')}, {size_mb:,.1f} MB,"
    yield f"  imported on {imported_at:%Y-%m-%d %H:%M} UTC from {SOURCES.get(kind, kind)} ({about['from']})."

    if kind == "tmdb-export" and now - imported_at > TMDB_AFTER:
        yield "  It is older than TMDB allows it to be kept, six months: import a newer export."

    if kind in TERMS:
        yield f"  {TERMS[kind]}"
