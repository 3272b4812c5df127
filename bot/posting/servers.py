"""Work for servers that stands side by side: one thing at a time for each, none held up by another."""

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import discord
from typing_extensions import override

from bot.posting.sending import LOSSES
from bot.posting.worker import Worker
from data.errors import StoreFailed
from data.models import GuildId

_log = logging.getLogger(__name__)

FINISH_WITHIN_S = 1.0
"""How long a message that is on its way may still take when the bot stops."""

OUT_OF_TOUCH_FOR = timedelta(seconds=1)
"""Without a connection, how long until the next look whether there is one."""


class ServerWorker(Worker):
    """A worker that does one thing at a time for a server, and for so many servers `at_once`; `what` that is about."""

    def __init__(self, client: discord.Client, what: str, at_once: int) -> None:
        super().__init__()
        self._client = client
        self._what = what
        self._slots = asyncio.Semaphore(at_once)
        self._tasks: dict[GuildId, asyncio.Task[None]] = {}
        self.is_stopping = False

    @override
    def start(self) -> None:
        self.is_stopping = False
        super().start()

    @override
    async def stop(self) -> None:
        """Begin nothing more, and let what is on its way arrive if it does so soon."""
        self.is_stopping = True
        await super().stop()
        tasks = list(self._tasks.values())

        if tasks:
            await asyncio.wait(tasks, timeout=FINISH_WITHIN_S)

            for task in tasks:
                task.cancel()

            await asyncio.wait(tasks)

    @property
    def busy(self) -> int:
        """For how many servers something is being done, or waits for its turn."""
        return len(self._tasks)

    def guild(self, guild_id: GuildId) -> discord.Guild | None:
        """The server, if the bot is in it and knows its channels."""
        guild = self._client.get_guild(guild_id)
        return None if guild is None or guild.unavailable else guild

    def is_in_touch(self, guild_id: GuildId) -> bool:
        """Whether something can be sent now: the bot stays, it is connected, and it is in the server."""
        guild = self.guild(guild_id)

        if guild is None or self.is_stopping or not self._client.is_ready() or self._client.is_closed():
            return False

        if not isinstance(self._client, discord.AutoShardedClient):
            return True

        shard = self._client.get_shard(guild.shard_id)
        return shard is not None and not shard.is_closed()

    def begin(self, guild_id: GuildId, work: Callable[[GuildId], Awaitable[None]]) -> None:
        """Let this be done for a server, unless something is, beside the other servers."""
        if guild_id not in self._tasks and not self.is_stopping:
            self._tasks[guild_id] = asyncio.create_task(
                self._carry_out(guild_id, work), name=f"{self._what} of {guild_id}"
            )

    def look_again(self) -> None:
        """A server's work is done: what came up since the last look at it found its task still there."""
        self.nudge()

    @abstractmethod
    async def put_off(self, guild_id: GuildId) -> None:
        """Try again in a while what is to be done for the server, and failed."""

    async def _carry_out(self, guild_id: GuildId, work: Callable[[GuildId], Awaitable[None]]) -> None:
        about = {"guild_id": guild_id}

        try:
            async with self._slots:
                await work(guild_id)
        except StoreFailed as error:
            _log.warning("a %s waits for the store: %s", self._what, error.reason, extra=about)
        except LOSSES as error:
            # What is sent into the channel itself is put off by its sender: these are notices to the server's admins.
            _log.warning("a server's admins could not be told of its %s yet: %r", self._what, error, extra=about)
        except Exception:  # noqa: BLE001  (the boundary of this task: one server's failure may not end the others')
            _log.exception("a %s failed; it is tried again", self._what, extra=about)

            with suppress(StoreFailed):
                await self.put_off(guild_id)
        else:
            self.look_again()
        finally:
            del self._tasks[guild_id]
