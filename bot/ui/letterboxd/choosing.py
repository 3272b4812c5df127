"""Films of an import that are not sure: their lists, and the page on which one is chosen. No I/O."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from discord import SelectOption
from discord.ui import Modal, TextInput

from bot.services.imports import PAGE, ImportPage
from bot.ui import limits
from bot.ui.answer import Answer, Item
from bot.ui.components import button, film_option, option, select
from bot.ui.custom_ids import (
    ChooseFilmMeant,
    ImportKind,
    LeaveFilmOut,
    OpenFilmSearch,
    PickImportFilm,
    ShowImport,
    ShowImportFilm,
    ShowImportFilms,
    SubmitFilmSearch,
)
from bot.ui.embeds import GOLD, HEART, Embed
from bot.ui.forms import entries_of, labelled, stopped
from bot.ui.names import film_label, film_name
from bot.ui.stars import stars
from bot.ui.text import literal, truncated, words
from data.models import Film, Import, ImportFilm, ImportState, ImportView, MatchState, Model, ToldFilm

STATES: dict[ImportKind, MatchState] = {
    "unsure": MatchState.UNSURE,
    "unknown": MatchState.UNKNOWN,
    "left": MatchState.LEFT_OUT,
}
"""What is known of the films of each kind."""

TITLE = "title"
"""The custom id of the form's one field."""

_TITLE_LENGTH = 200
_NAME, _DIRECTORS = 120, 150
_DAYS = 3
"""So many days of a film are named."""


class Asked(Model):
    """One film about which its member is asked: the one of that number among the `count` of its kind."""

    import_id: int
    kind: ImportKind
    number: int
    count: int
    film: ImportFilm


def film_to_choose(asked: Asked, typed: str | None = None, found: Sequence[Film] = ()) -> Answer:
    """The page of one film, with those that may be meant, or those that were `found` for what was `typed`, if any."""
    film = asked.film
    question = _QUESTIONS[asked.kind]
    offered = found or film.choices

    if typed is not None:
        quoted = truncated(literal(typed), limits.QUOTED)
        question = f"Found for “{quoted}”:" if found else f"I found nothing for “{quoted}”. Try another title of it."

    lines = [f"**{film_name(film.told, _NAME)}**", *_told_lines(film.told), "", question]
    embed = Embed(title="Which film is this?", description="\n".join(lines), colour=GOLD)
    embed.set_footer(text=f"{asked.number:,} of {words(max(asked.number, asked.count), 'film')} {_WHICH[asked.kind]}")
    rows: list[Sequence[Item]] = [_deciding(asked), _going_on(asked)]

    if offered:
        chosen = ChooseFilmMeant(**_arguments(asked))
        rows.insert(0, (select("This is the one…", chosen, [film_option(one, _besides(one)) for one in offered]),))

    return Answer(embeds=(embed,), rows=rows)


def films_page(view: ImportView, kind: ImportKind, page: ImportPage) -> Answer:
    """A page of the films of one kind; as long as nothing was imported, one of them can be opened."""
    about = view.about
    is_open = about.state is ImportState.READY
    back = button("Back", ShowImport(import_id=about.id))

    if not page.films:
        return Answer(content="There are no such films in this import any more.", rows=((back,),))

    first = (page.number - 1) * PAGE + 1
    lines = [_list_line(number, film.told) for number, film in enumerate(page.films, start=first)]
    embed = Embed(title=_TITLES[kind], description="\n".join([_fate(about, kind), "", *lines]), colour=GOLD)
    embed.set_footer(text=f"Page {page.number:,} of {page.pages:,} · {words(count_of(view, kind), 'film')}")
    rows: list[Sequence[Item]] = [
        (
            _turn(about.id, kind, "Previous", page.number - 1, page.pages),
            _turn(about.id, kind, "Next", page.number + 1, page.pages),
            back,
        )
    ]

    if is_open:
        choices = [_list_option(number, film.told) for number, film in enumerate(page.films, start=first)]
        rows.insert(0, (select("Find one of these…", PickImportFilm(import_id=about.id, kind=kind), choices),))

    return Answer(embeds=(embed,), rows=rows)


def search_form(asked: Asked) -> Modal:
    """The form that asks for a title, filled with the one that the file has."""
    modal = Modal(title="Search by title", custom_id=str(SubmitFilmSearch(**_arguments(asked))))
    field = TextInput[Any](
        custom_id=TITLE, default=asked.film.told.title[:_TITLE_LENGTH] or None, max_length=_TITLE_LENGTH
    )
    modal.add_item(labelled("Title", field, "Any title that the film has, with its year if you like."))
    return stopped(modal)


def read_search_form(submission: object) -> str:
    """What was typed into it, from a submission's raw data; empty where nothing was."""
    return next((entry.value or "" for entry in entries_of(submission) if entry.custom_id == TITLE), "")[:_TITLE_LENGTH]


def count_of(view: ImportView, kind: ImportKind) -> int:
    """How many films of that kind the import has."""
    sums = view.sums
    return {"unsure": sums.unsure, "unknown": sums.unknown, "left": sums.left_out}[kind]


_TITLES: dict[ImportKind, str] = {
    "unsure": "Films that could be several",
    "unknown": "Films that nothing here knows",
    "left": "Films that you left out",
}
_QUESTIONS: dict[ImportKind, str] = {
    "unsure": "Several films could be meant.",
    "unknown": "I know no film like that. It may go by another title here.",
    "left": "You left it out. Choose it, and it is imported after all.",
}
_WHICH: dict[ImportKind, str] = {"unsure": "to choose", "unknown": "that nothing here knows", "left": "left out"}


def _fate(about: Import, kind: ImportKind) -> str:
    """What becomes, or became, of films of that kind."""
    is_open = about.state is ImportState.READY

    if kind == "unknown":
        if about.keeps_unknown:
            return f"They {'become' if is_open else 'became'} films of this server's own."

        return f"They {'are' if is_open else 'were'} left out."

    if kind == "unsure":
        return "They are left out until you choose." if is_open else "They were left out, since you did not choose."

    return (
        "They are not imported."
        if is_open
        else "They were not imported: you left them out, or they went from this server meanwhile."
    )


def _deciding(asked: Asked) -> tuple[Item, ...]:
    search = button("Search by title…", OpenFilmSearch(**_arguments(asked)))

    if asked.kind == "left":
        return (search,)

    return search, button("Leave it out", LeaveFilmOut(**_arguments(asked)))


def _going_on(asked: Asked) -> tuple[Item, ...]:
    label = "Skip for now" if asked.kind == "unsure" else "Next"
    before, after = (
        ShowImportFilm(import_id=asked.import_id, kind=asked.kind, number=max(1, asked.number + step))
        for step in (-1, 1)
    )
    return (
        button("Previous", before, is_disabled=asked.number <= 1),
        button(label, after, is_disabled=asked.number >= asked.count),
        button("Back to the import", ShowImport(import_id=asked.import_id)),
    )


def _turn(import_id: int, kind: ImportKind, label: str, number: int, pages: int) -> Item:
    is_there = 1 <= number <= pages
    request = ShowImportFilms(import_id=import_id, kind=kind, number=max(1, number))
    return button(label, request, is_disabled=not is_there)


def _list_line(number: int, told: ToldFilm) -> str:
    marks = " · ".join(_marks(told))
    return f"{number:,}\\. **{film_name(told, _NAME)}**{f' · {marks}' if marks else ''}"


def _besides(film: Film) -> str:
    """What tells a film from another one of its title and year: who directed it, else where its page is."""
    return ", ".join(film.directors) or film.link or ""


def _list_option(number: int, told: ToldFilm) -> SelectOption:
    """A film of the list by its number, since two may have one title and year."""
    label = f"{number:,}. "
    about = " · ".join([*told.directors, *_marks(told)])
    return option(f"{label}{film_label(told, limits.OPTION_LABEL - len(label))}", str(number), about)


def _told_lines(told: ToldFilm) -> list[str]:
    """What the files tell of a film, so that its member recognizes it."""
    directors = truncated(literal(", ".join(told.directors)), _DIRECTORS)
    lines = [
        f"Directed by {directors}" if directors else "",
        " · ".join(_marks(told)),
        _days([entry.watched_on for entry in told.entries if entry.watched_on is not None]),
    ]
    return [line for line in lines if line]


def _marks(told: ToldFilm) -> list[str]:
    """Stars and heart, how many viewings, whether there is a text, and what else it was."""
    rating = told.rating or next((entry.rating for entry in reversed(told.entries) if entry.rating), None)
    texts = sum(bool(entry.text) for entry in told.entries)
    marks = [
        stars(rating) if rating else "",
        HEART if told.is_liked else "",
        words(len(told.entries), "viewing") if told.entries else "",
        words(texts, "review") if texts else "",
        "on your watchlist" if told.wanted_on else "",
        "marked as watched" if told.seen_on and not told.entries else "",
    ]
    return [mark for mark in marks if mark]


def _days(watched: Sequence[date]) -> str:
    """The latest days on which it was watched."""
    if not watched:
        return ""

    latest = sorted(watched, reverse=True)
    named = ", ".join(f"{day.day} {day:%B} {day.year}" for day in latest[:_DAYS])
    more = len(latest) - _DAYS
    return f"Watched {named} and {words(more, 'time')} more" if more > 0 else f"Watched {named}"


def _arguments(asked: Asked) -> dict[str, Any]:
    return {
        "import_id": asked.import_id,
        "kind": asked.kind,
        "number": asked.number,
        "film_place": asked.film.place,
    }
