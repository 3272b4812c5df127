"""A digest that its channel does not take: tried for a day, its admins told once, and posted when it can be."""

from datetime import timedelta

import pytest
from discord.utils import utcnow

from data.models import ChannelId, DigestState, GuildId, KeptFor, UserId
from tests.e2e.digests import (
    age,
    became,
    digests,
    end_week,
    post_all,
    posted,
    set_up_digest,
    states,
    try_again,
)
from tests.e2e.driver import Json, text_of
from tests.e2e.feeds import LATER, delete_channel, fail_posts, forbid
from tests.e2e.process import eventually
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, FILM_TALK, NIGHT_OWLS, REVIEWS

GUILD = GuildId(NIGHT_OWLS)
POSTED = [(DigestState.POSTED, None)]
NOTICE = "The weekly digest can't be posted"
DAY = timedelta(days=1)


def notices(stage: Stage) -> list[Json]:
    """The notices that Alice saw, wherever they were sent."""
    seen = [event["message"] for event in stage.alice.events if event["type"] == "message_create"]
    return [message for message in seen if NOTICE in text_of(message)]


async def noticed(stage: Stage) -> Json:
    """The first notice, as soon as Alice sees it."""
    while not notices(stage):
        await stage.alice.wait_for("message_create", len(stage.alice.events))

    return notices(stage)[0]


async def test_closed_channel_is_told_of_once_and_posted_into_when_it_is_open_again(stage: Stage) -> None:
    await set_up_digest(stage)
    await forbid(stage, "send_messages")
    await end_week(stage)
    stage.bot.digests.nudge()
    notice = await noticed(stage)
    said = text_of(notice)

    await forbid(stage)

    await posted(stage)
    await became(stage, DigestState.POSTED)
    assert "**Send Messages**" in said
    assert "Night Owls" in said
    assert notice["channel_id"] not in {str(FILM_TALK), str(REVIEWS)}
    assert len(notices(stage)) == 1
    assert await stage.store.digest_outbox.troubles(GUILD) == []


async def test_digest_of_a_deleted_channel_goes_into_another_one_at_once(stage: Stage) -> None:
    await set_up_digest(stage)
    await delete_channel(stage)
    stage.bot.digests.patience = LATER
    await end_week(stage)
    await post_all(stage)
    (trouble,) = await stage.store.digest_outbox.troubles(GUILD)
    await set_up_digest(stage, FILM_TALK)

    await post_all(stage)

    assert (trouble.failures, trouble.is_waiting) == (1, True)
    assert len(await digests(stage, FILM_TALK)) == 1


async def test_same_channel_chosen_again_lets_a_refused_digest_be_tried_at_once(stage: Stage) -> None:
    await set_up_digest(stage)
    await fail_posts(stage, status=400)
    stage.bot.digests.patience = LATER
    await end_week(stage)
    await post_all(stage)
    refused = await digests(stage)

    await stage.bot.services.guilds.choose_digest(
        GUILD, ChannelId(REVIEWS), UserId(ALICE), ChannelId(FILM_TALK), utcnow()
    )
    await post_all(stage)

    assert refused == []
    assert len(await digests(stage)) == 1


async def test_where_nobody_can_be_told_the_log_is_once(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await set_up_digest(stage, set_up_by=BOB)
    await forbid(stage, "send_messages", channel_id=FILM_TALK)
    await forbid(stage, "send_messages")
    await end_week(stage)
    stage.bot.digests.nudge()

    await eventually(lambda: "nobody could be told" in caplog.text)

    stage.bot.digests.patience = LATER
    await try_again(stage)

    assert caplog.text.count("nobody could be told that a digest can't be posted") == 1
    assert notices(stage) == []


async def test_notice_that_failed_on_discords_side_is_given_later(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up_digest(stage)
    await stage.misbehave("faults", {"route": "POST /users/@me/channels", "status": 503})
    await fail_posts(stage, status=400, times=99)
    await end_week(stage)
    stage.bot.digests.nudge()
    await eventually(lambda: "admins could not be told of its digest yet" in caplog.text)

    stage.bot.digests.nudge()

    notice = await noticed(stage)
    assert "Discord refused what I posted" in text_of(notice)


async def test_what_is_refused_for_a_day_is_only_kept(stage: Stage) -> None:
    await set_up_digest(stage)
    await forbid(stage, "send_messages")
    stage.bot.digests.patience = LATER
    await end_week(stage)
    await post_all(stage)
    await age(stage, DAY)

    await post_all(stage)

    assert await states(stage) == [(DigestState.KEPT, KeptFor.MISSED)]
    assert [one.is_waiting for one in await stage.store.digest_outbox.troubles(GUILD)] == [False]


@pytest.mark.parametrize("is_late", [True, False])
async def test_thrown_out_and_invited_again_within_a_day_it_goes_on_without_a_word(
    stage: Stage, *, is_late: bool
) -> None:
    await set_up_digest(stage)
    await stage.invite(NIGHT_OWLS, ALICE, is_present=False)
    await end_week(stage)
    await post_all(stage)
    waiting = await states(stage)

    if is_late:
        await age(stage, DAY)

    await stage.invite(NIGHT_OWLS, ALICE, is_present=True)

    await became(stage, DigestState.KEPT if is_late else DigestState.POSTED)
    assert waiting == [(DigestState.WAITING, None)]
    assert len(await digests(stage)) == (not is_late)
    assert notices(stage) == []
