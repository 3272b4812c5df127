"""After a person asks to be forgotten nothing of theirs is in any table, nor in the bytes of the files."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data.models import Forgotten, MessageId, ReviewId, UserId
from data.store import Store, database
from data.store.maintenance import check
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.belongings import (
    IMPERSONAL,
    STRANGER,
    cells,
    fill_every_table,
    home_of,
    marks_of,
    remains_in_bytes,
    tables_naming,
)
from tests.data.store.files import raw_bytes, tables
from tests.data.store.steps import a_copy, a_review, due, edit, like, post, save, stale, versions_of


async def test_forgetting_leaves_nothing_of_a_person_in_any_table(store: Store, database_path: Path) -> None:
    await fill_every_table(store, ALICE)
    filled = {table for table, _ in cells(database_path)} - {"sqlite_sequence"}
    personal = tables_naming(database_path, ALICE)

    await store.privacy.forget(ALICE, NOW)

    assert personal == filled - IMPERSONAL, "every table that can name a person must do so here"
    assert tables_naming(database_path, ALICE) == set()


async def test_every_table_of_the_schema_is_filled_by_these_tests(store: Store, database_path: Path) -> None:
    await fill_every_table(store, ALICE)

    assert {table for table, _ in cells(database_path)} == tables(database_path)


async def test_everything_that_is_kept_of_a_person_is_counted_before_and_nothing_after(store: Store) -> None:
    await fill_every_table(store, ALICE)
    before = await store.privacy.counts(ALICE)

    await store.privacy.forget(ALICE, NOW)

    assert before == {
        "reviews": 14,
        "drafts": 13,
        "films": 6,
        "watchlist": 3,
        "likes": 4,
        "watches": 1,
        "letterboxd": 7,
        "lookups": 1,
        "weeks": 3,
        "choices": 2,
        "pace": 12,
        "servers": 3,
    }
    assert set((await store.privacy.counts(ALICE)).values()) == {0}


async def test_forgetting_leaves_nothing_of_a_person_in_the_bytes_of_the_files(
    store: Store, database_path: Path
) -> None:
    await fill_every_table(store, ALICE)
    await fill_every_table(store, BOB)
    before = remains_in_bytes(database_path, ALICE)

    await store.privacy.forget(ALICE, NOW)

    assert before == set(marks_of(ALICE))
    assert remains_in_bytes(database_path, ALICE) == set()
    assert remains_in_bytes(database_path, BOB) == set(marks_of(BOB))


async def test_what_an_edit_or_a_deletion_removed_earlier_is_gone_from_the_bytes_too(
    store: Store, database_path: Path
) -> None:
    await fill_every_table(store, ALICE)
    review = await store.reviews.find(GUILD, ALICE, a_film(1).key)
    assert review is not None
    await store.trash.delete(review.id, ALICE, NOW)
    await store.reviews.save(GUILD, an_author(), a_film(2), a_content(rating=1), NOW)

    await store.privacy.forget(ALICE, NOW)

    assert remains_in_bytes(database_path, ALICE) == set()


async def test_no_copy_is_left_where_sqlite_moved_rows_between_pages(store: Store, database_path: Path) -> None:
    some = random.Random(1)  # in this order of saves, zeroing deleted rows alone leaves copies behind
    people = [UserId(ALICE + n) for n in range(4)]

    for _ in range(400):
        user_id, number = some.choice(people), some.randint(1, 60)
        content = a_content(text=f"said-by-{user_id} " * some.randint(1, 60))
        await store.reviews.save(GUILD, an_author(user_id), a_film(number), content, NOW)

    for user_id in people[:3]:
        await store.privacy.forget(user_id, NOW)

    raw = raw_bytes(database_path)
    assert [user_id for user_id in people if f"said-by-{user_id}".encode() in raw] == people[3:]


async def test_a_large_file_is_not_rewritten_while_everybody_waits_yet_its_log_is_emptied(
    store: Store, database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill_every_table(store, ALICE)
    monkeypatch.setattr(database, "SCRUB_UP_TO_BYTES", 0)
    is_clean = await store.database.scrub()

    await store.privacy.forget(ALICE, NOW)

    assert not is_clean
    assert database_path.with_name("marquee.db-wal").stat().st_size == 0
    assert tables_naming(database_path, ALICE) == set()


async def test_forgetting_one_person_leaves_others_as_they_were(store: Store, database_path: Path) -> None:
    async def without(*people: UserId) -> list[tuple[str, str]]:
        """Everything in the tables, after these people were forgotten and their messages deleted."""
        for user_id in people:
            for message_id in (await store.privacy.forget(user_id, NOW)).copies:
                await store.copies.forget(message_id)

        return sorted(cell for cell in cells(database_path) if cell[0] not in impersonal)

    impersonal = {"sqlite_sequence", "film_counts", "guild_counts", "films", "film_keys", "guilds"}
    # Films that a stranger had written about stay, without the name of who added them.
    impersonal |= {"own_films", "film_merges", "weeks", "traits", "film_traits", "digests", "digest_films"}
    of_bob = await fill_every_table(store, BOB)
    before = await without(STRANGER)
    scores = [await store.counts.of_guild(guild_id) for guild_id in (GUILD, OTHER_GUILD, home_of(BOB))]
    await fill_every_table(store, ALICE)

    after = await without(ALICE, STRANGER)

    assert after == before
    assert [await store.counts.of_guild(guild_id) for guild_id in (GUILD, OTHER_GUILD, home_of(BOB))] == scores
    assert [len(await store.copies.of(review_id)) for review_id in of_bob.reviews] == [*[2] * 13, 0]
    assert (await store.guilds.settings(home_of(BOB))).set_up_by == BOB
    assert check(database_path) == []


async def test_forgetting_gives_every_message_that_shows_something_of_the_person_newest_first(store: Store) -> None:
    there = await fill_every_table(store, ALICE)

    forgotten = await store.privacy.forget(ALICE, NOW)

    assert forgotten == Forgotten(reviews=14, copies=tuple(sorted(there.copies, reverse=True)))
    assert sorted(await due(store)) == sorted(there.copies)
    assert {copy.is_urgent for copy in await store.copies.due(NOW, 99)} == {True}
    assert await store.copies.still_due(forgotten.copies) == len(there.copies)


async def test_a_request_that_names_a_forgotten_person_is_dropped_and_others_stay(store: Store) -> None:
    review = await a_review(store)
    await post(store, review, message=11, request="v1:page:show:1:n", author_id=ALICE)
    await post(store, review, message=12, request="v1:page:show:1:n")

    await store.privacy.forget(BOB, NOW)
    before = (await stale(store, 11)).request
    await store.privacy.forget(ALICE, NOW)

    assert before == "v1:page:show:1:n"
    assert ((await stale(store, 11)).request, (await stale(store, 11)).author_id) == (None, None)
    assert (await stale(store, 12)).request == "v1:page:show:1:n"


async def test_a_page_of_a_persons_reviews_is_given_back_though_it_shows_none_any_more(store: Store) -> None:
    await post(store, message=11, author_id=ALICE)

    forgotten = await store.privacy.forget(ALICE, NOW)

    assert forgotten.copies == (11,)
    assert await due(store) == [11]


async def test_an_edit_under_way_does_not_bring_a_forgotten_persons_request_back(store: Store) -> None:
    review = await a_review(store)
    await post(store, review, request="v1:page:show:1:n", author_id=ALICE)
    taken = await stale(store)
    await store.privacy.forget(ALICE, NOW)

    is_true = await store.copies.edited(taken, taken.request, [review], NOW)

    assert not is_true
    copy = await stale(store)
    assert (copy.request, copy.author_id, copy.is_urgent) == (None, None, True)


async def test_likes_of_a_forgotten_person_are_counted_no_more_also_on_what_comes_back(
    store: Store, database_path: Path
) -> None:
    there, deleted = await a_review(store, ALICE, 1), await a_review(store, ALICE, 2)

    for review in (there, deleted):
        for user_id in (BOB, STRANGER):
            await like(store, review, user_id)

    await post(store, await store.reviews.get(there.id))
    await store.trash.delete(deleted.id, ALICE, NOW)

    await store.privacy.forget(BOB, NOW)

    await store.trash.restore(GUILD, deleted.id, ALICE, NOW)
    assert [(await store.reviews.get(review.id)).likes for review in (there, deleted)] == [1, 1]
    assert await due(store) == [11]
    assert not (await stale(store)).is_urgent
    assert check(database_path) == []


async def test_what_a_forgotten_moderator_removed_comes_back_for_nobody_else_and_goes_in_its_time(
    store: Store, database_path: Path
) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, BOB, NOW)

    await store.privacy.forget(BOB, NOW)

    deleted = await store.trash.find(review.id)
    assert deleted is not None
    assert deleted.deleted_by is None
    assert tables_naming(database_path, BOB) == set()


async def test_a_newest_card_follows_the_score_without_a_forgotten_person(store: Store) -> None:
    await a_review(store)
    film_id = await store.films.remember(a_film(), NOW)
    await store.copies.add(a_copy(21, film_id=film_id), [], NOW, is_doubtful=False)

    forgotten = await store.privacy.forget(ALICE, NOW)

    assert await due(store) == [21]
    assert forgotten.copies == ()


async def test_thousands_of_reviews_are_forgotten_in_one_go(store: Store, database_path: Path) -> None:
    films = [await store.films.remember(a_film(number), NOW) for number in range(1, 11)]
    await a_review(store, BOB, 1)
    servers = 300

    async with store.database.transaction() as tx:
        await tx.executemany(
            "INSERT INTO reviews (guild_id, author_id, film_id, rating, body, tags, is_spoiler, is_rewatch, is_liked,"
            " created_s) VALUES (?, ?, ?, 8, 'Words.', '[]', 0, 0, 0, 1)",
            [(GUILD + n, ALICE, film_id) for n in range(servers) for film_id in films],
        )
        await tx.execute_fetchall(
            "INSERT INTO copies (message_id, channel_id, guild_id, request, posted_s)"
            " SELECT 1000 + id, 1, guild_id, 'v1:open:' || id, 1 FROM reviews"
        )
        await tx.execute_fetchall("INSERT INTO copy_reviews SELECT 1000 + id, id FROM reviews")

        for table, columns in (("film_counts", "guild_id, film_id, rating"), ("guild_counts", "guild_id, rating")):
            await tx.execute_fetchall(f"DELETE FROM {table}")  # noqa: S608  (names of our own)
            await tx.execute_fetchall(
                f"INSERT INTO {table} SELECT {columns}, count(*) FROM reviews GROUP BY {columns}"  # noqa: S608
            )

    forgotten = await store.privacy.forget(ALICE, NOW)

    assert (forgotten.reviews, len(forgotten.copies)) == (servers * 10, servers * 10)
    assert await store.copies.still_due(forgotten.copies) == servers * 10
    assert (await store.counts.of_guild(GUILD)).reviews == 1
    assert check(database_path) == []


async def test_a_forgotten_person_may_begin_again(store: Store) -> None:
    await fill_every_table(store, ALICE)
    await store.privacy.forget(ALICE, NOW)

    saved = await save(store, rating=7)

    assert saved.review.author.name == ""
    assert await versions_of(store, saved.review.id) == []
    assert len(await store.reviews.viewings(saved.review.id)) == 1


async def test_a_person_of_whom_nothing_is_kept_can_be_forgotten(store: Store) -> None:
    review = await a_review(store, BOB)
    await post(store, review)
    await edit(store, review)

    forgotten = await store.privacy.forget(ALICE, NOW)

    assert forgotten == Forgotten(reviews=0)
    assert await due(store) == []


async def test_forgetting_succeeds_while_another_process_reads(store: Store, database_path: Path) -> None:
    await fill_every_table(store, ALICE)

    with closing(sqlite3.connect(database_path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM reviews").fetchone()
        forgotten = await store.privacy.forget(ALICE, NOW)

    assert forgotten.reviews == 14
    assert await store.database.scrub()
    assert remains_in_bytes(database_path, ALICE) == set()


async def test_a_message_of_a_forgotten_review_is_known_until_it_is_rewritten_or_deleted(store: Store) -> None:
    await post(store, await a_review(store))
    await store.privacy.forget(ALICE, NOW)
    before = [copy.message_id for copy in await store.copies.of(ReviewId(1))]

    await edit(store)

    assert before == [11]
    assert await store.copies.of(ReviewId(1)) == []
    assert await store.copies.still_due([MessageId(11)]) == 0
