"""Deleting a review, and bringing it back."""

from discord.utils import utcnow

from data.models import FilmKey, GuildId, UserId
from tests.e2e.driver import Json, Member, Reply, text_of
from tests.e2e.scenes import change_schema, fail_inserts, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, NIGHT_OWLS

WITHDRAWN = "This review was deleted."


async def delete(person: Member, post: Json) -> Reply:
    """Delete one's own review, or remove another's, from its post; what is said of it."""
    panel = await person.click(post, "More")
    label = "Delete" if "Delete" in panel.labels else "Remove"
    question = await person.click(panel.message, label)
    return await person.click(question.message, f"{label} it")


async def now(stage: Stage, post: Reply) -> str:
    """What Chloe reads in the post now."""
    await stage.settled()
    return text_of(await stage.chloe.message(post.message["id"]))


async def text_saved(stage: Stage) -> str | None:
    review = await stage.store.reviews.find(GuildId(NIGHT_OWLS), UserId(ALICE), FilmKey("imdb:tt2852470"))
    return None if review is None else review.content.text


async def test_author_deletes_after_one_question_and_the_post_says_so(stage: Stage) -> None:
    post = await write_review(stage.alice, text="To be deleted.")

    said = await delete(stage.alice, post.message)

    assert said.kind == "update"
    assert "is deleted" in said.text
    assert "<t:" in said.text
    assert said.labels == ["Undo"]
    assert await text_saved(stage) is None
    assert await now(stage, post) == WITHDRAWN


async def test_undo_brings_back_review_post_likes_and_versions_also_after_a_restart(stage: Stage) -> None:
    post = await write_review(stage.alice, text="First words.")
    await write_review(stage.alice, text="Better words.")
    await stage.bob.click(post.message, "Like")
    said = await delete(stage.alice, post.message)
    await stage.settled()
    await stage.restart_bot()

    back = await stage.alice.click(said.message, "Undo")

    panel = await stage.alice.click(await after_undo(stage, post), "More")
    assert back.kind == "update"
    assert "is back" in back.text
    assert "Better words." in await now(stage, post)
    assert "Earlier versions (1)" in panel.labels
    assert "Liked (1)" in (await stage.bob.click(await stage.bob.message(post.message["id"]), "More")).labels


async def after_undo(stage: Stage, post: Reply) -> Json:
    await stage.settled()
    return await stage.alice.message(post.message["id"])


async def test_undo_comes_too_late_once_the_post_is_gone(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Gone for good.")
    said = await delete(stage.alice, post.message)
    await stage.settled()
    await change_schema(stage, "UPDATE deleted_reviews SET deleted_s = deleted_s - 600")
    await stage.bot.services.reviews.purge(utcnow())
    stage.bot.copies.nudge()

    await stage.bob.wait_for("message_delete", id=post.message["id"])
    answer = await stage.alice.click(said.message, "Undo")

    assert answer.is_private
    assert "It is too late" in answer.text
    assert "`/review` writes a new one" in answer.text


async def test_review_written_since_stays_when_the_deleted_one_is_wanted_back(stage: Stage) -> None:
    post = await write_review(stage.alice, text="First thoughts.")
    said = await delete(stage.alice, post.message)
    again = await write_review(stage.alice, text="Second thoughts.")

    answer = await stage.alice.click(said.message, "Undo")

    assert not again.is_private
    assert "another review" in answer.text
    assert await text_saved(stage) == "Second thoughts."
    assert await now(stage, post) == WITHDRAWN


async def test_moderator_who_removed_a_review_brings_it_back(stage: Stage) -> None:
    post = await write_review(stage.bob, text="Rude words, at first sight.")
    said = await delete(stage.alice, post.message)
    withdrawn = await now(stage, post)

    back = await stage.alice.click(said.message, "Undo")

    assert withdrawn == WITHDRAWN
    assert "is back" in back.text
    assert "Edit" not in back.labels
    assert "Rude words" in await now(stage, post)


async def test_deletion_that_fails_is_told_and_leaves_the_review(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Stays.")
    await fail_inserts(stage, "deleted_reviews")

    answer = await delete(stage.alice, post.message)

    assert answer.is_private
    assert "reference" in answer.text
    assert await text_saved(stage) == "Stays."
    assert "Stays." in await now(stage, post)


async def test_keeping_it_changes_nothing(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Spared.")
    panel = await stage.alice.click(post.message, "More")
    question = await stage.alice.click(panel.message, "Delete")

    answer = await stage.alice.click(question.message, "Keep it")

    assert "Edit" in answer.labels
    assert await text_saved(stage) == "Spared."
