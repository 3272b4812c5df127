"""Ratings as people see them: stars, words and a histogram in text."""

import math
from collections.abc import Sequence

from data.models import HalfStars

WORD_JOINER = "\u2060"
"""Between two stars it forbids a line break and shows nothing."""

HALF_STARS = range(1, 11)
BAR_LENGTH = 10
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_MEAN_DIGITS = 6  # rounds off what adding up floats may leave behind, so that 4.25 is a tie wherever it comes from


def stars(rating: HalfStars) -> str:
    """The rating as stars, "★★★★½" for 9 half stars, joined so that they never wrap. Raises ValueError."""
    full, half = divmod(_checked(rating), 2)
    return WORD_JOINER.join("★" * full + "½" * half)


def in_words(rating: HalfStars) -> str:
    """The rating for plain text and screen readers: "4.5 out of 5", "4 out of 5". Raises ValueError."""
    return f"{_checked(rating) / 2:g} out of 5"


def stars_of_mean(mean: float) -> str:
    """The stars nearest to a mean given in half stars (1 to 10); a tie goes up. Raises ValueError."""
    return stars(math.floor(round(mean, _MEAN_DIGITS) + 0.5))


def mean_in_words(mean: float) -> str:
    """A mean given in half stars (1 to 10), always with one decimal: "4.3 out of 5"; a tie goes up.

    Raises ValueError.
    """
    return f"{mean_number(mean)} out of 5"


def mean_number(mean: float) -> str:
    """The same as a mere number of stars: "4.3". Raises ValueError."""
    return f"{tenths_of_mean(mean) / 10:.1f}"


def tenths_of_mean(mean: float) -> int:
    """The tenths of a star nearest to a mean given in half stars (1 to 10); a tie goes up. Raises ValueError."""
    if not HALF_STARS[0] <= mean <= HALF_STARS[-1]:
        raise ValueError(mean)

    return math.floor(round(mean * 5, _MEAN_DIGITS) + 0.5)


def bars(counts: Sequence[int]) -> str:
    """A histogram for an embed's field, best ratings first, from ten counts beginning with ½.

    One line for each half-star step that somebody gave: steps without a rating would fill a phone. Step and count come
    first, in code so that the bars begin below one another, and a screen reader says them before the bar.
    At most 300 characters for counts below a billion. Raises ValueError unless there are ten counts of 0 or more.
    """
    if len(counts) != len(HALF_STARS) or min(counts) < 0:
        raise ValueError(counts)

    given = [(_step(rating), count) for rating, count in zip(HALF_STARS, counts, strict=True) if count]

    if not given:
        return "No ratings yet."

    most = max(counts)
    width = len(f"{most:,}")
    return "\n".join(f"`{step:>2} ★ {count:>{width},}` {_bar(count, most)}" for step, count in reversed(given))


def _step(rating: HalfStars) -> str:
    """A rating in the fewest characters: "½", "4", "4½"."""
    return f"{rating // 2 or ''}{'½' if rating % 2 else ''}"


def _bar(count: int, most: int) -> str:
    """A bar of at most BAR_LENGTH blocks in steps of an eighth, one eighth at least."""
    eighths = max(1, round(count * BAR_LENGTH * 8 / most))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]


def _checked(rating: HalfStars) -> HalfStars:
    if rating not in HALF_STARS:
        raise ValueError(rating)

    return rating
