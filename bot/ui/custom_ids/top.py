"""What is asked for on the pages of a server's ranking."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from bot.services.rankings import RankingFilter
from bot.ui.custom_ids.base import MOST_PAGES, Base36, CustomId, Moment
from data.models import Period, TraitId, UserId

Place = Literal["first", "before", "this", "after", "last", "show"]
"""Which button leads to the page, since no two of a message may be the same; or that it is shown to all."""

_Trait = Annotated[Base36, Field(ge=1, lt=36**6)]

MOST_ASKED = 36**4 - 1
"""As the least number of ratings."""


class TurnTop(CustomId, action="top"):
    """A page of a ranking, with its `picture` or without."""

    place: Place
    number: Annotated[Base36, Field(ge=1, le=MOST_PAGES)]
    period: Period | None = None
    begin_s: Moment | None = None
    end_s: Moment | None = None
    genre: _Trait | None = None
    decade: _Trait | None = None
    country: _Trait | None = None
    director: _Trait | None = None
    author_id: Annotated[Base36, Field(ge=1, lt=1 << 63)] | None = None
    minimum: Annotated[Base36, Field(ge=1, le=MOST_ASKED)] = 1
    picture: Literal["p"] | None = None

    @property
    def wanted(self) -> RankingFilter:
        """What is ranked."""
        return RankingFilter(
            period=self.period,
            begin=_moment(self.begin_s),
            end=_moment(self.end_s),
            genre=_trait(self.genre),
            decade=_trait(self.decade),
            country=_trait(self.country),
            director=_trait(self.director),
            author_id=None if self.author_id is None else UserId(self.author_id),
            minimum=self.minimum,
        )

    @classmethod
    def at(cls, place: Place, number: int, wanted: RankingFilter, *, picture: bool = False) -> Self:
        """What leads to page `number` of the ranking."""
        return cls(
            place=place,
            number=min(number, MOST_PAGES),
            begin_s=None if wanted.begin is None else int(wanted.begin.timestamp()),
            end_s=None if wanted.end is None else int(wanted.end.timestamp()),
            picture="p" if picture else None,
            **wanted.model_dump(exclude={"begin", "end"}),
        )


class ChooseRankedFilm(CustomId, action="topfilm"):
    """A select of films, to see the card of one privately."""


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _trait(number: int | None) -> TraitId | None:
    return None if number is None else TraitId(number)
