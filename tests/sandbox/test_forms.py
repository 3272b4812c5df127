"""Forms: opened by a command or a button, filled in, sent, and answered."""

import pytest

from sandbox.protocol import Json
from tests.sandbox.acting import TOMASZ, Bot, Page, Web
from tests.sandbox.answering import (
    BUTTON,
    DEFERRED,
    FORM,
    MESSAGE,
    MODAL,
    UPDATE,
    posted,
    row,
    start,
)


async def open_form(bot: Bot, page: Page, interaction: Json) -> Json:
    status, answer = await bot.answer(interaction, MODAL, FORM)
    assert status == 204, answer
    return await page.wait_for("modal_open")


async def test_a_form_is_shown_and_sent(bot: Bot, ines: Page, command: Json) -> None:
    opened = await open_form(bot, ines, await start(bot, ines, command))
    values = {"text": "Fine.", "who": [str(TOMASZ)]}
    await ines.started("modal", interaction_id=opened["interaction_id"], values=values)
    interaction = await bot.interaction()
    text, who = (label["component"] for label in interaction["data"]["components"])

    assert opened["modal"]["title"] == "Review"
    assert (interaction["type"], interaction["data"]["custom_id"]) == (5, "form")
    assert (text["custom_id"], text["value"]) == ("text", "Fine.")
    assert who["values"] == [str(TOMASZ)]
    assert str(TOMASZ) in interaction["data"]["resolved"]["users"]
    assert "message" not in interaction


@pytest.mark.parametrize("values", [{}, {"text": ""}, {"text": "x" * 21}, {"text": "x", "who": ["1"]}])
async def test_a_form_that_is_not_filled_in_rightly_stays_open(
    bot: Bot, ines: Page, command: Json, values: Json
) -> None:
    opened = await open_form(bot, ines, await start(bot, ines, command))
    status, _ = await ines.post("modal", interaction_id=opened["interaction_id"], values=values)
    again = await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})

    assert status == 400
    assert again


async def test_a_form_that_nobody_answered_can_be_sent_again(web: Web, bot: Bot, ines: Page, command: Json) -> None:
    opened = await open_form(bot, ines, await start(bot, ines, command))
    await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})
    await web.control("clock", advance_s=3)
    await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})
    await bot.interaction()
    status, _ = await bot.answer(await bot.interaction(), MESSAGE, {"content": "saved"})

    assert status == 204


async def test_a_form_that_was_answered_is_closed(bot: Bot, ines: Page, command: Json) -> None:
    opened = await open_form(bot, ines, await start(bot, ines, command))
    await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})
    await bot.answer(await bot.interaction(), DEFERRED)
    status, _ = await ines.post("modal", interaction_id=opened["interaction_id"], values={"text": "x"})

    assert status == 404


async def test_a_form_does_not_answer_a_form(bot: Bot, ines: Page, command: Json) -> None:
    opened = await open_form(bot, ines, await start(bot, ines, command))
    await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})
    status, refusal = await bot.answer(await bot.interaction(), MODAL, FORM)

    assert (status, refusal["code"]) == (400, 50035)


async def test_a_form_of_a_command_has_no_message_to_update(bot: Bot, ines: Page, command: Json) -> None:
    opened = await open_form(bot, ines, await start(bot, ines, command))
    await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})
    status, refusal = await bot.answer(await bot.interaction(), UPDATE, {"content": "x"})

    assert (status, refusal["code"]) == (400, 50035)


async def test_a_form_of_a_button_updates_the_buttons_message(bot: Bot, ines: Page, command: Json) -> None:
    message, _ = await posted(bot, ines, command, components=[row(BUTTON)])
    await ines.press(message, "like")
    opened = await open_form(bot, ines, await bot.interaction())
    await ines.started("modal", interaction_id=opened["interaction_id"], values={"text": "x"})
    interaction = await bot.interaction()
    await bot.answer(interaction, UPDATE, {"content": "reviewed"})
    updated = (await ines.wait_for("message_update"))["message"]

    assert interaction["message"]["id"] == message["id"]
    assert (updated["id"], updated["content"]) == (message["id"], "reviewed")


async def test_a_form_does_not_follow_a_deferral(bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    await bot.answer(interaction, DEFERRED)
    status, refusal = await bot.answer(interaction, MODAL, FORM)

    assert (status, refusal["code"]) == (400, 40060)


async def test_after_a_form_the_command_can_still_be_followed_up(bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    await open_form(bot, ines, interaction)
    status, message = await bot.webhook(interaction, "POST", body={"content": "while you write"})

    assert (status, message["type"]) == (200, 20)
