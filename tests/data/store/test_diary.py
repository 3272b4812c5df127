"""A member's diary over all servers: by month, the same viewing once, and nobody else's."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.models import DiaryEntry, GuildId, Month, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_film
from tests.data.store.own import a_film_by_hand, by_hand, merge, say
from tests.data.store.steps import DAY, a_review, save
from tests.diaries import came_with_import, watch, without_viewings
from tests.rounds import rounds

NOVEMBER, OCTOBER = Month(2026, 11), Month(2026, 10)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
MANY = 100
PEOPLE = count(10**6)


async def page(store: Store, month: Month = NOVEMBER, user_id: UserId = ALICE) -> list[DiaryEntry]:
    """All of the month."""
    entries, _ = await store.diary.page(user_id, month, MANY)
    return entries


def told(entries: Sequence[DiaryEntry]) -> list[tuple[str, int, int | None]]:
    """Film, day and rating of each, in order."""
    return [(entry.film.title, entry.day.day, entry.rating) for entry in entries]


def guilds(entry: DiaryEntry) -> list[GuildId | None]:
    return [place.guild_id for place in entry.places]


async def test_empty_diary_has_no_months(store: Store) -> None:
    await a_review(store, BOB)
    await watch(store, user_id=BOB)

    assert await store.diary.months(ALICE) == []
    assert await store.diary.page(ALICE, NOVEMBER, MANY) == ([], 0)


async def test_viewings_stand_by_the_day_of_watching_else_by_that_of_telling(store: Store) -> None:
    await a_review(store, film=1, rating=7, watched_on=LAST)
    await a_review(store, film=2, rating=8)
    await a_review(store, film=3, rating=9, watched_on=FIRST)

    assert told(await page(store)) == [("Film No. 1", 30, 7), ("Film No. 2", 20, 8), ("Film No. 3", 1, 9)]


async def test_months_that_hold_nothing_are_left_out_and_the_latest_comes_first(store: Store) -> None:
    await a_review(store, film=1, rating=7, watched_on=date(1999, 12, 31))
    await a_review(store, film=2, rating=8)
    await watch(store, a_film(3), watched_on=date(2026, 2, 28))
    await watch(store, a_film(4), now=datetime(2025, 1, 1, tzinfo=UTC))

    assert await store.diary.months(ALICE) == [NOVEMBER, Month(2026, 2), Month(2025, 1), Month(1999, 12)]


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), NOVEMBER),
        (datetime(2026, 12, 1, tzinfo=UTC), Month(2026, 12)),
        (datetime(2026, 11, 1, tzinfo=UTC), NOVEMBER),
        (datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC), OCTOBER),
    ],
)
async def test_what_was_told_at_a_months_end_is_of_that_month_alone(
    store: Store, moment: datetime, month: Month
) -> None:
    await a_review(store, now=moment, rating=8)

    assert await store.diary.months(ALICE) == [month]
    assert [entry.day for entry in await page(store, month)] == [moment.date()]
    others = {NOVEMBER, OCTOBER, Month(2026, 12)} - {month}
    assert [await page(store, other) for other in others] == [[], []]


async def test_every_rewatch_is_a_viewing_of_its_own_with_its_own_rating(store: Store) -> None:
    await save(store, rating=6, watched_on=FIRST)
    await save(store, rating=9, watched_on=LAST, is_rewatch=True, is_liked=True, now=NOW + DAY)

    latest, first = await page(store)

    assert (latest.day, latest.rating, latest.is_rewatch) == (LAST, 9, True)
    assert (first.day, first.rating, first.is_rewatch) == (FIRST, 6, False)
    assert latest.is_liked


async def test_same_viewing_in_several_servers_is_one_with_the_rating_that_was_told_last(store: Store) -> None:
    here = await a_review(store, rating=6, watched_on=FIRST)
    there = await a_review(store, guild_id=OTHER_GUILD, now=NOW + DAY, rating=7, watched_on=FIRST, text="Fine.")
    await watch(store, watched_on=FIRST)

    (entry,) = await page(store)

    assert entry.rating == 7
    assert guilds(entry) == [OTHER_GUILD, None, GUILD]
    assert [place.review_id for place in entry.places] == [there.id, None, here.id]
    assert [place.has_text for place in entry.places] == [True, False, False]


async def test_two_viewings_of_one_day_in_one_server_stay_two(store: Store) -> None:
    for guild_id in (GUILD, OTHER_GUILD):
        await save(store, guild_id=guild_id, rating=6, watched_on=FIRST)
        await save(store, guild_id=guild_id, rating=9, watched_on=FIRST, is_rewatch=True, now=NOW + 2 * DAY)

    second, first = await page(store)

    assert (second.rating, first.rating) == (9, 6)
    assert {*guilds(second)} == {*guilds(first)} == {GUILD, OTHER_GUILD}


async def test_another_film_of_the_same_day_is_another_viewing(store: Store) -> None:
    await a_review(store, film=1, rating=6, watched_on=FIRST)
    await a_review(store, film=2, guild_id=OTHER_GUILD, rating=6, watched_on=FIRST)

    assert len(await page(store)) == 2


async def test_nothing_of_others_stands_in_it(store: Store) -> None:
    await a_review(store, ALICE, film=1, rating=6)
    await a_review(store, BOB, film=1, guild_id=OTHER_GUILD, rating=7)
    await watch(store, a_film(2), BOB)

    (entry,) = await page(store)

    assert (entry.rating, guilds(entry)) == (6, [GUILD])


async def test_place_says_where_it_came_from(store: Store) -> None:
    written = await a_review(store, film=1, rating=6)
    linked = await a_review(store, film=2, rating=6, source_url="https://boxd.it/1")
    imported = await a_review(store, film=3, rating=6)
    await came_with_import(store, linked.id)
    await came_with_import(store, imported.id)
    await watch(store, a_film(4), import_id=1, is_liked=True)

    entries = {entry.film.title[-1]: entry for entry in await page(store)}

    places = {number: entry.places[0] for number, entry in entries.items()}
    assert [(places[n].source_url, places[n].is_imported) for n in "1234"] == [
        (None, False),
        ("https://boxd.it/1", True),
        (None, True),
        (None, True),
    ]
    assert places["1"].review_id == written.id
    assert entries["4"].is_liked


async def test_address_on_letterboxd_is_that_of_the_latest_viewing_alone(store: Store) -> None:
    await save(store, rating=6, watched_on=FIRST)
    await save(store, rating=9, watched_on=LAST, is_rewatch=True, source_url="https://boxd.it/2", now=NOW + 2 * DAY)

    latest, first = await page(store)

    assert (latest.places[0].source_url, first.places[0].source_url) == ("https://boxd.it/2", None)


async def test_rating_without_a_viewing_stands_on_the_day_on_which_it_was_given(store: Store) -> None:
    review = await a_review(store, rating=7)
    await came_with_import(store, review.id)
    await without_viewings(store, review.id)

    (entry,) = await page(store)

    assert (entry.day, entry.rating, entry.places[0].is_imported) == (NOW.date(), 7, True)
    assert await store.diary.months(ALICE) == [NOVEMBER]


async def test_film_that_was_merged_is_the_one_that_it_became(store: Store) -> None:
    film_id = await a_film_by_hand(store)
    await say(store, ALICE, by_hand(), rating=7)
    await watch(store, by_hand())

    await merge(store, film_id, a_film(5))

    (entry,) = await page(store)
    assert entry.film.title == "Film No. 5"
    assert guilds(entry) == [None, GUILD] or guilds(entry) == [GUILD, None]


@settings(
    max_examples=rounds(15),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(days=st.lists(st.integers(0, 40), min_size=1, max_size=12), size=st.integers(1, 5), data=st.data())
async def test_pages_of_all_months_hold_every_viewing_once(
    store: Store, days: list[int], size: int, data: st.DataObject
) -> None:
    # The store is the same for all examples: each is about somebody else.
    person = UserId(next(PEOPLE))
    films = [data.draw(st.integers(1, 3)) for _ in days]

    for film, day in zip(films, days, strict=True):
        watched_on = None if data.draw(st.booleans()) else (NOW + timedelta(days=day)).date()
        await watch(store, a_film(film), person, watched_on, NOW + timedelta(days=day))

    found: list[DiaryEntry] = []

    for month in await store.diary.months(person):
        while True:
            skipped = sum(entry.day >= month.first_day for entry in found if entry.day.month == month.number)
            entries, most = await store.diary.page(person, month, size, skipped)
            found += entries

            if skipped + len(entries) >= most:
                break

    expected = Counter(
        (f"Film No. {film}", (NOW + timedelta(days=day)).date()) for film, day in zip(films, days, strict=True)
    )
    assert Counter((entry.film.title, entry.day) for entry in found) == expected
    assert [entry.day for entry in found] == sorted((entry.day for entry in found), reverse=True)
