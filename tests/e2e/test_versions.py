"""What a review said before, and how often its film was watched: for its author alone."""

from discord.ui import Button, View

from bot.ui.custom_ids import SeeVersions
from data.models import FilmKey, UserId
from tests.e2e.driver import Reply
from tests.e2e.scenes import write_review
from tests.e2e.stage import Stage
from tests.e2e.world import BOB, FILM_TALK

HOSTILE = "*|" * 1_900


async def panel_of(stage: Stage, post: Reply) -> Reply:
    """Alice's review, opened from its post as it is now."""
    await stage.settled()
    message = await stage.alice.message(post.message["id"])
    label = next(label for label in ("Read it", "Read on", "More") if label in str(message["components"]))
    return await stage.alice.click(message, label)


async def test_earlier_versions_are_read_one_by_one_the_latest_first_also_after_a_restart(stage: Stage) -> None:
    post = await write_review(stage.alice, text="First words.", rating=["4"])
    await write_review(stage.alice, text=HOSTILE, rating=["6"])
    await write_review(stage.alice, text="Last words.", rating=["8"])
    panel = await panel_of(stage, post)
    await stage.restart_bot()
    seen = [await stage.alice.click(panel.message, "Earlier versions (2)")]

    while labels := {"Next", "Older"} & enabled(seen[-1]):
        seen.append(await stage.alice.click(seen[-1].message, labels.pop()))

    back = await stage.alice.click(seen[-1].message, "Back")

    assert all(one.kind == "update" for one in seen)
    assert seen[0].text.startswith("**Earlier version 2 of 2** · page 1 of 3\n-# <t:")
    assert "3 out of 5" in seen[0].text
    assert "First words." in seen[-1].text
    assert "2 out of 5" in seen[-1].text
    assert "Last words." in back.text


def enabled(reply: Reply) -> set[str]:
    return {
        item["label"] for row in reply.message["components"] for item in row["components"] if not item.get("disabled")
    }


async def test_others_neither_see_that_there_are_versions_nor_read_them(stage: Stage) -> None:
    post = await write_review(stage.bob, text="Rash words.")
    await write_review(stage.bob, text="Considered words.")
    review = await stage.store.reviews.latest_anywhere(UserId(BOB), FilmKey("imdb:tt2852470"))
    assert review is not None
    view = View(timeout=None)
    view.add_item(Button[View](label="Forged", custom_id=str(SeeVersions(review=review.id, number=1, leaf=1))))
    view.stop()
    sent = await stage.bot.get_partial_messageable(FILM_TALK).send("Not from us", view=view)

    # Alice may manage the server, and even so.
    panel = await panel_of(stage, post)
    answer = await stage.alice.click(await stage.alice.message(str(sent.id)), "Forged")

    assert not any("version" in label for label in panel.labels)
    assert "Only Bob can do that" in answer.text
    assert "Rash words." not in answer.text


async def test_rewatches_are_told_to_the_author_alone(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Once.", rating=["8"], watched_on="2020-01-02")
    await write_review(stage.alice, text="Twice.", rating=["9"], watched_on="2026-11-01", boxes=["is_rewatch"])
    await stage.settled()

    own = await panel_of(stage, post)
    others = await stage.bob.click(await stage.bob.message(post.message["id"]), "More")

    assert "Watched 2 times\n1 November 2026 · ★★★★½\n2 January 2020 · ★★★★" in own.text.replace("\u2060", "")
    assert "times" not in others.text
