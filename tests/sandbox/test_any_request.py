"""Whatever is sent, the sandbox answers, and never with an error of its own."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.acting import APP, FILM_TALK, INES, OWLS, Web, running_bot

KEYS = st.sampled_from(
    (
        *("content", "embeds", "components", "attachments", "allowed_mentions", "message_reference", "nonce", "flags"),
        *("type", "data", "choices", "name", "value", "options", "description", "custom_id", "title", "component"),
        *("id", "url", "parse", "users", "style", "label", "emoji", "user", "channel_id", "command_id", "message_id"),
        *("values", "interaction_id", "recipient_id", "message_id", "enforce_nonce", "tts", "fields", "image"),
    )
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-2, 80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from([str(INES), str(FILM_TALK), "attachment://x", "https://example.org", 1 << 70, "\ud800", "9" * 19])
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)
ROUTES = st.sampled_from(
    [
        ("POST", f"/api/v10/channels/{FILM_TALK}/messages"),
        ("PATCH", f"/api/v10/channels/{FILM_TALK}/messages/MESSAGE"),
        ("POST", "/api/v10/interactions/INTERACTION/callback"),
        ("POST", f"/api/v10/webhooks/{APP}/TOKEN"),
        ("PATCH", f"/api/v10/webhooks/{APP}/TOKEN/messages/@original"),
        ("PUT", f"/api/v10/applications/{APP}/guilds/{OWLS}/commands"),
        ("POST", f"/api/v10/applications/{APP}/guilds/{OWLS}/commands"),
        ("PATCH", f"/api/v10/applications/{APP}/commands/COMMAND"),
        ("POST", "/api/v10/users/@me/channels"),
        ("POST", f"/client/channels/{FILM_TALK}/messages"),
        ("POST", "/client/command"),
        ("POST", "/client/component"),
        ("POST", "/client/modal"),
        ("POST", "/sandbox/faults"),
        ("POST", "/sandbox/permissions"),
        ("POST", "/sandbox/settings"),
    ]
)
PERSONAL = st.booleans()


async def addresses(web: Web) -> dict[str, str]:
    """What the words in the routes stand for: an answered and an open interaction, a message, a command."""
    (command,) = await web.put_commands({"name": "film", "description": "x"})
    use = {"user": str(INES), "channel_id": str(FILM_TALK), "command_id": command["id"]}
    async with running_bot(web) as bot:
        await web.client("POST", "/client/command", use)
        answered = await bot.interaction()
        await bot.answer(answered, 4, {"content": "x"})
        await web.client("POST", "/client/command", use)
        waiting = await bot.interaction()

    _, posted = await web.api("POST", f"/channels/{FILM_TALK}/messages", {"content": "x"})
    return {
        "MESSAGE": posted["id"],
        "INTERACTION": f"{waiting['id']}/{waiting['token']}",
        "TOKEN": answered["token"],
        "COMMAND": command["id"],
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=st.lists(st.tuples(ROUTES, ANYTHING, PERSONAL), min_size=20, max_size=20))
async def test_no_request_makes_the_sandbox_fail(web: Web, requests: list[tuple[tuple[str, str], Any, bool]]) -> None:
    await web.control("settings", rate_limits=False, interaction_deadline_s=900)
    words = await addresses(web)
    statuses: list[tuple[int, str, Any]] = []
    for (method, path), body, is_personal in requests:
        for word, address in words.items():
            path = path.replace(word, address)  # noqa: PLW2901 - one path, word by word

        if is_personal and isinstance(body, dict):
            body = {"user": str(INES), "command_id": words["COMMAND"], "channel_id": str(FILM_TALK)} | body  # noqa: PLW2901 - the same

        headers = {"Authorization": f"Bot {web.sandbox.token}"}
        async with web.session.request(method, web.sandbox.url + path, json=body, headers=headers) as answer:
            statuses.append((answer.status, path, body))

        await web.client("DELETE", "/sandbox/faults")

    assert [sent for sent in statuses if sent[0] >= 500] == []
