"""Everything inside a transaction is kept or nothing is, whoever cancels, fails or holds a lock."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from data.errors import DatabaseUnusable, StoreFailed
from data.store import Store
from data.store.maintenance import check
from tests.builders import ALICE, GUILD, NOW, a_content, a_film, an_author
from tests.data.store.steps import versions_of

SET_NOTE = "INSERT INTO notes (name, value) VALUES (?, ?)"


async def note_in_transaction(store: Store, name: str) -> None:
    async with store.database.transaction() as tx:
        await tx.execute_fetchall(SET_NOTE, (name, "kept"))


async def test_what_was_written_before_an_error_is_not_kept(store: Store) -> None:
    async def write_and_fail() -> None:
        async with store.database.transaction() as tx:
            await tx.execute_fetchall(SET_NOTE, ("first", "kept"))
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()

    assert await store.notes.get("first") is None
    await note_in_transaction(store, "next")
    assert await store.notes.get("next") == "kept"


async def test_what_sqlite_refuses_fails_as_ours_and_nothing_is_kept(store: Store) -> None:
    async def write_twice() -> None:
        async with store.database.transaction() as tx:
            await tx.execute_fetchall(SET_NOTE, ("first", "kept"))
            await tx.execute_fetchall(SET_NOTE, ("first", "again"))

    with pytest.raises(StoreFailed, match=r"UNIQUE constraint failed: notes\.name"):
        await write_twice()

    assert await store.notes.get("first") is None


async def test_what_fails_only_at_the_end_is_not_kept_either(store: Store) -> None:
    async def refer_to_nothing() -> None:
        async with store.database.transaction() as tx:
            await tx.execute_fetchall("PRAGMA defer_foreign_keys = ON")
            await tx.execute_fetchall("INSERT INTO film_keys (key, film_id) VALUES ('own:x', 404)")

    with pytest.raises(StoreFailed, match="FOREIGN KEY"):
        await refer_to_nothing()

    await note_in_transaction(store, "next")
    assert await store.notes.get("next") == "kept"


async def test_a_query_that_sqlite_refuses_fails_as_ours(store: Store) -> None:
    with pytest.raises(StoreFailed, match="no such table"):
        await store.database.read("SELECT * FROM nowhere")


async def test_the_reading_connection_cannot_write(store: Store) -> None:
    with pytest.raises(StoreFailed, match="readonly"):
        await store.database.read(SET_NOTE, ("by the reader", "kept"))


async def test_readers_see_nothing_of_a_transaction_before_its_end(store: Store) -> None:
    async with store.database.transaction() as tx:
        await tx.execute_fetchall(SET_NOTE, ("first", "kept"))
        during = await store.notes.get("first")

    assert during is None
    assert await store.notes.get("first") == "kept"


async def test_a_cancelled_transaction_is_rolled_back_and_the_next_one_works(store: Store) -> None:
    has_written = asyncio.Event()

    async def write_and_wait() -> None:
        async with store.database.transaction() as tx:
            await tx.execute_fetchall(SET_NOTE, ("cancelled", "kept"))
            has_written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await has_written.wait()
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert await store.notes.get("cancelled") is None
    await note_in_transaction(store, "next")
    assert await store.notes.get("next") == "kept"


@pytest.mark.parametrize("steps", [*range(12), 20, 40])
async def test_a_save_cancelled_at_any_point_is_whole_or_not_at_all(
    store: Store, database_path: Path, steps: int
) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), a_content(rating=2, text="Before."), NOW)
    task = asyncio.create_task(store.reviews.save(GUILD, an_author(), a_film(), a_content(rating=9), NOW))

    for _ in range(steps):
        await asyncio.sleep(0)

    task.cancel()
    task.cancel()
    await asyncio.wait([task])

    review = await store.reviews.rate(GUILD, an_author(), a_film(), 5, NOW)
    earlier = [revision.content.rating for revision in await versions_of(store, review.review.id)]
    assert earlier in ([2], [2, 9])
    assert check(database_path) == []


async def test_transactions_queue_for_each_other(store: Store) -> None:
    order: list[str] = []
    may_end = asyncio.Event()

    async def first() -> None:
        async with store.database.transaction():
            order.append("first begins")
            await may_end.wait()
            order.append("first ends")

    async def second() -> None:
        async with store.database.transaction():
            order.append("second begins")

    tasks = [asyncio.create_task(first()), asyncio.create_task(second())]

    # Reads go on meanwhile, and give the second every chance to push in.
    for _ in range(20):
        await store.notes.get("anything")

    may_end.set()
    await asyncio.gather(*tasks)

    assert order == ["first begins", "first ends", "second begins"]


async def test_a_waiting_transaction_that_is_cancelled_leaves_the_queue(store: Store) -> None:
    async with store.database.transaction() as tx:
        waiting = asyncio.create_task(note_in_transaction(store, "waiting"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        await tx.execute_fetchall(SET_NOTE, ("first", "kept"))

    assert await store.notes.get("first") == "kept"
    assert await store.notes.get("waiting") is None


async def test_a_database_locked_by_another_process_fails_within_three_seconds_and_works_again_later(
    store: Store, database_path: Path
) -> None:
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        async with asyncio.timeout(3):
            with pytest.raises(StoreFailed, match="locked"):
                await store.reviews.save(GUILD, an_author(), a_film(), a_content(), NOW)

            assert await store.reviews.find(GUILD, ALICE, a_film().key) is None

        other.execute("ROLLBACK")

    saved = await store.reviews.save(GUILD, an_author(), a_film(), a_content(rating=6), NOW)
    assert saved.review.content.rating == 6


async def test_a_save_cancelled_while_it_waits_for_a_lock_is_not_kept(store: Store, database_path: Path) -> None:
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(note_in_transaction(store, "cancelled"))
        await store.notes.get("anything")
        task.cancel()
        await asyncio.sleep(0)
        other.execute("COMMIT")
        await asyncio.wait([task])

    await note_in_transaction(store, "next")
    assert await store.notes.get("cancelled") is None
    assert await store.notes.get("next") == "kept"


async def test_what_was_saved_is_there_after_opening_again(store: Store, database_path: Path) -> None:
    saved = await store.reviews.save(GUILD, an_author(), a_film(), a_content(text="Still here."), NOW)
    await store.close()

    again = await Store.open(database_path)
    found = await again.reviews.get(saved.review.id)
    await again.close()

    assert found == saved.review
    assert not database_path.with_name("marquee.db-wal").exists()


async def test_closing_waits_for_the_running_transaction(database_path: Path) -> None:
    store = await Store.open(database_path)
    has_begun = asyncio.Event()

    async def write() -> None:
        async with store.database.transaction() as tx:
            has_begun.set()
            await asyncio.sleep(0)
            await tx.execute_fetchall(SET_NOTE, ("last", "kept"))

    task = asyncio.create_task(write())
    await has_begun.wait()
    await store.close()
    await task

    again = await Store.open(database_path)
    note = await again.notes.get("last")
    await again.close()
    assert note == "kept"


async def test_a_failed_opening_leaves_no_thread_that_would_keep_the_process_alive(
    store: Store, database_path: Path
) -> None:
    await store.close()
    threads_before = set(threading.enumerate())

    # A file taken out of WAL mode and being written to can be looked at, yet not brought back into WAL mode.
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(DatabaseUnusable, match="locked"):
            await Store.open(database_path)

    of_connections = {thread for thread in threading.enumerate() if not thread.name.startswith("asyncio_")}

    for thread in of_connections - threads_before:
        thread.join(5)
        assert not thread.is_alive()
