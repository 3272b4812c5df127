"""Working imports off, away from everybody's answers, and showing their members how far they are."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

import discord
from discord.utils import utcnow
from typing_extensions import override

from bot.posting.completing import EDITED_WITHIN
from bot.posting.worker import Worker
from bot.services import Services
from data.errors import ImportGone, StoreFailed
from data.models import Import, ImportId, ImportState, ImportView

_log = logging.getLogger(__name__)

FIRST_SHOWN_AFTER_S, SHOWN_EVERY_S = 0.5, 2.0
"""When a message that shows how far an import is is edited first, and how often while that changes."""

AGAIN_AFTER = timedelta(seconds=10)
"""How long an import rests whose slice failed: the store did, and does the next moment too."""

_AT_WORK = frozenset({ImportState.MATCHING, ImportState.RUNNING, ImportState.UNDOING})

Edit = Callable[[ImportView], Awaitable[None]]


class Importing(Worker):
    """Does a slice of each import at work, in turns, until none is left."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._imports = services.imports
        self._resting: dict[ImportId, datetime] = {}
        self._following: dict[ImportId, tuple[int, asyncio.Task[None]]] = {}
        self._steps_over = 0
        self._step_over = asyncio.Condition()

    def follow(self, import_id: ImportId, interaction_id: int, edit: Edit) -> None:
        """Let `edit` show in a private message how far the import is, until its step ends or the message can't be.

        One message of an import is kept true: an earlier one is let go. Discord takes edits of it for some minutes
        after the interaction that it answers.
        """
        self.let_go(import_id)
        task = asyncio.create_task(self._show(import_id, edit), name=f"progress of import {import_id}")
        self._following[import_id] = (interaction_id, task)
        task.add_done_callback(lambda _: self._forget(import_id, task))
        self.nudge()

    def let_go(self, import_id: ImportId, interaction_id: int | None = None) -> None:
        """The private message shows something else from now on: it is not edited any more.

        With an interaction, which made it so: unless it is the one that the message follows since.
        """
        followed = self._following.get(import_id)

        if followed is not None and followed[0] != interaction_id:
            del self._following[import_id]
            followed[1].cancel()

    @override
    async def work(self, now: datetime) -> datetime | None:
        while imports := await self._due():
            for about in imports:
                try:
                    has_more = await self._imports.work(about, utcnow())
                except Exception as error:  # noqa: BLE001  (the boundary: no import may end or hold up the others)
                    self._resting[about.id] = utcnow() + AGAIN_AFTER
                    known = error if not isinstance(error, StoreFailed) else None
                    _log.warning("import %d rests: %r", about.id, error, exc_info=known)
                else:
                    if not has_more:
                        await self._tell_of_end()

        return min(self._resting.values(), default=None)

    @override
    async def stop(self) -> None:
        await super().stop()
        tasks = [task for _, task in self._following.values()]

        for task in tasks:
            task.cancel()

        if tasks:
            await asyncio.wait(tasks)

    async def _due(self) -> list[Import]:
        """The imports at work that do not rest."""
        now = utcnow()
        self._resting = {import_id: until for import_id, until in self._resting.items() if until > now}
        return [about for about in await self._imports.at_work() if about.id not in self._resting]

    async def _show(self, import_id: ImportId, edit: Edit) -> None:
        until = utcnow() + EDITED_WITHIN
        shown: ImportView | None = None
        await self._step_or_pause(self._steps_over, FIRST_SHOWN_AFTER_S)

        try:
            while utcnow() < until:
                steps = self._steps_over
                view = await self._imports.progress(import_id)

                if view != shown:
                    await edit(view)

                if view.about.state not in _AT_WORK:
                    return

                shown = view
                await self._step_or_pause(steps, SHOWN_EVERY_S)
        except ImportGone:
            # Another file took its place, or its member asked to be forgotten.
            return
        except (discord.HTTPException, StoreFailed) as error:
            # `/letterboxd import` shows it again.
            _log.info("progress of import %d is shown no more: %r", import_id, error)
        except Exception:  # noqa: BLE001  (the boundary of this task)
            _log.exception("progress of import %d could not be shown", import_id)

    async def _tell_of_end(self) -> None:
        """A step of some import is over: who shows that one need not wait to say so."""
        async with self._step_over:
            self._steps_over += 1
            self._step_over.notify_all()

    async def _step_or_pause(self, steps: int, pause_s: float) -> None:
        """Wait until more steps are over than that, of whatever imports, or for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(pause_s), self._step_over:
                await self._step_over.wait_for(lambda: self._steps_over > steps)

    def _forget(self, import_id: ImportId, task: asyncio.Task[None]) -> None:
        followed = self._following.get(import_id)

        if followed is not None and followed[1] is task:
            del self._following[import_id]
