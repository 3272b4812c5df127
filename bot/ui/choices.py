"""What is offered while a command is typed."""

from collections.abc import Iterable

from discord import app_commands

from bot.ui import limits
from bot.ui.names import film_label
from bot.ui.stars import in_words, stars
from bot.ui.text import plain, truncated
from data.models import Film, HalfStars, Sort

SORTS = {
    Sort.NEWEST: "newest first",
    Sort.OLDEST: "oldest first",
    Sort.HIGHEST: "highest rated first",
    Sort.LOWEST: "lowest rated first",
}
"""The orders in which reviews are browsed, in words."""


def film_choices(films: Iterable[Film]) -> list[app_commands.Choice[str]]:
    """Films as autocomplete offers them: title, year and director shown, the stable key meant."""
    return [app_commands.Choice(name=_film_label(film), value=film.key) for film in list(films)[: limits.CHOICES]]


def rating_choices() -> list[app_commands.Choice[int]]:
    """Every rating, best first."""
    return [
        app_commands.Choice(name=f"{stars(rating)}  {in_words(rating)}", value=rating) for rating in range(10, 0, -1)
    ]


def sort_choices() -> list[app_commands.Choice[str]]:
    """The orders in which reviews are browsed."""
    return [app_commands.Choice(name=words, value=sort.value) for sort, words in SORTS.items()]


def rating_filters() -> list[app_commands.Choice[str]]:
    """Ratings to filter by, as `lowest-highest`: some ranges, then each alone."""
    ranges = [
        app_commands.Choice(name=f"{stars(8)} and up", value="8-10"),
        app_commands.Choice(name=f"{stars(6)} and up", value="6-10"),
        app_commands.Choice(name=f"{stars(4)} and below", value="1-4"),
    ]
    alone = [
        app_commands.Choice(name=f"{stars(rating)} exactly", value=f"{rating}-{rating}") for rating in range(10, 0, -1)
    ]
    return ranges + alone


def read_rating_filter(value: str | None) -> tuple[HalfStars | None, HalfStars | None]:
    """The lowest and highest rating that a choice of `rating_filters` stands for."""
    if value is None:
        return None, None

    lowest, _, highest = value.partition("-")
    return int(lowest), int(highest)


def _film_label(film: Film) -> str:
    directors = f" · {', '.join(film.directors)}" if film.directors else ""
    return truncated(plain(f"{film_label(film, limits.CHOICE_NAME)}{directors}"), limits.CHOICE_NAME)
