"""Browsing a server's reviews, a page at a time."""

from data.models import Cursor, Film, FilmId, GuildId, Model, Review, ReviewFilter, Score
from data.store import Store

PAGE_SIZE = 5
"""Reviews on one page: what a phone shows without much scrolling, and what fits one message's 6,000 characters."""

EXACT_UP_TO = 1_000
"""One member's reviews are counted up to here: counting all of very many for one page would not be worth it."""


class FeedPage(Model):
    """One page of a server's reviews. `number` is its place, 1 for the first, counted from where the pages began."""

    wanted: ReviewFilter
    film: Film | None
    reviews: tuple[Review, ...]
    number: int
    count: int
    is_count_exact: bool
    has_earlier: bool
    has_later: bool

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE_SIZE))


class Feed:
    """A server's reviews by filter and order."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def first(self, guild_id: GuildId, wanted: ReviewFilter) -> FeedPage:
        """The first page."""
        return await self._page(guild_id, wanted, 1)

    async def after(self, guild_id: GuildId, wanted: ReviewFilter, cursor: Cursor, number: int) -> FeedPage:
        """The page that follows the review at `cursor`; it becomes page `number`. The last one if nothing follows."""
        page = await self._page(guild_id, wanted, number, cursor=cursor)
        return page if page.reviews else await self.last(guild_id, wanted)

    async def before(self, guild_id: GuildId, wanted: ReviewFilter, cursor: Cursor, number: int) -> FeedPage:
        """The page that ends before the review at `cursor`; near the beginning it is the first page, and full."""
        if number <= 1:
            return await self.first(guild_id, wanted)

        page = await self._page(guild_id, wanted, number, cursor=cursor, is_backward=True)
        return page if page.has_earlier else await self.first(guild_id, wanted)

    async def starting_at(self, guild_id: GuildId, wanted: ReviewFilter, cursor: Cursor, number: int) -> FeedPage:
        """The page that begins with the review at `cursor`, or with the next one if that is gone; page `number`."""
        just_before = cursor.model_copy(update={"id": cursor.id + (1 if wanted.sort.is_descending else -1)})
        return await self.after(guild_id, wanted, just_before, number)

    async def again(self, guild_id: GuildId, wanted: ReviewFilter, cursor: Cursor, number: int) -> FeedPage:
        """A page shown earlier as it is now: as `starting_at`, and counted anew where reviews before it are gone."""
        page = await self.starting_at(guild_id, wanted, cursor, number)

        if not page.has_earlier:
            return page.model_copy(update={"number": 1})

        return page.model_copy(update={"number": min(page.number, page.pages)}) if page.is_count_exact else page

    async def last(self, guild_id: GuildId, wanted: ReviewFilter) -> FeedPage:
        """The last page, with as many reviews as are left over from full ones."""
        count, is_exact = await self._count(guild_id, wanted)
        left_over = (count % PAGE_SIZE or PAGE_SIZE) if is_exact else PAGE_SIZE
        return await self._page(guild_id, wanted, max(1, -(-count // PAGE_SIZE)), is_backward=True, size=left_over)

    async def _page(  # noqa: PLR0913  (one place where all ways of turning a page meet)
        self,
        guild_id: GuildId,
        wanted: ReviewFilter,
        number: int,
        *,
        cursor: Cursor | None = None,
        is_backward: bool = False,
        size: int = PAGE_SIZE,
    ) -> FeedPage:
        page = await self._store.feed.page(guild_id, wanted, size, cursor=cursor, is_backward=is_backward)
        count, is_exact = await self._count(guild_id, wanted)
        return FeedPage(
            wanted=wanted,
            film=await self._film(wanted.film_id),
            reviews=page.reviews,
            number=number,
            count=count,
            is_count_exact=is_exact,
            has_earlier=page.has_earlier,
            has_later=page.has_later,
        )

    async def _count(self, guild_id: GuildId, wanted: ReviewFilter) -> tuple[int, bool]:
        """How many reviews there are, and whether that is all of them."""
        if wanted.author_id is None:
            score = await self._score(guild_id, wanted.film_id)
            lowest = wanted.rating_min or (1 if wanted.sort.is_by_rating or wanted.rating_max else 0)
            return sum(score.counts[lowest : (wanted.rating_max or 10) + 1]), True

        # No histogram is kept for each member.
        found = await self._store.feed.count(guild_id, wanted, EXACT_UP_TO + 1)
        return min(found, EXACT_UP_TO), found <= EXACT_UP_TO

    async def _score(self, guild_id: GuildId, film_id: FilmId | None) -> Score:
        if film_id is None:
            return await self._store.counts.of_guild(guild_id)

        return await self._store.counts.of_film(guild_id, (await self._store.films.by_id(film_id)).key)

    async def _film(self, film_id: FilmId | None) -> Film | None:
        return None if film_id is None else await self._store.films.by_id(film_id)
