"""Browsing a server's reviews, a page at a time."""

from datetime import datetime

from data.models import (
    Author,
    Cursor,
    Film,
    FilmId,
    GuildId,
    KnownFilm,
    Model,
    Review,
    ReviewFilter,
    Score,
    Sort,
    UserId,
)
from data.store import Store

PAGE_SIZE = 5
"""Reviews on one page: what a phone shows without much scrolling, and what fits one message's 6,000 characters."""

EXACT_UP_TO = 1_000
"""Where no histogram tells how many reviews pass a filter, they are counted up to here."""

LAST_NUMBER = 9_999_999
"""The number of the last of pages that nobody counted; those before it count down from here."""


_BY_TIME = frozenset({Sort.NEWEST, Sort.OLDEST})
"""The orders in which a review keeps its place for ever."""


class FeedPage(Model):
    """One page of a server's reviews.

    `number` is its place, 1 for the first, counted from where the pages began; near `LAST_NUMBER` it is counted from
    the end. `film` and `author` are those of the filter; `author` is None also where nobody of that id was seen here.
    """

    wanted: ReviewFilter
    film: Film | None
    author: Author | None = None
    reviews: tuple[Review, ...]
    number: int
    count: int
    is_count_exact: bool
    has_earlier: bool
    has_later: bool

    @property
    def pages(self) -> int:
        """How many pages there are, at least one. Where the count is not exact: at least so many."""
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def number_from_end(self) -> int | None:
        """Its place from the end, 1 for the last page; None where it is counted from the beginning."""
        return LAST_NUMBER - self.number + 1 if self.number > LAST_NUMBER // 2 else None


class Feed:
    """A server's reviews by filter and order. A filter's period ends with the `now` that is given."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def first(self, guild_id: GuildId, wanted: ReviewFilter, now: datetime) -> FeedPage:
        """The first page."""
        return await self._page(guild_id, wanted, now, 1)

    async def after(
        self, guild_id: GuildId, wanted: ReviewFilter, cursor: Cursor, number: int, now: datetime
    ) -> FeedPage:
        """The page that follows the review at `cursor`; it becomes page `number`. The last one if nothing follows."""
        page = await self._page(guild_id, wanted, now, number, cursor=cursor)
        return page if page.reviews else await self.last(guild_id, wanted, now)

    async def before(
        self, guild_id: GuildId, wanted: ReviewFilter, cursor: Cursor, number: int, now: datetime
    ) -> FeedPage:
        """The page that ends before the review at `cursor`; near the beginning it is the first page, and full."""
        if number <= 1:
            return await self.first(guild_id, wanted, now)

        page = await self._page(guild_id, wanted, now, number, cursor=cursor, is_backward=True)
        return page if page.has_earlier else await self.first(guild_id, wanted, now)

    async def starting_at(
        self, guild_id: GuildId, wanted: ReviewFilter, cursor: Cursor, number: int, now: datetime
    ) -> FeedPage:
        """The page that begins with the review at `cursor`, or with the next one if that is gone; page `number`.

        The first page of an order by likes or rating begins with whatever is the first now: the review at `cursor`
        may have got another place.
        """
        if number <= 1 and wanted.sort not in _BY_TIME:
            return await self.first(guild_id, wanted, now)

        just_before = cursor.model_copy(update={"id": cursor.id + (1 if wanted.sort.is_descending else -1)})
        return await self.after(guild_id, wanted, just_before, number, now)

    async def again(
        self, guild_id: GuildId, wanted: ReviewFilter, cursor: Cursor, number: int, asked_at: datetime
    ) -> FeedPage:
        """A page shown at `asked_at` with its reviews as they are now: a page of the last day stays one of that day."""
        return await self.starting_at(guild_id, wanted, cursor, number, asked_at)

    async def last(self, guild_id: GuildId, wanted: ReviewFilter, now: datetime) -> FeedPage:
        """The last page, with as many reviews as are left over from full ones."""
        count, is_exact = await self._count(guild_id, wanted, now)
        left_over = (count % PAGE_SIZE or PAGE_SIZE) if is_exact else PAGE_SIZE
        return await self._page(guild_id, wanted, now, LAST_NUMBER, is_backward=True, size=left_over)

    async def _page(  # noqa: PLR0913  (one place where all ways of turning a page meet)
        self,
        guild_id: GuildId,
        wanted: ReviewFilter,
        now: datetime,
        number: int,
        *,
        cursor: Cursor | None = None,
        is_backward: bool = False,
        size: int = PAGE_SIZE,
    ) -> FeedPage:
        since, film = _since(wanted, now), await self._film(guild_id, wanted.film_id)
        # What is asked for stays as it was asked for: two films that were merged may become two again.
        asked = wanted if film is None else wanted.model_copy(update={"film_id": film.id})
        page = await self._store.feed.page(guild_id, asked, size, cursor=cursor, is_backward=is_backward, since=since)
        count, is_exact = await self._count(guild_id, wanted, now)
        shown = FeedPage(
            wanted=wanted,
            film=None if film is None else film.film,
            author=await self._author(guild_id, wanted.author_id, page.reviews),
            reviews=page.reviews,
            number=number,
            count=count,
            is_count_exact=is_exact,
            has_earlier=page.has_earlier,
            has_later=page.has_later,
        )
        return shown.model_copy(update={"number": _true_number(shown)})

    async def _count(self, guild_id: GuildId, wanted: ReviewFilter, now: datetime) -> tuple[int, bool]:
        """How many reviews there are, and whether that is all of them."""
        if wanted.author_id is None and wanted.period is None and not wanted.has_text:
            score = await self._score(guild_id, wanted.film_id)
            lowest = wanted.rating_min or (1 if wanted.sort.is_by_rating or wanted.rating_max else 0)
            return sum(score.counts[lowest : (wanted.rating_max or 10) + 1]), True

        # Histograms are kept of films and servers alone.
        film = await self._film(guild_id, wanted.film_id)
        wanted = wanted if film is None else wanted.model_copy(update={"film_id": film.id})
        found = await self._store.feed.count(guild_id, wanted, EXACT_UP_TO + 1, since=_since(wanted, now))
        return min(found, EXACT_UP_TO), found <= EXACT_UP_TO

    async def _score(self, guild_id: GuildId, film_id: FilmId | None) -> Score:
        film = await self._film(guild_id, film_id)

        if film is None:
            return await self._store.counts.of_guild(guild_id)

        return await self._store.counts.of_film(guild_id, film.film.key)

    async def _film(self, guild_id: GuildId, film_id: FilmId | None) -> KnownFilm | None:
        """The film of a filter, in the row where it is now."""
        return None if film_id is None else await self._store.films.known(film_id, guild_id)

    async def _author(self, guild_id: GuildId, author_id: UserId | None, reviews: tuple[Review, ...]) -> Author | None:
        if author_id is None:
            return None

        return reviews[0].author if reviews else await self._store.members.find(guild_id, author_id)


def _since(wanted: ReviewFilter, now: datetime) -> datetime | None:
    """When the filter's period begins; None without one."""
    return None if wanted.period is None else now - wanted.period.length


def _true_number(page: FeedPage) -> int:
    """Its number, counted anew where reviews before it, or after it, are gone."""
    if not page.has_earlier:
        return 1

    if page.is_count_exact:
        return min(page.number, page.pages)

    if page.number_from_end is None:
        return page.number

    return min(page.number, LAST_NUMBER - 1) if page.has_later else LAST_NUMBER
