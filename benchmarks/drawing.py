"""Drawing a poster for a film that has none, and finding it again; and drawing rankings."""

import asyncio
import time
from collections.abc import Sequence
from random import Random

from benchmarks.figures import print_alone
from bot.ui.pictures.board import MOST_ROWS, Board, BoardRow
from bot.ui.pictures.boards import Boards
from bot.ui.pictures.posters import Posters
from data.catalogue.starter import read_films
from data.models import Film

DRAWN = 400
RANKED = 100
"""Films that stand in rankings again and again."""


async def time_posters() -> None:
    """Print how long a poster takes when it is drawn, and when it is kept; the first one also loads the fonts."""
    posters = Posters()
    films = read_films()[:DRAWN]
    await _seconds(posters, films[0])
    print_alone("a film's poster, drawn", [await _seconds(posters, film) for film in films[1:]])
    print_alone("the same, kept", [await _seconds(posters, film) for film in films])
    posters.close()


async def time_boards() -> None:
    """Print how long the picture of a ranking takes, with films that were not shown before and with such as were."""
    posters, films, chance = Posters(), read_films(), Random(1)
    boards = Boards(posters.thread)
    await _seconds_of(boards, films[:MOST_ROWS], chance)
    groups = [films[first : first + MOST_ROWS] for first in range(RANKED, RANKED + DRAWN, MOST_ROWS)]
    print_alone("a ranking of films not shown before", [await _seconds_of(boards, group, chance) for group in groups])

    for group in zip(*[iter(films[:RANKED])] * MOST_ROWS, strict=True):
        await _seconds_of(boards, group, chance)

    samples = [chance.sample(films[:RANKED], MOST_ROWS) for _ in range(DRAWN)]
    print_alone("the same of films that were", [await _seconds_of(boards, sample, chance) for sample in samples])
    posters.close()


async def _seconds_of(boards: Boards, films: Sequence[Film], chance: Random) -> float:
    rows = tuple(
        BoardRow(place, film, chance.uniform(1, 10), chance.randrange(1, 40), chance.randrange(-3, 4))
        for place, film in enumerate(films, 1)
    )
    board = Board(f"Server {chance.randrange(10**6)}", "22 – 28 Nov 2026", rows, shows_change=True)
    begun = time.perf_counter()
    await boards.of(board)
    return time.perf_counter() - begun


async def _seconds(posters: Posters, film: Film) -> float:
    begun = time.perf_counter()
    await posters.of(film)
    return time.perf_counter() - begun


if __name__ == "__main__":
    asyncio.run(time_posters())
    asyncio.run(time_boards())
