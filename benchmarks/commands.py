"""From a member's press to the answer on the screen, beside a plain discord.py bot that answers with a fixed word."""

import random
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.figures import print_alone, print_comparison, print_head
from benchmarks.filling import SEED, fill
from benchmarks.pressing import Presser, pressing
from data.catalogue.starter import read_films
from data.models import Film, GuildId
from sandbox.server import Sandbox
from tests.e2e.process import DATABASE, bot_process, fresh_sandbox, on_sandbox
from tests.e2e.world import NIGHT_OWLS

REVIEWS = 10_000
PRESSES = 300
WARM_UP = 20
STARTS = 10
PLAIN = "benchmarks.plain_bot"
SOUGHT = "The Missing Picture"

Press = Callable[[Presser, int], Awaitable[float]]


def films() -> list[Film]:
    """The shipped films, the one that is looked up first."""
    return sorted(read_films(), key=lambda film: film.title != SOUGHT)


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


async def compare_commands(folder: Path) -> None:
    """Print how long starts, commands and autocomplete take."""
    typed = typed_beginnings()
    presses: dict[str, Press] = {
        f"/film {SOUGHT}": lambda presser, _: presser.command("film", title=SOUGHT),
        "/film, title while it is typed": lambda presser, n: presser.autocomplete("film", title=typed[n]),
        f"/reviews among {REVIEWS:,}": lambda presser, _: presser.command("reviews"),
    }
    await fill(folder / DATABASE, GuildId(NIGHT_OWLS), REVIEWS, films())
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
