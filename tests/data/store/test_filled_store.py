"""Stores that benchmarks write straight into their tables are as the bot would have left them."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.filling import NOW, WEEK, Server, fill_servers
from data.store import Store
from data.store.maintenance import check
from tests.builders import GUILD, OTHER_GUILD

SERVERS = [Server(GUILD, 600, in_last_week=150), Server(OTHER_GUILD, 90)]


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


async def test_nothing_is_wrong_with_a_filled_store(tmp_path: Path) -> None:
    await fill_servers(tmp_path / "filled.db", SERVERS)

    assert check(tmp_path / "filled.db") == []


async def test_filled_store_has_the_indexes_and_triggers_of_an_empty_one(tmp_path: Path) -> None:
    await fill_servers(tmp_path / "filled.db", SERVERS)
    await (await Store.open(tmp_path / "empty.db")).close()
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"

    assert rows(tmp_path / "filled.db", schema) == rows(tmp_path / "empty.db", schema)


async def test_servers_have_so_many_reviews_and_so_many_of_the_last_week(tmp_path: Path) -> None:
    await fill_servers(tmp_path / "filled.db", SERVERS)
    since_s = int((NOW - WEEK).timestamp())
    counted = rows(
        tmp_path / "filled.db",
        f"SELECT guild_id, count(*), sum(created_s > {since_s}) FROM reviews GROUP BY guild_id",  # noqa: S608  (a number)
    )

    assert counted == [(GUILD, 600, 150), (OTHER_GUILD, 90, 1)]
