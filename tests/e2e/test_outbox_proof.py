"""Members write while everything goes wrong: each review stands in the feed exactly once, and in order.

Each run lets some reviews be written and one thing go wrong at some moment: the bot is killed and started again, within
the time for which Discord knows a nonce or after it, its socket is cut, or Discord limits it, answers with an error
before or after it carried the request out, or does not answer at all.
"""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from data.catalogue.starter import read_films
from sandbox.server import Sandbox
from tests.e2e.driver import Json, Member, items_of
from tests.e2e.feeds import choose_feed
from tests.e2e.process import BotProcess, bot_on, database, fresh_sandbox
from tests.e2e.stage import member
from tests.e2e.world import ALICE, BOB, CHLOE, REVIEWS
from tests.rounds import rounds

RUNS = rounds(6, 1_000)
"""A few in `make test`, a thousand and more in `make prove`."""

BOTS = 3
"""So many run side by side, each on a sandbox of its own: most of the time they wait."""

RUNS_OF_ONE_BOT = min(12, RUNS // BOTS)
"""Then a fresh one follows: a page of the channel's history shows all of its messages."""

MOST_REVIEWS = 8
"""In one run: enough for them to be rolled up into a list where they have to wait."""

SETTLED_WITHIN_S = 40.0
"""Far above what the longest retries of discord.py take."""

SEED = 20270114
POSTS = f"POST /channels/{REVIEWS}/messages"
HISTORY = f"GET /channels/{REVIEWS}/messages"


@dataclass
class Scene:
    """A bot, its sandbox and those who write, in one folder."""

    sandbox: Sandbox
    bot: BotProcess
    folder: Path
    authors: list[Member]
    luck: random.Random
    begun: list[tuple[Member, str]] = field(default_factory=list[tuple[Member, str]])
    """The forms that were sent in this run, by who sent them and the interaction."""

    async def order(self, path: str, body: Json) -> None:
        """Tell the sandbox to go wrong."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.sandbox.url}/sandbox/{path}", json=body) as answer,
        ):
            assert answer.status == 200, await answer.text()

    async def forgive(self) -> None:
        """Let nothing go wrong any more that has not happened yet."""
        await self.order("settings", {"nonce_window_s": 180})

        async with aiohttp.ClientSession() as session, session.delete(f"{self.sandbox.url}/sandbox/faults"):
            pass


async def write(scene: Scene, film: str) -> None:
    """Let somebody send a review of the film, and not wait for the answer."""
    author = scene.luck.choice(scene.authors)
    form = await author.slash("review", film=film)

    # Nothing is lost where not even the form could be opened.
    if form.kind == "modal":
        scene.begun.append((author, await author.begin_submit(form, text=f"What I think of {film}.")))


async def kill(scene: Scene, films: list[str]) -> None:
    """Kill the bot while it posts, and start it again soon or some minutes later.

    The message on its way is posted before, after or at the very moment of its death, and the answer never arrives.
    """
    luck = scene.luck
    delay_s, after = luck.choice([0.01, 0.05, 0.3]), luck.random() < 0.5
    await scene.order("faults", {"route": POSTS, "delay_s": delay_s, "after": after, "times": luck.choice([1, 2])})

    for film in films:
        await write(scene, film)

    await asyncio.sleep(luck.random() ** 2 * 0.1)
    await scene.bot.kill()
    # What the dead bot did not answer is given up.
    await scene.order("clock", {"advance_s": luck.choice([4, 200])})
    await scene.bot.start()
    await scene.bot.ready()


async def stop(scene: Scene, films: list[str]) -> None:
    """Stop the bot as its operator does while a message is on its way, and start it again."""
    await scene.order("faults", {"route": POSTS, "delay_s": 0.05})

    for film in films:
        await write(scene, film)

    scene.bot.send(signal.SIGTERM)
    await scene.bot.ended()
    await scene.order("clock", {"advance_s": 4})
    await scene.bot.start()
    await scene.bot.ready()


async def cut_socket(scene: Scene, films: list[str]) -> None:
    """Cut the gateway's connection; the bot may go on with its session, or has to begin a new one."""
    for film in films:
        await write(scene, film)

    # discord.py waits some seconds before it begins a new session.
    do = scene.luck.choices(["drop", "reconnect", "invalid_session"], [3, 2, 1])[0]
    await scene.order("gateway", {"do": do, "resumable": False})


async def fail(scene: Scene, films: list[str], **how: object) -> None:
    """Let a message into the feed go wrong at Discord."""
    await scene.order("faults", {"route": POSTS, **how})

    for film in films:
        await write(scene, film)


async def limit(scene: Scene, films: list[str]) -> None:
    """Let Discord limit the bot's posts."""
    await fail(scene, films, status=429, retry_after_s=0.2, times=scene.luck.choice([1, 3]))


async def answer_with_an_error(scene: Scene, films: list[str]) -> None:
    """Let Discord answer with an error that discord.py takes for the last word, before or after it posted."""
    await fail(scene, films, status=503, after=scene.luck.random() < 0.5, times=scene.luck.choice([1, 2]))


async def answer_with_an_error_once(scene: Scene, films: list[str]) -> None:
    """The same with an error after which discord.py tries again by itself."""
    await fail(scene, films, status=500, after=scene.luck.random() < 0.5)


async def break_off(scene: Scene, films: list[str]) -> None:
    """Let the connection break after Discord posted, and perhaps the look for the message fail as well."""
    if scene.luck.random() < 0.5:
        await scene.order("faults", {"route": HISTORY, "status": 503})

    await fail(scene, films, after=True)


MISHAPS: list[Callable[[Scene, list[str]], Awaitable[None]]] = [
    *(kill, kill, stop, cut_socket, cut_socket, limit),
    *(answer_with_an_error, answer_with_an_error, answer_with_an_error_once, break_off, break_off),
]
"""What goes wrong, by its likelihood. In its midst some reviews are written."""


async def settled(scene: Scene) -> None:
    """Wait until every form has its answer, or never gets one, and nothing waits for the feed any more."""
    for author, interaction_id in scene.begun:
        await author.outcome(interaction_id)

    def is_settled() -> bool:
        with database(scene.folder) as connection:
            waiting = connection.execute("SELECT count(*) FROM outbox WHERE message_id IS NULL").fetchone()
            unqueued = connection.execute("SELECT count(*) FROM reviews WHERE id NOT IN (SELECT review_id FROM outbox)")
            return (waiting, unqueued.fetchone()) == ((0,), (0,))

    async with asyncio.timeout(SETTLED_WITHIN_S):
        while not await asyncio.to_thread(is_settled):  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.02)


def shown_in(message: Json) -> list[int]:
    """The reviews that a message in the feed shows, by their ids."""
    items = items_of(message)
    listed = [int(option["value"]) for item in items for option in item.get("options", ())]
    return listed or [
        int(item["custom_id"].split(":")[2]) for item in items if item["custom_id"].startswith("v1:open:")
    ]


def kept(folder: Path) -> list[int]:
    """The reviews in the database by id, in the order in which they were queued."""
    with database(folder) as connection:
        return [row[0] for row in connection.execute("SELECT review_id FROM outbox ORDER BY id")]


def was_answered(author: Member, interaction_id: str) -> bool:
    """Whether the author saw an answer."""
    return any(
        event["type"] == "interaction_done" and event["interaction_id"] == interaction_id for event in author.events
    )


async def run(scene: Scene, films: list[str]) -> None:
    """Some reviews, and something that goes wrong among them; then look."""
    scene.begun.clear()
    mishap = scene.luck.choice(MISHAPS)
    begin = scene.luck.randrange(len(films))
    end = scene.luck.randint(begin, len(films))

    # Where discord.py does not try again by itself, that may be later than Discord knows the nonce.
    if mishap is not answer_with_an_error_once:
        await scene.order("settings", {"nonce_window_s": scene.luck.choice([0, 180])})

    reviews = f"{begin} to {end} of {len(films)}"
    print(f"bot {scene.folder.name}: {mishap.__name__} while reviews {reviews} are written")  # noqa: T201  (shown on failure)

    for film in films[:begin]:
        await write(scene, film)

    await mishap(scene, films[begin:end])

    for film in films[end:]:
        await write(scene, film)

    await settled(scene)
    await scene.forgive()

    async with member(scene.sandbox, ALICE, REVIEWS) as reader:
        shown = [review for message in await reader.messages() for review in shown_in(message)]

    expected = await asyncio.to_thread(kept, scene.folder)
    answered = [one for one in scene.begun if was_answered(*one)]
    assert Counter(shown) == Counter(expected)
    assert shown == expected
    assert len(expected) >= len(answered)


async def runs_of_one_bot(folder: Path, luck: random.Random, count: int) -> None:
    films = [film.key for film in read_films()]
    luck.shuffle(films)

    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(fresh_sandbox())
        bot = await stack.enter_async_context(bot_on(sandbox, folder))
        authors = [await stack.enter_async_context(member(sandbox, person)) for person in (ALICE, BOB, CHLOE)]
        scene = Scene(sandbox, bot, folder, authors, luck)
        # What Discord's limits let through in five seconds is shown elsewhere.
        await scene.order("settings", {"rate_limits": False})
        await choose_feed(authors[0])

        for _ in range(count):
            await run(scene, [films.pop() for _ in range(luck.randint(1, MOST_REVIEWS))])


@pytest.mark.timeout(60 + RUNS * 10)
async def test_each_review_stands_in_the_feed_once_and_in_order_whatever_goes_wrong(tmp_path: Path) -> None:
    places = asyncio.Semaphore(BOTS)

    async def some_runs(first: int) -> None:
        folder = tmp_path / str(first)
        folder.mkdir()

        async with places:
            await runs_of_one_bot(folder, random.Random(SEED + first), min(RUNS_OF_ONE_BOT, RUNS - first))

    async with asyncio.TaskGroup() as runs:
        for first in range(0, RUNS, RUNS_OF_ONE_BOT):
            runs.create_task(some_runs(first))
