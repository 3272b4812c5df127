"""Short ways to what many scenes begin with."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from typing import Any

from tests.e2e.driver import Member, Reply
from tests.e2e.stage import Stage

FILM = "The Missing Picture"


async def write_review(member: Member, film: str = FILM, **values: Any) -> Reply:
    """The member reviews the film in the form; what the bot answers."""
    form = await member.slash("review", film=film)
    assert form.kind == "modal", form
    return await member.submit(form, **(values or {"rating": ["8"], "text": "Seen."}))


async def change_schema(stage: Stage, statement: str) -> None:
    """Change the bot's database from outside, as a damaged disk might."""
    async with locked(stage) as other:
        other.execute(statement)
        other.execute("COMMIT")


async def fail_inserts(stage: Stage, table: str) -> None:
    """Let the store fail whenever the bot writes a new row into that table."""
    await change_schema(
        stage, f"CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(FAIL, 'disk I/O error'); END"
    )


@asynccontextmanager
async def locked(stage: Stage) -> AsyncGenerator[sqlite3.Connection]:
    """Hold the bot's database locked, as another program might."""
    # The bot lives in this event loop: waiting for its own transaction to end must not keep it from ending.
    other = await asyncio.to_thread(sqlite3.connect, stage.database_path, isolation_level=None, check_same_thread=False)

    with closing(other):
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield other
