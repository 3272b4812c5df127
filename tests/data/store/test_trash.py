"""A deleted review is gone from everywhere, can come back whole for ten minutes, and is then gone for good."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest

from data.errors import CannotRestore, ReviewNotFound
from data.models import GuildId, Review, ReviewId, UserId
from data.store import Store
from data.store.maintenance import check
from data.store.trash import UNDO_WITHIN
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.files import raw_bytes
from tests.data.store.steps import CAROL, SECOND, TEN_MINUTES, a_review, due, edit, like, post, save, stale, versions_of

MODERATOR = CAROL


async def a_storied_review(store: Store) -> Review:
    """A review with two earlier versions, two viewings and two likes."""
    await a_review(store, rating=4, text="First.")
    await a_review(store, rating=6, text="Second.", now=NOW + SECOND)
    review = await a_review(store, rating=9, text="Third.", is_rewatch=True, tags=["tag"], now=NOW + 2 * SECOND)

    for user_id in (BOB, CAROL):
        await like(store, review, user_id)

    return await store.reviews.get(review.id)


async def restore(store: Store, review: Review, actor_id: UserId = ALICE, guild_id: GuildId = GUILD) -> None:
    await store.trash.restore(guild_id, review.id, actor_id, NOW + MINUTE)


async def all_of(store: Store, review: Review) -> tuple[object, ...]:
    """Everything that belongs to the review."""
    return (
        await store.reviews.get(review.id),
        await versions_of(store, review.id),
        await store.reviews.viewings(review.id),
        [await store.likes.is_liked(review.id, user_id) for user_id in (ALICE, BOB, CAROL)],
        await store.counts.of_film(GUILD, review.film.key),
        await store.counts.of_guild(GUILD),
    )


async def test_a_deleted_review_is_gone_with_all_its_parts(store: Store, database_path: Path) -> None:
    review = await a_storied_review(store)

    await store.trash.delete(review.id, ALICE, NOW)

    assert await store.reviews.find(GUILD, ALICE, a_film().key) is None
    assert await versions_of(store, review.id) == []
    assert await store.reviews.viewings(review.id) == []
    assert not await store.likes.is_liked(review.id, BOB)
    assert (await store.counts.of_guild(GUILD)).reviews == 0
    assert check(database_path) == []


async def test_what_is_not_there_can_not_be_deleted(store: Store) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)

    for review_id in (review.id, ReviewId(999)):
        with pytest.raises(ReviewNotFound):
            await store.trash.delete(review_id, ALICE, NOW)

    assert (await store.counts.of_guild(GUILD)).reviews == 0


async def test_a_deleted_review_is_known_until_it_is_gone_for_good(store: Store) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, MODERATOR, NOW)

    deleted = await store.trash.find(review.id)

    assert deleted is not None
    assert (deleted.id, deleted.guild_id, deleted.film) == (review.id, GUILD, review.film)
    assert (deleted.deleted_by, deleted.deleted_at) == (MODERATOR, NOW)
    await store.trash.purge(NOW + TEN_MINUTES)
    assert await store.trash.find(review.id) is None


async def test_a_review_comes_back_with_all_its_parts(store: Store, database_path: Path) -> None:
    review = await a_storied_review(store)
    before = await all_of(store, review)
    await store.trash.delete(review.id, ALICE, NOW)

    await restore(store, review)

    assert await all_of(store, review) == before
    assert await store.trash.find(review.id) is None
    assert check(database_path) == []


async def test_a_review_comes_back_whole_though_others_were_edited_since(store: Store, database_path: Path) -> None:
    review = await a_storied_review(store)
    before = await all_of(store, review)
    await store.trash.delete(review.id, ALICE, NOW)

    for rating in range(1, 6):  # whatever had the ids of its versions and viewings has them no more
        await save(store, ALICE, 2, rating=rating, is_rewatch=bool(rating % 2))

    await restore(store, review)

    assert (await all_of(store, review))[:4] == before[:4]
    assert len(await versions_of(store, review.id)) == 2
    assert check(database_path) == []


async def test_a_review_comes_back_as_it_was_under_a_film_of_which_more_is_known_by_now(store: Store) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)
    film = a_film(synopsis="Known by now.", wikidata_id="Q1")
    await store.films.remember(film, NOW)

    await restore(store, review)

    assert await store.reviews.get(review.id) == review.model_copy(update={"film": film})


async def test_a_review_that_came_back_can_be_edited_liked_and_deleted_again(store: Store, database_path: Path) -> None:
    review = await a_storied_review(store)

    for _ in range(3):
        await store.trash.delete(review.id, ALICE, NOW)
        await restore(store, review)

    await save(store, rating=1)
    await like(store, review, UserId(77))

    assert (await store.reviews.get(review.id)).likes == 3
    assert len(await versions_of(store, review.id)) == 3
    assert check(database_path) == []


async def test_only_who_deleted_a_review_brings_it_back_and_only_in_its_server(store: Store) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, MODERATOR, NOW)

    for actor_id, guild_id in ((ALICE, GUILD), (BOB, GUILD), (MODERATOR, OTHER_GUILD)):
        with pytest.raises(CannotRestore) as raised:
            await restore(store, review, actor_id, guild_id)

        assert not raised.value.is_replaced

    await restore(store, review, MODERATOR)
    assert await store.reviews.get(review.id) == review


@pytest.mark.parametrize(("after", "comes_back"), [(TEN_MINUTES - SECOND, True), (TEN_MINUTES, False)])
async def test_a_review_can_come_back_for_ten_minutes(store: Store, after: timedelta, *, comes_back: bool) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)

    with suppress(CannotRestore):
        await store.trash.restore(GUILD, review.id, ALICE, NOW + after)

    assert (await store.reviews.find(GUILD, ALICE, a_film().key) is not None) is comes_back
    assert await store.trash.purge(NOW + after) == (0 if comes_back else 1)


async def test_a_review_does_not_come_back_over_a_newer_one_and_does_when_that_is_deleted(store: Store) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)
    newer = await a_review(store, text="Written anew.")

    with pytest.raises(CannotRestore) as raised:
        await restore(store, review)

    assert raised.value.is_replaced
    assert newer.id != review.id
    await store.trash.delete(newer.id, ALICE, NOW)
    await restore(store, review)
    assert await store.reviews.find(GUILD, ALICE, a_film().key) == review


async def test_of_many_who_undo_at_once_one_does(store: Store, database_path: Path) -> None:
    review = await a_review(store)
    await store.trash.delete(review.id, ALICE, NOW)

    done = await asyncio.gather(*(restore(store, review) for _ in range(10)), return_exceptions=True)

    assert sum(error is None for error in done) == 1
    assert (await store.counts.of_guild(GUILD)).reviews == 1
    assert check(database_path) == []


async def test_nothing_is_in_the_trash_that_was_never_deleted(store: Store) -> None:
    review = await a_review(store)

    with pytest.raises(CannotRestore):
        await restore(store, review)

    assert await store.trash.find(review.id) is None
    assert await store.trash.purge(NOW + TEN_MINUTES) == 0
    assert await store.reviews.get(review.id) == review


async def test_the_id_of_a_deleted_review_never_names_another_whether_it_comes_back_or_not(store: Store) -> None:
    first, second = await a_review(store, film=1), await a_review(store, film=2)
    await store.trash.delete(second.id, ALICE, NOW)
    third = await a_review(store, film=3)
    await restore(store, second)
    await store.trash.delete(third.id, ALICE, NOW)
    await store.trash.purge(NOW + TEN_MINUTES)

    fourth = await a_review(store, film=4)

    assert first.id < second.id < third.id < fourth.id


async def test_a_notice_in_place_of_a_review_is_due_when_that_comes_back_or_is_gone_for_good(store: Store) -> None:
    for film, message in ((1, 11), (2, 12)):
        review = await a_review(store, film=film)
        await post(store, review, message=message)
        await store.trash.delete(review.id, ALICE, NOW)
        await edit(store, message=message)

    before = await due(store)
    await store.trash.restore(GUILD, ReviewId(1), ALICE, NOW + MINUTE)
    restored = await due(store, NOW + MINUTE)
    await store.trash.purge(NOW + TEN_MINUTES)

    assert (before, restored, await due(store, NOW + TEN_MINUTES)) == ([], [11], [11, 12])


async def test_a_message_that_could_not_be_edited_for_so_long_stays_urgent(store: Store) -> None:
    review = await a_review(store)
    await post(store, review)
    await store.trash.delete(review.id, ALICE, NOW)
    await store.copies.postpone(await stale(store), NOW + TEN_MINUTES * 5, "50001")

    await store.trash.purge(NOW + TEN_MINUTES)

    assert await due(store, NOW + TEN_MINUTES) == [11]
    assert (await stale(store)).is_urgent


async def test_purging_takes_what_is_past_its_time_and_nothing_else(store: Store, database_path: Path) -> None:
    early, late = await a_review(store, film=1), await a_review(store, film=2)
    kept = await a_review(store, film=3)
    await store.trash.delete(early.id, ALICE, NOW)
    await store.trash.delete(late.id, ALICE, NOW + MINUTE)

    gone = await store.trash.purge(NOW + TEN_MINUTES)

    assert gone == 1
    assert await store.trash.find(early.id) is None
    assert await store.trash.find(late.id) is not None
    assert await store.reviews.get(kept.id) == kept
    assert check(database_path) == []


async def test_after_ten_minutes_nothing_of_a_deleted_review_is_in_the_bytes_of_the_files(
    store: Store, database_path: Path
) -> None:
    await save(store, text="earlier-words " * 300)
    review = await a_review(store, text="latest-words " * 300, tags=["tagged-words"])
    other = await a_review(store, BOB, text="other-words " * 300)
    await store.trash.delete(review.id, ALICE, NOW)
    marks = [b"earlier-words", b"latest-words", b"tagged-words"]
    before = [mark in raw_bytes(database_path) for mark in marks]

    await store.trash.purge(NOW + TEN_MINUTES)

    assert before == [True, True, True]
    assert [mark for mark in marks if mark in raw_bytes(database_path)] == []
    assert other.content.text.split()[0].encode() in raw_bytes(database_path)


async def test_a_text_of_any_characters_comes_back_unchanged(store: Store) -> None:
    text = '\x00\x01 "quoted" \\ {json} [1] \u2028 👨‍👩‍👧 \U0010ffff \ufeff' + "x" * 50_000
    review = await a_review(store, text=text, tags=['a "tag"', "\x00"])
    await store.trash.delete(review.id, ALICE, NOW)

    await restore(store, review)

    assert await store.reviews.get(review.id) == review


async def test_what_a_reader_kept_from_being_scrubbed_is_scrubbed_by_a_later_purge(
    store: Store, database_path: Path
) -> None:
    saved = await store.reviews.save(GUILD, an_author(), a_film(), a_content(text="qvxzsecret" * 20), NOW)
    await store.trash.delete(saved.review.id, ALICE, NOW)

    async with aiosqlite.connect(database_path, isolation_level=None) as reader:
        await reader.execute_fetchall("BEGIN")
        await reader.execute_fetchall("SELECT count(*) FROM reviews")
        await store.trash.purge(NOW + UNDO_WITHIN)

    await store.trash.purge(NOW + UNDO_WITHIN)

    assert b"qvxzsecret" not in raw_bytes(database_path)
