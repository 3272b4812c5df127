"""What a message of ours that shows reviews is to say now: built anew from the request that made it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from discord.utils import snowflake_time

from bot.posting.digest_pages import DigestPages
from bot.services import Services
from bot.services.films import FilmCard
from bot.ui.answer import Answer, Attachment
from bot.ui.custom_ids import (
    ChooseFromList,
    CustomId,
    OpenDigest,
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
from data.errors import DigestNotFound, FilmNotFound, ReviewNotFound
from data.models import Copy, DigestId, Review, ReviewId, UserId


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a message is to say now, the reviews in it as they were read, and the request that rebuilds it next time."""

    answer: Answer | None
    """None where the message is to be deleted."""

    request: str | None = None
    reviews: Sequence[Review] = ()
    keeps_rows: bool = False
    """Whether its buttons and selects stay as they are."""

    names: tuple[UserId, ...] = ()
    """Whom it names beside the authors of these reviews."""


class Place(NamedTuple):
    """A server's name, and the country for which is told where films can be watched."""

    name: str
    region: str = ELSEWHERE


class Sources(NamedTuple):
    """What messages are built from."""

    services: Services
    posters: Posters
    digests: DigestPages


async def rebuild(sources: Sources, copy: Copy, place: Place, now: datetime) -> Rebuilt:
    """What the message is to say now. Raises StoreFailed."""
    try:
        request = CustomId.parse(copy.request or "")

        match request:
            case ShowFilm():
                film = await sources.services.films.get(request.film, copy.guild_id)
                card = await sources.services.films.card(copy.guild_id, film, now)
                return _card(card, copy, place, await sources.posters.of(card.film))
            case OpenDigest():
                return await _digest(sources, copy, request, place, now)
            case TurnTop():
                return await _ranking(sources.services, copy, request, place.name)
            case _:
                return await _reviews(sources.services, copy, request, place)
    except (UnknownCustomId, FilmNotFound, DigestNotFound):
        # A forgotten person's page, or what a later version wrote: what it shows must go all the same.
        return Rebuilt(nothing_left())


async def _reviews(services: Services, copy: Copy, request: CustomId, place: Place) -> Rebuilt:
    """A posted review, a list, or a page of them."""
    match request:
        case OpenReview():
            return await _post(services, copy, ReviewId(request.review))
        case ChooseFromList():
            return await _list(services, copy, request)
        case TurnPage():
            return await _page(services, copy, request, place.name)
        case TurnFeed():
            return await _page(services, copy, request.as_written_now, place.name)
        case _:
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


async def _digest(sources: Sources, copy: Copy, request: OpenDigest, place: Place, now: datetime) -> Rebuilt:
    """A week's digest, as it was posted or as a page. The best-liked review in it may have changed, or be gone."""
    services, guild_id = sources.services, copy.guild_id

    if request.digest is not None:
        digest = await services.digests.of(guild_id, DigestId(request.digest))
    elif request.at_s is not None:
        digest = await services.digests.at(guild_id, datetime.fromtimestamp(request.at_s, UTC), now)
    else:
        digest = await services.digests.present(guild_id, now)

    if await services.digest_outbox.is_post(copy.message_id):
        answer, reviews = await sources.digests.post(digest, place.name, snowflake_time(copy.message_id))
    else:
        answer, reviews = await sources.digests.page(digest, place.name, is_private=False)

    # What an admin is offered below the present week shall stay.
    return Rebuilt(answer, copy.request, reviews, keeps_rows=digest.id is None, names=digest.named)


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

    if not page.films:
        # It can come back with them, but names nobody meanwhile.
        return Rebuilt(nothing_left(), copy.request)

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
