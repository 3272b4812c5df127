import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from benchmarks.filling import BUSIEST, fill
from data.models import GuildId, UserId
from data.store import Store
from data.store.taste import LATEST_OF_EACH, LIKED_BY
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD
from tests.data.store.steps import CAROL, a_review, film_id
from tests.data.store.test_feed_cost import MORE_WORK, Asked, work

MEMBERS = (ALICE, BOB, CAROL)


async def rate(store: Store, author_id: UserId, *rated: tuple[int, int], guild_id: GuildId = GUILD) -> None:
    """Let the member rate films, each given by its number and the half stars, one a minute."""
    for number, (film, rating) in enumerate(rated):
        await a_review(store, author_id, film, guild_id, NOW + number * MINUTE, rating=rating)


async def liked(store: Store, size: int = 25, guild_id: GuildId = GUILD) -> list[tuple[str, int]]:
    """What the three members like beside film 1."""
    found = await store.taste.liked_by(guild_id, MEMBERS, 8, await film_id(store, 1), size)
    return [(film.title, members) for film, members in found]


async def test_films_that_most_of_them_like_come_first_then_those_rated_highest(store: Store) -> None:
    await rate(store, ALICE, (1, 9), (2, 8), (3, 8), (4, 10))
    await rate(store, BOB, (1, 8), (2, 9), (3, 10))
    await rate(store, CAROL, (1, 8), (5, 9))

    assert await liked(store) == [("Film No. 3", 2), ("Film No. 2", 2), ("Film No. 4", 1), ("Film No. 5", 1)]
    assert await liked(store, size=1) == [("Film No. 3", 2)]


async def test_films_that_they_rated_lower_or_not_at_all_do_not_count(store: Store) -> None:
    await rate(store, ALICE, (1, 9), (2, 7))
    await a_review(store, ALICE, 3, text="Without stars.")

    assert await liked(store) == []


async def test_what_they_like_in_another_server_stays_there(store: Store) -> None:
    await rate(store, ALICE, (1, 9))
    await rate(store, ALICE, (1, 9), (2, 9), guild_id=OTHER_GUILD)

    assert await liked(store) == []
    assert await liked(store, guild_id=OTHER_GUILD) == [("Film No. 2", 1)]


async def test_only_the_latest_reviews_of_each_are_looked_through(store: Store) -> None:
    await a_review(store, ALICE, 2, now=NOW - timedelta(days=1), rating=10)
    await rate(store, ALICE, *((number, 6) for number in range(10, 10 + LATEST_OF_EACH - 1)), (1, 9))

    assert await liked(store) == []


async def test_ten_times_the_reviews_cost_no_more_work(tmp_path: Path) -> None:
    spent: list[int] = []

    for reviews in (2_000, 20_000):
        path = tmp_path / f"{reviews}.db"
        await fill(path, GUILD, reviews)

        with closing(sqlite3.connect(path)) as connection:
            authors = connection.execute("SELECT json_group_array(DISTINCT author_id) FROM reviews").fetchone()[0]
            fans = json.dumps([BUSIEST, *json.loads(authors)[:59]])
            values: list[object] = [fans, GUILD, LATEST_OF_EACH, 1, 8, 25]
            spent.append(work(connection, Asked("liked together", LIKED_BY, values)))

    assert spent[1] < MORE_WORK * spent[0]
