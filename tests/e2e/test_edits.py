"""What becomes of edits that Discord refuses, or makes wait: the latest state wins, and nothing hidden stays."""

import logging
from datetime import timedelta

import pytest

from bot.posting import editing
from tests.e2e.changes import edit_of, edits_of, id_of, is_there, read, say, shut_out
from tests.e2e.driver import text_of
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage
from tests.e2e.stage import member as person
from tests.e2e.world import BOB, FILM_TALK, REVIEWS

HOUR_S = 3600


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """Edits at a run: what Discord makes of many is asked for where that is the point."""
    await stage.misbehave("settings", {"rate_limits": False})
    return stage


class TestRefusedEdit:
    async def test_message_that_is_gone_is_forgotten_and_others_follow(self, stage: Stage) -> None:
        await write_review(stage.alice, text="First words.")
        page = await stage.bob.slash("reviews")
        card = await stage.bob.slash("film", title=FILM)
        await stage.settled()
        await stage.remove(f"messages/{FILM_TALK}/{page.message['id']}")

        await say(stage, "Better words.")

        assert "Better words." in await read(stage, card)
        assert await stage.store.copies.find(id_of(page)) is None

    async def test_messages_of_a_channel_that_is_gone_are_forgotten(self, stage: Stage) -> None:
        await write_review(stage.alice, text="First words.")

        async with person(stage.sandbox, BOB, REVIEWS) as bob:
            card = await bob.slash("film", title=FILM)
            await stage.settled()
            await stage.remove(f"channels/{REVIEWS}")
            await say(stage, "Better words.")
            await stage.settled()

        assert await stage.store.copies.find(id_of(card)) is None

    async def test_message_out_of_sight_is_kept_told_of_once_and_follows_when_it_is_seen_again(
        self, stage: Stage, caplog: pytest.LogCaptureFixture
    ) -> None:
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await shut_out(stage, FILM_TALK)
        since = len(stage.bob.events)

        for words in ("Better words.", "The best words."):
            await say(stage, words)
            await stage.settled()

        await shut_out(stage, FILM_TALK, is_out=False)

        updated = await stage.bob.wait_for("message_update", since)
        warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
        assert "The best words." in text_of(updated["message"])
        assert updated["message"]["id"] == post.message["id"]
        assert [record.getMessage()[:30] for record in warnings] == ["a message can't be edited just"]

    async def test_other_messages_of_a_channel_out_of_sight_are_not_tried_one_by_one(self, stage: Stage) -> None:
        await write_review(stage.alice, text="First words.")
        shown = [await stage.bob.slash("film", title=FILM) for _ in range(5)]
        await stage.settled()
        await shut_out(stage, FILM_TALK)

        await say(stage, "Better words.")

        await stage.settled()
        assert sum([await edits_of(stage, card, 403) for card in shown]) <= 1

    @pytest.mark.parametrize(("status", "code"), [(403, 50001), (403, 50013), (400, 50035)])
    async def test_post_that_must_be_hidden_and_cannot_be_edited_is_deleted(
        self, stage: Stage, status: int, code: int
    ) -> None:
        post = await write_review(stage.alice, text="It was her all along.")
        await stage.settled()
        await stage.misbehave("faults", {"route": edit_of(post), "status": status, "code": code})

        await say(stage, "It was her all along.", is_spoiler=True)

        await stage.settled()
        assert not await is_there(stage, post)
        assert await stage.store.copies.find(id_of(post)) is None

    @pytest.mark.parametrize("status", [400, 403])
    async def test_post_that_is_only_out_of_date_stays_and_is_tried_later(self, stage: Stage, status: int) -> None:
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await stage.misbehave("faults", {"route": edit_of(post), "status": status, "code": 50013})
        await say(stage, "Better words.")
        before = await read(stage, post)

        await stage.let_pass(timedelta(minutes=1))

        assert "First words." in before
        assert "Better words." in await read(stage, post)

    async def test_discord_out_of_order_is_tried_again_soon(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await stage.misbehave("faults", {"route": edit_of(post), "status": 503, "times": 2})
        await say(stage, "Better words.")
        await stage.settled()

        for seconds in (5, 15):
            await stage.let_pass(timedelta(seconds=seconds))

        assert await edits_of(stage, post, 503) == 2
        assert "Better words." in await read(stage, post)

    async def test_what_failed_is_tried_again_without_anybody_asking(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(editing, "_FAULT", timedelta(seconds=1))
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await stage.misbehave("faults", {"route": edit_of(post), "status": 503})
        since = len(stage.bob.events)

        await say(stage, "Better words.")

        updated = await stage.bob.wait_for("message_update", since)
        assert "Better words." in text_of(updated["message"])
        assert await edits_of(stage, post, 503) == 1

    async def test_edit_whose_answer_is_lost_is_made_again(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await stage.misbehave("faults", {"route": edit_of(post), "status": 503, "after": True})
        await say(stage, "Better words.")
        await stage.settled()

        await stage.let_pass(timedelta(seconds=5))

        copy = await stage.store.copies.find(id_of(post))
        assert "Better words." in await read(stage, post)
        assert copy is not None
        assert copy.tries == 0

    async def test_review_that_a_message_cannot_be_built_of_keeps_no_other_waiting(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        post = await write_review(stage.alice, text="First words.")
        card = await stage.bob.slash("film", title=FILM)
        await stage.settled()
        monkeypatch.setattr("bot.posting.rebuilding.review_post", None)

        await say(stage, "Better words.")

        assert "Better words." in await read(stage, card)
        assert "First words." in await read(stage, post)
        assert "a message could not be rebuilt" in caplog.text


class TestHeldUpEdit:
    async def test_more_channels_than_are_edited_side_by_side_come_one_after_the_other(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.posting.copies.SIDE_BY_SIDE", 1)
        post = await write_review(stage.alice, text="First words.")

        async with person(stage.sandbox, BOB, REVIEWS) as bob:
            card = await bob.slash("film", title=FILM)
            await stage.settled()

            await say(stage, "Better words.")

            await stage.settled()
            there = text_of(await bob.message(card.message["id"]))

        assert "Better words." in there
        assert "Better words." in await read(stage, post)

    async def test_forgotten_member_hears_in_time_how_much_is_left(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.posting.copies.SETTLE_WITHIN_S", 0.2)
        post = await write_review(stage.alice, text="Take this back.")
        await stage.settled()
        await stage.misbehave("faults", {"route": f"DELETE */messages/{post.message['id']}", "delay_s": 0.5})
        question = await stage.alice.slash("privacy delete")

        done = await stage.alice.click(question.message, "Delete everything")

        await stage.bot.finish_answers()
        told = text_of(await stage.alice.message(done.message["id"]))
        await stage.settled()
        assert "1 message of mine" in told
        assert not await is_there(stage, post)

    async def test_one_channel_that_waits_keeps_no_other_from_being_edited(self, stage: Stage) -> None:
        post = await write_review(stage.alice, text="First words.")

        async with person(stage.sandbox, BOB, REVIEWS) as bob:
            card = await bob.slash("film", title=FILM)
            await stage.settled()
            held_up = {"route": f"PATCH /channels/{FILM_TALK}/*", "status": 429, "retry_after_s": 1.0}
            await stage.misbehave("faults", held_up)
            since, elsewhere = len(stage.bob.events), len(bob.events)

            await say(stage, "Better words.")

            await bob.wait_for("message_update", elsewhere)
            updated_first = [event for event in stage.bob.events[since:] if event["type"] == "message_update"]
            there = text_of(await bob.message(card.message["id"]))

        assert "Better words." in there
        assert [event["message"]["channel_id"] for event in updated_first] == [str(REVIEWS)]
        assert "Better words." in await read(stage, post)

    async def test_of_old_messages_the_latest_state_wins_in_the_end(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(editing, "EDIT_WITHIN_S", 0.3)
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await stage.misbehave("clock", {"advance_s": 2 * HOUR_S})

        for number in range(1, 7):
            await say(stage, f"Words no. {number}.")
            await stage.settled()

        halfway = text_of(await stage.bob.message(post.message["id"]))
        await stage.misbehave("clock", {"advance_s": 60})
        await stage.let_pass(timedelta(hours=1))

        assert "Words no. 3." in halfway
        assert "Words no. 6." in await read(stage, post)

    async def test_old_post_that_must_be_hidden_and_would_have_to_wait_is_deleted(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(editing, "HIDE_WITHIN_S", 0.3)
        post = await write_review(stage.alice, text="First words.")
        await stage.settled()
        await stage.misbehave("clock", {"advance_s": 2 * HOUR_S})

        for number in range(1, 4):
            await say(stage, f"Words no. {number}.")
            await stage.settled()

        await say(stage, "It was her all along.", is_spoiler=True)

        await stage.settled()
        assert not await is_there(stage, post)
