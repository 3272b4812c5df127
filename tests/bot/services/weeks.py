"""Servers' weeks, as tests fill them, let them end and read them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.services import Services
from bot.services.digests import Digests
from data.models import ChannelId, Digest, GuildId, ReviewId, UserId
from data.store import Store
from tests.builders import GUILD
from tests.data.store.steps import save

CHANNEL = ChannelId(950_000_000_000_000_009)
SUNDAY = datetime(2026, 11, 22, 18, tzinfo=UTC)
"""When the week ends in a server that has chosen nothing."""

BEGIN = SUNDAY - timedelta(days=7)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
CLOSED_WITHIN = timedelta(minutes=1)


async def choose(services: Services, guild_id: GuildId = GUILD, **chosen: Any) -> None:
    """Let the server have chosen a digest's channel, and that."""
    settings = await services.guilds.settings(guild_id)
    await services.guilds.choose(settings.model_copy(update={"digest_id": CHANNEL} | chosen))


async def rate(  # noqa: PLR0917  (who rates what how and when)
    store: Store,
    author_id: UserId,
    film: int,
    rating: int,
    at: datetime = BEGIN + DAY,
    guild_id: GuildId = GUILD,
    **said: Any,
) -> ReviewId:
    return (await save(store, author_id, film, guild_id, at, rating=rating, **said)).review.id


async def close(digests: Digests, store: Store, now: datetime) -> None:
    """Close all weeks whose moment has come, as the bot does."""
    while weeks := await store.weeks.due(now + CLOSED_WITHIN, 10):
        for week in weeks:
            await digests.close_due(week, now)


async def past(digests: Digests, guild_id: GuildId = GUILD) -> list[Digest]:
    """All past weeks, oldest first."""
    return [await digests.of(guild_id, week.id) for week in reversed(await digests.latest(guild_id, 100))]


def shown(digest: Digest) -> list[tuple[str, int, int]]:
    """The films of a digest: title, ratings, their sum."""
    return [(film.film.title, film.ratings, film.total) for film in digest.films]
