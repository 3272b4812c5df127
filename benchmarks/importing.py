"""Importing a large account from Letterboxd: how long it takes, what it costs others meanwhile, and how much memory.

`python -m benchmarks.importing` measures this alone, with the shipped films and beside a catalogue of a million.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.commands import SOUGHT
from benchmarks.figures import percentile
from benchmarks.filling import SEED
from benchmarks.pressing import Presser, pressing
from benchmarks.searching import build
from data.catalogue.starter import read_films
from data.models import Film
from tests.data.letterboxd.accounts import an_account
from tests.e2e.driver import Member
from tests.e2e.process import BotProcess, bot_on, database, fresh_sandbox
from tests.e2e.stage import member
from tests.e2e.world import BOB

ENTRIES, REVIEWS = 5_000, 2_000
"""Viewings in the account, and how many of them have a text."""

FILMS_OF_BULK, OF_THEM_WATCHED = 1_000_000, 4_000
PAUSE_S = 0.02
"""Between an answer and the next press: a busy bot's commands, and some of its time left."""

WARM_UP_PRESSES, PRESSES_AT_REST = 50, 500
DONE_WITHIN_S = 300

_COUNTS = ("reviews", "viewings", "review_revisions", "watches", "watchlist")


@dataclass
class Beside:
    """What somebody else sees while something is done, and what it takes.

    How long each of their `/film` takes, in seconds; the bot's memory, in MiB; how long all of it took, in seconds.
    """

    pressed_s: list[float] = field(default_factory=list[float])
    memory_mib: list[float] = field(default_factory=list[float])
    took_s: float = 0


async def measure_importing(folder: Path) -> None:
    """Print every figure of imports."""
    own = folder / "importing"
    own.mkdir()
    (own / "shipped").mkdir()
    (own / "bulk").mkdir()
    shipped = read_films()
    await _measure("the shipped films", own / "shipped", shipped)
    built = build(own, FILMS_OF_BULK)
    watched = random.Random(SEED).sample(list(built.films), OF_THEM_WATCHED)
    await _measure("a million films beside them", own / "bulk", [*shipped, *watched], built.path)


async def _measure(what: str, folder: Path, films: Sequence[Film], catalogue: Path | None = None) -> None:
    account = an_account(SEED, ENTRIES, REVIEWS, films)
    data = account.zip()
    print(f"\n{what}: {ENTRIES:,} viewings of {len(account.films):,} films, {REVIEWS:,} texts, {len(data):,} bytes")
    environment = {} if catalogue is None else {"CATALOGUE_PATH": str(catalogue)}

    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(fresh_sandbox())
        bot = await stack.enter_async_context(bot_on(sandbox, folder, **environment))
        presser = await stack.enter_async_context(pressing(sandbox))
        bob = await stack.enter_async_context(member(sandbox, BOB))
        others = _Others(presser, bot, folder)
        await others.press(WARM_UP_PRESSES)
        rest = await others.at_rest()
        measured = {"at rest": rest}
        measured["dry run"] = await others.beside("ready", lambda: _hand_in(bob, data))
        page = await bob.slash("letterboxd import")
        measured["import"] = await others.beside("done", lambda: bob.click(page.message, "Import"))
        counts = _counts(folder)
        measured["dry run of the same"] = await others.beside("ready", lambda: _hand_in(bob, data))
        measured["at rest again"] = await others.at_rest()

    _print(measured)
    print(", ".join(f"{count:,} {table}" for table, count in counts.items()))


async def _hand_in(bob: Member, data: bytes) -> object:
    return await bob.slash("letterboxd import", file=("letterboxd.zip", data))


class _Others:
    """Somebody who looks a film up again and again, whatever the bot is doing."""

    def __init__(self, presser: Presser, bot: BotProcess, folder: Path) -> None:
        self._presser = presser
        self._bot = bot
        self._folder = folder

    async def press(self, count: int) -> list[float]:
        """How long each of so many `/film` took, in seconds."""
        pressed_s: list[float] = []

        for _ in range(count):
            await asyncio.sleep(PAUSE_S)
            pressed_s.append(await self._presser.command("film", title=SOUGHT))

        return pressed_s

    async def at_rest(self) -> Beside:
        """What is seen while nothing else is done."""
        return Beside(await self.press(PRESSES_AT_REST), [_memory_mib(self._bot)])

    async def beside(self, state: str, begin: Callable[[], Awaitable[object]]) -> Beside:
        """What is seen from the moment at which something is begun until the latest import is in that state."""
        seen, begun = Beside(), time.perf_counter()
        beginning = asyncio.ensure_future(begin())

        while not beginning.done() or _state(self._folder) != state:
            seen.pressed_s += await self.press(1)
            seen.memory_mib.append(_memory_mib(self._bot))
            assert time.perf_counter() - begun < DONE_WITHIN_S, f"the import is {_state(self._folder)}, not {state}"

        seen.took_s = time.perf_counter() - begun
        await beginning
        return seen


def _state(folder: Path) -> str | None:
    """How far the latest import is."""
    with database(folder) as connection:
        row = connection.execute("SELECT state FROM imports ORDER BY id DESC LIMIT 1").fetchone()

    return None if row is None else str(row[0])


def _counts(folder: Path) -> dict[str, int]:
    """How many rows there are by now."""
    with database(folder) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTS}  # noqa: S608  (constants)


def _memory_mib(bot: BotProcess) -> float:
    """What the process holds in memory that is its own: files that it maps are not counted. Linux alone tells.

    https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    """
    status = Path(f"/proc/{bot.pid}/status").read_text(encoding="ascii").splitlines()
    line = next(line for line in status if line.startswith("RssAnon:"))
    return int(line.split()[1]) / 1024


def _print(measured: dict[str, Beside]) -> None:
    rest = measured["at rest"]
    print(f"{'/film meanwhile, in milliseconds':<34}{'times':>6}{'median':>9}{'p99':>9}{'ratio':>8}{'p99':>8}", end="")
    print(f"{'seconds':>10}{'MiB above rest':>16}")

    for what, seen in measured.items():
        middle, late = median(seen.pressed_s), percentile(seen.pressed_s, 0.99)
        ratios = f"{middle / median(rest.pressed_s):>8.2f}{late / percentile(rest.pressed_s, 0.99):>8.2f}"
        above = max(seen.memory_mib) - rest.memory_mib[0]
        line = f"{what:<34}{len(seen.pressed_s):>6}{middle * 1000:>9.2f}{late * 1000:>9.2f}{ratios}"
        print(f"{line}{seen.took_s:>10.1f}{above:>16.1f}" if seen.took_s else line)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own_folder:
        asyncio.run(measure_importing(Path(own_folder)))
