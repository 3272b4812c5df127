"""The command line, and where everything is put together. The only place that reads the environment."""

import argparse
import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.catalogue_cli import SUMMARY, add_catalogue_commands, run_catalogue_command
from bot.client import Marquee
from bot.config import BadSetting, Settings, read_settings, unknown_names
from bot.demo import furnish, running_sandbox
from bot.errors import CannotStart
from bot.log import set_up_log
from bot.providers import by_own_profile, feeds_by_own_profile, feeds_of, providers_of
from bot.services import Services
from data.catalogue.local import LocalCatalogue
from data.errors import BackupFailed, CatalogueDamaged, DatabaseTooNew, DatabaseUnusable, StoreFailed
from data.models import Pace
from data.store import Store
from data.store.maintenance import backup, check

_log = logging.getLogger("bot")

CANNOT_START = 2
"""The exit code where something has to be changed first; one sentence on standard error says what."""

_ENV_FILE = Path(".env")

INTERRUPTED = 130
"""The exit code of a program that was ended by Ctrl+C, as shells have it."""

_REJECTED = (
    "Discord rejects DISCORD_TOKEN. Copy the bot's token again (Developer Portal, your application, Bot, Reset Token)"
    " into .env, or leave it empty to use the sandbox."
)
_AUTHENTICATION_FAILED = 4004


LEAVE_WITHIN_S = 2.0
"""How long the last post on its way may take to arrive, and Discord to say goodbye."""

SWITCH_AFTER_S = 0.001
"""How long a thread that searches or draws may keep the event loop's thread waiting; Python's own choice is 5 ms."""

OnceReady = Callable[[Marquee], Awaitable[None]]
"""What is done once the bot can be used."""


async def serve(settings: Settings, token: str, stopping: asyncio.Event, once_ready: OnceReady | None = None) -> None:
    """Run the bot until `stopping` is set. Raises CannotStart, CatalogueDamaged and StoreFailed with its kinds."""
    catalogue = LocalCatalogue.load(settings.catalogue_path)
    store = await Store.open(settings.database_path)

    try:
        pace = Pace(interval=timedelta(seconds=settings.review_interval_s), per_day=settings.reviews_per_day)
        services = Services(
            catalogue,
            store,
            pace,
            providers_of(settings),
            feeds_of(settings),
            is_following_off=settings.letterboxd_url is None,
        )
        bot = Marquee(services)
        await _run(bot, settings, token, stopping, once_ready)
    finally:
        await store.close()
        await catalogue.close()

    _log.info("stopped, everything is saved")


async def _run(
    bot: Marquee, settings: Settings, token: str, stopping: asyncio.Event, once_ready: OnceReady | None
) -> None:
    stop = asyncio.create_task(stopping.wait())
    connection = asyncio.create_task(_connect(bot, settings, token))
    tasks = {stop, connection, asyncio.create_task(_when_ready(bot, once_ready))}
    running = set(tasks)

    try:
        while not (stop.done() or connection.done()):
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)

            for task in done:
                task.result()

        if stop.done():
            _log.info("stopping")
            bot.is_leaving = True
            await bot.finish_answers()
    finally:
        await _leave(bot, tasks)


async def _leave(bot: Marquee, tasks: set[asyncio.Task[Any]]) -> None:
    """Disconnect and end the tasks, also where Discord no longer answers.

    While it reconnects, discord.py 2.7 swallows a cancellation and waits on: it ends by a second one after `close`.
    """
    for task in tasks:
        task.cancel()

    try:
        async with asyncio.timeout(LEAVE_WITHIN_S):
            await bot.close()
    except TimeoutError:
        _log.info("Discord did not say goodbye")
        await bot.http.close()

    for task in tasks:
        task.cancel()

    await asyncio.wait(tasks)


async def _connect(bot: Marquee, settings: Settings, token: str) -> None:
    """Log in and stay connected. Raises CannotStart."""
    Route.BASE = settings.discord_api_url

    try:
        await _log_in(bot, token)

        if bot.user is not None:
            _make_known(bot.services, settings, bot.user.id)

        await bot.connect()
    except discord.LoginFailure:
        raise CannotStart(_REJECTED) from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise CannotStart(
            f"Discord can't be reached at {settings.discord_api_url} ({error or 'no answer'}). Check the network and"
            " DISCORD_API_URL."
        ) from None
    except discord.ConnectionClosed as error:
        # The token was reset while the bot ran: https://discord.com/developers/docs/topics/opcodes-and-status-codes
        if error.code == _AUTHENTICATION_FAILED:
            raise CannotStart(_REJECTED) from None

        raise CannotStart(f"Discord ended the connection with code {error.code} and takes no other.") from None
    except (discord.HTTPException, discord.GatewayNotFound, _StrangeAnswer) as error:
        raise CannotStart(
            f"What answers at {settings.discord_api_url} does not let the bot in ({error}). Check DISCORD_API_URL, or"
            " try again later."
        ) from None


def _make_known(services: Services, settings: Settings, user_id: int) -> None:
    """From now on the bot's own profile can be named as a contact, where nobody named another."""
    if (provider := by_own_profile(settings, user_id)) is not None:
        services.details.add(provider)

    if (feeds := feeds_by_own_profile(settings, user_id)) is not None:
        services.following.begin(feeds)


class _StrangeAnswer(Exception):
    """What answers is no API of Discord's kind."""


async def _log_in(bot: Marquee, token: str) -> None:
    try:
        await bot.login(token)
        # discord.py falls back to its own gateway address after an invalid session: it must be this API's.
        _, gateway, _ = await bot.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        # discord.py takes every answer with status 200 for Discord's: a web page, for instance.
        raise _StrangeAnswer("it does not speak as Discord does") from error


async def _when_ready(bot: Marquee, once_ready: OnceReady | None) -> None:
    await bot.is_ready_for_use.wait()
    # What is there by now stays. Looking through all of it for garbage, whenever many new things were made, would hold
    # the event loop for a tenth of a second each time.
    gc.collect()
    gc.freeze()

    if once_ready is not None:
        await once_ready(bot)


async def serve_demo(settings: Settings, stopping: asyncio.Event) -> None:
    """Run the bot on a sandbox of its own, with the demo's servers and reviews. Raises what `serve` raises."""
    async with running_sandbox(settings.demo_path / "sandbox", settings.sandbox_port) as sandbox:
        demo = settings.model_copy(
            update={"discord_api_url": sandbox.api_url, "database_path": settings.demo_path / "marquee.db"}
        )

        async def once_ready(bot: Marquee) -> None:
            await furnish(bot)
            sys.stdout.write(f"\nMarquee is ready. This is a sandbox, not Discord. Open {sandbox.url}\n\n")
            sys.stdout.flush()

        await serve(demo, sandbox.token, stopping, once_ready)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; the exit code."""
    given = _parser().parse_args(arguments)

    try:
        return _do(given)
    except (BadSetting, CannotStart, CatalogueDamaged, StoreFailed) as error:
        sys.stderr.write(f"{_in_words(error)}\n")
        return CANNOT_START
    except KeyboardInterrupt:
        # Ctrl+C before the event loop listens for it, or on Windows, where it never does.
        return INTERRUPTED


def _do(given: argparse.Namespace) -> int:
    settings = read_settings()
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    secrets = (settings.discord_token, settings.tmdb_token)
    set_up_log(
        settings.log_level, settings.log_format, tuple(secret.get_secret_value() for secret in secrets if secret)
    )
    _warn_of_unknown_names()

    match given.command:
        case "backup":
            return _back_up(settings.database_path, given.file)
        case "check":
            return _check(settings.database_path)
        case "catalogue":
            return run_catalogue_command(given, settings.catalogue_path, datetime.now(UTC))
        case _:
            _run_loop(lambda stop: serve(settings, token, stop) if token else serve_demo(settings, stop))
            return 0


def _in_words(error: BadSetting | CannotStart | CatalogueDamaged | StoreFailed) -> str:
    """What is to be changed first, in one sentence or two."""
    match error:
        case BadSetting():
            words = f"{error.name} can't be used: {error.reason}. Change it in .env or in the environment."
        case DatabaseTooNew():
            words = (
                f"The database {error.path} was written by a later version (schema {error.found}, this one knows"
                f" {error.known}). Install the newer Marquee, or set DATABASE_PATH to another file."
            )
        case DatabaseUnusable():
            words = (
                f"The database {error.path} can't be used: {error.reason}. Check that the file and its folder are"
                " there and may be written, restore a copy if it is damaged, or set DATABASE_PATH to another file."
            )
        case BackupFailed():
            words = f"The copy {error.path} can't be written: {error.reason}. Name another file."
        case StoreFailed():
            words = f"The database can't be used: {error.reason}. Check that no other program holds it."
        case CatalogueDamaged():
            words = f"The catalogue file {error.name} is damaged in line {error.line} ({error.reason}). Restore it."
        case CannotStart():
            words = error.sentence

    return words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Film reviews for a Discord server.")
    commands = parser.add_subparsers(dest="command", title="commands", description="Without one, the bot runs.")
    commands.add_parser("run", help="run the bot (on the sandbox if DISCORD_TOKEN is not set)")
    copying = commands.add_parser("backup", help="copy the database to a file, also while the bot runs")
    copying.add_argument("file", type=Path, help="where the copy goes")
    commands.add_parser("check", help="look for damage in the database")
    add_catalogue_commands(commands.add_parser("catalogue", help=SUMMARY))
    return parser


def _back_up(database: Path, target: Path) -> int:
    size = backup(database, target)
    sys.stdout.write(f"{target}: {size:,} bytes\n")
    return 0


def _check(database: Path) -> int:
    found = check(database)
    sys.stdout.writelines(f"{fault}\n" for fault in found or [f"{database}: all is well."])
    return 1 if found else 0


def _warn_of_unknown_names() -> None:
    for name, nearest in unknown_names(_ENV_FILE).items():
        hint = f"did you mean {nearest}?" if nearest else "see .env.example"
        _log.warning("%s in .env is no setting of mine: %s", name, hint)


def _run_loop(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run `work` on the fastest event loop that this platform has; SIGINT and SIGTERM set its event."""

    async def run() -> None:
        stopping = asyncio.Event()
        sys.setswitchinterval(SWITCH_AFTER_S)

        for number in (signal.SIGINT, signal.SIGTERM):
            # Windows' loop takes no signals: there Ctrl+C cancels this task, with the same clean end.
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, stopping.set)

        await work(stopping)

    try:
        import uvloop  # noqa: PLC0415  (there is none for Windows)
    except ImportError:
        asyncio.run(run())
    else:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(run())


if __name__ == "__main__":
    sys.exit(main())
