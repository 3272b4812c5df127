"""The form for a film that no catalogue knows, and what is said of films that were added by hand. No I/O."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import Modal, TextInput

from bot.services.own_films import OwnFilmPage
from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button, film_option, select
from bot.ui.custom_ids import (
    AddFilmAnyway,
    Cancel,
    ChooseFilm,
    ConfirmDeleteFilm,
    DeleteFilm,
    EditFilm,
    OpenFilmForm,
    SubmitFilm,
)
from bot.ui.forms import entries_of, labelled, stopped
from bot.ui.help import mention
from bot.ui.names import film_name, member_name
from bot.ui.text import literal, truncated
from data.models import LINK_LIMIT, SYNOPSIS_LIMIT, TITLE_LIMIT, Film, OwnFilmForm

TITLE, YEAR, DIRECTORS, SYNOPSIS, LINK = "title", "year", "directors", "synopsis", "link"
"""The custom ids of the form's five fields: Discord takes no sixth."""

DELETED = "The film is deleted. Nobody here can find it any more."


def film_form(form: OwnFilmForm, request: SubmitFilm) -> Modal:
    """The form, filled; it comes back with `request`, which says whether it changes a film that is there."""
    modal = Modal(title="Edit a film" if request.film else "Add a film by hand", custom_id=str(request))
    year = _field(YEAR, form.year, "2013", 10)
    directors = _field(DIRECTORS, form.directors, "Rithy Panh, Agnès Varda", 1_200)
    synopsis = _field(
        SYNOPSIS, form.synopsis, "What it is about, without the ending", SYNOPSIS_LIMIT, discord.TextStyle.paragraph
    )
    link = _field(LINK, form.link, "https://…", LINK_LIMIT)
    title = _field(TITLE, form.title, "The film's title", TITLE_LIMIT)
    title.required = True
    modal.add_item(labelled("Title", title, "Only this server will know the film."))
    modal.add_item(labelled("Year", year))
    modal.add_item(labelled("Directors", directors, "Separated by commas"))
    modal.add_item(labelled("Synopsis", synopsis))
    modal.add_item(labelled("Link", link, "A page about it. It is shown as you type it, and can't be clicked."))
    return stopped(modal)


def read_film_form(submission: object) -> OwnFilmForm:
    """What was filled in, from a submission's raw data. What is missing or of a wrong shape counts as empty."""
    typed = {entry.custom_id: entry.value or "" for entry in entries_of(submission)}
    return OwnFilmForm.model_validate({name: typed.get(name, "") for name in (TITLE, YEAR, DIRECTORS, SYNOPSIS, LINK)})


def already_there(films: Sequence[Film], draft: int) -> Answer:
    """Say that such films are known, and offer them, or to add another one all the same."""
    first = f"**{film_name(films[0])}** is known already."
    said = first if len(films) == 1 else f"{first} There are {len(films)} of that title."
    buttons = (
        button("Add mine as well", AddFilmAnyway(draft=draft), ButtonStyle.primary),
        button("Back to my form", OpenFilmForm(draft=draft)),
    )
    choices = select("See the one that is there…", ChooseFilm(), [film_option(film) for film in films])
    return Answer(content=f"{said} Is it the one you mean?", rows=((choices,), buttons))


def own_film_panel(page: OwnFilmPage, command_ids: Mapping[str, int], *, is_moderator: bool) -> Answer:
    """Who added the film, and what the one who asks may do with it."""
    film = page.own.film
    since = f"<t:{int(page.own.added_at.timestamp())}:D>"
    adder = truncated(literal(member_name(page.adder)), limits.QUOTED)
    lines = [f"**{film_name(film)}** was added by {adder} on {since}, and only this server knows it."]

    if not page.may_change:
        lines.append("Who added it, and those who may manage this server, can change it.")
        return Answer(content="\n".join(lines))

    buttons = [button("Edit it", EditFilm(film=film.key), ButtonStyle.primary)]

    if page.may_delete:
        buttons.append(button("Delete it", DeleteFilm(film=film.key), ButtonStyle.danger))
    else:
        lines.append("Others wrote about it, so it can't be deleted.")

    if is_moderator:
        lines.append(f"If it is a film that I know, {mention(command_ids, 'marquee merge')} makes one of the two.")

    return Answer(content="\n".join(lines), rows=(buttons,))


def ask_delete_film(film: Film) -> Answer:
    """Ask once more."""
    buttons = (
        button("Delete it", ConfirmDeleteFilm(film=film.key), ButtonStyle.danger),
        button("Keep it", Cancel()),
    )
    return Answer(
        content=(
            f"Delete **{film_name(film)}**, with the review that who added it may have written? This can't be undone."
        ),
        rows=(buttons,),
    )


def _field(
    custom_id: str, value: str, placeholder: str, longest: int, style: discord.TextStyle = discord.TextStyle.short
) -> TextInput[Any]:
    return TextInput(
        custom_id=custom_id,
        style=style,
        default=value[:longest] or None,
        placeholder=placeholder,
        max_length=longest,
        required=False,
    )
