"""Whatever was written before and since: an undone merge leaves each film what was its own, and loses nothing."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from data.errors import CannotRestore, CannotUndoMerge
from data.models import Film, FilmId, FilmKey, GuildId, ReviewId, UserId
from data.store import Store
from data.store.maintenance import check
from tests.builders import ALICE, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.own import HAND, a_film_by_hand, by_hand
from tests.data.store.steps import a_copy, set_up_feed
from tests.rounds import rounds

PEOPLE = [UserId(ALICE + n) for n in range(4)]
FILMS = [HAND, a_film(), by_hand("other"), a_film(2)]

_STATE = {
    "films": "SELECT id, facts, merged_into FROM films",
    "film_keys": "SELECT * FROM film_keys",
    "reviews": "SELECT * FROM reviews",
    "review_revisions": "SELECT * FROM review_revisions",
    "viewings": "SELECT * FROM viewings",
    "likes": "SELECT * FROM likes",
    "deleted_reviews": "SELECT review_id, film_id, deleted_by, deleted_s, json(kept) FROM deleted_reviews",
    "film_counts": "SELECT * FROM film_counts WHERE reviews > 0",
    "guild_counts": "SELECT * FROM guild_counts WHERE reviews > 0",
    "drafts": "SELECT * FROM drafts",
    "watchlist": "SELECT * FROM watchlist",
    "lookups": "SELECT * FROM lookups",
    "outbox": "SELECT * FROM outbox",
    "copies": "SELECT message_id, film_id, author_id, request FROM copies",
    "merged_reviews": "SELECT * FROM merged_reviews",
    "merged_likes": "SELECT * FROM merged_likes",
    "merged_interests": "SELECT * FROM merged_interests",
    "film_merges": "SELECT * FROM film_merges",
}
"""All that a merge may touch, but for the times at which messages are due."""


class Days:
    """Four people in one server, and what they do by chance."""

    def __init__(self, store: Store, luck: random.Random) -> None:
        self.store = store
        self.luck = luck
        self.now: datetime = NOW
        self.films: list[Film] = FILMS
        self.written: dict[ReviewId, list[str]] = {}
        self.messages = 0

    async def live(self, steps: int) -> None:
        doings = [self.write] * 8 + [self.like] * 5 + [self.delete, self.restore, self.want, self.look, self.show]

        for _ in range(steps):
            self.now += self.luck.choice([0, 1, 1, 30]) * MINUTE
            await self.luck.choice(doings)()

    async def write(self) -> None:
        author, film = self.luck.choice(PEOPLE), self.luck.choice(self.films)
        text = self.luck.choice(["", f"Words No. {self.luck.random()}"])
        rating = self.luck.randint(1, 10) if not text else self.luck.choice([None, 3, 8])
        content = a_content(text=text, rating=rating, is_rewatch=self.luck.random() < 0.2)
        guild_id = self.luck.choice([GUILD, GUILD, GUILD, OTHER_GUILD]) if not film.is_by_hand else GUILD
        await self.store.reviews.save(guild_id, an_author(author), film, content, self.now)

    async def like(self) -> None:
        fan = self.luck.choice(PEOPLE)
        rows = await self._rows("SELECT id, guild_id FROM reviews WHERE author_id <> ? ORDER BY id", fan)

        if rows:
            row = self.luck.choice(rows)
            await self.store.likes.toggle(GuildId(row["guild_id"]), ReviewId(row["id"]), fan, self.now)

    async def delete(self) -> None:
        rows = await self._rows("SELECT id, author_id FROM reviews ORDER BY id")

        if rows:
            row = self.luck.choice(rows)
            await self.store.trash.delete(ReviewId(row["id"]), UserId(row["author_id"]), self.now)

    async def restore(self) -> None:
        rows = await self._rows("SELECT review_id, guild_id, author_id FROM deleted_reviews ORDER BY review_id")

        if rows:
            row = self.luck.choice(rows)

            try:
                await self.store.trash.restore(
                    GuildId(row["guild_id"]), ReviewId(row["review_id"]), UserId(row["author_id"]), self.now
                )
            except CannotRestore:
                return

    async def want(self) -> None:
        await self.store.members.toggle_watchlist(self.luck.choice(PEOPLE), await self._a_row(), self.now)

    async def look(self) -> None:
        await self.store.members.look_up(self.luck.choice(PEOPLE), await self._a_row(), self.now)

    async def show(self) -> None:
        """A card of a film, or a post of a review."""
        self.messages += 1
        film_id = await self._a_row()
        rows = await self._rows("SELECT id FROM reviews WHERE film_id = ? ORDER BY id LIMIT 3", film_id)
        reviews = [await self.store.reviews.get(ReviewId(row["id"])) for row in rows]
        film = await self.store.films.by_id(film_id, GUILD)
        copy = a_copy(self.messages, f"v1:film:{film.key}", film_id=film_id)
        await self.store.copies.add(copy, reviews, self.now, is_doubtful=False)

    async def state(self) -> dict[str, list[tuple[Any, ...]]]:
        return {name: sorted(map(tuple, await self._rows(sql)), key=str) for name, sql in _STATE.items()}

    async def texts(self) -> Counter[str]:
        """Every text that is kept anywhere, as often as it is."""
        found = [
            row["body"]
            for row in await self._rows("SELECT body FROM reviews UNION ALL SELECT body FROM review_revisions")
        ]

        for row in await self._rows("SELECT kept FROM deleted_reviews"):
            kept = json.loads(row["kept"])
            found += [part["body"] for table in ("reviews", "review_revisions") for part in kept[table]]

        return Counter(text for text in found if text)

    async def _a_row(self) -> FilmId:
        film = self.luck.choice(self.films)
        return (await self.store.films.by_key(FilmKey(film.key), GUILD)).id

    async def _rows(self, sql: str, *values: object) -> Sequence[Any]:
        return await self.store.database.read(sql, values)


async def begun(store: Store, seed: int) -> Days:
    """Films, a feed, and some days behind them."""
    days = Days(store, random.Random(seed))
    await set_up_feed(store)

    for film in FILMS:
        if film.is_by_hand:
            await a_film_by_hand(store, film.title)
        else:
            await store.films.remember(film, NOW)

    await days.live(40)
    return days


async def merged(days: Days, film: Film, into: Film) -> int:
    film_id = (await days.store.films.by_key(film.key, GUILD)).id
    return (await days.store.merges.merge(GUILD, film_id, into, ALICE, days.now)).id


@pytest.mark.parametrize("seed", range(rounds(15)))
async def test_merge_that_is_undone_at_once_never_was(store: Store, seed: int) -> None:
    days = await begun(store, seed)
    before = await days.state()
    merges = [await merged(days, film, days.luck.choice([FILMS[1], FILMS[3]])) for film in (FILMS[0], FILMS[2])]
    faults = check(store.database.path)

    for merge in reversed(merges):
        await store.merges.undo(GUILD, merge, days.now)

    assert faults == []
    assert check(store.database.path) == []
    assert await days.state() == before


@pytest.mark.parametrize("seed", range(rounds(15)))
async def test_merges_and_what_is_written_between_them_lose_no_text_and_leave_all_sound(
    store: Store, seed: int
) -> None:
    days = await begun(store, 1_000 + seed)
    merges: list[int] = []

    for film, into in ((FILMS[0], FILMS[3]), (FILMS[2], days.luck.choice([FILMS[1], FILMS[3]]))):
        before = await days.texts()
        merges.append(await merged(days, film, into))
        assert await days.texts() == before
        await days.live(15)
        assert check(store.database.path) == []

    for merge in reversed(merges):
        before = await days.texts()
        await store.merges.undo(GUILD, merge, days.now)
        assert await days.texts() == before
        assert check(store.database.path) == []
        await days.live(10)

    assert check(store.database.path) == []
    assert await store.merges.of_guild(GUILD, 9) == []


@pytest.mark.parametrize("seed", range(rounds(8)))
async def test_rows_that_are_merged_in_all_servers_leave_every_merge_of_a_server_sound(store: Store, seed: int) -> None:
    days = await begun(store, 2_000 + seed)
    merge = await merged(days, FILMS[0], FILMS[1])
    await days.live(10)
    rows = [(await store.films.by_key(film.key)).id for film in (FILMS[1], FILMS[3])]
    before = await days.texts()

    await store.films.merge(rows[0], rows[1], days.now)

    assert await days.texts() == before
    assert check(store.database.path) == []
    await days.live(10)
    await store.merges.undo(GUILD, merge, days.now)
    assert check(store.database.path) == []


async def test_merge_can_be_undone_once(store: Store) -> None:
    days = await begun(store, 3_000)
    merge = await merged(days, FILMS[0], FILMS[1])
    await store.merges.undo(GUILD, merge, days.now)

    with pytest.raises(CannotUndoMerge):
        await store.merges.undo(GUILD, merge, days.now)

    assert (await store.films.by_key(HAND.key, GUILD)).film == HAND
