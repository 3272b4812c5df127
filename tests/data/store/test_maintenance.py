import asyncio
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from data.errors import BackupFailed, DatabaseTooNew, DatabaseUnusable
from data.models import UserId
from data.store import Store
from data.store.maintenance import backup, check
from data.store.migrate import known_migrations, migrate
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.files import raw_bytes, run_sql, write_raw
from tests.data.store.steps import a_review
from tests.rounds import rounds

MANY_REVIEWS = f"""
WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 5000)
INSERT INTO reviews (guild_id, author_id, film_id, rating, body, tags, is_spoiler, is_rewatch, is_liked, created_s)
SELECT {OTHER_GUILD}, n, 1, 5, '', '[]', 0, 0, 0, 1 FROM n;
INSERT INTO film_counts (guild_id, film_id, rating, reviews) VALUES ({OTHER_GUILD}, 1, 5, 5000);
INSERT INTO guild_counts (guild_id, rating, reviews) VALUES ({OTHER_GUILD}, 5, 5000);
"""  # noqa: S608  (numbers of our own)
"""Enough for a check to take a while."""


async def fill(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(ALICE), a_film(), a_content(rating=8, text="Kept."), NOW)
    other = await store.reviews.save(GUILD, an_author(BOB), a_film(), a_content(rating=3), NOW)
    await store.likes.toggle(GUILD, other.review.id, ALICE, NOW)


async def test_a_backup_is_a_database_with_all_that_was_saved(
    store: Store, database_path: Path, tmp_path: Path
) -> None:
    await fill(store)
    target = tmp_path / "copies" / "monday.db"

    size = backup(database_path, target)

    copy = await Store.open(target)
    review = await copy.reviews.find(GUILD, ALICE, a_film().key)
    await copy.close()
    assert size > 0
    assert review is not None
    assert review.content.text == "Kept."
    assert check(target) == []


async def test_a_backup_beside_a_running_writer_is_consistent_and_holds_nobody_up(
    store: Store, database_path: Path, tmp_path: Path
) -> None:
    await fill(store)
    target = tmp_path / "copy.db"
    copying = asyncio.create_task(asyncio.to_thread(backup, database_path, target))
    written = 0

    while not copying.done() or not written:
        written += 1
        author = an_author(UserId(written))
        await store.reviews.save(GUILD, author, a_film(written % 7), a_content(rating=written % 10 + 1), NOW)

    await copying
    assert check(target) == []
    assert check(database_path) == []


async def test_a_backup_of_a_closed_database_works_too(store: Store, database_path: Path, tmp_path: Path) -> None:
    await fill(store)
    await store.close()

    backup(database_path, tmp_path / "copy.db")

    assert check(tmp_path / "copy.db") == []


async def test_a_backup_replaces_an_older_one(store: Store, database_path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    backup(database_path, target)
    await fill(store)

    backup(database_path, target)

    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (2,)


async def test_a_backup_never_takes_the_place_of_the_database_itself(store: Store, database_path: Path) -> None:
    await fill(store)

    with pytest.raises(BackupFailed, match="itself"):
        backup(database_path, database_path.parent / "." / "marquee.db")

    assert check(database_path) == []


async def test_a_place_where_no_backup_can_be_written_is_named_in_the_error(
    store: Store, database_path: Path, tmp_path: Path
) -> None:
    await fill(store)
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "copy.db"

    with pytest.raises(BackupFailed) as raised:
        backup(database_path, target)

    assert raised.value.path == str(target)


async def test_a_backup_onto_a_folder_is_refused_and_leaves_nothing(
    store: Store, database_path: Path, tmp_path: Path
) -> None:
    await fill(store)
    target = tmp_path / "copies"
    target.mkdir()

    with pytest.raises(BackupFailed, match="folder"):
        backup(database_path, target)

    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but a letter " * 40])
def test_what_is_not_there_or_no_database_cannot_be_checked(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "some.db"

    if content is not None:
        path.write_bytes(content)

    with pytest.raises(DatabaseUnusable):
        check(path)


def test_the_database_of_another_program_cannot_be_checked(tmp_path: Path) -> None:
    path = tmp_path / "songs.db"
    run_sql(path, "CREATE TABLE songs (title)")

    with pytest.raises(DatabaseUnusable, match="something else"):
        check(path)


async def test_a_database_of_a_later_version_cannot_be_checked(store: Store, database_path: Path) -> None:
    await fill(store)
    run_sql(database_path, "PRAGMA user_version = 999")

    with pytest.raises(DatabaseTooNew):
        check(database_path)


async def test_a_sound_database_has_no_faults(store: Store, database_path: Path) -> None:
    await fill(store)

    assert check(database_path) == []


async def test_a_database_that_is_being_written_to_has_no_faults(store: Store, database_path: Path) -> None:
    await fill(store)
    run_sql(database_path, MANY_REVIEWS)
    rating = count()
    found: list[str] = []

    for _ in range(rounds(12)):
        checking = asyncio.create_task(asyncio.to_thread(check, database_path))

        while not checking.done():
            await store.reviews.rate(GUILD, an_author(ALICE), a_film(), next(rating) % 10 + 1, NOW)

        found += await checking

    assert found == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("UPDATE film_counts SET reviews = 5 WHERE rating = 8", "film_counts"),
        ("UPDATE guild_counts SET reviews = 5 WHERE rating = 8", "guild_counts"),
        ("DELETE FROM guild_counts", "guild_counts"),
        ("INSERT INTO film_counts (guild_id, film_id, rating, reviews) VALUES (9, 1, 2, 1)", "film_counts"),
        ("UPDATE reviews SET rating = 9 WHERE rating = 3", "film_counts"),
        ("INSERT INTO film_keys (key, film_id) VALUES ('own:x', 404)", "names no row of films"),
        ("UPDATE reviews SET likes = 2 WHERE rating = 3", "likes: review 2 counts 2, has 1"),
        ("DELETE FROM likes", "likes: review 2 counts 1, has 0"),
        (
            "INSERT INTO deleted_reviews VALUES (2, 1, 1, 1, 1, 1, '{}')",
            "deleted_reviews: review 2 is there as well",
        ),
        ("INSERT INTO likes (review_id, user_id, liked_s) VALUES (404, 1, 1)", "names no row of reviews"),
    ],
)
async def test_a_count_or_a_reference_gone_wrong_is_found(
    store: Store, database_path: Path, damage: str, fault: str
) -> None:
    await fill(store)
    run_sql(database_path, damage)

    found = check(database_path)

    assert any(fault in sentence for sentence in found), found


async def test_a_count_of_nought_left_by_a_deletion_is_no_fault(store: Store, database_path: Path) -> None:
    await fill(store)

    await store.privacy.forget(ALICE, NOW)

    assert check(database_path) == []


async def test_damaged_pages_are_found(store: Store, database_path: Path) -> None:
    await fill(store)
    await store.close()
    raw = raw_bytes(database_path)
    write_raw(database_path, raw[:8_192] + b"\x99" * 12_288 + raw[20_480:])

    try:
        found = check(database_path)
    except DatabaseUnusable as error:
        found = [error.reason]

    assert found


@pytest.mark.usefixtures("store")
def test_a_backup_replaces_nothing_but_a_database_of_ours(database_path: Path) -> None:
    notes = database_path.with_name("notes.txt")
    notes.write_text("What I still want to see.")

    with pytest.raises(BackupFailed):
        backup(database_path, notes)

    assert notes.read_text() == "What I still want to see."


def test_a_database_that_waits_for_its_next_schema_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "marquee.db"
    migrate(path, {number: sql for number, sql in known_migrations().items() if number == 1})

    assert check(path) == []


async def test_film_that_goes_by_another_and_has_something_of_its_own_is_told(
    store: Store, database_path: Path
) -> None:
    ours, theirs = [(await a_review(store, film=number)).film for number in (1, 2)]
    rows = [(await store.films.by_key(film.key)).id for film in (ours, theirs)]

    async with store.database.transaction() as tx:
        await tx.execute_fetchall("UPDATE films SET merged_into = ? WHERE id = ?", (rows[1], rows[0]))

    assert check(database_path) == [
        f"films: No. {rows[0]} goes by No. {rows[1]}, and has {what} of its own" for what in ("reviews", "keys")
    ]


async def test_review_that_is_part_of_another_and_there_as_well_is_told(store: Store, database_path: Path) -> None:
    ours, theirs = [await a_review(store, film=number) for number in (1, 2)]

    async with store.database.transaction() as tx:
        await tx.execute_fetchall("INSERT INTO merged_reviews (review_id, into_id) VALUES (?, ?)", (ours.id, theirs.id))

    assert check(database_path) == [f"merged_reviews: review {ours.id} is part of another one, and there as well"]
