"""Keeping true what shows reviews: every public message of ours is edited when something in it changed.

A change marks the messages that show it in its own transaction; here the marks are worked off, by channel and message
id, since an interaction's token dies after 15 minutes. Channels stand side by side, so that one where Discord lets us
wait keeps no other from being edited.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord.utils import utcnow
from typing_extensions import override

from bot.posting.editing import Editing
from bot.posting.rebuilding import Sources
from bot.posting.worker import Worker
from bot.ui.answer import IN_DOUBT
from bot.ui.custom_ids import CustomId, OpenReview
from data.errors import StoreFailed
from data.models import ChannelId, Copy, FilmId, GuildId, MessageId, Review, UserId

_log = logging.getLogger(__name__)

SIDE_BY_SIDE = 20
"""Channels in which messages are edited at the same time; in each one after the other."""

LOOK_BACK = 50
"""How many of a channel's messages are looked through for a lost post: it was sent some seconds before."""

LOOK_WITHIN_S = 1.0
"""How long that may take, below the 3 s in which Discord wants an answer."""

SETTLE_WITHIN_S = 60.0
"""How long somebody waits who asked for messages to be edited; the rest is edited later."""

KEPT_AT_MOST = 1000
"""So many messages that the store could not take are kept in memory until it can; the oldest are given up first."""

_NOTED_AGAIN_AFTER = timedelta(seconds=5)
"""How long after a failure the store is asked again to take them."""

LONE_WITHIN_S = 10.0
"""How long the look for a doubled message may take: its author has the answer by then."""

_TRIES = 3
"""How often in a row a message is edited for one who waits for it, when it changes again meanwhile."""


class Copies(Worker):
    """Knows the public messages that show reviews, and edits those that are not true any more."""

    def __init__(self, client: discord.Client, sources: Sources, *, clock: Callable[[], datetime] = utcnow) -> None:
        super().__init__()
        self._clock = clock
        self._client = client
        self._known = sources.services.copies
        self._channels: dict[ChannelId, asyncio.Task[None]] = {}
        self._unnoted: dict[MessageId, tuple[Copy, Sequence[Review], datetime]] = {}
        self.editing = Editing(client, sources, clock)

    async def remember(  # noqa: PLR0913  (all that is known of a message)
        self,
        interaction: discord.Interaction[Any],
        message_id: MessageId | None,
        request: CustomId,
        reviews: Sequence[Review],
        built_at: datetime,
        *,
        film_id: FilmId | None = None,
        author_id: UserId | None = None,
        names: Iterable[UserId] = (),
    ) -> None:
        """Know the public message as one that shows `reviews`, read after `built_at`, and is rebuilt by `request`.

        `names` are those whom it names beside the reviews' authors. What changed since it was read is caught up with.
        A failing store costs the log a warning, not the person their answer; it is asked again until it works.
        """
        if message_id is None or interaction.channel_id is None or interaction.guild_id is None:
            return

        copy = Copy(
            message_id=message_id,
            channel_id=ChannelId(interaction.channel_id),
            guild_id=GuildId(interaction.guild_id),
            request=str(request),
            film_id=film_id,
            author_id=author_id,
            names=tuple(names),
        )
        await self._add(copy, reviews, built_at, is_doubtful=IN_DOUBT in interaction.extras)

    async def remember_turned(  # noqa: PLR0913  (the same)
        self,
        interaction: discord.Interaction[Any],
        request: CustomId,
        reviews: Sequence[Review],
        built_at: datetime,
        *,
        film_id: FilmId | None = None,
        author_id: UserId | None = None,
        names: Iterable[UserId] = (),
    ) -> None:
        """The same for the pressed public message, now that it is turned."""
        message = interaction.message
        message_id = None if message is None else MessageId(message.id)
        await self.remember(
            interaction, message_id, request, reviews, built_at, film_id=film_id, author_id=author_id, names=names
        )

    async def find_lost(self, review: Review, channel_id: ChannelId) -> Copy | None:
        """The message of the channel that shows the review, though nobody noted it: the bot was stopped in between."""
        request = str(OpenReview(review=review.id))
        channel = self._client.get_partial_messageable(channel_id)

        try:
            # The author's answer waits for this.
            async with asyncio.timeout(LOOK_WITHIN_S):
                latest = [message async for message in channel.history(limit=LOOK_BACK)]
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("the channel can't be looked through: %r", error)
            return None

        for message in latest:
            if message.author == self._client.user and request in _custom_ids(message):
                copy = Copy(
                    message_id=MessageId(message.id),
                    channel_id=channel_id,
                    guild_id=review.guild_id,
                    request=request,
                )
                await self._add(copy, (review,), self._clock(), is_doubtful=True)
                return copy

        return None

    async def lone(
        self, interaction: discord.Interaction[Any], message_id: MessageId | None, request: CustomId
    ) -> MessageId | None:
        """The id of the public message that followed the answer; what Discord took beside it is deleted.

        discord.py sends a follow-up again after a fault of Discord's, although the first try may have been carried out.
        `message_id` is what it was told in the end; where that is None, the message may be there all the same.
        """
        if interaction.channel_id is None:
            return message_id

        channel = self._client.get_partial_messageable(interaction.channel_id)

        try:
            async with asyncio.timeout(LONE_WITHIN_S):
                since = discord.Object(interaction.id)
                latest = [message async for message in channel.history(limit=LOOK_BACK, after=since)]

                for message in latest:
                    about = message.interaction_metadata
                    is_ours = message.author == self._client.user and about is not None and about.id == interaction.id

                    if not is_ours or str(request) not in _custom_ids(message) or message.id == message_id:
                        continue

                    if message_id is None:
                        message_id = MessageId(message.id)
                    else:
                        await message.delete()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("whether a message was posted twice is not known: %r", error)

        return message_id

    async def settle(self, message_ids: Iterable[MessageId]) -> int:
        """Edit these messages now, as far as a minute allows; how many are still not true."""
        ids = list(message_ids)
        by_channel: dict[ChannelId, list[MessageId]] = {}

        for message_id in ids:
            if (copy := await self._known.find(message_id)) is not None:
                by_channel.setdefault(copy.channel_id, []).append(message_id)

        try:
            async with asyncio.timeout(SETTLE_WITHIN_S):
                await asyncio.gather(*(self._settle_channel(those) for those in by_channel.values()))
        except TimeoutError:
            _log.info("messages to edit are left for later: somebody waits")
        except StoreFailed as error:
            _log.warning("messages to edit are left for later: %s", error.reason)

        return await self._known.still_due(ids)

    @override
    async def work(self, now: datetime) -> datetime | None:
        self.editing.forget_edits()
        is_all_noted = await self._note_again()

        for channel_id in await self._known.due_channels(now, 2 * SIDE_BY_SIDE):
            if len(self._channels) >= SIDE_BY_SIDE:
                break

            if channel_id not in self._channels:
                self._channels[channel_id] = asyncio.create_task(
                    self._work_off(channel_id, now), name=f"edits in {channel_id}"
                )

        # What is due by now is being worked off, and what of it is left is looked for when a channel is done.
        next_due = await self._known.next_due(now)

        if is_all_noted:
            return next_due

        again_at = self._clock() + _NOTED_AGAIN_AFTER
        return again_at if next_due is None else min(next_due, again_at)

    @override
    async def stop(self) -> None:
        await super().stop()

        if tasks := list(self._channels.values()):
            for task in tasks:
                task.cancel()

            await asyncio.wait(tasks)

        self._channels.clear()

    async def _work_off(self, channel_id: ChannelId, now: datetime) -> None:
        """Edit what is due in the channel, one after the other."""
        try:
            while due := await self._known.due(now, 1, channel_id):
                await self.editing.correct(due[0])
        except StoreFailed as error:
            # The next tick looks again: nothing is lost, it is all in the store.
            _log.warning("messages could not be brought up to date: %s", error.reason)
        else:
            # Another channel may have waited for this one's place.
            self.nudge()
        finally:
            del self._channels[channel_id]

    async def _settle_channel(self, message_ids: Iterable[MessageId]) -> None:
        for message_id in message_ids:
            for _ in range(_TRIES):
                copy = await self._known.find(message_id)

                if (
                    copy is None
                    or not await self._known.still_due([message_id])
                    or not await self.editing.correct(copy)
                ):
                    break

    async def _add(
        self, copy: Copy, reviews: Sequence[Review], built_at: datetime, *, is_doubtful: bool = False
    ) -> None:
        # A message that was turned while it was edited may have ended as either.
        is_doubtful = is_doubtful or self.editing.was_edited_since(copy.message_id, built_at)

        try:
            is_true = await self._known.add(copy, reviews, built_at, is_doubtful=is_doubtful)
        except StoreFailed as error:
            # The person has the answer: this is the log's to tell.
            _log.warning("what a message shows is not known: %s", error.reason, extra={"message_id": copy.message_id})
            self._keep(copy, reviews, built_at)
        else:
            # What failed to be noted of the message before is of no interest any more.
            self._unnoted.pop(copy.message_id, None)

            if not is_true:
                self.nudge()

    def _keep(self, copy: Copy, reviews: Sequence[Review], built_at: datetime) -> None:
        """Keep what the store could not take, and see to it that it is asked again."""
        self._unnoted[copy.message_id] = (copy, reviews, built_at)

        if len(self._unnoted) > KEPT_AT_MOST:
            del self._unnoted[next(iter(self._unnoted))]

        self.nudge()

    async def _note_again(self) -> bool:
        """Let the store take what it could not; False where it still can't."""
        while self._unnoted:
            message_id = next(iter(self._unnoted))
            copy, reviews, built_at = self._unnoted[message_id]

            try:
                await self._known.add(copy, reviews, built_at, is_doubtful=True)
            except StoreFailed as error:
                _log.debug("what messages show can't be noted yet: %s", error.reason)
                return False

            # It may have been turned meanwhile, and that have failed as well.
            if self._unnoted.get(message_id, (None,))[0] is copy:
                del self._unnoted[message_id]

        return True


def _custom_ids(message: discord.Message) -> set[str]:
    """The custom ids of a message's buttons."""
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    return {item.custom_id for row in rows for item in row.children if item.custom_id}
