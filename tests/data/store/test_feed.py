"""A page by cursor is what sorting a plain list gives, whatever happens between two pages."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.models import Cursor, FilmId, GuildId, Period, Review, ReviewFilter, ReviewId, ReviewPage, Sort, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.rounds import rounds

fresh_guilds = map(GuildId, itertools.count(700_000_000_000_000_000))


@dataclass(frozen=True)
class Saving:
    """A member says something of a film, some seconds after the start; without a rating it is a text."""

    author: int
    film: int
    rating: int | None
    has_text: bool
    after_s: int


@dataclass(frozen=True)
class Deleting:
    """The n-th review, counted round the list, goes."""

    nth: int


@dataclass(frozen=True)
class Liking:
    """A reader likes the n-th review, or takes the like back."""

    nth: int
    reader: int


Step = Saving | Deleting | Liking


@dataclass
class PlainFeed:
    """The same server in the store and as a plain dictionary."""

    store: Store
    guild_id: GuildId
    reviews: dict[ReviewId, Review] = field(default_factory=dict[ReviewId, Review])
    film_ids: dict[int, FilmId] = field(default_factory=dict[int, FilmId])

    async def do(self, step: Step) -> None:
        if isinstance(step, Saving):
            await self._save(step)
        elif self.reviews:
            review_id = sorted(self.reviews)[step.nth % len(self.reviews)]

            if isinstance(step, Deleting):
                await self.store.trash.delete(review_id, ALICE, NOW)
                del self.reviews[review_id]
            else:
                is_liked = await self.store.likes.toggle(self.guild_id, review_id, UserId(1_000 + step.reader), NOW)
                review = self.reviews[review_id]
                likes = review.likes + (1 if is_liked else -1)
                self.reviews[review_id] = review.model_copy(update={"likes": likes})

    async def _save(self, step: Saving) -> None:
        film = a_film(step.film)
        content = a_content(rating=step.rating, text="Words." if step.has_text or not step.rating else "")
        now = NOW + timedelta(seconds=step.after_s)
        saved = await self.store.reviews.save(self.guild_id, an_author(UserId(step.author)), film, content, now)
        self.reviews[saved.review.id] = saved.review
        self.film_ids[step.film] = (await self.store.films.by_key(film.key)).id

    def sorted_list(self, wanted: ReviewFilter, since: datetime | None) -> list[Review]:
        passing = [review for review in self.reviews.values() if self._passes(review, wanted, since)]
        return sorted(passing, key=lambda review: place(Cursor.of(review), wanted), reverse=wanted.sort.is_descending)

    def _passes(self, review: Review, wanted: ReviewFilter, since: datetime | None) -> bool:
        rating = review.content.rating
        needs_rating = wanted.sort.is_by_rating or wanted.rating_min or wanted.rating_max
        film_ids = {a_film(number).key: film_id for number, film_id in self.film_ids.items()}
        return (
            wanted.film_id in {None, film_ids[review.film.key]}
            and wanted.author_id in {None, review.author.id}
            and (rating is not None or not needs_rating)
            and (wanted.rating_min or 0) <= (rating or 0) <= (wanted.rating_max or 10)
            and (bool(review.content.text) or not wanted.has_text)
            and (since is None or review.created_at >= since)
        )

    def expected(
        self, wanted: ReviewFilter, size: int, cursor: Cursor | None, since: datetime | None, *, is_backward: bool
    ) -> ReviewPage:
        every = self.sorted_list(wanted, since)
        at = place(cursor, wanted) if cursor else None

        def is_before(review: Review) -> bool:
            here = place(Cursor.of(review), wanted)
            return at is not None and (here > at if wanted.sort.is_descending else here < at)

        def is_at(review: Review) -> bool:
            return place(Cursor.of(review), wanted) == at

        if is_backward:
            room = [review for review in every if at is None or is_before(review)]
            shown = room[-size:]
        else:
            room = [review for review in every if at is None or not (is_before(review) or is_at(review))]
            shown = room[:size]

        if not shown:
            # An empty page lies at the cursor: what is on its other side comes from there.
            return ReviewPage(
                reviews=(),
                has_earlier=not is_backward and len(every) > len(room),
                has_later=is_backward and len(every) > len(room),
            )

        first, last = every.index(shown[0]), every.index(shown[-1])
        return ReviewPage(reviews=tuple(shown), has_earlier=first > 0, has_later=last < len(every) - 1)


def place(cursor: Cursor, wanted: ReviewFilter) -> tuple[int, ...]:
    lead = (cursor.rating,) if wanted.sort.is_by_rating else (cursor.likes,) if wanted.sort is Sort.MOST_LIKED else ()
    return (*lead, cursor.created_s, cursor.id)


ratings = st.none() | st.integers(1, 10)
savings = st.builds(Saving, st.integers(1, 5), st.integers(1, 3), ratings, st.booleans(), st.integers(0, 4))
likings = st.builds(Liking, st.integers(0, 50), st.integers(0, 3))
steps = st.one_of(savings, likings, st.builds(Deleting, st.integers(0, 50)))


@settings(max_examples=rounds(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.data(),
    start=st.lists(st.one_of(savings, savings, likings), max_size=18),
    size=st.integers(1, 4),
    sort=st.sampled_from(Sort),
)
async def test_paging_gives_what_sorting_a_plain_list_gives_in_spite_of_edits_likes_and_deletions(
    store: Store, data: st.DataObject, start: list[Step], size: int, sort: Sort
) -> None:
    feed = PlainFeed(store, next(fresh_guilds))

    for step in start:
        await feed.do(step)

    since = data.draw(st.none() | st.integers(-1, 5).map(lambda after_s: NOW + timedelta(seconds=after_s)))
    wanted = ReviewFilter(
        film_id=data.draw(st.sampled_from([None, None, *feed.film_ids.values()])),
        author_id=data.draw(st.none() | st.integers(1, 5).map(UserId)),
        rating_min=data.draw(ratings),
        rating_max=data.draw(ratings),
        period=None if since is None else Period.DAY,
        has_text=data.draw(st.booleans()),
        sort=sort,
    )
    is_backward = data.draw(st.booleans())
    cursor: Cursor | None = None

    for _ in range(8):
        page = await store.feed.page(feed.guild_id, wanted, size, cursor=cursor, is_backward=is_backward, since=since)

        assert page == feed.expected(wanted, size, cursor, since, is_backward=is_backward)
        found = await store.feed.count(feed.guild_id, wanted, 1_000, since=since)
        assert found == len(feed.sorted_list(wanted, since))

        if not page.reviews:
            break

        is_backward = data.draw(st.booleans()) if data.draw(st.integers(0, 3)) == 0 else is_backward
        cursor = Cursor.of(page.reviews[0] if is_backward else page.reviews[-1])

        for step in data.draw(st.lists(steps, max_size=2)):
            await feed.do(step)


async def fill(store: Store, ratings: Iterable[int | None], guild_id: GuildId = GUILD) -> list[Review]:
    """One member's reviews of as many films, a minute apart."""
    saved = [
        await store.reviews.save(
            guild_id,
            an_author(),
            a_film(number),
            a_content(rating=rating, text="Words."),
            NOW + number * MINUTE,
        )
        for number, rating in enumerate(ratings)
    ]
    return [one.review for one in saved]


def shown(page: ReviewPage) -> list[int | None]:
    return [review.content.rating for review in page.reviews]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.NEWEST, [2, None, 9, 4]),
        (Sort.OLDEST, [4, 9, None, 2]),
        (Sort.MOST_LIKED, [2, None, 9, 4]),
        (Sort.HIGHEST, [9, 4, 2]),
        (Sort.LOWEST, [2, 4, 9]),
    ],
)
async def test_each_order_shows_its_own_first(store: Store, sort: Sort, expected: Sequence[int | None]) -> None:
    await fill(store, [4, 9, None, 2])

    page = await store.feed.page(GUILD, ReviewFilter(sort=sort), 10)

    assert shown(page) == expected
    assert (page.has_earlier, page.has_later) == (False, False)


async def test_pages_forwards_then_backwards_are_the_same_pages(store: Store) -> None:
    await fill(store, range(1, 8))
    wanted = ReviewFilter(sort=Sort.OLDEST)
    first = await store.feed.page(GUILD, wanted, 3)
    second = await store.feed.page(GUILD, wanted, 3, cursor=Cursor.of(first.reviews[-1]))
    third = await store.feed.page(GUILD, wanted, 3, cursor=Cursor.of(second.reviews[-1]))

    back = await store.feed.page(GUILD, wanted, 3, cursor=Cursor.of(third.reviews[0]), is_backward=True)

    assert [shown(page) for page in (first, second, third)] == [[1, 2, 3], [4, 5, 6], [7]]
    assert [(page.has_earlier, page.has_later) for page in (first, second, third)] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert back == second


async def test_the_last_page_is_reached_from_the_end(store: Store) -> None:
    await fill(store, range(1, 8))

    page = await store.feed.page(GUILD, ReviewFilter(sort=Sort.OLDEST), 3, is_backward=True)

    assert shown(page) == [5, 6, 7]
    assert (page.has_earlier, page.has_later) == (True, False)


async def test_no_earlier_page_is_promised_once_all_before_the_cursor_is_deleted(store: Store) -> None:
    reviews = await fill(store, [1, 2, 3])
    await store.trash.delete(reviews[0].id, ALICE, NOW)

    page = await store.feed.page(GUILD, ReviewFilter(sort=Sort.OLDEST), 3, cursor=Cursor.of(reviews[0]))

    assert shown(page) == [2, 3]
    assert not page.has_earlier


async def test_a_server_without_reviews_has_one_empty_page(store: Store) -> None:
    page = await store.feed.page(GUILD, ReviewFilter(), 5)

    assert page == ReviewPage(reviews=(), has_earlier=False, has_later=False)


async def test_a_filter_by_film_and_member_shows_theirs_alone(store: Store) -> None:
    await fill(store, [1, 2])
    await store.reviews.save(GUILD, an_author(BOB), a_film(1), a_content(rating=10), NOW)
    film_id = (await store.films.by_key(a_film(1).key)).id

    pages = [
        await store.feed.page(GUILD, ReviewFilter(film_id=film_id, sort=Sort.LOWEST), 5),
        await store.feed.page(GUILD, ReviewFilter(author_id=ALICE, sort=Sort.LOWEST), 5),
        await store.feed.page(GUILD, ReviewFilter(film_id=film_id, author_id=BOB), 5),
    ]

    assert [shown(page) for page in pages] == [[2, 10], [1, 2], [10]]


async def test_a_filter_by_rating_leaves_out_what_has_none(store: Store) -> None:
    await fill(store, [1, None, 5, 9])

    pages = [
        await store.feed.page(GUILD, ReviewFilter(rating_max=5, sort=Sort.OLDEST), 5),
        await store.feed.page(GUILD, ReviewFilter(rating_min=5, sort=Sort.OLDEST), 5),
        await store.feed.page(GUILD, ReviewFilter(rating_min=5, rating_max=5), 5),
        await store.feed.page(GUILD, ReviewFilter(rating_min=9, rating_max=5), 5),
    ]

    assert [shown(page) for page in pages] == [[1, 5], [5, 9], [5], []]


async def test_counting_stops_at_its_limit(store: Store) -> None:
    await fill(store, range(1, 8))

    counts = [await store.feed.count(GUILD, ReviewFilter(rating_min=3), limit) for limit in (2, 5, 100)]

    assert counts == [2, 5, 5]


async def test_two_servers_never_mix(store: Store) -> None:
    await fill(store, [1, 2, 3], GUILD)
    await fill(store, [8, 9], OTHER_GUILD)
    film_id = (await store.films.by_key(a_film(1).key)).id

    for wanted in (ReviewFilter(), ReviewFilter(film_id=film_id), ReviewFilter(author_id=ALICE, sort=Sort.HIGHEST)):
        here = await store.feed.page(GUILD, wanted, 10)
        there = await store.feed.page(OTHER_GUILD, wanted, 10)

        assert {review.guild_id for review in here.reviews} == {GUILD}
        assert {review.guild_id for review in there.reviews} == {OTHER_GUILD}
        assert not set(shown(here)) & set(shown(there))

    assert (await store.counts.of_guild(GUILD)).reviews == 3
    assert (await store.counts.of_guild(OTHER_GUILD)).reviews == 2
    assert (await store.counts.of_film(OTHER_GUILD, a_film(1).key)).mean == 9
