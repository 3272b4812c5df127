"""The form for a film that no catalogue knows: what a filled-in one says, and how one is filled to say it."""

import unicodedata
from urllib.parse import urlsplit

from data.errors import BadLink, BadYear, FactTooLong, NoTitle, TooManyDirectors
from data.models import (
    DIRECTOR_LENGTH,
    DIRECTORS_LIMIT,
    FIRST_YEAR,
    LAST_YEAR,
    LINK_LIMIT,
    SYNOPSIS_LIMIT,
    TITLE_LIMIT,
    Film,
    FilmKey,
    OwnFilmForm,
    shows_something,
)


def read_own_film(form: OwnFilmForm, key: FilmKey) -> Film:
    """The film that a filled-in form tells of, under that key.

    Raises NoTitle, FactTooLong, BadYear, TooManyDirectors, BadLink.
    """
    title = " ".join(form.title.split())

    if not shows_something(title):
        raise NoTitle

    synopsis = form.synopsis.strip()
    return Film(
        key=key,
        title=_short("title", title, TITLE_LIMIT),
        year=_read_year(form.year.strip()),
        directors=_read_directors(form.directors),
        synopsis=_short("synopsis", synopsis, SYNOPSIS_LIMIT) if shows_something(synopsis) else None,
        link=_read_link(form.link.strip()),
    )


def to_own_film_form(film: Film) -> OwnFilmForm:
    """The form as it would have been filled in to tell of the film."""
    return OwnFilmForm(
        title=film.title,
        year=str(film.year or ""),
        directors=", ".join(film.directors),
        synopsis=film.synopsis or "",
        link=film.link or "",
    )


def _short(fact: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise FactTooLong(fact, len(text), limit)

    return text


def _read_year(typed: str) -> int | None:
    if not typed:
        return None

    # Four digits of any script; `isdecimal` takes no sign, fraction or space.
    if len(typed) != 4 or not typed.isdecimal() or not FIRST_YEAR <= int(typed) <= LAST_YEAR:
        raise BadYear(typed, FIRST_YEAR, LAST_YEAR)

    return int(typed)


def _read_directors(typed: str) -> tuple[str, ...]:
    names = (" ".join(part.split()) for part in typed.split(","))
    found = {name.casefold(): name for name in names if shows_something(name)}

    if len(found) > DIRECTORS_LIMIT:
        raise TooManyDirectors(len(found), DIRECTORS_LIMIT)

    return tuple(_short("director", name, DIRECTOR_LENGTH) for name in found.values())


def _read_link(typed: str) -> str | None:
    if not typed:
        return None

    try:
        parts = urlsplit(typed)
        has_sense = bool(parts.hostname and "." in parts.hostname.strip(".")) and parts.port != 0
    except ValueError:
        has_sense, parts = False, urlsplit("")

    # A name and password before the host are there to deceive about where it leads.
    is_page = has_sense and parts.scheme in {"http", "https"} and "@" not in parts.netloc

    if not is_page or not _is_visible(typed):
        raise BadLink(typed)

    return _short("link", f"{parts.scheme}{typed[len(parts.scheme) :]}", LINK_LIMIT)


def _is_visible(text: str) -> bool:
    """Whether every character of it can be seen: none is a space, a control or one that turns the direction."""
    return all(unicodedata.category(character)[0] not in "CZ" for character in text)
