"""A town of its own, whose members bring accounts into it and take diaries along, and what is theirs there."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st

from bot.services import Services
from data.catalogue.local import LocalCatalogue
from data.letterboxd.markup import from_html
from data.letterboxd.writing import write_diary, write_watchlist
from data.models import Author, Film, GuildId, Import, MatchState, ReviewContent, UserId
from data.store import Store
from data.store.diary_pieces import fingerprint
from data.store.maintenance import check
from tests.bot.services.imports import run, worked_off
from tests.builders import ALICE, AS_FAST_AS_THEY_LIKE, BOB, GUILD, NOW, an_author
from tests.data.letterboxd.account_files import AccountFilm, DatedFilm, EntryRow, RatedFilm
from tests.data.letterboxd.accounts import FILMS, Account, an_account
from tests.data.store.brought import rows
from tests.fresh_database import put_fresh_database

Seen = tuple[str | None, int, bool]
"""A viewing: its day, its rating in half stars, whether it is a rewatch."""

_STAYS = {"imports", "import_films", "films", "film_keys", "film_traits", "traits", "members"}
"""Tables that an import may leave something in once it is undone: itself, and what is known of films."""

_SEEN = (
    "SELECT v.watched_on, v.rating, v.is_rewatch, 0 AS is_liked FROM viewings v JOIN reviews r ON r.id = v.review_id"
    " WHERE r.guild_id = ?1 AND r.author_id = ?2 AND r.film_id = ?3 UNION ALL"
    " SELECT watched_on, 0, is_rewatch, is_liked FROM watches WHERE user_id = ?2 AND film_id = ?3"
)

_SAID = (
    "SELECT body, rating, is_liked FROM reviews WHERE guild_id = ?1 AND author_id = ?2 AND film_id = ?3 UNION ALL"
    " SELECT v.body, 0, 0 FROM review_revisions v JOIN reviews r ON r.id = v.review_id"
    " WHERE r.guild_id = ?1 AND r.author_id = ?2 AND r.film_id = ?3"
)


class Diary(NamedTuple):
    """What is told, or is here, of one film."""

    seen: Counter[Seen]
    texts: frozenset[str]
    """The fingerprints of all that is and was said."""

    rating: int
    is_liked: bool
    is_wanted: bool


class Town:
    """The services over a store, and members who bring files."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store = store
        self._path = path
        self._services = Services(LocalCatalogue(FILMS), store, AS_FAST_AS_THEY_LIKE)

    async def bring(
        self, data: bytes, name: str = "letterboxd.zip", author: Author | None = None, guild_id: GuildId = GUILD
    ) -> Import:
        """Import the file; where it is not sure which film is meant, the likeliest is."""
        author = author or an_author()
        imports = self._services.imports
        about = await worked_off(self._services, (await imports.begin(guild_id, author, name, data, NOW)).id)

        for film in await self.store.imports.films(about.id, MatchState.UNSURE, 10_000):
            await imports.choose(guild_id, author.id, about.id, film.place, film.choices[0].key, NOW)

        return await run(self._services, about)

    async def bring_files(
        self, files: Mapping[str, bytes], author: Author | None = None, guild_id: GuildId = GUILD
    ) -> None:
        """Import these, one after the other."""
        for name, data in files.items():
            await self.bring(data, name, author, guild_id)

    async def take_along(self) -> dict[str, bytes]:
        """The files of Alice's diary and watchlist, by their names."""
        diary = write_diary(await self.store.exports.told_films(GUILD, ALICE))
        wanted = write_watchlist(await self.store.exports.wanted(GUILD, ALICE))
        return {f"marquee-diary-{n}.csv": data for n, data in enumerate(diary)} | {
            f"marquee-watchlist-{n}.csv": data for n, data in enumerate(wanted)
        }

    async def take_back(self, about: Import) -> None:
        """Undo the import."""
        await self._services.imports.undo(about.guild_id, about.user_id, about.id, NOW)
        await worked_off(self._services, about.id)

    async def write(self, luck: Random, films: Iterable[Film]) -> None:
        """Let Alice, and now and then Bob, write here about some of the films, today or long ago."""
        for film in films:
            author = an_author(luck.choice([ALICE, ALICE, ALICE, BOB]))
            at = NOW - timedelta(days=luck.choice([0, 400, 3_000]))

            for n in range(luck.choice([0, 1, 1, 2])):
                content = _some_content(luck, at, is_rewatch=n > 0)
                await self.store.reviews.save(GUILD, author, film, content, at + timedelta(hours=n))

    async def all_rows(self) -> dict[str, list[str]]:
        """All that is kept, but for what an import may leave."""
        tables = await self.store.database.read(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        return await rows(self.store, sorted({row["name"] for row in tables} - _STAYS))

    async def is_sound(self) -> bool:
        """Whether all that is kept twice agrees."""
        return await asyncio.to_thread(check, self._path) == []

    async def texts(self) -> frozenset[str]:
        """The fingerprints of all that is and was said here."""
        found = await self.store.database.read("SELECT body FROM reviews UNION SELECT body FROM review_revisions")
        return frozenset(fingerprint(row["body"]) for row in found) - {""}

    async def diaries(self, guild_id: GuildId = GUILD, user_id: UserId = ALICE) -> dict[str, Diary]:
        """What the member has in that server, by the films' pages on Letterboxd."""
        films = await self.store.database.read(
            "SELECT name, film_id FROM letterboxd_films WHERE instr(name, '|') = 0 AND guild_id = ? AND user_id = ?",
            (guild_id, user_id),
        )
        return {row["name"]: await self._diary((guild_id, user_id, row["film_id"])) for row in films}

    async def _diary(self, place: tuple[int, int, int]) -> Diary:
        read = self.store.database.read
        seen = await read(_SEEN, place)
        said = await read(_SAID, place)
        wanted = await read("SELECT 1 FROM watchlist WHERE ?1 AND user_id = ?2 AND film_id = ?3", place)
        return Diary(
            seen=Counter((row["watched_on"], row["rating"], bool(row["is_rewatch"])) for row in seen),
            texts=frozenset(fingerprint(row["body"]) for row in said) - {""},
            rating=max((row["rating"] for row in said), default=0),
            is_liked=any(row["is_liked"] for row in (*seen, *said)),
            is_wanted=bool(wanted),
        )


@asynccontextmanager
async def a_town() -> AsyncGenerator[Town]:
    """A town of its own, in which nothing is written yet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "marquee.db"
        put_fresh_database(path)
        store = await Store.open(path)

        try:
            yield Town(store, path)
        finally:
            await store.close()


def told(account: Account) -> dict[str, Diary]:
    """What the account tells of its films, by their pages."""
    entries: dict[str, list[EntryRow]] = {film.address: [] for film in account.films}

    for row in account.entries:
        entries[row.film.address].append(row)

    ratings = {row.film.address: row.rating for row in account.ratings}
    liked = {row.film.address for row in account.likes}
    wanted = {row.film.address for row in account.watchlist}
    seen = {row.film.address for row in account.watched}
    return {
        address: Diary(
            seen=Counter(map(_seen, found)) or Counter([(None, ratings.get(address, 0), False)] * (address in seen)),
            texts=frozenset(fingerprint(from_html(row.review)) for row in found) - {""},
            rating=ratings.get(address, 0),
            is_liked=address in liked,
            is_wanted=address in wanted,
        )
        for address, found in entries.items()
    }


def texts_of(account: Account) -> frozenset[str]:
    """The fingerprints of all texts in the account."""
    return frozenset(text for diary in told(account).values() for text in diary.texts)


def odd_accounts() -> st.SearchStrategy[Account]:
    """Small accounts, with twins and all that a well-kept diary has not."""
    sizes = st.integers(0, 10)
    return st.builds(an_odd_account, st.integers(0, 100_000), sizes, sizes)


def an_odd_account(seed: int, entries: int, reviews: int) -> Account:
    """An account, and in it films that were only rated, liked or marked as watched, and some that were rated anew.

    Some were seen twice on a day, and of some the same was said twice.
    """
    luck = Random(seed)
    account = _with_more_viewings(an_account(seed, entries, reviews, has_twins=luck.random() < 0.3), luck)
    rated = {row.film.address: row for row in account.ratings} | {
        film.address: RatedFilm(film, _a_day(luck), luck.randint(1, 10)) for film in _some_films(account, luck)
    }
    liked = {row.film.address: row for row in account.likes} | _dated(account, luck)
    # Whatever is rated or liked there counts as watched.
    watched = {row.film.address: DatedFilm(row.film, row.day) for row in (*rated.values(), *liked.values())}
    watched |= _dated(account, luck) | {row.film.address: row for row in account.watched}
    return replace(account, ratings=tuple(rated.values()), likes=tuple(liked.values()), watched=tuple(watched.values()))


def _with_more_viewings(account: Account, luck: Random) -> Account:
    more = [
        replace(
            row,
            address=f"https://boxd.it/x{number:04x}",
            watched_on=luck.choice([row.watched_on, _a_day(luck), None if row.review else row.watched_on]),
            rating=row.rating and luck.choice([row.rating, None, 4]),
        )
        for number, row in enumerate(account.entries)
        if luck.random() < 0.2 and not row.film.is_fixed
    ]
    entries = sorted((*account.entries, *more), key=lambda row: row.logged_on)
    return replace(
        account,
        diary=tuple(row for row in entries if row.watched_on),
        reviews=tuple(row for row in entries if row.review),
    )


def _some_films(account: Account, luck: Random) -> list[AccountFilm]:
    """Films of the account, others, and some that nothing knows."""
    there = {film.key: film for film in account.films}
    drawn = [AccountFilm(it.key, it.title, it.year, f"https://boxd.it/o{it.key[-2:]}") for it in luck.sample(FILMS, 3)]
    number = luck.randrange(9)
    odd = AccountFilm(f"odd-{number}", f"An Odd Film, Part {number}", 1980, f"https://boxd.it/odd{number}")
    found = [there.get(film.key, film) for film in (*drawn, odd)]
    return luck.sample(found, luck.randint(0, len(found)))


def _dated(account: Account, luck: Random) -> dict[str, DatedFilm]:
    return {film.address: DatedFilm(film, _a_day(luck)) for film in _some_films(account, luck)}


def _a_day(luck: Random) -> date:
    return date(2014, 1, 1) + timedelta(days=luck.randrange(3_000))


def _seen(row: EntryRow) -> Seen:
    return row.watched_on.isoformat() if row.watched_on else None, row.rating or 0, row.is_rewatch


def _some_content(luck: Random, at: datetime, *, is_rewatch: bool) -> ReviewContent:
    return ReviewContent(
        rating=luck.randint(1, 10),
        text=luck.choice(["", "Said here.", f"Said here, {luck.random()}."]),
        watched_on=luck.choice([None, at.date()]),
        is_rewatch=is_rewatch,
    )
