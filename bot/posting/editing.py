"""Editing one message to what is true now, and what to make of Discord's refusals."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
import discord
from discord.utils import MISSING

from bot.posting.rebuilding import Place, Rebuilt, Sources, rebuild
from bot.ui.answer import Answer
from bot.ui.regions import region_of
from data.errors import StoreFailed
from data.models import Copy, MessageId, StaleCopy

_log = logging.getLogger(__name__)

EDIT_WITHIN_S = 30.0
"""How long one edit may take, with all that Discord makes us wait."""

HIDE_WITHIN_S = 10.0
"""The same where something must be hidden: then the message is deleted instead, for which Discord counts apart."""

_GONE = frozenset({10003, 10008})
"""Discord's codes for an unknown channel and an unknown message: the copy is gone for good."""

_NO_ACCESS = frozenset({10004, 50001})
"""Discord's codes for a server that we left and a channel that we may not see: nothing in it can be changed."""

_TOO_OLD = 30046
"""Discord's code for too many edits of messages that are older than an hour; it comes with status 429."""

_NOT_NOW = timedelta(seconds=20)
"""The first pause where Discord makes us wait: after it some old messages can be edited again."""

_FAULT = timedelta(seconds=5)
"""The first pause after a fault of the network, or of Discord itself."""

_REFUSED = timedelta(minutes=1)
"""The first pause where Discord refuses for good, as far as it knows."""

_LONGEST = timedelta(hours=1)
"""Pauses double up to this one."""

_LONGEST_FAULT = timedelta(minutes=5)
"""Pauses after a fault, which nobody has to mend, double up to this one."""

_KNOWN_FOR = timedelta(minutes=5)
"""How long the end of an edit is remembered: longer than any answer takes."""


class Editing:
    """Edits messages one by one, never the same one twice at a time. `clock` tells the time."""

    def __init__(self, client: discord.Client, sources: Sources, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._sources = sources
        self._known = sources.services.copies
        self._clock = clock
        self._locks: WeakValueDictionary[MessageId, asyncio.Lock] = WeakValueDictionary()
        self._edited_at: dict[MessageId, datetime] = {}

    def was_edited_since(self, message_id: MessageId, moment: datetime) -> bool:
        """Whether the message is being edited, or was since that moment of the last minutes, however that ended."""
        lock = self._locks.get(message_id)
        is_being_edited = lock is not None and lock.locked()
        return is_being_edited or self._edited_at.get(message_id, moment) > moment

    def forget_edits(self) -> None:
        """Forget the edits of more than some minutes ago."""
        since = self._clock() - _KNOWN_FOR

        for message_id in [known for known, at in self._edited_at.items() if at < since]:
            del self._edited_at[message_id]

    async def correct(self, copy: StaleCopy) -> bool:
        """Edit the message to what is true now; False where that has to wait. Raises StoreFailed."""
        # Held while it is edited, so that no older state of it lands on a newer one.
        async with self._locks.setdefault(copy.message_id, asyncio.Lock()):
            # Somebody else may have edited it since it was looked up.
            if not await self._is_unchanged(copy):
                return True

            return await self._try(copy)

    async def _try(self, copy: StaleCopy) -> bool:
        limit = asyncio.timeout(HIDE_WITHIN_S if copy.is_urgent else EDIT_WITHIN_S)

        try:
            async with limit:
                await self._edit(copy, await self._rebuilt(copy))
        except discord.HTTPException as error:
            return await self._refused(copy, error)
        except (aiohttp.ClientError, OSError) as error:
            # Our own limit is over where Discord makes us wait: discord.py does that by itself.
            if limit.expired():
                return await self._held_up(copy, "Discord makes us wait")

            await self._postpone(copy, _FAULT, f"no answer: {error!r}")
            return False
        except StoreFailed:
            raise
        except Exception:  # noqa: BLE001  (the boundary of one message: no other may wait for it)
            _log.exception("a message could not be rebuilt", extra={"message_id": copy.message_id})

            if copy.is_urgent and await self._is_taken_away(copy):
                return True

            await self._known.postpone(copy, self._clock() + _LONGEST, "error")
            return False

        return True

    async def _is_unchanged(self, copy: StaleCopy) -> bool:
        """Whether nothing happened to the message, or to what it shows, since `copy` was looked up."""
        current = await self._known.find(copy.message_id)
        return current is not None and current.version == copy.version

    async def _rebuilt(self, copy: StaleCopy) -> Rebuilt:
        guild = self._client.get_guild(copy.guild_id)
        name = guild.name if guild is not None and guild.name else "this server"
        region = region_of(None if guild is None else str(guild.preferred_locale))
        return await rebuild(self._sources, copy, Place(name, region), self._clock())

    async def _edit(self, copy: StaleCopy, now: Rebuilt) -> None:
        answer = now.answer

        try:
            if answer is None:
                # What it showed may have come back since it was looked for.
                if await self._is_unchanged(copy):
                    await self._take_away(copy)

                return

            await self._write(self._message(copy), answer, keeps_rows=now.keeps_rows)
        finally:
            # Also where nobody knows whether it was edited.
            self._edited_at[copy.message_id] = self._clock()

        # A message that nothing rebuilds any more names nobody.
        done = copy.model_copy(update={"names": now.names} if now.request else {"author_id": None})
        await self._known.edited(done, now.request, now.reviews, self._clock())

    async def _write(self, message: discord.PartialMessage, answer: Answer, *, keeps_rows: bool) -> None:
        """Let the message become the answer. A picture is sent only where Discord's answer shows that it is not there.

        What a message shows is not known here, and most edits change words alone.
        """
        view: Any = MISSING if keeps_rows else answer.view()
        files: Any = [] if answer.attachment is None else MISSING
        edited = await message.edit(content=answer.content, embeds=answer.embeds, view=view, attachments=files)

        if answer.attachment is None or answer.attachment.is_shown_in(edited):
            return

        try:
            await message.edit(embeds=answer.embeds, attachments=answer.files())
        except discord.Forbidden as error:
            # The words are right; where we may attach nothing, the card does without.
            _log.info("a picture can't be attached: %s", error, extra={"message_id": message.id})

    async def _take_away(self, copy: Copy) -> None:
        await self._message(copy).delete()
        await self._known.take_away(copy.message_id)

    async def _refused(self, copy: StaleCopy, error: discord.HTTPException) -> bool:
        """Discord did not take the edit: forget what is gone, take away what must not stay, try the rest later."""
        if error.code in _GONE:
            await self._known.forget(copy.message_id)
            return True

        if error.status >= 500:
            await self._postpone(copy, _FAULT, str(error))
            return False

        if error.status == 429 or error.code == _TOO_OLD:
            return await self._held_up(copy, str(error))

        if copy.is_urgent and await self._is_taken_away(copy):
            return True

        await self._postpone(copy, _REFUSED, str(error))

        if error.code in _NO_ACCESS:
            await self._postpone_channel(copy, _REFUSED, str(error), spares_urgent=False)

        return False

    async def _held_up(self, copy: StaleCopy, fault: str) -> bool:
        """Discord takes no edit just now: what must be hidden is taken away, all else in the channel can wait."""
        if copy.is_urgent and await self._is_taken_away(copy):
            return True

        await self._postpone(copy, _NOT_NOW, fault)
        await self._postpone_channel(copy, _NOT_NOW, fault, spares_urgent=True)
        return False

    async def _is_taken_away(self, copy: StaleCopy) -> bool:
        """Delete the message instead; whether it is gone."""
        try:
            async with asyncio.timeout(HIDE_WITHIN_S):
                await self._take_away(copy)
        except discord.HTTPException as error:
            if error.code not in _GONE:
                return False

            await self._known.forget(copy.message_id)
        except (aiohttp.ClientError, OSError):
            return False

        return True

    async def _postpone(self, copy: StaleCopy, first: timedelta, fault: str) -> None:
        """Try the message again later."""
        # Once is enough: what can't be edited is tried again and again.
        level = logging.DEBUG if copy.tries else logging.WARNING
        _log.log(level, "a message can't be edited just now: %s", fault, extra={"message_id": copy.message_id})
        await self._known.postpone(copy, self._clock() + _pause(copy, first), fault)

    async def _postpone_channel(self, copy: StaleCopy, first: timedelta, fault: str, *, spares_urgent: bool) -> None:
        """Try later whatever is due in the same channel; it would fare no better."""
        now = self._clock()
        until = now + _pause(copy, first)
        await self._known.postpone_channel(copy.channel_id, now, until, fault, spares_urgent=spares_urgent)

    def _message(self, copy: Copy) -> discord.PartialMessage:
        return self._client.get_partial_messageable(copy.channel_id).get_partial_message(copy.message_id)


def _pause(copy: StaleCopy, first: timedelta) -> timedelta:
    """How long to wait until the next try: longer each time."""
    longest = _LONGEST_FAULT if first == _FAULT else _LONGEST
    return min(first * 2 ** min(copy.tries, 20), longest)
