"""A diary to import, and imports worked off in tests."""

import re
from datetime import date, datetime

from bot.services import Services
from data.catalogue.local import LocalCatalogue
from data.models import (
    Author,
    GuildId,
    Import,
    ImportId,
    ReviewFilter,
    ToldDiary,
    ToldEntry,
    ToldFilm,
    UserId,
)
from data.store import Store
from tests.bot.services.films import FILMS
from tests.builders import ALICE, AS_FAST_AS_THEY_LIKE, GUILD, NOW, an_author

PICTURE = ToldFilm(
    title="The Missing Picture",
    year=2013,
    address="https://boxd.it/5Ozu",
    rating=9,
    entries=(
        ToldEntry(
            name="https://boxd.it/a1",
            url="https://boxd.it/a1",
            watched_on=date(2020, 1, 1),
            logged_on=date(2020, 1, 2),
            rating=8,
            text="Clay figures.",
        ),
        ToldEntry(
            name="https://boxd.it/a2",
            url="https://boxd.it/a2",
            watched_on=date(2021, 1, 1),
            logged_on=date(2021, 1, 2),
            rating=9,
            text="More than clay.",
            is_rewatch=True,
        ),
    ),
)
EXILE = ToldFilm(title="Exile", year=2016, address="https://boxd.it/b1", rating=7, rated_on=date(2022, 5, 5))
SEEN = ToldFilm(title="1917", year=2019, address="https://boxd.it/c1", seen_on=date(2023, 3, 3))
WANTED = ToldFilm(title="Frankenstein", year=1931, address="https://boxd.it/d1", wanted_on=date(2024, 4, 4))
NOWHERE = ToldFilm(title="A Film That Nobody Knows", year=2001, address="https://boxd.it/e1", rating=3)
UNCLEAR = ToldFilm(title="Frankenstein", address="https://boxd.it/f1", rating=6, rated_on=date(2024, 6, 6))

ALL = (PICTURE, EXILE, SEEN, WANTED, NOWHERE, UNCLEAR)

_KEY_BY_CHANCE = re.compile(r"own:hand-[0-9a-f]+")


async def staged(
    store: Store,
    *films: ToldFilm,
    author: Author | None = None,
    guild_id: GuildId = GUILD,
    now: datetime = NOW,
) -> Import:
    """An import of these films, as it is once its file was read."""
    author = author or an_author()
    await store.members.see(guild_id, author, now)
    import_id = await store.imports.begin(guild_id, author.id, "diary.csv", ToldDiary(films=films or ALL), now)
    return await store.imports.by_id(import_id)


async def worked_off(services: Services, import_id: ImportId, now: datetime = NOW) -> Import:
    """The import once its present step is over."""
    while True:
        about = (await services.imports.progress(import_id)).about

        if not await services.imports.work(about, now):
            return (await services.imports.progress(import_id)).about


async def looked_at(services: Services, store: Store, *films: ToldFilm, now: datetime = NOW) -> Import:
    """An import of these films that waits for its member."""
    return await worked_off(services, (await staged(store, *films, now=now)).id, now)


async def run(services: Services, about: Import, now: datetime = NOW) -> Import:
    """The import once it is done."""
    await services.imports.start(about.guild_id, about.user_id, about.id, now)
    return await worked_off(services, about.id, now)


async def all_rows(store: Store, *but: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is kept, by table; keys that were made by chance are left out."""
    tables = await store.database.read(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: [
            tuple(_KEY_BY_CHANCE.sub("own:", value) if isinstance(value, str) else value for value in row)
            for row in await store.database.read(f"SELECT * FROM {name}")  # noqa: S608  (a table's own name)
        ]
        for name in sorted(row["name"] for row in tables)
        if name not in but
    }


def services_over(store: Store) -> Services:
    """All services over a few films and that store."""
    return Services(LocalCatalogue(FILMS), store, AS_FAST_AS_THEY_LIKE)


async def reviewed(store: Store, user_id: UserId = ALICE) -> dict[str, int | None]:
    """The person's reviews in the server: ratings by films' names."""
    page = await store.feed.page(GUILD, ReviewFilter(author_id=user_id), 25)
    return {review.film.name: review.content.rating for review in page.reviews}


# Handing a file in
