"""Interactions: what the bot is sent, and every way in which it answers."""

import pytest

from sandbox.protocol import Json
from tests.sandbox.acting import APP, FILM_TALK, INES, OWLS, TOMASZ, Bot, Page, Web, open_page
from tests.sandbox.answering import (
    BUTTON,
    CHOICES,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    PEOPLE,
    PONG,
    SELECT,
    UPDATE,
    posted,
    row,
    start,
)


async def test_a_command_is_sent_with_all_that_discord_sends(bot: Bot, ines: Page, command: Json) -> None:
    options = [{"name": "title", "type": 3, "value": "Ran"}, {"name": "who", "type": 6, "value": str(TOMASZ)}]
    interaction = await start(bot, ines, command, options=options)

    assert interaction["data"]["options"] == options
    assert interaction["data"]["resolved"]["users"][str(TOMASZ)]["username"] == "tomasz"
    assert interaction["data"]["resolved"]["members"][str(TOMASZ)]["roles"]
    assert interaction["member"]["user"]["id"] == str(INES)
    assert int(interaction["member"]["permissions"]) & 8
    assert interaction["guild"] == {"id": str(OWLS), "features": [], "locale": "en-US"}
    assert interaction["authorizing_integration_owners"] == {"0": str(OWLS)}
    assert (interaction["context"], interaction["channel"]["id"]) == (0, str(FILM_TALK))
    assert int(interaction["app_permissions"]) & (1 << 11)


async def test_a_command_in_a_direct_channel_has_a_user_and_no_server(bot: Bot, ines: Page, command: Json) -> None:
    _, dm = await ines.post("dms")
    interaction = await start(bot, ines, command, channel=dm["channel_id"])

    assert interaction["user"]["id"] == str(INES)
    assert interaction["context"] == 1
    assert not {"member", "guild_id", "guild"} & set(interaction)


async def test_an_answer_is_a_message_that_tells_of_its_command(bot: Bot, ines: Page, command: Json) -> None:
    message, interaction = await posted(bot, ines, command)

    assert message["type"] == 20
    assert message["interaction_metadata"]["user"]["id"] == str(INES)
    assert message["interaction_metadata"]["name"] == "film"
    assert message["webhook_id"] == str(APP)
    done = await ines.wait_for("interaction_done")
    assert done == {
        "type": "interaction_done",
        "interaction_id": interaction["id"],
        "kind": "message",
        "message_id": message["id"],
    }


async def test_the_response_is_given_where_it_is_asked_for(bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    status, answer = await bot.answer(interaction, MESSAGE, {"content": "x"}, params={"with_response": "true"})

    assert status == 200
    assert answer["resource"]["message"]["content"] == "x"
    assert answer["interaction"]["response_message_id"] == answer["resource"]["message"]["id"]


async def test_a_private_answer_is_seen_by_its_addressee_only(web: Web, bot: Bot, ines: Page, command: Json) -> None:
    message, _ = await posted(bot, ines, command, flags=64)
    async with open_page(web, TOMASZ) as tomasz:
        others = await tomasz.messages()

    status, refusal = await web.api("GET", f"/channels/{FILM_TALK}/messages/{message['id']}")
    assert message["ephemeral_for"] == str(INES)
    assert [own["id"] for own in await ines.messages()] == [message["id"]]
    assert others == []
    assert (status, refusal["code"]) == (404, 10008)


async def test_a_second_answer_is_refused(bot: Bot, ines: Page, command: Json) -> None:
    _, interaction = await posted(bot, ines, command)
    status, refusal = await bot.answer(interaction, MESSAGE, {"content": "again"})

    assert (status, refusal["code"]) == (400, 40060)


async def test_an_answer_after_three_seconds_comes_too_late(web: Web, bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    await web.control("clock", advance_s=3)
    failed = await ines.wait_for("interaction_failed")
    status, refusal = await bot.answer(interaction, MESSAGE, {"content": "late"})

    assert (failed["interaction_id"], failed["reason"]) == (interaction["id"], "timeout")
    assert (status, refusal["code"]) == (404, 10062)


async def test_a_refused_answer_can_be_put_right_until_the_deadline(
    web: Web, bot: Bot, ines: Page, command: Json
) -> None:
    interaction = await start(bot, ines, command)
    status, refusal = await bot.answer(interaction, MESSAGE, {"content": "x" * 2001})
    await web.control("clock", advance_s=3)
    failed = await ines.wait_for("interaction_failed")

    assert (status, refusal["code"]) == (400, 50035)
    assert failed["reason"] == "refused"


@pytest.mark.parametrize("wrong", [{"id": "1"}, {"token": "wrong"}])
async def test_an_unknown_interaction_cannot_be_answered(bot: Bot, ines: Page, command: Json, wrong: Json) -> None:
    interaction = await start(bot, ines, command)
    status, refusal = await bot.answer(interaction | wrong, MESSAGE, {"content": "x"})

    assert (status, refusal["code"]) == (404, 10062)


@pytest.mark.parametrize("kind", [PONG, DEFERRED_UPDATE, UPDATE, CHOICES, 10, 99])
async def test_an_answer_that_does_not_suit_a_command_is_refused(
    bot: Bot, ines: Page, command: Json, kind: int
) -> None:
    interaction = await start(bot, ines, command)
    status, refusal = await bot.answer(interaction, kind, {"choices": []})

    assert (status, refusal["code"]) == (400, 50035)


async def test_a_deferred_answer_loads_until_it_is_edited(bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    await bot.answer(interaction, DEFERRED)
    loading = (await ines.wait_for("message_create"))["message"]
    _, edited = await bot.webhook(interaction, "PATCH", "@original", {"content": "done"})

    assert (loading["flags"], loading["content"]) == (128, "")
    assert (edited["id"], edited["flags"], edited["content"]) == (loading["id"], 0, "done")
    assert edited["edited_timestamp"] is None


async def test_the_first_follow_up_of_a_deferred_answer_is_that_answer(bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    await bot.answer(interaction, DEFERRED, {"flags": 64})
    loading = (await ines.wait_for("message_create"))["message"]
    _, first = await bot.webhook(interaction, "POST", body={"content": "private after all"})
    _, second = await bot.webhook(interaction, "POST", body={"content": "public"})

    assert (first["id"], first["flags"]) == (loading["id"], 64)
    assert second["id"] != loading["id"]
    assert second["flags"] == 0


async def test_a_follow_up_replies_to_the_answer(bot: Bot, ines: Page, command: Json) -> None:
    message, interaction = await posted(bot, ines, command)
    _, further = await bot.webhook(interaction, "POST", body={"content": "more"})

    assert (further["type"], further["referenced_message"]["id"]) == (19, message["id"])
    assert further["interaction_metadata"]["original_response_message_id"] == message["id"]


async def test_a_public_follow_up_never_shows_a_private_answer(bot: Bot, ines: Page, command: Json) -> None:
    _, interaction = await posted(bot, ines, command, flags=64)
    _, further = await bot.webhook(interaction, "POST", body={"content": "for all"})

    assert "referenced_message" not in further
    assert "message_reference" not in further


async def test_follow_ups_can_be_read_edited_and_deleted(bot: Bot, ines: Page, command: Json) -> None:
    _, interaction = await posted(bot, ines, command)
    _, further = await bot.webhook(interaction, "POST", body={"content": "more", "flags": 64})
    edited = await bot.webhook(interaction, "PATCH", further["id"], {"content": "other"})
    read = await bot.webhook(interaction, "GET", further["id"])
    deleted = await bot.webhook(interaction, "DELETE", further["id"])
    gone = await bot.webhook(interaction, "GET", further["id"])

    assert edited == read
    assert read[1]["content"] == "other"
    assert deleted == (204, None)
    assert (gone[0], gone[1]["code"]) == (404, 10008)


async def test_the_answer_can_be_read_and_deleted(bot: Bot, ines: Page, command: Json) -> None:
    message, interaction = await posted(bot, ines, command)
    _, read = await bot.webhook(interaction, "GET", "@original")
    await bot.webhook(interaction, "DELETE", "@original")
    told = await ines.wait_for("message_delete")

    assert read["id"] == told["id"] == message["id"]


async def test_a_token_is_dead_after_15_minutes(web: Web, bot: Bot, ines: Page, command: Json) -> None:
    _, interaction = await posted(bot, ines, command)
    await web.control("clock", advance_s=15 * 60)
    status, refusal = await bot.webhook(interaction, "PATCH", "@original", {"content": "late"})

    assert (status, refusal["code"]) == (401, 50027)


async def test_a_public_answer_outlives_its_token_as_an_own_message(
    web: Web, bot: Bot, ines: Page, command: Json
) -> None:
    message, _ = await posted(bot, ines, command)
    await web.control("clock", advance_s=15 * 60)
    path = f"/channels/{FILM_TALK}/messages/{message['id']}"
    status, edited = await web.api("PATCH", path, {"content": "still here"})

    assert (status, edited["content"]) == (200, "still here")


async def test_an_interaction_without_an_answer_has_no_webhook_yet(bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    status, refusal = await bot.webhook(interaction, "POST", body={"content": "too early"})

    assert (status, refusal["code"]) == (404, 10015)


async def test_a_deferred_answer_that_never_came_has_failed(web: Web, bot: Bot, ines: Page, command: Json) -> None:
    interaction = await start(bot, ines, command)
    await bot.answer(interaction, DEFERRED)
    await web.control("clock", advance_s=15 * 60)

    assert (await ines.wait_for("interaction_failed"))["interaction_id"] == interaction["id"]


async def test_a_button_is_sent_with_its_message(bot: Bot, ines: Page, command: Json) -> None:
    message, _ = await posted(bot, ines, command, components=[row(BUTTON)])
    await ines.press(message, "like")
    interaction = await bot.interaction()

    assert interaction["type"] == 3
    assert interaction["data"] == {"custom_id": "like", "component_type": 2, "id": 2}
    assert interaction["message"]["id"] == message["id"]


async def test_a_button_updates_its_message(bot: Bot, ines: Page, command: Json) -> None:
    message, _ = await posted(bot, ines, command, components=[row(BUTTON)])
    await ines.press(message, "like")
    await bot.answer(await bot.interaction(), UPDATE, {"content": "liked", "components": []})
    updated = (await ines.wait_for("message_update"))["message"]

    assert (updated["id"], updated["content"], updated["components"]) == (message["id"], "liked", [])


async def test_a_deferred_update_leaves_the_message_to_a_later_edit(bot: Bot, ines: Page, command: Json) -> None:
    message, _ = await posted(bot, ines, command, components=[row(BUTTON)])
    await ines.press(message, "like")
    interaction = await bot.interaction()
    await bot.answer(interaction, DEFERRED_UPDATE)
    done = await ines.wait_for("interaction_done", kind="deferred_update")
    _, edited = await bot.webhook(interaction, "PATCH", "@original", {"content": "later"})

    assert done["message_id"] == message["id"]
    assert (edited["id"], edited["content"]) == (message["id"], "later")


async def test_a_buttons_own_answer_replies_to_the_message(bot: Bot, ines: Page, command: Json) -> None:
    message, _ = await posted(bot, ines, command, components=[row(BUTTON)])
    await ines.press(message, "like")
    await bot.answer(await bot.interaction(), MESSAGE, {"content": "thanks"})
    answer = (await ines.wait_for("message_create"))["message"]

    assert (answer["type"], answer["message_reference"]["message_id"]) == (19, message["id"])
    assert answer["interaction_metadata"]["interacted_message_id"] == message["id"]


async def test_a_select_sends_what_was_chosen(bot: Bot, ines: Page, command: Json) -> None:
    message, _ = await posted(bot, ines, command, components=[row(SELECT)])
    await ines.press(message, "pick", values=["b"])

    assert (await bot.interaction())["data"]["values"] == ["b"]


async def test_a_select_of_people_sends_who_they_are(bot: Bot, ines: Page, command: Json) -> None:
    message, _ = await posted(bot, ines, command, components=[row(PEOPLE)])
    await ines.press(message, "people", values=[str(TOMASZ), str(INES)])
    data = (await bot.interaction())["data"]

    assert data["values"] == [str(TOMASZ), str(INES)]
    assert set(data["resolved"]["users"]) == {str(TOMASZ), str(INES)}


@pytest.mark.parametrize("values", [[], ["c"], ["a", "b"], ["a", "a"]])
async def test_values_that_a_select_does_not_offer_are_not_sent(
    bot: Bot, ines: Page, command: Json, values: list[str]
) -> None:
    message, _ = await posted(bot, ines, command, components=[row(SELECT)])
    ids = {"channel_id": message["channel_id"], "message_id": message["id"]}
    status, answer = await ines.post("component", **ids, custom_id="pick", values=values)

    assert status == 400
    assert "error" in answer


@pytest.mark.parametrize("custom_id", ["other", "like"])
async def test_a_button_that_is_not_there_or_disabled_is_not_pressed(
    bot: Bot, ines: Page, command: Json, custom_id: str
) -> None:
    message, _ = await posted(bot, ines, command, components=[row(BUTTON | {"disabled": True})])
    ids = {"channel_id": message["channel_id"], "message_id": message["id"]}
    status, _ = await ines.post("component", **ids, custom_id=custom_id)

    assert status == 400
