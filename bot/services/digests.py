"""A server's week: what is counted of it, when it ends, and what is said of it then."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta

from bot.services.dates import read_watched_on
from bot.services.week_counting import WeekCounting
from bot.services.weeks import Weekly, last_moment, moved, next_moment, zone_of
from data.errors import NoDigestChannel, NothingThisWeek, PostedThisWeek, WatchedInFuture, WeekMoved
from data.models import (
    ChannelId,
    Digest,
    DigestId,
    DigestPlace,
    GuildId,
    GuildSettings,
    KeptFor,
    PastWeek,
    Taken,
    Week,
)
from data.store import Store

POSTED_WITHIN = timedelta(hours=24)
"""So long after its moment a digest is still posted; after that it can only be browsed."""


class Digests:
    """Weeks and their digests, past and present."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.counting = WeekCounting(store)

    async def present(self, guild_id: GuildId, now: datetime) -> Digest:
        """What can be said of the server's week so far."""
        settings = await self._store.guilds.settings(guild_id)
        week = await self._week(settings, now)
        assert week.due_at is not None
        taken = await self.counting.take(settings, week.begins_at, min(now + timedelta(seconds=1), week.due_at))
        return await self.counting.so_far(settings, week, taken, now)

    async def of(self, guild_id: GuildId, digest_id: DigestId) -> Digest:
        """What was said of that week. Raises DigestNotFound."""
        return await self._store.digests.get(guild_id, digest_id)

    async def at(self, guild_id: GuildId, moment: datetime, now: datetime) -> Digest:
        """The week of that moment, else the first one after it; the present one where there is none."""
        digest_id = await self._store.digests.nearest(guild_id, moment)
        return await self.present(guild_id, now) if digest_id is None else await self.of(guild_id, digest_id)

    async def of_day(self, guild_id: GuildId, typed: str, now: datetime, locale: str) -> Digest:
        """The week of the day that was typed, as the server's clock has it, at noon; the present one of a day to come.

        Raises BadWatchedOn, AmbiguousDate.
        """
        zone = zone_of((await self._store.guilds.settings(guild_id)).zone)

        try:
            day = read_watched_on(typed, now.astimezone(zone), locale)
        except WatchedInFuture:
            day = None

        if day is None:
            return await self.present(guild_id, now)

        return await self.at(guild_id, datetime.combine(day, time(12), zone).astimezone(UTC), now)

    async def place(self, digest: Digest) -> DigestPlace:
        """What stands before and after it among the server's digests; the present week comes after all others."""
        return await self._store.digests.place(digest)

    async def latest(self, guild_id: GuildId, limit: int) -> list[PastWeek]:
        """The server's past weeks, newest first."""
        return await self._store.digests.latest(guild_id, limit)

    async def is_skipped(self, guild_id: GuildId) -> bool:
        """Whether the digest of the present week is not to be posted."""
        week = await self._store.weeks.of(guild_id)
        return week is not None and week.is_skipped

    async def next_due(self, guild_id: GuildId, now: datetime) -> datetime:
        """When the present week of the server ends."""
        week = await self._week(await self._store.guilds.settings(guild_id), now)
        assert week.due_at is not None
        return week.due_at

    async def close_due(self, week: Week, now: datetime) -> None:
        """End a week whose moment has come, or work out when that is, where it is not known yet. Raises WeekMoved.

        With one of which nothing is kept, those of silence after it are over as well, as far as they are past.
        """
        settings = await self._store.guilds.settings(week.guild_id)

        if week.due_at is None:
            await self._store.weeks.plan(week, _planned(settings, week))
            return

        taken = await self.counting.take(settings, week.begins_at, week.due_at)
        is_told = not taken.numbers.is_empty or settings.tells_of_empty_weeks
        ends_at = week.due_at if is_told else await self._silent_until(settings, week.due_at, now)
        await self._store.weeks.close(
            week,
            taken if is_told else None,
            settings,
            ends_at=ends_at,
            next_due=next_moment(_weekly(settings), ends_at),
            now=now,
            kept_for=_kept_for(settings, week, now),
        )

    async def replan(self, guild_id: GuildId, now: datetime) -> None:
        """Let the present week end as the server has now chosen: later than now, and not twice in one week.

        A week whose moment has come already ended then.
        """
        settings = await self._store.guilds.settings(guild_id)

        while (week := await self._store.weeks.of(guild_id)) and week.due_at is not None and week.due_at <= now:
            # It may be ended by somebody else just now.
            with suppress(WeekMoved):
                await self.close_due(week, now)

        weekly = _weekly(settings)
        last = await self._store.digests.last_posted(guild_id)
        is_known = week is not None and week.due_at is not None
        begins_at = week.begins_at if week and is_known else last_moment(weekly, week.begins_at if week else now)
        # It begins later than now where the clock was ahead when the last one ended.
        earliest = max(now, begins_at)
        due_at = next_moment(weekly, earliest) if last is None else moved(weekly, last, earliest)
        is_skipped = week is not None and week.is_skipped
        planned = Week(guild_id=guild_id, begins_at=begins_at, due_at=due_at, is_skipped=is_skipped)

        if not await self._store.weeks.plan(week, planned):
            # It ended this very moment, or began: what is there now is looked at anew.
            await self.replan(guild_id, now)

    async def begin(self, guild_id: GuildId, now: datetime) -> None:
        """Let the server have a week also where nobody rated a film yet."""
        if await self._store.weeks.of(guild_id) is None:
            await self.replan(guild_id, now)

    async def post_now(self, guild_id: GuildId, due_at: datetime, now: datetime) -> datetime:
        """End the week that is due at `due_at` now, so that its digest is posted; when the next one is due.

        That is a week after `due_at`: a server has one digest a week.
        Raises NoDigestChannel, NothingThisWeek, PostedThisWeek, WeekMoved.
        """
        settings, week, taken = await self._to_post_now(guild_id, due_at, now)
        next_due = next_moment(_weekly(settings), due_at)
        await self._store.weeks.close(week, taken, settings, ends_at=now, next_due=next_due, now=now, kept_for=None)
        return next_due

    async def where_to_post_now(self, guild_id: GuildId, due_at: datetime, now: datetime) -> ChannelId:
        """The channel into which `post_now` would post that week's digest. Raises what `post_now` raises."""
        settings, _, _ = await self._to_post_now(guild_id, due_at, now)
        assert settings.digest_id is not None
        return settings.digest_id

    async def skip(self, guild_id: GuildId, due_at: datetime, now: datetime, *, is_skipped: bool) -> None:
        """Let the digest of the week that is due at `due_at` not be posted, or be after all.

        Raises NoDigestChannel, WeekMoved.
        """
        settings, is_done = await self._store.guilds.settings(guild_id), False

        if settings.digest_id is None:
            raise NoDigestChannel

        while not is_done:
            week = await self._planned_week(settings, due_at, now)
            is_done = await self._store.weeks.plan(week, week.model_copy(update={"is_skipped": is_skipped}))

    async def _silent_until(self, settings: GuildSettings, moment: datetime, now: datetime) -> datetime:
        """When the week begins in which something happens again from `moment` on, or else it is now."""
        event = await self._store.weeks.next_event(settings.guild_id, moment)
        return max(moment, last_moment(_weekly(settings), now if event is None else min(event, now)))

    async def _week(self, settings: GuildSettings, now: datetime) -> Week:
        """The server's present week, worked out; as it would be where it is not kept yet."""
        week = await self._store.weeks.of(settings.guild_id)

        if week is not None:
            return week if week.due_at is not None else _planned(settings, week)

        return _planned(settings, Week(guild_id=settings.guild_id, begins_at=now, due_at=None))

    async def _to_post_now(
        self, guild_id: GuildId, due_at: datetime, now: datetime
    ) -> tuple[GuildSettings, Week, Taken]:
        """What the server has chosen, the week that is due at `due_at`, and what is counted of it until now."""
        settings = await self._store.guilds.settings(guild_id)

        if settings.digest_id is None:
            raise NoDigestChannel

        week = await self._planned_week(settings, due_at, now)
        last = await self._store.digests.last_posted(guild_id)

        # It stands for a moment that is still to come.
        if last is not None and last > now:
            raise PostedThisWeek(due_at)

        taken = await self.counting.take(settings, week.begins_at, now)

        if taken.numbers.is_empty:
            raise NothingThisWeek

        return settings, week, taken

    async def _planned_week(self, settings: GuildSettings, due_at: datetime, now: datetime) -> Week:
        """The same, and kept so, where it is the one that is due at `due_at`, and that is to come. Raises WeekMoved."""
        while due_at > now:
            known = await self._store.weeks.of(settings.guild_id)
            week = await self._week(settings, now)

            if week.due_at != due_at:
                break

            # It may be worked out by somebody else just now.
            if week == known or await self._store.weeks.plan(known, week):
                return week

        raise WeekMoved


def _weekly(settings: GuildSettings) -> Weekly:
    return Weekly(zone=settings.zone, weekday=settings.weekday, hour=settings.hour)


def _planned(settings: GuildSettings, week: Week) -> Week:
    """A week that is to be worked out: it is the one in which it was first looked at."""
    weekly = _weekly(settings)
    moments = {
        "begins_at": last_moment(weekly, week.begins_at),
        "due_at": next_moment(weekly, week.begins_at),
    }
    return week.model_copy(update=moments)


def _kept_for(settings: GuildSettings, week: Week, now: datetime) -> KeptFor | None:
    """Why the digest of a week that ends is not to be posted; None where it is."""
    if week.is_skipped:
        return KeptFor.SKIPPED

    if settings.digest_id is None:
        return KeptFor.NO_CHANNEL

    return KeptFor.MISSED if week.due_at is not None and now - week.due_at > POSTED_WITHIN else None
