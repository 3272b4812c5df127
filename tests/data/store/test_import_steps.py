"""Imports on their way from one state to the next, and their end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from data.errors import ImportGone
from data.models import (
    ImportId,
    ImportState,
)
from data.store import Store
from data.store.imports import KEPT_FOR, UNDO_WITHIN
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW
from tests.data.store.imports import (
    brought_in,
    in_state,
    ready,
    state_of,
    taken_back,
)

SECOND = timedelta(seconds=1)


async def test_an_import_runs_from_its_first_film_to_its_last_and_ends_once(store: Store) -> None:
    import_id = await ready(store)
    await store.imports.start(import_id, NOW + MINUTE)
    await brought_in(store, import_id, 1)
    left = [film.place for film in await store.imports.not_done(import_id, 10)]
    await store.imports.done(import_id, NOW + 2 * MINUTE)
    still = await state_of(store, import_id)
    await brought_in(store, import_id, 2, 3)
    await store.imports.done(import_id, NOW + 3 * MINUTE)

    await store.imports.done(import_id, NOW + 4 * MINUTE)

    about = await store.imports.by_id(import_id)
    assert (left, still) == ([2, 3], ImportState.RUNNING)
    assert (about.state, about.started_at) == (ImportState.DONE, NOW.replace(microsecond=0) + MINUTE)
    assert about.ended_at == NOW.replace(microsecond=0) + 3 * MINUTE


async def test_an_import_is_taken_back_from_its_last_film_to_its_first(store: Store) -> None:
    import_id = await in_state(store, ImportState.UNDOING)
    left = [film.place for film in await store.imports.to_undo(import_id, 2)]
    await taken_back(store, import_id, 3)
    await store.imports.let_stay(import_id, 2)
    await store.imports.undone(import_id, NOW)
    still = await state_of(store, import_id)
    last = [film.place for film in await store.imports.to_undo(import_id, 2)]
    await taken_back(store, import_id, 1)

    await store.imports.undone(import_id, NOW + MINUTE)

    assert (left, last, still) == ([3, 2], [1], ImportState.UNDOING)
    assert await state_of(store, import_id) is ImportState.UNDONE


async def test_what_came_in_is_not_let_go_of_before_it_is_taken_back(store: Store) -> None:
    import_id = await in_state(store, ImportState.DONE)

    await store.imports.let_stay(import_id, 1)

    assert len(await store.imports.to_undo(import_id, 10)) == 3


STEPS: dict[str, tuple[ImportState, ImportState | None, Callable[[Store, ImportId], Awaitable[None]]]] = {
    "start": (ImportState.READY, ImportState.RUNNING, lambda store, number: store.imports.start(number, NOW)),
    "undo": (ImportState.DONE, ImportState.UNDOING, lambda store, number: store.imports.undo(number, NOW)),
    "cancel": (ImportState.READY, None, lambda store, number: store.imports.cancel(number)),
}


@pytest.mark.parametrize("step", STEPS)
async def test_of_two_presses_at_once_one_has_an_effect(store: Store, step: str) -> None:
    before, after, take = STEPS[step]
    import_id = await in_state(store, before)

    results = await asyncio.gather(take(store, import_id), take(store, import_id), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == ["ImportGone", "NoneType"]
    assert [about.state for about in [await store.imports.latest(GUILD, ALICE)] if about] == [after] * (
        after is not None
    )


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", ImportState)
async def test_a_step_is_taken_from_the_one_before_alone(store: Store, state: ImportState, step: str) -> None:
    before, _, take = STEPS[step]
    import_id = await in_state(store, state)

    if state is before or (step == "cancel" and state is ImportState.MATCHING):
        await take(store, import_id)
        return

    with pytest.raises(ImportGone):
        await take(store, import_id)

    assert await state_of(store, import_id) is state


async def test_what_was_looked_at_with_an_import_in_place_goes_as_that_is_taken_back(store: Store) -> None:
    before = await in_state(store, ImportState.DONE)
    after = await ready(store, 1)
    others = await ready(store, 1, user_id=BOB)

    await store.imports.undo(before, NOW)

    with pytest.raises(ImportGone):
        await store.imports.by_id(after)

    assert await state_of(store, others) is ImportState.READY


@pytest.mark.parametrize(("age", "is_taken"), [(UNDO_WITHIN, True), (UNDO_WITHIN + SECOND, False)])
async def test_an_import_can_be_undone_for_a_day(store: Store, age: timedelta, *, is_taken: bool) -> None:
    import_id = await in_state(store, ImportState.DONE)

    if is_taken:
        await store.imports.undo(import_id, NOW + age)
    else:
        with pytest.raises(ImportGone):
            await store.imports.undo(import_id, NOW + age)

    assert (await state_of(store, import_id) is ImportState.UNDOING) is is_taken


@pytest.mark.parametrize(
    ("later", "is_taken"),
    [(ImportState.READY, True), (ImportState.RUNNING, False), (ImportState.DONE, False), (ImportState.UNDONE, True)],
)
async def test_only_what_came_in_last_can_be_undone(store: Store, later: ImportState, *, is_taken: bool) -> None:
    import_id = await in_state(store, ImportState.DONE)
    await in_state(store, later, now=NOW + MINUTE)

    if is_taken:
        await store.imports.undo(import_id, NOW + 2 * MINUTE)
    else:
        with pytest.raises(ImportGone):
            await store.imports.undo(import_id, NOW + 2 * MINUTE)

    assert (await state_of(store, import_id) is ImportState.UNDOING) is is_taken


@pytest.mark.parametrize("state", ImportState)
@pytest.mark.parametrize("age", [KEPT_FOR, KEPT_FOR + SECOND])
async def test_imports_go_after_a_day_unless_they_are_at_work(store: Store, state: ImportState, age: timedelta) -> None:
    import_id = await in_state(store, state)
    stays = age == KEPT_FOR or state in {ImportState.RUNNING, ImportState.UNDOING}

    gone = await store.imports.expire(NOW + age)

    rows = await store.database.read("SELECT place FROM import_films WHERE import_id = ?", (import_id,))
    assert (gone, len(rows)) == ((0, 3) if stays else (1, 0))
    assert (await store.database.read_one("SELECT 1 FROM imports WHERE id = ?", (import_id,)) is not None) is stays


async def test_expiring_looks_at_when_an_import_ended(store: Store) -> None:
    import_id = await ready(store)
    await store.imports.start(import_id, NOW)
    await brought_in(store, import_id, 1, 2, 3)
    await store.imports.done(import_id, NOW + MINUTE)

    assert await store.imports.expire(NOW + KEPT_FOR + SECOND) == 0


async def test_whether_unknown_films_are_kept_is_decided_before_it_begins(store: Store) -> None:
    import_id = await ready(store)
    await store.imports.keep_unknown(import_id, is_kept=False)
    await store.imports.start(import_id, NOW)

    with pytest.raises(ImportGone):
        await store.imports.keep_unknown(import_id, is_kept=True)

    assert not (await store.imports.by_id(import_id)).keeps_unknown


async def test_an_import_goes_with_all_that_is_kept_of_its_member(store: Store) -> None:
    import_id = await ready(store)

    await store.privacy.forget(ALICE, NOW)

    assert await store.database.read("SELECT * FROM import_films") == []
    with pytest.raises(ImportGone):
        await store.imports.by_id(import_id)
