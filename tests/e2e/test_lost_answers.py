"""Answers that Discord took although nobody told us, and edits that it does not take: nothing may be lost sight of."""

import asyncio

import pytest
from discord.utils import utcnow

from data.models import ReviewForm, UserId
from sandbox.ratelimits import _Window  # pyright: ignore[reportPrivateUsage]
from tests.e2e.changes import delete, review_of
from tests.e2e.driver import LOADING, text_of
from tests.e2e.feeds import AT_ONCE, arrived, fail_posts, messages, queue, set_up_feed, work_off
from tests.e2e.scenes import write_review
from tests.e2e.stage import Stage
from tests.e2e.world import BOB, FILM_TALK

CALLBACK = "POST /interactions/*/callback"
SECRET = "qvxzsecret"


async def test_post_whose_answer_was_cut_off_goes_with_its_review(stage: Stage) -> None:
    form = await stage.alice.slash("review", film="The Missing Picture")
    await stage.misbehave("faults", {"route": CALLBACK, "after": True})
    await stage.alice.begin_submit(form, rating=["8"], text=SECRET)
    posted = await stage.bob.wait_for("message_create")
    await stage.bot.finish_answers()

    await delete(stage)
    await stage.settled()

    assert SECRET in text_of(posted["message"])
    assert not [message for message in await stage.bob.messages() if SECRET in text_of(message)]


async def test_page_whose_turning_was_cut_off_is_edited_when_what_it_shows_changes(stage: Stage) -> None:
    await write_review(stage.alice, text=SECRET)
    card = await stage.bob.slash("film", title="1917")
    await stage.misbehave("faults", {"route": CALLBACK, "after": True})
    await stage.bob.click(card.message, "See more films")
    await stage.bot.finish_answers()

    await stage.settled()

    assert await stage.store.copies.next_due(utcnow()) is None
    assert "1917" in text_of(await stage.bob.message(card.message["id"]))


async def test_wait_whose_answer_was_lost_ends_with_the_answer(stage: Stage) -> None:
    opened = await stage.alice.click((await write_review(stage.alice)).message, "More")
    form = await stage.alice.click(opened.message, "Replace text")
    await stage.misbehave("faults", {"route": CALLBACK, "status": 500, "after": True})

    begun = await stage.alice.begin_submit(form, {"file": ("a.txt", b"A new text, from a file.")}, text="")
    answer = await stage.alice.outcome(begun)

    assert not answer.message["flags"] & LOADING
    assert "Saved." in answer.text
    assert (await review_of(stage)).content.text == "A new text, from a file."


async def test_global_limit_that_is_cut_short_keeps_no_later_request_waiting_for_ever(stage: Stage) -> None:
    core, channel = stage.sandbox.core, stage.bot.get_partial_messageable(FILM_TALK)
    windows = core.limits._windows  # pyright: ignore[reportPrivateUsage]
    windows["global",] = _Window(core.clock.now() + 1.0, 0)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await channel.send("Cut short.")

    async with asyncio.timeout(15):
        sent = await channel.send("Later.")

    assert sent.content == "Later."


async def test_list_that_could_not_be_edited_comes_back_with_those_who_are_left(stage: Stage) -> None:
    await set_up_feed(stage)
    gone, *left = await queue(stage, *(f"Text {number}" for number in range(6)))
    stage.bot.nudge()
    await arrived(stage, 1)
    await stage.settled()
    await refuse_edits(stage)

    await stage.store.trash.delete(gone.id, UserId(BOB), utcnow())
    stage.bot.nudge()
    await stage.settled()
    await work_off(stage)

    shown = "\n".join(text_of(message) for message in await messages(stage))
    assert [review.film.title in shown for review in (gone, *left)] == [False, *[True] * 5]


async def test_post_that_could_not_be_hidden_comes_back_hidden(stage: Stage) -> None:
    await set_up_feed(stage)
    (review,) = await queue(stage, SECRET)
    stage.bot.nudge()
    await arrived(stage, 1)
    await stage.settled()
    await refuse_edits(stage)
    form = ReviewForm(rating=8, text=SECRET, is_spoiler=True)

    await stage.bot.services.reviews.submit(review.guild_id, review.author, review.film, form, utcnow())
    stage.bot.nudge()
    await stage.settled()
    await work_off(stage)

    (shown,) = await messages(stage)
    assert review.film.title in text_of(shown)
    assert SECRET not in text_of(shown)


async def test_feed_refused_for_no_known_reason_is_told_once_however_often_the_bot_starts(stage: Stage) -> None:
    await set_up_feed(stage)
    await fail_posts(stage, status=403, code=50013, times=1_000)
    await queue(stage, "Hello.")

    for _ in range(2):
        for _ in range(4):
            await work_off(stage)

        await stage.restart_bot()
        stage.bot.outbox.patience = AT_ONCE

    log = await stage.requests()
    assert sum("is paused" in str(one["body"]) and one["status"] == 200 for one in log) == 1


async def refuse_edits(stage: Stage) -> None:
    """Let Discord take no edit of the feed's message."""
    (message,) = await messages(stage)
    fault = {"route": f"PATCH */messages/{message['id']}", "status": 429, "code": 30046, "retry_after_s": 0.01}
    await stage.misbehave("faults", fault | {"times": 5})
