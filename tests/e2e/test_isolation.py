"""Nothing of one server is seen in the other, whatever is done in both."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.driver import Json
from tests.e2e.evening import Evening, Visitor
from tests.e2e.stage import Stage, member, shipped_films, staged
from tests.e2e.two_servers import OWLS, PLACES, ROWS, betrayals, foreign_words, hand, marked_world
from tests.e2e.world import ALICE
from tests.rounds import rounds

STEPS = 300
OWN = ("own_films", "own_film_drafts", "film_merges")
STEP_S = 2
"""So much of the sandbox's time passes with each step: ten minutes in all."""


async def assert_kept_apart(stage: Stage) -> None:
    """What is kept of each server speaks of its own people and channels."""
    for place in (OWLS, ROWS):
        for table in ("reviews", "deleted_reviews", "drafts", "members", "guilds", "outbox", "copies", *OWN):
            sql = f"SELECT * FROM {table} WHERE guild_id = ?"  # noqa: S608  (the names above)
            rows = [dict(row) for row in await stage.store.database.read(sql, (place.guild_id,))]

            assert not [row for row in rows if foreign_words(place, str(row))]

        films = await stage.store.database.read(
            "SELECT f.facts FROM own_films o JOIN films f ON f.id = o.film_id WHERE o.guild_id = ?", (place.guild_id,)
        )
        assert not [row for row in films if foreign_words(place, row["facts"])]

        likes = await stage.store.database.read(
            "SELECT l.user_id FROM likes l JOIN reviews r ON r.id = l.review_id WHERE r.guild_id = ?", (place.guild_id,)
        )
        assert {row["user_id"] for row in likes} <= set(place.people)


def seen(visitors: Sequence[Visitor]) -> dict[str, list[Json]]:
    """Every message, as it was at any time, that any of them saw, by the channel in which it stands."""
    found: dict[str, list[Json]] = {str(channel_id): [] for channel_id in PLACES}

    for visitor in visitors:
        for event in visitor.member.events:
            if event["type"] in {"message_create", "message_update"}:
                found[event["message"]["channel_id"]].append(event["message"])

    return found


@pytest.mark.parametrize("seed", range(rounds(1)))
async def test_no_message_choice_or_form_in_one_server_shows_anything_of_the_other(tmp_path: Path, seed: int) -> None:
    async with staged(tmp_path, marked_world()) as stage, AsyncExitStack() as stack:
        await stage.misbehave("settings", {"rate_limits": False})
        visitors = [
            Visitor(place, user_id, await stack.enter_async_context(member(stage.sandbox, user_id, place.channels[0])))
            for place in (OWLS, ROWS)
            for user_id in place.people
        ]
        evening = Evening(stage, visitors, random.Random(seed), shipped_films())

        for step in range(STEPS):
            await evening.step()

            if step % 10 == 9:
                await stage.misbehave("clock", {"advance_s": 10 * STEP_S})

        await stage.let_pass(timedelta(minutes=1))
        # What comes after it was told before it.
        await asyncio.gather(*(visitor.member.slash("help") for visitor in visitors))
        messages = seen(visitors)

        leaks = {
            leak
            for channel_id, place in PLACES.items()
            for message in messages[str(channel_id)]
            for leak in betrayals(place, message)
        }
        assert not leaks
        assert "Something went wrong" not in str(messages)
        await assert_kept_apart(stage)
        # It was no quiet evening.
        assert len(evening.done) > 25
        assert evening.done["add_a_film"] > 3
        assert all(place.mark in str(messages[str(place.channels[0])]) for place in (OWLS, ROWS))


def test_what_betrays_the_other_server_would_be_noticed() -> None:
    harmless: Json = {"content": f"{OWLS.mark}", "embeds": [{"title": "Film ★½"}], "components": []}
    option = {"label": "Film ★\u2060★\u2060★\u2060★"}
    leaking: list[Json] = [
        harmless | {"content": f"{ROWS.mark} {hand(ALICE)}"},
        harmless | {"content": "Posted in Rear Row"},
        harmless | {"embeds": [{"footer": {"text": "4.5 out of 5"}}]},
        harmless | {"embeds": [{"title": "Film ★\u2060★\u2060★"}]},
        harmless | {"components": [{"components": [{"type": 3, "custom_id": "v1:pick", "options": [option]}]}]},
        harmless | {"embeds": [{"author": {"icon_url": f"https://cdn/avatars/{ROWS.admin}/a.png"}}]},
    ]

    assert betrayals(OWLS, harmless) == []
    assert all(betrayals(OWLS, message) for message in leaking)
