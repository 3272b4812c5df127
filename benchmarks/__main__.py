"""`python -m benchmarks`: every figure, beside a plain discord.py bot that answers with a fixed word."""

import asyncio
import platform
import random
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import print_alone, print_comparison, print_head
from benchmarks.pressing import Presser, pressing
from data.catalogue.starter import read_films
from data.models import Author, GuildId, ReviewContent, UserId
from data.store import Store
from sandbox.server import Sandbox
from tests.e2e.process import DATABASE, bot_process, fresh_sandbox, on_sandbox
from tests.e2e.world import NIGHT_OWLS

REVIEWS = 10_000
PRESSES = 300
WARM_UP = 20
STARTS = 10
PLAIN = "benchmarks.plain_bot"
SEED = 20261123

Press = Callable[[Presser, int], Awaitable[float]]


async def fill(path: Path) -> None:
    """Write `REVIEWS` reviews of one server's members, all on the shipped films."""
    store = await Store.open(path)
    luck = random.Random(SEED)
    films = read_films()
    begin = datetime(2026, 1, 1, tzinfo=UTC)

    for number in range(REVIEWS):
        film = films[number % len(films)]
        author = Author(id=UserId(5_000 + number // len(films)), name=f"member {number // len(films)}")
        content = ReviewContent(rating=luck.randint(1, 10), text="Long and slow, and I was glad of it. " * 8)
        now = begin + timedelta(minutes=number)
        await store.members.see(GuildId(NIGHT_OWLS), author, now)
        await store.reviews.save(GuildId(NIGHT_OWLS), author, film, content, now)

    await store.close()


async def start_s(sandbox: Sandbox, folder: Path, module: str) -> float:
    """How long a bot takes from the start of its process until it answers commands, in seconds."""
    begun = time.perf_counter()

    async with bot_process(folder, module=module, **on_sandbox(sandbox)) as bot:
        await bot.ready()
        return time.perf_counter() - begun


async def compare_starts(ours: Sandbox, plain: Sandbox, folder: Path) -> None:
    """Print how long both take to start; the first start of each, which also sets up, does not count."""
    of_bot: list[float] = []
    of_plain_bot: list[float] = []

    for _ in range(STARTS + 1):
        of_bot.append(await start_s(ours, folder, "bot"))
        of_plain_bot.append(await start_s(plain, folder, PLAIN))

    print_comparison("start of the process to ready", of_bot[1:], of_plain_bot[1:])


async def time_demo(folder: Path) -> None:
    """Print how long `make run` takes without a token, the sandbox and its page included; the first does not count."""
    durations_s: list[float] = []

    for _ in range(STARTS + 1):
        begun = time.perf_counter()

        async with bot_process(folder, SANDBOX_PORT="0") as bot:
            await bot.says("Marquee is ready")
            durations_s.append(time.perf_counter() - begun)
            bot.send(signal.SIGTERM)
            await bot.ended()

    print_alone("the same with a sandbox of its own", durations_s[1:])


async def compare_presses(what: str, ours: Presser, plain: Presser, press: Press) -> None:
    """Print how long both take from a member's press to the answer seen, in turns."""
    of_bot: list[float] = []
    of_plain_bot: list[float] = []

    for number in range(PRESSES + WARM_UP):
        of_bot.append(await press(ours, number))
        of_plain_bot.append(await press(plain, number))

    print_comparison(what, of_bot[WARM_UP:], of_plain_bot[WARM_UP:])


def typed_beginnings() -> list[str]:
    """What members have typed of a title when they look up: three letters to all of it, some of it wrong."""
    luck = random.Random(SEED)
    titles = [film.title for film in luck.sample(read_films(), PRESSES + WARM_UP)]
    return [title[: luck.randint(3, max(3, len(title)))].lower() for title in titles]


async def measure(folder: Path) -> None:
    """Print every figure."""
    typed = typed_beginnings()
    presses: dict[str, Press] = {
        "/film The Missing Picture": lambda presser, _: presser.command("film", title="The Missing Picture"),
        "/film, title while it is typed": lambda presser, n: presser.autocomplete("film", title=typed[n]),
        f"/reviews among {REVIEWS:,}": lambda presser, _: presser.command("reviews"),
    }
    await fill(folder / DATABASE)
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, sandbox on loopback\n")
    print_head()

    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(fresh_sandbox())
        plain = await stack.enter_async_context(fresh_sandbox())
        await compare_starts(ours, plain, folder)
        await time_demo(folder)

        for sandbox, module in ((ours, "bot"), (plain, PLAIN)):
            bot = await stack.enter_async_context(bot_process(folder, module=module, **on_sandbox(sandbox)))
            await bot.ready()

        press_ours = await stack.enter_async_context(pressing(ours))
        press_plain = await stack.enter_async_context(pressing(plain))

        for what, press in presses.items():
            await compare_presses(what, press_ours, press_plain, press)


def main() -> None:
    """Measure in a folder of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
