"""Every filter, every order and every combination of them, in servers of different size."""

import itertools
import re
import sqlite3
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.filling import BUSIEST, NOW, YEARS, fill
from data.models import Cursor, FilmId, GuildId, Period, Review, ReviewFilter, Sort
from data.store import Store
from data.store.streams import Streams
from tests.builders import GUILD, OTHER_GUILD
from tests.data.store.files import run_sql

FEW, MANY = 2_000, 20_000

MORE_WORK = 5
"""How many times the work the larger server may cost where both are large enough to fill a page: ratings and numbers of
likes that are missing in the smaller one are streams more. Reading all of it would be ten times."""

SINCE = NOW - YEARS / 2
"""When the period of these tests begins: half of the reviews are older."""

FILTERS = [
    ReviewFilter(
        film_id=film_id,
        author_id=author_id,
        rating_min=lowest,
        rating_max=highest,
        period=period,
        has_text=has_text,
    )
    for film_id, author_id, (lowest, highest), period, has_text in itertools.product(
        (None, FilmId(1)),
        (None, BUSIEST),
        ((None, None), (8, 10), (2, 2)),
        (None, Period.YEAR),
        (False, True),
    )
]
WANTED = [wanted.model_copy(update={"sort": sort}) for wanted in FILTERS for sort in Sort]


def since_of(wanted: ReviewFilter) -> datetime | None:
    return SINCE if wanted.period else None


def named(wanted: ReviewFilter) -> str:
    return str(wanted.model_dump(exclude_defaults=True, mode="json"))


@asynccontextmanager
async def filled(folder: Path, reviews: int) -> AsyncGenerator[Store]:
    """A store with so many reviews of one server."""
    path = folder / f"{reviews}.db"
    await fill(path, GUILD, reviews)
    store = await Store.open(path)

    try:
        yield store
    finally:
        await store.close()


async def everything(store: Store, guild_id: GuildId = GUILD) -> list[Review]:
    """Every review of the server, newest first."""
    return list((await store.feed.page(guild_id, ReviewFilter(), MANY)).reviews)


def sorted_list(reviews: list[Review], wanted: ReviewFilter) -> list[int]:
    """The ids of those that pass, in order, by the plainest of means."""
    film = {review.film.key for review in reviews if review.film.title == "Film No. 0"}
    is_by_rating = wanted.sort.is_by_rating or wanted.rating_min
    passing = [
        review
        for review in reviews
        if (wanted.film_id is None or review.film.key in film)
        and wanted.author_id in {None, review.author.id}
        and (not is_by_rating or review.content.rating)
        and (wanted.rating_min or 0) <= (review.content.rating or 0) <= (wanted.rating_max or 10)
        and (review.content.text or not wanted.has_text)
        and (wanted.period is None or review.created_at >= SINCE)
    ]
    lead = {Sort.HIGHEST: "rating", Sort.LOWEST: "rating", Sort.MOST_LIKED: "likes"}.get(wanted.sort, "created_s")
    places = [Cursor.of(review) for review in passing]
    ordered = sorted(
        places, key=lambda at: (at.model_dump()[lead], at.created_s, at.id), reverse=wanted.sort.is_descending
    )
    return [at.id for at in ordered]


async def walk(store: Store, wanted: ReviewFilter, *, is_backward: bool) -> list[int]:
    """The ids on all pages, from one end to the other, in the filter's order."""
    found: list[int] = []
    cursor: Cursor | None = None

    while True:
        page = await store.feed.page(GUILD, wanted, 40, cursor=cursor, is_backward=is_backward, since=since_of(wanted))
        ids = [review.id for review in page.reviews]
        found = ids + found if is_backward else found + ids

        if not (page.has_earlier if is_backward else page.has_later):
            return found

        cursor = Cursor.of(page.reviews[0] if is_backward else page.reviews[-1])


async def test_pages_of_any_filter_in_any_order_hold_what_passes_once_and_in_order_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "marquee.db"
    await fill(path, GUILD, 240)
    # Many at the same moment, as an import leaves them, and as many of another server.
    run_sql(path, "UPDATE reviews SET created_s = created_s / 8000000 * 8000000")
    run_sql(path, f"UPDATE reviews SET guild_id = {OTHER_GUILD} WHERE id % 3 = 0")  # noqa: S608  (a constant)
    store = await Store.open(path)
    reviews = await everything(store)

    assert len(reviews) == 160

    for wanted in WANTED:
        expected = sorted_list(reviews, wanted)

        assert await walk(store, wanted, is_backward=False) == expected, named(wanted)
        assert await walk(store, wanted, is_backward=True) == expected, named(wanted)
        assert await store.feed.count(GUILD, wanted, 1_000, since=since_of(wanted)) == len(expected), named(wanted)

    await store.close()


@dataclass(frozen=True)
class Asked:
    """One statement about one filter, from one place in one direction."""

    name: str
    sql: str
    values: list[object]


def every_question(size: int = 6) -> Iterator[Asked]:
    """All that browsing asks of the store: pages and counts of every filter, from both ends and from the middle."""
    middle = Cursor(rating=8, created_s=int((NOW - timedelta(days=500)).timestamp()), id=200, likes=1)

    for wanted, cursor, is_descending in itertools.product(WANTED, (None, middle), (True, False)):
        streams = Streams.of(GUILD, wanted, since_of(wanted), cursor=cursor, is_descending=is_descending)
        name = f"{named(wanted)} {'from the middle' if cursor else ''} {'descending' if is_descending else 'ascending'}"
        yield Asked(f"page {name}", streams.reviews(), streams.values(size))
        yield Asked(f"is there any {name}", streams.count(), streams.values(1))

    for wanted in WANTED:
        if wanted.sort is not Sort.MOST_LIKED:
            streams = Streams.of(GUILD, wanted, since_of(wanted))
            yield Asked(f"how many {named(wanted)}", streams.count(), streams.values(20))


@dataclass(frozen=True)
class Step:
    """One step of SQLite's plan, and the one that it is part of."""

    what: str
    part_of: str

    @property
    def is_small(self) -> bool:
        """Whether it goes through no more than a page, or than there are streams."""
        if self.what.startswith("SCAN"):
            return _STREAMS.fullmatch(self.what) is not None

        if "TEMP B-TREE" in self.what:
            # What all streams together give is sorted; each comes from its index in order.
            return self.part_of == "" or self.part_of.startswith("LIST SUBQUERY")

        return not self.what.startswith("SEARCH y") or "guild_id=?" in self.what


_STREAMS = re.compile(r"SCAN (l|CONSTANT ROW|\d+ CONSTANT ROWS|\(subquery-\d+\))")
"""Walking the streams themselves, or what a subquery with a limit gives."""


def plan(connection: sqlite3.Connection, asked: Asked) -> list[Step]:
    rows = connection.execute(f"EXPLAIN QUERY PLAN {asked.sql}", asked.values).fetchall()
    named_steps = {row[0]: row[3] for row in rows}
    return [Step(row[3], named_steps.get(row[1], "")) for row in rows]


async def test_no_plan_scans_or_sorts_the_reviews_of_a_server(tmp_path: Path) -> None:
    path = tmp_path / "marquee.db"
    await (await Store.open(path)).close()

    with closing(sqlite3.connect(path)) as connection:
        for asked in every_question():
            large = [step for step in plan(connection, asked) if not step.is_small]

            assert large == [], asked.name


def work(connection: sqlite3.Connection, asked: Asked) -> int:
    """How many steps SQLite's machine takes for the answer."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.set_progress_handler(count, 1)
    connection.execute(asked.sql, asked.values).fetchall()
    connection.set_progress_handler(None, 0)
    return taken


async def test_ten_times_the_reviews_cost_no_more_work(tmp_path: Path) -> None:
    spent: dict[int, dict[str, int]] = {}

    for reviews in (FEW, MANY):
        await fill(tmp_path / f"{reviews}.db", GUILD, reviews)

        with closing(sqlite3.connect(tmp_path / f"{reviews}.db")) as connection:
            spent[reviews] = {asked.name: work(connection, asked) for asked in every_question()}

    dear = {name: (spent[FEW][name], steps) for name, steps in spent[MANY].items() if steps > 2_000}
    assert {name: steps for name, steps in dear.items() if steps[1] > MORE_WORK * steps[0]} == {}
    assert max(spent[MANY].values()) < MANY
