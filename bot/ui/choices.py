"""What is offered while a command is typed."""

from collections.abc import Iterable

from discord import app_commands

from bot.ui import limits
from bot.ui.names import film_label
from bot.ui.stars import in_words, stars
from bot.ui.text import plain, truncated
from data.models import Film, HalfStars, Period, Sort

SORTS = {
    Sort.NEWEST: "newest first",
    Sort.OLDEST: "oldest first",
    Sort.MOST_LIKED: "most liked first",
    Sort.HIGHEST: "highest rated first",
    Sort.LOWEST: "lowest rated first",
}
"""The orders in which reviews are browsed, in words."""

PERIODS = {
    Period.DAY: "last 24 hours",
    Period.WEEK: "last 7 days",
    Period.MONTH: "last 30 days",
    Period.YEAR: "last 365 days",
}
"""How far back reviews are browsed, in words."""


_TYPED_FIRST = (10, 8, 9, 6, 7, 4, 5, 2, 3, 1)
"""Ratings in the order in which Discord's client offers them, and takes the first that holds what is typed."""


def film_choices(films: Iterable[Film]) -> list[app_commands.Choice[str]]:
    """Films as autocomplete offers them: title, year and director shown, the stable key meant."""
    return [app_commands.Choice(name=_film_label(film), value=film.key) for film in list(films)[: limits.CHOICES]]


def rating_choices() -> list[app_commands.Choice[int]]:
    """Every rating, best first; a half star stands behind its whole one, so that "4" and Enter are four stars."""
    return [app_commands.Choice(name=f"{stars(rating)}  {in_words(rating)}", value=rating) for rating in _TYPED_FIRST]


def sort_choices() -> list[app_commands.Choice[str]]:
    """The orders in which reviews are browsed."""
    return [app_commands.Choice(name=words, value=sort.value) for sort, words in SORTS.items()]


def period_choices() -> list[app_commands.Choice[str]]:
    """How far back reviews are browsed, the shortest first."""
    return [app_commands.Choice(name=words, value=period.value) for period, words in PERIODS.items()]


def rating_filters() -> list[app_commands.Choice[str]]:
    """Ratings to filter by, as `lowest-highest`: some ranges, then each alone."""
    ranges = [
        app_commands.Choice(name=f"{stars(8)} 4 and up", value="8-10"),
        app_commands.Choice(name=f"{stars(6)} 3 and up", value="6-10"),
        app_commands.Choice(name=f"{stars(4)} 2 and below", value="1-4"),
    ]
    alone = [
        app_commands.Choice(name=f"{stars(rating)} {rating / 2:g} exactly", value=f"{rating}-{rating}")
        for rating in _TYPED_FIRST
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
