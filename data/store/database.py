"""The database file: opening, reading, one transaction at a time, backup and check."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import aiosqlite

from data.errors import DatabaseUnusable, StoreFailed
from data.store.migrate import migrate

BUSY_TIMEOUT_MS = 1_500
"""How long a statement waits for another process's lock: well below the 3 s in which Discord wants an answer."""

MMAP_BYTES = 1 << 30
"""Reads go through a memory map up to this size: measured 18 times faster at ten million reviews."""

SCRUB_UP_TO_BYTES = 32 << 20
"""Up to this size, some 40,000 reviews, the file is rewritten to scrub it: a fifth of a second on a common disk.

`secure_delete` zeroes a deleted row where it stands, yet not the copies that SQLite leaves behind when it moves rows
between pages: measured with short texts, one deletion in ten left some. Only VACUUM rewrites those.
"""

_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode = WAL",
    # FULL: what was acknowledged survives a power cut; measured at 2,200 durable writes a second, far more than needed.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What a member asked to delete is overwritten, not only unlinked.
    "PRAGMA secure_delete = ON",
    f"PRAGMA mmap_size = {MMAP_BYTES}",
)


class Database:
    """An open SQLite file: one connection that writes, one that reads."""

    def __init__(self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._lock = asyncio.Lock()
        self.owes_scrub = False
        """Whether the last scrub was kept from the write-ahead log by another reader, and has to be made again."""

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open or create the file and bring its schema up to date. Raises DatabaseUnusable, DatabaseTooNew."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(migrate, path)
            writer = await _connect(path, _PRAGMAS)

            try:
                reader = await _connect(path, (*_PRAGMAS, "PRAGMA query_only = ON"))
            except BaseException:
                await writer.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise DatabaseUnusable(str(path), str(error)) from error

        return cls(path, writer, reader)

    async def close(self) -> None:
        """Finish the running transaction and close both connections; the write-ahead log is folded into the file."""
        async with self._lock:
            await self._reader.close()
            await self._writer.close()

    @asynccontextmanager
    async def transaction(self, *, is_durable: bool = True) -> AsyncGenerator[aiosqlite.Connection]:
        """Everything inside is kept, durably, or nothing is. Raises StoreFailed.

        Transactions queue for each other. A cancelled one is rolled back before the next begins. One that need not be
        durable does not wait for the disk: a power cut may undo it, as a whole, until a durable one follows. That is
        for steps of long work that are begun anew where they are missing.
        """
        async with self._lock, self._synchronous(is_durable=is_durable):
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                await _finish(self._writer.commit())
            except BaseException as error:
                await _finish(self._writer.rollback())

                if isinstance(error, sqlite3.Error):
                    raise StoreFailed(str(error)) from error

                raise

    @asynccontextmanager
    async def _synchronous(self, *, is_durable: bool) -> AsyncGenerator[None]:
        """What is committed inside is on the disk then, or is only sure to be consistent.

        https://www.sqlite.org/pragma.html#pragma_synchronous
        """
        if is_durable:
            yield
            return

        await self._writer.execute_fetchall("PRAGMA synchronous = NORMAL")

        try:
            yield
        finally:
            # Also where the task is cancelled: the next transaction counts on it.
            await _finish(self._set_full())

    async def _set_full(self) -> None:
        await self._writer.execute_fetchall("PRAGMA synchronous = FULL")

    async def scrub(self) -> bool:
        """Overwrite what deleted rows left behind: copies in unused parts of pages, and the write-ahead log.

        False where something may be left: in a file above `SCRUB_UP_TO_BYTES`, or while another process reads, as a
        backup does. The next call tries again, and closing empties the log.
        """
        async with self._lock:
            try:
                is_small = self.path.stat().st_size <= SCRUB_UP_TO_BYTES

                if is_small:
                    await self._writer.execute_fetchall("VACUUM")

                row = await fetch_one(self._writer, "PRAGMA wal_checkpoint(TRUNCATE)")
            except (OSError, sqlite3.Error):
                self.owes_scrub = True
                return False

            self.owes_scrub = row is None or bool(row["busy"])
            return is_small and row is not None and not row["busy"]

    async def read(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query, from the reading connection. Raises StoreFailed."""
        try:
            return list(await self._reader.execute_fetchall(sql, parameters))
        except sqlite3.Error as error:
            raise StoreFailed(str(error)) from error

    async def read_one(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None. Raises StoreFailed."""
        rows = await self.read(sql, parameters)
        return rows[0] if rows else None


async def fetch_one(
    tx: aiosqlite.Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
) -> sqlite3.Row | None:
    """The first row of a statement inside a transaction, or None. Every row is read, so that the statement ends."""
    rows: Iterable[sqlite3.Row] = await tx.execute_fetchall(sql, parameters)
    return next(iter(rows), None)


async def insert_rows(
    tx: aiosqlite.Connection, table: str, rows: Iterable[Mapping[str, Any]], *, keeps_ids: bool = False
) -> None:
    """Insert the rows, in their order; the names of their values are columns of the table.

    A number only says which row came first: each gets another one, unless they keep theirs.
    """

    def columns(row: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(column for column in row if keeps_ids or column != "id")

    for names, alike in groupby(rows, key=columns):
        await tx.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            [tuple(row[name] for name in names) for row in alike],
        )


async def _connect(path: Path, pragmas: Iterable[str]) -> aiosqlite.Connection:
    # isolation_level=None: transactions begin where we say so and nowhere else.
    connection = await aiosqlite.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row

    try:
        for pragma in pragmas:
            await connection.execute_fetchall(pragma)
    except BaseException:
        # An open connection has a thread of its own, which would keep the process from ending.
        await connection.close()
        raise

    return connection


async def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Wait for `work` even when the waiting task is cancelled, so that a commit or rollback is never left half-way."""
    task = asyncio.ensure_future(work)

    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
