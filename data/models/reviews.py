"""Reviews, what they say and said, and the form that they are written in."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from data.models.base import ChannelId, GuildId, HalfStars, Model, ReviewId, Text, UserId, shows_something
from data.models.films import Film, FilmKey
from data.models.letterboxd import SOURCE_URL_PATTERN

TEXT_LIMIT = 4_000
"""Characters that Discord's form takes in one field; a text from a file may be longer."""

LONG_TEXT_LIMIT = 50_000
"""Characters of a text that comes in a file: some twenty pages of a book."""

TAG_LIMIT = 10
"""Tags on one review."""

TAG_LENGTH = 40
"""Characters of one tag."""


class ReviewContent(Model):
    """What a review says: a rating, a text, or both, and what belongs to them."""

    rating: HalfStars | None = None
    text: Text = ""
    watched_on: date | None = None
    tags: tuple[Text, ...] = ()
    is_spoiler: bool = False
    is_rewatch: bool = False
    is_liked: bool = False
    source_url: Annotated[str, Field(pattern=rf"^{SOURCE_URL_PATTERN}$")] | None = None
    """Where all of that stands on Letterboxd; None where it was written here, or changed here since."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.rating is None and not shows_something(self.text):
            msg = "a review needs a rating or a text"
            raise ValueError(msg)

        return self

    def says_the_same(self, other: Self) -> bool:
        """Whether both say the same, wherever they come from."""
        return self.model_copy(update={"source_url": None}) == other.model_copy(update={"source_url": None})


class Author(Model):
    """A member as last seen in an interaction in one server. `name` is empty after the member asked to be forgotten."""

    id: UserId
    name: Text = ""
    avatar_url: str | None = None


class Review(Model):
    """One member's review of one film in one server, as it stands now."""

    id: ReviewId
    guild_id: GuildId
    author: Author
    film: Film
    content: ReviewContent
    created_at: datetime
    edited_at: datetime | None = None
    likes: Annotated[int, Field(ge=0)] = 0
    """How many other members like it."""

    @property
    def changed_at(self) -> datetime:
        """When it was last written."""
        return self.edited_at or self.created_at


class Revision(Model):
    """What a review said before an edit, and from when to when it said so."""

    content: ReviewContent
    written_at: datetime
    replaced_at: datetime


class Viewing(Model):
    """One viewing of a film, as its author's diary has it. `watched_on` is None where no day was given."""

    watched_on: date | None
    rating: HalfStars | None
    is_rewatch: bool
    logged_at: datetime


class ReviewForm(Model):
    """The review form exactly as it was filled in, valid or not; what a draft keeps.

    `text` is None in a form without a field for it: the text that is there is too long for one, and stays.
    """

    rating: HalfStars | None = None
    text: Text | None = ""
    watched_on: Text = ""
    tags: Text = ""
    is_spoiler: bool = False
    is_rewatch: bool = False
    is_liked: bool = False


class Change(StrEnum):
    """What saving a review did."""

    NEW = "new"
    EDITED = "edited"
    UNCHANGED = "unchanged"


class SavedReview(Model):
    """A review after saving, and what saving it did.

    `feed_id` is the channel into which it goes, or went, through the server's feed; None where it does not.
    """

    review: Review
    change: Change
    feed_id: ChannelId | None = None


class DeletedReview(Model):
    """A review that was deleted and can come back for a while.

    `deleted_by` is the only one who may bring it back; None after they asked to be forgotten.
    """

    id: ReviewId
    guild_id: GuildId
    film: Film
    deleted_by: UserId | None
    deleted_at: datetime


class Pace(Model):
    """How fast a member may write new reviews in one server. Zero lifts a limit."""

    interval: timedelta = timedelta(seconds=10)
    per_day: Annotated[int, Field(ge=0)] = 30


class Draft(Model):
    """A form that could not be saved as a review, kept so that nothing typed is lost."""

    film_key: FilmKey
    form: ReviewForm
    saved_at: datetime
