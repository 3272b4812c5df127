"""Deleting everything that is kept about a person."""

from data.models import UserId
from data.store.truth import LIKES_APART
from tests.e2e.driver import items_of, text_of
from tests.e2e.scenes import write_review
from tests.e2e.stage import Stage, member
from tests.e2e.world import ALICE, FILM_TALK, LOBBY


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
    assert not any((await stage.bot.services.privacy.counts(UserId(ALICE))).values())


async def test_keeping_it_deletes_nothing(stage: Stage) -> None:
    await write_review(stage.alice, text="Kept.")
    question = await stage.alice.slash("privacy delete")

    answer = await stage.alice.click(question.message, "Keep it")

    assert "Nothing was changed" in answer.text
    assert "Kept." in (await stage.alice.slash("reviews")).text


async def test_nothing_kept_says_so(stage: Stage) -> None:
    answer = await stage.chloe.slash("privacy delete")

    assert answer.text == "I keep nothing about you."


async def test_messages_out_of_reach_are_told_of_and_deleted_once_they_are_within_it(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Among owls.")
    page = await stage.bob.slash("reviews")
    await stage.settled()
    hidden = {"id": str(stage.bot.application_id), "type": 1, "allow": [], "deny": ["view_channel"]}
    await stage.misbehave("permissions", {"channel_id": str(FILM_TALK), "overwrites": [hidden]})
    question = await stage.alice.slash("privacy delete")
    done = await stage.alice.click(question.message, "Delete everything")
    await stage.bot.finish_answers()
    told = text_of(await stage.alice.message(done.message["id"]))
    before = text_of(await stage.bob.message(page.message["id"]))

    await stage.misbehave("permissions", {"channel_id": str(FILM_TALK), "overwrites": []})

    await stage.bob.wait_for("message_delete", id=post.message["id"])
    await stage.settled()
    assert "2 messages of mine" in told
    assert "Among owls." in before
    assert "Among owls." not in str(await stage.bob.messages())


async def test_likes_of_one_who_is_forgotten_go_from_the_posts_of_others(stage: Stage) -> None:
    post = await write_review(stage.bob, text="Likeable.")
    like = next(item for item in items_of(post.message) if item["label"] == "Like")
    await stage.alice.press(post.message, like["custom_id"])
    await stage.settled()
    liked = text_of(await stage.bob.message(post.message["id"]))
    question = await stage.alice.slash("privacy delete")

    await stage.alice.click(question.message, "Delete everything")

    await stage.let_pass(LIKES_APART)
    assert "1 like of what others wrote" in question.text
    assert "Like (1)" in liked
    assert "Like (1)" not in text_of(await stage.bob.message(post.message["id"]))


async def test_what_is_ones_own_alone_is_offered_in_a_direct_message_and_work_there(stage: Stage) -> None:
    await write_review(stage.alice, text="Said in a server.")
    await stage.alice.go_to_direct_messages()

    question = await stage.alice.slash("privacy delete")
    help_page = await stage.alice.slash("help")
    done = await stage.alice.click(question.message, "Delete everything")

    assert sorted(await stage.alice.commands()) == ["diary", "help", "privacy", "spoilers"]
    assert "1 review" in question.text
    assert "`/film`" in help_page.text
    assert "</privacy delete:" in help_page.text
    assert "Deleting everything" in done.text
