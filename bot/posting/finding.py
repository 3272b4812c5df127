"""Finding the film that a command names: here at once, else at a provider, for which nobody waits long."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord.utils import utcnow

from bot.posting.completing import Completing
from bot.services import Services
from bot.ui import limits
from bot.ui.answer import Answer, replace_answer, show
from bot.ui.asker import asker_of
from bot.ui.by_hand import offer_by_hand
from bot.ui.custom_ids import CustomId, OpenFilmForm
from bot.ui.film_card import being_asked, pick_film
from bot.ui.problems import film_not_found, not_now, unexpected
from bot.ui.reporter import new_reference
from data.errors import FilmNotFound, StoreFailed
from data.models import Film

_log = logging.getLogger(__name__)

FOUND_WITHIN_S = 1.0
"""How long an answer waits for providers, of the three seconds in which Discord wants one."""

Search = asyncio.Task[Film | Sequence[Film]]


async def find_film(
    services: Services, completing: Completing, interaction: discord.Interaction[Any], typed: str, request: CustomId
) -> Film | Sequence[Film] | None:
    """The film that `typed` names; several, best first, where it is not clear which. Raises FilmNotFound.

    Providers are asked where nothing is known here that fits without a slip. None where they are still being asked: the
    person is told so, privately, and in the place of that comes a choice of what they find, which comes back with
    `request`.
    """
    here = await _known_here(services, interaction, typed)

    if here is not None and (not services.details.sources or services.films.fits_well(typed, here)):
        return here

    searching: Search = asyncio.create_task(services.details.search(typed, utcnow()), name="searching elsewhere")

    try:
        done, _ = await asyncio.wait({searching}, timeout=FOUND_WITHIN_S)

        if done:
            return _both(here, searching)

        if here is not None:
            # What is known here is shown: it may well be what was meant.
            searching.cancel()
            return here

        await show(interaction, being_asked(typed, services.details.sources), is_private=True)
    except BaseException:
        searching.cancel()
        raise

    completing.carry_on(_complete(services, interaction, searching, request, typed), "completing a search")
    return None


async def _known_here(
    services: Services, interaction: discord.Interaction[Any], typed: str
) -> Film | Sequence[Film] | None:
    """What is known of it without asking anybody. Raises FilmNotFound where nobody can be asked, either."""
    try:
        return await services.films.look_up(typed, asker_of(interaction).guild_id, utcnow())
    except FilmNotFound:
        if not services.details.sources:
            raise

        return None


def _both(here: Film | Sequence[Film] | None, searching: Search) -> Film | Sequence[Film]:
    """What a provider found, and behind it what resembles the title here. Raises FilmNotFound."""
    if here is None:
        return searching.result()

    known = [here] if isinstance(here, Film) else here

    try:
        found = searching.result()
    except (FilmNotFound, StoreFailed):
        return here

    if isinstance(found, Film):
        return found

    new = [film for film in found if all(set(film.keys).isdisjoint(other.keys) for other in known)]
    return [*new, *known][: limits.SELECT_OPTIONS]


async def _complete(
    services: Services, interaction: discord.Interaction[Any], searching: Search, request: CustomId, typed: str
) -> None:
    """Let what was found take the place of the promise, or the word that nobody knows it."""
    by_hand = await offer_by_hand(services, asker_of(interaction), typed)
    await replace_answer(interaction, await _outcome(searching, request, by_hand))


async def _outcome(searching: Search, request: CustomId, by_hand: OpenFilmForm) -> Answer:
    try:
        found = await searching
    except FilmNotFound as error:
        return film_not_found(error, by_hand)
    except StoreFailed as error:
        reference = new_reference()
        _log.error("the store failed: %s", error.reason, extra={"reference": reference})
        return not_now(reference)
    except Exception:  # noqa: BLE001  (the boundary: a promise stands there that something must take the place of)
        reference = new_reference()
        _log.exception("a search elsewhere failed", extra={"reference": reference})
        return unexpected(reference)

    return pick_film([found] if isinstance(found, Film) else found, request, by_hand)
