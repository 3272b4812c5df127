"""Texts that are longer than a form: handed in as a file, read whole, and never lost."""

from typing import Any

import aiohttp
import pytest
from discord.ui import Button, View

from bot.services.text_files import LARGEST_FILE
from bot.ui.custom_ids import ReplaceText
from bot.ui.forms import FILE
from data.models import FilmKey, GuildId, UserId
from tests.bot.ui.discord_markdown import see
from tests.e2e.driver import Json, Member, Reply, text_of
from tests.e2e.scenes import FILM, fail_inserts, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, FILM_TALK, NIGHT_OWLS

WORDS = [f"word{number}" for number in range(2_000)]
LONG = " ".join(WORDS)


async def open_own(stage: Stage, film: str = FILM) -> Reply:
    """Alice's review, opened from the server's reviews."""
    page = await stage.alice.slash("reviews", film=film)
    return await stage.alice.choose(page.message, "The Missing Picture")


async def open_text_form(stage: Stage) -> Reply:
    """The form for a new text, below Alice's open review."""
    panel = await open_own(stage)
    return await stage.alice.click(panel.message, next(label for label in panel.labels if label.endswith(" text")))


async def hand_in(stage: Stage, data: bytes, name: str = "review.txt", **typed: Any) -> Reply:
    """Alice hands a file in for her review's text; what she is told."""
    return await stage.alice.submit(await open_text_form(stage), {FILE: (name, data)}, **typed)


async def saved_text(stage: Stage) -> str:
    """What the store holds of Alice's review, exactly."""
    review = await stage.store.reviews.find(GuildId(NIGHT_OWLS), UserId(ALICE), FilmKey("imdb:tt2852470"))
    return "" if review is None else review.content.text


async def returned_file(answer: Reply) -> str:
    """What is in the file that came back."""
    address = answer.message["attachments"][0]["url"]

    async with aiohttp.ClientSession() as session, session.get(address) as file:
        return await file.text()


async def read_whole(reader: Member, panel: Reply) -> str:
    """What stands on all pages of an open review."""
    said = [panel.message["embeds"][0]["description"]]

    while not _is_last(panel.message):
        panel = await reader.click(panel.message, "Next")
        said.append(panel.message["embeds"][0]["description"])

    return see(" ".join(said)).text


def _is_last(message: Json) -> bool:
    turns = [item for row in message["components"] for item in row["components"] if item.get("label") == "Next"]
    return not turns or bool(turns[0].get("disabled"))


async def test_text_from_a_file_is_shown_whole_and_the_post_follows(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Short.", rating=["7"])

    answer = await hand_in(stage, LONG.encode("utf-16"))

    await stage.settled()
    follows = await stage.bob.message(post.message["id"])
    panel = await stage.bob.click(follows, "Read on")
    assert answer.is_private
    assert post.message["id"] in answer.text
    assert await saved_text(stage) == LONG
    assert "word0 word1" in text_of(follows)
    assert (await read_whole(stage.bob, panel)).split() == WORDS


async def test_typed_text_takes_the_place_of_the_one_that_is_there(stage: Stage) -> None:
    await write_review(stage.alice, text="First words.", rating=["7"], tags="clay")

    answer = await stage.alice.submit(await open_text_form(stage), text="Better words.")

    form = await stage.alice.slash("review", film=FILM)
    assert answer.text.startswith("Saved.")
    assert (form.fields["text"], form.fields["rating"], form.fields["tags"]) == ("Better words.", ["7"], "clay")


async def test_form_leaves_a_long_text_out_and_says_that_it_stays(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.", rating=["7"])
    await hand_in(stage, LONG.encode())
    form = await stage.alice.slash("review", film=FILM)

    answer = await stage.alice.submit(form, rating=["2"], boxes=["is_spoiler"])

    await stage.settled()
    panel = await open_own(stage)
    assert "text" not in form.fields
    assert f"{len(LONG):,} characters" in str(form.modal)
    assert answer.is_private
    assert await saved_text(stage) == LONG
    assert "1 out of 5" in panel.text
    assert (await read_whole(stage.alice, panel)).split() == WORDS


async def test_refused_details_come_back_without_touching_the_text(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.", rating=["7"])
    await hand_in(stage, LONG.encode())
    refusal = await stage.alice.submit(await stage.alice.slash("review", film=FILM), tags="t" * 41)

    form = await stage.alice.click(refusal.message, "Back to my form")
    await stage.alice.submit(form, tags="slow")

    assert "too long: 40 characters" in refusal.text
    assert form.fields["tags"] == "t" * 41
    assert "text" not in form.fields
    assert await saved_text(stage) == LONG


async def test_details_of_a_review_that_is_gone_are_kept_for_a_new_one(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.", rating=["7"])
    await hand_in(stage, LONG.encode())
    form = await stage.alice.slash("review", film=FILM)
    await delete_own(stage)

    refusal = await stage.alice.submit(form, rating=["2"])
    again = await stage.alice.click(refusal.message, "Back to my form")

    assert "not there any more" in refusal.text
    assert (again.fields["text"], again.fields["rating"]) == ("", ["2"])


async def delete_own(stage: Stage) -> None:
    """Alice deletes her review."""
    question = await stage.alice.click((await open_own(stage)).message, "Delete")
    await stage.alice.click(question.message, "Delete it")


async def test_text_and_file_at_once_change_nothing_and_the_typed_one_comes_back(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.")

    answer = await hand_in(stage, LONG.encode(), text="Typed\nby hand ||stays||.")

    assert answer.is_private
    assert "Give one of the two" in answer.text
    assert await returned_file(answer) == "Typed\nby hand ||stays||.\n"
    assert await saved_text(stage) == "Short."


async def test_nothing_given_leaves_the_text(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.")

    answer = await stage.alice.submit(await open_text_form(stage), text=" \n ")

    assert "stays as it is" in answer.text
    assert await saved_text(stage) == "Short."


async def test_file_that_can_be_no_review_says_so_and_changes_nothing(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.")

    answers = [
        await hand_in(stage, data)
        for data in (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"", b"x" * 50_001, b"\0" * (LARGEST_FILE + 1))
    ]

    assert [answer.text for answer in answers] == [
        "“review\\.txt” holds no text that I can read. Save it as plain text (.txt, UTF-8) and try again.",
        "“review\\.txt” holds no text that I can read. Save it as plain text (.txt, UTF-8) and try again.",
        "The text has 50,001 characters; a review takes 50,000. Shorten it a little.",
        "“review\\.txt” has 201 KB, and I read texts of up to 200 KB. Shorten it, and save it as plain text (.txt).",
    ]
    assert all(answer.is_private for answer in answers)
    assert await saved_text(stage) == "Short."


async def test_file_that_can_not_be_had_says_so(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> bytes:
        raise aiohttp.ClientConnectionError

    await write_review(stage.alice, text="Short.")
    # Where Discord keeps its files is not a part of the sandbox that can be made to fail.
    monkeypatch.setattr(stage.bot.http, "get_from_cdn", refuse)

    answer = await hand_in(stage, LONG.encode())

    assert answer.is_private
    assert "could not get your file" in answer.text
    assert await saved_text(stage) == "Short."


async def test_form_for_a_new_text_opened_before_a_restart_is_saved_after_it(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.")
    form = await open_text_form(stage)
    await stage.restart_bot()

    await stage.alice.submit(form, {FILE: ("review.txt", LONG.encode())})

    assert await saved_text(stage) == LONG


async def test_failing_store_gives_a_typed_text_back(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.")
    form = await open_text_form(stage)
    await fail_inserts(stage, "review_revisions")

    answer = await stage.alice.submit(form, text="Every\nword.")

    assert answer.is_private
    assert "can't save anything just now" in answer.text
    assert await returned_file(answer) == "Every\nword.\n"
    assert await saved_text(stage) == "Short."


async def test_review_that_is_gone_meanwhile_gives_a_typed_text_back(stage: Stage) -> None:
    await write_review(stage.alice, text="Short.")
    form = await open_text_form(stage)
    await delete_own(stage)

    answer = await stage.alice.submit(form, text="Too late.")

    assert "not there any more" in answer.text
    assert await returned_file(answer) == "Too late.\n"
    assert await saved_text(stage) == ""


async def test_first_text_of_a_mere_rating_is_posted(stage: Stage) -> None:
    await stage.alice.slash("rate", film=FILM, rating=6)

    answer = await hand_in(stage, LONG.encode())

    await stage.settled()
    posted = (await stage.bob.messages())[-1]
    assert answer.is_private
    assert "Your review is saved." in answer.text
    assert "word0 word1" in text_of(posted)


async def test_nobody_else_replaces_a_text(stage: Stage) -> None:
    await write_review(stage.bob, text="Bob's own.")
    review = await stage.store.reviews.latest_anywhere(UserId(int(stage.bob.user_id)), FilmKey("imdb:tt2852470"))
    assert review is not None
    view = View(timeout=None)
    view.add_item(Button[View](label="Forged", custom_id=str(ReplaceText(review=review.id))))
    view.stop()
    sent = await stage.bot.get_partial_messageable(FILM_TALK).send("Not from us", view=view)

    # Alice may manage the server, and even so.
    answer = await stage.alice.click(await stage.alice.message(str(sent.id)), "Forged")

    assert answer.is_private
    assert "Only Bob can do that" in answer.text
