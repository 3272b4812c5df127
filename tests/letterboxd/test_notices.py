"""Who is told of followed feeds without asking: members whose feed was given up, and admins who have to agree."""

from datetime import timedelta

import pytest
from discord.utils import utcnow

from data.models import FollowFault, GuildId, GuildSettings, UserId
from tests.e2e.conftest import stage as stage  # noqa: PLC0414  (a fixture)
from tests.e2e.driver import Json, Member, items_of, text_of
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, FILM_TALK, NIGHT_OWLS
from tests.letterboxd.watching import DAY, HOUR

GUILD = GuildId(NIGHT_OWLS)


async def told(stage: Stage, member: Member, title: str) -> list[Json]:
    """Let everybody be told; what the member was told under that title, wherever."""
    await stage.bot.feeds.work(utcnow())
    # What the sandbox sends arrives in order: once an answer is there, so is what was sent before it.
    await member.slash("help")
    seen = [event["message"] for event in member.events if event["type"] == "message_create"]
    return [message for message in seen if title in text_of(message)]


async def give_up(stage: Stage, user_id: int, fault: FollowFault = FollowFault.GONE) -> None:
    """The person's feed could not be read for thirty days."""
    now = utcnow()
    await stage.store.follows.link(GUILD, UserId(user_id), "film_fan_1", now - 40 * DAY)
    follow = await stage.store.follows.of_member(UserId(user_id))
    assert follow is not None
    failing = {"asked_at": now - HOUR, "failing_since": now - timedelta(days=31)}
    assert await stage.store.follows.failed(follow.model_copy(update=failing), fault, now, now)


GIVEN_UP, ASKED = "I no longer follow your Letterboxd diary", "A Letterboxd diary waits for you"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (FollowFault.GONE, "knows no member of that name any more"),
        (FollowFault.UNREACHABLE, "did not answer"),
        (FollowFault.REFUSED, "did not let me read it"),
        (FollowFault.MOVED, "leads elsewhere"),
        (FollowFault.STRANGE, "no diary that I can read"),
    ],
)
async def test_member_is_told_once_and_in_private_that_their_feed_was_given_up_and_why(
    stage: Stage, fault: FollowFault, words: str
) -> None:
    await give_up(stage, BOB, fault)

    (notice,) = await told(stage, stage.bob, GIVEN_UP)

    assert words in text_of(notice)
    assert r"film\_fan\_1" in text_of(notice)
    assert "`/letterboxd link`" in text_of(notice)
    assert notice["channel_id"] != str(FILM_TALK)
    assert len(await told(stage, stage.bob, GIVEN_UP)) == 1
    assert await told(stage, stage.alice, GIVEN_UP) == []


async def test_one_who_takes_no_messages_is_not_tried_again(stage: Stage) -> None:
    stage.sandbox.core.directory.users[BOB].accepts_dms = False
    await give_up(stage, BOB)

    assert await told(stage, stage.bob, GIVEN_UP) == []
    assert await stage.store.follows.ended() == []


async def test_notice_waits_where_discord_is_out_of_order(stage: Stage) -> None:
    await give_up(stage, BOB)
    await stage.misbehave("faults", {"route": f"GET /users/{BOB}", "status": 503, "times": 9})

    before = await told(stage, stage.bob, GIVEN_UP)
    await stage.behave()

    assert before == []
    assert len(await told(stage, stage.bob, GIVEN_UP)) == 1


async def ask(stage: Stage) -> None:
    """Bob's feed waits for an admin."""
    await stage.store.guilds.choose(
        GuildSettings(guild_id=GUILD, checks_letterboxd=True, set_up_by=UserId(ALICE), set_up_in=None)
    )
    await stage.store.follows.link(GUILD, UserId(BOB), "film_fan_1", utcnow())


async def test_admins_are_told_once_in_a_direct_message_that_somebody_waits(stage: Stage) -> None:
    await ask(stage)

    (notice,) = await told(stage, stage.alice, ASKED)

    assert f"<@{BOB}> says that they are **film\\_fan\\_1**" in text_of(notice)
    assert "Night Owls" in text_of(notice)
    assert items_of(notice) == []
    assert len(await told(stage, stage.alice, ASKED)) == 1


async def test_one_who_names_one_diary_after_the_other_is_told_of_once_an_hour(stage: Stage) -> None:
    await ask(stage)
    await told(stage, stage.alice, ASKED)

    for username in ("film_fan_2", "film_fan_3"):
        await stage.store.follows.link(GUILD, UserId(BOB), username, utcnow())
        assert len(await told(stage, stage.alice, ASKED)) == 1

    await stage.bot.feeds.work(utcnow() + HOUR)

    assert "film\\_fan\\_3" in text_of((await told(stage, stage.alice, ASKED))[1])


async def test_in_the_channel_for_moderators_they_can_decide_with_a_press(stage: Stage) -> None:
    await stage.stop_bot()
    stage.sandbox.core.directory.guilds[NIGHT_OWLS].public_updates_channel_id = FILM_TALK
    await stage.start_bot()
    await ask(stage)

    (notice,) = await told(stage, stage.alice, ASKED)

    assert notice["channel_id"] == str(FILM_TALK)
    assert [item["label"] for item in items_of(notice)] == ["Agree", "Refuse"]
    assert [item["custom_id"] for item in items_of(notice)] == [
        f"v1:decidefollow:{BOB}:film_fan_1:y",
        f"v1:decidefollow:{BOB}:film_fan_1:n",
    ]


async def test_where_nobody_can_be_told_it_is_let_be(stage: Stage) -> None:
    await ask(stage)
    stage.sandbox.core.directory.users[ALICE].accepts_dms = False
    stage.sandbox.core.directory.guilds[NIGHT_OWLS].system_channel_id = None
    await stage.store.guilds.choose(GuildSettings(guild_id=GUILD, checks_letterboxd=True))

    await told(stage, stage.alice, ASKED)

    assert await stage.store.follows.asked() == []
