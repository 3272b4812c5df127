"""Limits on requests, and how they are told."""

from typing import Any

import discord

from tests.sandbox.acting import APP, FILM_TALK, FOYER, Web

MESSAGES = f"/channels/{FILM_TALK}/messages"


async def post(web: Web, channel: int = FILM_TALK) -> tuple[int, Any, dict[str, str]]:
    headers = {"Authorization": f"Bot {web.sandbox.token}"}
    url = f"{web.sandbox.api_url}/channels/{channel}/messages"
    async with web.session.post(url, json={"content": "x"}, headers=headers) as answer:
        return answer.status, await answer.json(), dict(answer.headers)


async def test_every_answer_tells_what_is_left(web: Web) -> None:
    left = [(await post(web))[2] for _ in range(5)]

    assert [headers["X-RateLimit-Remaining"] for headers in left] == ["4", "3", "2", "1", "0"]
    assert {headers["X-RateLimit-Limit"] for headers in left} == {"5"}
    assert len({headers["X-RateLimit-Bucket"] for headers in left}) == 1
    assert 0 < float(left[0]["X-RateLimit-Reset-After"]) <= 5


async def test_the_sixth_message_in_five_seconds_comes_too_early(web: Web) -> None:
    for _ in range(5):
        await post(web)

    status, body, headers = await post(web)

    assert status == 429
    assert body["message"] == "You are being rate limited."
    assert body["global"] is False
    assert 0 < body["retry_after"] <= 5
    assert int(headers["Retry-After"]) >= body["retry_after"]
    assert "Via" in headers


async def test_another_channel_has_a_limit_of_its_own(web: Web) -> None:
    for _ in range(5):
        await post(web)

    assert (await post(web, FOYER))[0] == 200


async def test_a_limit_is_over_when_its_window_is(web: Web) -> None:
    for _ in range(6):
        await post(web)

    await web.control("clock", advance_s=5)

    assert (await post(web))[0] == 200


async def test_limits_can_be_turned_off(web: Web) -> None:
    await web.control("settings", rate_limits=False)
    answers = [await post(web) for _ in range(10)]

    assert {status for status, _, _ in answers} == {200}
    assert "X-RateLimit-Limit" not in answers[0][2]


async def test_more_than_50_requests_in_a_second_are_too_many_in_all(web: Web) -> None:
    limits = web.sandbox.core.limits
    for _ in range(50):
        limits.count_global()

    status, body = await web.api("GET", "/users/@me")

    assert status == 429
    assert body["global"] is True


async def test_interactions_are_not_under_the_limit_in_all(web: Web) -> None:
    for _ in range(50):
        web.sandbox.core.limits.count_global()

    status, body = await web.api("POST", f"/webhooks/{APP}/nothing", {"content": "x"})

    assert (status, body["code"]) == (404, 10015)


async def test_an_unmodified_client_waits_and_loses_nothing(discord_py: discord.Intents, web: Web) -> None:
    for _ in range(4):
        await post(web)

    # So that the client, which waits in real time, has not long to wait for the next window.
    await web.control("clock", advance_s=4.8)
    client = discord.Client(intents=discord_py)
    async with client:
        await client.login(web.sandbox.token)
        channel = client.get_partial_messageable(FILM_TALK)
        for number in range(3):
            await channel.send(f"number {number}")

    _, history = await web.api("GET", MESSAGES)
    _, log = await web.client("GET", "/sandbox/log")
    assert [message["content"] for message in history[2::-1]] == ["number 0", "number 1", "number 2"]
    assert 429 not in [entry["status"] for entry in log]


async def test_an_unmodified_client_tries_again_after_a_429(discord_py: discord.Intents, web: Web) -> None:
    await web.control("faults", route="POST /channels/*", status=429, retry_after_s=0.1)
    client = discord.Client(intents=discord_py)
    async with client:
        await client.login(web.sandbox.token)
        message = await client.get_partial_messageable(FILM_TALK).send("at last")

    assert message.content == "at last"
