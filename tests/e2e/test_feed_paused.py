"""A feed that Discord does not take messages for: paused, its admins told once, and gone on with when repaired."""

import pytest
from discord.utils import utcnow

from data.models import FeedFault, GuildId, UserId
from tests.e2e.driver import Json, text_of
from tests.e2e.feeds import (
    AT_ONCE,
    arrived,
    choose_feed,
    delete_channel,
    fail_posts,
    forbid,
    found,
    lose_one,
    messages,
    queue,
    set_up_feed,
    tries,
    try_now,
    work_off,
)
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, FILM_TALK, NIGHT_OWLS, REVIEWS

GUILD = GuildId(NIGHT_OWLS)
TITLE = "The feed of reviews is paused"


def notices(stage: Stage) -> list[Json]:
    """The notices that Alice saw, wherever they were sent."""
    seen = [event["message"] for event in stage.alice.events if event["type"] == "message_create"]
    return [message for message in seen if TITLE in text_of(message)]


async def noticed(stage: Stage) -> Json:
    """The first notice, as soon as Alice sees it."""
    while not notices(stage):
        await stage.alice.wait_for("message_create", len(stage.alice.events))

    return notices(stage)[0]


async def pause(stage: Stage, *texts: str) -> Json:
    """Close the feed's channel while these reviews wait; the notice."""
    await forbid(stage, "send_messages")
    await queue(stage, *texts)
    await work_off(stage)
    return await noticed(stage)


async def test_closed_channel_is_told_of_once_and_gone_on_with_when_it_is_open_again(stage: Stage) -> None:
    await set_up_feed(stage)
    notice = await pause(stage, "First.", "Second.")
    said = text_of(notice)

    await forbid(stage)

    first, second = await arrived(stage, 2)
    assert "**Send Messages**" in said
    assert "2 reviews wait" in said
    assert "Night Owls" in said
    assert notice["channel_id"] not in {str(FILM_TALK), str(REVIEWS)}
    assert "First." in first
    assert "Second." in second
    assert tries(stage) == [403, 403, 403, 200, 200]
    assert len(notices(stage)) == 1


async def test_deleted_channel_is_replaced_on_the_panel_and_nothing_is_lost(stage: Stage) -> None:
    await set_up_feed(stage)
    await delete_channel(stage)
    await queue(stage, "First.", "Second.")
    await work_off(stage)
    notice = await noticed(stage)
    panel = await stage.alice.slash("marquee setup")

    chosen = await choose_feed(stage.alice, FILM_TALK, panel.message)

    first, second = [text for text in await arrived(stage, 3, FILM_TALK) if "How I work" not in text]
    assert "its channel is gone" in text_of(notice)
    assert "its channel is gone" in panel.text
    assert "The feed does not work" not in chosen.text
    assert "First." in first
    assert "Second." in second


async def test_community_is_told_in_its_channel_for_moderators(stage: Stage) -> None:
    await stage.stop_bot()
    stage.sandbox.core.directory.guilds[NIGHT_OWLS].public_updates_channel_id = FILM_TALK
    await stage.start_bot()
    await set_up_feed(stage)

    notice = await pause(stage, "First.")

    assert notice["channel_id"] == str(FILM_TALK)


@pytest.mark.parametrize(("set_up_by", "takes_messages"), [(ALICE, False), (BOB, True)])
async def test_where_the_one_who_set_it_up_can_not_be_told_or_do_nothing_it_is_said_where_they_did(
    stage: Stage, set_up_by: int, *, takes_messages: bool
) -> None:
    await set_up_feed(stage, set_up_by=set_up_by)
    stage.sandbox.core.directory.users[set_up_by].accepts_dms = takes_messages

    notice = await pause(stage, "First.")

    assert notice["channel_id"] == str(FILM_TALK)


async def test_where_nobody_can_be_told_the_log_is_once(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await set_up_feed(stage)
    await stage.store.privacy.forget(UserId(ALICE), utcnow())
    await forbid(stage, "send_messages", channel_id=FILM_TALK)
    await forbid(stage, "send_messages")
    await queue(stage, "First.")

    await work_off(stage)

    assert notices(stage) == []
    assert not (await stage.store.outbox.state(GUILD)).is_notice_due
    assert caplog.text.count("nobody could be told that a feed is paused") == 1


@pytest.mark.parametrize("status", [403, 400])
async def test_nobody_is_told_twice_and_nothing_tried_again_after_a_restart(stage: Stage, status: int) -> None:
    await set_up_feed(stage)

    if status == 400:
        await fail_posts(stage, status=400, times=3)
    else:
        await forbid(stage, "send_messages")

    await queue(stage, "First.")
    await work_off(stage)
    await noticed(stage)

    await stage.restart_bot()
    await work_off(stage)

    assert len(notices(stage)) == 1
    assert tries(stage) == [status] * 3


async def test_notice_that_failed_on_discords_side_is_given_later(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up_feed(stage)
    await stage.misbehave("faults", {"route": "POST /users/@me/channels", "status": 503})

    notice = await pause(stage, "First.")

    assert "**Send Messages**" in text_of(notice)
    assert "503" in caplog.text


async def test_thrown_out_and_invited_again_it_goes_on_without_a_word(stage: Stage) -> None:
    await set_up_feed(stage)
    await stage.invite(NIGHT_OWLS, ALICE, is_present=False)
    await queue(stage, "First.")
    await work_off(stage)

    await stage.invite(NIGHT_OWLS, ALICE, is_present=True)

    (post,) = await arrived(stage, 1)
    assert "First." in post
    assert tries(stage) == [200]
    assert notices(stage) == []


@pytest.mark.parametrize("press", ["Try again", "the same channel"])
async def test_what_discord_refuses_for_no_reason_that_we_know_is_tried_again_by_an_admin_alone(
    stage: Stage, press: str
) -> None:
    await set_up_feed(stage)
    await fail_posts(stage, status=403, code=50013, times=3)
    await queue(stage, "First.")
    await work_off(stage)
    await noticed(stage)
    await work_off(stage)
    refused = tries(stage)
    panel = await stage.alice.slash("marquee setup")

    if press == "Try again":
        going = await stage.alice.click(panel.message, "Try again")
    else:
        going = await choose_feed(stage.alice, panel=panel.message)

    (post,) = await arrived(stage, 1)
    assert refused == [403, 403, 403]
    assert "Discord does not let me post" in panel.text
    assert "1 review waits" in panel.text
    assert "Try again" not in going.labels
    assert "First." in post


async def test_trying_again_what_would_fail_again_says_so(stage: Stage) -> None:
    await set_up_feed(stage)
    await pause(stage, "First.")
    panel = await stage.alice.slash("marquee setup")

    still = await stage.alice.click(panel.message, "Try again")

    assert "would fail again" in still.text
    assert "**Send Messages**" in still.text
    assert (await stage.store.outbox.state(GUILD)).paused_at is not None


async def test_without_the_channels_history_a_lost_message_is_not_sent_a_second_time(stage: Stage) -> None:
    await set_up_feed(stage)
    review = await lose_one(stage)
    stage.bot.outbox.patience = AT_ONCE
    await forbid(stage, "read_message_history")
    await try_now(stage)
    state = await stage.store.outbox.state(GUILD)

    await forbid(stage)

    copy = await found(stage, review)
    assert state.fault is FeedFault.NO_ACCESS
    assert "**Read Message History**" in text_of(await noticed(stage))
    assert [str(copy.message_id)] == [message["id"] for message in await messages(stage)]
    assert tries(stage) == [503]
