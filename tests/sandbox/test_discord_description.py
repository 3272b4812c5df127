"""What the sandbox sends, held against Discord's own description of its API."""

import json
from typing import Any

import aiohttp
import pytest

from sandbox.protocol import Json
from tests.discord_description import check_request, check_response, needs_description
from tests.sandbox.acting import AMARA, APP, FILM_TALK, INES, OWLS, TOMASZ, Bot, Page, Web
from tests.sandbox.files import ONE_PIXEL

pytestmark = needs_description

MESSAGES = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
EMBED = {
    "title": "The Missing Picture",
    "description": "Clay figures.",
    "url": "https://example.org/film",
    "color": 0x112233,
    "timestamp": "2026-01-01T12:00:00Z",
    "author": {"name": "Ines", "icon_url": "https://example.org/a.png"},
    "footer": {"text": "4.5 out of 5"},
    "thumbnail": {"url": "https://example.org/p.jpg", "description": "Poster"},
    "image": {"url": "attachment://x.png"},
    "fields": [{"name": "Year", "value": "2013", "inline": True}],
}
COMPONENTS = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": "Like", "custom_id": "like", "emoji": {"name": "🎬"}},
            {"type": 2, "style": 5, "label": "More", "url": "https://example.org"},
        ],
    },
    {
        "type": 1,
        "components": [
            {"type": 3, "custom_id": "pick", "options": [{"label": "A", "value": "a", "description": "first"}]}
        ],
    },
    {"type": 1, "components": [{"type": 5, "custom_id": "who", "placeholder": "Who?"}]},
    {"type": 1, "components": [{"type": 8, "custom_id": "where", "channel_types": [0]}]},
]
COMMANDS = [
    {
        "name": "film",
        "description": "Look it up",
        "contexts": [0, 1],
        "integration_types": [0],
        "options": [
            {"type": 3, "name": "title", "description": "A film", "required": True, "autocomplete": True},
            {"type": 4, "name": "rating", "description": "x", "choices": [{"name": "one", "value": 1}]},
            {"type": 6, "name": "who", "description": "x"},
            {"type": 11, "name": "file", "description": "x"},
        ],
    },
    {
        "name": "watchlist",
        "description": "x",
        "default_member_permissions": "32",
        "options": [
            {
                "type": 1,
                "name": "add",
                "description": "x",
                "options": [{"type": 5, "name": "silently", "description": "x"}],
            }
        ],
    },
    {"name": "Profile", "type": 2},
    {"name": "Report", "type": 3, "nsfw": False},
]


async def checked(web: Web, method: str, template: str, body: object = None, **more: Any) -> Any:
    """Make a request and hold its answer against the description."""
    ids = {"application_id": APP, "guild_id": OWLS, "channel_id": FILM_TALK, "user_id": INES} | more
    status, answer = await web.api(method, template.format_map(ids), body)
    check_response(method, template, status, answer)
    return answer


@pytest.mark.parametrize(
    "template",
    [
        "/gateway",
        "/gateway/bot",
        "/users/@me",
        "/users/{user_id}",
        "/users/@me/guilds",
        "/applications/@me",
        "/oauth2/applications/@me",
        "/applications/{application_id}/commands",
        "/applications/{application_id}/emojis",
        "/applications/{application_id}/entitlements",
        "/applications/{application_id}/guilds/{guild_id}/commands",
        "/guilds/{guild_id}",
        "/guilds/{guild_id}/channels",
        "/guilds/{guild_id}/roles",
        "/guilds/{guild_id}/members/{user_id}",
        "/channels/{channel_id}",
        "/channels/{channel_id}/messages",
    ],
)
async def test_what_can_be_read_is_as_described(web: Web, template: str) -> None:
    assert await checked(web, "GET", template) is not None


async def test_a_posted_message_is_as_described(web: Web) -> None:
    payload: Json = {"content": f"<@{AMARA}>", "embeds": [EMBED], "components": COMPONENTS, "nonce": "n"}
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(payload))
    form.add_field("files[0]", ONE_PIXEL, filename="x.png")
    form.add_field("files[1]", b"text", filename="y.txt")
    status, posted = await web.api("POST", f"/channels/{FILM_TALK}/messages", data=form)

    check_request("POST", MESSAGES, payload)
    check_response("POST", MESSAGES, status, posted)
    assert posted["attachments"][0]["filename"] == "y.txt"


async def test_a_reply_and_an_edit_are_as_described(web: Web) -> None:
    parent = await checked(web, "POST", MESSAGES, {"content": "x"})
    reply = await checked(web, "POST", MESSAGES, {"content": "y", "message_reference": {"message_id": parent["id"]}})
    one = MESSAGES + "/{message_id}"
    edited = await checked(web, "PATCH", one, {"content": "z"}, message_id=reply["id"])

    assert edited["referenced_message"]["id"] == parent["id"]


async def test_a_direct_channel_is_as_described(web: Web) -> None:
    dm = await checked(web, "POST", "/users/@me/channels", {"recipient_id": str(INES)})
    posted = await checked(web, "POST", MESSAGES, {"content": "hi"}, channel_id=dm["id"])

    assert posted["channel_id"] == dm["id"]


async def test_commands_are_as_described(web: Web) -> None:
    template = "/applications/{application_id}/commands"
    made = await checked(web, "PUT", template, COMMANDS)
    one = template + "/{command_id}"
    changed = await checked(web, "PATCH", one, {"description": "other"}, command_id=made[0]["id"])
    created = await checked(web, "POST", template, {"name": "new", "description": "x"})

    assert changed["description"] == "other"
    assert created["name"] == "new"


async def test_answers_to_interactions_are_as_described(web: Web, bot: Bot, ines: Page) -> None:
    film, _, profile, _ = await web.put_commands(*COMMANDS)
    ask = {"params": {"with_response": "true"}}
    await ines.use(film, options=[{"name": "title", "type": 3, "value": "Ran"}])
    first = await bot.interaction()
    answered = await bot.answer(first, 4, {"content": "x", "embeds": [EMBED], "components": COMPONENTS}, **ask)
    followed = await bot.webhook(first, "POST", body={"content": "more", "flags": 64})
    original = await bot.webhook(first, "GET", "@original")
    await ines.press(original[1], "like")
    second = await bot.interaction()
    form = {
        "custom_id": "f",
        "title": "F",
        "components": [{"type": 18, "label": "T", "component": {"type": 4, "custom_id": "t", "style": 1}}],
    }
    opened = await bot.answer(second, 9, form, **ask)
    shown = await ines.wait_for("modal_open")
    await ines.started("modal", interaction_id=shown["interaction_id"], values={"t": "x"})
    updated = await bot.answer(await bot.interaction(), 7, {"content": "y"}, **ask)
    await ines.use(profile, target_id=str(TOMASZ))
    third = await bot.interaction()
    deferred = await bot.answer(third, 5, **ask)
    done = await bot.webhook(third, "PATCH", "@original", {"content": "z"})

    for status, body in (answered, opened, updated, deferred):
        check_response("POST", CALLBACK, status, body)

    check_response("POST", WEBHOOK, *followed)
    check_response("GET", WEBHOOK + "/messages/@original", *original)
    check_response("PATCH", WEBHOOK + "/messages/@original", *done)


async def test_the_description_is_not_satisfied_with_anything(web: Web) -> None:
    _, message = await web.api("POST", f"/channels/{FILM_TALK}/messages", {"content": "x"})
    del message["author"]

    with pytest.raises(AssertionError, match="author"):
        check_response("POST", MESSAGES, 200, message)
