"""A file of the first version keeps all that it held: what showed reviews then is followed from now on."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.models import MessageId, ReviewContent, ReviewId, StaleCopy, UserId, Viewing
from data.store import Store
from data.store.maintenance import check
from data.store.migrate import known_migrations, migrate
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_film
from tests.data.store.files import raw_bytes
from tests.data.store.steps import CHANNEL, due, film_id, save, versions_of

WRITTEN_S = int(NOW.timestamp())
POSTED_AT = datetime(2026, 11, 20, 18, 25, tzinfo=UTC)


def message_id(number: int) -> int:
    """An id as Discord would give it to a message of that time."""
    milliseconds = int(POSTED_AT.timestamp() * 1_000) - 1_420_070_400_000
    return (milliseconds << 22) + number


POST, POST_OF_DELETED, CARD, CARD_OF_DELETED, PAGE, PAGE_OF_ALICE, FORGOTTEN, UNKNOWN_CARD = range(1, 9)

QUOTES = {
    CARD: ("v1:film:wd:Q1", [1, 2]),
    CARD_OF_DELETED: ("v1:film:imdb:tt0000001", [1, 77]),
    PAGE: ("v1:feed:show:1:n::::::1763663400:2", [2]),
    PAGE_OF_ALICE: (f"v1:feed:show:1:h:1:{ALICE}:3::8:1763663400:1", [1]),
    FORGOTTEN: (None, [78]),
    UNKNOWN_CARD: ("v1:film:own:nowhere", [2]),
}

OLD_ROWS = f"""
INSERT INTO films (id, facts, updated_s) VALUES (1, '{a_film(1, wikidata_id="Q1").model_dump_json()}', 1);
INSERT INTO film_keys (key, film_id) VALUES ('imdb:tt0000001', 1), ('wd:Q1', 1);
INSERT INTO members (guild_id, user_id, name, avatar_url, seen_s) VALUES ({GUILD}, {ALICE}, 'Alice', NULL, 1);
INSERT INTO reviews (id, guild_id, author_id, film_id, rating, body, watched_on, tags, is_spoiler, is_rewatch, is_liked,
                     created_s, edited_s)
VALUES (1, {GUILD}, {ALICE}, 1, 9, 'Written then.', '2026-11-19', '["tag"]', 1, 1, 0, {WRITTEN_S}, {WRITTEN_S + 60}),
       (2, {GUILD}, {BOB}, 1, 0, 'Unrated.', NULL, '[]', 0, 0, 0, {WRITTEN_S}, NULL),
       (3, {OTHER_GUILD}, {ALICE}, 1, 4, '', NULL, '[]', 0, 0, 0, {WRITTEN_S}, NULL);
UPDATE sqlite_sequence SET seq = 78 WHERE name = 'reviews';
INSERT INTO review_revisions (review_id, rating, body, watched_on, tags, is_spoiler, is_rewatch, is_liked, written_s,
                              replaced_s)
VALUES (1, 3, 'Before.', NULL, '[]', 0, 0, 0, {WRITTEN_S}, {WRITTEN_S + 60});
INSERT INTO film_counts (guild_id, film_id, rating, reviews)
VALUES ({GUILD}, 1, 9, 1), ({GUILD}, 1, 0, 1), ({OTHER_GUILD}, 1, 4, 1);
INSERT INTO guild_counts (guild_id, rating, reviews)
VALUES ({GUILD}, 9, 1), ({GUILD}, 0, 1), ({OTHER_GUILD}, 4, 1);
INSERT INTO drafts (guild_id, author_id, film_key, form, saved_s)
VALUES ({GUILD}, {ALICE}, 'imdb:tt0000001', '{{"text": "Half a thou"}}', {WRITTEN_S});
INSERT INTO posts (message_id, channel_id, review_id)
VALUES ({message_id(POST)}, {CHANNEL}, 1), ({message_id(POST_OF_DELETED)}, {CHANNEL}, 76);
INSERT INTO watchlist (user_id, film_id, added_s) VALUES ({ALICE}, 1, 1);
INSERT INTO notes (name, value) VALUES ('commands', 'known');
"""  # noqa: S608  (rows of our own making, as the first version wrote them)


def old_quotes() -> list[tuple[int, int, int, int, str | None]]:
    return [
        (message_id(number), review_id, CHANNEL, GUILD, request)
        for number, (request, review_ids) in QUOTES.items()
        for review_id in review_ids
    ]


@pytest.fixture
def old_path(database_path: Path) -> Path:
    """A file of the first version with something in every table."""
    migrate(database_path, {1: known_migrations()[1]})

    with closing(sqlite3.connect(database_path)) as connection:
        connection.executescript(OLD_ROWS)
        connection.executemany("INSERT INTO quotes VALUES (?, ?, ?, ?, ?)", old_quotes())
        connection.commit()

    return database_path


@pytest.fixture
async def moved(old_path: Path) -> AsyncIterator[Store]:
    """That file in the hands of this version."""
    store = await Store.open(old_path)
    yield store
    await store.close()


async def copy_of(store: Store, number: int) -> StaleCopy:
    copy = await store.copies.find(MessageId(message_id(number)))
    assert copy is not None
    return copy


async def due_numbers(store: Store, now: datetime = NOW) -> list[int]:
    first = message_id(0)
    return [found - first for found in await due(store, now)]


async def test_every_table_of_the_old_file_held_something(old_path: Path) -> None:
    with closing(sqlite3.connect(old_path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        empty = [name for name in tables if not connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]]  # noqa: S608  (the schema's own names)

    assert empty == []


async def test_reviews_versions_counts_and_all_else_are_as_they_were(moved: Store, old_path: Path) -> None:
    review = await moved.reviews.get(ReviewId(1))

    assert review.content == ReviewContent.model_validate(
        {"rating": 9, "text": "Written then.", "watched_on": "2026-11-19", "tags": ["tag"]}
        | {"is_spoiler": True, "is_rewatch": True}
    )
    assert (review.author.name, review.likes, review.edited_at) == ("Alice", 0, NOW + MINUTE)
    assert [revision.content.text for revision in await versions_of(moved, review.id)] == ["Before."]
    assert (await moved.counts.of_guild(GUILD)).reviews == 2
    assert await moved.members.watchlist(ALICE, 9) == [review.film]
    assert await moved.drafts.find(GUILD, ALICE, review.film.key, NOW) is not None
    assert await moved.notes.get("commands") == "known"
    assert check(old_path) == []


async def test_every_review_has_the_viewing_that_it_told_of(moved: Store) -> None:
    reviews = [await moved.reviews.get(ReviewId(number)) for number in (1, 2, 3)]

    viewings = [await moved.reviews.viewings(review.id) for review in reviews]

    assert viewings == [
        [
            Viewing(
                watched_on=review.content.watched_on,
                rating=review.content.rating,
                is_rewatch=review.content.is_rewatch,
                logged_at=review.created_at,
            )
        ]
        for review in reviews
    ]


async def test_a_post_is_followed_by_its_review(moved: Store) -> None:
    copy = await copy_of(moved, POST)

    assert (copy.channel_id, copy.guild_id, copy.request) == (CHANNEL, GUILD, "v1:open:1")
    assert message_id(POST) in [shown.message_id for shown in await moved.copies.of(ReviewId(1))]


async def test_messages_that_show_what_is_deleted_are_due_and_no_others(moved: Store) -> None:
    assert await due_numbers(moved) == [POST_OF_DELETED, CARD_OF_DELETED, FORGOTTEN]
    assert (await copy_of(moved, POST_OF_DELETED)).request == "v1:open:76"
    assert (await copy_of(moved, FORGOTTEN)).request is None
    assert {copy.is_urgent for copy in await moved.copies.due(NOW, 9)} == {True}


async def test_pages_and_cards_keep_their_request_and_what_they_show(moved: Store) -> None:
    for number, (request, review_ids) in QUOTES.items():
        assert (await copy_of(moved, number)).request == request
        assert sorted(await moved.copies.shown(MessageId(message_id(number)))) == review_ids


async def test_a_card_knows_its_film_and_is_as_old_as_its_message(moved: Store) -> None:
    film = await film_id(moved)
    await save(moved, UserId(5), now=POSTED_AT + timedelta(hours=23))
    at = POSTED_AT + timedelta(hours=23)

    assert [(await copy_of(moved, number)).film_id for number in (CARD, CARD_OF_DELETED, PAGE)] == [film, film, None]
    assert (await copy_of(moved, UNKNOWN_CARD)).film_id is None
    assert CARD_OF_DELETED in await due_numbers(moved, at)
    assert CARD not in await due_numbers(moved, at), "only the newest card of a film in a channel is"


async def test_a_page_of_one_members_reviews_knows_the_member_and_forgets_them(moved: Store) -> None:
    authors = [(await copy_of(moved, number)).author_id for number in (PAGE, PAGE_OF_ALICE, CARD)]

    forgotten = await moved.privacy.forget(ALICE, NOW)

    assert authors == [None, ALICE, None]
    assert message_id(PAGE_OF_ALICE) in forgotten.copies
    copy = await copy_of(moved, PAGE_OF_ALICE)
    assert (copy.request, copy.author_id) == (None, None)


async def test_ids_go_on_from_where_they_were(moved: Store) -> None:
    saved = await save(moved, UserId(5))

    assert saved.review.id == 79


async def test_what_moved_to_another_table_is_left_behind_in_none(moved: Store, old_path: Path) -> None:
    request = f"v1:feed:show:1:h:1:{ALICE}".encode()
    await moved.close()

    assert raw_bytes(old_path).count(request) == 1
