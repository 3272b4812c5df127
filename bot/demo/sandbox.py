"""The sandbox as a child process: started before the bot, gone with it."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from bot.errors import CannotStart

START_WITHIN_S = 15.0
"""A sandbox that is not ready by then will not be."""

END_WITHIN_S = 1.5
"""How long it may take to end by itself; it waits for its own connections for one second."""

WORLD = "world.json"
"""The demo's servers, channels and people, in the sandbox's own format."""

_LOOPBACK = "127.0.0.1"
"""The only address on which the sandbox listens."""


class Sandbox(NamedTuple):
    """Where the sandbox is, and the token that it knows."""

    url: str
    api_url: str
    token: str


@asynccontextmanager
async def running_sandbox(state: Path, port: int) -> AsyncGenerator[Sandbox]:
    """A sandbox that keeps its channels in `state`. Raises CannotStart."""
    world = Path(str(resources.files("bot.demo") / WORLD))
    _refuse_taken(port)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox", "--port", str(port), "--state", str(state), "--world", str(world), "--exit-with-stdin"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # Its own group: Ctrl+C in a terminal must reach the bot first, which still has answers to give.
        start_new_session=True,
    )

    try:
        yield await _ready(process, world)
    finally:
        # Closing its standard input ends it, as the death of this process would.
        if process.stdin is not None:
            process.stdin.close()

        try:
            await asyncio.wait_for(process.wait(), END_WITHIN_S)
        except TimeoutError:
            process.kill()
            await process.wait()


def _refuse_taken(port: int) -> None:
    """Raise CannotStart if something listens on the port. Port 0 is any free one."""
    with socket.socket() as probe:
        # As the sandbox itself does: connections of one that has just ended do not keep the port.
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

        try:
            probe.bind((_LOOPBACK, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} of this machine can't be used ({error.strerror}). Set SANDBOX_PORT in .env to another"
                " one (0 takes any free one), or stop what uses it."
            ) from None


async def _ready(process: asyncio.subprocess.Process, world: Path) -> Sandbox:
    assert process.stdout is not None

    try:
        line = await asyncio.wait_for(process.stdout.readline(), START_WITHIN_S)
        told = json.loads(line)
    except (TimeoutError, ValueError):
        raise CannotStart("The sandbox did not start; what it said stands above.") from None

    token = json.loads(await asyncio.to_thread(world.read_text, "utf-8"))["application"]["token"]
    return Sandbox(url=told["url"], api_url=told["api_url"], token=token)
