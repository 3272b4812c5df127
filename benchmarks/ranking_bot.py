"""The bot, which at SIGUSR1 makes the rankings of all servers' weeks, and tells how long it took."""

import asyncio
import signal
import sys
import time
from datetime import UTC, datetime

from bot.__main__ import SWITCH_AFTER_S, serve
from bot.client import Marquee
from bot.config import read_settings
from bot.log import set_up_log

RANKED = "ranked"
"""What the line says that it prints: films, servers, seconds, and seconds of the process on all cores."""

_PRIOR = 3
_EVERY = 1 << 30
_END_OF_TIME = datetime(2200, 1, 1, tzinfo=UTC)


async def rank_all(bot: Marquee) -> None:
    """Make the ranking of each server's present week."""
    weeks = await bot.services.weeks.due(_END_OF_TIME, _EVERY)
    begun, begun_on_core, films = time.perf_counter(), time.process_time(), 0

    for week in weeks:
        assert week.due_at is not None
        ranking = await bot.services.digests.counting.ranking(week.guild_id, _PRIOR, week.begins_at, week.due_at)
        films += len(ranking.films)

    took_s, on_core_s = time.perf_counter() - begun, time.process_time() - begun_on_core
    print(RANKED, films, len(weeks), took_s, on_core_s, flush=True)


async def run() -> None:
    """Run the bot on the settings of its environment until SIGTERM."""
    settings = read_settings()
    assert settings.discord_token is not None
    token = settings.discord_token.get_secret_value()
    set_up_log(settings.log_level, settings.log_format, (token,))
    sys.setswitchinterval(SWITCH_AFTER_S)
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    running: list[asyncio.Task[None]] = []

    async def once_ready(bot: Marquee) -> None:
        loop.add_signal_handler(signal.SIGUSR1, lambda: running.append(asyncio.create_task(rank_all(bot))))

    await serve(settings, token, stopping, once_ready)


def main() -> None:
    """Run on the event loop that the bot itself has; there are no such signals for Windows."""
    import uvloop  # noqa: PLC0415  (there is none for Windows)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())


if __name__ == "__main__":
    main()
