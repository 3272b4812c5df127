"""Browsing: every order, both directions, from both ends and from the middle."""

from datetime import timedelta

import pytest

from bot.services import Services
from bot.services.feed import LAST_NUMBER, PAGE_SIZE, FeedPage
from data.catalogue.local import LocalCatalogue
from data.models import Cursor, Period, Review, ReviewFilter, ReviewForm, Sort, UserId
from data.store import Store
from tests.builders import ALICE, AS_FAST_AS_THEY_LIKE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_film, an_author

COUNT = 13
LATER = NOW + 30 * MINUTE
FILMS = [a_film(number) for number in range(1, COUNT + 1)]
SORTS = [pytest.param(sort, id=sort.name.lower()) for sort in Sort]

# Ratings repeat and are missing, moments repeat: order must not depend on either alone.
RATINGS = [4, 10, None, 4, 7, 7, 1, None, 10, 4, 7, 2, 4]

# So do likes.
LIKES = [0, 2, 1, 0, 0, 3, 1, 2, 0, 0, 1, 0, 3]


@pytest.fixture
async def services(store: Store) -> Services:
    """Thirteen reviews here, in pairs written in the same second, and one in another server."""
    services = Services(LocalCatalogue(FILMS), store, AS_FAST_AS_THEY_LIKE)

    for number, film in enumerate(FILMS):
        author = an_author(ALICE if number % 2 else BOB)
        form = ReviewForm(rating=RATINGS[number], text=f"{number}")
        saved = await services.reviews.submit(GUILD, author, film, form, NOW + (number // 2) * MINUTE)

        for reader in range(LIKES[number]):
            await services.likes.toggle(GUILD, saved.review.id, UserId(1_000 + reader), NOW)

    await services.reviews.submit(OTHER_GUILD, an_author(), FILMS[0], ReviewForm(text="not here"), NOW)
    return services


def numbers(page: FeedPage) -> list[int]:
    return [int(review.content.text) for review in page.reviews]


def in_order(sort: Sort) -> list[int]:
    """The reviews' numbers as they should come."""
    shown = [number for number in range(COUNT) if RATINGS[number] or not sort.is_by_rating]

    def place(number: int) -> tuple[int, int]:
        lead = (RATINGS[number] or 0) if sort.is_by_rating else LIKES[number] if sort is Sort.MOST_LIKED else 0
        return lead, number

    return sorted(shown, key=place, reverse=sort.is_descending)


def in_pages(wanted: list[int]) -> list[list[int]]:
    return [wanted[start : start + PAGE_SIZE] for start in range(0, len(wanted), PAGE_SIZE)]


async def walk(services: Services, wanted: ReviewFilter) -> list[FeedPage]:
    """All pages, from the first by Next."""
    pages = [await services.feed.first(GUILD, wanted, LATER)]

    while pages[-1].has_later:
        cursor = Cursor.of(pages[-1].reviews[-1])
        pages.append(await services.feed.after(GUILD, wanted, cursor, pages[-1].number + 1, LATER))

    return pages


async def walk_back(services: Services, wanted: ReviewFilter) -> list[FeedPage]:
    """All pages, from the last by Previous."""
    pages = [await services.feed.last(GUILD, wanted, LATER)]

    while pages[-1].has_earlier:
        cursor = Cursor.of(pages[-1].reviews[0])
        pages.append(await services.feed.before(GUILD, wanted, cursor, pages[-1].number - 1, LATER))

    return pages[::-1]


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_hold_every_review_once_in_order_whichever_way_they_are_turned(
    services: Services, sort: Sort
) -> None:
    wanted = ReviewFilter(sort=sort)

    forwards, backwards = await walk(services, wanted), await walk_back(services, wanted)

    expected = in_pages(in_order(sort))
    assert [numbers(page) for page in forwards] == expected
    assert [numbers(page) for page in backwards] == expected
    assert [page.number for page in forwards] == [page.number for page in backwards] == [1, 2, 3][: len(expected)]
    assert {(page.count, page.pages, page.is_count_exact) for page in (*forwards, *backwards)} == {
        (len(in_order(sort)), len(expected), True)
    }


@pytest.mark.parametrize("sort", SORTS)
async def test_page_begins_with_the_review_it_is_to_start_at(services: Services, sort: Sort) -> None:
    wanted = ReviewFilter(sort=sort)

    for place, review in enumerate([review for page in await walk(services, wanted) for review in page.reviews]):
        page = await services.feed.starting_at(GUILD, wanted, Cursor.of(review), 2, LATER)

        assert numbers(page) == in_order(sort)[place : place + PAGE_SIZE]
        assert page.has_earlier == (place > 0)
        assert page.number == (2 if place else 1)


async def test_page_before_one_near_the_beginning_is_the_first_and_full(services: Services) -> None:
    second = (await walk(services, ReviewFilter()))[0].reviews[2]

    page = await services.feed.before(GUILD, ReviewFilter(), Cursor.of(second), 4, LATER)

    assert (numbers(page), page.number) == (in_order(Sort.NEWEST)[:5], 1)


async def test_ends_tell_that_there_is_nothing_beyond(services: Services) -> None:
    first, middle, last = await walk(services, ReviewFilter())

    assert [(page.has_earlier, page.has_later) for page in (first, middle, last)] == [
        (False, True),
        (True, True),
        (True, False),
    ]


async def test_last_page_of_full_pages_is_full(services: Services) -> None:
    for number in (10, 11, 12):
        await delete(services, number)

    page = await services.feed.last(GUILD, ReviewFilter(), LATER)

    assert (numbers(page), page.number) == ([4, 3, 2, 1, 0], 2)


async def test_new_review_moves_no_page_that_is_turned_to(services: Services) -> None:
    first = await services.feed.first(GUILD, ReviewFilter(), LATER)
    third = an_author(UserId(7))
    await services.reviews.submit(GUILD, third, FILMS[0], ReviewForm(text="99"), NOW + 60 * MINUTE)

    page = await services.feed.after(GUILD, ReviewFilter(), Cursor.of(first.reviews[-1]), 2, LATER)

    assert numbers(page) == in_order(Sort.NEWEST)[5:10]


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_that_are_gone_give_way_to_the_last(services: Services, sort: Sort) -> None:
    wanted = ReviewFilter(sort=sort)
    pages = await walk(services, wanted)
    end = Cursor.of(pages[-2].reviews[-1])

    for review in pages[-1].reviews:
        await delete(services, int(review.content.text))

    after = await services.feed.after(GUILD, wanted, end, pages[-1].number, LATER)
    shown = await services.feed.starting_at(GUILD, wanted, Cursor.of(pages[-1].reviews[0]), pages[-1].number, LATER)

    for page in (after, shown):
        assert numbers(page) == numbers(pages[-2])
        assert (page.number, page.has_earlier, page.has_later) == (len(pages) - 1, len(pages) > 2, False)


async def test_server_without_reviews_has_one_empty_page(services: Services) -> None:
    for page in (
        await services.feed.first(GUILD + 7, ReviewFilter(), LATER),  # pyright: ignore[reportArgumentType]  (a third server)
        await services.feed.last(GUILD + 7, ReviewFilter(), LATER),  # pyright: ignore[reportArgumentType]  (the same)
    ):
        assert (page.reviews, page.count, page.pages, page.number) == ((), 0, 1, 1)
        assert not page.has_earlier
        assert not page.has_later


async def test_filter_counts_what_passes(services: Services) -> None:
    page = await services.feed.first(GUILD, ReviewFilter(author_id=ALICE, rating_min=4, rating_max=9), LATER)

    assert (sorted(numbers(page)), page.count, page.is_count_exact) == ([3, 5, 9], 3, True)


async def test_page_of_a_films_reviews_knows_the_film(services: Services) -> None:
    film_id = await services.films.id_of(FILMS[3], NOW)

    page = await services.feed.first(GUILD, ReviewFilter(film_id=film_id), LATER)

    assert (page.film, numbers(page)) == (FILMS[3], [3])


async def test_count_up_to_the_limit_is_exact_and_beyond_it_says_so(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ReviewFilter(author_id=BOB)
    counted: list[tuple[int, bool]] = []

    for limit in (8, 7, 6):
        monkeypatch.setattr("bot.services.feed.EXACT_UP_TO", limit)
        page = await services.feed.first(GUILD, wanted, LATER)
        counted.append((page.count, page.is_count_exact))

    assert counted == [(7, True), (7, True), (6, False)]


async def test_pages_that_nobody_counted_are_numbered_from_the_end_once_that_is_where_one_is(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.feed.EXACT_UP_TO", 5)
    wanted = ReviewFilter(author_id=BOB)

    last, first = await walk_back_two(services, wanted)

    assert (numbers(last), numbers(first)) == ([8, 6, 4, 2, 0], [12, 10, 8, 6, 4])
    assert (last.has_earlier, last.has_later, last.is_count_exact) == (True, False, False)
    assert (last.number, last.number_from_end) == (LAST_NUMBER, 1)
    assert (first.number, first.number_from_end) == (1, None)


async def walk_back_two(services: Services, wanted: ReviewFilter) -> tuple[FeedPage, FeedPage]:
    """The last page, and the one before it."""
    last = await services.feed.last(GUILD, wanted, LATER)
    return last, await services.feed.before(GUILD, wanted, Cursor.of(last.reviews[0]), last.number - 1, LATER)


async def test_uncounted_page_before_the_last_one_counts_from_the_end(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.feed.EXACT_UP_TO", 5)

    _, before = await walk_back_two(services, ReviewFilter(has_text=True))

    assert (numbers(before), before.number_from_end) == ([9, 8, 7, 6, 5], 2)


async def test_period_ends_now_and_leaves_out_what_is_older(services: Services) -> None:
    wanted = ReviewFilter(period=Period.DAY)
    day_after = NOW + timedelta(days=1)

    at_once = await services.feed.first(GUILD, wanted, LATER)
    later = await services.feed.first(GUILD, wanted, day_after + 5 * MINUTE)
    too_late = await services.feed.first(GUILD, wanted, day_after + 7 * MINUTE)

    assert (at_once.count, at_once.is_count_exact, at_once.pages) == (13, True, 3)
    assert (numbers(later), later.count, later.has_later) == ([12, 11, 10], 3, False)
    assert (too_late.reviews, too_late.count) == ((), 0)


async def test_page_of_a_day_stays_one_of_that_day_when_it_is_shown_again(services: Services) -> None:
    wanted = ReviewFilter(period=Period.DAY)
    page = await services.feed.first(GUILD, wanted, LATER)

    again = await services.feed.again(GUILD, wanted, Cursor.of(page.reviews[0]), page.number, LATER)

    assert again == page


async def test_turning_on_after_the_period_has_passed_by_leads_to_what_is_in_it_now(services: Services) -> None:
    wanted = ReviewFilter(period=Period.DAY, sort=Sort.OLDEST)
    first = await services.feed.first(GUILD, wanted, LATER)
    much_later = NOW + timedelta(days=1) + 4 * MINUTE

    page = await services.feed.after(GUILD, wanted, Cursor.of(first.reviews[-1]), 2, much_later)

    assert (numbers(page), page.number, page.has_earlier) == ([8, 9, 10, 11, 12], 1, False)


@pytest.mark.parametrize("wanted", [ReviewFilter(has_text=True), ReviewFilter(rating_min=4, has_text=True)])
async def test_review_without_a_text_is_left_out_and_not_counted(services: Services, wanted: ReviewFilter) -> None:
    await services.reviews.rate(GUILD, an_author(UserId(7)), FILMS[0], 8, LATER)

    page = await services.feed.first(GUILD, wanted, LATER)

    everything = await services.feed.first(GUILD, wanted.model_copy(update={"has_text": False}), LATER)
    assert (page.count, everything.count) == (everything.count - 1, page.count + 1)
    assert all(review.content.text for review in page.reviews)


async def test_first_page_by_likes_begins_with_what_is_liked_most_now(services: Services) -> None:
    wanted = ReviewFilter(sort=Sort.MOST_LIKED)
    page = await services.feed.first(GUILD, wanted, LATER)
    await services.likes.toggle(GUILD, page.reviews[0].id, UserId(2_000), LATER)

    again = await services.feed.again(GUILD, wanted, Cursor.of(page.reviews[0]), page.number, LATER)

    assert (numbers(again), again.number) == (in_order(Sort.MOST_LIKED)[:5], 1)
    assert again.reviews[0].likes == 4


async def test_later_page_by_likes_keeps_its_place_when_likes_change(services: Services) -> None:
    wanted = ReviewFilter(sort=Sort.MOST_LIKED)
    _, second, _ = await walk(services, wanted)
    await services.likes.toggle(GUILD, second.reviews[2].id, UserId(2_000), LATER)

    again = await services.feed.again(GUILD, wanted, Cursor.of(second.reviews[0]), second.number, LATER)

    assert sorted(numbers(again)[:3]) == sorted(numbers(second)[:2] + numbers(second)[3:4])
    assert (again.number, again.has_earlier) == (2, True)


async def test_page_of_the_newest_shows_its_own_reviews_again_and_no_newer_ones(services: Services) -> None:
    first = await services.feed.first(GUILD, ReviewFilter(), LATER)
    await services.reviews.submit(GUILD, an_author(UserId(7)), FILMS[0], ReviewForm(text="99"), LATER)

    again = await services.feed.again(GUILD, ReviewFilter(), Cursor.of(first.reviews[0]), first.number, LATER)

    assert numbers(again) == numbers(first)
    assert again.has_earlier


async def test_empty_page_of_a_member_knows_their_name_in_this_server_alone(services: Services) -> None:
    stranger = UserId(7)
    await services.reviews.submit(
        OTHER_GUILD, an_author(stranger, name="Over there"), FILMS[0], ReviewForm(text="x"), NOW
    )

    known = await services.feed.first(GUILD, ReviewFilter(author_id=ALICE, rating_min=3, rating_max=3), LATER)
    unknown = await services.feed.first(GUILD, ReviewFilter(author_id=stranger), LATER)

    assert (known.reviews, known.author) == ((), an_author())
    assert (unknown.reviews, unknown.author) == ((), None)


async def test_nothing_of_another_server_is_ever_on_a_page(services: Services) -> None:
    here: list[Review] = [review for page in await walk(services, ReviewFilter()) for review in page.reviews]

    assert {review.guild_id for review in here} == {GUILD}


async def delete(services: Services, number: int) -> None:
    """Delete the review with that number, by its author."""
    author = ALICE if number % 2 else BOB
    found = await services.feed.first(
        GUILD, ReviewFilter(film_id=await services.films.id_of(FILMS[number], NOW), author_id=author), LATER
    )
    await services.reviews.delete(GUILD, author, found.reviews[0].id, LATER, is_moderator=False)
