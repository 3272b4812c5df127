"""The gateway's socket lost again and again while members are busy.

discord.py 2.7 resumes at once after a cut, op 7 and a resumable op 9, and hears then what it missed. After an op 9
that is not resumable it waits five seconds before it identifies, and what members did meanwhile is lost; they are told.
A socket that is cut while it is being opened costs discord.py's own waiting, which may double up to 17 minutes: here
each socket is cut once it is open.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Any

import pytest

from data.catalogue.starter import read_films
from data.models import Film
from sandbox.server import Sandbox
from tests.e2e.driver import Member, Reply
from tests.e2e.process import bot_on, eventually, fresh_sandbox, texts
from tests.e2e.scenes import FILM
from tests.e2e.stage import member
from tests.e2e.world import ALICE, BOB, CHLOE
from tests.rounds import rounds

WITHIN_S = 0.03
"""A socket is lost at any moment from the members' presses to this long after them."""

SEED = 20261123

BACK = {"READY", "RESUMED"}
"""The events that tell of a new socket."""


def lose_socket(sandbox: Sandbox, number: int) -> None:
    """Cut the socket in most rounds, and let Discord end it in one of its three ways in the others."""
    gateway = sandbox.core.gateway

    match number % 10:
        case 3:
            gateway.ask_to_reconnect()
        case 6:
            gateway.invalidate(is_resumable=True)
        case 9:
            gateway.invalidate(is_resumable=False)
        case _:
            gateway.drop()


def sockets(sandbox: Sandbox) -> int:
    """How many sockets the bot has opened."""
    return sum(entry["direction"] == "event" and entry["path"] in BACK for entry in sandbox.core.journal.since(0))


def callbacks(sandbox: Sandbox) -> dict[str, list[int]]:
    """The status of every answer that the bot gave, by the interaction's id."""
    found: dict[str, list[int]] = {}

    for entry in sandbox.core.journal.since(0):
        if entry["direction"] == "request" and entry["path"].endswith("/callback"):
            found.setdefault(entry["path"].split("/")[2], []).append(entry["status"])

    return found


async def disturbed(
    sandbox: Sandbox, number: int, delay_s: float, presses: Iterable[Coroutine[Any, Any, Reply]]
) -> list[Reply]:
    """What becomes of the presses while the socket is lost; the bot is back."""
    before = sockets(sandbox)
    doing = asyncio.gather(*presses)
    await asyncio.sleep(delay_s)
    lose_socket(sandbox, number)
    replies = await doing
    await eventually(lambda: sockets(sandbox) > before, within_s=20)
    return replies


async def press_twice(reader: Member) -> Reply:
    """A card, and a button below it."""
    card = await reader.slash("film", title=FILM)
    return card if card.kind == "failed" else await reader.click(card.message, "Watchlist")


@pytest.mark.timeout(rounds(60))
async def test_lost_sockets_lose_no_answer_and_double_none(tmp_path: Path) -> None:
    luck = random.Random(SEED)
    films: list[Film] = read_films()
    said: list[str] = []

    async with (
        fresh_sandbox() as sandbox,
        bot_on(sandbox, tmp_path),
        member(sandbox, ALICE) as alice,
        member(sandbox, BOB) as bob,
        member(sandbox, CHLOE) as chloe,
    ):
        for number in range(rounds(5, 200)):
            form = await alice.slash("review", film=films[number].key)
            delay_s = luck.uniform(0, WITHIN_S)
            print(f"round {number} of seed {SEED}: lost {delay_s * 1000:.1f} ms after the presses")  # noqa: T201  (shown on failure)
            text = f"Said in round {number}."
            presses = [alice.submit(form, text=text), press_twice(bob), chloe.slash("reviews")]

            replies = await disturbed(sandbox, number, delay_s, presses)

            said += [text] if replies[0].kind != "failed" else []
            assert number % 10 == 9 or all(reply.kind != "failed" for reply in replies), replies

        last = await bob.slash("film", title=FILM)
        answered = Counter(
            event["interaction_id"]
            for person in (alice, bob, chloe)
            for event in person.events
            if event["type"] == "interaction_done"
        )

    assert "Rithy Panh" in last.text
    assert set(answered.values()) == {1}
    assert callbacks(sandbox) == {interaction_id: [200] for interaction_id in answered}
    assert texts(tmp_path) == said
