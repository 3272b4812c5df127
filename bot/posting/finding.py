"""Finding the film that a command names: here at once, else at a provider, for which nobody waits long."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord.utils import utcnow

from bot.posting.completing import Completing
from bot.services import Services
from bot.ui.answer import Answer, replace_answer, show
from bot.ui.custom_ids import CustomId
from bot.ui.film_card import being_asked, pick_film
from bot.ui.problems import not_now, unexpected, worded
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

    None where providers are still being asked: the person is told so, privately, and in the place of that comes a
    choice of what they find, which comes back with `request`.
    """
    try:
        return await services.films.look_up(typed)
    except FilmNotFound:
        if not services.details.sources:
            raise

    searching: Search = asyncio.create_task(services.details.search(typed, utcnow()), name="searching elsewhere")

    try:
        done, _ = await asyncio.wait({searching}, timeout=FOUND_WITHIN_S)

        if done:
            return searching.result()

        await show(interaction, being_asked(typed, services.details.sources), is_private=True)
    except BaseException:
        searching.cancel()
        raise

    completing.carry_on(_complete(interaction, searching, request), "completing a search")
    return None


async def _complete(interaction: discord.Interaction[Any], searching: Search, request: CustomId) -> None:
    """Let what was found take the place of the promise, or the word that nobody knows it."""
    await replace_answer(interaction, await _outcome(searching, request))


async def _outcome(searching: Search, request: CustomId) -> Answer:
    try:
        found = await searching
    except FilmNotFound as error:
        return Answer(content=worded(error) or "")
    except StoreFailed as error:
        reference = new_reference()
        _log.error("the store failed: %s", error.reason, extra={"reference": reference})
        return not_now(reference)
    except Exception:  # noqa: BLE001  (the boundary: a promise stands there that something must take the place of)
        reference = new_reference()
        _log.exception("a search elsewhere failed", extra={"reference": reference})
        return unexpected(reference)

    return pick_film([found] if isinstance(found, Film) else found, request)
