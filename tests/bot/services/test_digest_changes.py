"""What admins change about a server's week: skipped, posted at once, moved to another moment."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.services import Services
from bot.services.digests import Digests
from data.errors import NoDigestChannel, NothingThisWeek, PostedThisWeek, WeekMoved
from data.models import (
    DigestState,
    KeptFor,
    Week,
)
from data.store import Store
from tests.bot.services.weeks import (
    BEGIN,
    DAY,
    HOUR,
    SUNDAY,
    WEEK,
    choose,
    close,
    past,
    rate,
    shown,
)
from tests.builders import ALICE, BOB, GUILD


@pytest.fixture
def digests(services: Services) -> Digests:
    return services.digests


async def test_an_admin_can_skip_a_week_and_change_their_mind(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await digests.skip(GUILD, SUNDAY, BEGIN + 2 * DAY, is_skipped=True)
    was_skipped = await digests.is_skipped(GUILD)
    await digests.skip(GUILD, SUNDAY, BEGIN + 2 * DAY, is_skipped=False)
    await digests.skip(GUILD, SUNDAY, BEGIN + 2 * DAY, is_skipped=True)

    await close(digests, store, SUNDAY)

    assert was_skipped
    assert [digest.kept_for for digest in await past(digests)] == [KeptFor.SKIPPED]
    assert not await digests.is_skipped(GUILD), "the next week is posted again"


async def test_an_old_button_skips_no_other_week(services: Services, digests: Digests, store: Store) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await close(digests, store, SUNDAY)

    with pytest.raises(WeekMoved):
        await digests.skip(GUILD, SUNDAY, SUNDAY + HOUR, is_skipped=True)

    assert not await digests.is_skipped(GUILD)


async def test_posting_now_takes_the_place_of_this_weeks_digest(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    now = BEGIN + 2 * DAY

    next_due = await digests.post_now(GUILD, SUNDAY, now)

    await rate(store, BOB, 2, 8, now)
    await close(digests, store, next_due)
    first, second = await past(digests)
    assert next_due == SUNDAY + WEEK
    assert (first.begins_at, first.ends_at, first.state) == (BEGIN, now, DigestState.WAITING)
    assert (second.begins_at, second.ends_at) == (now, SUNDAY + WEEK)
    assert shown(second) == [("Film No. 2", 1, 8)]


async def test_two_presses_post_one_digest(services: Services, digests: Digests, store: Store) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await digests.post_now(GUILD, SUNDAY, BEGIN + 2 * DAY)

    with pytest.raises(WeekMoved):
        await digests.post_now(GUILD, SUNDAY, BEGIN + 2 * DAY)

    assert len(await past(digests)) == 1


async def test_the_week_after_one_that_was_posted_ahead_is_not_posted_ahead_as_well(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    next_due = await digests.post_now(GUILD, SUNDAY, BEGIN + 2 * DAY)
    await rate(store, BOB, 1, 8, BEGIN + 3 * DAY)

    with pytest.raises(PostedThisWeek):
        await digests.post_now(GUILD, next_due, BEGIN + 4 * DAY)

    await digests.post_now(GUILD, next_due, SUNDAY + DAY)
    assert len(await past(digests)) == 2


async def test_nothing_is_skipped_where_nothing_is_posted(digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 8)

    with pytest.raises(NoDigestChannel):
        await digests.skip(GUILD, SUNDAY, BEGIN + 2 * DAY, is_skipped=True)

    assert not await digests.is_skipped(GUILD)


async def test_nothing_is_posted_now_without_a_channel_or_without_news(
    services: Services, digests: Digests, store: Store
) -> None:
    await rate(store, ALICE, 1, 8, BEGIN - DAY)
    await close(digests, store, BEGIN)

    with pytest.raises(NoDigestChannel):
        await digests.post_now(GUILD, SUNDAY, BEGIN + DAY)

    await choose(services)

    with pytest.raises(NothingThisWeek):
        await digests.post_now(GUILD, SUNDAY, BEGIN + DAY)


async def test_a_changed_moment_moves_the_next_digest(services: Services, digests: Digests, store: Store) -> None:
    await rate(store, ALICE, 1, 8)
    await close(digests, store, BEGIN + DAY)
    await choose(services, weekday=2, hour=9, zone="Europe/Berlin")

    await digests.replan(GUILD, BEGIN + DAY)

    week = await store.weeks.of(GUILD)
    assert week is not None
    assert (week.begins_at, week.due_at) == (BEGIN, datetime(2026, 11, 18, 8, tzinfo=UTC))


async def test_a_zone_changed_on_the_day_itself_moves_a_digest_that_is_still_to_come(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await close(digests, store, SUNDAY)
    await choose(services, zone="America/New_York")

    await digests.replan(GUILD, SUNDAY + WEEK - HOUR)

    assert await digests.next_due(GUILD, SUNDAY + WEEK - HOUR) == SUNDAY + WEEK + 5 * HOUR


async def test_a_zone_changed_after_the_digest_makes_no_second_one_that_day(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await close(digests, store, SUNDAY)
    await choose(services, zone="America/New_York")

    await digests.replan(GUILD, SUNDAY + HOUR)

    assert await digests.next_due(GUILD, SUNDAY + HOUR) == SUNDAY + WEEK + 5 * HOUR


async def test_a_change_while_the_week_ends_is_made_all_the_same(
    services: Services, digests: Digests, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await close(digests, store, BEGIN + DAY)
    await choose(services, weekday=3)
    close_due = digests.close_due

    async def closed_by_the_bot_just_before(week: Week, now: datetime) -> None:
        await close_due(week, now)
        await close_due(week, now)

    monkeypatch.setattr(digests, "close_due", closed_by_the_bot_just_before)

    await digests.replan(GUILD, SUNDAY + timedelta(seconds=5))

    assert await digests.next_due(GUILD, SUNDAY + HOUR) == SUNDAY + timedelta(days=4)


async def test_a_change_keeps_what_is_skipped_at_that_very_moment(
    services: Services, digests: Digests, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await digests.replan(GUILD, BEGIN + DAY)
    await choose(services, hour=20)
    plan = store.weeks.plan

    async def skipped_just_before(week: Week | None, planned: Week) -> bool:
        monkeypatch.setattr(store.weeks, "plan", plan)
        await digests.skip(GUILD, SUNDAY, BEGIN + DAY, is_skipped=True)
        return await store.weeks.plan(week, planned)

    monkeypatch.setattr(store.weeks, "plan", skipped_just_before)

    await digests.replan(GUILD, BEGIN + DAY)

    assert await digests.is_skipped(GUILD)
    assert await digests.next_due(GUILD, BEGIN + DAY) == SUNDAY + 2 * HOUR


async def test_a_change_after_posting_now_brings_no_second_digest_of_that_week(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await digests.post_now(GUILD, SUNDAY, BEGIN + 2 * DAY)
    await choose(services, hour=19)

    await digests.replan(GUILD, BEGIN + 3 * DAY)

    assert await digests.next_due(GUILD, BEGIN + 3 * DAY) == SUNDAY + WEEK + HOUR


async def test_a_change_after_the_clock_was_far_ahead_ends_no_week_before_it_begins(
    digests: Digests, store: Store
) -> None:
    await rate(store, ALICE, 1, 8)
    await close(digests, store, SUNDAY)

    await digests.replan(GUILD, BEGIN + DAY)

    assert await digests.next_due(GUILD, BEGIN + DAY) == SUNDAY + WEEK


async def test_a_change_ends_first_what_was_due_before_it(services: Services, digests: Digests, store: Store) -> None:
    await choose(services)
    await rate(store, ALICE, 1, 8)
    await close(digests, store, BEGIN + DAY)
    await choose(services, weekday=3)

    await digests.replan(GUILD, SUNDAY + timedelta(seconds=5))

    assert [digest.ends_at for digest in await past(digests)] == [SUNDAY]
    assert await digests.next_due(GUILD, SUNDAY + HOUR) == SUNDAY + timedelta(days=4)


async def test_a_server_without_ratings_has_a_week_once_it_chooses_when_it_ends(
    services: Services, digests: Digests, store: Store
) -> None:
    await choose(services, hour=20)

    await digests.replan(GUILD, BEGIN + DAY)

    week = await store.weeks.of(GUILD)
    assert week is not None
    assert (week.begins_at, week.due_at) == (BEGIN + 2 * HOUR, SUNDAY + 2 * HOUR)
