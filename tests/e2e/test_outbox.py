"""A server's feed: each review there once and in order, whatever happens to the channel, the bot and the network."""

import pytest
from discord.utils import utcnow

from data.models import FeedFault, GuildId, ReviewId, UserId
from tests.e2e.driver import text_of
from tests.e2e.feeds import (
    LATER,
    arrived,
    choose_feed,
    delete_channel,
    fail_posts,
    forbid,
    found,
    lose_one,
    messages,
    queue,
    say,
    set_up_feed,
    tries,
    try_now,
    work_off,
)
from tests.e2e.scenes import change_schema, write_review
from tests.e2e.stage import Stage, member
from tests.e2e.world import BOB, FILM_TALK, LOBBY, NIGHT_OWLS, REAR_ROW, REVIEWS

GUILD = GuildId(NIGHT_OWLS)


async def test_review_goes_into_the_feed_and_its_author_gets_the_way_there(stage: Stage) -> None:
    await choose_feed(stage.alice)

    answer = await write_review(stage.bob, text="Clay remembers.")

    posts = await messages(stage)
    assert answer.is_private
    assert [text_of(post).count("Clay remembers.") for post in posts] == [1]
    assert f"/channels/{NIGHT_OWLS}/{REVIEWS}/{posts[0]['id']}" in answer.text
    assert posts[0]["mentions"] == []
    assert await stage.chloe.messages() == []


async def test_up_to_five_that_wait_are_posted_one_by_one_in_order(stage: Stage) -> None:
    await set_up_feed(stage)
    await queue(stage, *(f"Said {number}." for number in range(5)))

    stage.bot.outbox.nudge()

    shown = await arrived(stage, 5)
    assert [f"Said {number}." in text for number, text in enumerate(shown)] == [True] * 5


async def test_more_than_five_that_wait_are_rolled_up_into_lists_in_order(stage: Stage) -> None:
    await set_up_feed(stage)
    reviews = await queue(stage, *(f"Said {number}." for number in range(27)))

    stage.bot.outbox.nudge()

    listed, *later = await arrived(stage, 3)
    names = [review.film.name for review in reviews]
    places = [listed.index(name) for name in names[:25]]
    assert "25 new reviews" in listed
    assert "Said" not in listed
    assert places == sorted(places)
    assert [name in text for name, text in zip(names[25:], later, strict=True)] == [True, True]


async def test_message_that_was_posted_though_discord_answered_with_an_error_is_found(stage: Stage) -> None:
    await set_up_feed(stage)
    await fail_posts(stage, status=503, after=True)

    answer = await write_review(stage.bob, text="Clay remembers.")

    (post,) = await messages(stage)
    assert post["id"] in answer.text
    assert tries(stage) == [503]


async def test_message_that_was_not_posted_is_sent_again_and_never_pauses_the_feed(stage: Stage) -> None:
    await set_up_feed(stage)
    await fail_posts(stage, status=503, times=4)

    await queue(stage, "Clay remembers.")
    stage.bot.outbox.nudge()

    await arrived(stage, 1)
    assert tries(stage) == [503, 503, 503, 503, 200]
    assert (await stage.store.outbox.state(GUILD)).paused_at is None


async def test_lost_message_is_found_behind_hundreds_of_others(stage: Stage) -> None:
    await set_up_feed(stage)
    review = await lose_one(stage)

    for number in range(120):
        await say(stage, f"Talk {number}.")

    await try_now(stage)

    assert tries(stage) == [503]
    assert await found(stage, review)


async def test_lost_message_is_found_though_the_clocks_differ_by_a_day(stage: Stage) -> None:
    await set_up_feed(stage)
    await stage.misbehave("clock", {"advance_s": 86_400})
    review = await lose_one(stage)

    await try_now(stage)

    assert tries(stage) == [503]
    assert await found(stage, review)


async def test_review_shown_again_in_the_feeds_channel_is_not_taken_for_its_post(stage: Stage) -> None:
    await set_up_feed(stage)
    review = await lose_one(stage, is_posted=False)

    async with member(stage.sandbox, BOB, REVIEWS) as author:
        page = await author.slash("reviews")
        opened = await author.choose(page.message, review.film.name)
        await author.click(opened.message, "Show here")

    await try_now(stage)

    shown = await arrived(stage, 3)
    assert "Clay remembers." in shown[-1]


async def test_lost_message_of_a_feed_that_moved_is_found_in_the_old_channel(stage: Stage) -> None:
    await set_up_feed(stage)
    review = await lose_one(stage)
    await set_up_feed(stage, FILM_TALK)

    await try_now(stage)

    assert await messages(stage, FILM_TALK) == []
    assert await found(stage, review)


@pytest.mark.parametrize("old_channel", ["open", "closed", "gone"])
async def test_what_was_not_sent_before_the_feed_moved_goes_into_the_new_channel(
    stage: Stage, old_channel: str
) -> None:
    await set_up_feed(stage)
    await lose_one(stage, is_posted=False)
    await set_up_feed(stage, FILM_TALK)

    if old_channel == "closed":
        await forbid(stage, "view_channel")
    elif old_channel == "gone":
        await delete_channel(stage)

    await try_now(stage)

    (post,) = await arrived(stage, 1, FILM_TALK)
    assert "Clay remembers." in post


async def test_lost_message_is_known_although_the_feed_was_turned_off(stage: Stage) -> None:
    await set_up_feed(stage)
    review = await lose_one(stage)

    await stage.bot.services.guilds.stop_feed(GUILD)
    await try_now(stage)

    copy = await stage.bot.outbox.sent(review.id, 5.0)
    (post,) = await messages(stage)
    assert copy is not None
    assert str(copy.message_id) == post["id"]


async def test_review_deleted_while_its_message_was_lost_does_not_stay_readable(stage: Stage) -> None:
    await set_up_feed(stage)
    review = await lose_one(stage)
    since = len(stage.alice.events)

    await stage.store.trash.delete(review.id, UserId(BOB), utcnow())
    await try_now(stage)

    changed = await stage.alice.wait_for("message_update", since)
    assert "Clay remembers." not in text_of(changed["message"])


async def test_what_waits_when_the_bot_stops_is_posted_when_it_is_started_again(stage: Stage) -> None:
    await set_up_feed(stage)
    await queue(stage, "First.", "Second.")

    await stage.restart_bot()

    first, second = await arrived(stage, 2)
    assert "First." in first
    assert "Second." in second


async def test_server_that_is_rate_limited_holds_up_no_other(stage: Stage) -> None:
    await set_up_feed(stage)
    await set_up_feed(stage, LOBBY, REAR_ROW)
    await fail_posts(stage, status=429, retry_after_s=3600)
    await queue(stage, "Among owls.")
    await queue(stage, "In the rear row.", guild_id=REAR_ROW)

    stage.bot.outbox.nudge()

    (post,) = await arrived(stage, 1, LOBBY)
    assert "In the rear row." in post
    assert await messages(stage) == []


async def test_without_a_feed_any_more_a_review_is_posted_where_it_is_written(stage: Stage) -> None:
    panel = await choose_feed(stage.alice)
    await stage.alice.click(panel.message, "Turn the feed off")

    answer = await write_review(stage.bob, text="Clay remembers.")

    assert not answer.is_private
    assert await messages(stage) == []


async def test_nobody_waits_for_a_review_that_goes_nowhere_or_stands_there_already(stage: Stage) -> None:
    await set_up_feed(stage)
    (review,) = await queue(stage, "Clay remembers.")
    arrival = await stage.bot.outbox.sent(review.id, 60.0)

    again = await stage.bot.outbox.sent(review.id, 60.0)
    unknown = await stage.bot.outbox.sent(ReviewId(review.id + 1), 60.0)

    assert again == arrival
    assert unknown is None


async def test_nobody_waits_for_a_review_while_the_feed_is_paused(stage: Stage) -> None:
    await set_up_feed(stage)
    await fail_posts(stage, status=400, times=3)
    (first, second) = await queue(stage, "First.", "Second.")

    paused = await stage.bot.outbox.sent(first.id, 60.0)
    later = await stage.bot.outbox.sent(second.id, 60.0)

    state = await stage.store.outbox.state(GUILD)
    assert paused is None
    assert later is None
    assert state.fault is FeedFault.REFUSED
    assert state.waiting == 2


async def test_review_that_can_not_be_shown_for_a_fault_of_ours_keeps_no_other_server_waiting(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up_feed(stage)
    await set_up_feed(stage, LOBBY, REAR_ROW)
    stage.bot.outbox.patience = LATER
    await queue(stage, "Among owls.")
    await queue(stage, "In the rear row.", guild_id=REAR_ROW)
    await change_schema(stage, "UPDATE reviews SET tags = 'no JSON' WHERE body = 'Among owls.'")

    await work_off(stage)

    assert len(await messages(stage, LOBBY)) == 1
    assert "a feed failed; it is tried again" in caplog.text
    assert await stage.store.outbox.next_retry(utcnow()) is not None
