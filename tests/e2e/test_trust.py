"""What a server relies on: no ping, no surprise permissions, nobody acts for another, nothing hidden shows."""

import asyncio
import re

import discord
import pytest
from discord.ui import Button, View

from bot.ui.custom_ids import ConfirmDelete
from data.models import MessageId, ReviewId
from tests.e2e.driver import Json
from tests.e2e.scenes import FILM, fail_inserts, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import FILM_TALK


def messages_in(body: Json) -> list[Json]:
    """The messages in a request: sent as such, or as an interaction's answer of type 4 or 7."""
    if body.get("type") in {4, 7}:
        return [body["data"]]

    return [body] if "embeds" in body or "content" in body else []


async def test_every_message_forbids_all_mentions(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    await write_review(stage.alice, text="@everyone <@&1300000000000000001>")
    await write_review(stage.alice, text="@here")
    await stage.bob.click(card.message, "See all reviews")
    await stage.settled()

    requests = [request for request in await stage.requests() if request["method"] in {"POST", "PATCH"}]
    sent = [message for request in requests if request["body"] for message in messages_in(request["body"])]

    assert len(sent) >= 4
    assert [message.get("allowed_mentions") for message in sent] == [{"parse": []}] * len(sent)


async def test_bot_asks_for_no_intent_but_guilds_and_invites_itself_with_little(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "bot.client"):
        await stage.restart_bot()

    invitation = next(record.getMessage() for record in caplog.records if "invite it with" in record.getMessage())
    permissions = re.search(r"permissions=(\d+)", invitation)
    assert permissions is not None
    assert discord.Permissions(int(permissions[1])) == discord.Permissions(
        view_channel=True, send_messages=True, embed_links=True, read_message_history=True, attach_files=True
    )
    assert "scope=bot+applications.commands" in invitation
    assert stage.bot.intents == discord.Intents(guilds=True)


async def test_forged_deletion_of_anothers_review_is_refused(stage: Stage) -> None:
    await write_review(stage.alice, text="Mine.")
    view = View(timeout=None)
    view.add_item(Button[View](label="Forged", custom_id=str(ConfirmDelete(review=1))))
    view.stop()
    sent = await stage.bot.get_partial_messageable(FILM_TALK).send("A trap", view=view)

    answer = await stage.bob.click(await stage.bob.message(str(sent.id)), "Forged")

    assert "Only Alice" in answer.text
    assert (await stage.store.reviews.get(ReviewId(1))).content.text == "Mine."


async def test_store_that_fails_after_the_answer_does_not_take_the_post_away(stage: Stage) -> None:
    await fail_inserts(stage, "copies")

    post = await write_review(stage.alice, text="It stands.")
    await stage.bot.finish_answers()

    assert "It stands." in str(await stage.bob.message(post.message["id"]))
    assert "Something went wrong" not in str(await stage.bob.messages())


async def test_copy_shown_while_its_review_becomes_a_spoiler_hides_it_too(stage: Stage) -> None:
    post = await write_review(stage.alice, text="The butler did it.")
    panel = await stage.bob.click(post.message, "More")
    await stage.misbehave("faults", {"route": "POST /interactions/*", "delay_s": 0.4, "times": 1})
    showing = asyncio.create_task(stage.bob.click(panel.message, "Show here"))
    await asyncio.sleep(0.1)

    await write_review(stage.alice, text="The butler did it.", boxes=["is_spoiler"])
    shown = await showing
    await stage.settled()

    assert shown.message["id"] != post.message["id"]
    assert "butler" not in str(await stage.chloe.messages())


async def test_post_that_cannot_be_edited_is_deleted_when_its_text_is_to_be_hidden(stage: Stage) -> None:
    post = await write_review(stage.alice, text="The butler did it.")
    fault = {"route": "PATCH /channels/*/messages/*", "status": 403, "code": 50001, "times": 1}
    await stage.misbehave("faults", fault)

    await write_review(stage.alice, text="The butler did it.", boxes=["is_spoiler"])

    assert await stage.bob.wait_for("message_delete", id=post.message["id"])


async def test_post_that_was_sent_but_never_noted_is_found_again(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Posted once.")
    await stage.store.copies.forget(MessageId(int(post.message["id"])))

    await write_review(stage.alice, text="Edited once.")
    await stage.settled()

    assert [message["id"] for message in await stage.bob.messages() if "Edited once." in str(message)] == [
        post.message["id"]
    ]
