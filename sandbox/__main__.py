"""The command line: `python -m sandbox`."""

import argparse
import asyncio
import contextlib
import errno
import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from pydantic import ValidationError

from sandbox.server import running_sandbox
from sandbox.state import StateInUse, StateUnusable
from sandbox.world import World

DEFAULT_PORT = 4000
DEFAULT_WORLD = Path(__file__).parent / "worlds" / "default.json"


def main() -> int:
    """Run the sandbox until it is told to end; the exit code."""
    arguments = _parser().parse_args()
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if arguments.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    try:
        world = World.from_file(arguments.world)
    except OSError as problem:
        return _refuse(f"The world file {arguments.world} cannot be read: {problem.strerror}.")
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the whole"
        return _refuse(f"The world file {arguments.world} is not right at {place}: {first['msg']}.")

    return asyncio.run(_run(arguments, world))


async def _run(arguments: argparse.Namespace, world: World) -> int:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows' event loop has no signal handlers; there Ctrl+C ends the process by KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)

    if arguments.exit_with_stdin:
        threading.Thread(target=_watch_stdin, args=(loop, stopped), daemon=True).start()

    try:
        async with running_sandbox(world, state=arguments.state, port=arguments.port) as sandbox:
            print(json.dumps({"url": sandbox.url, "api_url": sandbox.api_url}), flush=True)  # noqa: T201 - the line by which a parent knows
            logging.getLogger("sandbox").info("This is not Discord. Open %s in a browser.", sandbox.url)
            await stopped.wait()
    except StateInUse as problem:
        return _refuse(f"Another sandbox is running on the state in {problem.folder}. Stop it, or name another folder.")
    except StateUnusable as problem:
        return _refuse(f"The state folder {problem.folder} cannot be used: {problem.reason}.")
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            return _refuse(f"Port {arguments.port} is in use; choose another with --port.")

        raise

    return 0


def _watch_stdin(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    # Read without Python's buffer, whose lock would be held by this thread when the interpreter ends.
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 4096):
            pass

    # The loop may be closed already when the end comes from elsewhere.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(stopped.set)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A stand-in for Discord on this machine.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="where to listen (4000); 0 is any free port")
    parser.add_argument("--state", type=Path, help="a folder that keeps channels and messages over restarts")
    parser.add_argument("--world", type=Path, default=DEFAULT_WORLD, help="servers, channels and people to begin with")
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when the standard input closes")
    parser.add_argument("--verbose", action="store_true", help="log every request")
    return parser


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the one sentence that says why
    return 2


if __name__ == "__main__":
    sys.exit(main())
