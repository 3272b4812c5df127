"""A server's feed, as scenes set it up, fill it, disturb it and read it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import aiohttp
from discord.utils import utcnow

from bot.posting.sending import Patience
from data.catalogue.starter import read_films
from data.models import Author, ChannelId, Copy, GuildId, Review, ReviewForm, UserId
from tests.e2e.driver import ANSWER_WITHIN_S, Json, Member, Reply, items_of, text_of
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, FILM_TALK, NIGHT_OWLS, REVIEWS

AT_ONCE = Patience(after_refusal=(timedelta(0),), after_loss=(timedelta(0),))
"""What scenes wait for before another try: nothing."""

LATER = Patience(after_refusal=(timedelta(hours=1),), after_loss=(timedelta(hours=1),))
"""Or until the scene tries again."""

BOT = 1100000000000000001

CHANNEL_SELECT = 8
"""Discord's type of that component."""


async def choose_feed(admin: Member, channel_id: int = REVIEWS, panel: Json | None = None) -> Reply:
    """Choose the feed's channel as an admin does, on a new panel or the one that is there; the panel afterwards."""
    message = panel or (await admin.slash("marquee setup")).message
    select = next(item for item in items_of(message) if item["type"] == CHANNEL_SELECT)
    return await admin.press(message, select["custom_id"], [str(channel_id)])


async def set_up_feed(
    stage: Stage, channel_id: int = REVIEWS, guild_id: int = NIGHT_OWLS, *, set_up_by: int = ALICE
) -> None:
    """Let the server have a feed, as if somebody had chosen it in #film-talk, and the bot wait for nothing."""
    stage.bot.outbox.patience = AT_ONCE
    await stage.misbehave("settings", {"rate_limits": False})
    await stage.bot.services.guilds.choose_feed(
        GuildId(guild_id), ChannelId(channel_id), UserId(set_up_by), ChannelId(FILM_TALK)
    )


async def queue(stage: Stage, *texts: str, guild_id: int = NIGHT_OWLS) -> list[Review]:
    """Let Bob review a film with each of the texts; nobody tells the outbox of it."""
    films = read_films()
    known = (await stage.store.privacy.counts(UserId(BOB)))["reviews"]
    saved = [
        await stage.bot.services.reviews.submit(
            GuildId(guild_id),
            Author(id=UserId(BOB), name="Bob"),
            films[known + number],
            ReviewForm(rating=8, text=text),
            utcnow(),
        )
        for number, text in enumerate(texts)
    ]
    return [one.review for one in saved]


async def messages(stage: Stage, channel_id: int = REVIEWS) -> list[Json]:
    """The channel as Alice sees it, oldest first."""
    address = f"{stage.sandbox.url}/client/channels/{channel_id}/messages"

    async with (
        aiohttp.ClientSession() as session,
        session.get(address, params={"user": str(ALICE), "limit": "100"}) as answer,
    ):
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def arrived(stage: Stage, count: int, channel_id: int = REVIEWS) -> list[str]:
    """What can be read in the channel, message by message, once so many are there."""
    while True:
        since = len(stage.alice.events)
        found = await messages(stage, channel_id)

        if len(found) >= count:
            return [text_of(message) for message in found]

        await stage.alice.wait_for("message_create", since)


async def forbid(stage: Stage, *permissions: str, channel_id: int = REVIEWS) -> None:
    """Take permissions from the bot in the channel; none gives all of them back."""
    denied = [{"id": str(BOT), "type": 1, "allow": [], "deny": list(permissions)}] if permissions else []
    await stage.misbehave("permissions", {"channel_id": str(channel_id), "overwrites": denied})


async def fail_posts(stage: Stage, channel_id: int = REVIEWS, **how: object) -> None:
    """Let the next message into the channel go wrong."""
    await stage.misbehave("faults", {"route": f"POST /channels/{channel_id}/messages", **how})


def tries(stage: Stage, channel_id: int = REVIEWS) -> Sequence[int]:
    """How the bot's tries to post in the channel were answered, oldest first; 0 where the answer was lost."""
    path = f"/channels/{channel_id}/messages"
    log = stage.sandbox.core.journal.since(0)
    return [entry["status"] for entry in log if entry.get("method") == "POST" and entry["path"] == path]


async def work_off(stage: Stage) -> None:
    """Let the outbox do all that is due, and what comes of that."""
    while True:
        await stage.bot.outbox.work(utcnow())
        tasks = [task for task in asyncio.all_tasks() if task.get_name().startswith("feed of")]

        if not tasks:
            return

        await asyncio.wait(tasks)


async def lose_one(stage: Stage, *, is_posted: bool = True) -> Review:
    """Let a review's message into the feed be answered with an error, though it may be posted: nobody knows of it."""
    stage.bot.outbox.patience = LATER
    await fail_posts(stage, status=503, after=is_posted)
    (review,) = await queue(stage, "Clay remembers.")
    await work_off(stage)
    assert tries(stage) == [503]
    return review


async def try_now(stage: Stage) -> None:
    """Let the outbox no longer wait before it tries again."""
    await stage.store.outbox.wait(GuildId(NIGHT_OWLS), utcnow())
    await work_off(stage)


async def found(stage: Stage, review: Review) -> Copy:
    """The message that is known as the review's in the feed, once it is."""
    async with asyncio.timeout(ANSWER_WITHIN_S):
        while (copy := await stage.store.outbox.copy_of(review.id)) is None:  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.01)

        return copy


async def say(stage: Stage, text: str, channel_id: int = REVIEWS) -> None:
    """Let Alice say something in the channel."""
    address = f"{stage.sandbox.url}/client/channels/{channel_id}/messages"

    async with aiohttp.ClientSession() as session, session.post(address, json={"user": str(ALICE), "content": text}):
        pass


async def delete_channel(stage: Stage, channel_id: int = REVIEWS) -> None:
    """Delete the channel, as a moderator would."""
    async with (
        aiohttp.ClientSession() as session,
        session.delete(f"{stage.sandbox.url}/sandbox/channels/{channel_id}") as answer,
    ):
        assert answer.status == 200, await answer.text()
