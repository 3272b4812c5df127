"""Liking what others wrote: one like each, counted exactly, and shown without a storm of edits."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
from discord.utils import utcnow

from bot.posting.copies import Copies
from bot.posting.rebuilding import Sources
from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import LikeReview
from data.models import MessageId, UserId
from data.store.truth import LIKES_APART
from tests.e2e.changes import edits_of, review_of
from tests.e2e.driver import Json, Reply, items_of, text_of
from tests.e2e.process import eventually
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage, member, staged
from tests.e2e.world import ALICE, FILM_TALK, LOBBY, world

FIRST_OF_THE_CROWD = 1250000000000000001
CROWD = 200


async def likes(stage: Stage) -> int:
    return (await review_of(stage)).likes


def like_button(message: Json) -> Json:
    """The button that likes, whatever it says."""
    return next(item for item in items_of(message) if item.get("custom_id", "").startswith("v1:like:"))


async def label(stage: Stage, shown: Reply) -> str:
    """What the button below the public message says once all that is due is done."""
    await stage.settled()
    return like_button(await stage.bob.message(shown.message["id"]))["label"]


async def none_is_running() -> None:
    """Wait until no edit is under way."""
    await eventually(lambda: not [task for task in asyncio.all_tasks() if task.get_name().startswith("edits in")])


class TestOnAPost:
    async def test_like_shows_on_the_button_and_goes_by_a_second_press(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Likeable.")
        before = await label(stage, post)

        pressed = await stage.bob.press(post.message, like_button(post.message)["custom_id"])

        once = await label(stage, post)
        await stage.bob.press(post.message, like_button(post.message)["custom_id"])
        await stage.let_pass(LIKES_APART)
        assert pressed.kind == "deferred_update"
        assert (before, once, await label(stage, post)) == ("Like", "Like (1)", "Like")

    async def test_first_three_buttons_are_like_more_and_review_it_too(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Likeable.")

        assert post.labels == ["Like", "More", "Review it too"]

    async def test_own_review_is_not_liked_and_its_author_hears_why(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Likeable.")
        since = len(stage.alice.events)

        await stage.alice.press(post.message, like_button(post.message)["custom_id"])

        told = (await stage.alice.wait_for("message_create", since))["message"]
        assert told["flags"] & 64
        assert "likes are for those of others" in told["content"]
        assert await likes(stage) == 0

    async def test_deleted_review_is_not_liked_and_who_pressed_hears_of_it(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Likeable.")
        await stage.bot.copies.stop()
        await stage.store.trash.delete((await review_of(stage)).id, UserId(ALICE), utcnow())
        since = len(stage.bob.events)

        await stage.bob.press(post.message, like_button(post.message)["custom_id"])

        told = (await stage.bob.wait_for("message_create", since))["message"]
        assert told["flags"] & 64
        assert "not there any more" in told["content"]

    async def test_review_of_another_server_is_not_liked(self, stage: Stage) -> None:
        """A custom id is what a client sends: here that of the other server's review."""
        await write_review(stage.alice, text="Among owls.")
        foreign = (await review_of(stage)).id

        async with member(stage.sandbox, ALICE, LOBBY) as elsewhere:
            answer = Answer(rows=((button("Like", LikeReview(review=foreign)),),))
            copied = await stage.bot.get_partial_messageable(LOBBY).send("A copy.", view=answer.view())
            message = await elsewhere.message(str(copied.id))
            await elsewhere.press(message, f"v1:like:{foreign}")
            await stage.bot.finish_answers()

        assert await likes(stage) == 0


class TestOnAnOpenReview:
    async def test_private_message_is_turned_at_once_and_the_post_follows(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Likeable.")
        opened = await stage.bob.click(post.message, "More")

        turned = await stage.bob.press(opened.message, like_button(opened.message)["custom_id"])

        await stage.settled()
        open_now = await stage.bob.message(opened.message["id"])
        assert turned.kind == "deferred_update"
        assert "(1)" in like_button(open_now)["label"]
        assert "Likeable." in text_of(open_now)
        assert await label(stage, post) == "Like (1)"

    async def test_second_press_takes_it_back(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Likeable.")
        opened = await stage.bob.click(post.message, "More")

        for _ in range(2):
            await stage.bob.press(opened.message, like_button(opened.message)["custom_id"])
            await stage.bot.finish_answers()

        open_now = await stage.bob.message(opened.message["id"])
        assert like_button(open_now)["label"] == "Like"
        assert await likes(stage) == 0


async def test_every_message_that_shows_likes_follows(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Likeable.")
    card = await stage.bob.slash("film", title=FILM)
    page = await stage.bob.slash("reviews")
    await stage.settled()

    await stage.bob.press(post.message, like_button(post.message)["custom_id"])

    await stage.settled()
    said = [text_of(await stage.bob.message(shown.message["id"])) for shown in (post, card, page)]
    assert ["Like (1)" in said[0], "1 like" in said[1], "1 like" in said[2]] == [True] * 3


async def test_likes_of_a_minute_cost_a_few_edits_and_the_last_one_is_exact(stage: Stage) -> None:
    await stage.misbehave("settings", {"rate_limits": False})
    post = await write_review(stage.alice, text="Likeable.")
    await stage.settled()
    await stage.bot.copies.stop()
    review, begun_at = await review_of(stage), utcnow()
    clock = _Clock(begun_at)
    sources = Sources(stage.bot.services, stage.bot.posters, stage.bot.digest_pages)
    copies = Copies(stage.bot, sources, clock=clock)

    for number in range(100):
        clock.now = begun_at + number * timedelta(minutes=1) / 100
        await stage.store.likes.toggle(review.guild_id, review.id, UserId(FIRST_OF_THE_CROWD + number), clock.now)
        await _work(copies, clock)

    clock.now += timedelta(seconds=11)
    await _work(copies, clock)

    message = await stage.bob.message(post.message["id"])
    assert like_button(message)["label"] == "Like (100)"
    assert 2 <= await edits_of(stage, post) <= 8


async def test_two_hundred_members_who_press_within_a_second_are_counted_exactly(tmp_path: Path) -> None:
    async with staged(tmp_path, _with_a_crowd()) as stage:
        post = await write_review(stage.alice, text="Likeable.")
        await stage.settled()

        begun_s = asyncio.get_running_loop().time()
        await _press_all(stage, post)
        taken_s = asyncio.get_running_loop().time() - begun_s

        await _answered_all(stage)
        await stage.let_pass(LIKES_APART)
        callbacks = await _callbacks(stage)
        last = await label(stage, post)
        print(f"{CROWD} presses in {taken_s:.2f} s")  # noqa: T201  (shown on failure)
        assert await likes(stage) == CROWD
        assert last == f"Like ({CROWD})"
        assert callbacks == [6] * CROWD, "every press was answered by a deferred update"
        assert await edits_of(stage, post) <= 5


async def test_storm_of_likes_taken_back_and_given_again_ends_exact(tmp_path: Path) -> None:
    async with staged(tmp_path, _with_a_crowd()) as stage:
        post = await write_review(stage.alice, text="Likeable.")
        await stage.settled()

        # Every second one presses twice: their like is gone in the end, whatever came when.
        await asyncio.gather(_press_all(stage, post), _press_all(stage, post, range(0, CROWD, 2)))

        await _answered_all(stage, CROWD + CROWD // 2)
        await stage.let_pass(LIKES_APART)
        copy = await stage.store.copies.find(MessageId(int(post.message["id"])))
        assert await likes(stage) == CROWD // 2
        assert await label(stage, post) == f"Like ({CROWD // 2})"
        assert copy is not None


class _Clock:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def _work(copies: Copies, clock: _Clock) -> None:
    """Let all be edited that is due by that clock."""
    await copies.work(clock.now)
    await none_is_running()


def _with_a_crowd() -> Json:
    """The tests' world with two hundred members more in Night Owls."""
    crowded = world()

    for number in range(CROWD):
        user_id = str(FIRST_OF_THE_CROWD + number)
        crowded["users"].append({"id": user_id, "username": f"fan{number}", "global_name": f"Fan {number}"})
        crowded["guilds"][0]["members"].append({"user_id": user_id})

    return crowded


async def _press_all(stage: Stage, post: Reply, numbers: range = range(CROWD)) -> None:
    """Let each of these members press the button once, all at the same time."""
    pressed = {
        "channel_id": str(FILM_TALK),
        "message_id": post.message["id"],
        "custom_id": like_button(post.message)["custom_id"],
    }

    async with aiohttp.ClientSession(f"{stage.sandbox.url}/client/") as session:

        async def press(number: int) -> None:
            body = pressed | {"user": str(FIRST_OF_THE_CROWD + number)}

            async with session.post("component", json=body) as answer:
                assert answer.status == 200, await answer.text()

        await asyncio.gather(*(press(number) for number in numbers))


async def _callbacks(stage: Stage) -> list[int]:
    """The types of the answers to presses."""
    return [
        request["body"]["type"]
        for request in await stage.requests()
        if request["path"].endswith("/callback") and request["body"]["type"] in {6, 7}
    ]


async def _answered_all(stage: Stage, presses: int = CROWD) -> None:
    async with asyncio.timeout(20):
        while len(await _callbacks(stage)) < presses:  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.05)

    await stage.bot.finish_answers()
