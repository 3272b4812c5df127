"""The bot killed around the press of Submit: what a member was told is saved is saved, once.

What is true of the post in the channel: a killed bot leaves at most one per review. Killed between saving and
answering, it leaves none, and the member, who saw no answer, sends the form again: the review is there already, so the
second answer is private. Killed between posting and noting the post, it leaves one that later edits do not reach.
"""

import asyncio
import random
from pathlib import Path

import pytest

from data.catalogue.starter import read_films
from data.models import Film
from data.store.maintenance import check
from tests.e2e.driver import EPHEMERAL, Json, Member
from tests.e2e.process import DATABASE, BotProcess, bot_on, database, fresh_sandbox
from tests.e2e.stage import member
from tests.e2e.world import ALICE
from tests.rounds import rounds

WITHIN_S = 0.06
"""Saving and answering takes a few milliseconds; the kill comes at any moment up to this long after the press."""

SEED = 20261123


def answers(person: Member, interaction_id: str) -> list[Json]:
    """The answers to that interaction that the member saw."""
    return [
        event
        for event in person.events
        if event["type"] == "interaction_done" and event["interaction_id"] == interaction_id
    ]


def saved(folder: Path, text: str) -> list[int]:
    """The reviews that say `text`, by id, once the file was found sound."""
    with database(folder) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT id FROM reviews WHERE body = ?", (text,)).fetchall()
        twice = connection.execute("SELECT 1 FROM reviews GROUP BY guild_id, author_id, film_id HAVING count(*) > 1")
        assert twice.fetchall() == []

    assert check(folder / DATABASE) == []
    return [review_id for (review_id,) in rows]


async def posts(person: Member, film: Film) -> list[str]:
    """The messages, for all to see, that show a review of the film."""
    return [
        message["id"]
        for message in await person.messages()
        if film.name in str([embed.get("title") for embed in message["embeds"]]) and not message["flags"] & EPHEMERAL
    ]


async def kill_around_submit(
    bot: BotProcess, author: Member, folder: Path, film: Film, text: str, *, delay_s: float
) -> None:
    """One round: a form sent, the bot killed `delay_s` later and started again, the form sent again if need be."""
    form = await author.slash("review", film=film.key)
    is_edit = bool(form.fields["text"])
    posts_before = len(await posts(author, film))
    begun = await author.begin_submit(form, text=text)
    await asyncio.sleep(delay_s)
    await bot.kill()
    review_ids = saved(folder, text)
    await bot.start()
    await bot.ready()
    was_seen = bool(answers(author, begun))
    print(f"saved: {bool(review_ids)}, answered: {was_seen}")  # noqa: T201  (shown on failure)

    assert len(answers(author, begun)) <= 1
    assert len(review_ids) <= 1
    assert review_ids or not was_seen, "the member saw an answer, and the review is not there"
    assert len(await posts(author, film)) == posts_before + (was_seen and not is_edit)

    if not was_seen:
        # What was saved and not posted is posted now; what was posted and not noted is found in the channel.
        await author.submit(form, text=text)

    assert len(saved(folder, text)) == 1
    assert len(await posts(author, film)) == 1


@pytest.mark.timeout(rounds(60))
async def test_kill_around_submit_loses_nothing_that_was_answered_and_doubles_nothing(tmp_path: Path) -> None:
    luck = random.Random(SEED)
    films = read_films()

    async with fresh_sandbox() as sandbox, bot_on(sandbox, tmp_path) as bot, member(sandbox, ALICE) as author:
        for number in range(rounds(3, 100)):
            # Most of it happens in the first milliseconds.
            delay_s = luck.random() ** 3 * WITHIN_S
            print(f"round {number} of seed {SEED}: killed {delay_s * 1000:.1f} ms after the press", end=", ")  # noqa: T201  (shown on failure)
            # Each film's first review in one round, and an edit of it in the next.
            film = films[number // 2]
            await kill_around_submit(bot, author, tmp_path, film, f"Said in round {number}.", delay_s=delay_s)
