"""A server's weekly digest, as scenes set it up, let its moment come, disturb it and read it."""

import asyncio
from datetime import datetime, timedelta

from discord.utils import utcnow

from data.catalogue.starter import read_films
from data.models import Author, ChannelId, DigestState, GuildId, KeptFor, Review, ReviewForm, UserId
from tests.e2e.driver import ANSWER_WITHIN_S, Json, items_of, text_of
from tests.e2e.feeds import AT_ONCE, messages
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, FILM_TALK, NIGHT_OWLS, REVIEWS

WEEK = timedelta(days=7)

JUST_NOW = timedelta(minutes=2)
"""So long ago a week ended that is closed at once: servers take their turns for a minute."""

TASKS = "digest of"


async def set_up_digest(
    stage: Stage, channel_id: int | None = REVIEWS, guild_id: int = NIGHT_OWLS, *, set_up_by: int = ALICE
) -> None:
    """Let the server have a channel for its digest, as if somebody had chosen it in #film-talk, and nothing wait."""
    stage.bot.digests.patience = AT_ONCE
    await stage.misbehave("settings", {"rate_limits": False})
    settings = await stage.store.guilds.settings(GuildId(guild_id))
    chosen = {
        "digest_id": None if channel_id is None else ChannelId(channel_id),
        "set_up_by": UserId(set_up_by),
        "set_up_in": ChannelId(FILM_TALK),
    }
    await stage.store.guilds.choose(settings.model_copy(update=chosen))


async def end_week(
    stage: Stage, ago: timedelta = JUST_NOW, *, guild_id: int = NIGHT_OWLS, text: str = "Clay remembers."
) -> Review:
    """Let the server's week end so long ago, in which Bob wrote a review that Alice likes; nobody tells of it."""
    ended_at = utcnow() - ago
    films = read_films()
    known = (await stage.store.privacy.counts(UserId(BOB)))["reviews"]
    saved = await stage.bot.services.reviews.submit(
        GuildId(guild_id),
        Author(id=UserId(BOB), name="Bob"),
        films[known],
        ReviewForm(rating=8, text=text),
        ended_at - timedelta(hours=1),
    )
    await stage.store.likes.toggle(GuildId(guild_id), saved.review.id, UserId(ALICE), utcnow())
    await let_end(stage, ended_at, guild_id)
    return saved.review


async def let_end(stage: Stage, ended_at: datetime, guild_id: int = NIGHT_OWLS) -> None:
    """Let the server's present week be the one that ended then."""
    ended_s = int(ended_at.timestamp())

    async with stage.store.database.transaction() as tx:
        await tx.execute_fetchall(
            "UPDATE weeks SET begins_s = ?, due_s = ? WHERE guild_id = ?",
            (ended_s - int(WEEK.total_seconds()), ended_s, guild_id),
        )


async def digests(stage: Stage, channel_id: int = REVIEWS) -> list[Json]:
    """The digests in the channel, oldest first."""
    return [message for message in await messages(stage, channel_id) if is_digest(message)]


def is_digest(message: Json) -> bool:
    """Whether the message is a posted digest."""
    return any(item.get("custom_id", "").startswith("v1:digest:") for item in items_of(message))


async def posted(stage: Stage, channel_id: int = REVIEWS) -> str:
    """What can be read in the channel's only digest, once it is there."""
    while True:
        since = len(stage.alice.events)

        if found := await digests(stage, channel_id):
            (message,) = found
            return text_of(message)

        await stage.alice.wait_for("message_create", since)


async def post_all(stage: Stage) -> None:
    """Let everything be posted that is due, and what comes of that."""
    while True:
        next_due = await stage.bot.digests.work(utcnow())
        tasks = [task for task in asyncio.all_tasks() if task.get_name().startswith(TASKS)]

        if tasks:
            await asyncio.wait(tasks)
        elif next_due is None or next_due > utcnow():
            return


async def try_again(stage: Stage, guild_id: int = NIGHT_OWLS) -> None:
    """Let no digest wait any longer before it is tried again."""
    await stage.store.digest_outbox.wait(GuildId(guild_id), utcnow())
    await post_all(stage)


async def age(stage: Stage, time: timedelta) -> None:
    """Let all that the store knows of digests be so much longer ago."""
    async with stage.store.database.transaction() as tx:
        await tx.execute_fetchall(
            "UPDATE digests SET begins_s = begins_s - ?1, ends_s = ends_s - ?1, tried_s = tried_s - ?1, retry_s = 0",
            (int(time.total_seconds()),),
        )


async def states(stage: Stage, guild_id: int = NIGHT_OWLS) -> list[tuple[DigestState, KeptFor | None]]:
    """What became of the server's digests, the latest first."""
    weeks = await stage.store.digests.latest(GuildId(guild_id), 99)
    kept = [await stage.store.digests.get(GuildId(guild_id), week.id) for week in weeks]
    return [(digest.state, digest.kept_for) for digest in kept]


async def became(stage: Stage, state: DigestState, guild_id: int = NIGHT_OWLS) -> None:
    """Wait until that became of the server's only digest."""
    async with asyncio.timeout(ANSWER_WITHIN_S):
        while [one for one, _ in await states(stage, guild_id)] != [state]:  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.01)
