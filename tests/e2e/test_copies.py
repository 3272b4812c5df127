"""Posted reviews, cards and pages follow what happens to a review, whatever Discord makes of the edits."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from discord.utils import utcnow

from bot.ui.custom_ids import CustomId
from data.models import ChannelId, GuildId, GuildSettings, ReviewForm, UserId
from data.store.trash import UNDO_WITHIN
from sandbox.faults import FaultOrder
from tests.builders import an_author
from tests.e2e.changes import KEY, begun, delete, edit_of, edits_of, id_of, is_there, read, review_of, say
from tests.e2e.driver import items_of, text_of
from tests.e2e.process import bot_on, fresh_sandbox
from tests.e2e.scenes import FILM, change_schema, write_review
from tests.e2e.stage import Stage
from tests.e2e.stage import member as person
from tests.e2e.world import ALICE, BOB, CHLOE, FILM_TALK, NIGHT_OWLS, REVIEWS

WITHDRAWN = "This review was deleted."


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """Edits at a run: what Discord makes of many is asked for where that is the point."""
    await stage.misbehave("settings", {"rate_limits": False})
    return stage


class TestDeletedReview:
    async def test_post_says_so_without_a_name_or_a_button(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Take this back.")

        await delete(stage)

        assert await read(stage, post) == WITHDRAWN
        assert items_of(await stage.bob.message(post.message["id"])) == []

    async def test_post_comes_back_when_the_deletion_is_undone(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Take this back.")
        review = await review_of(stage)
        await delete(stage)
        withdrawn = await read(stage, post)

        await stage.store.trash.restore(review.guild_id, review.id, UserId(ALICE), utcnow())
        stage.bot.nudge()

        after = await read(stage, post)
        assert withdrawn == WITHDRAWN
        assert "Take this back." in after
        assert "Review it too" in after

    async def test_post_goes_once_nothing_can_be_undone(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Take this back.")
        await delete(stage)
        await read(stage, post)

        await stage.bot.services.reviews.purge(utcnow() + UNDO_WITHIN)

        await stage.let_pass(UNDO_WITHIN)
        assert not await is_there(stage, post)
        assert await stage.store.copies.find(id_of(post)) is None

    async def test_page_and_card_show_it_again_in_its_place_when_the_deletion_is_undone(self, stage: Stage) -> None:
        await write_review(stage.bob, text="Stays.")
        await write_review(stage.alice, text="Take this back.")
        page = await stage.bob.slash("reviews")
        older_card = await stage.bob.slash("film", title=FILM)
        await stage.bob.slash("film", title=FILM)
        review = await review_of(stage)
        await delete(stage)
        without = [await read(stage, page), await read(stage, older_card)]

        await stage.store.trash.restore(review.guild_id, review.id, UserId(ALICE), utcnow())
        stage.bot.nudge()

        assert ["Take this back." in said for said in without] == [False, False]
        assert "Take this back." in await read(stage, page)
        assert "Take this back." in await read(stage, older_card)

    async def test_page_of_nothing_else_shows_it_again_when_the_deletion_is_undone(self, stage: Stage) -> None:
        await write_review(stage.alice, text="Take this back.")
        page = await stage.bob.slash("reviews", member=stage.alice)
        review = await review_of(stage)
        await delete(stage)
        without = await read(stage, page)

        await stage.store.trash.restore(review.guild_id, review.id, UserId(ALICE), utcnow())
        stage.bot.nudge()

        assert "The reviews that stood here are gone." in without
        assert "Take this back." in await read(stage, page)

    async def test_list_loses_it_and_is_withdrawn_with_the_last(self, stage: Stage) -> None:
        services = stage.bot.services
        await services.guilds.choose(GuildSettings(guild_id=GuildId(NIGHT_OWLS), feed_id=ChannelId(REVIEWS)))
        film = await services.films.get(KEY, GuildId(NIGHT_OWLS))

        for number in range(6):
            author = an_author(UserId(CHLOE + 10 + number), name=f"Member {number}")
            await services.reviews.submit(GuildId(NIGHT_OWLS), author, film, ReviewForm(text="Six of us."), utcnow())

        since = len(stage.bob.events)
        stage.bot.nudge()
        posted = (await stage.bob.wait_for("message_create", since))["message"]

        async with person(stage.sandbox, BOB, REVIEWS) as reader:
            await delete(stage, CHLOE + 10)
            await stage.settled()
            shorter = text_of(await reader.message(posted["id"]))

            for number in range(1, 6):
                await delete(stage, CHLOE + 10 + number)

            await stage.settled()
            emptied = text_of(await reader.message(posted["id"]))

        assert "6 new reviews" in text_of(posted)
        assert "5 new reviews" in shorter
        assert "Member 0" not in shorter
        assert emptied == WITHDRAWN


class TestNewestCard:
    async def test_of_a_film_nobody_reviewed_follows_its_first_review(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        before = await read(stage, card)

        await write_review(stage.alice, text="The first of all.", rating=["10"])

        after = await read(stage, card)
        assert "No ratings yet" in before
        assert "The first of all." in after
        assert "1 member" in after

    async def test_in_a_channel_is_kept_true_and_older_ones_stay(self, stage: Stage) -> None:
        older = await stage.bob.slash("film", title=FILM)

        async with person(stage.sandbox, CHLOE, REVIEWS) as chloe:
            elsewhere = await chloe.slash("film", title=FILM)
            newest = await stage.bob.slash("film", title=FILM)
            await write_review(stage.alice, text="The first of all.")
            await stage.settled()
            there = text_of(await chloe.message(elsewhere.message["id"]))

        assert "The first of all." in there
        assert "The first of all." in await read(stage, newest)
        assert "The first of all." not in await read(stage, older)
        assert await edits_of(stage, older) == 0

    async def test_of_another_film_is_left_alone(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title="Metropolis")

        await write_review(stage.alice, text="Of another film.")

        await stage.settled()
        assert await edits_of(stage, card) == 0

    async def test_turned_into_another_film_follows_that_one(self, stage: Stage) -> None:
        question = await stage.bob.slash("film", title="Frankenstein")
        card = await stage.bob.choose(question.message, "Frankenstein (1931)")

        await write_review(stage.alice, "Frankenstein 1931", text="It is alive.")

        assert "It is alive." in await read(stage, card)


class TestTurnedWhileItIsEdited:
    async def test_page_ends_as_what_it_was_turned_to(self, stage: Stage) -> None:
        for film in ("Metropolis", "Persona", "Stalker", "Ran", "Tokyo Story", FILM):
            await write_review(stage.alice, film, text=f"On {film}.")

        page = await stage.bob.slash("reviews")
        await stage.settled()
        await stage.misbehave("faults", {"route": edit_of(page), "delay_s": 0.4})
        since = len(stage.bob.events)
        await say(stage, "Better words.")
        await begun(stage, page)

        await stage.bob.click(page.message, "Next")

        await stage.settled()
        updates = [event["message"] for event in stage.bob.events[since:] if event["type"] == "message_update"]
        said = [text_of(message) for message in updates if message["id"] == page.message["id"]]
        assert ["On Metropolis." in text for text in said] == [True, False, True], "the edit was overtaken"
        assert "On Metropolis." in await read(stage, page)

    async def test_message_whose_edit_ended_since_it_was_turned_is_edited_again(self, stage: Stage) -> None:
        await write_review(stage.alice, text="On it.")
        page = await stage.bob.slash("reviews")
        await stage.settled()
        copy = await stage.store.copies.find(id_of(page))
        review, turned_at = await review_of(stage), utcnow()
        assert copy is not None
        assert copy.request is not None
        await say(stage, "Better words.")
        await stage.settled()
        current = await review_of(stage)

        # What Discord shows now may be the older of the two.
        interaction: Any = SimpleNamespace(channel_id=FILM_TALK, guild_id=NIGHT_OWLS, extras={})
        request = CustomId.parse(copy.request)
        await stage.bot.copies.remember(interaction, id_of(page), request, [current], turned_at)

        await stage.settled()
        assert review.content != current.content
        assert await edits_of(stage, page) == 2


class TestRestart:
    async def test_what_was_changed_while_the_bot_was_away_follows_at_its_next_start(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="First words.")
        card = await stage.bob.slash("film", title=FILM)
        page = await stage.bob.slash("reviews")
        await stage.settled()
        await stage.bot.copies.stop()
        await say(stage, "Better words.")

        await stage.restart_bot()

        assert ["Better words." in await read(stage, shown) for shown in (post, card, page)] == [True] * 3

    async def test_what_discord_refused_before_is_tried_after_a_restart(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await stage.misbehave("faults", {"route": edit_of(post), "status": 503})
        await say(stage, "Better words.")
        await stage.settled()
        await stage.restart_bot()

        await stage.let_pass(timedelta(seconds=5))

        assert "Better words." in await read(stage, post)

    async def test_post_of_a_review_that_can_come_back_no_more_goes_at_the_next_start(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="Take this back.")
        await delete(stage)
        withdrawn = await read(stage, post)
        await change_schema(stage, "UPDATE deleted_reviews SET deleted_s = deleted_s - 600")

        await stage.restart_bot()

        await stage.bob.wait_for("message_delete", id=post.message["id"])
        assert withdrawn == WITHDRAWN

    async def test_bot_stops_at_once_while_edits_wait(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await stage.misbehave("faults", {"route": edit_of(post), "status": 429, "retry_after_s": 60})
        await say(stage, "Better words.")
        await begun(stage, post)

        async with asyncio.timeout(5):
            await stage.restart_bot()

        assert "Better words." in await read(stage, post)


async def test_bot_killed_after_a_change_and_before_the_edit_edits_at_its_next_start(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(fresh_sandbox())
        bot = await stack.enter_async_context(bot_on(sandbox, tmp_path))
        alice = await stack.enter_async_context(person(sandbox, ALICE))
        post = await write_review(alice, text="First words.")
        sandbox.core.faults.add(FaultOrder(route=edit_of(post), delay_s=60))
        # The answer is private: what all can see is yet to be edited.
        await write_review(alice, text="Better words.")
        await bot.kill()
        sandbox.core.faults.clear()
        before = text_of(await alice.message(post.message["id"]))
        since = len(alice.events)

        await bot.start()

        updated = await alice.wait_for("message_update", since)
        assert "First words." in before
        assert "Better words." in text_of(updated["message"])
        assert updated["message"]["id"] == post.message["id"]
