"""Browsing a server's reviews: filters, orders, places between two reviews, and scores."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, field_validator

from data.models.base import FilmId, HalfStars, Model, UserId
from data.models.reviews import Review


class Score(Model):
    """How one server's members rate one film (or all films), counted exactly.

    `counts[i]` is the number of members whose current rating is i half stars; `counts[0]` counts the reviews without
    a rating.
    """

    counts: tuple[int, ...] = (0,) * 11

    @field_validator("counts")
    @classmethod
    def _has_every_step(cls, counts: tuple[int, ...]) -> tuple[int, ...]:
        if len(counts) != 11 or min(counts) < 0:
            msg = "eleven counts, none negative"
            raise ValueError(msg)

        return counts

    @property
    def ratings(self) -> int:
        """The number of members who rated."""
        return sum(self.counts[1:])

    @property
    def reviews(self) -> int:
        """The number of reviews, with and without a rating."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """The mean in half stars; None where nobody rated."""
        if not self.ratings:
            return None

        return sum(rating * n for rating, n in enumerate(self.counts)) / self.ratings


class Sort(StrEnum):
    """The orders in which reviews are browsed. Of two that are equal the newer comes first; in `LOWEST` the older."""

    NEWEST = "n"
    OLDEST = "o"
    MOST_LIKED = "k"
    HIGHEST = "h"
    LOWEST = "l"

    @property
    def is_by_rating(self) -> bool:
        """Whether it orders by rating; reviews without one are then left out."""
        return self in {Sort.HIGHEST, Sort.LOWEST}

    @property
    def is_descending(self) -> bool:
        """Whether the larger comes first."""
        return self not in {Sort.OLDEST, Sort.LOWEST}


class Period(StrEnum):
    """How far back reviews are browsed, from now on."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    YEAR = "y"

    @property
    def length(self) -> timedelta:
        """From its beginning to now."""
        days = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365}
        return timedelta(days=days[self])


class ReviewFilter(Model):
    """Which of a server's reviews are asked for, and in which order. The default is all of them, newest first."""

    film_id: FilmId | None = None
    author_id: UserId | None = None
    rating_min: HalfStars | None = None
    rating_max: HalfStars | None = None
    period: Period | None = None
    has_text: bool = False
    """Whether reviews without a text are left out."""

    sort: Sort = Sort.NEWEST

    @property
    def is_open(self) -> bool:
        """Whether every review of the server passes."""
        filters = (self.film_id, self.author_id, self.rating_min, self.rating_max, self.period)
        return not self.has_text and all(value is None for value in filters)


class Cursor(Model):
    """A place between two reviews in some order: that of the review it was taken from."""

    rating: Annotated[int, Field(ge=0, le=10)]
    created_s: Annotated[int, Field(ge=0, lt=1 << 40)]
    id: Annotated[int, Field(ge=0, lt=1 << 62)]
    likes: Annotated[int, Field(ge=0, lt=1 << 31)] = 0

    @classmethod
    def of(cls, review: Review) -> Self:
        """The place of that review."""
        return cls(
            rating=review.content.rating or 0,
            created_s=int(review.created_at.timestamp()),
            id=review.id,
            likes=review.likes,
        )


class ReviewPage(Model):
    """Neighbouring reviews in the order asked for. `has_earlier` and `has_later` speak of pages before and after."""

    reviews: tuple[Review, ...]
    has_earlier: bool
    has_later: bool
