"""Sending what waits for a server's feed, as the bot would, without Discord."""

from collections.abc import Sequence
from datetime import datetime

from data.models import Batch, Copy, GuildId, MessageId, Review, ReviewId
from data.store import Store
from tests.builders import GUILD, NOW
from tests.data.store.steps import a_review


async def write(store: Store, count: int, guild_id: GuildId = GUILD, first: int = 1) -> list[Review]:
    """Let Alice review so many films."""
    return [await a_review(store, film=film, guild_id=guild_id) for film in range(first, first + count)]


async def take(store: Store, guild_id: GuildId = GUILD, now: datetime = NOW) -> Batch:
    """What is to be sent next."""
    batch = await store.outbox.next_batch(guild_id, now)
    assert batch is not None
    return batch


def message_of(batch: Batch, message: int = 31) -> Copy:
    """The batch as a message."""
    number, *others = batch.review_ids
    request = f"v1:batch:{batch.number}" if others else f"v1:open:{number}"
    return Copy(message_id=MessageId(message), channel_id=batch.channel_id, guild_id=batch.guild_id, request=request)


async def there(store: Store, review_ids: Sequence[ReviewId]) -> list[Review]:
    return [await store.reviews.get(review_id) for review_id in review_ids]


async def send(store: Store, batch: Batch, message: int = 31, *, is_doubtful: bool = False) -> None:
    """Tell that the batch is the message, as its reviews are now."""
    reviews = await there(store, batch.review_ids)
    await store.outbox.sent(batch, message_of(batch, message), reviews, NOW, is_doubtful=is_doubtful)


async def sent_in_turn(store: Store, guild_id: GuildId = GUILD) -> list[tuple[ReviewId, ...]]:
    """Send all that waits; the reviews of each message."""
    sent: list[tuple[ReviewId, ...]] = []

    while (batch := await store.outbox.next_batch(guild_id, NOW)) is not None:
        await send(store, batch, 31 + len(sent))
        sent.append(batch.review_ids)

    return sent
