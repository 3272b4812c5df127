"""Sending one message into a channel exactly once, whatever became of earlier tries.

Whether a message was posted is known only from Discord's answer. Where that did not come (a crash, a cut connection, an
error on Discord's side) nobody knows, and the channel's history is looked through before anything is sent again: every
message of ours carries a custom id that tells which one it is. Discord's nonce covers what is still under way.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from http import HTTPStatus

import aiohttp
import discord
from discord.utils import MISSING, utcnow

from bot.ui.answer import Answer
from bot.ui.custom_ids import CustomId
from data.models import ChannelId, FeedFault, GuildId

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

LOSSES = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
"""What is raised where Discord did not answer, or with an error of its own."""

_NO_ACCESS = frozenset({50001, 50013})
"""Discord's codes for a channel that the bot may not see, and one where it may not do that."""


class NotNow(Exception):
    """The channel does not take the message, or does not tell whether it is there, for `fault`.

    `is_unsent` says that no earlier try stands there either.
    """

    def __init__(self, fault: FeedFault, *, is_unsent: bool) -> None:
        super().__init__(fault)
        self.fault = fault
        self.is_unsent = is_unsent


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before another try: after one refusal and after two; after one loss of contact, two and so on.

    The last one holds for all further ones.
    """

    after_refusal: Sequence[timedelta] = (timedelta(seconds=5), timedelta(seconds=30))
    after_loss: Sequence[timedelta] = tuple(timedelta(seconds=s) for s in (1, 2, 5, 10, 30, 60, 120, 300))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is to stand in a channel once. It carries `request`, and Discord knows it by its `nonce`."""

    guild_id: GuildId
    channel_id: ChannelId
    request: CustomId
    nonce: str


class Sending:
    """Sends messages, and finds those that may have been sent."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def send(self, outgoing: Outgoing, answer: Answer) -> discord.Message:
        """Send the message. Raises NotNow; whatever else it raises leaves the message's fate unknown."""
        begun = time.monotonic()

        try:
            async with asyncio.timeout(SEND_WITHIN_S):
                return await self._channel(outgoing).send(
                    answer.content or None,
                    embeds=answer.embeds,
                    view=answer.view(),
                    files=answer.files() or MISSING,
                    nonce=outgoing.nonce,
                )
        except discord.HTTPException as error:
            fault = _fault_of(error)

            if fault is None:
                raise

            # A refusal that came later may follow an answer that was lost although the message was posted. Then it is
            # looked for first.
            is_first = time.monotonic() - begun < LEAST_RETRY_S
            raise NotNow(fault, is_unsent=fault is FeedFault.CHANNEL_GONE or is_first) from error

    async def look_for(
        self, outgoing: Outgoing, tried_at: datetime, has_moved: Callable[[], Awaitable[bool]]
    ) -> discord.Message | None:
        """The message that an earlier try became; None where it became none. Raises NotNow.

        Where what is sent has another channel by now (`has_moved`), and the old one can't be read any more, the message
        is taken as not posted: nobody could tell, and it goes into the new channel rather than nowhere.
        """
        try:
            return await self._find(outgoing, tried_at)
        except NotNow:
            if await has_moved():
                return None

            raise

    async def _find(self, outgoing: Outgoing, tried_at: datetime) -> discord.Message | None:
        guild = self._client.get_guild(outgoing.guild_id)
        known = guild and guild.get_channel(outgoing.channel_id)

        # Without the permission Discord shows a history without messages.
        if guild and known and not known.permissions_for(guild.me).read_message_history:
            raise NotNow(FeedFault.NO_ACCESS, is_unsent=False)

        try:
            newest = [message async for message in self._channel(outgoing).history(limit=NEWEST)]
            found = next((message for message in newest if self._is_it(message, outgoing)), None)

            if found is None and len(newest) == NEWEST and newest[-1].created_at > tried_at - LOOK_AROUND:
                return await self._find_around(outgoing, tried_at)
        except discord.HTTPException as error:
            if (fault := _fault_of(error)) is None:
                raise

            # The channel's messages are gone with it.
            raise NotNow(fault, is_unsent=fault is FeedFault.CHANNEL_GONE) from error

        return found

    async def _find_around(self, outgoing: Outgoing, tried_at: datetime) -> discord.Message | None:
        begin, end = tried_at - LOOK_AROUND, tried_at + LOOK_AROUND

        async for message in self._channel(outgoing).history(limit=None, after=begin, oldest_first=True):
            if message.created_at > end:
                break

            if self._is_it(message, outgoing):
                return message

        return None

    def _is_it(self, message: discord.Message, outgoing: Outgoing) -> bool:
        # What answers somebody, such as a review that was shown again, was not sent by itself.
        if message.author != self._client.user or message.interaction_metadata is not None:
            return False

        rows = (row for row in message.components if isinstance(row, discord.ActionRow))
        return str(outgoing.request) in {item.custom_id for row in rows for item in row.children}

    def _channel(self, outgoing: Outgoing) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(outgoing.channel_id, guild_id=outgoing.guild_id)


def is_under_way(tried_at: datetime) -> bool:
    """Whether a message that was first tried then, and not found, may still arrive."""
    return utcnow() - tried_at <= UNDER_WAY_FOR


def nonce_of(*what: object) -> str:
    """The same for the same message into the same channel: 24 characters of the 25 that Discord takes."""
    return blake2b(repr(what).encode(), digest_size=12).hexdigest()


def _fault_of(error: discord.HTTPException) -> FeedFault | None:
    """What the channel is to blame for; None where it is Discord, the network or the token."""
    if error.status == HTTPStatus.NOT_FOUND:
        return FeedFault.CHANNEL_GONE

    if error.code in _NO_ACCESS:
        return FeedFault.NO_ACCESS

    return FeedFault.REFUSED if error.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN} else None
