"""Bringing one message into a server's feed exactly once, whatever became of earlier tries.

Whether a message was posted is known only from Discord's answer. Where that did not come (a crash, a cut connection, an
error on Discord's side) nobody knows, and the channel's history is looked through before anything is sent again: every
message of ours carries a custom id that tells which one it is. Discord's nonce covers what is still under way.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2b
from http import HTTPStatus

import discord
from discord.utils import utcnow

from bot.services import Services
from bot.ui.custom_ids import ChooseFromList, CustomId, OpenReview
from bot.ui.embeds import review_post
from bot.ui.lists import feed_list
from data.errors import ReviewNotFound
from data.models import Batch, Copy, FeedFault, MessageId, Review

SEND_WITHIN_S = 60.0
"""How long one message may take, waiting for rate limits included. Its fate is unknown afterwards."""

UNDER_WAY_FOR = timedelta(minutes=2)
"""So long a message that nobody saw arrive may still be on its way; Discord knows its nonce for longer than that."""

LOOK_AROUND = timedelta(minutes=5)
"""The channel's history is looked through from so long before a try to so long after it: a try takes a minute at most,
is made again within two, and clocks differ."""

NEWEST = 100
"""So many of the newest messages are looked at as well: what a page of history holds, whatever our clock says."""

LEAST_RETRY_S = 1.0
"""discord.py waits at least so long after an error on Discord's side before it tries again."""

_NO_ACCESS = frozenset({50001, 50013})
"""Discord's codes for a channel that the bot may not see, and one where it may not do that."""


class NotNow(Exception):
    """The feed's channel does not take the message, or does not tell whether it is there, for `fault`."""

    def __init__(self, fault: FeedFault) -> None:
        super().__init__(fault)
        self.fault = fault


class Delivery:
    """Sends batches, and finds those that may have been sent."""

    def __init__(self, client: discord.Client, services: Services) -> None:
        self._client = client
        self._services = services
        self._store = services.outbox

    async def bring(self, batch: Batch) -> Copy | None:
        """Bring a batch into the feed; the message that it is, new or found.

        None where it became none: nothing of it is left, or its reviews wait again to go otherwise. Raises NotNow;
        whatever else it raises leaves the batch's fate unknown.
        """
        if batch.tried_at is not None:
            found = await self._find_out(batch, batch.tried_at)

            if found is not None or not await self._is_still_under_way(batch, batch.tried_at):
                return found

        reviews = await self._read(batch)

        if not reviews:
            await self._store.put_back(batch)
            return None

        message = await self._send(batch, reviews)
        # One with a known nonce is the message of an earlier try, with what the reviews said then.
        return await self._note(batch, message, reviews, is_doubtful=batch.tried_at is not None)

    async def _send(self, batch: Batch, reviews: Sequence[Review]) -> discord.Message:
        is_list = len(batch.review_ids) > 1
        answer = feed_list(reviews, batch.number) if is_list else review_post(reviews[0])
        begun = time.monotonic()

        try:
            async with asyncio.timeout(SEND_WITHIN_S):
                return await self._channel(batch).send(embeds=answer.embeds, view=answer.view(), nonce=_nonce(batch))
        except discord.HTTPException as error:
            fault = _fault_of(error)

            if fault is None:
                raise

            # A refusal that came later may follow an answer that was lost although the message was posted. Then it is
            # looked for first.
            if fault is FeedFault.CHANNEL_GONE or time.monotonic() - begun < LEAST_RETRY_S:
                await self._store.put_back(batch)

            raise NotNow(fault) from error

    async def _find_out(self, batch: Batch, tried_at: datetime) -> Copy | None:
        """The message that a batch of unknown fate became; None where it became none. Raises NotNow.

        Where the feed has another channel by now, and the old one can't be read any more, the message is taken as not
        posted: nobody could tell, and the review goes into the new channel rather than nowhere.
        """
        try:
            message = await self._find(batch, tried_at)
        except NotNow as refusal:
            if await self._has_moved(batch):
                return None

            # The channel's messages are gone with it.
            if refusal.fault is FeedFault.CHANNEL_GONE:
                await self._store.put_back(batch)

            raise

        if message is None:
            return None

        return await self._note(batch, message, await self._read(batch), is_doubtful=True)

    async def _is_still_under_way(self, batch: Batch, tried_at: datetime) -> bool:
        """Whether a batch that was not found is to be sent once more just as it was, since it may still arrive.

        Else its reviews wait again, to go with what came since, or into the feed's new channel.
        """
        if utcnow() - tried_at <= UNDER_WAY_FOR and not await self._has_moved(batch):
            return True

        await self._store.put_back(batch)
        return False

    async def _has_moved(self, batch: Batch) -> bool:
        """Whether the server has chosen another channel, or none, since the batch was first tried."""
        return (await self._services.guilds.settings(batch.guild_id)).feed_id != batch.channel_id

    async def _find(self, batch: Batch, tried_at: datetime) -> discord.Message | None:
        guild = self._client.get_guild(batch.guild_id)
        known = guild and guild.get_channel(batch.channel_id)

        # Without the permission Discord shows a history without messages.
        if guild and known and not known.permissions_for(guild.me).read_message_history:
            raise NotNow(FeedFault.NO_ACCESS)

        try:
            newest = [message async for message in self._channel(batch).history(limit=NEWEST)]
            found = next((message for message in newest if self._is_of(message, batch)), None)

            if found is None and len(newest) == NEWEST and newest[-1].created_at > tried_at - LOOK_AROUND:
                return await self._find_around(batch, tried_at)
        except discord.HTTPException as error:
            if (fault := _fault_of(error)) is None:
                raise

            raise NotNow(fault) from error

        return found

    async def _find_around(self, batch: Batch, tried_at: datetime) -> discord.Message | None:
        begin, end = tried_at - LOOK_AROUND, tried_at + LOOK_AROUND

        async for message in self._channel(batch).history(limit=None, after=begin, oldest_first=True):
            if message.created_at > end:
                break

            if self._is_of(message, batch):
                return message

        return None

    def _is_of(self, message: discord.Message, batch: Batch) -> bool:
        # What answers somebody, such as a review that was shown again, was not sent by the outbox.
        if message.author != self._client.user or message.interaction_metadata is not None:
            return False

        rows = (row for row in message.components if isinstance(row, discord.ActionRow))
        return str(_request_of(batch)) in {item.custom_id for row in rows for item in row.children}

    async def _read(self, batch: Batch) -> list[Review]:
        """The batch's reviews as they are now, without those that are gone."""
        reviews: list[Review] = []

        for review_id in batch.review_ids:
            with suppress(ReviewNotFound):
                reviews.append(await self._services.reviews.get(batch.guild_id, review_id))

        return reviews

    async def _note(
        self, batch: Batch, message: discord.Message, reviews: Sequence[Review], *, is_doubtful: bool
    ) -> Copy:
        copy = Copy(
            message_id=MessageId(message.id),
            channel_id=batch.channel_id,
            guild_id=batch.guild_id,
            request=str(_request_of(batch)),
        )
        await self._store.sent(batch, copy, reviews, utcnow(), is_doubtful=is_doubtful)
        return copy

    def _channel(self, batch: Batch) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(batch.channel_id, guild_id=batch.guild_id)


def _request_of(batch: Batch) -> CustomId:
    """The custom id that every message of the batch carries."""
    first, *others = batch.review_ids
    return ChooseFromList(number=batch.number) if others else OpenReview(review=first)


def _nonce(batch: Batch) -> str:
    """The same for the same reviews on their way into the same channel: 24 characters of the 25 that Discord takes."""
    what = (batch.guild_id, batch.channel_id, batch.number, *batch.review_ids)
    return blake2b(repr(what).encode(), digest_size=12).hexdigest()


def _fault_of(error: discord.HTTPException) -> FeedFault | None:
    """What the channel is to blame for; None where it is Discord, the network or the token."""
    if error.status == HTTPStatus.NOT_FOUND:
        return FeedFault.CHANNEL_GONE

    if error.code in _NO_ACCESS:
        return FeedFault.NO_ACCESS

    return FeedFault.REFUSED if error.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN} else None
