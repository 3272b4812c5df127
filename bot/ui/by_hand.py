"""The way from a title that was not found to the form that adds it by hand."""

import logging

from discord.utils import utcnow

from bot.services import Services
from bot.ui.asker import Asker
from bot.ui.custom_ids import OpenFilmForm
from data.errors import StoreFailed
from data.models import OwnFilmDraft, OwnFilmForm

_log = logging.getLogger(__name__)


async def offer_by_hand(services: Services, asker: Asker, typed: str) -> OpenFilmForm:
    """What opens the form with the title that was `typed`, however long; without it where the store takes nothing."""
    draft = OwnFilmDraft(form=OwnFilmForm(title=typed))

    try:
        number = await services.own_films.keep_draft(asker.guild_id, asker.author.id, draft, utcnow())
    except StoreFailed as error:
        _log.warning("a title that was not found could not be kept: %s", error.reason)
        return OpenFilmForm()

    return OpenFilmForm(draft=number)
