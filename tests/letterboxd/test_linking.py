"""Linking a member's feed: whose it is, what is asked for at once, and what when that is not answered."""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime

import pytest

from bot.services import Services
from bot.services.following import Following
from data.errors import (
    BadUsername,
    FollowingOff,
    NameTaken,
    NoSuchMember,
    NotLinked,
    StrangeFeed,
)
from data.letterboxd.asking import FeedAnswer, FeedClient
from data.models import FollowState, GuildSettings, ReviewFilter
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, an_author
from tests.data.letterboxd.feeds import FeedItem
from tests.letterboxd.letterboxd_server import Answer, LetterboxdServer, cuts_off, gives, leads_to, says
from tests.letterboxd.watching import HOUR, QUARTER, feeds_of, follow_of, pass_time, services_over


@pytest.fixture
async def services(store: Store, client: FeedClient) -> AsyncGenerator[Services]:
    services = services_over(store, client)
    yield services
    await services.following.close()


@pytest.fixture
def following(services: Services) -> Following:
    return services.following


@pytest.mark.parametrize(
    "typed",
    [
        "ann_1",
        "@ann_1",
        "  ann_1 ",
        "letterboxd.com/ann_1",
        "https://letterboxd.com/ann_1/",
        "http://www.letterboxd.com/ann_1/film/the-missing-picture/1/",
        "https://letterboxd.com/ann_1/rss/",
        "https://letterboxd.com/ann_1?a=b",
    ],
)
async def test_member_is_named_by_name_or_by_their_page(
    following: Following, server: LetterboxdServer, typed: str
) -> None:
    server.diary("ann_1")

    linked = await following.link(GUILD, an_author(), typed, NOW)

    assert (linked.follow.username, linked.is_new) == ("ann_1", True)
    assert [server.state for server in linked.servers] == [FollowState.ON]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "a" * 16,
        "ann smith",
        "änn",
        "ann/../bob",
        "https://letterboxd.com/",
        "https://letterboxd.com/film/exile/",
        "https://example.org/ann/",
        "https://letterboxd.com.example.org/ann/",
        "https://example.org/letterboxd.com/ann/",
        "٣٣٣",
    ],
)
async def test_what_is_no_name_is_asked_for_nowhere(following: Following, server: LetterboxdServer, typed: str) -> None:
    with pytest.raises(BadUsername):
        await following.link(GUILD, an_author(), typed, NOW)

    assert server.asked == []


async def test_nothing_can_be_linked_where_following_is_off(store: Store) -> None:
    for is_off in (True, False):
        following = services_over(store, None, is_following_off=is_off).following

        with pytest.raises(FollowingOff) as caught:
            await following.link(GUILD, an_author(), "ann", NOW)

        with pytest.raises(FollowingOff):
            following.check_on()

        assert (caught.value.lacks_contact, following.is_on) == (not is_off, False)


async def test_contact_that_is_known_later_turns_it_on(store: Store, client: FeedClient) -> None:
    following = services_over(store, None).following

    following.begin(client)

    assert following.is_on


_REFUSED: dict[str, tuple[Callable[[], Answer], type[Exception]]] = {
    "nobody": (lambda: says(404), NoSuchMember),
    "moved": (lambda: leads_to("https://example.org/"), StrangeFeed),
    "rubbish": (lambda: gives(b"rubbish"), StrangeFeed),
}


@pytest.mark.parametrize("name", _REFUSED)
async def test_what_is_no_members_feed_is_not_followed(
    following: Following, server: LetterboxdServer, name: str
) -> None:
    fault, error = _REFUSED[name]
    server.diary("ann").fault = fault()

    with pytest.raises(error):
        await following.link(GUILD, an_author(), "ann", NOW)

    assert await following.of_member(ALICE) is None


async def test_name_that_does_not_exist_leaves_the_one_before(following: Following, server: LetterboxdServer) -> None:
    server.diary("ann")
    await following.link(GUILD, an_author(), "ann", NOW)

    with pytest.raises(NoSuchMember):
        await following.link(GUILD, an_author(), "bob", NOW)

    linked = await following.of_member(ALICE)
    assert linked is not None
    assert (linked.follow.username, linked.follow.is_begun) == ("ann", True)


@pytest.mark.parametrize(
    "fault", [lambda: says(500), cuts_off, lambda: says(403), lambda: says(429, {"Retry-After": "1800"})]
)
async def test_link_is_kept_where_letterboxd_does_not_answer_and_begins_with_the_first_read(
    store: Store, services: Services, server: LetterboxdServer, fault: Callable[[], Answer]
) -> None:
    diary = server.diary("ann", FeedItem(1))
    diary.fault = fault()

    linked = await services.following.link(GUILD, an_author(), "ann", NOW)
    diary.fault = None
    await pass_time(feeds_of(services), server, NOW, NOW + 25 * HOUR)

    assert (linked.follow.is_begun, linked.is_new) == (False, True)
    assert linked.follow.due_at >= NOW + QUARTER
    assert (await follow_of(store, ALICE)).is_begun
    assert await store.feed.count(GUILD, ReviewFilter(), 9) == 0


async def test_name_that_another_member_of_the_server_has_is_asked_for_not_even_once(
    following: Following, server: LetterboxdServer
) -> None:
    server.diary("ann")
    await following.link(GUILD, an_author(), "ann", NOW)

    with pytest.raises(NameTaken):
        await following.link(GUILD, an_author(BOB), "Ann", NOW + HOUR)

    assert server.times("ann") == [NOW]


class TestNotAskingTooOften:
    """However often somebody links, their feed is asked for every fifteen minutes at most."""

    async def test_another_server_within_that_time_costs_no_request(
        self, following: Following, server: LetterboxdServer
    ) -> None:
        server.diary("ann")
        await following.link(GUILD, an_author(), "ann", NOW)

        linked = await following.link(OTHER_GUILD, an_author(), "ann", NOW + 14 * MINUTE)

        assert (linked.is_new, len(linked.servers), len(server.asked)) == (True, 2, 1)

    async def test_linking_unlinking_and_other_names_in_between_change_nothing(
        self, store: Store, services: Services, server: LetterboxdServer
    ) -> None:
        server.diary("ann")
        server.diary("cleo")
        following = services.following

        for minute in range(8):
            now = NOW + minute * MINUTE
            server.now = now
            await following.link(GUILD, an_author(), "ann", now)

            if minute % 2:
                await following.unlink(GUILD, ALICE, everywhere=True)
            else:
                await following.link(GUILD, an_author(), "cleo", now)

            await following.link(OTHER_GUILD, an_author(BOB), "ann", now)
            await feeds_of(services).work(now)

        assert (server.times("ann"), server.times("cleo")) == ([NOW], [NOW])
        assert (await follow_of(store, BOB)).due_at >= NOW + QUARTER

    async def test_names_can_not_be_tried_out_one_after_the_other(
        self, following: Following, server: LetterboxdServer
    ) -> None:
        for number in range(9):
            server.diary(f"name_{number}")

        begun = [
            (await following.link(GUILD, an_author(), f"name_{number}", NOW + number * MINUTE)).follow.is_begun
            for number in range(8)
        ]

        assert begun == [True] * 5 + [False] * 3
        assert (await following.link(GUILD, an_author(), "name_8", NOW + HOUR)).follow.is_begun
        assert len(server.asked) == 6

    async def test_link_after_that_time_reads_what_came_since_for_the_servers_before(
        self, following: Following, server: LetterboxdServer
    ) -> None:
        server.diary("ann")
        await following.link(GUILD, an_author(), "ann", NOW)

        await following.link(OTHER_GUILD, an_author(), "ann", NOW + QUARTER)

        assert len(server.asked) == 2


class TestAskingAdmins:
    """Where the server wants to agree first."""

    async def test_feed_is_seen_to_exist_and_then_left_alone_until_they_agree(
        self, store: Store, services: Services, server: LetterboxdServer
    ) -> None:
        server.diary("ann", FeedItem(1))
        await store.guilds.choose(GuildSettings(guild_id=GUILD, checks_letterboxd=True))
        following = services.following

        linked = await following.link(GUILD, an_author(), "ann", NOW)
        await pass_time(feeds_of(services), server, NOW, NOW + 10 * HOUR)
        asked = len(server.asked)
        decided = await following.decide(GUILD, ALICE, "ann", agrees=True, now=NOW + 10 * HOUR)
        await pass_time(feeds_of(services), server, NOW + 10 * HOUR, NOW + 11 * HOUR)

        assert [server.state for server in linked.servers] == [FollowState.ASKED]
        assert (asked, decided.state) == (1, FollowState.ON)
        assert len(server.asked) > 1
        assert [one.state for one in await following.of_guild(GUILD)] == [FollowState.ON]

    async def test_nobody_is_decided_about_who_does_not_ask(self, following: Following) -> None:
        with pytest.raises(NotLinked):
            await following.decide(GUILD, ALICE, "ann", agrees=True, now=NOW)


async def test_unlinked_feed_is_not_read_any_more(services: Services, server: LetterboxdServer) -> None:
    server.diary("ann")
    following = services.following
    await following.link(GUILD, an_author(), "ann", NOW)
    await following.link(OTHER_GUILD, an_author(), "ann", NOW)

    gone = await following.unlink(GUILD, ALICE, everywhere=True)
    await pass_time(feeds_of(services), server, NOW, NOW + HOUR)

    assert (gone, len(server.asked), await following.of_member(ALICE)) == (2, 1, None)

    with pytest.raises(NotLinked):
        await following.unlink(GUILD, ALICE, everywhere=False)


async def test_nothing_is_linked_for_one_who_asked_to_be_forgotten_while_the_feed_was_read(
    services: Services, client: FeedClient, server: LetterboxdServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = client.fetch

    async def fetch_and_be_forgotten(
        username: str, etag: str | None, modified: str | None, now: datetime
    ) -> FeedAnswer:
        answer = await fetch(username, etag, modified, now)
        await services.privacy.forget(ALICE, NOW)
        return answer

    monkeypatch.setattr(client, "fetch", fetch_and_be_forgotten)
    server.diary("ann")

    with pytest.raises(NotLinked):
        await services.following.link(GUILD, an_author(), "ann", NOW)

    assert not any((await services.privacy.counts(ALICE)).values())
