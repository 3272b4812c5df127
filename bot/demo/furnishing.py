"""The demo's reviews: read from a file, submitted as their authors would, the latest posted where members talk."""

import json
import random
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import resources
from typing import Annotated, Any

import discord
from discord.utils import utcnow
from pydantic import Field

from bot.client import PERMISSIONS_TO_POST, Marquee
from bot.demo.sandbox import WORLD
from bot.ui.custom_ids import OpenReview
from bot.ui.embeds import review_post
from data.errors import WeekMoved
from data.models import Author, ChannelId, Copy, FilmKey, GuildId, MessageId, ReviewForm, ReviewId, UserId

POSTED_PER_SERVER = 4
"""How many of the latest reviews stand in a channel on first sight."""

FEEDS = {GuildId(1147452068281450498): ChannelId(1147455713874096258)}
"""The servers that have set a feed up, and its channel; in the others members post as they go."""

WEEKS_AT_ONCE = 10
"""So many weeks that are over are looked at in one go."""

FEED_WITHIN_S = 5.0
"""How long the furnishing waits for a review to stand in a feed."""

_LIKES = (0, 2, 0, 1, 4, 0, 1, 0, 3, 1, 0, 6)
"""How many like one review after the other; no number fits the reviews' own, so that it looks like chance."""

_NOTE = "demo"
_AVATARS = 6
"""Discord has six pictures for those who chose none."""


class DemoReview(ReviewForm):
    """One line of `reviews.jsonl`: a form, who filled it in, and how long before the demo began."""

    guild: GuildId
    author: UserId
    film: FilmKey
    hours_ago: Annotated[float, Field(ge=0)]
    watched_days_ago: Annotated[int, Field(ge=0)] | None = None

    def as_form(self, now: datetime) -> ReviewForm:
        """The form as filled in at that time."""
        form = {name: getattr(self, name) for name in ReviewForm.model_fields}

        if self.watched_days_ago is not None:
            form["watched_on"] = (now - timedelta(days=self.watched_days_ago)).date().isoformat()

        return ReviewForm.model_validate(form)


async def furnish(bot: Marquee) -> None:
    """Put the demo's reviews into an empty demo; one that was furnished before stays as its people left it."""
    notes = bot.services.notes

    if await notes.get(_NOTE):
        return

    now = utcnow()
    members = _members()

    for guild in bot.guilds:
        guild_id = GuildId(guild.id)
        lines = [line for line in read_demo_reviews() if line.guild == guild_id]
        older, latest = lines[:-POSTED_PER_SERVER], lines[-POSTED_PER_SERVER:]
        written = [await _submit(bot, line, members, now) for line in older]
        await _choose_feed(bot, guild)
        written += [await _submit(bot, line, members, now) for line in latest]
        await _like(bot, guild_id, written, [user_id for place, user_id in members if place == guild_id], now)
        await _close_weeks(bot, now)
        await _choose_digest(bot, guild, now)

        if guild_id in FEEDS:
            await _await_feed(bot, written[-POSTED_PER_SERVER:])
        else:
            await _post(bot, guild, written[-POSTED_PER_SERVER:])

    for guild in bot.guilds:
        await bot.on_guild_join(guild)

    await notes.set(_NOTE, now.isoformat())


def read_demo_reviews() -> list[DemoReview]:
    """The demo's reviews, oldest first."""
    lines = (resources.files("bot.demo") / "reviews.jsonl").read_text("utf-8").splitlines()
    return sorted((DemoReview.model_validate_json(line) for line in lines), key=lambda review: -review.hours_ago)


def _members() -> dict[tuple[GuildId, UserId], Author]:
    """Every member of the demo's servers, as seen there."""
    world: dict[str, Any] = json.loads((resources.files("bot.demo") / WORLD).read_text("utf-8"))
    names = {user["id"]: user.get("global_name") or user["username"] for user in world["users"]}
    found: dict[tuple[GuildId, UserId], Author] = {}

    for guild in world["guilds"]:
        for member in guild["members"]:
            user_id = UserId(int(member["user_id"]))
            picture = f"https://cdn.discordapp.com/embed/avatars/{(user_id >> 22) % _AVATARS}.png"
            name = member.get("nick") or names[member["user_id"]]
            found[GuildId(int(guild["id"])), user_id] = Author(id=user_id, name=name, avatar_url=picture)

    return found


async def _submit(
    bot: Marquee, line: DemoReview, members: dict[tuple[GuildId, UserId], Author], now: datetime
) -> ReviewId:
    film = await bot.services.films.get(line.film, line.guild)
    author = members[line.guild, line.author]
    written_at = now - timedelta(hours=line.hours_ago)
    saved = await bot.services.reviews.submit(line.guild, author, film, line.as_form(now), written_at)
    return saved.review.id


async def _choose_feed(bot: Marquee, guild: discord.Guild) -> None:
    """Let what is written from now on go into the server's feed, where it has one."""
    guild_id = GuildId(guild.id)
    settings = await bot.services.guilds.settings(guild_id)

    # A furnishing that was cut off begins again.
    if guild_id in FEEDS and settings.feed_id is None and guild.owner_id is not None:
        await bot.services.guilds.choose_feed(guild_id, FEEDS[guild_id], UserId(guild.owner_id), FEEDS[guild_id])


async def _close_weeks(bot: Marquee, now: datetime) -> None:
    """Let there be a digest of every past week, before a channel is chosen in which one could be missed."""
    while weeks := await bot.services.weeks.due(now, WEEKS_AT_ONCE):
        for week in weeks:
            # The bot itself closes weeks as well.
            with suppress(WeekMoved):
                await bot.services.digests.close_due(week, now)


async def _choose_digest(bot: Marquee, guild: discord.Guild, now: datetime) -> None:
    """Let the server with a feed have its digest there, too."""
    guild_id = GuildId(guild.id)

    if guild_id in FEEDS and guild.owner_id is not None:
        channel_id = FEEDS[guild_id]
        await bot.services.guilds.choose_digest(guild_id, channel_id, UserId(guild.owner_id), channel_id, now)


async def _like(
    bot: Marquee, guild_id: GuildId, review_ids: Iterable[ReviewId], members: Iterable[UserId], now: datetime
) -> None:
    """Let members like what others wrote: many a few reviews, few most, and always the same ones."""
    for number, review_id in enumerate(review_ids):
        review = await bot.services.reviews.get(guild_id, review_id)
        others = [member for member in members if member != review.author.id]

        for fan in random.Random(number).sample(others, _LIKES[number % len(_LIKES)] % (len(others) + 1)):
            # A second press takes the like back, and a furnishing that was cut off begins again.
            if not await bot.services.likes.is_liked(review_id, fan):
                await bot.services.likes.toggle(guild_id, review_id, fan, now)


async def _await_feed(bot: Marquee, review_ids: Iterable[ReviewId]) -> None:
    """Wait until the reviews stand in the server's feed."""
    bot.outbox.nudge()

    for review_id in review_ids:
        await bot.outbox.sent(review_id, FEED_WITHIN_S)


async def _post(bot: Marquee, guild: discord.Guild, review_ids: Iterable[ReviewId]) -> None:
    """Post the reviews where members talk."""
    channel = _place_to_talk(guild)

    if channel is None:
        return

    for review_id in review_ids:
        # A furnishing that was cut off begins again, and posts nothing twice.
        if await bot.services.copies.of(review_id):
            continue

        built_at = utcnow()
        review = await bot.services.reviews.get(GuildId(guild.id), review_id)
        answer = review_post(review)
        message = await channel.send(embeds=list(answer.embeds), view=answer.view())
        copy = Copy(
            message_id=MessageId(message.id),
            channel_id=ChannelId(channel.id),
            guild_id=review.guild_id,
            request=str(OpenReview(review=review_id)),
        )
        await bot.services.copies.add(copy, (review,), built_at, is_doubtful=False)


def _place_to_talk(guild: discord.Guild) -> discord.TextChannel | None:
    """The first channel in which the bot may post, rather not the one that greets newcomers."""
    open_ones = [channel for channel in guild.text_channels if channel.permissions_for(guild.me) >= PERMISSIONS_TO_POST]
    return next((channel for channel in open_ones if channel != guild.system_channel), next(iter(open_ones), None))
