"""A member's own diary over all servers, by month."""

from datetime import date
from typing import NamedTuple

from data.models.base import GuildId, HalfStars, Model, ReviewId
from data.models.films import Film


class Month(NamedTuple):
    """A month of the calendar; an earlier one is less. `number` is 1 for January."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)


class DiaryPlace(Model):
    """Where a viewing stands: in one's review in a server, or, without a server, for oneself alone."""

    guild_id: GuildId | None = None
    review_id: ReviewId | None = None
    has_text: bool = False
    source_url: str | None = None
    """Where it stands on Letterboxd, as far as that is known."""

    is_imported: bool = False


class DiaryEntry(Model):
    """A viewing, with every place where it stands, the one that was told last first."""

    film: Film
    day: date
    """When it was watched, or else told."""

    rating: HalfStars | None = None
    is_rewatch: bool = False
    is_liked: bool = False
    places: tuple[DiaryPlace, ...]
