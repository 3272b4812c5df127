"""A server's weekly digest is posted once, in time, and stays true."""

import asyncio
from datetime import timedelta

import pytest
from discord.utils import utcnow

from bot.posting.digests import DigestPosts
from data.catalogue.starter import read_films
from data.models import Author, ChannelId, DigestState, GuildId, KeptFor, ReviewForm, UserId
from tests.e2e.digests import (
    JUST_NOW,
    WEEK,
    became,
    digests,
    end_week,
    let_end,
    post_all,
    posted,
    set_up_digest,
    states,
)
from tests.e2e.driver import text_of
from tests.e2e.feeds import LATER, fail_posts, forbid, messages, tries
from tests.e2e.scenes import change_schema
from tests.e2e.stage import Stage
from tests.e2e.world import BOB, CHLOE, LOBBY, NIGHT_OWLS, REAR_ROW, REVIEWS

GUILD = GuildId(NIGHT_OWLS)
POSTED = [(DigestState.POSTED, None)]
LATE = "Posted late"
DAY = timedelta(days=1)
BROKEN = (
    "CREATE TRIGGER broken BEFORE INSERT ON digests WHEN NEW.guild_id % 2 = 1"
    " BEGIN SELECT RAISE(FAIL, 'disk I/O error'); END"
)
"""No digest of the one server can be kept."""


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


async def test_server_that_is_rate_limited_holds_up_no_other(stage: Stage) -> None:
    await set_up_digest(stage)
    await set_up_digest(stage, LOBBY, REAR_ROW)
    await fail_posts(stage, status=429, retry_after_s=3600)
    await end_week(stage)
    await end_week(stage, guild_id=REAR_ROW)

    stage.bot.digests.nudge()

    await posted(stage, LOBBY)
    assert await digests(stage) == []


async def test_server_whose_week_can_not_be_closed_holds_up_no_other(
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

    async def test_it_names_no_forgotten_person_and_says_all_else_as_before(self, stage: Stage) -> None:
        await set_up_digest(stage)
        chloe = Author(id=UserId(CHLOE), name="Chloe")
        form, then = ReviewForm(rating=6, text="So be it."), utcnow() - timedelta(hours=2)
        await stage.bot.services.reviews.submit(GUILD, chloe, read_films()[9], form, then)
        review = await end_week(stage)
        await post_all(stage)
        before = await posted(stage)

        await stage.bot.services.privacy.forget(UserId(CHLOE), utcnow())
        stage.bot.nudge()
        await stage.settled()

        after = await posted(stage)
        assert "Chloe" in before
        assert "Chloe" not in after
        assert "Bob" in after
        assert "Clay remembers." in after
        assert review.film.name in after
        assert "2 ratings of 2 films (all new here) by 2 members" in after

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
