"""What all rankings have in common: how a film stands in one, and how it came to its place."""

from fractions import Fraction

from bot.ui.stars import mean_number, stars_of_mean
from bot.ui.text import words
from data.models import Mean


def formula(mean: Mean, prior: int) -> str:
    """How a ranking is computed, in one line."""
    if not prior or not mean.ratings:
        return "-# Ranked by the mean of each film's ratings."

    counted = "1 rating" if prior == 1 else f"{prior} ratings"
    average = mean_number(mean.total / mean.ratings)
    return f"-# Weighted mean: a film's ratings plus {counted} of {average}, this server's mean."


def ranked_line(  # noqa: PLR0913, PLR0917  (what stands in it)
    place: int, name: str, address: str | None, score: Fraction | float, ratings: int | None, beside: str = ""
) -> str:
    """One film of a ranking: place, name, stars and number, ratings, and what is said beside.

    `ratings` is None where the score is one member's own.
    """
    # Discord makes no link of words with brackets, and would show the address.
    title = f"[{name}]({address})" if address and not {"[", "]"} & set(name) else name
    half_stars = float(score)
    said = (
        f"**{place}.** **{title}**\n{stars_of_mean(half_stars)} **{mean_number(half_stars)}**",
        "" if ratings is None else words(ratings, "rating"),
        beside,
    )
    return " · ".join(part for part in said if part)
