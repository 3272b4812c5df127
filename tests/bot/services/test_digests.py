"""Servers' weeks: what is counted of one, when it ends, and that what was said of it stays."""

from datetime import timedelta

import pytest

from bot.services import Services
from bot.services.digests import Digests
from data.errors import DigestNotFound, WeekMoved
from data.models import (
    DigestId,
    DigestPlace,
    DigestState,
    GuildId,
    KeptFor,
    UserId,
)
from data.store import Store
from tests.bot.services.weeks import BEGIN, DAY, HOUR, SUNDAY, WEEK, choose, close, past, rate, shown
from tests.builders import ALICE, BOB, GUILD, OTHER_GUILD, a_film
from tests.data.store.steps import CAROL, film_id, save


@pytest.fixture
def digests(services: Services) -> Digests:
    return services.digests


async def test_films_are_ranked_by_weighted_mean(digests: Digests, store: Store) -> None:
    for author, rating in ((ALICE, 8), (BOB, 9), (CAROL, 9)):
        await rate(store, author, 1, rating)

    await rate(store, ALICE, 2, 10)
    await rate(store, ALICE, 3, 1)

    digest = await digests.present(GUILD, BEGIN + 2 * DAY)

    # C = 37/5: (22.2 + 26)/6 = 8.03, (22.2 + 10)/4 = 8.05, (22.2 + 1)/4 = 5.8.
    assert shown(digest) == [("Film No. 2", 1, 10), ("Film No. 1", 3, 26), ("Film No. 3", 1, 1)]


async def test_the_present_week_counts_what_was_given_this_very_second(digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 8, BEGIN + DAY)

    assert shown(await digests.present(GUILD, BEGIN + DAY)) == [("Film No. 1", 1, 8)]


async def test_a_week_ends_at_its_moment_however_late_that_is_noticed(digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 8, BEGIN + DAY)
    await rate(store, BOB, 2, 8, SUNDAY - timedelta(seconds=1))
    await rate(store, CAROL, 3, 8, SUNDAY)

    await close(digests, store, SUNDAY + 3 * HOUR)

    first = (await past(digests))[0]
    assert (first.begins_at, first.ends_at, first.taken_at) == (BEGIN, SUNDAY, SUNDAY + 3 * HOUR)
    assert {title for title, *_ in shown(first)} == {"Film No. 1", "Film No. 2"}
    assert shown(await digests.present(GUILD, SUNDAY + 3 * HOUR)) == [("Film No. 3", 1, 8)]


async def test_what_is_said_of_a_past_week_stays_when_ratings_change_or_go(
    services: Services, digests: Digests, store: Store
) -> None:
    await rate(store, ALICE, 1, 10)
    gone = await rate(store, BOB, 2, 8)
    await close(digests, store, SUNDAY)
    before = (await past(digests))[0]

    await rate(store, ALICE, 1, 1, SUNDAY + DAY)
    await services.trash.delete(gone, BOB, SUNDAY + DAY)

    assert shown(before) == [("Film No. 1", 1, 10), ("Film No. 2", 1, 8)]
    assert (await past(digests))[0] == before


async def test_an_edit_counts_for_the_week_of_the_first_rating_and_a_rewatch_for_its_own(
    digests: Digests, store: Store
) -> None:
    await rate(store, ALICE, 1, 4)
    await rate(store, BOB, 2, 4)
    await close(digests, store, SUNDAY)

    await rate(store, ALICE, 1, 10, SUNDAY + DAY)
    await rate(store, BOB, 2, 9, SUNDAY + DAY, is_rewatch=True)

    assert shown(await digests.present(GUILD, SUNDAY + 2 * DAY)) == [("Film No. 2", 1, 9)]


async def test_a_rating_that_an_unrated_review_gets_later_counts_then(digests: Digests, store: Store) -> None:
    await save(store, ALICE, 1, now=BEGIN + DAY, text="No stars yet.")
    await close(digests, store, SUNDAY)

    await rate(store, ALICE, 1, 7, SUNDAY + DAY, text="No stars yet.")

    assert shown(await digests.present(GUILD, SUNDAY + 2 * DAY)) == [("Film No. 1", 1, 7)]


async def test_places_are_compared_with_the_week_before(digests: Digests, store: Store) -> None:
    for film, rating in ((1, 10), (2, 8), (3, 6)):
        await rate(store, ALICE, film, rating)

    await close(digests, store, SUNDAY)

    for film, rating in ((3, 10), (2, 8), (1, 6), (4, 2)):
        await rate(store, BOB, film, rating, SUNDAY + DAY)

    digest = await digests.present(GUILD, SUNDAY + 2 * DAY)
    assert [(film.film.title, film.place_before, film.is_new) for film in digest.films] == [
        ("Film No. 3", 3, False),
        ("Film No. 2", 2, False),
        ("Film No. 1", 1, False),
        ("Film No. 4", None, True),
    ]


async def test_a_film_keeps_its_former_place_when_it_is_merged(digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 10)
    await rate(store, ALICE, 2, 8)
    await close(digests, store, SUNDAY)

    await store.films.merge(await film_id(store, 2), await film_id(store, 5), SUNDAY + DAY)
    await rate(store, BOB, 5, 9, SUNDAY + DAY)

    assert [film.place_before for film in (await digests.present(GUILD, SUNDAY + DAY)).films] == [2]
    assert [title for title, *_ in shown((await past(digests))[0])] == ["Film No. 1", "Film No. 5"]


async def test_the_best_liked_review_is_one_with_a_text_of_that_week(digests: Digests, store: Store) -> None:
    old = await rate(store, CAROL, 9, 8, BEGIN - DAY, text="Much liked, long ago.")
    bare = await rate(store, ALICE, 1, 8)
    best = await rate(store, ALICE, 2, 8, text="Liked.")
    less = await rate(store, BOB, 2, 8, text="Liked less.")

    for review_id, fans in ((old, 5), (bare, 4), (best, 3), (less, 2)):
        for fan in range(fans):
            await store.likes.toggle(GUILD, review_id, UserId(500 + fan), BEGIN + DAY)

    await close(digests, store, BEGIN)
    digest = await digests.present(GUILD, BEGIN + 2 * DAY)

    assert (digest.best_id, digest.best_likes) == (best, 3)


async def test_a_week_without_likes_has_no_best_liked_review(digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 8, text="Nobody liked it.")

    assert (await digests.present(GUILD, BEGIN + 2 * DAY)).best_id is None


async def test_the_most_divisive_film_and_those_who_wrote_most_are_named(digests: Digests, store: Store) -> None:
    for author, rating in ((ALICE, 1), (BOB, 10), (CAROL, 6)):
        await rate(store, author, 1, rating)
        await rate(store, author, 2, 8, text="A text.")

    await rate(store, BOB, 3, 8, text="Another text.")

    digest = await digests.present(GUILD, BEGIN + 2 * DAY)

    assert digest.divisive is not None
    assert digest.divisive.film == a_film(1)
    assert [(writer.author.id, writer.reviews) for writer in digest.writers] == [(BOB, 2), (ALICE, 1), (CAROL, 1)]


async def test_the_week_is_told_in_numbers(digests: Digests, store: Store) -> None:
    await rate(store, CAROL, 1, 8, BEGIN - DAY)
    await rate(store, ALICE, 1, 8)
    await rate(store, ALICE, 2, 8, text="A text.")
    await save(store, BOB, 3, now=BEGIN + DAY, text="Without stars.")
    await rate(store, ALICE, 1, 8, guild_id=OTHER_GUILD)
    await close(digests, store, BEGIN)

    numbers = (await digests.present(GUILD, BEGIN + 2 * DAY)).numbers

    assert numbers.model_dump() == {
        "ratings": 2,
        "raters": 1,
        "films": 2,
        "new_films": 1,
        "reviews": 2,
        "all_reviews": 4,
    }


async def test_a_digest_waits_for_its_channel_where_there_is_one(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await rate(store, ALICE, 1, 8, guild_id=OTHER_GUILD)

    await close(digests, store, SUNDAY)

    assert [digest.state for digest in await past(digests)] == [DigestState.WAITING]
    assert [digest.kept_for for digest in await past(digests, OTHER_GUILD)] == [KeptFor.NO_CHANNEL]


@pytest.mark.parametrize(
    ("late", "kept_for"), [(timedelta(hours=24), None), (timedelta(hours=24, seconds=1), KeptFor.MISSED)]
)
async def test_a_digest_is_posted_up_to_a_day_late(
    services: Services, digests: Digests, store: Store, late: timedelta, kept_for: KeptFor | None
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)

    await close(digests, store, SUNDAY + late)

    assert [digest.kept_for for digest in await past(digests)] == [kept_for]


async def test_every_week_that_was_missed_can_be_browsed(services: Services, digests: Digests, store: Store) -> None:
    await choose(services, tells_of_empty_weeks=True)
    await rate(store, ALICE, 1, 8)
    await rate(store, ALICE, 2, 8, SUNDAY + 2 * WEEK + DAY)

    await close(digests, store, SUNDAY + 3 * WEEK + HOUR)

    found = await past(digests)
    assert [digest.ends_at for digest in found] == [SUNDAY + n * WEEK for n in range(4)]
    assert [digest.kept_for for digest in found] == [KeptFor.MISSED] * 3 + [None]
    assert [digest.numbers.ratings for digest in found] == [1, 0, 0, 1]


async def test_a_week_without_reviews_is_passed_over_or_told_of_as_the_server_chose(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services)
    await choose(services, OTHER_GUILD, tells_of_empty_weeks=True)

    for guild_id in (GUILD, OTHER_GUILD):
        await rate(store, ALICE, 1, 8, guild_id=guild_id)

    await close(digests, store, SUNDAY + WEEK)

    assert [digest.ends_at for digest in await past(digests)] == [SUNDAY]
    assert [digest.ends_at for digest in await past(digests, OTHER_GUILD)] == [SUNDAY, SUNDAY + WEEK]
    assert (await store.weeks.of(GUILD)) is not None
    assert await digests.next_due(GUILD, SUNDAY + WEEK) == SUNDAY + 2 * WEEK


async def test_a_server_that_writes_and_rates_nothing_has_weeks_as_well(digests: Digests, store: Store) -> None:
    await save(store, ALICE, 1, now=BEGIN + DAY, text="No stars from me.")

    await close(digests, store, SUNDAY)

    assert [digest.numbers.reviews for digest in await past(digests)] == [1]


async def test_years_of_silence_are_ended_together(digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 8)
    await save(store, BOB, 2, now=SUNDAY + 150 * WEEK + HOUR, text="At last.")
    now, begun = SUNDAY + 300 * WEEK + DAY, [BEGIN]

    while weeks := await store.weeks.due(now, 10):
        await digests.close_due(weeks[0], now)
        week = await store.weeks.of(GUILD)
        assert week is not None
        begun.append(week.begins_at)

    ends = [SUNDAY, SUNDAY + 150 * WEEK, SUNDAY + 151 * WEEK, SUNDAY + 300 * WEEK]
    assert begun == [BEGIN, BEGIN, *ends]
    assert [digest.ends_at for digest in await past(digests)] == [SUNDAY, SUNDAY + 151 * WEEK]
    assert await digests.next_due(GUILD, now) == SUNDAY + 301 * WEEK


async def test_a_week_is_closed_but_once(digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 8)
    await close(digests, store, BEGIN + DAY)
    week = await store.weeks.of(GUILD)
    assert week is not None
    await digests.close_due(week, SUNDAY)

    with pytest.raises(WeekMoved):
        await digests.close_due(week, SUNDAY)

    assert len(await past(digests)) == 1


async def test_weeks_are_browsed_back_and_forth_and_by_day(digests: Digests, store: Store) -> None:
    for n in range(3):
        await rate(store, ALICE, n, 8, BEGIN + n * WEEK + DAY)

    now = SUNDAY + 2 * WEEK + DAY
    await close(digests, store, now)
    first, second, third = [digest.id for digest in await past(digests)]
    present = await digests.present(GUILD, now)

    assert await digests.place(present) == DigestPlace(before=third, after=None)
    assert await digests.place(await digests.at(GUILD, SUNDAY + DAY, now)) == DigestPlace(before=first, after=third)
    assert (await digests.at(GUILD, BEGIN - WEEK, now)).id == first
    assert (await digests.at(GUILD, SUNDAY, now)).id == second
    assert (await digests.at(GUILD, now, now)).id is None


async def test_a_digest_belongs_to_its_server(digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 8)
    await close(digests, store, SUNDAY)
    digest_id = (await past(digests))[0].id
    assert digest_id is not None

    for guild_id, wanted in ((OTHER_GUILD, digest_id), (GUILD, DigestId(digest_id + 1))):
        with pytest.raises(DigestNotFound):
            await digests.of(guild_id, wanted)


async def test_servers_whose_weeks_end_together_are_closed_over_a_minute(digests: Digests, store: Store) -> None:
    guilds = [GuildId(GUILD + (n << 22)) for n in range(120)]

    for guild_id in guilds:
        await rate(store, ALICE, 1, 8, guild_id=guild_id)

    for week in await store.weeks.due(BEGIN + DAY, 200):
        await digests.close_due(week, BEGIN + DAY)

    counts = [len(await store.weeks.due(SUNDAY + timedelta(seconds=second), 200)) for second in range(60)]
    assert counts == [2 * (second + 1) for second in range(60)]
    assert await store.weeks.next_due(SUNDAY - DAY) == SUNDAY
