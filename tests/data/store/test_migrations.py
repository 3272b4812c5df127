import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data.errors import DatabaseTooNew, DatabaseUnusable, StoreFailed
from data.store import Store
from data.store.migrate import known_migrations, migrate
from tests.builders import GUILD, NOW, a_content, a_film, an_author
from tests.data.store.files import raw_bytes, run_sql, schema_version, tables, write_raw

NEXT = max(known_migrations()) + 1


async def a_filled_file(path: Path) -> None:
    store = await Store.open(path)
    await store.reviews.save(GUILD, an_author(), a_film(), a_content(text="Written by the old version."), NOW)
    await store.close()


def test_the_numbers_of_the_migrations_have_no_gaps() -> None:
    assert list(known_migrations()) == list(range(1, NEXT))


async def test_a_fresh_file_has_the_newest_schema_and_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "marquee.db"

    store = await Store.open(path)
    await store.close()

    assert schema_version(path) == NEXT - 1
    assert "reviews" in tables(path)


async def test_opening_again_changes_nothing_and_makes_no_copy(database_path: Path) -> None:
    await a_filled_file(database_path)
    before = raw_bytes(database_path)

    store = await Store.open(database_path)
    await store.close()

    assert raw_bytes(database_path) == before
    assert [path.name for path in database_path.parent.iterdir()] == ["marquee.db"]


async def test_a_blank_file_is_taken_as_fresh(database_path: Path) -> None:
    write_raw(database_path, b"")

    store = await Store.open(database_path)
    await store.close()

    assert schema_version(database_path) == NEXT - 1


async def test_a_file_of_a_later_version_is_refused_and_left_alone(database_path: Path) -> None:
    await a_filled_file(database_path)
    run_sql(database_path, f"PRAGMA user_version = {NEXT + 7}")
    before = raw_bytes(database_path)

    with pytest.raises(DatabaseTooNew) as raised:
        await Store.open(database_path)

    error = raised.value
    assert (error.path, error.found, error.known) == (str(database_path), NEXT + 7, NEXT - 1)
    assert raw_bytes(database_path) == before


@pytest.mark.parametrize("content", [b"This is a letter, not a database.\n" * 200, b"\x00\xff" * 5_000])
async def test_a_file_that_is_no_database_is_refused_and_left_alone(database_path: Path, content: bytes) -> None:
    write_raw(database_path, content)

    with pytest.raises(DatabaseUnusable, match="not a database"):
        await Store.open(database_path)

    assert raw_bytes(database_path) == content


@pytest.mark.parametrize("foreign_version", [0, 1, NEXT + 7])
async def test_the_database_of_another_program_is_refused_and_left_alone(
    database_path: Path, foreign_version: int
) -> None:
    run_sql(database_path, f"CREATE TABLE songs (title); PRAGMA user_version = {foreign_version}")
    before = raw_bytes(database_path)

    with pytest.raises(DatabaseUnusable, match="something else"):
        await Store.open(database_path)

    assert raw_bytes(database_path) == before


async def test_a_place_where_no_file_can_be_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "marquee.db"

    with pytest.raises(DatabaseUnusable) as raised:
        await Store.open(path)

    assert raised.value.path == str(path)
    assert isinstance(raised.value, StoreFailed)


async def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable):
        await Store.open(tmp_path)


async def test_a_migration_changes_the_schema_keeps_the_data_and_leaves_a_copy_of_what_was(
    database_path: Path,
) -> None:
    await a_filled_file(database_path)
    old_tables = tables(database_path)

    migrate(database_path, {**known_migrations(), NEXT: "CREATE TABLE laurels (review_id INTEGER) STRICT;"})

    copy = database_path.with_name(f"marquee.db.before-{NEXT:04}")
    assert (schema_version(database_path), tables(database_path)) == (NEXT, old_tables | {"laurels"})
    assert (schema_version(copy), tables(copy)) == (NEXT - 1, old_tables)

    for path in (database_path, copy):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT body FROM reviews").fetchall() == [("Written by the old version.",)]


async def test_a_migration_that_fails_leaves_the_old_schema_and_the_data(database_path: Path) -> None:
    await a_filled_file(database_path)
    old_tables = tables(database_path)
    failing = "CREATE TABLE laurels (review_id INTEGER) STRICT; DELETE FROM reviews; INSERT INTO nowhere VALUES (1);"

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(database_path, {**known_migrations(), NEXT: failing})

    assert (schema_version(database_path), tables(database_path)) == (NEXT - 1, old_tables)
    store = await Store.open(database_path)
    score = await store.counts.of_guild(GUILD)
    await store.close()
    assert score.reviews == 1


async def test_of_two_migrations_the_first_is_kept_when_the_second_fails(database_path: Path) -> None:
    migrations = {1: "CREATE TABLE one (x); PRAGMA application_id = 1296126545;", 2: "CREATE TABLE two (x); SELEKT;"}

    with pytest.raises(sqlite3.OperationalError, match="SELEKT"):
        migrate(database_path, migrations)

    assert (schema_version(database_path), tables(database_path)) == (1, {"one"})


def test_a_migration_that_ends_in_a_comment_is_whole(database_path: Path) -> None:
    migrate(database_path, {1: "CREATE TABLE one (x); -- the end"})

    assert schema_version(database_path) == 1


async def test_a_copy_from_an_earlier_attempt_is_replaced(database_path: Path) -> None:
    await a_filled_file(database_path)
    copy = database_path.with_name(f"marquee.db.before-{NEXT:04}")
    copy.write_text("left over")
    copy.with_name(f"{copy.name}.partial").write_text("left over")

    migrate(database_path, {**known_migrations(), NEXT: "CREATE TABLE laurels (review_id INTEGER) STRICT;"})

    assert schema_version(copy) == NEXT - 1
    assert not copy.with_name(f"{copy.name}.partial").exists()
