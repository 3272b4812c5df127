"""After a person asks to be forgotten nothing of theirs is in any table, nor in the bytes of the files."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data.models import ChannelId, Draft, GuildId, MessageId, Post, Quote, ReviewForm, ReviewId, UserId
from data.store import Store, database
from data.store.maintenance import check
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.files import raw_bytes, tables

IMPERSONAL = {"films", "film_keys", "film_counts", "guild_counts", "notes", "posts"}
"""Tables that may hold rows without holding anything of a person."""


def words_of(user_id: UserId) -> dict[str, str]:
    """Texts that only this person wrote, one for each place that holds text; the long ones fill pages of their own."""
    name = "alice" if user_id == ALICE else "bobby"
    return {
        "text": f"{name}-said-now " * 260,
        "before": f"{name}-said-before " * 220,
        "draft": f"{name}-drafted " * 250,
        "tag": f"{name}-tagged",
        "name": f"{name}-is-called",
        "avatar": f"https://cdn.example/{name}-looks.png",
        "typed date": f"{name}-dated",
    }


async def fill_every_table(store: Store, user_id: UserId) -> list[Post]:
    """Leave something of the person wherever the store can hold it; the posts that show their reviews."""
    words = words_of(user_id)
    author = an_author(user_id, name=words["name"], avatar_url=words["avatar"])
    posts: list[Post] = []

    for guild_id in (GUILD, OTHER_GUILD):
        await store.members.see(guild_id, author, NOW)

        for number in range(1, 6):
            film = a_film(number)
            before = a_content(rating=3, text=words["before"], tags=[words["tag"]])
            after = a_content(rating=number, text=words["text"], tags=[words["tag"], "tag"])
            await store.reviews.save(guild_id, author, film, before, NOW)
            saved = await store.reviews.save(guild_id, author, film, after, NOW + MINUTE)
            form = ReviewForm(text=words["draft"], tags=words["tag"], watched_on=words["typed date"])
            await store.drafts.keep(guild_id, user_id, Draft(film_key=film.key, form=form, saved_at=NOW))
            posts.append(post_of(saved.review.id, guild_id, user_id))
            await store.reviews.add_post(posts[-1])
            await store.reviews.quote(quote_of(posts[-1], guild_id, user_id), [saved.review])

    await store.members.toggle_watchlist(user_id, await store.films.remember(a_film(), NOW), NOW)
    await store.notes.set("commands", "known")
    return posts


def post_of(review_id: ReviewId, guild_id: GuildId, user_id: UserId) -> Post:
    return Post(
        review_id=review_id,
        channel_id=ChannelId(guild_id + 100),
        message_id=MessageId(user_id % 10 * 1_000 + review_id),
    )


def quote_of(post: Post, guild_id: GuildId, user_id: UserId) -> Quote:
    """A page of that person's reviews: what rebuilds it names them."""
    request = f"v1:feed:show:1:n::{user_id}:::8:1700000000:{post.review_id}"
    message_id = MessageId(post.message_id + 500)
    return Quote(message_id=message_id, channel_id=post.channel_id, guild_id=guild_id, request=request)


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """Every value in every column of every table, with the table's name."""
    with closing(sqlite3.connect(path)) as connection:
        for table in sorted(tables(path)):
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  (the name is the schema's own)
                yield from ((table, str(value)) for value in row)


def tables_naming(path: Path, user_id: UserId) -> set[str]:
    marks = [str(user_id), *words_of(user_id).values()]
    return {table for table, value in cells(path) if any(mark.strip() in value for mark in marks)}


def remains_in_bytes(path: Path, user_id: UserId) -> set[str]:
    """What of the person can be read in the raw bytes of the database and of its write-ahead log."""
    marks = {what: text.split(maxsplit=1)[0].encode() for what, text in words_of(user_id).items()}
    marks["id"] = user_id.to_bytes(8, "big")
    raw = raw_bytes(path)
    return {what for what, mark in marks.items() if mark in raw}


async def test_forgetting_leaves_nothing_of_a_person_in_any_table(store: Store, database_path: Path) -> None:
    await fill_every_table(store, ALICE)
    filled = {table for table, _ in cells(database_path)} - {"sqlite_sequence"}
    personal = tables_naming(database_path, ALICE)

    await store.privacy.forget(ALICE)

    assert personal == filled - IMPERSONAL, "every table that can name a person must do so here"
    assert tables_naming(database_path, ALICE) == set()
    assert set((await store.privacy.counts(ALICE)).values()) == {0}


async def test_every_table_of_the_schema_is_filled_by_this_test(store: Store, database_path: Path) -> None:
    await fill_every_table(store, ALICE)

    assert {table for table, _ in cells(database_path)} == tables(database_path)


async def test_forgetting_leaves_nothing_of_a_person_in_the_bytes_of_the_files(
    store: Store, database_path: Path
) -> None:
    await fill_every_table(store, ALICE)
    await fill_every_table(store, BOB)
    before = remains_in_bytes(database_path, ALICE)

    await store.privacy.forget(ALICE)

    assert before == {*words_of(ALICE), "id"}
    assert remains_in_bytes(database_path, ALICE) == set()
    assert remains_in_bytes(database_path, BOB) == {*words_of(BOB), "id"}


async def test_what_an_edit_or_a_deletion_removed_earlier_is_gone_from_the_bytes_too(
    store: Store, database_path: Path
) -> None:
    await fill_every_table(store, ALICE)
    review = await store.reviews.find(GUILD, ALICE, a_film(1).key)
    assert review is not None
    await store.reviews.delete(review.id)
    await store.reviews.save(GUILD, an_author(), a_film(2), a_content(rating=1), NOW)

    await store.privacy.forget(ALICE)

    assert remains_in_bytes(database_path, ALICE) == set()


async def test_no_copy_is_left_where_sqlite_moved_rows_between_pages(store: Store, database_path: Path) -> None:
    some = random.Random(1)  # in this order of saves, zeroing deleted rows alone leaves ten copies behind
    people = [UserId(ALICE + n) for n in range(4)]

    for _ in range(400):
        user_id, number = some.choice(people), some.randint(1, 60)
        content = a_content(text=f"said-by-{user_id} " * some.randint(1, 60))
        await store.reviews.save(GUILD, an_author(user_id), a_film(number), content, NOW)

    for user_id in people[:3]:
        await store.privacy.forget(user_id)

    raw = raw_bytes(database_path)
    assert [user_id for user_id in people if f"said-by-{user_id}".encode() in raw] == people[3:]


async def test_a_large_file_is_not_rewritten_while_everybody_waits_yet_its_log_is_emptied(
    store: Store, database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill_every_table(store, ALICE)
    monkeypatch.setattr(database, "SCRUB_UP_TO_BYTES", 0)
    is_clean = await store.database.scrub()

    await store.privacy.forget(ALICE)

    assert not is_clean
    assert database_path.with_name("marquee.db-wal").stat().st_size == 0
    assert tables_naming(database_path, ALICE) == set()


async def test_forgetting_one_person_leaves_others_as_they_were(store: Store, database_path: Path) -> None:
    posts_of_bob = await fill_every_table(store, BOB)
    values_of_bob = sorted(cells(database_path))
    of_bob_alone = [await store.counts.of_guild(guild_id) for guild_id in (GUILD, OTHER_GUILD)]
    posts_of_alice = await fill_every_table(store, ALICE)

    forgotten = await store.privacy.forget(ALICE)

    for post in forgotten.posts:
        await store.reviews.forget_post(post.message_id)

    for message_id in forgotten.quotes:
        await store.reviews.forget_quotes(message_id)

    ours = {"sqlite_sequence", "film_counts", "guild_counts"}
    assert sorted(cell for cell in cells(database_path) if cell[0] not in ours) == [
        cell for cell in values_of_bob if cell[0] not in ours
    ]
    assert [await store.counts.of_guild(guild_id) for guild_id in (GUILD, OTHER_GUILD)] == of_bob_alone
    assert check(database_path) == []
    assert set(forgotten.posts) == set(posts_of_alice)
    assert [post for post in posts_of_bob if await store.reviews.posts(post.review_id) != [post]] == []


async def test_forgetting_tells_how_many_reviews_went_and_which_posts_still_show_them(store: Store) -> None:
    posts = await fill_every_table(store, ALICE)

    forgotten = await store.privacy.forget(ALICE)

    assert forgotten.reviews == 10
    assert set(forgotten.posts) == set(posts)
    assert [await store.reviews.posts(post.review_id) for post in posts] == [[post] for post in posts]


async def test_forgetting_somebody_unknown_or_already_forgotten_removes_nothing(store: Store) -> None:
    await fill_every_table(store, ALICE)
    await store.privacy.forget(ALICE)

    again = await store.privacy.forget(ALICE)

    assert (again.reviews, again.posts) == (0, ())


async def test_the_counts_say_how_much_is_kept_by_kind(store: Store) -> None:
    await fill_every_table(store, ALICE)

    counts = await store.privacy.counts(ALICE)

    assert counts == {"reviews": 10, "drafts": 10, "watchlist": 1, "servers": 2}
    assert set((await store.privacy.counts(BOB)).values()) == {0}


async def test_a_forgotten_person_may_begin_again(store: Store) -> None:
    await fill_every_table(store, ALICE)
    await store.privacy.forget(ALICE)

    saved = await store.reviews.save(GUILD, an_author(), a_film(), a_content(rating=7), NOW)

    assert saved.review.author.name == ""
    assert await store.reviews.revisions(saved.review.id) == []


async def test_forgetting_succeeds_while_another_process_reads(store: Store, database_path: Path) -> None:
    await fill_every_table(store, ALICE)

    with closing(sqlite3.connect(database_path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM reviews").fetchone()
        forgotten = await store.privacy.forget(ALICE)

    assert forgotten.reviews == 10
    assert await store.database.scrub()
    assert remains_in_bytes(database_path, ALICE) == set()
