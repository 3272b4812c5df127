"""Digests of many servers that are due at the same moment: how late the last one is, and `/film` meanwhile.

The bot posts them, with their pictures, into the sandbox without rate limits. `python -m benchmarks.posting 10000` does
it with so many servers.
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import aiohttp

from benchmarks.commands import SOUGHT, films
from benchmarks.figures import percentile
from benchmarks.filling import WEEK, Server, fill_servers
from benchmarks.pressing import Presser, pressing
from data.models import GuildId
from sandbox.server import running_sandbox
from sandbox.world import World
from tests.e2e.process import DATABASE, READY_WITHIN_S, bot_process, on_sandbox
from tests.e2e.world import ALICE, world

SERVERS, REVIEWS_OF_EACH = 1_000, 100
PAUSE_S = 0.1
WARM_UP, AT_REST = 20, 300

DUE_IN_S = 35
"""So long after the bot is ready the weeks end: it has looked at them by then."""

READY_PER_S = 50
"""So many servers a second the sandbox tells a bot of, at least."""

_FIRST_GUILD, _FIRST_CHANNEL = 1_500_000_000_000_000_000, 1_600_000_000_000_000_000
_APART = 1 << 22
"""Between two ids: a millisecond, as in Discord's."""


def many_servers(count: int) -> World:
    """The tests' world, with so many servers more, each with one channel."""
    made = world()
    made["guilds"] += [
        {
            "id": str(_FIRST_GUILD + number * _APART),
            "name": f"Server {number}",
            "owner_id": str(ALICE),
            "members": [{"user_id": str(ALICE)}],
            "channels": [{"id": str(_FIRST_CHANNEL + number * _APART), "name": "digests"}],
        }
        for number in range(count)
    ]
    return World.model_validate(made)


async def fill(path: Path, count: int) -> None:
    """Make the store; each server has a channel for its digest."""
    now = datetime.now(UTC) - timedelta(minutes=1)
    servers = [Server(GuildId(_FIRST_GUILD + n * _APART), REVIEWS_OF_EACH, REVIEWS_OF_EACH) for n in range(count)]
    await fill_servers(path, servers, films(), now)

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE weeks SET begins_s = ?, due_s = ?",
            (int((now - WEEK - timedelta(seconds=1)).timestamp()), int((now + WEEK).timestamp())),
        )
        connection.execute(
            "INSERT INTO guilds (guild_id, digest_id) SELECT guild_id, guild_id - ? + ? FROM weeks",
            (_FIRST_GUILD, _FIRST_CHANNEL),
        )


def let_end(path: Path) -> int:
    """Let the weeks of all servers end soon, at the same moment; that, in seconds."""
    due_s = int(time.time()) + DUE_IN_S

    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE weeks SET due_s = ?", (due_s,))

    return due_s


async def measure_posting(folder: Path, count: int = SERVERS) -> None:
    """Print how late the last digest is, what one costs, and how long `/film` takes meanwhile and afterwards."""
    path = folder / DATABASE

    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(running_sandbox(many_servers(count)))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        await (await session.post(f"{sandbox.url}/sandbox/settings", json={"rate_limits": False})).read()
        await fill(path, count)
        bot = await stack.enter_async_context(bot_process(folder, **on_sandbox(sandbox)))
        await bot.ready(READY_WITHIN_S + count / READY_PER_S)
        presser = await stack.enter_async_context(pressing(sandbox))
        await _presses(presser, WARM_UP)
        due_s = let_end(path)
        await asyncio.sleep(max(0.0, due_s - time.time()))
        meanwhile: list[float] = []
        begun_s = _on_core_s(bot.pid)

        while _posted(path)[0] < count:
            meanwhile += await _presses(presser, 10)

        done_s = _on_core_s(bot.pid)
        at_rest = await _presses(presser, min(len(meanwhile), AT_REST))
        presses_s = (_on_core_s(bot.pid) - done_s) * len(meanwhile) / len(at_rest)
        each_s = (done_s - begun_s - presses_s) / count

    late = _posted(path)[1]
    print(
        f"{count:,} digests due at one moment, the last one {late:,} s after it; {each_s * 1000:.1f} ms of a core each"
    )
    print(f"\n{'milliseconds':<38}{'times':>5}{'median':>9}{'p99':>9}{'ratio':>8}{'ratio p99':>11}")

    for what, pressed_s in (("at rest", at_rest), ("while digests are posted", meanwhile)):
        middle, slow = median(pressed_s), percentile(pressed_s, 0.99)
        ratios = f"{middle / median(at_rest):>8.2f}{slow / percentile(at_rest, 0.99):>11.2f}"
        print(f"{f'/film, {what}':<38}{len(pressed_s):>5}{middle * 1000:>9.2f}{slow * 1000:>9.2f}{ratios}")


def _posted(path: Path) -> tuple[int, int]:
    """How many digests were posted, and how long after its moment the last one was, in seconds."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT count(*), max(c.posted_s - d.ends_s) FROM digests d JOIN copies c USING (message_id)"
            " WHERE d.state = 'posted'"
        ).fetchone()


def _on_core_s(pid: int) -> float:
    """The processor time that a process has taken: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _presses(presser: Presser, count: int) -> list[float]:
    durations_s: list[float] = []

    for _ in range(count):
        await asyncio.sleep(PAUSE_S)
        durations_s.append(await presser.command("film", title=SOUGHT))

    return durations_s


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own_folder:
        asyncio.run(measure_posting(Path(own_folder), *map(int, sys.argv[1:])))
