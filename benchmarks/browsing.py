"""Pages and cards in stores of very different size: they are to cost the same."""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self

from benchmarks.filling import BUSIEST, NOW, fill
from bot.services.feed import PAGE_SIZE, Feed
from bot.services.films import Films
from bot.ui.choices import PERIODS, SORTS
from data.catalogue.local import LocalCatalogue
from data.models import Cursor, Film, FilmId, GuildId, Period, ReviewFilter
from data.store import Store

SIZES = (10_000, 100_000, 1_000_000)
REPEATS = 100
WARM_UP = 3
DEEP_PAGE = 1_000
"""The page that stands for those far from the first; where there are fewer, it is the last but one that is full."""

GUILD = GuildId(940_000_000_000_000_001)

FILTERS = {
    "none": ReviewFilter(),
    "film": ReviewFilter(film_id=FilmId(1)),
    "member": ReviewFilter(author_id=BUSIEST),
    "rating ★★★★ and up": ReviewFilter(rating_min=8, rating_max=10),
    "rating ★ exactly": ReviewFilter(rating_min=2, rating_max=2),
    **{f"period {PERIODS[period]}": ReviewFilter(period=period) for period in Period},
    "with text only": ReviewFilter(has_text=True),
    "all of film, rating, period, text": ReviewFilter(
        film_id=FilmId(1), rating_min=8, rating_max=10, period=Period.YEAR, has_text=True
    ),
}

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Place:
    """A store of some size, and what reads it."""

    store: Store
    feed: Feed
    films: Films

    @classmethod
    async def made(cls, folder: Path, reviews: int) -> Self:
        """Fill a store."""
        begun = time.perf_counter()
        path = folder / f"{reviews}.db"
        await fill(path, GUILD, reviews)
        print(
            f"{reviews:>12,} reviews written in {time.perf_counter() - begun:.1f} s, {path.stat().st_size >> 20:,} MiB"
        )
        store = await Store.open(path)
        return cls(store, Feed(store), Films(LocalCatalogue([]), store))

    def first_page(self, wanted: ReviewFilter) -> Work:
        """Turning to the first page."""
        return lambda: self.feed.first(GUILD, wanted, NOW)

    async def deep_page(self, wanted: ReviewFilter) -> Work:
        """Turning to the page `DEEP_PAGE` from the one before it."""
        since = None if wanted.period is None else NOW - wanted.period.length
        before = (DEEP_PAGE - 1) * PAGE_SIZE
        reviews = (await self.store.feed.page(GUILD, wanted, before, since=since)).reviews

        if len(reviews) < before:
            reviews = reviews[: max(1, len(reviews) - PAGE_SIZE)]

        if not reviews:
            return self.first_page(wanted)

        cursor = Cursor.of(reviews[-1])
        return lambda: self.feed.after(GUILD, wanted, cursor, DEEP_PAGE, NOW)

    def card(self, film: Film) -> Work:
        """A film's card."""
        return lambda: self.films.card(GUILD, film, NOW)


async def compare_sizes(folder: Path, sizes: Sequence[int] = SIZES) -> None:
    """Print how long pages and cards take in stores of these sizes, and the largest's ratio to the smallest's."""
    async with AsyncExitStack() as stack:
        places: list[Place] = []

        for reviews in sizes:
            places.append(await Place.made(folder, reviews))
            stack.push_async_callback(places[-1].store.close)

        print()
        _print_head(sizes)
        films = [await places[0].store.films.by_id(FilmId(number)) for number in (1, 1_000)]
        await _print_line("film card, most reviewed film", [place.card(films[0]) for place in places])
        await _print_line("film card, a film of few", [place.card(films[1]) for place in places])

        for name, filters in FILTERS.items():
            for sort, words in SORTS.items():
                wanted = filters.model_copy(update={"sort": sort})
                await _print_line(
                    f"{name}, {words}",
                    [place.first_page(wanted) for place in places],
                    [await place.deep_page(wanted) for place in places],
                )


async def _print_line(what: str, *columns: Sequence[Work]) -> None:
    """Print one line: each column in every size, in milliseconds, and the largest's ratio to the smallest's."""
    line = f"{what:<54}"

    for works in columns:
        medians_ms = await _medians_ms(works)
        line += "".join(f"{ms:>9.2f}" for ms in medians_ms) + f"{medians_ms[-1] / medians_ms[0]:>7.2f}"

    print(line)


async def _medians_ms(works: Sequence[Work]) -> list[float]:
    """How long each takes at the median, done in turns."""
    durations_s: list[list[float]] = [[] for _ in works]

    for _ in range(WARM_UP + REPEATS):
        for work, of_work in zip(works, durations_s, strict=True):
            begun = time.perf_counter()
            await work()
            of_work.append(time.perf_counter() - begun)

    return [median(of_work[WARM_UP:]) * 1000 for of_work in durations_s]


def _print_head(sizes: Sequence[int]) -> None:
    """Print the lines above."""
    width = 9 * len(sizes) + 7
    named = "".join(f"{_short(reviews):>9}" for reviews in sizes) + f"{'ratio':>7}"
    print(f"{'':<54}{'first page':>{width}}{f'page {DEEP_PAGE:,}':>{width}}")
    print(f"{'milliseconds':<54}{named}{named}")


def _short(reviews: int) -> str:
    return f"{reviews // 1_000_000} M" if reviews >= 1_000_000 else f"{reviews // 1_000} k"
