"""A member's own diary over all servers, by month. Nothing in it is anybody else's, and nobody else sees it."""

from data.errors import ReviewNotFound
from data.models import DiaryEntry, Model, Month, Review, ReviewId, UserId
from data.store import Store

PAGE_SIZE = 25
"""Viewings on one page: what one select of Discord's offers."""


class DiaryPage(Model):
    """One page of a month, the latest viewing first. `count` is how many viewings the month has."""

    month: Month
    entries: tuple[DiaryEntry, ...]
    number: int
    count: int
    months: tuple[Month, ...]
    """All that hold something, the latest first."""

    @property
    def pages(self) -> int:
        """How many pages the month has."""
        return -(-self.count // PAGE_SIZE)

    @property
    def earlier(self) -> Month | None:
        """The month before that holds something."""
        return next((month for month in self.months if month < self.month), None)

    @property
    def later(self) -> Month | None:
        """The month after that holds something."""
        return next((month for month in reversed(self.months) if month > self.month), None)


class Diary:
    """What one person watched, wherever they told of it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, user_id: UserId, month: Month | None = None, number: int = 1) -> DiaryPage | None:
        """Page `number` of the month, or its last where there are fewer; without a month of the latest one.

        Of a month that holds nothing (any more) it is the one before it, else the one after it. None where the whole
        diary is empty.
        """
        months = await self._store.diary.months(user_id)

        if not months:
            return None

        wanted = months[0] if month is None else next((found for found in months if found <= month), months[-1])
        entries, count = await self._store.diary.page(user_id, wanted, PAGE_SIZE, (number - 1) * PAGE_SIZE)

        if not entries and number > 1:
            _, count = await self._store.diary.page(user_id, wanted, 1)
            return await self.page(user_id, wanted, max(1, -(-count // PAGE_SIZE)))

        return DiaryPage(month=wanted, entries=tuple(entries), number=number, count=count, months=tuple(months))

    async def review(self, user_id: UserId, review_id: ReviewId) -> Review:
        """One's own review in whichever server. Raises ReviewNotFound, for somebody else's as well."""
        review = await self._store.reviews.get(review_id)

        # An id is what a client sent: nothing may be told of a review that is not theirs, not even whose it is.
        if review.author.id != user_id:
            raise ReviewNotFound

        return review
