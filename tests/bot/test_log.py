import asyncio
import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Literal

import pytest

from bot.log import interaction_id, set_up_log

BOT_TOKEN = "MTE0NDc3NjU5MDU3NDM5NTQ3Mg.GkXbqH.bq2_OwlqZ3h1nhF0zYbU3T4PoXr0nJt5zGvWcA"
INTERACTION_TOKEN = "aW50ZXJhY3Rpb246MTU3NDMzMzc3MTg5MTYwNTUwNDpRbHJPbjh3WE9GZkRwS2dXT1Q"
FORGED = "00:00:00 INFO    bot: forged"
BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]

_log = logging.getLogger("tests")


@pytest.fixture(autouse=True)
def _root_as_before() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  (used by all)
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    root.level, root.handlers[:] = before


def written(shape: Literal["text", "json"] = "text", level: str = "DEBUG", secrets: tuple[str, ...] = ()) -> StringIO:
    """Where the log goes from now on."""
    stream = StringIO()
    set_up_log(level, shape, secrets, stream)
    return stream


def fail(text: str) -> None:
    raise ValueError(text)


@pytest.mark.parametrize("shape", ["text", "json"])
@pytest.mark.parametrize("line_break", BREAKS)
def test_text_with_line_breaks_can_not_forge_a_record(line_break: str, shape: Literal["text", "json"]) -> None:
    stream = written(shape)
    forgery = f"x{line_break}{FORGED}"

    _log.info("said: %s", forgery, extra={"tag": forgery})

    try:
        fail(forgery)
    except ValueError:
        _log.exception("failed with %s", forgery)

    lines = stream.getvalue().splitlines()
    assert sum("said: " in line for line in lines) == 1
    assert not any(line.startswith(FORGED) for line in lines)


def test_text_can_not_steer_a_terminal() -> None:
    stream = written()

    _log.info("\x1b[2J\x9b31m\u202egnp.exe")

    assert stream.getvalue().endswith("\\x1b[2J\\x9b31m\\u202egnp.exe\n")


@pytest.mark.parametrize("shape", ["text", "json"])
def test_secrets_are_blotted_out_wherever_they_stand(shape: Literal["text", "json"]) -> None:
    stream = written(shape, secrets=("my-own-token", ""))
    addresses = [
        f"https://discord.com/api/v10/interactions/123/{INTERACTION_TOKEN}/callback",
        f"https://discord.com/api/v10/webhooks/123/{INTERACTION_TOKEN}/messages/@original",
        "https://discord.com/api/v10/webhooks/123/AnyOtherKindOfToken_0123-4567",
    ]

    _log.info("%s my-own-token %s %s", addresses, BOT_TOKEN, INTERACTION_TOKEN, extra={"url": addresses[0]})

    try:
        fail(f"{addresses} my-own-token Bot {BOT_TOKEN} {INTERACTION_TOKEN}")
    except ValueError:
        _log.exception("failed")

    log = stream.getvalue()
    assert log.count("[secret]") >= 12
    for secret in ("my-own-token", BOT_TOKEN, INTERACTION_TOKEN, "AnyOtherKindOfToken"):
        assert secret not in log


@pytest.mark.parametrize("name", ["discord.http", "discord.gateway", "discord.webhook.async_", "aiosqlite", "asyncio"])
def test_loggers_that_write_payloads_stay_quiet_at_debug(name: str) -> None:
    stream = written()

    logging.getLogger(name).debug("a payload")
    logging.getLogger("bot").debug("a fact")

    assert "a payload" not in stream.getvalue()
    assert "a fact" in stream.getvalue()


def test_level_counts_for_all() -> None:
    stream = written(level="ERROR")

    logging.getLogger("discord.http").warning("a warning")
    logging.getLogger("bot").error("an error")

    assert "a warning" not in stream.getvalue()
    assert "an error" in stream.getvalue()


async def test_records_name_the_interaction_of_their_task_and_of_no_other() -> None:
    stream = written("json")

    async def answer(number: int) -> None:
        interaction_id.set(number)
        await asyncio.sleep(0)
        _log.info("answering", extra={"expected": number})

    await asyncio.gather(*(asyncio.create_task(answer(number)) for number in range(1, 6)))
    _log.info("idle")

    *answers, idle = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [record["interaction"] for record in answers] == [record["expected"] for record in answers]
    assert "interaction" not in idle


def test_text_shows_extras_and_indents_the_exception() -> None:
    stream = written()

    try:
        fail("why")
    except ValueError:
        _log.exception("it failed", extra={"reference": "A1B2"})

    first, *rest = stream.getvalue().splitlines()
    assert first[8:] == " ERROR   tests: it failed (reference='A1B2')"
    assert rest[-1] == "    ValueError: why"
    assert all(line.startswith("    ") for line in rest)


def test_json_survives_anything_that_is_logged() -> None:
    stream = written("json")

    _log.warning("“%s” %s", "ünï\ud800", object(), extra={"what": object(), "many": {1, 2}, "none": None})

    record = json.loads(stream.getvalue())
    assert record["level"] == "WARNING"
    assert record["none"] is None


def test_setting_up_twice_writes_each_record_once() -> None:
    written()
    stream = written()

    _log.info("once")

    assert stream.getvalue().count("once") == 1
