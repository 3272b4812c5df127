"""Bringing reviews into a server's feed, each batch as one message: new, or found where an earlier try left it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import discord
from discord.utils import utcnow

from bot.posting.sending import NotNow, Outgoing, Sending, is_under_way, nonce_of
from bot.services import Services
from bot.ui.custom_ids import ChooseFromList, CustomId, OpenReview
from bot.ui.embeds import review_post
from bot.ui.lists import feed_list
from data.errors import ReviewNotFound
from data.models import Batch, Copy, MessageId, Review


class Delivery:
    """Sends batches, and finds those that may have been sent."""

    def __init__(self, client: discord.Client, services: Services) -> None:
        self._services = services
        self._store = services.outbox
        self._sending = Sending(client)

    async def bring(self, batch: Batch) -> Copy | None:
        """Bring a batch into the feed; the message that it is, new or found.

        None where it became none: nothing of it is left, or its reviews wait again to go otherwise. Raises NotNow;
        whatever else it raises leaves the batch's fate unknown.
        """
        try:
            return await self._bring(batch)
        except NotNow as refusal:
            if refusal.is_unsent:
                await self._store.put_back(batch)

            raise

    async def _bring(self, batch: Batch) -> Copy | None:
        if batch.tried_at is not None:
            found = await self._find_out(batch, batch.tried_at)

            if found is not None or not await self._is_still_under_way(batch, batch.tried_at):
                return found

        reviews = await self._read(batch)

        if not reviews:
            await self._store.put_back(batch)
            return None

        is_list = len(batch.review_ids) > 1
        answer = feed_list(reviews, batch.number) if is_list else review_post(reviews[0])
        message = await self._sending.send(_outgoing(batch), answer)
        # One with a known nonce is the message of an earlier try, with what the reviews said then.
        return await self._note(batch, message, reviews, is_doubtful=batch.tried_at is not None)

    async def _find_out(self, batch: Batch, tried_at: datetime) -> Copy | None:
        """The message that a batch of unknown fate became; None where it became none. Raises NotNow."""
        message = await self._sending.look_for(_outgoing(batch), tried_at, lambda: self._has_moved(batch))

        if message is None:
            return None

        return await self._note(batch, message, await self._read(batch), is_doubtful=True)

    async def _is_still_under_way(self, batch: Batch, tried_at: datetime) -> bool:
        """Whether a batch that was not found is to be sent once more just as it was, since it may still arrive.

        Else its reviews wait again, to go with what came since, or into the feed's new channel.
        """
        if is_under_way(tried_at) and not await self._has_moved(batch):
            return True

        await self._store.put_back(batch)
        return False

    async def _has_moved(self, batch: Batch) -> bool:
        """Whether the server has chosen another channel, or none, since the batch was first tried."""
        return (await self._services.guilds.settings(batch.guild_id)).feed_id != batch.channel_id

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


def _outgoing(batch: Batch) -> Outgoing:
    """The same for the same reviews on their way into the same channel."""
    nonce = nonce_of(batch.guild_id, batch.channel_id, batch.number, *batch.review_ids)
    return Outgoing(batch.guild_id, batch.channel_id, _request_of(batch), nonce)


def _request_of(batch: Batch) -> CustomId:
    """The custom id that every message of the batch carries."""
    first, *others = batch.review_ids
    return ChooseFromList(number=batch.number) if others else OpenReview(review=first)
