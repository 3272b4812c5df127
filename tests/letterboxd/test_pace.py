"""How often feeds are read: politely, and none late for another's sake."""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.posting.following import APART, Feeds
from bot.services import Services
from bot.services.feed_pace import after_failure, pace_of
from data.letterboxd import asking
from data.letterboxd.asking import FeedClient
from data.models import FollowFault, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, an_author
from tests.data.letterboxd.feeds import FeedItem
from tests.letterboxd.conftest import CONTACT
from tests.letterboxd.letterboxd_server import (
    Answer,
    LetterboxdServer,
    cuts_off,
    gives,
    hangs,
    leads_to,
    pours,
    says,
    trickles,
)
from tests.letterboxd.watching import (
    DAY,
    HANGS_FOR,
    HOUR,
    QUARTER,
    SECOND,
    feeds_of,
    follow_of,
    followed,
    moments,
    pass_time,
    services_over,
)
from tests.rounds import rounds

ROUNDING = 2 * SECOND
"""Moments are kept as whole seconds."""


@pytest.fixture
def services(store: Store, client: FeedClient) -> Services:
    return services_over(store, client)


@pytest.fixture
def feeds(services: Services) -> Feeds:
    return feeds_of(services)


@pytest.mark.parametrize(
    ("since", "pace"),
    [
        (timedelta(0), 15 * MINUTE),
        (2 * DAY, 15 * MINUTE),
        (2 * DAY + SECOND, 30 * MINUTE),
        (7 * DAY, 30 * MINUTE),
        (8 * DAY, 2 * HOUR),
        (30 * DAY, 2 * HOUR),
        (31 * DAY, 6 * HOUR),
        (4000 * DAY, 6 * HOUR),
        (-DAY, 15 * MINUTE),
    ],
)
def test_feed_is_read_the_less_often_the_longer_nothing_came(since: timedelta, pace: timedelta) -> None:
    assert pace_of(NOW - since, NOW) == pace


def test_feed_that_fails_is_asked_for_ever_more_rarely_up_to_once_a_day() -> None:
    now, waits = NOW, list[timedelta]()

    for _ in range(10):
        waits.append(after_failure(NOW, now))
        now += waits[-1]

    assert [wait // MINUTE for wait in waits] == [15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440]
    assert after_failure(None, NOW) == after_failure(NOW + DAY, NOW) == QUARTER


_PACES = (QUARTER, 30 * MINUTE, 2 * HOUR, 6 * HOUR)
_NEWS = (HOUR, 4 * DAY, 20 * DAY, 60 * DAY)
_HANGING = ("hangs", "trickles")
_BROKEN: dict[str, Callable[[], Answer]] = {
    "hangs": hangs,
    "trickles": trickles,
    "broken": lambda: says(500),
    "refuses": lambda: says(403),
    "pours": lambda: pours(3),
    "rubbish": lambda: gives(b"\x00" * 100),
    "moved": lambda: leads_to("https://example.org/rss/"),
    "cut": cuts_off,
}


async def test_no_members_feed_is_late_because_others_hang_or_fail(
    store: Store, feeds: Feeds, server: LetterboxdServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ANSWER_WITHIN_S", 0.03)
    day = timedelta(hours=rounds(7, 25))
    well = {f"well_{number}": _PACES[number % 4] for number in range(12)}

    for number, name in enumerate([*_BROKEN, *well]):
        diary = server.diary(name)
        diary.fault = _BROKEN[name]() if name in _BROKEN else None
        # Half of them at the same moment, the others here and there.
        due_at = NOW + (number % 2) * number * 40 * SECOND
        await followed(store, UserId(1000 + number), name, due_at, NOW - _NEWS[number % 4])

    await pass_time(feeds, server, NOW, NOW + day, _HANGING)

    late = len(_HANGING) * HANGS_FOR + ROUNDING

    for name, pace in well.items():
        gaps = [later - earlier for earlier, later in pairwise(server.times(name))]
        assert len(gaps) >= day // (pace + late) - 1, name
        assert all(pace <= gap <= pace + late for gap in gaps), (name, gaps)

    for name in _BROKEN:
        times = server.times(name)
        assert 1 <= len(times) <= 8, name
        assert all(later - earlier >= QUARTER for earlier, later in pairwise(times)), name

    assert server.most_at_once == 1


async def test_unchanged_feed_costs_letterboxd_a_word(
    store: Store, services: Services, feeds: Feeds, server: LetterboxdServer
) -> None:
    server.diary("ann", FeedItem(1))
    await services.following.link(GUILD, an_author(), "ann", NOW)

    await pass_time(feeds, server, NOW, NOW + HOUR)

    first, *others = server.asked
    assert "If-None-Match" not in first.headers
    assert others
    assert all("If-None-Match" in asked.headers and "If-Modified-Since" in asked.headers for asked in others)
    assert (await follow_of(store, ALICE)).failing_since is None


async def test_feeds_that_are_all_due_at_once_are_read_with_a_breath_in_between(
    store: Store, feeds: Feeds, server: LetterboxdServer
) -> None:
    for number in range(8):
        server.diary(f"name_{number}")
        await followed(store, UserId(1000 + number), f"name_{number}", NOW, NOW)

    await pass_time(feeds, server, NOW, NOW + 5 * SECOND)

    times = [asked.at for asked in server.asked]
    assert len(times) == 8
    assert all(later - earlier >= APART for earlier, later in pairwise(times))
    assert await feeds.work(times[-1]) == times[-1] + APART


class TestLettingAlone:
    """Letterboxd says that it does not want to be asked."""

    async def test_everybodys_feed_rests_and_then_they_are_read_one_after_the_other(
        self, store: Store, feeds: Feeds, server: LetterboxdServer
    ) -> None:
        for number, name in enumerate(("ann", "bob", "cleo")):
            server.diary(name)
            await followed(store, UserId(1000 + number), name, NOW, NOW)

        server.diaries["ann"].fault = says(429, {"Retry-After": str(3 * 86_400)})

        await pass_time(feeds, server, NOW, NOW + 3 * DAY)
        asked_in_rest = len(server.asked)
        server.diaries["ann"].fault = None
        await pass_time(feeds, server, NOW + 3 * DAY, NOW + 3 * DAY + HOUR)

        assert asked_in_rest == 1
        assert {asked.name for asked in server.asked[1:4]} == {"ann", "bob", "cleo"}
        assert server.most_at_once == 1

    async def test_rest_survives_a_restart(self, store: Store, feeds: Feeds, server: LetterboxdServer) -> None:
        server.diary("bob")
        server.diary("ann").fault = says(403, {"Retry-After": "7200"})
        await followed(store, ALICE, "ann", NOW, NOW)
        await followed(store, BOB, "bob", NOW + MINUTE, NOW)
        await feeds.work(NOW)

        again = services_over(store, FeedClient(server.url, CONTACT))
        due = await feeds_of(again).work(NOW + HOUR)
        linked = await again.following.link(OTHER_GUILD, an_author(UserId(77)), "cleo", NOW + HOUR)
        polled = await again.following.poll(await follow_of(store, BOB), NOW + HOUR)
        await again.following.close()

        assert due is not None
        assert NOW + 2 * HOUR <= due <= NOW + 2 * HOUR + 20 * SECOND
        assert (linked.follow.is_begun, polled) == (False, 0)
        assert len(server.asked) == 1

    async def test_rest_that_a_wrong_clock_noted_does_not_hold(
        self, store: Store, services: Services, server: LetterboxdServer
    ) -> None:
        server.diary("ann")
        await store.notes.set("letterboxd:rest", str(int((NOW + 400 * DAY).timestamp())))

        linked = await services.following.link(GUILD, an_author(), "ann", NOW)

        assert linked.follow.is_begun

    async def test_refusal_of_one_feed_is_that_feeds_alone(
        self, store: Store, feeds: Feeds, server: LetterboxdServer
    ) -> None:
        server.diary("ann").fault = says(403)
        server.diary("bob")
        await followed(store, ALICE, "ann", NOW, NOW)
        await followed(store, BOB, "bob", NOW, NOW)

        await pass_time(feeds, server, NOW, NOW + DAY)

        assert server.times("ann") == [NOW]
        assert len(server.times("bob")) > 90
        assert (await follow_of(store, ALICE)).fault is FollowFault.REFUSED


class TestOneNameOfTwoPeople:
    """In different servers, two may say that they are the same member of Letterboxd."""

    async def test_feed_is_not_asked_for_more_often_and_both_get_their_turn(
        self, store: Store, feeds: Feeds, server: LetterboxdServer
    ) -> None:
        server.diary("ann")
        await followed(store, ALICE, "ann", NOW, NOW)
        await followed(store, BOB, "Ann", NOW, NOW, OTHER_GUILD)
        turns = [
            (await follow_of(store, who)).asked_at
            async for _ in moments(feeds, server, NOW, NOW + 3 * HOUR)
            for who in (ALICE, BOB)
        ]

        times = sorted(asked.at for asked in server.asked)

        assert all(later - earlier >= QUARTER for earlier, later in pairwise(times))
        assert len({turn for turn in turns if turn}) >= 11


class TestGivingUp:
    """A feed that can't be read for thirty days."""

    async def _fail_for(self, store: Store, feeds: Feeds, server: LetterboxdServer, time: timedelta) -> datetime:
        server.diary("ann").fault = says(500)
        await followed(store, ALICE, "ann", NOW, NOW)
        await pass_time(feeds, server, NOW, NOW + time)
        return NOW + time

    async def test_it_is_given_up_and_not_asked_for_any_more(
        self, store: Store, feeds: Feeds, server: LetterboxdServer
    ) -> None:
        now = await self._fail_for(store, feeds, server, 30 * DAY)
        before = await follow_of(store, ALICE)
        await pass_time(feeds, server, now, now + 2 * DAY)
        asked = len(server.asked)
        await pass_time(feeds, server, now + 2 * DAY, now + 60 * DAY)

        follow = await follow_of(store, ALICE)

        assert (before.ended_at, before.failing_since, before.fault) == (None, NOW, FollowFault.UNREACHABLE)
        assert follow.ended_at is not None
        assert NOW + 30 * DAY <= follow.ended_at <= NOW + 32 * DAY
        assert len(server.asked) == asked < 50

    async def test_one_good_read_begins_the_thirty_days_anew(
        self, store: Store, feeds: Feeds, server: LetterboxdServer
    ) -> None:
        now = await self._fail_for(store, feeds, server, 29 * DAY)
        server.diaries["ann"].fault = None
        await pass_time(feeds, server, now, now + 2 * DAY)
        server.diaries["ann"].fault = says(500)

        await pass_time(feeds, server, now + 2 * DAY, now + 20 * DAY)

        follow = await follow_of(store, ALICE)
        assert follow.ended_at is None
        assert follow.failing_since is not None
        assert follow.failing_since >= now

    async def test_time_in_which_the_bot_did_not_run_does_not_count(
        self, store: Store, feeds: Feeds, server: LetterboxdServer
    ) -> None:
        await self._fail_for(store, feeds, server, 2 * DAY)

        await feeds.work(NOW + 60 * DAY)

        follow = await follow_of(store, ALICE)
        assert (follow.ended_at, follow.failing_since) == (None, NOW + 60 * DAY)

    async def test_linking_again_begins_anew(
        self, store: Store, services: Services, feeds: Feeds, server: LetterboxdServer
    ) -> None:
        now = await self._fail_for(store, feeds, server, 33 * DAY)
        server.diaries["ann"].fault = None

        linked = await services.following.link(GUILD, an_author(), "ann", now)

        assert (linked.follow.ended_at, linked.follow.fault, linked.follow.is_begun) == (None, None, True)
        assert linked.is_new
        assert await store.follows.ended() == []


async def test_moment_that_a_wrong_clock_noted_does_not_keep_a_feed_from_being_read(
    store: Store, feeds: Feeds, server: LetterboxdServer
) -> None:
    server.diary("ann")
    await followed(store, ALICE, "ann", NOW + 300 * DAY, NOW)

    await feeds.work(NOW)

    assert server.times("ann") == [NOW]


async def test_nothing_is_read_where_following_is_off(store: Store, server: LetterboxdServer) -> None:
    server.diary("ann")
    await followed(store, ALICE, "ann", NOW, NOW)

    due = await feeds_of(services_over(store, None)).work(NOW)

    assert (due, server.asked) == (None, [])


@pytest.fixture(autouse=True)
async def _closed(services: Services) -> AsyncGenerator[None]:  # pyright: ignore[reportUnusedFunction]  (used by all)
    yield
    await services.following.close()
