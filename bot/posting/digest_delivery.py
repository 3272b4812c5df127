"""Bringing one digest into its channel: new, or found where an earlier try left it."""

from datetime import datetime

import discord
from discord.utils import utcnow

from bot.posting.digest_pages import DigestPages
from bot.posting.sending import NotNow, Outgoing, Sending, is_under_way, nonce_of
from bot.services import Services
from bot.services.digests import POSTED_WITHIN
from bot.ui.answer import Answer
from bot.ui.custom_ids import OpenDigest
from data.models import Copy, Digest, DueDigest, MessageId, Review


class DigestDelivery:
    """Sends digests, and finds those that may have been sent."""

    def __init__(self, client: discord.Client, services: Services, pages: DigestPages) -> None:
        self._client = client
        self._services = services
        self._store = services.digest_outbox
        self._pages = pages
        self._sending = Sending(client)

    async def bring(self, due: DueDigest) -> bool:
        """Bring a digest that was taken into its channel; False where it was not sent, and waits again.

        Raises NotNow; whatever else it raises leaves the digest's fate unknown.
        """
        try:
            return await self._bring(due)
        except NotNow as refusal:
            if refusal.is_unsent:
                await self._store.put_back(due.id)

            raise

    async def _bring(self, due: DueDigest) -> bool:
        request = OpenDigest(digest=due.id)
        # The same for the same digest on its way into the same channel.
        nonce = nonce_of("digest", due.guild_id, due.channel_id, due.id)
        outgoing = Outgoing(due.guild_id, due.channel_id, request, nonce)
        message, is_doubtful = None, due.tried_at is not None

        if due.tried_at is not None:
            message = await self._sending.look_for(outgoing, due.tried_at, lambda: self._has_moved(due))

            if message is None and not await self._is_still_under_way(due, due.tried_at):
                await self._store.put_back(due.id)
                return False

        digest = await self._services.digests.of(due.guild_id, due.id)
        answer, reviews = await self._built(due, digest)

        if message is None:
            # One with a known nonce is the message of an earlier try, with what was true then.
            message = await self._sending.send(outgoing, answer)

        copy = Copy(
            message_id=MessageId(message.id),
            channel_id=due.channel_id,
            guild_id=due.guild_id,
            request=str(request),
            names=digest.named,
        )
        await self._store.sent(due.id, copy, reviews, utcnow(), is_doubtful=is_doubtful)
        return True

    async def _is_still_under_way(self, due: DueDigest, tried_at: datetime) -> bool:
        """Whether a digest that was not found is to be sent once more just as it was, since it may still arrive."""
        return is_under_way(tried_at) and not is_over(due, utcnow()) and not await self._has_moved(due)

    async def _has_moved(self, due: DueDigest) -> bool:
        """Whether the server has chosen another channel, or none, since the digest was first tried."""
        return (await self._services.guilds.settings(due.guild_id)).digest_id != due.channel_id

    async def _built(self, due: DueDigest, digest: Digest) -> tuple[Answer, list[Review]]:
        guild = self._client.get_guild(due.guild_id)
        channel = guild and guild.get_channel(due.channel_id)
        name = guild.name if guild is not None else ""
        # A digest without its picture is better than none.
        has_picture = not guild or not channel or channel.permissions_for(guild.me).attach_files
        return await self._pages.post(digest, name, utcnow(), has_picture=has_picture)


def is_over(due: DueDigest, now: datetime) -> bool:
    """Whether it is too late to post the digest."""
    return now - due.ends_at > POSTED_WITHIN
