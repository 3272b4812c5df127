"""What is asked for on the pages of a server's reviews, and in its feed."""

from typing import Annotated, Literal, Self

from pydantic import Field

from bot.ui.custom_ids.base import MOST_PAGES, Base36, CustomId, Key, Number, Row, Snowflake
from data.models import Cursor, FilmId, HalfStars, Period, ReviewFilter, Sort, UserId

Turn = Literal["first", "before", "after", "last", "show"]
"""Where a page is turned to, or that the same one is shown to all."""


class ChooseFilmToBrowse(CustomId, action="choosereviews"):
    """A select of films, to browse this server's reviews of one."""


class SeeReviews(CustomId, action="reviews"):
    """Browse this server's reviews of the film."""

    film: Key


class TurnPage(CustomId, action="page"):
    """Another page of a feed, or the same one shown to all. The cursor is where the present page begins or ends."""

    turn: Turn
    number: Annotated[Base36, Field(ge=1, le=MOST_PAGES)]
    sort: Sort
    film_id: Annotated[Base36, Field(ge=1, lt=10**15)] | None = None
    author_id: Annotated[Base36, Field(ge=1, lt=1 << 63)] | None = None
    rating_min: Annotated[Base36, Field(ge=1, le=10)] | None = None
    rating_max: Annotated[Base36, Field(ge=1, le=10)] | None = None
    period: Period | None = None
    has_text: Literal["t"] | None = None
    at_rating: Annotated[Base36, Field(ge=0, le=10)] | None = None
    at_likes: Annotated[Base36, Field(ge=0, lt=1 << 31)] | None = None
    at_s: Annotated[Base36, Field(ge=0, lt=1 << 40)] | None = None
    at_id: Annotated[Base36, Field(ge=1, lt=10**15)] | None = None

    @property
    def wanted(self) -> ReviewFilter:
        """The feed's filter and order."""
        return ReviewFilter(
            film_id=None if self.film_id is None else FilmId(self.film_id),
            author_id=None if self.author_id is None else UserId(self.author_id),
            rating_min=self.rating_min,
            rating_max=self.rating_max,
            period=self.period,
            has_text=self.has_text is not None,
            sort=self.sort,
        )

    @property
    def cursor(self) -> Cursor | None:
        """Where the page that carries this begins or ends; None without one."""
        if self.at_rating is None or self.at_likes is None or self.at_s is None or self.at_id is None:
            return None

        return Cursor(rating=self.at_rating, likes=self.at_likes, created_s=self.at_s, id=self.at_id)

    @classmethod
    def at(cls, turn: Turn, number: int, wanted: ReviewFilter, cursor: Cursor | None) -> Self:
        """A turn from `cursor` that leads to page `number`."""
        return cls(
            turn=turn,
            number=min(number, MOST_PAGES),
            **wanted.model_dump(exclude={"has_text"}),
            has_text="t" if wanted.has_text else None,
            at_rating=None if cursor is None else cursor.rating,
            at_likes=None if cursor is None else cursor.likes,
            at_s=None if cursor is None else cursor.created_s,
            at_id=None if cursor is None else cursor.id,
        )


class TurnFeed(CustomId, action="feed"):
    """What `TurnPage` was before pages had periods: still on messages of that time."""

    turn: Turn
    number: Number
    sort: Sort
    film_id: Row | None = None
    author_id: Snowflake | None = None
    rating_min: HalfStars | None = None
    rating_max: HalfStars | None = None
    at_rating: Annotated[int, Field(ge=0, le=10)] | None = None
    at_s: Annotated[int, Field(ge=0, lt=1 << 40)] | None = None
    at_id: Row | None = None

    @property
    def as_written_now(self) -> "TurnPage":
        """The same request in today's words."""
        return TurnPage(
            **self.model_dump(),
            at_likes=None if self.at_id is None else 0,
        )


class ChooseFromList(CustomId, action="batch"):
    """A select of the reviews that went into the feed in one message, to read one whole."""

    number: Row
