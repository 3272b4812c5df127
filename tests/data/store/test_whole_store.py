"""Whatever is done in whatever order: the store agrees with a plain model, and Discord's messages end up true."""

import random
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from data.store import Store
from data.store.maintenance import check
from tests.data.store.plain_town import PlainTown
from tests.rounds import rounds

TEXTS = ["", "Words.", "Other words.", "||Hidden.||"]
STEPS = 150

DOINGS: dict[str, tuple[int, Callable[[PlainTown, random.Random], Awaitable[None]]]] = {
    "write": (12, lambda town, luck: town.write(guild(luck), luck.randrange(4), luck.randrange(9), luck.choice(TEXTS))),
    "edit": (8, lambda town, luck: town.edit(luck.choice([0, 0, 1, 2, 9]), luck.choice(TEXTS))),
    "like": (6, lambda town, luck: town.like(luck.randrange(99), luck.randrange(4))),
    "delete": (5, lambda town, luck: town.delete(luck.randrange(99), luck.randrange(2))),
    "restore": (5, lambda town, luck: town.restore(luck.randrange(99), luck.randrange(2))),
    "take": (6, lambda town, luck: town.take(guild(luck))),
    "send": (6, lambda town, luck: town.send(guild(luck), is_doubtful=luck.random() < 0.3)),
    "put back": (1, lambda town, luck: town.put_back(guild(luck))),
    "begin edit": (8, lambda town, luck: town.begin_edit(luck.randrange(99))),
    "finish edit": (8, lambda town, _: town.finish_edit()),
    "wait": (3, lambda town, _: town.wait()),
    "choose feed": (1, lambda town, luck: town.choose_feed(guild(luck), luck.choice([0, 1, 1, 2]))),
    "forget": (1, lambda town, luck: town.forget(luck.randrange(4))),
}
"""What may happen, and how often."""


def guild(luck: random.Random) -> int:
    """Mostly the first of the two."""
    return int(luck.random() < 0.2)


@pytest.mark.parametrize("seed", range(rounds(12)))
async def test_the_store_agrees_with_a_plain_model_and_every_message_ends_up_true(
    store: Store, database_path: Path, seed: int
) -> None:
    luck = random.Random(seed)
    weights = [weight for weight, _ in DOINGS.values()]
    town = PlainTown(store)
    await town.choose_feed(0, 1)

    for name in luck.choices(list(DOINGS), weights, k=STEPS):
        await DOINGS[name][1](town, luck)
        await town.agrees()

    await town.settle()
    await town.is_all_true()

    assert check(database_path) == []
