"""Opening a review: spoilers only for those who ask, likes, and showing it again."""

from tests.e2e.driver import Reply
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage

SECRET = "It was the dog."
AT_ONCE = "open"


async def choose_from_page(stage: Stage) -> Reply:
    """Bob chooses the film's review from a page of the server's."""
    page = await stage.bob.slash("reviews", film=FILM)
    return await stage.bob.choose(page.message, "The Missing Picture")


async def test_chosen_review_keeps_its_spoiler_until_it_is_asked_for(stage: Stage) -> None:
    await write_review(stage.alice, text=SECRET, boxes=["is_spoiler"])

    chosen = await choose_from_page(stage)
    opened = await stage.bob.click(chosen.message, "Read it")

    assert chosen.is_private
    assert SECRET not in chosen.text
    assert opened.kind == "update"
    assert opened.message["id"] == chosen.message["id"]
    assert SECRET in opened.text


async def test_likes_and_second_thoughts_leave_a_hidden_text_hidden(stage: Stage) -> None:
    await write_review(stage.bob, text=SECRET, boxes=["is_spoiler"])
    page = await stage.alice.slash("reviews", film=FILM)
    chosen = await stage.alice.choose(page.message, "The Missing Picture")

    liked = await stage.alice.click(chosen.message, "Like")
    await stage.settled()
    question = await stage.alice.click(await stage.alice.message(chosen.message["id"]), "Remove")
    kept = await stage.alice.click(question.message, "Keep it")

    assert SECRET not in str(await stage.alice.messages())
    assert liked.kind != "failed"
    assert "Nothing was changed." in kept.text


async def test_spoiler_of_a_reviewed_film_opens_as_its_reader_has_chosen(stage: Stage) -> None:
    await write_review(stage.alice, text=SECRET, boxes=["is_spoiler"])
    await stage.bob.slash("spoilers", show=AT_ONCE)
    not_seen = await choose_from_page(stage)
    await stage.bob.slash("rate", film=FILM, rating=7)

    page = await stage.bob.slash("reviews", film=FILM, member=stage.alice)
    seen = await stage.bob.choose(page.message, "The Missing Picture")

    assert SECRET not in not_seen.text
    assert SECRET in seen.text
    assert "Read it" not in seen.labels


async def test_like_on_an_open_review_keeps_its_place_and_can_be_taken_back(stage: Stage) -> None:
    post = await write_review(stage.alice, text="*|" * 1_900)
    panel = await stage.bob.click(post.message, "Read on")
    second = await stage.bob.click(panel.message, "Next")

    await stage.bob.click(second.message, "Like")
    await stage.settled()
    liked = await stage.bob.message(second.message["id"])
    await stage.bob.click(liked, "Liked (1)")
    await stage.settled()
    taken_back = await stage.bob.message(second.message["id"])

    assert "Page 2 of 3" in str(liked)
    assert "Page 2 of 3" in str(taken_back)
    assert "'Like'" in str(taken_back)


async def test_review_is_shown_three_times_a_minute_and_no_more(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Look here.")
    panel = await stage.bob.click(post.message, "More")
    shown = [await stage.bob.click(panel.message, "Show here") for _ in range(3)]

    refused = await stage.bob.click(panel.message, "Show here")
    others = await stage.alice.click((await stage.alice.click(post.message, "More")).message, "Show here")

    assert all(not one.is_private and "Look here." in one.text for one in (*shown, others))
    assert refused.is_private
    assert "You showed several here just now. You can show the next one from <t:" in refused.text


async def test_review_shown_again_follows_its_edits(stage: Stage) -> None:
    post = await write_review(stage.alice, text="First words.")
    shown = await stage.bob.click((await stage.bob.click(post.message, "More")).message, "Show here")

    answer = await write_review(stage.alice, text="Better words.")

    await stage.settled()
    assert post.message["id"] in answer.text
    assert "Better words." in str(await stage.chloe.message(shown.message["id"]))
