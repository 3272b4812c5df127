"""Files of messages: what an edit keeps of them, and those that an embed shows."""

from typing import Any

import pytest

from sandbox.protocol import Json
from tests.sandbox.acting import APP, FILM_TALK, Bot, Page, Web
from tests.sandbox.answering import DEFERRED, MESSAGE, UPDATE, posted, start
from tests.sandbox.files import ONE_PIXEL, with_files

MESSAGES = f"/channels/{FILM_TALK}/messages"
ALT_TEXT = "A drawn poster"
CARD: Json = {
    "embeds": [{"title": "Ran", "thumbnail": {"url": "attachment://x.png", "description": ALT_TEXT}}],
    "attachments": [{"id": "0", "filename": "x.png", "description": ALT_TEXT}],
}
"""A message whose embed shows the file that comes with it."""


@pytest.fixture(autouse=True)
async def without_limits(web: Web) -> None:
    await web.control("settings", rate_limits=False)


async def card(web: Web) -> Json:
    _, made = await web.api("POST", MESSAGES, data=with_files(CARD, x_dot_png=ONE_PIXEL))
    return made


async def edit(web: Web, message: Json, payload: Json, **files: bytes) -> Json:
    """The message after an edit with a word of files, or as plain JSON without."""
    sent: dict[str, Any] = {"data": with_files(payload, **files)} if files else {"body": payload}
    status, edited = await web.api("PATCH", f"{MESSAGES}/{message['id']}", **sent)
    assert status == 200, edited
    return edited


async def picture(web: Web, message: Json) -> bytes:
    """What the embed's thumbnail shows, with its alternative text held."""
    thumbnail = message["embeds"][0]["thumbnail"]
    assert thumbnail["description"] == ALT_TEXT

    async with web.session.get(thumbnail["url"]) as answer:
        assert answer.status == 200
        return await answer.read()


async def through_token(web: Web, interaction: Json, path: str, method: str, payload: Json, **files: bytes) -> Json:
    status, message = await web.api(
        method,
        f"/webhooks/{APP}/{interaction['token']}{path}",
        data=with_files(payload, **files),
        headers={"Authorization": ""},
    )
    assert status == 200, message
    return message


async def called_back(web: Web, page: Page, interaction: Json, kind: int, payload: Json, **files: bytes) -> Json:
    """The message that the first answer to the interaction, with files, made or changed."""
    status, refusal = await web.api(
        "POST",
        f"/interactions/{interaction['id']}/{interaction['token']}/callback",
        data=with_files({"type": kind, "data": payload}, **files),
        headers={"Authorization": ""},
    )
    assert status == 204, refusal
    await page.wait_for("interaction_done", interaction_id=interaction["id"])
    return (await page.messages())[-1]


async def test_a_file_keeps_its_alternative_text(web: Web) -> None:
    listed = {"attachments": [{"id": "0", "description": ALT_TEXT}]}
    _, made = await web.api("POST", MESSAGES, data=with_files(listed, x_dot_png=ONE_PIXEL))

    assert made["attachments"][0]["description"] == ALT_TEXT


async def test_an_edit_without_a_word_of_files_keeps_them_and_shows_them_by_name(web: Web) -> None:
    made = await card(web)
    again = {"embeds": [CARD["embeds"][0] | {"title": "Kagemusha"}]}
    edited = await edit(web, made, again)

    assert edited["embeds"][0]["title"] == "Kagemusha"
    assert edited["embeds"][0]["thumbnail"] == made["embeds"][0]["thumbnail"]
    assert edited["attachments"] == []
    assert await picture(web, edited) == ONE_PIXEL


async def test_an_edit_that_shows_a_file_by_a_name_that_the_message_has_not_shows_nothing(web: Web) -> None:
    _, made = await web.api("POST", MESSAGES, {"content": "x"})
    edited = await edit(web, made, {"embeds": CARD["embeds"]})

    assert edited["embeds"][0]["thumbnail"]["url"] == "attachment://x.png"


async def test_an_edit_with_a_file_takes_the_place_of_the_one_that_was_there(web: Web) -> None:
    made = await card(web)
    other = ONE_PIXEL + b"other"
    edited = await edit(web, made, CARD, x_dot_png=other)

    assert await picture(web, edited) == other

    async with web.session.get(made["embeds"][0]["thumbnail"]["url"]) as answer:
        assert answer.status == 404


async def test_an_edit_that_brings_files_and_lists_none_keeps_none_of_the_old(web: Web) -> None:
    _, made = await web.api("POST", MESSAGES, data=with_files({}, a_dot_txt=b"a"))
    edited = await edit(web, made, {}, b_dot_txt=b"b")

    assert [file["filename"] for file in edited["attachments"]] == ["b.txt"]


async def test_an_edit_that_lists_no_files_takes_them_away(web: Web) -> None:
    made = await card(web)
    edited = await edit(web, made, {"embeds": [{"title": "Ran"}], "attachments": []})

    async with web.session.get(made["embeds"][0]["thumbnail"]["url"]) as answer:
        assert (edited["attachments"], answer.status) == ([], 404)


async def test_a_file_that_no_embed_shows_any_more_is_listed(web: Web) -> None:
    made = await card(web)
    edited = await edit(web, made, {"embeds": [{"title": "Ran"}]})

    assert [file["filename"] for file in edited["attachments"]] == ["x.png"]


async def test_an_edit_with_a_file_needs_its_permission_and_one_without_does_not(web: Web) -> None:
    made = await card(web)
    denied = {"id": str(APP), "type": 1, "deny": ["attach_files"]}
    await web.control("permissions", channel_id=str(FILM_TALK), overwrites=[denied])
    path = f"{MESSAGES}/{made['id']}"
    status, refusal = await web.api("PATCH", path, data=with_files(CARD, x_dot_png=ONE_PIXEL))
    again, _ = await web.api("PATCH", path, {"embeds": CARD["embeds"]})

    assert (status, refusal["code"], again) == (403, 50013, 200)


async def test_answers_to_interactions_bring_files_that_their_embeds_show(
    web: Web, bot: Bot, ines: Page, command: Json
) -> None:
    interaction = await start(bot, ines, command)
    message = await called_back(web, ines, interaction, MESSAGE, CARD, x_dot_png=ONE_PIXEL)
    further = await through_token(web, interaction, "", "POST", CARD, x_dot_png=ONE_PIXEL)

    assert [await picture(web, message), await picture(web, further)] == [ONE_PIXEL] * 2
    assert message["attachments"] == further["attachments"] == []


async def test_a_deferred_answer_becomes_one_with_a_file(web: Web, bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    await bot.answer(interaction, DEFERRED)
    message = await through_token(web, interaction, "/messages/@original", "PATCH", CARD, x_dot_png=ONE_PIXEL)

    assert await picture(web, message) == ONE_PIXEL


async def test_a_pressed_message_gets_another_file(web: Web, bot: Bot, ines: Page, command: Json) -> None:
    button = {"type": 2, "style": 1, "label": "Other", "custom_id": "other"}
    message, _ = await posted(bot, ines, command, components=[{"type": 1, "components": [button]}])
    await ines.press(message, "other")
    turned = await called_back(web, ines, await bot.interaction(), UPDATE, CARD, x_dot_png=ONE_PIXEL)

    assert turned["id"] == message["id"]
    assert await picture(web, turned) == ONE_PIXEL
