"""Members who follow feeds, and a clock for whoever reads them."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime, timedelta

import discord

from bot.posting.following import Feeds
from bot.services import Services
from data.catalogue.local import LocalCatalogue
from data.letterboxd.asking import FeedClient
from data.models import Follow, GuildId, UserId
from data.store import Store
from tests.bot.services.films import FILMS
from tests.builders import AS_FAST_AS_THEY_LIKE, GUILD
from tests.letterboxd.letterboxd_server import LetterboxdServer

SECOND = timedelta(seconds=1)
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

HANGS_FOR = 10 * SECOND
"""How long a feed holds up the others that never comes."""


def services_over(store: Store, client: FeedClient | None, *, is_following_off: bool = False) -> Services:
    """All services over some films and the store, with Letterboxd where there is one to ask."""
    return Services(LocalCatalogue(FILMS), store, AS_FAST_AS_THEY_LIKE, (), client, is_following_off=is_following_off)


def feeds_of(services: Services) -> Feeds:
    """What reads feeds, with a Discord that nobody is at."""
    return Feeds(discord.Client(intents=discord.Intents.none()), services)


async def follow_of(store: Store, user_id: UserId) -> Follow:
    """What is known of the feed that the person follows."""
    follow = await store.follows.of_member(user_id)
    assert follow is not None
    return follow


async def followed(  # noqa: PLR0917  (who, what and when, as it is read)
    store: Store, user_id: UserId, username: str, due_at: datetime, news_at: datetime, guild_id: GuildId = GUILD
) -> None:
    """The person has followed the feed for half a year; it is next read, and last had something new, at these times."""
    then = due_at - 180 * DAY
    await store.follows.link(guild_id, user_id, username, then)
    follow = await follow_of(store, user_id)
    update = {"news_at": news_at, "due_at": due_at}
    await store.follows.read(follow.model_copy(update=update), {}, then)


async def moments(
    feeds: Feeds, server: LetterboxdServer, start: datetime, end: datetime, hanging: Collection[str] = ()
) -> AsyncIterator[datetime]:
    """Let time pass, and what is due be read at its moment; each such moment, once that is done.

    Reading the feed of one who is `hanging` takes as long as it would.
    """
    now = start

    while now < end:
        server.now = now
        before = len(server.asked)
        next_due = await feeds.work(now)
        yield now

        if any(asked.name in hanging for asked in server.asked[before:]):
            now += HANGS_FOR

        now = end if next_due is None else max(now, next_due)


async def pass_time(
    feeds: Feeds, server: LetterboxdServer, start: datetime, end: datetime, hanging: Collection[str] = ()
) -> None:
    """The same, to the end."""
    async for _ in moments(feeds, server, start, end, hanging):
        pass
