"""Completing what was shown at once: asking providers for films' details, away from everybody's answers.

A card that lacks something notes in the store whom to ask; here that is worked off, and what arrives marks the film's
public cards in the transaction that keeps it. Private cards are edited through their interaction, while that lives.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord.utils import utcnow
from typing_extensions import override

from bot.posting.worker import Worker
from bot.services import Services
from data.errors import MarqueeError, StoreFailed
from data.models import DueDetails, FilmId, MessageId

_log = logging.getLogger(__name__)

SIDE_BY_SIDE = 8
"""Films about which providers are asked at the same time."""

REFRESHED_AT_ONCE, REFRESHED_APART = 3, timedelta(seconds=30)
"""So many films whose details are old are asked about at once, and so long apart: nobody waits for these."""

EDITED_WITHIN = timedelta(minutes=14)
"""How long a private answer can be edited: Discord lets its interaction live for fifteen minutes."""

_WAITING_AT_MOST = 500
"""So many private cards are remembered; the oldest are given up first."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A private card that waits for details of its film, and how it is edited."""

    film_id: FilmId
    interaction_id: int
    since: datetime
    complete: Callable[[], Awaitable[None]]


class Completing(Worker):
    """Asks for details, one film after the other, several side by side."""

    def __init__(self, services: Services, nudge_copies: Callable[[], None]) -> None:
        super().__init__()
        self._details = services.details
        self._nudge_copies = nudge_copies
        self._asked: dict[FilmId, asyncio.Task[None]] = {}
        self._others: set[asyncio.Task[None]] = set()
        self._waiting: dict[MessageId, _Waiting] = {}
        self._refreshed_at: datetime | None = None

    def wait_for(
        self, film_id: FilmId, message_id: MessageId, interaction_id: int, complete: Callable[[], Awaitable[None]]
    ) -> None:
        """Let `complete` edit the private message once more of the film is known, or why it is not."""
        self._waiting.pop(message_id, None)
        self._waiting[message_id] = _Waiting(film_id, interaction_id, utcnow(), complete)

        if len(self._waiting) > _WAITING_AT_MOST:
            del self._waiting[next(iter(self._waiting))]

        self.nudge()

    def hasten(self, message_id: MessageId) -> None:
        """Edit the private message now, if it still waits."""
        if (waiting := self._waiting.pop(message_id, None)) is not None:
            self.carry_on(_completed(waiting), "completing a private card")

    def let_go(self, message_id: MessageId, interaction_id: int) -> None:
        """The private message was turned into something else by that interaction: what it was before is of no use."""
        waiting = self._waiting.get(message_id)

        if waiting is not None and waiting.interaction_id != interaction_id:
            del self._waiting[message_id]

    def carry_on(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Do something that an answer begun and nobody waits for; what fails is logged."""
        task = asyncio.create_task(_guarded(work, name), name=name)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    @override
    async def work(self, now: datetime) -> datetime | None:
        self._give_up(now)

        for due in await self._details.due_first(now, 2 * SIDE_BY_SIDE):
            self._begin(due, SIDE_BY_SIDE)

        next_refresh = None if self._refreshed_at is None else self._refreshed_at + REFRESHED_APART

        if next_refresh is None or next_refresh <= now:
            olds = await self._details.due_again(now, REFRESHED_AT_ONCE)
            self._refreshed_at = now if olds else self._refreshed_at

            for due in olds:
                self._begin(due, SIDE_BY_SIDE)

        return await self._details.next_due(now)

    @override
    async def stop(self) -> None:
        await super().stop()

        if tasks := [*self._asked.values(), *self._others]:
            for task in tasks:
                task.cancel()

            await asyncio.wait(tasks)

        self._waiting.clear()
        await self._details.close()

    def _begin(self, due: DueDetails, most: int) -> None:
        if due.film_id not in self._asked and len(self._asked) < most:
            asking = _guarded(self._ask(due), "asking for details")
            self._asked[due.film_id] = task = asyncio.create_task(asking, name=f"details of {due.film.key}")
            task.add_done_callback(lambda _: self._asked.pop(due.film_id))

    async def _ask(self, due: DueDetails) -> None:
        told = await self._details.ask(due, utcnow())
        await self._details.note(due, told, utcnow())
        self._nudge_copies()

        for message_id, waiting in list(self._waiting.items()):
            if waiting.film_id == due.film_id:
                self.hasten(message_id)

        # Another film may have waited for this one's place, or another provider is to be asked about this one. Where
        # the store failed, nothing is looked for at once: it would be asked again and again.
        self.nudge()

    def _give_up(self, now: datetime) -> None:
        for message_id, waiting in list(self._waiting.items()):
            if waiting.since + EDITED_WITHIN < now:
                del self._waiting[message_id]


async def _completed(waiting: _Waiting) -> None:
    await waiting.complete()


async def _guarded(work: Coroutine[Any, Any, None], name: str) -> None:
    """Do it; a failure ends here, in the log."""
    try:
        await work
    except StoreFailed as error:
        _log.warning("%s: the store failed: %s", name, error.reason)
    except (MarqueeError, discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.info("%s: %r", name, error)
    except Exception:  # noqa: BLE001  (the boundary of a task that nobody waits for)
        _log.exception("%s failed", name)
