"""The demo's reviews: read from a file, submitted as their authors would, the latest posted where members talk."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from importlib import resources
from typing import Annotated, Any

import discord
from discord.utils import utcnow
from pydantic import Field

from bot.client import PERMISSIONS_TO_POST, Marquee
from bot.demo.sandbox import WORLD
from bot.ui.embeds import review_post
from data.models import Author, ChannelId, FilmKey, GuildId, MessageId, Post, Review, ReviewForm, UserId

POSTED_PER_SERVER = 4
"""How many of the latest reviews stand in a channel on first sight."""

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
    saved: defaultdict[GuildId, list[Review]] = defaultdict(list)

    for line, author in _lines_with_authors():
        film = await bot.services.films.get(line.film)
        written_at = now - timedelta(hours=line.hours_ago)
        result = await bot.services.reviews.submit(line.guild, author, film, line.as_form(now), written_at)
        saved[line.guild].append(result.review)

    for guild in bot.guilds:
        await bot.on_guild_join(guild)
        await _post_latest(bot, guild, saved[GuildId(guild.id)])

    await notes.set(_NOTE, now.isoformat())


def read_demo_reviews() -> list[DemoReview]:
    """The demo's reviews, oldest first."""
    lines = (resources.files("bot.demo") / "reviews.jsonl").read_text("utf-8").splitlines()
    return sorted((DemoReview.model_validate_json(line) for line in lines), key=lambda review: -review.hours_ago)


def _lines_with_authors() -> Iterator[tuple[DemoReview, Author]]:
    world: dict[str, Any] = json.loads((resources.files("bot.demo") / WORLD).read_text("utf-8"))
    names = {int(user["id"]): user.get("global_name") or user["username"] for user in world["users"]}
    nicks = {
        (int(guild["id"]), int(member["user_id"])): member.get("nick")
        for guild in world["guilds"]
        for member in guild["members"]
    }

    for line in read_demo_reviews():
        name = nicks.get((line.guild, line.author)) or names[line.author]
        picture = f"https://cdn.discordapp.com/embed/avatars/{(line.author >> 22) % _AVATARS}.png"
        yield line, Author(id=line.author, name=name, avatar_url=picture)


async def _post_latest(bot: Marquee, guild: discord.Guild, reviews: Iterable[Review]) -> None:
    channel = _place_to_talk(guild)

    if channel is None:
        return

    for review in list(reviews)[-POSTED_PER_SERVER:]:
        # A furnishing that was cut off begins again, and posts nothing twice.
        if await bot.services.posts.of(review.id):
            continue

        answer = review_post(review)
        message = await channel.send(embeds=list(answer.embeds), view=answer.view())
        await bot.services.posts.add(
            Post(review_id=review.id, channel_id=ChannelId(channel.id), message_id=MessageId(message.id))
        )


def _place_to_talk(guild: discord.Guild) -> discord.TextChannel | None:
    """The first channel in which the bot may post, rather not the one that greets newcomers."""
    open_ones = [channel for channel in guild.text_channels if channel.permissions_for(guild.me) >= PERMISSIONS_TO_POST]
    return next((channel for channel in open_ones if channel != guild.system_channel), next(iter(open_ones), None))
