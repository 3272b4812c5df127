"""Browsing: every order, both directions, from both ends and from the middle."""

import pytest

from bot.services import Services
from bot.services.feed import PAGE_SIZE, FeedPage
from data.catalogue.starter import StarterCatalogue
from data.models import Cursor, Review, ReviewFilter, ReviewForm, Sort, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_film, an_author

COUNT = 13
FILMS = [a_film(number) for number in range(1, COUNT + 1)]
SORTS = [pytest.param(sort, id=sort.name.lower()) for sort in Sort]

# Ratings repeat and are missing, moments repeat: order must not depend on either alone.
RATINGS = [4, 10, None, 4, 7, 7, 1, None, 10, 4, 7, 2, 4]


@pytest.fixture
async def services(store: Store) -> Services:
    """Thirteen reviews here, in pairs written in the same second, and one in another server."""
    services = Services(StarterCatalogue(FILMS), store)

    for number, film in enumerate(FILMS):
        author = an_author(ALICE if number % 2 else BOB)
        form = ReviewForm(rating=RATINGS[number], text=f"{number}")
        await services.reviews.submit(GUILD, author, film, form, NOW + (number // 2) * MINUTE)

    await services.reviews.submit(OTHER_GUILD, an_author(), FILMS[0], ReviewForm(text="not here"), NOW)
    return services


def numbers(page: FeedPage) -> list[int]:
    return [int(review.content.text) for review in page.reviews]


def in_order(sort: Sort) -> list[int]:
    """The reviews' numbers as they should come."""
    shown = [number for number in range(COUNT) if RATINGS[number] or not sort.is_by_rating]
    return sorted(
        shown,
        key=lambda number: ((RATINGS[number] or 0) if sort.is_by_rating else 0, number),
        reverse=sort.is_descending,
    )


def in_pages(wanted: list[int]) -> list[list[int]]:
    return [wanted[start : start + PAGE_SIZE] for start in range(0, len(wanted), PAGE_SIZE)]


async def walk(services: Services, wanted: ReviewFilter) -> list[FeedPage]:
    """All pages, from the first by Next."""
    pages = [await services.feed.first(GUILD, wanted)]

    while pages[-1].has_later:
        cursor = Cursor.of(pages[-1].reviews[-1])
        pages.append(await services.feed.after(GUILD, wanted, cursor, pages[-1].number + 1))

    return pages


async def walk_back(services: Services, wanted: ReviewFilter) -> list[FeedPage]:
    """All pages, from the last by Previous."""
    pages = [await services.feed.last(GUILD, wanted)]

    while pages[-1].has_earlier:
        cursor = Cursor.of(pages[-1].reviews[0])
        pages.append(await services.feed.before(GUILD, wanted, cursor, pages[-1].number - 1))

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
        page = await services.feed.starting_at(GUILD, wanted, Cursor.of(review), 2)

        assert numbers(page) == in_order(sort)[place : place + PAGE_SIZE]
        assert page.has_earlier == (place > 0)
        assert page.number == 2


async def test_page_before_one_near_the_beginning_is_the_first_and_full(services: Services) -> None:
    second = (await walk(services, ReviewFilter()))[0].reviews[2]

    page = await services.feed.before(GUILD, ReviewFilter(), Cursor.of(second), 4)

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

    page = await services.feed.last(GUILD, ReviewFilter())

    assert (numbers(page), page.number) == ([4, 3, 2, 1, 0], 2)


async def test_new_review_moves_no_page_that_is_turned_to(services: Services) -> None:
    first = await services.feed.first(GUILD, ReviewFilter())
    third = an_author(UserId(7))
    await services.reviews.submit(GUILD, third, FILMS[0], ReviewForm(text="99"), NOW + 60 * MINUTE)

    page = await services.feed.after(GUILD, ReviewFilter(), Cursor.of(first.reviews[-1]), 2)

    assert numbers(page) == in_order(Sort.NEWEST)[5:10]


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_that_are_gone_give_way_to_the_last(services: Services, sort: Sort) -> None:
    wanted = ReviewFilter(sort=sort)
    pages = await walk(services, wanted)
    end = Cursor.of(pages[-2].reviews[-1])

    for review in pages[-1].reviews:
        await delete(services, int(review.content.text))

    after = await services.feed.after(GUILD, wanted, end, pages[-1].number)
    shown = await services.feed.starting_at(GUILD, wanted, Cursor.of(pages[-1].reviews[0]), pages[-1].number)

    for page in (after, shown):
        assert numbers(page) == numbers(pages[-2])
        assert (page.number, page.has_earlier, page.has_later) == (len(pages) - 1, len(pages) > 2, False)


async def test_server_without_reviews_has_one_empty_page(services: Services) -> None:
    for page in (
        await services.feed.first(GUILD + 7, ReviewFilter()),  # pyright: ignore[reportArgumentType]  (a third server)
        await services.feed.last(GUILD + 7, ReviewFilter()),  # pyright: ignore[reportArgumentType]  (the same)
    ):
        assert (page.reviews, page.count, page.pages, page.number) == ((), 0, 1, 1)
        assert not page.has_earlier
        assert not page.has_later


async def test_filter_counts_what_passes(services: Services) -> None:
    page = await services.feed.first(GUILD, ReviewFilter(author_id=ALICE, rating_min=4, rating_max=9))

    assert (sorted(numbers(page)), page.count, page.is_count_exact) == ([3, 5, 9], 3, True)


async def test_page_of_a_films_reviews_knows_the_film(services: Services) -> None:
    film_id = await services.films.id_of(FILMS[3], NOW)

    page = await services.feed.first(GUILD, ReviewFilter(film_id=film_id))

    assert (page.film, numbers(page)) == (FILMS[3], [3])


async def test_count_up_to_the_limit_is_exact_and_beyond_it_says_so(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ReviewFilter(author_id=BOB)
    counted: list[tuple[int, bool]] = []

    for limit in (8, 7, 6):
        monkeypatch.setattr("bot.services.feed.EXACT_UP_TO", limit)
        page = await services.feed.first(GUILD, wanted)
        counted.append((page.count, page.is_count_exact))

    assert counted == [(7, True), (7, True), (6, False)]


async def test_last_page_behind_an_inexact_count_is_full_and_last(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.feed.EXACT_UP_TO", 5)

    page = await services.feed.last(GUILD, ReviewFilter(author_id=BOB))

    assert numbers(page) == [8, 6, 4, 2, 0]
    assert (page.has_earlier, page.has_later, page.is_count_exact) == (True, False, False)


async def test_nothing_of_another_server_is_ever_on_a_page(services: Services) -> None:
    here: list[Review] = [review for page in await walk(services, ReviewFilter()) for review in page.reviews]

    assert {review.guild_id for review in here} == {GUILD}


async def delete(services: Services, number: int) -> None:
    """Delete the review with that number, by its author."""
    author = ALICE if number % 2 else BOB
    found = await services.feed.first(
        GUILD, ReviewFilter(film_id=await services.films.id_of(FILMS[number], NOW), author_id=author)
    )
    await services.reviews.delete(GUILD, author, found.reviews[0].id, is_moderator=False)
