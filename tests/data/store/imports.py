"""Imports to start from, as far as a test needs them."""

from datetime import datetime, timedelta

from data.models import (
    Film,
    GuildId,
    ImportId,
    ImportState,
    Match,
    MatchState,
    Newer,
    Outcome,
    ToldDiary,
    ToldFilm,
    UserId,
)
from data.store import Store
from tests.builders import ALICE, GUILD, NOW, a_film

NEW = Outcome(is_new=True, rating=Newer.NEW)
SURE, UNSURE, UNKNOWN = (Match(state=state) for state in (MatchState.SURE, MatchState.UNSURE, MatchState.UNKNOWN))
DAY = timedelta(days=1)


def told_films(count: int) -> tuple[ToldFilm, ...]:
    """Films that are told of, rated and no more."""
    return tuple(ToldFilm(title=f"Film No. {number}", year=2013, rating=7) for number in range(1, count + 1))


def sure(film: Film) -> Match:
    """The film is the one that is meant."""
    return Match(state=MatchState.SURE, film=film)


async def begun(
    store: Store, count: int = 3, *, guild_id: GuildId = GUILD, user_id: UserId = ALICE, now: datetime = NOW
) -> ImportId:
    """An import of so many films that nobody looked for yet."""
    return await store.imports.begin(guild_id, user_id, "diary.csv", ToldDiary(films=told_films(count)), now)


async def ready(
    store: Store, count: int = 3, *, guild_id: GuildId = GUILD, user_id: UserId = ALICE, now: datetime = NOW
) -> ImportId:
    """One of so many films that were all found."""
    import_id = await begun(store, count, guild_id=guild_id, user_id=user_id, now=now)
    places = range(1, count + 1)
    await store.imports.note_matches(import_id, [(place, sure(a_film(place)), NEW) for place in places])
    await store.imports.ready(import_id)
    return import_id


async def brought_in(store: Store, import_id: ImportId, *places: int) -> None:
    """Mark the films in these places as imported, without importing anything."""
    await write(store, import_id, places, "'{}'")


async def taken_back(store: Store, import_id: ImportId, *places: int) -> None:
    """Mark the films in these places as taken back."""
    await write(store, import_id, places, "NULL")


async def write(store: Store, import_id: ImportId, places: tuple[int, ...], undo: str) -> None:
    """Let `undo` stand in these places."""
    async with store.database.transaction() as tx:
        for place in places:
            await tx.execute_fetchall(
                f"UPDATE import_films SET undo = {undo} WHERE import_id = ? AND place = ?",  # noqa: S608  (a constant)
                (import_id, place),
            )


async def in_state(store: Store, state: ImportState, count: int = 3, now: datetime = NOW) -> ImportId:
    """An import of Alice's that came as far as that, with nothing written but its own rows."""
    if state in {ImportState.STAGING, ImportState.MATCHING}:
        import_id = await begun(store, count, now=now)

        async with store.database.transaction() as tx:
            await tx.execute_fetchall("UPDATE imports SET state = ? WHERE id = ?", (state, import_id))

        return import_id

    import_id = await ready(store, count, now=now)
    places = range(1, count + 1)

    if state is not ImportState.READY:
        await store.imports.start(import_id, now)

    if state in {ImportState.DONE, ImportState.UNDOING, ImportState.UNDONE}:
        await brought_in(store, import_id, *places)
        await store.imports.done(import_id, now)

    if state in {ImportState.UNDOING, ImportState.UNDONE}:
        await store.imports.undo(import_id, now)

    if state is ImportState.UNDONE:
        await taken_back(store, import_id, *places)
        await store.imports.undone(import_id, now)

    return import_id


async def state_of(store: Store, import_id: ImportId) -> ImportState:
    """How far it is."""
    return (await store.imports.by_id(import_id)).state
