"""The servers' feeds: what waits goes into their channels in order, each review once."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

import discord
from discord.utils import utcnow
from typing_extensions import override

from bot.posting.delivery import Delivery
from bot.posting.notices import tell_admins
from bot.posting.sending import LOSSES, NotNow, Patience, nonce_of
from bot.posting.servers import OUT_OF_TOUCH_FOR, ServerWorker
from bot.services import Services
from bot.ui.setup import feed_paused, missing_for_feed
from data.models import (
    Batch,
    Copy,
    FeedFault,
    FeedState,
    GuildId,
    ReviewId,
)

_log = logging.getLogger(__name__)

AT_ONCE = 16
"""So many servers' feeds are sent into side by side."""


class Outbox(ServerWorker):
    """Sends what waits, pauses a feed that Discord refuses, tells its admins, and goes on when it can.

    `on_sent` is called when a message has arrived: what it shows may have changed meanwhile.
    """

    def __init__(
        self,
        client: discord.Client,
        services: Services,
        on_sent: Callable[[], None] = lambda: None,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(client, "feed", AT_ONCE)
        self.patience = patience or Patience()
        self._services = services
        self._store = services.outbox
        self._on_sent = on_sent
        self._delivery = Delivery(client, services)
        self._awaited: dict[ReviewId, list[asyncio.Future[Copy | None]]] = {}
        self._losses: dict[GuildId, int] = {}

    async def sent(self, review_id: ReviewId, within_s: float) -> Copy | None:
        """The message in the feed that shows the review, as soon as it is there.

        None where it does not get there in time; at once where it is not on its way, or the feed is paused meanwhile.
        """
        arrival: asyncio.Future[Copy | None] = asyncio.get_running_loop().create_future()
        self._awaited.setdefault(review_id, []).append(arrival)

        try:
            copy = await self._store.copy_of(review_id)

            if copy is not None or not await self._store.is_going(review_id):
                # It may have arrived between the two looks.
                return copy or (arrival.result() if arrival.done() else None)

            self.nudge()

            async with asyncio.timeout(within_s):
                return await arrival
        except TimeoutError:
            return None
        finally:
            self._await_no_more(review_id, arrival)

    async def repaired(self, guild_id: GuildId) -> None:
        """Something about the server's channels or permissions changed: let a paused feed go on if it can now."""
        state = await self._store.state(guild_id)

        if state.paused_at is not None:
            await self._go_on_if_possible(state)

        self.nudge()

    @override
    async def work(self, now: datetime) -> datetime | None:
        is_held_up = False

        for state in await self._store.paused():
            if not await self._go_on_if_possible(state) and state.is_notice_due and self.is_in_touch(state.guild_id):
                self.begin(state.guild_id, self._tell)

        for guild_id in await self._store.ready(now):
            if self.is_in_touch(guild_id):
                self.begin(guild_id, self._send_all)
            elif self.guild(guild_id) is not None:
                is_held_up = True

        return now + OUT_OF_TOUCH_FOR if is_held_up else await self._store.next_retry(now)

    async def _send_all(self, guild_id: GuildId) -> None:
        """Send what waits for a server's feed, one message after the other, until something stands in the way."""
        while self.is_in_touch(guild_id) and (batch := await self._store.next_batch(guild_id, utcnow())):
            try:
                copy = await self._delivery.bring(batch)
            except NotNow as refusal:
                await self._count_refusal(batch, refusal)
                return
            except LOSSES as error:
                await self.put_off(guild_id)
                _log.warning("a review may have reached its feed, or not: %r", error, extra={"guild_id": guild_id})
                return

            self._losses.pop(guild_id, None)

            if copy is not None:
                self._answer_those_who_wait(batch, copy)
                self._on_sent()

    @override
    async def put_off(self, guild_id: GuildId) -> None:
        """Try again in a while: what went wrong is not the channel's fault, and never pauses a feed."""
        waits = self.patience.after_loss
        losses = self._losses[guild_id] = self._losses.get(guild_id, 0) + 1
        await self._store.wait(guild_id, utcnow() + waits[min(losses, len(waits)) - 1])

    async def _count_refusal(self, batch: Batch, refusal: NotNow) -> None:
        """Try again a little later, or pause the feed."""
        guild_id = batch.guild_id
        guild = self.guild(guild_id)
        feed_id = (await self._services.guilds.settings(guild_id)).feed_id

        # Thrown out of the server, or by now with another feed: both are no fault of that feed's channel.
        if guild is None or feed_id != batch.channel_id:
            return

        waits = self.patience.after_refusal
        fault = refusal.fault

        if fault is FeedFault.NO_ACCESS and missing_for_feed(guild, batch.channel_id) == ():
            fault = FeedFault.UNEXPLAINED

        failures = (await self._store.state(guild_id)).failures
        retry_at = utcnow() + waits[min(failures, len(waits) - 1)]
        state = await self._store.refused(guild_id, fault, utcnow(), retry_at)
        _log.info("a feed's channel refused a message: %s", refusal.__cause__ or refusal, extra={"guild_id": guild_id})

        if state.paused_at is None:
            return

        _log.warning("a feed is paused: %s", fault, extra={"guild_id": guild_id})
        self._answer_those_who_wait(batch, None)

    async def _go_on_if_possible(self, state: FeedState) -> bool:
        """Let a paused feed go on if what paused it is repaired; whether it is.

        What Discord refused although nothing is missing that we know of would be refused again, and its admins told
        again: that is for them to try.
        """
        guild_id = state.guild_id
        guild = self.guild(guild_id)
        feed_id = (await self._services.guilds.settings(guild_id)).feed_id

        if guild is None or feed_id is None or state.fault in {FeedFault.REFUSED, FeedFault.UNEXPLAINED}:
            return False

        if missing_for_feed(guild, feed_id) != ():
            return False

        await self._store.resume(guild_id)
        _log.info("a feed goes on", extra={"guild_id": guild_id})
        return True

    async def _tell(self, guild_id: GuildId) -> None:
        """Tell a server's admins that its feed is paused, once for each pause."""
        guild, state = self.guild(guild_id), await self._store.state(guild_id)

        if guild is None or state.paused_at is None or not state.is_notice_due:
            return

        settings = await self._services.guilds.settings(guild_id)
        missing = () if settings.feed_id is None else missing_for_feed(guild, settings.feed_id)
        notice = feed_paused(settings, state, guild.name, missing)

        if await tell_admins(guild, settings, notice, nonce_of(state.guild_id, state.paused_at)):
            _log.info("told a server's admins that its feed is paused", extra={"guild_id": guild_id})
        else:
            _log.warning("nobody could be told that a feed is paused", extra={"guild_id": guild_id})

        await self._store.notice_given(guild_id)

    def _answer_those_who_wait(self, batch: Batch, copy: Copy | None) -> None:
        for review_id in batch.review_ids:
            for arrival in self._awaited.get(review_id, []):
                if not arrival.done():
                    arrival.set_result(copy)

    def _await_no_more(self, review_id: ReviewId, arrival: asyncio.Future[Copy | None]) -> None:
        waiting = self._awaited[review_id]
        waiting.remove(arrival)

        if not waiting:
            del self._awaited[review_id]
