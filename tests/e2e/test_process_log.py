"""What the running bot writes into its log when things go wrong: who, which interaction, and no secret."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from signal import SIGTERM

import pytest

from sandbox.faults import FaultOrder
from sandbox.server import Sandbox
from tests.e2e.driver import Json
from tests.e2e.process import bot_on, fresh_sandbox
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import member
from tests.e2e.world import ALICE, TOKEN

CALLBACK = "POST /interactions/*/callback"
FORGED = "00:00:00 INFO    bot: forged"


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox]:
    async with fresh_sandbox() as sandbox:
        yield sandbox


def interaction_tokens(sandbox: Sandbox) -> dict[str, str]:
    """The token of every interaction that the bot was sent, by the interaction's id."""
    sent = [json.loads(text) for session in sandbox.core.gateway.sessions.values() for _, text in session.sent]
    return {event["d"]["id"]: event["d"]["token"] for event in sent if event["t"] == "INTERACTION_CREATE"}


async def provoke(sandbox: Sandbox, folder: Path, shape: str) -> tuple[str, dict[str, str]]:
    """The log of a bot at its most talkative to which much happens, and the interactions' tokens."""
    faults = sandbox.core.faults

    async with bot_on(sandbox, folder, LOG_LEVEL="DEBUG", LOG_FORMAT=shape) as bot, member(sandbox, ALICE) as alice:
        await write_review(alice, text=f"Fine.\n{FORGED}", tags=FORGED)
        await alice.complete("film", title=f"x\n{FORGED}")
        await alice.slash("film", title=f"nothing of that name\n{FORGED}")
        faults.add(FaultOrder(route=CALLBACK, status=500))
        await alice.slash("film", title=FILM)
        faults.add(FaultOrder(route=CALLBACK, status=429, retry_after_s=0.1))
        await alice.slash("film", title=FILM)
        faults.add(FaultOrder(route=CALLBACK, status=403, code=50013))
        await alice.slash("film", title=FILM)
        # Nobody waits any more when the answer comes: 10062, unknown interaction.
        sandbox.core.settings.interaction_deadline_s = 0.1
        faults.add(FaultOrder(route=CALLBACK, delay_s=0.3))
        assert (await alice.slash("film", title=FILM)).kind == "failed"
        await bot.says("10062")
        sandbox.core.settings.interaction_deadline_s = 3
        tokens = interaction_tokens(sandbox)
        bot.send(SIGTERM)
        return (await bot.ended()).err, tokens


@pytest.mark.parametrize("shape", ["text", "json"])
async def test_no_secret_is_logged_whatever_goes_wrong(sandbox: Sandbox, tmp_path: Path, shape: str) -> None:
    log, tokens = await provoke(sandbox, tmp_path, shape)

    assert len(tokens) >= 7
    assert "an interaction failed" in log
    assert TOKEN not in log
    assert [token for token in tokens.values() if token in log] == []
    assert not any(line.startswith(FORGED) for line in log.splitlines())


async def test_each_line_is_a_json_object_and_those_of_answers_name_their_interaction(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    log, tokens = await provoke(sandbox, tmp_path, "json")

    records: list[Json] = [json.loads(line) for line in log.splitlines()]
    of_answers = [record for record in records if "of" in record]
    assert all({"at", "level", "logger", "message"} <= set(record) for record in records)
    assert len(of_answers) == 3
    assert {str(record["interaction"]) for record in of_answers} <= set(tokens)
