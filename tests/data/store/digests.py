"""Servers' digests on their way into their channels, as tests put them there."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from data.models import (
    ChannelId,
    Copy,
    DueDigest,
    FilmId,
    GuildId,
    GuildSettings,
    KeptFor,
    Mean,
    MessageId,
    Numbers,
    Review,
    ReviewId,
    Taken,
    TakenFilm,
    Tally,
    UserId,
    Week,
)
from data.store import Store
from tests.builders import GUILD, NOW

DIGESTS = ChannelId(950_000_000_000_000_004)
OTHER_DIGESTS = ChannelId(950_000_000_000_000_005)
WEEK = timedelta(days=7)


async def choose_digests(store: Store, channel_id: ChannelId | None = DIGESTS, guild_id: GuildId = GUILD) -> None:
    """Let the server's digests go into that channel, or into none; its other choices stay."""
    settings = await store.guilds.settings(guild_id)
    await store.guilds.choose(settings.model_copy(update={"digest_id": channel_id}))


async def end_week(
    store: Store,
    guild_id: GuildId = GUILD,
    ends_at: datetime = NOW,
    *,
    films: Sequence[FilmId] = (),
    writers: Mapping[UserId, int] | None = None,
    best_id: ReviewId | None = None,
    kept_for: KeptFor | None = None,
) -> None:
    """End the server's week with a digest that names these."""
    taken = Taken(
        mean=Mean(8, 1),
        numbers=Numbers(ratings=len(films), films=len(films), reviews=1),
        films=tuple(TakenFilm(Tally(film_id, 1, 8, 64, 0, ""), None, is_new=True) for film_id in films),
        divisive=None,
        writers=tuple((writers or {}).items()),
        best_id=best_id,
        best_likes=1,
    )
    known = await store.weeks.of(guild_id)
    begins_at = ends_at - WEEK if known is None else known.begins_at
    week = known or Week(guild_id=guild_id, begins_at=begins_at, due_at=ends_at)
    settings = GuildSettings(guild_id=guild_id)

    if known is None:
        assert await store.weeks.plan(None, week)

    await store.weeks.close(
        week, taken, settings, ends_at=ends_at, next_due=ends_at + WEEK, now=ends_at, kept_for=kept_for
    )


async def ready(store: Store, now: datetime = NOW) -> list[DueDigest]:
    """What is to be sent now."""
    return await store.digest_outbox.ready(now)


async def take(store: Store, now: datetime = NOW) -> DueDigest:
    """The one that is to be sent now, taken."""
    (due,) = await ready(store, now)
    assert await store.digest_outbox.sending(due.id, due.channel_id, now)
    return due


async def send(
    store: Store,
    due: DueDigest,
    message: int = 41,
    reviews: Sequence[Review] = (),
    *,
    is_doubtful: bool = False,
) -> Copy:
    """Tell that the digest is the message, as what it shows is now."""
    digest = await store.digests.get(due.guild_id, due.id)
    copy = Copy(
        message_id=MessageId(message),
        channel_id=due.channel_id,
        guild_id=due.guild_id,
        request=f"v1:digest:{due.id}::",
        names=digest.named,
    )
    await store.digest_outbox.sent(due.id, copy, reviews, NOW, is_doubtful=is_doubtful)
    return copy
