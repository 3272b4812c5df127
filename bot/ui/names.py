"""What films, servers and people are called on screen: never nothing, and cut so that a film keeps its year."""

from bot.ui.text import literal, plain, truncated
from data.models import Author, Film, ToldFilm

UNTITLED = "Untitled"
"""Stands for a title of which nothing can be seen."""

NOBODY = "a member"
"""Stands for one whose name is not known, or not any more."""


def film_name(film: Film | ToldFilm, limit: int = 250) -> str:
    """Title and year for a place that renders Markdown, literal, within `limit`."""
    return _with_year(film, literal(film.title), limit)


def film_label(film: Film | ToldFilm, limit: int) -> str:
    """Title and year for a place that renders no Markdown, within `limit`."""
    return _with_year(film, plain(film.title), limit)


def server_name(name: str, limit: int) -> str:
    """A server's name for a place that renders Markdown, literal, within `limit`."""
    return truncated(literal(name), limit) or "this server"


def member_name(member: Author | None) -> str:
    """What a member is called for a place that renders no Markdown; "a member" where nobody knows."""
    return (truncated(plain(member.name), 100) if member else "") or NOBODY


def _with_year(film: Film | ToldFilm, title: str, limit: int) -> str:
    year = f" ({film.year})" if film.year else ""
    return f"{truncated(title, limit - len(year)) or UNTITLED}{year}"
