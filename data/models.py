"""The things Marquee knows about, as frozen models: films, reviews, drafts and scores.

Everything that comes from outside becomes one of these or is refused. Times are aware datetimes in UTC; a calendar
date has no zone. Ids are those of Discord, or row ids of our own, kept apart by `NewType`.
"""

import unicodedata
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NewType, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

GuildId = NewType("GuildId", int)
"""A server's id at Discord."""

UserId = NewType("UserId", int)
"""A person's id at Discord, the same in every server."""

ChannelId = NewType("ChannelId", int)
"""A channel's id at Discord."""

MessageId = NewType("MessageId", int)
"""A message's id at Discord."""

FilmId = NewType("FilmId", int)
"""The row id of a film that the store knows. Never shown, never in a custom id: a `FilmKey` outlives it."""

ReviewId = NewType("ReviewId", int)
"""The row id of a review. Never used again after the review is deleted."""

FilmKey = NewType("FilmKey", str)
"""A film's stable name: `imdb:tt2852470`, `tmdb:178150`, `wd:Q13370821`, or `own:…` where nobody else has one."""

HalfStars = Annotated[int, Field(ge=1, le=10)]
"""A rating in half stars: 1 is half a star, 10 is five. An int, so that a mean is taken over exact values."""

FILM_KEY_PATTERN = r"(?:imdb:tt[0-9]{7,10}|tmdb:[0-9]{1,10}|wd:Q[0-9]{1,12}|own:[0-9A-Za-z_.-]{1,60})"
"""What a `FilmKey` looks like; short enough for a custom id of 100 characters."""

TEXT_LIMIT = 4_000
"""Characters that Discord's form takes in one field; an imported text may be longer."""

TAG_LIMIT = 10
"""Tags on one review."""

TAG_LENGTH = 40
"""Characters of one tag."""


def _whole_characters(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Text = Annotated[str, AfterValidator(_whole_characters)]
"""What a person typed, kept as it came; only half of a surrogate pair, which no file can hold, becomes U+FFFD."""


def shows_something(text: str) -> bool:
    """Whether anything of the text can be seen: a letter, a number, a punctuation mark or a symbol."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


class Model(BaseModel):
    """The base of every model: frozen, strict about unknown fields, strings kept as they came."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Film(Model):
    """The facts of one film. Empty means unknown, never "none"."""

    key: Annotated[FilmKey, Field(pattern=rf"^{FILM_KEY_PATTERN}$")]
    title: Annotated[str, Field(min_length=1, max_length=300)]
    original_title: str | None = None
    other_titles: tuple[str, ...] = ()
    year: Annotated[int, Field(ge=1870, le=2100)] | None = None
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    runtime_min: Annotated[int, Field(ge=1, le=60_000)] | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    synopsis: str | None = None
    former_keys: tuple[Annotated[FilmKey, Field(pattern=rf"^{FILM_KEY_PATTERN}$")], ...] = ()
    """Keys that named it before a better one was known; reviews and buttons of that time still find it."""

    imdb_id: Annotated[str, Field(pattern=r"^tt\d{7,10}$")] | None = None
    wikidata_id: Annotated[str, Field(pattern=r"^Q\d{1,12}$")] | None = None
    poster_url: Annotated[str, Field(pattern=r"^https://")] | None = None

    @property
    def keys(self) -> tuple[FilmKey, ...]:
        """Every stable key that names this film, its own first."""
        found = [self.key]

        if self.imdb_id:
            found.append(FilmKey(f"imdb:{self.imdb_id}"))

        if self.wikidata_id:
            found.append(FilmKey(f"wd:{self.wikidata_id}"))

        return tuple(dict.fromkeys((*found, *self.former_keys)))

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title it goes by, the usual one first."""
        return tuple(dict.fromkeys(t for t in (self.title, self.original_title, *self.other_titles) if t))

    @property
    def name(self) -> str:
        """Title and year, as people name a film: `The Missing Picture (2013)`."""
        return f"{self.title} ({self.year})" if self.year else self.title

    @property
    def source_url(self) -> str | None:
        """The page where the film's facts can be looked up; None for a film that only we know."""
        if self.imdb_id:
            return f"https://www.imdb.com/title/{self.imdb_id}/"

        return f"https://www.wikidata.org/wiki/{self.wikidata_id}" if self.wikidata_id else None


class KnownFilm(Model):
    """A film together with its row in the store."""

    id: FilmId
    film: Film


class ReviewContent(Model):
    """What a review says: a rating, a text, or both, and what belongs to them."""

    rating: HalfStars | None = None
    text: Text = ""
    watched_on: date | None = None
    tags: tuple[Text, ...] = ()
    is_spoiler: bool = False
    is_rewatch: bool = False
    is_liked: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.rating is None and not shows_something(self.text):
            msg = "a review needs a rating or a text"
            raise ValueError(msg)

        return self


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

    @property
    def changed_at(self) -> datetime:
        """When it was last written."""
        return self.edited_at or self.created_at


class Revision(Model):
    """What a review said before an edit, and from when to when it said so."""

    content: ReviewContent
    written_at: datetime
    replaced_at: datetime


class ReviewForm(Model):
    """The review form exactly as it was filled in, valid or not; what a draft keeps."""

    rating: HalfStars | None = None
    text: Text = ""
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
    """A review after saving, and what saving it did."""

    review: Review
    change: Change


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
    """The orders in which reviews are browsed."""

    NEWEST = "n"
    OLDEST = "o"
    HIGHEST = "h"
    LOWEST = "l"

    @property
    def is_by_rating(self) -> bool:
        """Whether it orders by rating; reviews without one are then left out."""
        return self in {Sort.HIGHEST, Sort.LOWEST}

    @property
    def is_descending(self) -> bool:
        """Whether the larger comes first."""
        return self in {Sort.NEWEST, Sort.HIGHEST}


class ReviewFilter(Model):
    """Which of a server's reviews are asked for, and in which order. The default is all of them, newest first."""

    film_id: FilmId | None = None
    author_id: UserId | None = None
    rating_min: HalfStars | None = None
    rating_max: HalfStars | None = None
    sort: Sort = Sort.NEWEST

    @property
    def is_open(self) -> bool:
        """Whether every review of the server passes."""
        return self.film_id is None and self.author_id is None and self.rating_min is None and self.rating_max is None


class Cursor(Model):
    """A place between two reviews in some order: that of the review it was taken from."""

    rating: Annotated[int, Field(ge=0, le=10)]
    created_s: Annotated[int, Field(ge=0, lt=1 << 40)]
    id: Annotated[int, Field(ge=0, lt=1 << 62)]

    @classmethod
    def of(cls, review: Review) -> Self:
        """The place of that review."""
        return cls(rating=review.content.rating or 0, created_s=int(review.created_at.timestamp()), id=review.id)


class ReviewPage(Model):
    """Neighbouring reviews in the order asked for. `has_earlier` and `has_later` speak of pages before and after."""

    reviews: tuple[Review, ...]
    has_earlier: bool
    has_later: bool


class Post(Model):
    """A message of ours at Discord that shows a review."""

    review_id: ReviewId
    channel_id: ChannelId
    message_id: MessageId


class Quote(Model):
    """A public message of ours at Discord that quotes reviews: a film's card, or a page of a server's reviews.

    `request` is the custom id that rebuilds it; None where all that it quoted was one forgotten person's.
    """

    message_id: MessageId
    channel_id: ChannelId
    guild_id: GuildId
    request: str | None


class Draft(Model):
    """A form that could not be saved as a review, kept so that nothing typed is lost."""

    film_key: FilmKey
    form: ReviewForm
    saved_at: datetime


class Forgotten(Model):
    """What deleting everything about a person removed, and the messages at Discord that still show or quote it."""

    reviews: int
    posts: tuple[Post, ...]
    quotes: tuple[MessageId, ...] = ()
