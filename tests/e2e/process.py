"""The bot as its operator runs it: a process of its own, with an environment, standard streams and signals."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from sandbox.server import Sandbox, running_sandbox
from sandbox.world import World
from tests.e2e.world import TOKEN, world

DATABASE = "marquee.db"
"""The database's file in the bot's folder."""

PROJECT = Path(__file__).parents[2]

READY_WITHIN_S = 30.0
"""A test that waits longer has failed: a start takes about two seconds."""

END_WITHIN_S = 8.0
"""How long the bot may take from a signal to its end, whatever it is doing."""

READY = "ready as"
"""What the log says once commands are answered."""


class Unsaid(AssertionError):
    """The bot did not say `text`; what it said instead is `lines`."""

    def __init__(self, text: str, lines: list[str]) -> None:
        super().__init__(text, "".join(lines))
        self.text = text
        self.lines = lines


class Ended(NamedTuple):
    """What a program left when it ended by itself."""

    code: int
    out: str
    err: str


class BotProcess:
    """`python -m bot`, or another module, in `folder`, with nothing in its environment but what is given."""

    def __init__(
        self, folder: Path, environment: dict[str, str], arguments: tuple[str, ...] = (), *, module: str = "bot"
    ) -> None:
        self.out: list[str] = []
        self.err: list[str] = []
        self._folder = folder
        self._environment = environment
        self._arguments = ("-m", module, *arguments)
        self._news = asyncio.Condition()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: list[asyncio.Task[None]] = []

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it, again if it ran before; what earlier runs said is forgotten."""
        self.out, self.err = [], []
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, *self._arguments),
            cwd=self._folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), **self._environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        self._reading = [
            asyncio.create_task(self._read(process.stdout, self.out)),
            asyncio.create_task(self._read(process.stderr, self.err)),
        ]

    async def ready(self, within_s: float = READY_WITHIN_S) -> None:
        """Wait until it answers commands."""
        await self.says(READY, within_s)

    async def says(self, text: str, within_s: float = READY_WITHIN_S) -> str:
        """Wait for a line, on either stream, that holds `text`; the line."""

        def find() -> str | None:
            return next((line for line in [*self.out, *self.err] if text in line), None)

        try:
            async with asyncio.timeout(within_s), self._news:
                while (line := find()) is None:
                    if all(task.done() for task in self._reading):
                        raise Unsaid(text, self.err)

                    await self._news.wait()

                return line
        except TimeoutError:
            raise Unsaid(text, self.err) from None

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    async def ended(self, within_s: float = END_WITHIN_S) -> Ended:
        """Wait until it has ended, and everything that it said is here."""
        assert self._process is not None

        async with asyncio.timeout(within_s):
            code = await self._process.wait()
            await asyncio.gather(*self._reading)

        return Ended(code, "".join(self.out), "".join(self.err))

    async def kill(self) -> None:
        """End it as a power cut would, if it still runs."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

            await self.ended()

    async def _read(self, stream: asyncio.StreamReader, lines: list[str]) -> None:
        try:
            while line := await stream.readline():
                async with self._news:
                    lines.append(line.decode())
                    self._news.notify_all()
        finally:
            async with self._news:
                self._news.notify_all()


@asynccontextmanager
async def bot_process(
    folder: Path, *arguments: str, module: str = "bot", **environment: str
) -> AsyncGenerator[BotProcess]:
    """The bot in a process of its own, started; it never outlives the context."""
    process = BotProcess(folder, environment, arguments, module=module)

    try:
        await process.start()
        yield process
    finally:
        await process.kill()


@asynccontextmanager
async def bot_on(sandbox: Sandbox, folder: Path, **environment: str) -> AsyncGenerator[BotProcess]:
    """The bot on that sandbox, ready, with its database at `folder`/`DATABASE`."""
    async with bot_process(folder, **(on_sandbox(sandbox) | environment)) as process:
        await process.ready()
        yield process


def on_sandbox(sandbox: Sandbox) -> dict[str, str]:
    """The environment that leads the bot to that sandbox."""
    return {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": sandbox.api_url,
        "DATABASE_PATH": DATABASE,
        # Scenes are written at a run.
        "REVIEW_INTERVAL_S": "0",
        "REVIEWS_PER_DAY": "0",
    }


async def run(folder: Path, *arguments: str, **environment: str) -> Ended:
    """What comes of a command line that ends by itself."""
    async with bot_process(folder, *arguments, **environment) as process:
        return await process.ended(READY_WITHIN_S)


async def eventually(is_so: Callable[[], bool], within_s: float = END_WITHIN_S) -> None:
    """Look until it is so, for what nobody tells of, such as the end of somebody else's process."""
    async with asyncio.timeout(within_s):
        while not is_so():  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.02)


@asynccontextmanager
async def fresh_sandbox() -> AsyncGenerator[Sandbox]:
    """A sandbox with the tests' world, in this process."""
    async with running_sandbox(World.model_validate(world())) as sandbox:
        yield sandbox


@contextmanager
def database(folder: Path) -> Generator[sqlite3.Connection]:
    """The bot's database in `folder`, opened beside it."""
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
        yield connection


def texts(folder: Path) -> list[str]:
    """What the reviews in the database say, oldest first."""
    with database(folder) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM reviews ORDER BY id")]
