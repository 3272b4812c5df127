"""What is offered while a title is typed, to one person in one server."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.e2e.driver import Member, Reply
from tests.e2e.scenes import FILM, change_schema, write_review
from tests.e2e.stage import Stage, member
from tests.e2e.world import ALICE, LOBBY

PICTURE, SEVEN, RASHOMON = "The Missing Picture (2013)", "Seven Samurai (1954)", "Rashomon (1950)"
BOXES: Sequence[tuple[str, dict[str, Any]]] = (
    ("film", {"title": ""}),
    ("review", {"film": ""}),
    ("rate", {"rating": 8, "film": ""}),
    ("reviews", {"film": ""}),
)
"""Every command that takes a film, and where it is typed."""


async def look_up(stage: Stage, person: Member, title: str) -> Reply:
    """The film's card, once it is also remembered that the person asked for it."""
    card = await person.slash("film", title=title)
    await stage.bot.finish_answers()
    return card


def titles(offered: list[str]) -> list[str]:
    """The choices without the directors."""
    return [choice.split(" · ")[0] for choice in offered]


async def test_empty_box_offers_what_one_looked_up_and_then_what_the_server_talks_about(stage: Stage) -> None:
    await look_up(stage, stage.alice, "Rashomon")
    card = await look_up(stage, stage.bob, "Seven Samurai")
    await stage.alice.click(card.message, "Watchlist")
    await write_review(stage.chloe)

    for command, box in BOXES:
        alices, chloes = [titles(await person.complete(command, **box)) for person in (stage.alice, stage.chloe)]

        assert set(alices[:2]) == {RASHOMON, SEVEN}
        assert (alices[2], chloes[0]) == (PICTURE, PICTURE)
        assert len(alices) == len(set(alices)) == 25


async def test_typed_title_offers_ones_own_film_first(stage: Stage) -> None:
    before = titles(await stage.alice.complete("film", title="kurosawa"))
    await look_up(stage, stage.alice, before[-1])

    alices, bobs = [titles(await person.complete("film", title="kurosawa")) for person in (stage.alice, stage.bob)]

    assert alices == [before[-1], *before[:-1]]
    assert bobs == before


async def test_films_that_the_server_reviewed_come_before_those_that_fit_alike(stage: Stage) -> None:
    before = titles(await stage.alice.complete("film", title="haneke"))
    await write_review(stage.bob, film=before[-1])

    assert titles(await stage.alice.complete("film", title="haneke")) == [before[-1], *before[:-1]]


async def test_another_servers_talk_is_not_heard(stage: Stage) -> None:
    async with member(stage.sandbox, ALICE, LOBBY) as alice_in_rear_row:
        before = await alice_in_rear_row.complete("film", title="")
        await write_review(stage.bob)
        await write_review(stage.alice)

        assert await alice_in_rear_row.complete("film", title="") == before


async def test_what_one_had_deleted_is_not_offered_any_more(stage: Stage) -> None:
    before = await stage.bob.complete("film", title="")
    await look_up(stage, stage.bob, FILM)
    offered = await stage.bob.complete("film", title="")
    question = await stage.bob.slash("privacy delete")
    await stage.bob.click(question.message, "Delete everything")
    await stage.bot.finish_answers()

    assert titles(offered)[0] == PICTURE
    assert await stage.bob.complete("film", title="") == before


@pytest.mark.parametrize("typed", ["", "missing pic"])
async def test_choices_are_offered_while_the_store_fails(stage: Stage, typed: str) -> None:
    before = await stage.alice.complete("film", title=typed)
    await change_schema(stage, "ALTER TABLE lookups RENAME TO lost")

    assert before
    assert await stage.alice.complete("film", title=typed) == before
