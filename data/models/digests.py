"""Rankings of a server's films, its weeks, and the digests that are made of them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, NamedTuple, NewType

from pydantic import Field

from data.models.base import ChannelId, FilmId, GuildId, Model, ReviewId, UserId
from data.models.films import Film
from data.models.guilds import FeedFault
from data.models.reviews import Author

DigestId = NewType("DigestId", int)
"""The row id of a digest. Never used again."""


class Tally(NamedTuple):
    """The ratings of one film that count in a period, summed up in half stars."""

    film_id: FilmId
    ratings: int
    total: int
    squares: int
    """The sum of their squares."""

    latest_s: int
    """When the last of them was given, in seconds since 1970."""

    title: str


class Mean(NamedTuple):
    """All ratings of a server, summed up in half stars."""

    total: int
    ratings: int


class Week(Model):
    """A server's present week: from the last moment of its digest to the next one.

    `due_at` is None until it is worked out. `is_skipped` says that its digest is not to be posted.
    """

    guild_id: GuildId
    begins_at: datetime
    due_at: datetime | None
    is_skipped: bool = False


class DigestState(StrEnum):
    """How far a digest has come on its way into its channel."""

    KEPT = "kept"
    """It is not to be posted: `KeptFor` says why."""

    WAITING = "waiting"
    SENDING = "sending"
    """Nobody knows whether it has arrived."""

    POSTED = "posted"


class KeptFor(StrEnum):
    """Why a digest was not posted."""

    NO_CHANNEL = "channel"
    SKIPPED = "skipped"
    MISSED = "missed"
    """Its moment was too long ago."""


class DigestFilm(Model):
    """A film in a week's ranking. `place_before` is its place in the digest before; None where it was not in that."""

    place: Annotated[int, Field(ge=1)]
    film_id: FilmId
    film: Film
    ratings: int
    total: int
    """The sum of its ratings, in half stars."""

    squares: int
    place_before: int | None = None
    is_new: bool = False
    """Whether nobody in the server had reviewed it before that week."""


class Writer(Model):
    """A member among those who wrote most. The author's name is empty where it is not known any more."""

    author: Author
    reviews: int


class Numbers(Model):
    """What happened in a week, and what there is in all."""

    ratings: int = 0
    raters: int = 0
    films: int = 0
    new_films: int = 0
    reviews: int = 0
    """With a text, written in the week."""

    all_reviews: int = 0
    """In the server, with and without a text."""

    @property
    def is_empty(self) -> bool:
        """Whether nobody rated or reviewed a film."""
        return not self.ratings and not self.reviews


class Digest(Model):
    """What is said of a server's week: the present one so far (`id` is None), or a past one as it was then."""

    id: DigestId | None
    guild_id: GuildId
    begins_at: datetime
    ends_at: datetime
    """Not included; of the present week, when it is going to end."""

    taken_at: datetime
    zone: str
    prior: int
    """In its ranking, so many ratings at the server's mean were added to each film's own."""

    mean: Mean
    numbers: Numbers
    films: tuple[DigestFilm, ...] = ()
    """Its best-rated films, best first: the first ten."""

    divisive: DigestFilm | None = None
    """The film whose ratings differ most; None where none has enough of them."""

    writers: tuple[Writer, ...] = ()
    """Who wrote most, first the one who did."""

    best_id: ReviewId | None = None
    """The best-liked review that was written in the week; it may be gone by now."""

    best_likes: int = 0
    state: DigestState = DigestState.KEPT
    kept_for: KeptFor | None = None
    channel_id: ChannelId | None = None

    @property
    def named(self) -> tuple[UserId, ...]:
        """Who is named in it for what they did, beside the author of the best-liked review."""
        return tuple(writer.author.id for writer in self.writers if writer.author.name)


class PastWeek(Model):
    """A week of which there is a digest, to be chosen from a list."""

    id: DigestId
    begins_at: datetime
    ends_at: datetime
    zone: str
    ratings: int


class DueDigest(Model):
    """A digest on its way into its channel. `tried_at` is when sending it began, where nobody knows how that ended."""

    id: DigestId
    guild_id: GuildId
    channel_id: ChannelId
    ends_at: datetime
    tried_at: datetime | None = None
    failures: int = 0


class DigestTrouble(Model):
    """A digest that did not get into its channel, and why."""

    id: DigestId
    ends_at: datetime
    failures: int
    fault: FeedFault | None
    is_waiting: bool
    """Whether it is still tried."""


class DigestPlace(Model):
    """Where a digest stands among its server's: the ones before and after it; None where there is none."""

    before: DigestId | None = None
    after: DigestId | None = None


class TakenFilm(NamedTuple):
    """A film of a ranking as it is kept: its tally, and what is said of it beside."""

    tally: Tally
    place_before: int | None
    is_new: bool


class WeekEvents(Model):
    """What happened in a week beside its ranking: of `numbers` those that are not about its films."""

    numbers: Numbers
    writers: tuple[tuple[UserId, int], ...]
    best_id: ReviewId | None
    best_likes: int


class Taken(NamedTuple):
    """All that is counted of a week, as it is kept."""

    mean: Mean
    numbers: Numbers
    films: tuple[TakenFilm, ...]
    """All that were rated, best first."""

    divisive: int | None
    """The place of the film whose ratings differ most."""

    writers: tuple[tuple[UserId, int], ...]
    best_id: ReviewId | None
    best_likes: int
