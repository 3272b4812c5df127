"""Deleting everything that is kept about a person."""

from data.models import UserId
from tests.e2e.scenes import write_review
from tests.e2e.stage import Stage, member
from tests.e2e.world import ALICE, LOBBY


async def test_delete_asks_once_and_then_removes_reviews_and_posts_in_every_server(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Among owls.")
    other = await write_review(stage.bob, text="Stays here.")

    async with member(stage.sandbox, ALICE, LOBBY) as elsewhere:
        await write_review(elsewhere, text="In the rear row.")

    question = await stage.alice.slash("privacy delete")
    done = await stage.alice.click(question.message, "Delete everything")
    await stage.bot.finish_answers()

    await stage.bob.wait_for("message_delete", id=post.message["id"])
    left = str(await stage.bob.messages())
    assert question.is_private
    assert "2 reviews" in question.text
    assert "Everything is deleted: 2 reviews" in (await stage.alice.message(done.message["id"]))["content"]
    assert "Among owls." not in left
    assert "Stays here." in other.text
    assert (await stage.bot.services.privacy.counts(UserId(ALICE))) == {
        "reviews": 0,
        "drafts": 0,
        "watchlist": 0,
        "servers": 0,
    }


async def test_keeping_it_deletes_nothing(stage: Stage) -> None:
    await write_review(stage.alice, text="Kept.")
    question = await stage.alice.slash("privacy delete")

    answer = await stage.alice.click(question.message, "Keep it")

    assert "Nothing was changed" in answer.text
    assert "Kept." in (await stage.alice.slash("reviews")).text


async def test_nothing_kept_says_so(stage: Stage) -> None:
    answer = await stage.chloe.slash("privacy delete")

    assert answer.text == "I keep nothing about you."


async def test_only_help_and_privacy_are_offered_in_a_direct_message_and_work_there(stage: Stage) -> None:
    await write_review(stage.alice, text="Said in a server.")
    await stage.alice.go_to_direct_messages()

    question = await stage.alice.slash("privacy delete")
    help_page = await stage.alice.slash("help")
    done = await stage.alice.click(question.message, "Delete everything")

    assert sorted(await stage.alice.commands()) == ["help", "privacy"]
    assert "1 review" in question.text
    assert "`/film`" in help_page.text
    assert "</privacy delete:" in help_page.text
    assert "Deleting everything" in done.text
