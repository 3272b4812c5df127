"""Weekly rankings of ten thousand servers, and digests and rankings of a server with a million reviews.

`python -m benchmarks.digests` measures these alone.
"""

import asyncio
import gc
import random
import signal
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.commands import SOUGHT, films
from benchmarks.direct import PHRASED, PRIOR, Direct, Told
from benchmarks.figures import percentile
from benchmarks.filling import NOW, SEED, WEEK, Server, fill_servers
from benchmarks.pressing import Presser, pressing
from benchmarks.ranking_bot import RANKED
from bot.services.digests import Digests
from bot.services.rankings import RankingFilter, Rankings
from data.models import GuildId, Period, Week
from data.store import Store
from tests.e2e.process import DATABASE, BotProcess, bot_process, fresh_sandbox, on_sandbox
from tests.e2e.world import NIGHT_OWLS

SERVERS, REVIEWS_OF_SERVERS = 10_000, 1_000_000
"""How many servers there are, and how many reviews in all, every one of the present week."""

REVIEWS, BUSY_WEEK = 1_000_000, 100_000
"""How many reviews the large server has, and how many of the last week where its members rate that much."""

ROUNDS = 3
PAUSE_S = 0.02
"""Between an answer and the next press: a busy bot's commands, and some of its time left."""

REPEATS, DIRECT_REPEATS = 100, 2
WARM_UP_PRESSES = 50

GUILD = GuildId(940_000_000_000_000_001)
BEGINS_AT = NOW + timedelta(hours=1) - WEEK
"""The present week of the large server: it ends in an hour."""

UNTIL = NOW + timedelta(seconds=1)

_T = TypeVar("_T")


@dataclass(frozen=True)
class Times:
    """How long something took, again and again, in seconds: on the clock, and on all cores of the process."""

    took_s: list[float] = field(default_factory=list[float])
    on_core_s: list[float] = field(default_factory=list[float])

    @contextmanager
    def one(self) -> Generator[None]:
        """Time what is done inside."""
        begun, begun_on_core = time.perf_counter(), time.process_time()
        yield
        self.took_s.append(time.perf_counter() - begun)
        self.on_core_s.append(time.process_time() - begun_on_core)


def servers_of_all_sizes() -> list[Server]:
    """Many small servers and some large ones; the first is the one in which commands are pressed."""
    luck = random.Random(SEED)
    shares = [luck.paretovariate(1.5) for _ in range(SERVERS)]
    sizes = [max(8, int(share * REVIEWS_OF_SERVERS / sum(shares))) for share in shares]
    sizes[0] += REVIEWS_OF_SERVERS - sum(sizes)
    ids = [GuildId(NIGHT_OWLS), *(GuildId(GUILD + (number << 22)) for number in range(1, SERVERS))]
    return [Server(guild_id, size, in_last_week=size) for guild_id, size in zip(ids, sizes, strict=True)]


async def measure_all_rankings(folder: Path) -> None:
    """Print how long the rankings of all servers' weeks take, and `/film` meanwhile and at rest."""
    servers = servers_of_all_sizes()
    path = folder / DATABASE
    await fill_servers(path, servers, films())
    largest = max(server.reviews for server in servers)
    print(f"{SERVERS:,} servers, {REVIEWS_OF_SERVERS:,} reviews of this week, {largest:,} in the largest")

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # These weeks are not to end while they are measured, whatever the day.
        begins_s = int((NOW - WEEK).timestamp())
        connection.execute("UPDATE weeks SET begins_s = ?, due_s = ?", (begins_s, 1 << 32))

    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(fresh_sandbox())
        running = bot_process(folder, module="benchmarks.ranking_bot", **on_sandbox(sandbox))
        bot = await stack.enter_async_context(running)
        await bot.ready()
        presser = await stack.enter_async_context(pressing(sandbox))
        await _presses(presser, WARM_UP_PRESSES)
        alone = [await _ranked(bot) for _ in range(ROUNDS)]
        at_rest: list[float] = []
        meanwhile: list[float] = []

        for _ in range(ROUNDS):
            ranking = asyncio.create_task(_ranked(bot))
            beside: list[float] = []

            while not ranking.done():
                beside += await _presses(presser, 1)

            meanwhile += beside
            at_rest += await _presses(presser, len(beside))

    print(
        f"{'all weekly rankings':<38}{'seconds':>9}{'on core':>9}   best of {ROUNDS}, all processor time of the process"
    )
    print(f"{'':<38}{min(took for took, _ in alone):>9.2f}{min(on_core for _, on_core in alone):>9.2f}")
    print(f"\n{'milliseconds':<38}{'times':>5}{'median':>9}{'p99':>9}{'ratio':>8}{'ratio p99':>11}")

    for what, pressed_s in (("at rest", at_rest), ("while all are ranked", meanwhile)):
        middle, late = median(pressed_s), percentile(pressed_s, 0.99)
        ratios = f"{middle / median(at_rest):>8.2f}{late / percentile(at_rest, 0.99):>11.2f}"
        print(f"{f'/film, {what}':<38}{len(pressed_s):>5}{middle * 1000:>9.2f}{late * 1000:>9.2f}{ratios}")


async def _ranked(bot: BotProcess) -> tuple[float, float]:
    """Let it make all rankings; the seconds that took, and those of processor time."""
    bot.out.clear()
    bot.send(signal.SIGUSR1)
    took_s, on_core_s = (await bot.says(RANKED)).split()[-2:]
    return float(took_s), float(on_core_s)


async def _presses(presser: Presser, count: int) -> list[float]:
    durations_s: list[float] = []

    for _ in range(count):
        await asyncio.sleep(PAUSE_S)
        durations_s.append(await presser.command("film", title=SOUGHT))

    return durations_s


async def compare_large(folder: Path, in_last_week: int | None) -> None:
    """Print how long digests and rankings of a large server take, beside direct queries with the same results."""
    path = folder / f"large-{in_last_week}.db"
    await fill_servers(path, [Server(GUILD, REVIEWS, in_last_week)])
    store = await Store.open(path)

    try:
        digests = Digests(store)
        await _end_week_before(store, digests)
        ratings = (await digests.present(GUILD, NOW)).numbers.ratings
        (past,) = await digests.latest(GUILD, 1)
        print(f"\na server with {REVIEWS:,} reviews, {ratings:,} ratings this week")
        _print_head()
        await _compare_digest(digests, path)
        _print_line("/digest of a past week", (await _timed(lambda: digests.of(GUILD, past.id)))[1])
        await _compare_ranking("/top of the year", store, path, NOW - Period.YEAR.length)
        await _compare_ranking("/top of all time", store, path, None)
    finally:
        await store.close()


async def _end_week_before(store: Store, digests: Digests) -> None:
    """Let the week before the present one have its digest, so that films have a place before."""
    settings = await store.guilds.settings(GUILD)
    ends_at = NOW + timedelta(hours=1)
    await store.guilds.choose(settings.model_copy(update={"weekday": ends_at.weekday(), "hour": ends_at.hour}))
    known = await store.weeks.of(GUILD)
    week = Week(guild_id=GUILD, begins_at=BEGINS_AT - WEEK, due_at=BEGINS_AT)
    await store.weeks.plan(known, week)
    await digests.close_due(week, BEGINS_AT)


async def _compare_digest(digests: Digests, path: Path) -> None:
    """Print the line of the present week's digest, and those of direct queries that tell the same."""
    present, ours = await _timed(lambda: digests.present(GUILD, NOW))
    ranking = await digests.counting.ranking(GUILD, PRIOR, BEGINS_AT, UNTIL)
    _print_line("/digest of this week", ours)

    with closing(Direct(path, GUILD, PHRASED["viewings first"])) as direct:
        assert direct.ranking(BEGINS_AT, UNTIL) == [tally[:4] for _, tally in ranking.films]

    for name, phrased in PHRASED.items():
        with closing(Direct(path, GUILD, phrased)) as direct:
            told, times = _timed_direct(lambda direct=direct: direct.digest(BEGINS_AT, UNTIL))
            assert told == Told.by(present)

        _print_line(f"  direct, {name}", times, ours)


async def _compare_ranking(what: str, store: Store, path: Path, begins_at: datetime | None) -> None:
    """Print the line of a ranking's first page, and that of the direct query for the same ranking."""
    wanted = RankingFilter() if begins_at is None else RankingFilter(begin=begins_at, end=UNTIL)
    rankings = Rankings(store)
    page, ours = await _timed(lambda: rankings.page(GUILD, wanted))
    _print_line(what, ours)

    for name, phrased in list(PHRASED.items())[: 1 if begins_at is None else None]:
        with closing(Direct(path, GUILD, phrased)) as direct:
            ranked, times = _timed_direct(
                lambda direct=direct: direct.ranking(begins_at, None if begins_at is None else UNTIL)
            )
            ids = [(await store.films.by_key(one.film.key)).id for one in page.films]
            assert (len(ranked), [row[0] for row in ranked[: len(ids)]]) == (page.count, ids)

        _print_line(f"  direct, {name}" if begins_at else "  direct", times, ours)


async def _timed(work: Callable[[], Awaitable[_T]]) -> tuple[_T, Times]:
    """What it gives, and how long it takes."""
    times, given = Times(), await work()

    for _ in range(REPEATS):
        with times.one():
            given = await work()

    return given, times


def _timed_direct(work: Callable[[], _T]) -> tuple[_T, Times]:
    times = Times()

    for _ in range(DIRECT_REPEATS - 1):
        with times.one():
            work()

    with times.one():
        given = work()

    return given, times


def _print_head() -> None:
    names = f"{'median':>9}{'p99':>9}{'on core':>9}{'ratio':>8}{'on core':>9}"
    print(f"{'milliseconds':<38}{'times':>5}{names}")


def _print_line(what: str, times: Times, ours: Times | None = None) -> None:
    """Print one line; beside `ours` with how many times as long it takes, and as much of a core."""
    middle, on_core = median(times.took_s), median(times.on_core_s)
    figures = (middle, percentile(times.took_s, 0.99), on_core)
    line = f"{what:<38}{len(times.took_s):>5}" + "".join(f"{figure * 1000:>9.2f}" for figure in figures)

    if ours is not None:
        line += f"{middle / median(ours.took_s):>8.1f}{on_core / median(ours.on_core_s):>9.1f}"

    print(line)


async def measure_digests(folder: Path) -> None:
    """Print every figure of digests and rankings."""
    own = folder / "digests"
    own.mkdir()
    # As the bot does once it is ready.
    gc.collect()
    gc.freeze()
    await measure_all_rankings(own)
    await compare_large(own, None)
    await compare_large(own, BUSY_WEEK)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own_folder:
        asyncio.run(measure_digests(Path(own_folder)))
