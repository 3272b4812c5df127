"""Weeks end while everything goes wrong: each digest stands in its channel exactly once.

Each run lets a week end in two servers and one thing go wrong at some moment between that and the last post: the bot is
killed and started again, within the time for which Discord knows a nonce or after it, its socket is cut, or Discord
limits it, answers with an error before or after it carried the request out, or does not answer at all.
"""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from data.store.maintenance import check
from sandbox.server import Sandbox
from tests.e2e.digests import is_digest
from tests.e2e.driver import Json, Member, items_of
from tests.e2e.process import DATABASE, BotProcess, bot_on, database, fresh_sandbox
from tests.e2e.scenes import FILM
from tests.e2e.stage import member
from tests.e2e.world import ALICE, LOBBY, NIGHT_OWLS, REAR_ROW, REVIEWS
from tests.rounds import rounds

RUNS = rounds(6, 1_000)
"""A few in `make test`, a thousand and more in `make prove`."""

BOTS = 3
"""So many run side by side, each on a sandbox of its own: most of the time they wait."""

RUNS_OF_ONE_BOT = min(12, RUNS // BOTS)
"""Then a fresh one follows: a page of the channel's history shows all of its messages."""

SETTLED_WITHIN_S = 60.0
"""Far above what the longest retries of discord.py take, and a look around that nobody asked for."""

SEED = 20270131
CHANNELS = {NIGHT_OWLS: REVIEWS, REAR_ROW: LOBBY}
POSTS, HISTORY = "POST /channels/*/messages", "GET /channels/*/messages"

WEEK_S, AGO_S = 7 * 86_400, 61
"""A week that ended a minute ago is closed at once: servers take their turns for so long."""


@dataclass
class Scene:
    """A bot, its sandbox and one who belongs to both servers."""

    sandbox: Sandbox
    bot: BotProcess
    folder: Path
    alice: Member
    luck: random.Random
    ended_s: int = 0

    async def order(self, path: str, body: Json) -> None:
        """Tell the sandbox to go wrong."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.sandbox.url}/sandbox/{path}", json=body) as answer,
        ):
            assert answer.status == 200, await answer.text()

    async def forgive(self) -> None:
        """Let nothing go wrong any more that has not happened yet."""
        async with aiohttp.ClientSession() as session, session.delete(f"{self.sandbox.url}/sandbox/faults"):
            pass

    async def change(self, *statements: tuple[str, tuple[int, ...]]) -> None:
        """Change the bot's database beside it, all at once."""

        def carry_out() -> None:
            with database(self.folder) as connection:
                connection.execute("PRAGMA busy_timeout = 5000")
                connection.execute("BEGIN IMMEDIATE")

                for statement, values in statements:
                    connection.execute(statement, values)

                connection.execute("COMMIT")

        await asyncio.to_thread(carry_out)

    async def end_weeks(self) -> None:
        """Let a week with a rating end in both servers, and somebody do something, by which the bot looks around."""
        self.ended_s = ended_s = max(int(time.time()) - AGO_S, self.ended_s + 1)
        await self.change(
            ("UPDATE viewings SET counted_s = ?", (ended_s - 1,)),
            ("UPDATE weeks SET begins_s = ?, due_s = ?", (ended_s - WEEK_S, ended_s)),
        )
        await self.alice.begin("help")


async def kill(scene: Scene) -> None:
    """Kill the bot between the end of a week and its posts, and start it again soon or some minutes later.

    What is on its way is posted before, after or at the very moment of its death, and the answer never arrives.
    """
    luck = scene.luck
    delay_s, after = luck.choice([0.01, 0.05, 0.3]), luck.random() < 0.5

    if luck.random() < 0.8:
        await scene.order("faults", {"route": POSTS, "delay_s": delay_s, "after": after, "times": luck.choice([1, 2])})

    await scene.end_weeks()
    await asyncio.sleep(luck.random() ** 2 * 0.3)
    await scene.bot.kill()
    later_s = luck.choice([4, 200])
    # What the dead bot did not answer is given up.
    await scene.order("clock", {"advance_s": later_s})
    # So that the bot's own clock shows that time, too, all that it knows is longer ago.
    await scene.change(("UPDATE digests SET tried_s = tried_s - ?, retry_s = 0", (later_s,)))
    await scene.bot.start()
    await scene.bot.ready()


async def stop(scene: Scene) -> None:
    """Stop the bot as its operator does while a message is on its way, and start it again."""
    await scene.order("faults", {"route": POSTS, "delay_s": 0.05})
    await scene.end_weeks()
    await asyncio.sleep(scene.luck.random() * 0.1)
    scene.bot.send(signal.SIGTERM)
    await scene.bot.ended()
    await scene.order("clock", {"advance_s": 4})
    await scene.bot.start()
    await scene.bot.ready()


async def cut_socket(scene: Scene) -> None:
    """Cut the gateway's connection; the bot may go on with its session, or has to begin a new one."""
    await scene.end_weeks()
    # discord.py waits some seconds before it begins a new session.
    do = scene.luck.choices(["drop", "reconnect", "invalid_session"], [3, 2, 1])[0]
    await scene.order("gateway", {"do": do, "resumable": False})


async def fail(scene: Scene, **how: object) -> None:
    """Let a post go wrong at Discord."""
    await scene.order("faults", {"route": POSTS, **how})
    await scene.end_weeks()


async def limit(scene: Scene) -> None:
    """Let Discord limit the bot's posts."""
    await fail(scene, status=429, retry_after_s=0.2, times=scene.luck.choice([1, 3]))


async def answer_with_an_error(scene: Scene) -> None:
    """Let Discord answer with an error that discord.py takes for the last word, before or after it posted."""
    await fail(scene, status=503, after=scene.luck.random() < 0.5, times=scene.luck.choice([1, 2, 3]))


async def answer_with_an_error_once(scene: Scene) -> None:
    """The same with an error after which discord.py tries again by itself."""
    await fail(scene, status=500, after=scene.luck.random() < 0.5)


async def break_off(scene: Scene) -> None:
    """Let the connection break after Discord posted, and perhaps the look for the message fail as well."""
    if scene.luck.random() < 0.5:
        await scene.order("faults", {"route": HISTORY, "status": 503})

    await fail(scene, after=True)


MISHAPS: list[Callable[[Scene], Awaitable[None]]] = [
    *(kill, kill, kill, kill, stop, cut_socket, cut_socket, limit),
    *(answer_with_an_error, answer_with_an_error, answer_with_an_error_once, break_off),
]
"""What goes wrong, by its likelihood."""


def kept(folder: Path) -> dict[int, str]:
    """The messages that the bot knows as digests, by the digests' numbers; those that are not posted have none."""
    with database(folder) as connection:
        return {
            number: str(message_id)
            for number, message_id in connection.execute("SELECT id, message_id FROM digests ORDER BY id")
        }


async def settled(scene: Scene, count: int) -> None:
    """Wait until so many weeks are closed, and no digest waits any more."""

    def is_settled() -> bool:
        with database(scene.folder) as connection:
            closed, going = connection.execute(
                "SELECT count(*), count(iif(state IN ('waiting', 'sending'), 1, NULL)) FROM digests"
            ).fetchone()
            return (closed, going) == (count, 0)

    async with asyncio.timeout(SETTLED_WITHIN_S):
        while not await asyncio.to_thread(is_settled):  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.02)


async def shown(scene: Scene) -> list[tuple[int, str]]:
    """The digests that stand in the channels, by their numbers, and the messages that they are."""
    found: list[tuple[int, str]] = []

    for channel_id in CHANNELS.values():
        async with member(scene.sandbox, ALICE, channel_id) as reader:
            for message in filter(is_digest, await reader.messages()):
                request = next(item for item in items_of(message) if item["custom_id"].startswith("v1:digest:"))
                found.append((int(request["custom_id"].split(":")[2], 36), message["id"]))

    return found


async def run(scene: Scene, number: int) -> None:
    """The end of a week, and something that goes wrong; then look."""
    mishap = scene.luck.choice(MISHAPS)

    # Where discord.py does not try again by itself, that may be later than Discord knows the nonce.
    if mishap is not answer_with_an_error_once:
        await scene.order("settings", {"nonce_window_s": scene.luck.choice([0, 180])})

    print(f"bot {scene.folder.name}, run {number}: {mishap.__name__}")  # noqa: T201  (shown on failure)
    await mishap(scene)
    await settled(scene, number * len(CHANNELS))
    await scene.forgive()
    await scene.order("settings", {"nonce_window_s": 180})

    found, expected = await shown(scene), await asyncio.to_thread(kept, scene.folder)
    assert Counter(digest for digest, _ in found) == Counter(expected.keys())
    assert dict(found) == expected


async def begin(scene: Scene) -> None:
    """Let both servers have a channel for their digests, and a rating."""
    await scene.order("settings", {"rate_limits": False})

    for guild_id, channel_id in CHANNELS.items():
        async with member(scene.sandbox, ALICE, channel_id) as author:
            await author.slash("rate", film=FILM, rating=8)

        await scene.change(("INSERT INTO guilds (guild_id, digest_id) VALUES (?, ?)", (guild_id, channel_id)))


async def runs_of_one_bot(folder: Path, luck: random.Random, count: int) -> None:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(fresh_sandbox())
        bot = await stack.enter_async_context(bot_on(sandbox, folder))
        scene = Scene(sandbox, bot, folder, await stack.enter_async_context(member(sandbox, ALICE)), luck)
        await begin(scene)

        for number in range(1, count + 1):
            await run(scene, number)

    assert check(folder / DATABASE) == []


@pytest.mark.timeout(60 + RUNS * 10)
async def test_each_digest_stands_in_its_channel_once_whatever_goes_wrong(tmp_path: Path) -> None:
    places = asyncio.Semaphore(BOTS)

    async def some_runs(first: int) -> None:
        folder = tmp_path / str(first)
        folder.mkdir()

        async with places:
            await runs_of_one_bot(folder, random.Random(SEED + first), min(RUNS_OF_ONE_BOT, RUNS - first))

    async with asyncio.TaskGroup() as runs:
        for first in range(0, RUNS, RUNS_OF_ONE_BOT):
            runs.create_task(some_runs(first))
