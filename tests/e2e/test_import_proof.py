"""An import that is killed again and again ends as one that was left alone; and so does taking it back."""

import asyncio
import random
from pathlib import Path

import pytest

from data.catalogue.starter import read_films
from data.store.maintenance import check
from tests.data.letterboxd.accounts import an_account
from tests.e2e.driver import Member, Reply
from tests.e2e.process import DATABASE, BotProcess, bot_on, database, eventually, fresh_sandbox
from tests.e2e.stage import member
from tests.e2e.world import ALICE
from tests.rounds import rounds

KILLS = rounds(2, 50)
"""In each of the two: importing, and taking it back."""

ENTRIES = 40 * KILLS
"""So many that it takes longer than all that is left of it after the kills."""

WITHIN_S = 0.25
"""A kill comes at any moment up to this long after the bot is ready: by then it goes on with the import."""

DONE_WITHIN_S = 120.0
SEED = 20261128

_FILM = "coalesce((SELECT nullif(iif(f.facts LIKE '%own:hand-%', '', json_extract(f.facts, '$.key')), '')), f.title)"
"""What tells a film from others in another database, too."""

_NUMBERS = frozenset({"id", "film_id", "review_id"})
"""Columns that only say which row came first."""

_OF_FILM = "JOIN films f ON f.id = x.film_id"
_OF_REVIEW = "JOIN reviews r ON r.id = x.review_id JOIN films f ON f.id = r.film_id"
_KEPT = {
    "reviews": _OF_FILM,
    "review_revisions": _OF_REVIEW,
    "viewings": _OF_REVIEW,
    "watches": _OF_FILM,
    "watchlist": _OF_FILM,
    "letterboxd_films": _OF_FILM,
    "letterboxd_entries": _OF_FILM,
    "own_films": _OF_FILM,
    "film_counts": f"{_OF_FILM} WHERE x.reviews > 0",
}
"""All tables that an import writes, and how their rows lead to films."""


def kept(folder: Path) -> dict[str, list[str]]:
    """All that the import wrote, without row ids, and with its own time in place of the clock's."""
    assert check(folder / DATABASE) == []

    with database(folder) as connection:
        begun = {
            value for row in connection.execute("SELECT started_s, begun_s FROM imports") for value in row if value
        }

        def lines(table: str, of_film: str) -> list[str]:
            cursor = connection.execute(f"SELECT {_FILM}, x.* FROM {table} x {of_film}")  # noqa: S608  (constants)
            names = [column[0] for column in cursor.description]
            return sorted(
                str(
                    [
                        "the import's time" if name.endswith("_s") and value in begun else value
                        for name, value in zip(names, row, strict=True)
                        if name not in _NUMBERS
                    ]
                )
                for row in cursor
            )

        return {table: lines(table, of_film) for table, of_film in _KEPT.items()}


def state(folder: Path) -> str:
    """How far the import is."""
    with database(folder) as connection:
        row = connection.execute("SELECT state FROM imports ORDER BY id DESC LIMIT 1").fetchone()

    return "" if row is None else str(row[0])


async def press(person: Member, *labels: str) -> Reply:
    """Open the import's page and press these, one after the other."""
    reply = await person.slash("letterboxd import")

    for label in labels:
        reply = await person.click(reply.message, label)

    return reply


async def kill_often(bot: BotProcess, folder: Path, luck: random.Random, begun: str) -> int:
    """Kill the bot again and again while the import is in that state, and start it; how often."""
    count = 0

    while count < KILLS and state(folder) == begun:
        # Most of it happens soon after the start.
        await asyncio.sleep(luck.random() * WITHIN_S)
        await bot.kill()
        await bot.start()
        await bot.ready()
        count += state(folder) == begun

    return count


@pytest.mark.timeout(rounds(120))
async def test_an_import_and_taking_it_back_end_alike_however_often_they_are_killed(tmp_path: Path) -> None:
    luck = random.Random(SEED)
    account = an_account(SEED, ENTRIES, ENTRIES // 2, read_films(), has_twins=True).zip()
    ends: list[list[dict[str, list[str]]]] = []

    for name in ("left alone", "killed"):
        folder = tmp_path / name
        folder.mkdir()

        async with fresh_sandbox() as sandbox, bot_on(sandbox, folder) as bot, member(sandbox, ALICE) as alice:
            await alice.slash("letterboxd import", file=("letterboxd.zip", account))
            is_killed = name == "killed"
            killed = [await kill_often(bot, folder, luck, "matching") if is_killed else 0]
            await eventually(lambda folder=folder: state(folder) == "ready", DONE_WITHIN_S)
            await press(alice, "Import")
            killed.append(await kill_often(bot, folder, luck, "running") if is_killed else 0)
            await eventually(lambda folder=folder: state(folder) == "done", DONE_WITHIN_S)
            imported = kept(folder)
            await press(alice, "Undo this import", "Take it back")
            killed.append(await kill_often(bot, folder, luck, "undoing") if is_killed else 0)
            await eventually(lambda folder=folder: state(folder) == "undone", DONE_WITHIN_S)
            ends.append([imported, kept(folder)])
            print(f"{name}: killed while matching, importing and undoing: {killed}")  # noqa: T201  (shown on failure)
            assert not is_killed or sum(killed) >= KILLS // 2, "it was over before it could be killed"

    assert ends[0][0]["reviews"]
    assert ends[1][0] == ends[0][0]
    assert ends[1][1] == ends[0][1]
    assert not any(ends[0][1].values())
