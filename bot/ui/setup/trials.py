"""Test posts: how what is posted later will look in the chosen channel, and whether it arrives there."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

import aiohttp
import discord

from bot.ui.answer import Answer
from bot.ui.embeds import review_embed
from bot.ui.setup.permissions import Missing, give, lacks
from bot.ui.setup.server import ServerSetup
from data.models import (
    Author,
    ChannelId,
    Digest,
    DigestFilm,
    DigestId,
    Film,
    FilmId,
    FilmKey,
    GuildId,
    Mean,
    Numbers,
    Review,
    ReviewContent,
    ReviewId,
    UserId,
    Writer,
)

_PICTURE = Film(key=FilmKey("imdb:tt2852470"), title="The Missing Picture", year=2013)
_SAMURAI = Film(key=FilmKey("imdb:tt0047478"), title="Seven Samurai", year=1954)
_CLEO = Film(key=FilmKey("imdb:tt0055852"), title="Cléo from 5 to 7", year=1962)

SEND_WITHIN_S = 10.0

# Whoever asked is not named: nothing would take the name away when they are forgotten.
_ONLY_A_TEST = "It is only a test, asked for by somebody who manages this server."

_SAMPLE_DIVISIVE = DigestFilm(place=3, film_id=FilmId(3), film=_CLEO, ratings=3, total=20, squares=152, is_new=True)
_SAMPLE_TEXT = "Clay figures remember what no camera kept. A review of yours would stand here, with its stars."


def feed_trial(guild_id: GuildId, now: datetime) -> Answer:
    """How a review looks in the feed."""
    review = Review(
        id=ReviewId(0),
        guild_id=guild_id,
        author=Author(id=UserId(0)),
        film=_PICTURE,
        content=ReviewContent(rating=9, text=_SAMPLE_TEXT),
        created_at=now,
    )
    return Answer(
        content=f"This is how every new review arrives here. {_ONLY_A_TEST}",
        embeds=(review_embed(review, _SAMPLE_TEXT),),
    )


def sample_week(setup: ServerSetup) -> Digest:
    """A week that never was. A real one has members' words and names, which a test post would keep when they go."""
    return Digest(
        id=DigestId(1),
        guild_id=setup.settings.guild_id,
        begins_at=setup.next_due - timedelta(days=7),
        ends_at=setup.next_due,
        taken_at=setup.now,
        zone=setup.settings.zone,
        prior=setup.settings.prior,
        mean=Mean(total=420, ratings=60),
        numbers=Numbers(ratings=10, raters=6, films=3, new_films=1, reviews=5, all_reviews=48),
        films=(
            DigestFilm(place=1, film_id=FilmId(1), film=_PICTURE, ratings=3, total=29, squares=281, place_before=3),
            DigestFilm(place=2, film_id=FilmId(2), film=_SAMURAI, ratings=4, total=32, squares=258, place_before=2),
            _SAMPLE_DIVISIVE,
        ),
        divisive=_SAMPLE_DIVISIVE,
        writers=(Writer(author=Author(id=UserId(0)), reviews=3), Writer(author=Author(id=UserId(0)), reviews=2)),
    )


def digest_trial(post: Answer) -> Answer:
    """How the digest arrives: `post` is that of the sample week, of which nothing can be opened."""
    said = f"This is how the weekly digest arrives here; the films and numbers are made up. {_ONLY_A_TEST}"
    return replace(post, content=said, rows=())


async def send_trial(client: discord.Client, guild_id: GuildId, channel_id: ChannelId, trial: Answer) -> str:
    """Post it in the channel; what is said of how that went."""
    channel = client.get_partial_messageable(channel_id, guild_id=guild_id)

    try:
        async with asyncio.timeout(SEND_WITHIN_S):
            await channel.send(trial.content, embeds=list(trial.embeds), files=trial.files())
    except discord.HTTPException as error:
        return _refusal(error, channel_id)
    except (aiohttp.ClientError, OSError):  # (a timeout is an OSError)
        return _unknown(channel_id)

    return f"The test post is in <#{channel_id}>."


def trial_impossible(channel_id: ChannelId | None, missing: Missing) -> str:
    """What is said where a test post could only fail."""
    if channel_id is None or missing is None:
        return "There is no channel for a test post any more. Choose one below."

    return f"I can't send a test post: {lacks(missing)} in <#{channel_id}>. {give(missing)}, then try again."


def _refusal(error: discord.HTTPException, channel_id: ChannelId) -> str:
    if error.status == HTTPStatus.NOT_FOUND:
        return trial_impossible(None, None)

    if error.status == HTTPStatus.FORBIDDEN:
        return (
            f"Discord does not let me post in <#{channel_id}>, although I lack no permission that I know of. Look"
            " whether I am timed out, or choose another channel."
        )

    if error.status == HTTPStatus.TOO_MANY_REQUESTS or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _unknown(channel_id)

    return f"Discord refuses what I post in <#{channel_id}>. Choose another channel, or try again later."


def _unknown(channel_id: ChannelId) -> str:
    return f"Discord did not tell whether the test post arrived. Look into <#{channel_id}>, or try again in a moment."
