"""What films, servers and people are called on screen: never nothing, and cut so that a film keeps its year."""

from bot.ui.text import literal, plain, truncated
from data.models import Film

UNTITLED = "Untitled"
"""Stands for a title of which nothing can be seen."""


def film_name(film: Film, limit: int = 250) -> str:
    """Title and year for a place that renders Markdown, literal, within `limit`."""
    return _with_year(film, literal(film.title), limit)


def film_label(film: Film, limit: int) -> str:
    """Title and year for a place that renders no Markdown, within `limit`."""
    return _with_year(film, plain(film.title), limit)


def server_name(name: str, limit: int) -> str:
    """A server's name for a place that renders Markdown, literal, within `limit`."""
    return truncated(literal(name), limit) or "this server"


def _with_year(film: Film, title: str, limit: int) -> str:
    year = f" ({film.year})" if film.year else ""
    return f"{truncated(title, limit - len(year)) or UNTITLED}{year}"
