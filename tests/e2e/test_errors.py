"""What a person meets when something goes wrong."""

import re

import pytest
from discord.ui import Button, View
from discord.utils import utcnow

from data.models import UserId
from tests.e2e.driver import Reply
from tests.e2e.scenes import FILM, change_schema, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, FILM_TALK


async def break_store(stage: Stage) -> None:
    """Take away a table that cards need, as a damaged disk might."""
    await change_schema(stage, "DROP TABLE film_counts")


def reference_in(reply: Reply) -> str:
    """The reference that the person is told."""
    found = re.search(r"reference:? `([0-9A-F]{8})`", reply.text)
    assert found is not None, reply.text
    return found[1]


async def test_unexpected_error_of_a_command_has_a_reference_that_the_log_shares(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await break_store(stage)

    answer = await stage.alice.slash("film", title=FILM)

    assert answer.is_private
    assert reference_in(answer) in {getattr(record, "reference", None) for record in caplog.records}


async def test_unexpected_error_of_a_button_has_one_too(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    card = await stage.alice.slash("film", title=FILM)
    await break_store(stage)

    answer = await stage.alice.click(card.message, "See more films")

    assert answer.is_private
    assert reference_in(answer) in {getattr(record, "reference", None) for record in caplog.records}


@pytest.mark.parametrize("custom_id", ["v9:film:imdb:tt2852470", "v1:film:nonsense", "v1:open:0", "from another bot"])
async def test_button_of_another_version_says_what_to_do(stage: Stage, custom_id: str) -> None:
    view = View(timeout=None)
    view.add_item(Button[View](label="Old", custom_id=custom_id))
    view.stop()
    sent = await stage.bot.get_partial_messageable(FILM_TALK).send("An old message", view=view)
    message = await stage.alice.message(str(sent.id))

    answer = await stage.alice.click(message, "Old")

    assert answer.is_private
    assert "Use the command again" in answer.text


async def test_review_deleted_meanwhile_is_said_so(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Short-lived.")
    page = await stage.bob.slash("reviews")
    panel = await stage.alice.click(post.message, "More")
    question = await stage.alice.click(panel.message, "Delete")
    await stage.alice.click(question.message, "Delete it")

    answer = await stage.bob.choose(page.message, "The Missing Picture (2013)")

    assert "not there any more" in answer.text


async def test_answer_lost_on_its_way_is_not_given_twice(stage: Stage) -> None:
    form = await stage.alice.slash("review", film=FILM)
    await stage.misbehave("faults", {"route": "POST /interactions/*", "status": 502, "after": True, "times": 1})

    began = await stage.alice.begin_submit(form, text="Said once.")
    await stage.alice.outcome(began)
    await stage.bot.finish_answers()

    assert str(await stage.bob.messages()).count("Said once.") == 1


async def test_copy_that_a_moderator_deleted_is_forgotten(stage: Stage) -> None:
    post = await write_review(stage.alice, text="First words.")
    await stage.bot.http.delete_message(FILM_TALK, post.message["id"])

    await write_review(stage.alice, text="Better words.")
    await stage.settled()
    again = await write_review(stage.alice, text="The best words.")

    assert not again.is_private
    assert "The best words." in again.text


async def test_post_of_a_review_deleted_just_before_a_crash_goes_at_the_next_start(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Should be gone.")
    await stage.store.privacy.forget(UserId(ALICE), utcnow())

    await stage.restart_bot()

    assert await stage.bob.wait_for("message_delete", id=post.message["id"])
