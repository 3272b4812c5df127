"""What a message of ours that shows reviews is to say now: built anew from the request that made it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from discord.utils import snowflake_time

from bot.services import Services
from bot.services.films import FilmCard
from bot.ui.answer import Answer, Attachment
from bot.ui.custom_ids import (
    ChooseFromList,
    CustomId,
    OpenReview,
    ShowFilm,
    TurnFeed,
    TurnPage,
    TurnTop,
    UnknownCustomId,
)
from bot.ui.embeds import review_post, withdrawn_post
from bot.ui.feed import feed_page, nothing_left, request_of
from bot.ui.film_card import film_card
from bot.ui.lists import feed_list
from bot.ui.pictures.posters import Posters
from bot.ui.regions import ELSEWHERE
from bot.ui.top import top_page
from data.errors import FilmNotFound, ReviewNotFound
from data.models import Copy, Review, ReviewId


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a message is to say now, the reviews in it as they were read, and the request that rebuilds it next time."""

    answer: Answer | None
    """None where the message is to be deleted."""

    request: str | None = None
    reviews: Sequence[Review] = ()
    keeps_rows: bool = False
    """Whether its buttons and selects stay as they are."""


class Place(NamedTuple):
    """A server's name, and the country for which is told where films can be watched."""

    name: str
    region: str = ELSEWHERE


async def rebuild(services: Services, posters: Posters, copy: Copy, place: Place, now: datetime) -> Rebuilt:
    """What the message is to say now. Raises StoreFailed."""
    try:
        request = CustomId.parse(copy.request or "")

        match request:
            case OpenReview():
                return await _post(services, copy, ReviewId(request.review))
            case ChooseFromList():
                return await _list(services, copy, request)
            case ShowFilm():
                film = await services.films.get(request.film, copy.guild_id)
                card = await services.films.card(copy.guild_id, film, now)
                return _card(card, copy, place, await posters.of(card.film))
            case TurnPage() | TurnFeed():
                turn = request.as_written_now if isinstance(request, TurnFeed) else request
                return await _page(services, copy, turn, place.name)
            case TurnTop():
                return await _ranking(services, copy, request, place.name)
            case _:
                pass
    except (UnknownCustomId, FilmNotFound):
        # A forgotten person's page, or what a later version wrote: what it shows must go all the same.
        pass

    return Rebuilt(nothing_left())


async def _post(services: Services, copy: Copy, review_id: ReviewId) -> Rebuilt:
    """A posted review; for a while after its deletion a notice in its place, then nothing."""
    try:
        review = await services.reviews.get(copy.guild_id, review_id)
    except ReviewNotFound:
        return await _withdrawn(services, copy)

    return Rebuilt(review_post(review), copy.request, (review,))


async def _list(services: Services, copy: Copy, request: ChooseFromList) -> Rebuilt:
    """A list of those of its reviews that are left."""
    reviews = await _present(services, copy, await services.outbox.of_batch(request.number))

    if not reviews:
        return await _withdrawn(services, copy)

    return Rebuilt(feed_list(reviews, request.number), copy.request, reviews)


async def _withdrawn(services: Services, copy: Copy) -> Rebuilt:
    """Where nothing is left of a message: a notice as long as something of it can come back."""
    return Rebuilt(withdrawn_post() if await _awaits_some(services, copy) else None, copy.request)


def _card(card: FilmCard, copy: Copy, place: Place, picture: Attachment | None) -> Rebuilt:
    # Nothing below a card is a review's, and the films to see next that somebody asked for shall stay.
    answer = film_card(card, place.name, picture=picture, region=place.region)
    return Rebuilt(answer, copy.request, card.shown, keeps_rows=True)


async def _page(services: Services, copy: Copy, request: TurnPage, guild_name: str) -> Rebuilt:
    if request.cursor is None:
        return Rebuilt(nothing_left())

    asked_at = snowflake_time(copy.message_id)
    page = await services.feed.again(copy.guild_id, request.wanted, request.cursor, request.number, asked_at)
    # The place of a first review that can still come back is kept for it.
    same = copy.request if await _awaits_some(services, copy) else None

    if not page.reviews:
        return Rebuilt(nothing_left(), same)

    return Rebuilt(feed_page(page, guild_name, is_private=False), same or str(request_of(page)), page.reviews)


async def _ranking(services: Services, copy: Copy, request: TurnTop, guild_name: str) -> Rebuilt:
    """A ranking by one member's ratings, as they are now."""
    page = await services.rankings.page(copy.guild_id, request.wanted, request.number)
    return Rebuilt(top_page(page, guild_name, is_private=False), copy.request, page.reviews)


async def _present(services: Services, copy: Copy, review_ids: Iterable[ReviewId]) -> list[Review]:
    """Those of the reviews that are there, in their order."""
    reviews: list[Review] = []

    for review_id in review_ids:
        try:
            reviews.append(await services.reviews.get(copy.guild_id, review_id))
        except ReviewNotFound:
            continue

    return reviews


async def _awaits_some(services: Services, copy: Copy) -> bool:
    """Whether something that the message showed is deleted and can still come back."""
    for review_id in await services.copies.shown(copy.message_id):
        if await services.trash.find(review_id) is not None:
            return True

    return False
