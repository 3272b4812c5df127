"""Imports worked off, over restarts and ends at any moment, and taken back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services import Services, import_work
from bot.services.imports import Imports
from data.errors import (
    CannotPostLatest,
    ImportGone,
)
from data.models import (
    ChannelId,
    GuildSettings,
    Import,
    ImportId,
    ImportState,
    ImportSums,
    OwnFilmForm,
)
from data.store import Store
from tests.bot.services.films import EXILE as EXILE_FILM
from tests.bot.services.imports import (
    EXILE,
    NOWHERE,
    UNCLEAR,
    all_rows,
    looked_at,
    reviewed,
    run,
    services_over,
    staged,
    worked_off,
)
from tests.builders import (
    ALICE,
    BOB,
    GUILD,
    MINUTE,
    NOW,
    a_content,
    an_author,
)
from tests.fresh_database import put_fresh_database
from tests.rounds import rounds

HOSTILE = (-1, 0, 10**9, 2**63, 2**80)
DAY = timedelta(days=1)
DIARY = (
    b"Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\r\n"
    b"2020-01-02,The Missing Picture,2013,https://boxd.it/a1,4.5,,,2020-01-01\r\n"
    b"2020-01-03,Exile,2016,https://boxd.it/a2,,,,2020-01-03\r\n"
)


async def test_an_import_is_done_film_by_film(services: Services, store: Store, imports: Imports) -> None:
    about = await run(services, await looked_at(services, store), NOW + MINUTE)

    assert (about.state, about.started_at) == (ImportState.DONE, NOW.replace(microsecond=0) + MINUTE)
    assert await reviewed(store) == {"The Missing Picture (2013)": 9, "Exile (2016)": 7, NOWHERE.name: 3}
    assert await imports.at_work() == []


async def test_unknown_films_are_left_out_where_the_member_wants_none(
    services: Services, store: Store, imports: Imports
) -> None:
    about = await looked_at(services, store, EXILE, NOWHERE)
    kept = (await imports.view(GUILD, ALICE, about.id)).sums.ratings

    view = await imports.keep_unknown(GUILD, ALICE, about.id, is_kept=False)

    await run(services, about)
    assert (kept, view.sums.ratings) == (2, 1)
    assert await reviewed(store) == {"Exile (2016)": 7}


async def undisturbed(path: Path) -> dict[str, list[tuple[object, ...]]]:
    put_fresh_database(path)
    store = await Store.open(path)

    try:
        services = services_over(store)
        await run(services, await looked_at(services, store), NOW + MINUTE)
        return await all_rows(store)
    finally:
        await store.close()


async def to_its_end(path: Path, number: ImportId, slices: Callable[[Services, Import], Awaitable[bool]]) -> None:
    """Work the import off, with a new process' eyes at each slice."""
    is_more = True

    while is_more:
        store = await Store.open(path)

        try:
            services = services_over(store)
            is_more = await slices(services, await store.imports.by_id(number))
        finally:
            await store.close()


async def test_a_restart_after_every_film_makes_no_difference(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "SLICE", 1)
    path = store.database.path
    about = await staged(store)
    await to_its_end(path, about.id, lambda services, about: services.imports.work(about, NOW))
    await store.imports.start(about.id, NOW + MINUTE)

    await to_its_end(path, about.id, lambda services, about: services.imports.work(about, NOW + MINUTE))

    assert await all_rows(store) == await undisturbed(tmp_path / "other.db")


@pytest.mark.parametrize("seed", range(rounds(2)))
async def test_an_end_at_any_moment_makes_no_difference(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(import_work, "SLICE", 3)
    turns = 5 + seed

    async def for_some_turns(services: Services, about: Import) -> bool:
        nonlocal turns
        turns += 7
        task = asyncio.create_task(services.imports.work(about, NOW + MINUTE))

        for _ in range(turns):
            await asyncio.sleep(0.0005)

        task.cancel()
        await asyncio.wait([task])
        return task.cancelled() or task.result()

    path = store.database.path
    about = await staged(store)
    await to_its_end(path, about.id, for_some_turns)
    await store.imports.start(about.id, NOW + MINUTE)
    turns = 5 + seed

    await to_its_end(path, about.id, for_some_turns)

    assert await all_rows(store) == await undisturbed(tmp_path / "other.db")


async def test_a_film_that_went_meanwhile_is_left_out_and_does_not_hold_up_the_others(
    services: Services, store: Store, imports: Imports
) -> None:
    own = await services.own_films.add(GUILD, an_author(BOB), OwnFilmForm(title="Ours alone"), NOW)
    about = await looked_at(services, store, UNCLEAR, EXILE)
    await imports.choose(GUILD, ALICE, about.id, 1, own.key, NOW)
    await store.own_films.delete(GUILD, own.key, NOW)

    about = await run(services, about)

    assert about.state is ImportState.DONE
    assert await reviewed(store) == {"Exile (2016)": 7}
    sums = (await imports.view(GUILD, ALICE, about.id)).sums
    assert (sums.ratings, sums.sure, sums.left_out) == (1, 1, 1)


async def test_nothing_more_comes_in_once_its_member_is_forgotten(
    services: Services, store: Store, imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "SLICE", 1)
    about = await looked_at(services, store)
    about = (await imports.start(GUILD, ALICE, about.id, NOW)).about
    await imports.work(about, NOW)
    await store.privacy.forget(ALICE, NOW)

    while await imports.work(about, NOW):
        pass

    assert not any(count for kind, count in (await store.privacy.counts(ALICE)).items() if kind != "choices")


# Taking it back


async def what_is_said(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All but what is known of films, who was seen, the imports themselves, and counts of nothing."""
    films = ("films", "film_keys", "film_traits", "traits")
    rows = await all_rows(store, *films, "members", "imports", "import_films")
    return rows | {table: [row for row in rows[table] if row[-1] != 0] for table in ("film_counts", "guild_counts")}


async def test_an_import_that_is_undone_leaves_nothing(services: Services, store: Store, imports: Imports) -> None:
    await store.reviews.save(GUILD, an_author(), EXILE_FILM, a_content(rating=2, text="Mine."), NOW - DAY)
    before = await what_is_said(store)
    about = await run(services, await looked_at(services, store))
    between = await what_is_said(store)
    await imports.undo(GUILD, ALICE, about.id, NOW + MINUTE)

    about = await worked_off(services, about.id, NOW + MINUTE)

    assert about.state is ImportState.UNDONE
    assert between != before
    assert await what_is_said(store) == before


async def test_an_import_is_not_undone_after_a_day(services: Services, store: Store, imports: Imports) -> None:
    about = await run(services, await looked_at(services, store))

    with pytest.raises(ImportGone):
        await imports.undo(GUILD, ALICE, about.id, NOW + DAY + MINUTE)

    await imports.expire(NOW + DAY + MINUTE)
    assert await imports.latest(GUILD, ALICE) is None
    assert len(await reviewed(store)) == 3


async def test_what_was_undone_can_be_imported_again(services: Services, store: Store, imports: Imports) -> None:
    about = await run(services, await looked_at(services, store))
    await imports.undo(GUILD, ALICE, about.id, NOW)
    await worked_off(services, about.id)

    await run(services, await looked_at(services, store))

    assert len(await reviewed(store)) == 3


# The latest five


async def test_the_latest_go_into_the_feed_once_and_only_of_one_that_is_done(
    services: Services, store: Store, imports: Imports
) -> None:
    await store.guilds.choose(GuildSettings(guild_id=GUILD, feed_id=ChannelId(5)))
    about = await looked_at(services, store)

    with pytest.raises(ImportGone):
        await imports.post_latest(GUILD, ALICE, about.id, NOW)

    await run(services, about)
    count = await imports.post_latest(GUILD, ALICE, about.id, NOW)

    with pytest.raises(CannotPostLatest):
        await imports.post_latest(GUILD, ALICE, about.id, NOW)

    waiting = (await store.outbox.state(GUILD)).waiting
    assert count == waiting
    assert waiting >= 1


async def test_an_import_that_goes_while_it_is_looked_at_is_gone(
    services: Services, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = await staged(store)
    sums = store.imports.sums

    async def once_it_went(gone: Import) -> ImportSums:
        await store.imports.cancel(gone.id)
        return await sums(gone)

    monkeypatch.setattr(store.imports, "sums", once_it_went)

    with pytest.raises(ImportGone):
        await services.imports.progress(about.id)
