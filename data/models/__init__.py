"""The things Marquee knows about, as frozen models: films, reviews, drafts and scores.

Everything that comes from outside becomes one of these or is refused. Times are aware datetimes in UTC; a calendar
date has no zone. Ids are those of Discord, or row ids of our own, kept apart by `NewType`.
"""

from data.models.base import (
    ChannelId,
    FilmId,
    FilmKey,
    GuildId,
    HalfStars,
    MessageId,
    Model,
    ReviewId,
    Text,
    UserId,
    shows_something,
)
from data.models.browsing import (
    Cursor,
    Period,
    ReviewFilter,
    ReviewPage,
    Score,
    Sort,
)
from data.models.details import (
    DueDetails,
    FilmDetails,
    KeptDetails,
    Source,
    WhereToWatch,
)
from data.models.films import (
    FILM_KEY_PATTERN,
    Film,
    KnownFilm,
)
from data.models.guilds import (
    FeedFault,
    FeedState,
    GuildSettings,
)
from data.models.messages import (
    Batch,
    Copy,
    Forgotten,
    StaleCopy,
)
from data.models.reviews import (
    LONG_TEXT_LIMIT,
    TAG_LENGTH,
    TAG_LIMIT,
    TEXT_LIMIT,
    Author,
    Change,
    DeletedReview,
    Draft,
    Pace,
    Review,
    ReviewContent,
    ReviewForm,
    Revision,
    SavedReview,
    Viewing,
)

__all__ = [
    "FILM_KEY_PATTERN",
    "LONG_TEXT_LIMIT",
    "TAG_LENGTH",
    "TAG_LIMIT",
    "TEXT_LIMIT",
    "Author",
    "Batch",
    "Change",
    "ChannelId",
    "Copy",
    "Cursor",
    "DeletedReview",
    "Draft",
    "DueDetails",
    "FeedFault",
    "FeedState",
    "Film",
    "FilmDetails",
    "FilmId",
    "FilmKey",
    "Forgotten",
    "GuildId",
    "GuildSettings",
    "HalfStars",
    "KeptDetails",
    "KnownFilm",
    "MessageId",
    "Model",
    "Pace",
    "Period",
    "Review",
    "ReviewContent",
    "ReviewFilter",
    "ReviewForm",
    "ReviewId",
    "ReviewPage",
    "Revision",
    "SavedReview",
    "Score",
    "Sort",
    "Source",
    "StaleCopy",
    "Text",
    "UserId",
    "Viewing",
    "WhereToWatch",
    "shows_something",
]
