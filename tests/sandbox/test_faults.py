"""What a test can let go wrong."""

import aiohttp
import pytest

from tests.sandbox.acting import FILM_TALK, Web

MESSAGES = f"/channels/{FILM_TALK}/messages"


async def post(web: Web, content: str = "x") -> tuple[int, dict[str, object]]:
    return await web.api("POST", MESSAGES, {"content": content})


async def contents(web: Web) -> list[str]:
    _, history = await web.api("GET", MESSAGES)
    return [message["content"] for message in history]


async def test_a_fault_refuses_so_many_requests_and_no_more(web: Web) -> None:
    await web.control("faults", route="POST /channels/*/messages", status=500, times=2)
    statuses = [(await post(web))[0] for _ in range(3)]

    assert statuses == [500, 500, 200]
    assert await contents(web) == ["x"]


async def test_a_fault_has_the_code_that_was_asked_for(web: Web) -> None:
    await web.control("faults", status=403, code=50001)
    status, refusal = await post(web)

    assert (status, refusal["code"]) == (403, 50001)


async def test_a_limit_has_the_words_that_were_asked_for(web: Web) -> None:
    await web.control("faults", status=429, retry_after_s=2, message="Slow down.")
    status, refusal = await post(web)

    assert (status, refusal) == (429, {"message": "Slow down.", "retry_after": 2.0, "global": False})


async def test_a_fault_of_another_route_changes_nothing(web: Web) -> None:
    await web.control("faults", route="DELETE *", status=500)

    assert (await post(web))[0] == 200


async def test_an_answer_can_be_lost_after_the_request_was_carried_out(web: Web) -> None:
    await web.control("faults", route="POST *", status=502, after=True)
    status, _ = await post(web, "sent all the same")

    assert status == 502
    assert await contents(web) == ["sent all the same"]


async def test_a_connection_can_break_after_the_request_was_carried_out(web: Web) -> None:
    await web.control("faults", route="POST *", after=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await post(web, "sent all the same")

    assert await contents(web) == ["sent all the same"]


async def test_a_delay_only_delays(web: Web) -> None:
    await web.control("faults", delay_s=0.05)

    assert (await post(web))[0] == 200


async def test_faults_can_be_taken_back(web: Web) -> None:
    await web.control("faults", status=500, times=100)
    await web.client("DELETE", "/sandbox/faults")

    assert (await post(web))[0] == 200


@pytest.mark.parametrize("order", [{}, {"status": 200}, {"status": 500, "times": 0}, {"state": 500}])
async def test_a_fault_that_makes_no_sense_is_refused(web: Web, order: dict[str, object]) -> None:
    status, answer = await web.client("POST", "/sandbox/faults", order)

    assert status == 400
    assert answer["error"]


async def test_the_log_has_requests_and_events_without_secrets(web: Web) -> None:
    await post(web, "logged")
    await web.api("POST", "/interactions/1/secret-token/callback", {"type": 1})
    _, log = await web.client("GET", "/sandbox/log")
    posted = next(entry for entry in log if entry["path"] == MESSAGES)

    assert (posted["direction"], posted["method"], posted["status"]) == ("request", "POST", 200)
    assert posted["body"] == {"content": "logged"}
    assert posted["answer"]["content"] == "logged"
    assert "secret-token" not in str(log)
    assert web.sandbox.token not in str(log)


async def test_the_log_is_given_from_a_number_on(web: Web) -> None:
    await post(web, "first")
    _, log = await web.client("GET", "/sandbox/log")
    await post(web, "second")
    _, rest = await web.client("GET", "/sandbox/log", params={"since": str(log[-1]["seq"])})

    assert [entry["body"] for entry in rest] == [{"content": "second"}]
