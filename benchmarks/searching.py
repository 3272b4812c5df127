"""Titles while they are typed: the index against what else SQLite offers, and how often it finds what is meant."""

import asyncio
import bisect
import gc
import heapq
import importlib
import multiprocessing
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from discord.utils import utcnow

from benchmarks.figures import percentile
from benchmarks.titles import KINDS, films, keystrokes, sample
from bot.__main__ import SWITCH_AFTER_S
from bot.services.suggestions import Suggestions
from data.catalogue.base import Hit
from data.catalogue.folding import fold
from data.catalogue.index import SearchIndex, write_index
from data.catalogue.local import LocalCatalogue
from data.catalogue.matching import Names
from data.models import Film, GuildId, UserId
from data.store import Store

SIZES = (20_000, 1_000_000)
QUERIES = 400
"""Queries of each kind that are to find the film that they mean."""

TITLES_TYPED, COMPARED = 100, 150
"""Titles that are typed letter by letter, and keystrokes of them at which the others are asked, too: they are slow."""

WARMING = 30
"""Keystrokes before those that are counted, so that no search pays for a cold disk."""

MEMBERS, TYPED_BY_EACH = 16, 12
PAUSE_S = 0.12
"""Between two keystrokes of one member at the mean: a fast typist's."""

GUILD = GuildId(940_000_000_000_000_001)

Search = Callable[[str], object]


@dataclass(frozen=True)
class Built:
    """A catalogue file, the films in it by rank, and how long it took."""

    path: Path
    films: Sequence[Film]
    took_s: float


def build(folder: Path, count: int) -> Built:
    """Write the catalogue in a process of its own, so that its memory is not counted as anybody else's."""
    path = folder / f"catalogue-{count}.db"

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        took_s, peak_mib = pool.apply(_build, (str(path), count))

    catalogue = [ranked.film for ranked in films(count)]
    titles = sum(len(film.titles) for film in catalogue)
    print(
        f"{count:>12,} films with {titles:,} titles indexed in {took_s:.0f} s,"
        f" {path.stat().st_size >> 20:,} MiB, with {peak_mib:,} MiB of memory"
    )
    return Built(path, catalogue, took_s)


def _build(path: str, count: int) -> tuple[float, int]:
    spent_s = 0.0

    def made() -> object:
        # What making the films up takes is not the index's.
        nonlocal spent_s
        source = films(count)

        while True:
            begun = time.perf_counter()
            film = next(source, None)
            spent_s += time.perf_counter() - begun

            if film is None:
                return

            yield film

    begun = time.perf_counter()
    write_index(Path(path), made(), {"source": "made up"})  # pyright: ignore[reportArgumentType]
    return time.perf_counter() - begun - spent_s, _peak_mib()


def _peak_mib() -> int:
    status = Path("/proc/self/status")

    if status.exists():
        # getrusage's figure outlives exec on Linux: a new process would begin with the peak of the one that started it.
        # https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) >> 10

    # Kibibytes, bytes on macOS: getrusage(2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> 20 if sys.platform == "darwin" else peak >> 10


def first_ten(hits: Sequence[Hit]) -> list[str]:
    """What a member sees first of the hits, who has none of these films."""
    return [hit.film.key for hit in sorted(hits, key=lambda hit: (-hit.band, -hit.popularity))[:10]]


def print_found(built: Built, index: SearchIndex) -> None:
    """How often the film that is meant is among the first ten, by what is typed of it."""
    chance = random.Random(7)
    print(f"\nfilm meant among the first ten, of {len(built.films):,}")

    for kind, typed in KINDS.items():
        meant = sample(built.films, QUERIES, chance)
        found = sum(film.key in first_ten(index.search(typed(film, chance), 100)) for film in meant)
        print(f"{kind:<38}{found / QUERIES:>9.1%}")

    forms = sorted((form, rank) for rank, film in enumerate(built.films) for form in Names.of(film).titles)
    ours = exact = 0

    for film in sample(built.films, QUERIES, chance):
        title = fold(film.title)
        prefix = title[: chance.randrange(1, len(title) + 1)].strip()
        ours += film.key in first_ten(index.search(prefix, 100))
        exact += film.key in _most_popular_beginning(built, forms, prefix)

    print(f"{'the beginning of a title':<38}{ours / QUERIES:>9.1%}   (all titles by popularity: {exact / QUERIES:.1%})")


def _most_popular_beginning(built: Built, forms: Sequence[tuple[str, int]], prefix: str) -> list[str]:
    """The ten most popular films of which a title begins so, found by going through all that do."""
    first, last = bisect.bisect_left(forms, (prefix,)), bisect.bisect_left(forms, (prefix + "\U0010ffff",))
    ranks = heapq.nsmallest(10, {rank for _, rank in forms[first:last]})
    return [built.films[rank].key for rank in ranks]


def timed(search: Search, queries: Sequence[str]) -> list[float]:
    """How long each query takes, in seconds."""
    durations_s: list[float] = []

    for query in queries:
        begun = time.perf_counter()
        search(query)
        durations_s.append(time.perf_counter() - begun)

    return durations_s


def plain_searches(folder: Path, built: Built) -> tuple[sqlite3.Connection, dict[str, Search]]:
    """What one would write first: LIKE, and full-text search in order of fit or of popularity."""
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE titles (title TEXT, rank INTEGER);"
        "CREATE VIRTUAL TABLE docs USING fts5 (titles, tokenize = 'unicode61 remove_diacritics 2'); BEGIN;"
    )
    ranked = list(enumerate(built.films, start=1))
    rows = ((title, rank) for rank, film in ranked for title in film.titles)
    connection.executemany("INSERT INTO titles VALUES (?, ?)", rows)
    documents = ((rank, " ".join(film.titles)) for rank, film in ranked)
    connection.executemany("INSERT INTO docs (rowid, titles) VALUES (?, ?)", documents)
    connection.execute("COMMIT")
    connection.execute("INSERT INTO docs (docs) VALUES ('optimize')")

    def like(query: str) -> object:
        sql = "SELECT rank FROM titles WHERE title LIKE '%' || ? || '%' ORDER BY rank LIMIT 10"
        return connection.execute(sql, (query,)).fetchall()

    def matching(order: str) -> Search:
        sql = f"SELECT rowid FROM docs WHERE docs MATCH ? ORDER BY {order} LIMIT 10"  # noqa: S608  (two constants)

        def match(query: str) -> object:
            words = fold(query).split()
            terms = " ".join(f'"{word}"' for word in words)
            return connection.execute(sql, (f"{terms} *",)).fetchall() if words else []

        return match

    return connection, {
        "LIKE '%…%'": like,
        "FTS5 by rank": matching("rank"),
        "FTS5 by popularity": matching("rowid"),
    }


def print_compared(folder: Path, built: Built, index: SearchIndex) -> None:
    """Every search on the same keystrokes, one search after the other: a scan throws out what the next had cached."""
    chance = random.Random(11)
    typed = list(keystrokes([film.title for film in sample(built.films, TITLES_TYPED, chance)]))
    queries = chance.sample(typed, COMPARED + WARMING)
    connection, searches = plain_searches(folder, built)

    with closing(connection):
        every: dict[str, Search] = {"Marquee": lambda query: index.search(query, 100), **searches}
        durations_s = {name: timed(search, queries)[WARMING:] for name, search in every.items()}

    ours = durations_s["Marquee"]
    print(f"\n{'milliseconds a keystroke':<38}{'times':>5}{'median':>9}{'p99':>9}{'ratio':>9}{'ratio p99':>11}")

    for name, taken in durations_s.items():
        ratios = (median(taken) / median(ours), percentile(taken, 0.99) / percentile(ours, 0.99))
        _print_times(name, taken, ratios)

    _print_times("Marquee, more keystrokes", timed(lambda query: index.search(query, 100), typed))


def _print_times(name: str, taken: Sequence[float], ratios: tuple[float, float] | None = None) -> None:
    compared = "" if ratios is None else f"{ratios[0]:>9.1f}{ratios[1]:>11.1f}"
    print(f"{name:<38}{len(taken):>5}{median(taken) * 1000:>9.2f}{percentile(taken, 0.99) * 1000:>9.2f}{compared}")


async def print_together(folder: Path, built: Built) -> None:
    """Members who type at once, through all that autocomplete does; and how long the event loop was held."""
    sys.setswitchinterval(SWITCH_AFTER_S)
    store = await Store.open(folder / "typing.db")
    catalogue = LocalCatalogue.load(built.path)
    suggestions = Suggestions(catalogue, store)
    await catalogue.search("warm", 1)
    chance = random.Random(13)
    held_s: list[float] = []
    watching = asyncio.create_task(_watch(held_s))
    members = [
        _type(suggestions, UserId(number), [film.title for film in sample(built.films, TYPED_BY_EACH, chance)])
        for number in range(1, MEMBERS + 1)
    ]
    durations_s = [taken for member in await asyncio.gather(*members) for taken in member]
    watching.cancel()
    await catalogue.close()
    await store.close()
    print(f"\n{'milliseconds':<38}{'times':>5}{'median':>9}{'p99':>9}")
    _print_times(f"{MEMBERS} members typing at once", durations_s)
    short = sum(held < 0.010 for held in held_s) / len(held_s)
    print(f"event loop held no longer than 10 ms in {short:.2%} of {len(held_s):,} samples")


async def _type(suggestions: Suggestions, user_id: UserId, titles: Sequence[str]) -> list[float]:
    """Type the titles letter by letter; how long each answer took. Nobody waits for the answer before."""
    durations_s: list[float] = []
    rhythm = random.Random(user_id)

    async def ask(query: str) -> None:
        begun = time.perf_counter()
        await suggestions.suggest(GUILD, user_id, query, utcnow())
        durations_s.append(time.perf_counter() - begun)

    async with asyncio.TaskGroup() as asking:
        for query in keystrokes(titles):
            asking.create_task(ask(query))
            # Nobody types in step with anybody else.
            await asyncio.sleep(PAUSE_S * rhythm.uniform(0.5, 1.5))

    return durations_s


async def _watch(held_s: list[float]) -> None:
    """How much later than it should a task comes to its turn, again and again."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(0.001)
        held_s.append(time.perf_counter() - begun - 0.001)


def print_memory(built: Built) -> None:
    """The memory of a bot that answers from the catalogue, in a process of its own."""
    typed = list(keystrokes([film.title for film in sample(built.films, TITLES_TYPED, random.Random(17))]))

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        peak_mib = pool.apply(_memory, (str(built.path), typed))

    print(f"memory of a bot with {len(built.films):,} films after {len(typed):,} keystrokes: {peak_mib} MiB")


def _memory(path: str, typed: Sequence[str]) -> int:
    # All that a running bot has loaded.
    importlib.import_module("bot.__main__")

    async def answer() -> None:
        catalogue = LocalCatalogue.load(Path(path))

        for query in typed:
            await catalogue.search(query, 100)

        await catalogue.close()

    asyncio.run(answer())
    return _peak_mib()


def measure_searching(folder: Path) -> None:
    """Print every figure of title search."""
    print("titles while they are typed")
    medians: list[float] = []

    for count in SIZES:
        built = build(folder, count)
        index = SearchIndex.open(built.path)
        typed = list(keystrokes([film.title for film in sample(built.films, TITLES_TYPED, random.Random(5))]))
        timed(lambda query, index=index: index.search(query, 100), typed[:200])
        medians.append(median(timed(lambda query, index=index: index.search(query, 100), typed)))

        if count == max(SIZES):
            print(f"\nmedian of {SIZES[0]:,} to {SIZES[1]:,} films: {medians[1] / medians[0]:.2f} times as long")
            print_found(built, index)
            print_compared(folder, built, index)
            print_memory(built)
            # What the films themselves hold in memory is the benchmark's, not the bot's, to look through.
            gc.freeze()
            asyncio.run(print_together(folder, built))

        index.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own_folder:
        measure_searching(Path(own_folder))
