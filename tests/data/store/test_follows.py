"""Whose feeds come into which servers, and what is remembered of them."""

from datetime import timedelta

import pytest

from data.errors import NameTaken, NotLinked
from data.models import FollowState, GuildId, GuildSettings, UserId
from data.store import Store
from data.store.follows import NAMES_KEPT
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD

THIRD_GUILD = GuildId(940_000_000_000_000_003)
DAY = timedelta(days=1)
ON, ASKED, REFUSED = FollowState.ON, FollowState.ASKED, FollowState.REFUSED


async def link(store: Store, guild_id: GuildId = GUILD, user_id: UserId = ALICE, username: str = "ann") -> bool:
    return await store.follows.link(guild_id, user_id, username, NOW)


async def checks(store: Store, *guild_ids: GuildId, is_wanted: bool = True) -> None:
    """Admins of these servers want to agree first."""
    for guild_id in guild_ids:
        await store.guilds.choose(GuildSettings(guild_id=guild_id, checks_letterboxd=is_wanted))


async def states(store: Store, user_id: UserId = ALICE) -> dict[GuildId, FollowState]:
    return {server.guild_id: server.state for server in await store.follows.servers(user_id)}


async def read(store: Store, *names: str, user_id: UserId = ALICE, days: int = 0) -> None:
    """The feed is read, and holds these entries."""
    follow = await store.follows.of_member(user_id)
    assert follow is not None
    now = NOW + days * DAY
    await store.follows.read(follow.model_copy(update={"due_at": now + DAY}), dict.fromkeys(names, "said"), now)


async def test_feed_comes_into_the_servers_in_which_it_was_linked(store: Store) -> None:
    is_new = [await link(store), await link(store, OTHER_GUILD), await link(store)]

    assert is_new == [True, True, False]
    assert await states(store) == {GUILD: ON, OTHER_GUILD: ON}


async def test_name_belongs_to_one_member_of_a_server_whatever_its_case(store: Store) -> None:
    await link(store)

    with pytest.raises(NameTaken):
        await link(store, user_id=BOB, username="ANN")

    with pytest.raises(NameTaken):
        await store.follows.check_name(GUILD, BOB, "Ann")

    assert await link(store, OTHER_GUILD, BOB)
    assert await store.follows.of_member(UserId(5)) is None


async def test_name_that_was_refused_to_one_can_be_anothers(store: Store) -> None:
    await checks(store, GUILD)
    await link(store)
    await store.follows.decide(GUILD, ALICE, "ann", agrees=False, now=NOW)

    assert await link(store, user_id=BOB)


async def test_another_name_takes_the_place_of_the_first_and_forgets_what_that_had(store: Store) -> None:
    await link(store)
    await link(store, OTHER_GUILD)
    await link(store, THIRD_GUILD)
    await link(store, OTHER_GUILD, BOB, "cleo")
    await read(store, "entry")

    is_new = await link(store, username="cleo")

    follow = await store.follows.of_member(ALICE)
    assert follow is not None
    assert (is_new, follow.username, follow.is_begun, follow.asked_at) == (True, "cleo", False, None)
    assert await store.follows.known(ALICE) == {}
    assert set(await states(store)) == {GUILD, THIRD_GUILD}


async def test_servers_whose_admins_agree_first_are_asked_anew_about_another_name(store: Store) -> None:
    await checks(store, GUILD, OTHER_GUILD)

    for guild_id in (GUILD, OTHER_GUILD, THIRD_GUILD):
        await link(store, guild_id)
        await store.follows.decide(guild_id, ALICE, "ann", agrees=True, now=NOW)

    await link(store, THIRD_GUILD, username="cleo")

    assert await states(store) == {GUILD: ASKED, OTHER_GUILD: ASKED, THIRD_GUILD: ON}
    assert [server.guild_id for server in await store.follows.asked()] == [GUILD, OTHER_GUILD]


class TestAsking:
    """A server's admins agree first."""

    async def test_feed_waits_until_they_do_and_they_are_told_once(self, store: Store) -> None:
        await checks(store, GUILD)
        await link(store)
        waiting = await store.follows.asked()
        await store.follows.ask_told(GUILD, ALICE)

        assert [(server.state, server.user_id) for server in waiting] == [(ASKED, ALICE)]
        assert await store.follows.asked() == []
        assert (await store.follows.due(NOW, 9), await store.follows.next_due()) == ([], None)
        assert (await store.follows.decide(GUILD, ALICE, "ann", agrees=True, now=NOW)).state is ON
        assert [follow.user_id for follow in await store.follows.due(NOW, 9)] == [ALICE]

    async def test_what_was_refused_stays_so_until_it_is_agreed_to(self, store: Store) -> None:
        await checks(store, GUILD)
        await link(store)
        await store.follows.decide(GUILD, ALICE, "ann", agrees=False, now=NOW)

        assert not await link(store)
        assert await states(store) == {GUILD: REFUSED}
        assert await store.follows.asked() == []

    async def test_server_that_does_not_want_to_be_asked_any_more_lets_one_in_who_asks_again(
        self, store: Store
    ) -> None:
        await checks(store, GUILD)
        await link(store)
        await checks(store, GUILD, is_wanted=False)

        assert await link(store)
        assert await states(store) == {GUILD: ON}

    async def test_what_was_read_before_anybody_agreed_is_the_past(self, store: Store) -> None:
        await checks(store, GUILD, OTHER_GUILD)
        await link(store)
        await link(store, OTHER_GUILD)
        await read(store, "entry")
        begun = list[bool]()

        for guild_id in (GUILD, OTHER_GUILD):
            await store.follows.decide(guild_id, ALICE, "ann", agrees=True, now=NOW)
            follow = await store.follows.of_member(ALICE)
            assert follow is not None
            begun.append(follow.is_begun)
            await read(store, "entry")

        assert begun == [False, True]

    async def test_what_was_agreed_to_is_the_diary_that_was_named_then(self, store: Store) -> None:
        await checks(store, GUILD)
        await link(store)
        await link(store, username="cleo")

        with pytest.raises(NotLinked):
            await store.follows.decide(GUILD, ALICE, "ann", agrees=True, now=NOW)

        assert await states(store) == {GUILD: ASKED}

    async def test_one_diary_is_not_let_in_for_two(self, store: Store) -> None:
        await checks(store, GUILD)
        await link(store)
        await store.follows.decide(GUILD, ALICE, "ann", agrees=False, now=NOW)
        await link(store, user_id=BOB)

        with pytest.raises(NameTaken):
            await store.follows.decide(GUILD, ALICE, "ANN", agrees=True, now=NOW)

        assert await states(store) == {GUILD: REFUSED}

    async def test_nobody_is_let_in_who_asks_for_nothing(self, store: Store) -> None:
        await link(store)

        with pytest.raises(NotLinked):
            await store.follows.decide(OTHER_GUILD, ALICE, "ann", agrees=True, now=NOW)

    async def test_those_who_wait_stand_first(self, store: Store) -> None:
        await link(store, username="zoe")
        await link(store, user_id=BOB, username="Ann")
        await checks(store, GUILD)
        await link(store, user_id=UserId(3), username="zed")

        assert [server.username for server in await store.follows.of_guild(GUILD)] == ["zed", "Ann", "zoe"]


class TestUnlinking:
    """A member ends it."""

    async def test_in_one_server_the_others_go_on(self, store: Store) -> None:
        await link(store)
        await link(store, OTHER_GUILD)

        assert await store.follows.unlink(GUILD, ALICE, everywhere=False) == 1
        assert await states(store) == {OTHER_GUILD: ON}

        with pytest.raises(NotLinked):
            await store.follows.unlink(GUILD, ALICE, everywhere=False)

    @pytest.mark.parametrize("everywhere", [False, True])
    async def test_with_the_last_server_all_that_is_known_of_the_feed_goes(
        self, store: Store, *, everywhere: bool
    ) -> None:
        await link(store)
        await link(store, OTHER_GUILD)
        await read(store, "entry")

        if not everywhere:
            await store.follows.unlink(OTHER_GUILD, ALICE, everywhere=False)

        assert await store.follows.unlink(GUILD, ALICE, everywhere=everywhere) == 1 + everywhere
        assert (await store.follows.of_member(ALICE), await store.follows.known(ALICE)) == (None, {})

        with pytest.raises(NotLinked):
            await store.follows.unlink(GUILD, ALICE, everywhere=True)

    async def test_what_was_being_read_meanwhile_is_not_kept(self, store: Store) -> None:
        await link(store)
        follow = await store.follows.of_member(ALICE)
        assert follow is not None
        await link(store, username="cleo")

        await store.follows.read(follow, {"entry": "said"}, NOW)

        assert await store.follows.known(ALICE) == {}


async def test_entries_that_a_feed_holds_are_all_remembered_and_of_others_the_latest_seen(store: Store) -> None:
    await link(store)
    now_there = [f"new {number}" for number in range(NAMES_KEPT // 2)]
    await read(store, *(f"old {number}" for number in range(NAMES_KEPT + 20)))
    before = len(await store.follows.known(ALICE))

    await read(store, *now_there, days=1)

    known = await store.follows.known(ALICE)
    assert (before, len(known)) == (NAMES_KEPT + 20, NAMES_KEPT)
    assert known.keys() >= set(now_there)


async def test_feeds_that_are_due_are_read_in_the_order_in_which_they_are(store: Store) -> None:
    for number, minutes in enumerate((3, 1, 2, 9)):
        user_id = UserId(10 + number)
        await link(store, user_id=user_id, username=f"name_{number}")
        await store.follows.put_off(user_id, NOW + timedelta(minutes=minutes))

    due = await store.follows.due(NOW + timedelta(minutes=5), 9)

    assert [follow.username for follow in due] == ["name_1", "name_2", "name_0"]
    assert await store.follows.next_due() == NOW + timedelta(minutes=1)


async def test_nothing_is_left_of_one_who_asks_to_be_forgotten(store: Store) -> None:
    await link(store)
    await read(store, "entry")

    await store.privacy.forget(ALICE, NOW)

    assert (await store.follows.of_member(ALICE), await states(store)) == (None, {})
    assert await store.follows.known(ALICE) == {}
