"""The weekly digests: a server's week is closed at its moment, and its digest goes into its channel, once."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import discord
from discord.utils import utcnow
from typing_extensions import override

from bot.posting.digest_delivery import DigestDelivery, is_over
from bot.posting.digest_pages import DigestPages
from bot.posting.notices import tell_admins
from bot.posting.sending import LOSSES, NotNow, Patience, nonce_of
from bot.posting.servers import OUT_OF_TOUCH_FOR, ServerWorker
from bot.services import Services
from bot.services.digests import POSTED_WITHIN
from bot.ui.digest_notice import digest_held_up
from bot.ui.setup import missing_for_feed
from data.errors import StoreFailed, WeekMoved
from data.models import DueDigest, FeedFault, GuildId, Week

_log = logging.getLogger(__name__)

AT_ONCE = 32
"""So many servers' digests are sent side by side: enough for 42 a second where one takes three quarters of it."""

APART_S = 1 / 42
"""The least time between two: Discord takes 50 requests a second of all that a bot does, and people want answers.

Ten thousand that are due at the same moment are so posted within five minutes.
"""

BEGUN_AT_MOST = 500
"""So many servers' digests are looked at ahead of their turn: of ten thousand not all at once."""

CLOSED_IN_A_ROW = 100
"""So many weeks are closed until digests of those before are sent on."""

CLOSED_AGAIN_AFTER, MOVED_AGAIN_AFTER = timedelta(minutes=1), timedelta(seconds=1)
"""How long a week is left alone that could not be closed, or that somebody else closed at the same moment."""

LOOKED_FOR_AFTER = timedelta(hours=1)
"""How long until the next look for one that may have been posted, once it is too late to post it again."""


class DigestPosts(ServerWorker):
    """Closes weeks and sends digests, waits where their channels take none, and tells admins of that.

    `on_sent` is called when one has arrived: what it shows may have changed meanwhile.
    """

    def __init__(
        self,
        client: discord.Client,
        services: Services,
        pages: DigestPages,
        on_sent: Callable[[], None] = lambda: None,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(client, "digest", AT_ONCE)
        self.patience = patience or Patience(
            after_refusal=tuple(timedelta(seconds=s) for s in (5, 30, 120, 300)),
        )
        self._services = services
        self._store = services.digest_outbox
        self._delivery = DigestDelivery(client, services, pages)
        self._on_sent = on_sent
        self._losses: dict[GuildId, int] = {}
        self._left_alone: dict[GuildId, datetime] = {}
        self._next_at_s = 0.0
        self._is_more_ready = False
        self._is_look_wanted = False

    async def repaired(self, guild_id: GuildId) -> None:
        """Something about the server's channels or permissions changed: try at once what was refused."""
        await self._store.hasten(guild_id)
        self.nudge()

    @override
    async def work(self, now: datetime) -> datetime | None:
        next_week = await self._close_weeks(now)
        is_held_up = await self._begin_ready(now)

        for due in await self._store.notices_due():
            if self.is_in_touch(due.guild_id):
                self.begin(due.guild_id, partial(self._tell, due))

        held_up_until = now + OUT_OF_TOUCH_FOR if is_held_up else None
        moments = (next_week, await self._store.next_retry(now), held_up_until)
        return min((moment for moment in moments if moment is not None), default=None)

    async def _close_weeks(self, now: datetime) -> datetime | None:
        """Close weeks whose moment has come, also all that were missed; when the next is to be closed."""
        self._left_alone = {guild_id: until for guild_id, until in self._left_alone.items() if until > now}
        due = await self._services.weeks.due(now, CLOSED_IN_A_ROW + len(self._left_alone))
        weeks = [week for week in due if week.guild_id not in self._left_alone]

        for week in weeks:
            try:
                await self._close(week, now)
            except StoreFailed as error:
                # Where it fails for this server alone, the others are not to wait.
                _log.warning("a week waits for the store: %s", error.reason, extra={"guild_id": week.guild_id})
                self._left_alone[week.guild_id] = now + CLOSED_AGAIN_AFTER
                return now + OUT_OF_TOUCH_FOR

        # A server whose bot was away for long has further weeks to close.
        return now if weeks else await self._services.weeks.next_due(now)

    async def _close(self, week: Week, now: datetime) -> None:
        about = {"guild_id": week.guild_id}

        try:
            await self._services.digests.close_due(week, now)
        except WeekMoved:
            _log.debug("a week was closed or moved by somebody else", extra=about)
            self._left_alone[week.guild_id] = now + MOVED_AGAIN_AFTER
        except StoreFailed:
            raise
        except Exception:  # noqa: BLE001  (the boundary of one server: no other's week may wait for it)
            _log.exception("a week could not be closed; it is tried again", extra=about)
            self._left_alone[week.guild_id] = now + CLOSED_AGAIN_AFTER

    async def _begin_ready(self, now: datetime) -> bool:
        """Begin to send what is ready; whether some of it waits for a connection."""
        await self._store.keep_homeless()
        self._is_more_ready = self._is_look_wanted = is_held_up = False
        ready: dict[GuildId, list[DueDigest]] = {}

        for due in await self._store.ready(now):
            if due.tried_at is None and is_over(due, now):
                await self._give_up(due)
            else:
                ready.setdefault(due.guild_id, []).append(due)

        for guild_id, digests in ready.items():
            if not self.is_in_touch(guild_id):
                is_held_up = is_held_up or self.guild(guild_id) is not None
            elif self.is_full:
                self._is_more_ready = True
            else:
                self.begin(guild_id, partial(self._send_all, digests))

        return is_held_up

    @property
    def is_full(self) -> bool:
        """Whether no more servers' digests are begun for now."""
        return self.busy >= BEGUN_AT_MOST

    @override
    def look_again(self) -> None:
        # Not after each: among thousands that wait, a look takes a while.
        if self._is_look_wanted or (self._is_more_ready and self.busy <= BEGUN_AT_MOST // 2):
            self.nudge()

    async def _give_up(self, due: DueDigest) -> None:
        await self._store.give_up(due.id)
        _log.warning("a digest could not be posted in time; it is kept", extra={"guild_id": due.guild_id})

    async def _send_all(self, digests: Sequence[DueDigest], guild_id: GuildId) -> None:
        """Send a server's digests, one after the other, until something stands in the way."""
        for due in digests:
            await self._await_turn()

            if not self.is_in_touch(guild_id):
                return

            # It may have waited here for long: somebody else may have it, or its server another channel.
            if not await self._store.sending(due.id, due.channel_id, utcnow()):
                self._is_look_wanted = True
                continue

            try:
                is_there = await self._delivery.bring(due)
            except NotNow as refusal:
                await self._count_refusal(due, refusal)
                return
            except LOSSES as error:
                await self.put_off(guild_id)
                _log.warning("a digest may have been posted, or not: %r", error, extra={"guild_id": guild_id})
                return

            self._losses.pop(guild_id, None)

            if is_there:
                self._on_sent()
            else:
                self._is_look_wanted = True

    async def _await_turn(self) -> None:
        """Let a little time pass between any two digests."""
        now_s = time.monotonic()
        self._next_at_s = max(self._next_at_s + APART_S, now_s)
        await asyncio.sleep(self._next_at_s - now_s)

    @override
    async def put_off(self, guild_id: GuildId) -> None:
        """Try again in a while: what went wrong is not the channel's fault, and no refusal."""
        waits = self.patience.after_loss
        losses = self._losses[guild_id] = self._losses.get(guild_id, 0) + 1
        self._is_look_wanted = True
        await self._store.wait(guild_id, utcnow() + waits[min(losses, len(waits)) - 1])

    async def _count_refusal(self, due: DueDigest, refusal: NotNow) -> None:
        """Try again later, and tell the server's admins after some."""
        guild = self.guild(due.guild_id)
        settings = await self._services.guilds.settings(due.guild_id)
        self._is_look_wanted = True

        # Thrown out of the server, or by now with another channel: both are no fault of that channel.
        if guild is None or settings.digest_id != due.channel_id:
            return

        fault = refusal.fault

        if fault is FeedFault.NO_ACCESS and missing_for_feed(guild, due.channel_id) == ():
            fault = FeedFault.UNEXPLAINED

        waits, now = self.patience.after_refusal, utcnow()
        # Where it can't be posted any more, only whether it was is left to find out.
        wait = LOOKED_FOR_AFTER if is_over(due, now) else waits[min(due.failures, len(waits) - 1)]
        is_notice_due = await self._store.refused(due.id, fault, now + wait)
        cause = refusal.__cause__ or refusal
        _log.info("a digest's channel refused it: %s", cause, extra={"guild_id": due.guild_id})

        if is_notice_due:
            await self._tell(due, due.guild_id)

    async def _tell(self, due: DueDigest, guild_id: GuildId) -> None:
        """Tell a server's admins that its digest can't be posted, once for each digest."""
        trouble = next((one for one in await self._store.troubles(guild_id) if one.id == due.id), None)
        guild, settings = self.guild(guild_id), await self._services.guilds.settings(guild_id)

        if guild is None or trouble is None or settings.digest_id is None:
            return

        missing = missing_for_feed(guild, settings.digest_id)
        notice = digest_held_up(settings.digest_id, trouble, guild.name, missing, due.ends_at + POSTED_WITHIN)

        if await tell_admins(guild, settings, notice, nonce_of("digest", due.id)):
            _log.info("told a server's admins that its digest can't be posted", extra={"guild_id": guild_id})
        else:
            _log.warning("nobody could be told that a digest can't be posted", extra={"guild_id": guild_id})

        await self._store.notice_given(due.id)
