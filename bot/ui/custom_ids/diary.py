"""What is asked for in one's own diary."""

from typing import Annotated, Literal, Self

from pydantic import Field

from bot.ui.custom_ids.base import MOST_PAGES, CustomId, Number, Row
from data.models import Month


class TurnDiary(CustomId, action="diary"):
    """A page of a month of one's own diary. `place` is which button leads there: no two of a message are the same."""

    place: Literal["earlier", "later", "before", "this", "after"]
    year: Annotated[int, Field(ge=1, le=9999)]
    month: Annotated[int, Field(ge=1, le=12)]
    number: Number

    @classmethod
    def at(cls, place: Literal["earlier", "later", "before", "this", "after"], month: Month, number: int = 1) -> Self:
        """What leads to page `number` of the month."""
        return cls(place=place, year=month.year, month=month.number, number=max(1, min(number, MOST_PAGES)))


class ChooseMonth(CustomId, action="diarymonth"):
    """A select of months of one's own diary."""


class ChooseDiaryReview(CustomId, action="diaryread"):
    """A select of one's own reviews, of any server, to read one whole."""


class TurnDiaryReview(CustomId, action="diaryleaf"):
    """Another page of one's own review of any server."""

    review: Row
    number: Number
