"""The way from a title that was not found to the form that adds it by hand."""

import asyncio
import logging

from discord.utils import utcnow

from bot.services import Services
from bot.ui.asker import Asker
from bot.ui.custom_ids import OpenFilmForm
from data.models import OwnFilmDraft, OwnFilmForm

_log = logging.getLogger(__name__)


KEPT_WITHIN_S = 1.0
"""How long the answer to a title that was not found may wait for the store: Discord gives up after 3 s in all."""


async def offer_by_hand(services: Services, asker: Asker, typed: str) -> OpenFilmForm:
    """What opens the form with the title that was `typed`, however long; without it where the store does not take it.

    The title stands in the answer as well, so that it is not lost with a store that is locked or broken.
    """
    draft = OwnFilmDraft(form=OwnFilmForm(title=typed))
    keeping = asyncio.ensure_future(services.own_films.keep_draft(asker.guild_id, asker.author.id, draft, utcnow()))
    # It is not cancelled: a transaction that waits for a lock ends no sooner for that.
    keeping.add_done_callback(_tell)
    done, _ = await asyncio.wait([keeping], timeout=KEPT_WITHIN_S)

    if not done or keeping.exception() is not None:
        return OpenFilmForm()

    return OpenFilmForm(draft=keeping.result())


def _tell(keeping: asyncio.Future[int]) -> None:
    """Tell the log of a title that could not be kept, also where nobody waits for that any more."""
    if not keeping.cancelled() and (error := keeping.exception()) is not None:
        _log.warning("a title that was not found could not be kept: %s", error)
