"""What every button, select and form carries: a version, an action and its arguments, within 100 characters.

A custom id outlives restarts and upgrades, and comes back from a client that may send anything: it is parsed into a
frozen model or refused. An action is never given another meaning; a changed one gets another name.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, field_validator

from data.models import (
    FILM_KEY_PATTERN,
    Cursor,
    FilmId,
    FilmKey,
    HalfStars,
    Model,
    ReviewFilter,
    Sort,
    UserId,
)

VERSION = "v1"
"""Stands in front of every custom id of ours."""

Key = Annotated[FilmKey, Field(pattern=rf"^{FILM_KEY_PATTERN}$")]
Row = Annotated[int, Field(ge=1, lt=10**15)]
"""A row id of ours. They are given one by one: fifteen digits are never used up, and nineteen would not always fit."""

Snowflake = Annotated[int, Field(ge=1, lt=1 << 63)]
"""An id of Discord's."""

MOST_PAGES = 9_999_999
Number = Annotated[int, Field(ge=1, le=MOST_PAGES)]


class UnknownCustomId(ValueError):  # a fact, and a ValueError since it is about a value
    """`custom_id` is none of ours, or one of a later version."""

    def __init__(self, custom_id: str) -> None:
        super().__init__(custom_id)
        self.custom_id = custom_id


class CustomId(Model):
    """The base of all: subclasses name their action and declare their arguments, in the order of writing."""

    action: ClassVar[str]
    _kinds: ClassVar[dict[str, type["CustomId"]]] = {}

    def __init_subclass__(cls, *, action: str) -> None:
        """Make the action known."""
        super().__init_subclass__()
        cls.action = action
        CustomId._kinds[action] = cls

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    def __str__(self) -> str:
        values = ("" if value is None else str(value) for value in self.model_dump(mode="json").values())
        return ":".join((VERSION, self.action, *values))

    @classmethod
    def parse(cls, custom_id: str) -> "CustomId":
        """The request that a custom id stands for. Raises UnknownCustomId."""
        version, _, rest = custom_id.partition(":")
        action, _, arguments = rest.partition(":")
        kind = cls._kinds.get(action)

        if version != VERSION or kind is None:
            raise UnknownCustomId(custom_id)

        names = list(kind.model_fields)
        # A film's key holds a colon itself, so it is always the last argument.
        values = arguments.split(":", len(names) - 1) if names else []

        try:
            request = kind.model_validate(dict(zip(names, values, strict=True)))
        except ValueError:
            raise UnknownCustomId(custom_id) from None

        # Only what we write ourselves: no "+1", "01" or arguments too many.
        if str(request) != custom_id:
            raise UnknownCustomId(custom_id)

        return request


class WriteReview(CustomId, action="write"):
    """Open the form for the film, filled with what is there."""

    film: Key


class ReopenForm(CustomId, action="reopen"):
    """Open the form for the film with what could not be saved."""

    film: Key


class SubmitReview(CustomId, action="submit"):
    """The form itself, sent."""

    film: Key


class ShowFilm(CustomId, action="film"):
    """Show the film's card here, for all."""

    film: Key


class SuggestFilms(CustomId, action="more"):
    """Offer films to see after this one."""

    film: Key


class ChooseFilm(CustomId, action="choose"):
    """A select of films, to see the card of one."""


class ChooseFilmToReview(CustomId, action="choosewrite"):
    """A select of films, to review one."""


class ChooseFilmToRate(CustomId, action="chooserate"):
    """A select of films, to give one this rating."""

    rating: HalfStars


class ChooseFilmToBrowse(CustomId, action="choosereviews"):
    """A select of films, to browse this server's reviews of one."""


class ToggleWatchlist(CustomId, action="watch"):
    """Put the film on one's watchlist, or take it off."""

    film: Key


class TurnWatchlist(CustomId, action="list"):
    """Another page of one's watchlist."""

    number: Number


class SeeReviews(CustomId, action="reviews"):
    """Browse this server's reviews of the film."""

    film: Key


class TurnFeed(CustomId, action="feed"):
    """Another page of a feed, or the same one shown to all. The cursor is where the present page begins or ends."""

    turn: Literal["first", "before", "after", "last", "show"]
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
    def wanted(self) -> ReviewFilter:
        """The feed's filter and order."""
        return ReviewFilter(
            film_id=None if self.film_id is None else FilmId(self.film_id),
            author_id=None if self.author_id is None else UserId(self.author_id),
            rating_min=self.rating_min,
            rating_max=self.rating_max,
            sort=self.sort,
        )

    @property
    def cursor(self) -> Cursor | None:
        """Where the page that carries this begins or ends; None without one."""
        if self.at_rating is None or self.at_s is None or self.at_id is None:
            return None

        return Cursor(rating=self.at_rating, created_s=self.at_s, id=self.at_id)

    @classmethod
    def at(
        cls,
        turn: Literal["first", "before", "after", "last", "show"],
        number: int,
        wanted: ReviewFilter,
        cursor: Cursor | None,
    ) -> Self:
        """A turn from `cursor` that leads to page `number`."""
        return cls(
            turn=turn,
            number=min(number, MOST_PAGES),
            **wanted.model_dump(),
            at_rating=None if cursor is None else cursor.rating,
            at_s=None if cursor is None else cursor.created_s,
            at_id=None if cursor is None else cursor.id,
        )


class OpenReview(CustomId, action="open"):
    """Read a review whole, privately."""

    review: Row


class ChooseReview(CustomId, action="pick"):
    """A select of reviews, to read one whole."""


class TurnLeaf(CustomId, action="leaf"):
    """Another page of a long review that is open."""

    review: Row
    number: Number


class ShowReview(CustomId, action="post"):
    """Post the review here, for all."""

    review: Row


class DeleteReview(CustomId, action="delete"):
    """Ask whether the review is to be deleted."""

    review: Row


class ConfirmDelete(CustomId, action="deleted"):
    """Delete the review."""

    review: Row


class Forget(CustomId, action="forget"):
    """Delete everything about the one who presses."""


class Cancel(CustomId, action="cancel"):
    """Leave everything as it is."""
