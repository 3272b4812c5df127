"""A server's weekly digest: in its channel once and in time, whatever happens to channel, bot and network."""

import asyncio
from datetime import timedelta

import pytest
from discord.utils import utcnow

from bot.posting.digests import DigestPosts
from data.models import ChannelId, DigestState, GuildId, KeptFor, UserId
from tests.e2e.digests import (
    JUST_NOW,
    WEEK,
    age,
    became,
    digests,
    end_week,
    let_end,
    post_all,
    posted,
    set_up_digest,
    states,
    try_again,
)
from tests.e2e.driver import Json, text_of
from tests.e2e.feeds import LATER, delete_channel, fail_posts, forbid, messages, say, tries
from tests.e2e.process import eventually
from tests.e2e.scenes import change_schema
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, FILM_TALK, LOBBY, NIGHT_OWLS, REAR_ROW, REVIEWS

GUILD = GuildId(NIGHT_OWLS)
POSTED = [(DigestState.POSTED, None)]
NOTICE = "The weekly digest can't be posted"
LATE = "Posted late"
DAY = timedelta(days=1)
BROKEN = (
    "CREATE TRIGGER broken BEFORE INSERT ON digests WHEN NEW.guild_id % 2 = 1"
    " BEGIN SELECT RAISE(FAIL, 'disk I/O error'); END"
)
"""No digest of the one server can be kept."""


async def lose_one(stage: Stage, *, is_posted: bool) -> None:
    """Let the digest be answered with an error, though it may be posted: nobody knows of it."""
    stage.bot.digests.patience = LATER
    await fail_posts(stage, status=503, after=is_posted)
    await end_week(stage)
    await post_all(stage)
    assert tries(stage) == [503]


def notices(stage: Stage) -> list[Json]:
    """The notices that Alice saw, wherever they were sent."""
    seen = [event["message"] for event in stage.alice.events if event["type"] == "message_create"]
    return [message for message in seen if NOTICE in text_of(message)]


async def noticed(stage: Stage) -> Json:
    """The first notice, as soon as Alice sees it."""
    while not notices(stage):
        await stage.alice.wait_for("message_create", len(stage.alice.events))

    return notices(stage)[0]


async def test_digest_is_posted_with_its_picture_and_pings_nobody(stage: Stage) -> None:
    await set_up_digest(stage)
    review = await end_week(stage)

    stage.bot.digests.nudge()

    said = await posted(stage)
    (message,) = await digests(stage)
    assert review.film.name in said
    assert "Clay remembers." in said
    assert "Bob" in said
    assert LATE not in said
    assert message["mentions"] == []
    assert ".jpg" in message["embeds"][0]["image"]["url"]
    await became(stage, DigestState.POSTED)
    assert tries(stage) == [200]


async def test_without_the_permission_to_attach_files_it_is_posted_without_its_picture(stage: Stage) -> None:
    await set_up_digest(stage)
    await forbid(stage, "attach_files")
    await end_week(stage)

    await post_all(stage)

    (message,) = await digests(stage)
    assert "image" not in message["embeds"][0]
    assert "Clay remembers." in text_of(message)


async def test_digest_that_comes_late_says_so(stage: Stage) -> None:
    await set_up_digest(stage)
    await end_week(stage, timedelta(hours=3))

    await post_all(stage)

    assert LATE in await posted(stage)


async def test_digest_that_is_more_than_a_day_late_is_only_kept(stage: Stage) -> None:
    await set_up_digest(stage)
    await end_week(stage, DAY + JUST_NOW)

    await post_all(stage)

    assert await states(stage) == [(DigestState.KEPT, KeptFor.MISSED)]
    assert await messages(stage) == []


async def test_of_several_weeks_that_were_missed_each_is_kept_and_the_last_is_posted(stage: Stage) -> None:
    await set_up_digest(stage)
    last = (utcnow() - JUST_NOW).replace(minute=0, second=0)
    chosen = {"tells_of_empty_weeks": True, "weekday": last.weekday(), "hour": last.hour}
    settings = await stage.store.guilds.settings(GUILD)
    await stage.store.guilds.choose(settings.model_copy(update=chosen))
    await end_week(stage)
    await let_end(stage, last - 3 * WEEK)

    await post_all(stage)

    assert await states(stage) == [*POSTED, *[(DigestState.KEPT, KeptFor.MISSED)] * 3]
    assert len(await digests(stage)) == 1


async def test_skipped_week_and_week_of_a_server_without_a_channel_are_only_kept(stage: Stage) -> None:
    await set_up_digest(stage)
    await set_up_digest(stage, None, REAR_ROW)
    await end_week(stage)
    await end_week(stage, guild_id=REAR_ROW)
    await change_schema(stage, "UPDATE weeks SET is_skipped = guild_id % 2")

    await post_all(stage)

    assert await states(stage) == [(DigestState.KEPT, KeptFor.SKIPPED)]
    assert await states(stage, REAR_ROW) == [(DigestState.KEPT, KeptFor.NO_CHANNEL)]
    assert await messages(stage) == []


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


async def test_digest_that_waits_when_the_bot_stops_is_posted_when_it_is_started_again(stage: Stage) -> None:
    await set_up_digest(stage)
    await end_week(stage)

    await stage.restart_bot()

    await posted(stage)
    await became(stage, DigestState.POSTED)


async def test_two_who_work_at_the_same_time_close_a_week_once_and_post_it_once(stage: Stage) -> None:
    await set_up_digest(stage)
    await set_up_digest(stage, LOBBY, REAR_ROW)
    await stage.misbehave("settings", {"nonce_window_s": 0})
    await end_week(stage)
    await end_week(stage, guild_id=REAR_ROW)
    other = DigestPosts(stage.bot, stage.bot.services, stage.bot.digest_pages)

    await asyncio.gather(*(posts.work(utcnow()) for posts in (stage.bot.digests, other, stage.bot.digests, other)))
    await post_all(stage)

    assert len(await digests(stage)) == 1
    assert len(await digests(stage, LOBBY)) == 1
    assert await states(stage) == await states(stage, REAR_ROW) == POSTED


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


async def test_server_that_is_rate_limited_or_whose_week_can_not_be_closed_holds_up_no_other(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up_digest(stage)
    await set_up_digest(stage, LOBBY, REAR_ROW)
    await end_week(stage)
    await end_week(stage, guild_id=REAR_ROW)
    await change_schema(stage, BROKEN)

    stage.bot.digests.nudge()

    await posted(stage, LOBBY)
    assert "a week waits for the store" in caplog.text
    assert await states(stage) == []


async def test_week_in_a_zone_that_there_is_no_more_ends_all_the_same(stage: Stage) -> None:
    await set_up_digest(stage)
    await end_week(stage)
    await change_schema(stage, "UPDATE guilds SET zone = 'Nowhere'")

    await post_all(stage)
    top = await stage.alice.slash("top", **{"from": "2020-01-01"})
    browsed = await stage.alice.slash("digest", week="yesterday")
    settings = await stage.alice.slash("marquee settings")

    assert len(await digests(stage)) == 1
    assert "since 1 January 2020" in top.text
    assert "Clay remembers." in browsed.text
    assert "in `Nowhere`, a time zone that there is no more: I go by UTC." in settings.text


async def test_digest_that_can_not_be_shown_for_a_fault_of_ours_keeps_no_other_waiting(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up_digest(stage)
    await set_up_digest(stage, LOBBY, REAR_ROW)
    stage.bot.digests.patience = LATER
    await end_week(stage)
    await end_week(stage, guild_id=REAR_ROW)
    await change_schema(stage, "UPDATE reviews SET tags = 'no JSON' WHERE guild_id % 2 = 1")

    await post_all(stage)

    assert len(await digests(stage, LOBBY)) == 1
    assert "a digest failed; it is tried again" in caplog.text
    assert await stage.store.digest_outbox.next_retry(utcnow()) is not None


class TestPosted:
    """A posted digest follows what it shows."""

    async def test_it_loses_a_deleted_review_and_shows_it_again(self, stage: Stage) -> None:
        await set_up_digest(stage)
        review = await end_week(stage)
        await post_all(stage)

        await stage.store.trash.delete(review.id, UserId(BOB), utcnow())
        stage.bot.nudge()
        await stage.settled()
        without = await posted(stage)
        await stage.store.trash.restore(GUILD, review.id, UserId(BOB), utcnow())
        stage.bot.nudge()
        await stage.settled()

        assert "Clay remembers." not in without
        assert review.film.name in without
        assert "Clay remembers." in await posted(stage)

    async def test_it_is_not_taken_for_the_post_of_the_review_in_it(self, stage: Stage) -> None:
        await set_up_digest(stage)
        review = await end_week(stage)
        await post_all(stage)

        found = await stage.bot.copies.find_lost(review, ChannelId(REVIEWS))

        assert found is None

    async def test_it_names_no_forgotten_person_and_counts_what_it_counted(self, stage: Stage) -> None:
        await set_up_digest(stage)
        review = await end_week(stage)
        await post_all(stage)
        before = await posted(stage)

        await stage.bot.services.privacy.forget(UserId(BOB), utcnow())
        stage.bot.nudge()
        await stage.settled()

        after = await posted(stage)
        assert "Bob" in before
        assert "Bob" not in after
        assert "Clay remembers." not in after
        assert review.film.name in after
        assert "1 rating" in after

    async def test_one_that_came_late_still_says_so_after_an_edit(self, stage: Stage) -> None:
        await set_up_digest(stage)
        await end_week(stage, timedelta(hours=3))
        await post_all(stage)

        await stage.bot.services.privacy.forget(UserId(BOB), utcnow())
        stage.bot.nudge()
        await stage.settled()

        assert LATE in await posted(stage)

    async def test_page_of_a_week_that_names_a_forgotten_person_is_rewritten_too(self, stage: Stage) -> None:
        await end_week(stage)
        past = await stage.alice.slash("digest")
        await post_all(stage)

        await stage.bot.services.privacy.forget(UserId(BOB), utcnow())
        stage.bot.nudge()
        await stage.settled()

        assert "Bob" not in text_of(await stage.alice.message(past.message["id"]))
