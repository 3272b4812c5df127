"""What people and messages do before a test begins, in few words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from data.models import (
    ChannelId,
    Copy,
    FilmId,
    GuildId,
    GuildSettings,
    MessageId,
    Review,
    ReviewId,
    Revision,
    SavedReview,
    StaleCopy,
    UserId,
)
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, a_content, a_film, an_author

CHANNEL = ChannelId(950_000_000_000_000_001)
FEED = ChannelId(950_000_000_000_000_002)
OTHER_FEED = ChannelId(950_000_000_000_000_003)
CAROL = UserId(370_000_000_000_000_003)
SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)
DAY = timedelta(hours=24)


async def save(
    store: Store,
    author_id: UserId = ALICE,
    film: int = 1,
    guild_id: GuildId = GUILD,
    now: datetime = NOW,
    **said: Any,
) -> SavedReview:
    """Let the member say something of the film with that number."""
    content = a_content(**(said or {"rating": 8, "text": f"About No. {film}."}))
    return await store.reviews.save(guild_id, an_author(author_id), a_film(film), content, now)


async def a_review(
    store: Store,
    author_id: UserId = ALICE,
    film: int = 1,
    guild_id: GuildId = GUILD,
    now: datetime = NOW,
    **said: Any,
) -> Review:
    """The same, for the review."""
    return (await save(store, author_id, film, guild_id, now, **said)).review


async def film_id(store: Store, film: int = 1) -> FilmId:
    """The row of the film with that number."""
    return await store.films.remember(a_film(film), NOW)


def a_copy(message: int = 11, request: str | None = "v1:open:1", **known: Any) -> Copy:
    """A message of ours in a channel of the server."""
    return Copy.model_validate(
        {"message_id": message, "channel_id": CHANNEL, "guild_id": GUILD, "request": request} | known
    )


async def a_card(
    store: Store,
    message: int,
    reviews: Sequence[Review] = (),
    film: int = 1,
    now: datetime = NOW,
    **known: Any,
) -> Copy:
    """A film's card that shows the reviews."""
    request = f"v1:film:{a_film(film).key}"
    copy = a_copy(message, request, film_id=await film_id(store, film), **known)
    await store.copies.add(copy, reviews, now, is_doubtful=False)
    return copy


async def post(store: Store, *reviews: Review, message: int = 11, now: datetime = NOW, **known: Any) -> Copy:
    """A message that shows the reviews."""
    copy = a_copy(message, **known)
    await store.copies.add(copy, reviews, now, is_doubtful=False)
    return copy


async def due(store: Store, now: datetime = NOW) -> list[int]:
    """The messages to edit at that time, in order."""
    return [copy.message_id for copy in await store.copies.due(now, 1_000)]


async def stale(store: Store, message: int = 11) -> StaleCopy:
    """What is known of the message."""
    copy = await store.copies.find(MessageId(message))
    assert copy is not None
    return copy


async def edit(store: Store, *reviews: Review, message: int = 11, now: datetime = NOW) -> bool:
    """Edit the message to show the reviews as they were read; whether it is true."""
    copy = await stale(store, message)
    return await store.copies.edited(copy, copy.request, reviews, now)


async def like(store: Store, review: Review, user_id: UserId = BOB, now: datetime = NOW) -> bool:
    """Like the review, or take the like back."""
    return await store.likes.toggle(review.guild_id, review.id, user_id, now)


async def set_up_feed(store: Store, guild_id: GuildId = GUILD, **chosen: Any) -> GuildSettings:
    """Give the server a feed channel."""
    settings = GuildSettings.model_validate({"guild_id": guild_id, "feed_id": FEED} | chosen)
    await store.guilds.choose(settings)
    return settings


async def versions_of(store: Store, review_id: ReviewId) -> list[Revision]:
    """Every earlier version of the review, oldest first, one by one as their author leafs through them."""
    count = await store.reviews.count_revisions(review_id)
    found = [await store.reviews.revision(review_id, number) for number in range(1, count + 1)]
    return [revision for revision in found if revision is not None]
