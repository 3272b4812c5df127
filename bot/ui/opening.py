"""Opening a review for one reader: all that its message needs to know, gathered."""

import discord

from bot.services import Services
from bot.ui.answer import Answer
from bot.ui.asker import Asker
from bot.ui.custom_ids import CustomId, GoBack, OpenReview, SuggestFilms, TurnLeaf, UnknownCustomId
from bot.ui.reviews import open_review
from data.models import FilmKey, ReviewId


async def opened(
    services: Services, asker: Asker, review_id: ReviewId, number: int = 1, *, hides: bool = False
) -> Answer:
    """Page `number` of the review in full, for the one who asks; with its text still hidden where `hides`.

    Raises ReviewNotFound.
    """
    reader_id = asker.author.id
    review = await services.reviews.get(asker.guild_id, review_id)
    # It may have become part of another one.
    review_id = review.id

    if review.author.id != reader_id:
        is_liked = await services.likes.is_liked(review_id, reader_id)
        return open_review(
            review, number, is_author=False, is_moderator=asker.is_moderator, is_liked=is_liked, is_hidden=hides
        )

    # What it was before, and when the film was watched, is the author's alone to see.
    return open_review(
        review,
        number,
        is_author=True,
        is_moderator=asker.is_moderator,
        is_liked=False,
        versions=await services.reviews.count_versions(review_id),
        viewings=await services.reviews.viewings(review_id),
    )


async def opened_unasked(services: Services, asker: Asker, review_id: ReviewId) -> Answer:
    """The review, chosen among others: a text that gives something away only as the reader has chosen for such.

    Raises ReviewNotFound.
    """
    review = await services.reviews.get(asker.guild_id, review_id)
    open_at_once = await services.spoilers.opened_for(asker.guild_id, asker.author.id, [review])
    return await opened(services, asker, review_id, hides=review.id not in open_at_once)


async def opened_again(services: Services, asker: Asker, message: discord.Message, review_id: ReviewId) -> Answer:
    """The review that is open in the private `message`, as it is now: on the same page, and hidden where it was.

    Raises ReviewNotFound.
    """
    turns = [request.number for request in requests_of(message) if isinstance(request, TurnLeaf)]
    # "Next" leads to the page after this one, and nothing to a later one.
    number = max(turns, default=2) - 1
    return await opened(services, asker, review_id, number, hides=is_hidden_in(message, review_id))


def is_hidden_in(message: discord.Message | None, review_id: ReviewId) -> bool:
    """Whether the review is open in the message, its text still hidden: there is a button to read it."""
    return message is not None and OpenReview(review=review_id) in requests_of(message)


def requests_of(message: discord.Message) -> list[CustomId]:
    """What the message's buttons and selects ask for; those of another version left out."""
    found: list[CustomId] = []

    for row in message.components:
        for item in row.children if isinstance(row, discord.ActionRow) else ():
            try:
                found.append(CustomId.parse(item.custom_id or ""))
            except UnknownCustomId:
                continue

    return found


def path_of(message: discord.Message | None) -> tuple[FilmKey, ...]:
    """The film whose card the message is, then those from which it came, the nearest first; empty for no card."""
    requests = [] if message is None else requests_of(message)
    here = [request.film for request in requests if isinstance(request, SuggestFilms)]
    before = [key for request in requests if isinstance(request, GoBack) for key in request.path]
    return (*here, *before) if here else ()
