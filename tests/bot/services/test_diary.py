"""One's own diary, a page of a month at a time."""

from datetime import date, timedelta

import pytest

from bot.services import Services
from bot.services.diary import PAGE_SIZE, DiaryPage
from data.catalogue.local import LocalCatalogue
from data.errors import ReviewNotFound
from data.models import Month, ReviewId
from data.store import Store
from tests.builders import ALICE, BOB, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.diaries import watch

NOVEMBER, SEPTEMBER, JULY = Month(2026, 11), Month(2026, 9), Month(2026, 7)


@pytest.fixture
def services(store: Store) -> Services:
    return Services(LocalCatalogue([]), store)


async def the_page(services: Services, month: Month | None = None, number: int = 1) -> DiaryPage:
    page = await services.diary.page(ALICE, month, number)
    assert page is not None
    return page


async def test_empty_diary_has_no_page(services: Services) -> None:
    assert await services.diary.page(ALICE) is None


async def test_it_begins_with_the_latest_month_and_leads_past_empty_ones(services: Services, store: Store) -> None:
    for day in (date(2026, 7, 1), date(2026, 9, 1), date(2026, 11, 1)):
        await watch(store, watched_on=day)

    latest = await the_page(services)
    middle = await the_page(services, latest.earlier)

    assert (latest.month, latest.earlier, latest.later) == (NOVEMBER, SEPTEMBER, None)
    assert (middle.month, middle.earlier, middle.later) == (SEPTEMBER, JULY, NOVEMBER)
    assert middle.months == (NOVEMBER, SEPTEMBER, JULY)


@pytest.mark.parametrize(
    ("asked", "shown"), [(Month(2026, 10), SEPTEMBER), (Month(2027, 1), SEPTEMBER), (Month(1999, 1), JULY)]
)
async def test_month_that_holds_nothing_gives_way_to_the_one_before_else_the_one_after(
    services: Services, store: Store, asked: Month, shown: Month
) -> None:
    for day in (date(2026, 7, 1), date(2026, 9, 1)):
        await watch(store, watched_on=day)

    assert (await the_page(services, asked)).month == shown


async def test_long_month_is_paged_and_ends_with_its_last_page(services: Services, store: Store) -> None:
    for number in range(PAGE_SIZE + 2):
        await watch(store, a_film(number + 1), now=NOW - timedelta(minutes=number))

    first = await the_page(services)
    beyond = await the_page(services, NOVEMBER, 9)

    assert (first.number, len(first.entries), first.count, first.pages) == (1, PAGE_SIZE, PAGE_SIZE + 2, 2)
    assert (beyond.number, len(beyond.entries), beyond.count) == (2, 2, PAGE_SIZE + 2)


async def test_own_review_opens_from_any_server_and_nobody_elses_does(services: Services, store: Store) -> None:
    review = (await store.reviews.save(OTHER_GUILD, an_author(), a_film(), a_content(), NOW)).review

    assert (await services.diary.review(ALICE, review.id)).id == review.id

    for reader, review_id in ((BOB, review.id), (ALICE, ReviewId(999))):
        with pytest.raises(ReviewNotFound):
            await services.diary.review(reader, review_id)
