"""What every model is made of: ids, ratings, and text as it came."""

import unicodedata
from typing import Annotated, NewType

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

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


def _whole_characters(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Text = Annotated[str, AfterValidator(_whole_characters)]
"""What a person typed, kept as it came; only half of a surrogate pair, which no file can hold, becomes U+FFFD."""


def shows_something(text: str) -> bool:
    """Whether anything of the text can be seen: a letter, a number, a punctuation mark or a symbol."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


class Model(BaseModel):
    """The base of every model: frozen, strict about unknown fields, strings kept as they came.

    What does not fit stands in no error, and so in no log: it may be what a member wrote.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
