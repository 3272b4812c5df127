"""Answers that take long, or are asked for again, when Discord, the network or the store are out of order."""

import logging

import pytest
from discord.utils import utcnow

from bot.ui import saving
from data.models import UserId
from tests.e2e.changes import delete, is_there, review_of
from tests.e2e.driver import EPHEMERAL, Json, Member, Reply, text_of
from tests.e2e.process import eventually
from tests.e2e.scenes import change_schema, fail_inserts, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB

CALLBACK = "POST /interactions/*/callback"
FOLLOW_UP = "POST /webhooks/*"
SECRET = "qvxzsecret"


async def write_slowly(stage: Stage, monkeypatch: pytest.MonkeyPatch, fault: Json) -> list[Json]:
    """Let Alice's review take longer to save than Discord waits, with that fault; what is in public then."""
    form = await stage.alice.slash("review", film="The Missing Picture")
    monkeypatch.setattr(saving, "ANSWER_WITHIN_S", 0.0)
    await stage.misbehave("faults", fault)

    await stage.alice.begin_submit(form, rating=["8"], text=SECRET)
    await stage.bob.wait_for("message_create")
    await stage.bot.finish_answers()

    return [
        message
        for message in await stage.bob.messages()
        if SECRET in text_of(message) and not message["flags"] & EPHEMERAL
    ]


def latest(person: Member, shown: Reply) -> Json:
    """The private message as that person last saw it."""
    events = [event for event in person.events if event["type"] in {"message_create", "message_update"}]
    return [event["message"] for event in events if event["message"]["id"] == shown.message["id"]][-1]


async def ask_to_delete(person: Member, post: Reply) -> Reply:
    """Come as far as the question."""
    panel = await person.click(post.message, "More")
    return await person.click(panel.message, "Delete")


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"route": CALLBACK, "status": 500, "after": True}, id="wait"),
        pytest.param({"route": FOLLOW_UP, "status": 500, "after": True}, id="post-answered-by-an-error"),
        pytest.param({"route": FOLLOW_UP, "after": True}, id="post-cut-off"),
    ],
)
async def test_review_saved_slowly_is_posted_once_and_goes_with_its_deletion(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, fault: Json
) -> None:
    posted = await write_slowly(stage, monkeypatch, fault)

    await delete(stage)
    await stage.settled()

    assert len(posted) == 1
    assert not [message for message in await stage.bob.messages() if SECRET in text_of(message)]


async def test_post_that_could_not_be_noted_goes_with_its_review_once_the_store_works(stage: Stage) -> None:
    await fail_inserts(stage, "copies")
    post = await write_review(stage.alice, text=SECRET)
    await stage.bot.finish_answers()
    review = await review_of(stage)
    await change_schema(stage, "DROP TRIGGER broken")

    seen = len(stage.bob.events)
    await delete(stage)
    await stage.bob.wait_for("message_update", seen)

    assert await stage.store.copies.of(review.id)
    assert SECRET not in text_of(await stage.bob.message(post.message["id"]))
    assert await is_there(stage, post)


async def test_deletion_asked_for_again_after_its_answer_was_lost_still_offers_undo(stage: Stage) -> None:
    question = await ask_to_delete(stage.alice, await write_review(stage.alice))
    await delete(stage)

    again = await stage.alice.click(question.message, "Delete it")

    assert again.labels == ["Undo"]


async def test_deletion_that_another_person_made_is_not_offered_to_be_undone(stage: Stage) -> None:
    question = await ask_to_delete(stage.bob, await write_review(stage.bob))
    review = await review_of(stage, BOB)
    await stage.store.trash.delete(review.id, UserId(ALICE), utcnow())

    again = await stage.bob.click(question.message, "Delete it")

    assert "not there any more" in again.text


async def test_press_that_takes_long_is_acknowledged_and_its_message_turned(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = await ask_to_delete(stage.alice, await write_review(stage.alice))
    monkeypatch.setattr(saving, "ANSWER_WITHIN_S", 0.0)

    pressed = await stage.alice.click(question.message, "Delete it")
    await eventually(lambda: "is deleted" in text_of(latest(stage.alice, question)))

    assert pressed.kind == "deferred_update"
    assert "Undo" in text_of(latest(stage.alice, question))


async def test_like_whose_acknowledgement_was_lost_is_counted_and_shown(stage: Stage) -> None:
    post = await write_review(stage.alice)
    opened = await stage.bob.click(post.message, "More")
    await stage.misbehave("faults", {"route": CALLBACK, "status": 500, "after": True})

    await stage.bob.click(opened.message, "Like")
    await eventually(lambda: "Liked" in text_of(latest(stage.bob, opened)))

    assert (await review_of(stage)).likes == 1


async def test_press_that_the_store_refuses_is_asked_for_again_with_a_reference_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    question = await ask_to_delete(stage.alice, await write_review(stage.alice))
    await fail_inserts(stage, "deleted_reviews")

    answer = await stage.alice.click(question.message, "Delete it")

    (failed,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert answer.is_private
    assert f"(reference `{vars(failed)['reference']}`)" in answer.text
    assert "try again" in answer.text
    assert failed.exc_info is None


async def test_answer_that_came_too_late_is_a_warning_without_a_traceback(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.misbehave("faults", {"route": CALLBACK, "status": 404, "code": 10062})

    await stage.alice.begin("help")
    await eventually(lambda: any("too late" in record.message for record in caplog.records))
    await stage.bot.finish_answers()

    (late,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert (late.levelno, late.exc_info) == (logging.WARNING, None)
