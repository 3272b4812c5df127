"""Adding a film by hand, from the title that was typed to its card; nothing that was typed is lost on the way."""

import logging

from discord.utils import utcnow

from bot.services import Services
from bot.ui.answer import Answer
from bot.ui.asker import Asker
from bot.ui.custom_ids import SubmitFilm
from bot.ui.film_card import copy_of_card, film_card
from bot.ui.own_films import already_there
from bot.ui.pictures.posters import Posters
from bot.ui.problems import film_form_kept, film_form_returned
from bot.ui.saving import log_return
from data.errors import AlreadyThere, DraftGone, StoreFailed
from data.models import Film, FilmKey, OwnFilmDraft, OwnFilmForm

_log = logging.getLogger(__name__)


async def save_film(
    services: Services, posters: Posters, asker: Asker, request: SubmitFilm, form: OwnFilmForm
) -> Answer:
    """Add the film that the form tells of, or change it; its card, or what stands in the way, with the way back."""
    try:
        film = await _save(services, asker, request.film, form)
    except Exception as error:  # noqa: BLE001  (the boundary of what a member typed: no bug may lose it)
        return await _keep(services, asker, request, form, error)

    await _drop_draft(services, asker, request.draft)
    return await private_card(services, posters, asker, film)


async def add_anyway(services: Services, posters: Posters, asker: Asker, number: int) -> Answer:
    """Add the film of the draft although one of its title is known. Raises DraftGone, FormRefused, StoreFailed."""
    draft = await services.own_films.draft(asker.guild_id, asker.author.id, number, utcnow())

    if draft is None:
        raise DraftGone

    film = await services.own_films.add(asker.guild_id, asker.author, draft.form, utcnow(), is_certain=True)
    await _drop_draft(services, asker, number)
    return await private_card(services, posters, asker, film)


async def private_card(services: Services, posters: Posters, asker: Asker, film: Film) -> Answer:
    """The film's card as only the asker sees it, to be shown to all where they like."""
    card = await services.films.card(asker.guild_id, film, utcnow())
    return copy_of_card(film_card(card, asker.guild_name, picture=await posters.of(film)), film)


async def _save(services: Services, asker: Asker, key: FilmKey | None, form: OwnFilmForm) -> Film:
    if key is None:
        return await services.own_films.add(asker.guild_id, asker.author, form, utcnow())

    return await services.own_films.change(
        asker.guild_id, asker.author, key, form, utcnow(), is_moderator=asker.is_moderator
    )


async def _keep(services: Services, asker: Asker, request: SubmitFilm, form: OwnFilmForm, error: Exception) -> Answer:
    """Keep the form as a draft; where even that fails, give what was typed back."""
    reference = log_return(error)
    draft = OwnFilmDraft(form=form, film_key=request.film)

    try:
        number = await services.own_films.keep_draft(asker.guild_id, asker.author.id, draft, utcnow(), request.draft)

        if isinstance(error, AlreadyThere):
            return already_there(await _films(services, asker, error.keys), number)
    except Exception as failure:  # noqa: BLE001  (the same boundary)
        _log.error("nor could its draft be kept: %r", failure, extra={"reference": reference})
        return film_form_returned(form, error, reference)

    return film_form_kept(number, error, reference)


async def _films(services: Services, asker: Asker, keys: tuple[str, ...]) -> list[Film]:
    return [await services.films.get(FilmKey(key), asker.guild_id) for key in keys]


async def _drop_draft(services: Services, asker: Asker, number: int | None) -> None:
    """Forget the draft, which became a film; where that fails it goes by itself after a day."""
    if number is None:
        return

    try:
        await services.own_films.drop_draft(asker.guild_id, asker.author.id, number)
    except StoreFailed as error:
        _log.warning("a draft could not be deleted: %s", error.reason)
