"""Drawing a poster for a film that has none, and finding it again."""

import asyncio
import time

from benchmarks.figures import print_alone
from bot.ui.pictures.posters import Posters
from data.catalogue.starter import read_films
from data.models import Film

DRAWN = 400


async def time_posters() -> None:
    """Print how long a poster takes when it is drawn, and when it is kept; the first one also loads the fonts."""
    posters = Posters()
    films = read_films()[:DRAWN]
    await _seconds(posters, films[0])
    print_alone("a film's poster, drawn", [await _seconds(posters, film) for film in films[1:]])
    print_alone("the same, kept", [await _seconds(posters, film) for film in films])
    posters.close()


async def _seconds(posters: Posters, film: Film) -> float:
    begun = time.perf_counter()
    await posters.of(film)
    return time.perf_counter() - begun


if __name__ == "__main__":
    asyncio.run(time_posters())
