"""A digest of which nobody knows whether it was posted is found, or sent again, and never there twice."""

from datetime import timedelta

import pytest

from data.models import DigestState, GuildId, KeptFor
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
from tests.e2e.feeds import LATER, delete_channel, fail_posts, forbid, say, tries
from tests.e2e.scenes import change_schema
from tests.e2e.stage import Stage
from tests.e2e.world import FILM_TALK, NIGHT_OWLS

GUILD = GuildId(NIGHT_OWLS)
POSTED = [(DigestState.POSTED, None)]
DAY = timedelta(days=1)


async def lose_one(stage: Stage, *, is_posted: bool) -> None:
    """Let the digest be answered with an error, though it may be posted: nobody knows of it."""
    stage.bot.digests.patience = LATER
    await fail_posts(stage, status=503, after=is_posted)
    await end_week(stage)
    await post_all(stage)
    assert tries(stage) == [503]


async def test_message_that_was_posted_though_discord_answered_with_an_error_is_found(stage: Stage) -> None:
    await set_up_digest(stage)
    await lose_one(stage, is_posted=True)

    for number in range(120):
        await say(stage, f"Talk {number}.")

    await try_again(stage)

    assert await states(stage) == POSTED
    assert tries(stage) == [503]


async def test_message_that_was_not_posted_is_sent_again(stage: Stage) -> None:
    await set_up_digest(stage)
    await fail_posts(stage, status=503, times=4)
    await end_week(stage)

    stage.bot.digests.nudge()

    await posted(stage)
    await became(stage, DigestState.POSTED)
    assert tries(stage) == [503, 503, 503, 503, 200]
    assert await stage.store.digest_outbox.troubles(GUILD) == []


async def test_lost_message_of_minutes_ago_is_taken_for_not_sent(stage: Stage) -> None:
    await set_up_digest(stage)
    await lose_one(stage, is_posted=False)
    await age(stage, timedelta(minutes=3))

    await try_again(stage)

    assert len(await digests(stage)) == 1
    assert tries(stage) == [503, 200]


async def test_lost_message_of_a_digest_that_moved_is_found_in_the_old_channel(stage: Stage) -> None:
    await set_up_digest(stage)
    await lose_one(stage, is_posted=True)
    await set_up_digest(stage, FILM_TALK)

    await try_again(stage)

    assert await states(stage) == POSTED
    assert await digests(stage, FILM_TALK) == []


@pytest.mark.parametrize("old_channel", ["open", "closed", "gone"])
async def test_what_was_not_sent_before_the_channel_was_changed_goes_into_the_new_one(
    stage: Stage, old_channel: str
) -> None:
    await set_up_digest(stage)
    await lose_one(stage, is_posted=False)
    await set_up_digest(stage, FILM_TALK)

    if old_channel == "closed":
        await forbid(stage, "view_channel")
    elif old_channel == "gone":
        await delete_channel(stage)

    await try_again(stage)

    assert len(await digests(stage, FILM_TALK)) == 1
    assert await states(stage) == POSTED


async def test_lost_message_is_known_although_no_channel_is_chosen_any_more(stage: Stage) -> None:
    await set_up_digest(stage)
    await lose_one(stage, is_posted=True)
    await set_up_digest(stage, None)

    await try_again(stage)

    assert await states(stage) == POSTED


@pytest.mark.parametrize("is_posted", [True, False])
async def test_lost_message_is_looked_for_also_when_it_is_too_late_to_post_it(stage: Stage, *, is_posted: bool) -> None:
    await set_up_digest(stage)
    await lose_one(stage, is_posted=is_posted)

    if not is_posted:
        await age(stage, DAY)
    else:
        await change_schema(stage, "UPDATE digests SET ends_s = ends_s - 86400")

    await try_again(stage)

    assert await states(stage) == (POSTED if is_posted else [(DigestState.KEPT, KeptFor.MISSED)])
    assert tries(stage) == [503]


async def test_without_the_channels_history_a_lost_message_is_not_sent_a_second_time(stage: Stage) -> None:
    await set_up_digest(stage)
    await lose_one(stage, is_posted=True)
    await forbid(stage, "read_message_history")
    await try_again(stage)
    (trouble,) = await stage.store.digest_outbox.troubles(GUILD)

    await forbid(stage)

    await became(stage, DigestState.POSTED)
    assert trouble.failures
    assert tries(stage) == [503]
    assert len(await digests(stage)) == 1
