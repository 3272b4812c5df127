"""The task that works imports off, and what its members see of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from discord.utils import utcnow

from bot.posting import importing
from bot.posting.importing import Importing
from bot.services import Services, import_work
from data.catalogue.local import LocalCatalogue
from data.errors import ImportGone, StoreFailed
from data.models import Import, ImportId, ImportState, ImportView
from data.store import Store
from tests.bot.services.films import FILMS
from tests.bot.services.imports import staged
from tests.builders import ALICE, BOB, GUILD, an_author

FIRST_PRESS, SECOND_PRESS = 1, 2


@pytest.fixture
def services(store: Store) -> Services:
    return Services(LocalCatalogue(FILMS), store)


@pytest.fixture
async def worker(services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Importing]:
    monkeypatch.setattr(importing, "FIRST_SHOWN_AFTER_S", 0.001)
    monkeypatch.setattr(importing, "SHOWN_EVERY_S", 0.001)
    monkeypatch.setattr(import_work, "SLICE", 2)
    worker = Importing(services)
    yield worker
    await worker.stop()


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await is_so():  # noqa: ASYNC110  (nobody tells when the store has changed)
            await asyncio.sleep(0.005)


async def until_ready(store: Store, import_id: ImportId) -> None:
    async def is_ready() -> bool:
        return (await store.imports.by_id(import_id)).state is ImportState.READY

    await until(is_ready)


def recorded(services: Services, monkeypatch: pytest.MonkeyPatch, failing: ImportId | None = None) -> list[ImportId]:
    """The imports whose turn it was, in their order; that of one fails."""
    turns: list[ImportId] = []
    work = services.imports.work

    async def and_record(about: Import, now: datetime) -> bool:
        turns.append(about.id)

        if about.id == failing:
            raise StoreFailed("disk I/O error")

        return await work(about, now)

    monkeypatch.setattr(services.imports, "work", and_record)
    return turns


async def test_imports_are_worked_off_in_turns(
    services: Services, store: Store, worker: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await staged(store), await staged(store, author=an_author(BOB))
    turns = recorded(services, monkeypatch)

    worker.start()

    await until_ready(store, one.id)
    await until_ready(store, other.id)
    assert turns == [one.id, other.id] * 4


async def test_one_that_fails_rests_and_holds_up_no_other(
    services: Services, store: Store, worker: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await staged(store), await staged(store, author=an_author(BOB))
    turns = recorded(services, monkeypatch, failing=one.id)

    next_due = await worker.work(utcnow())

    assert turns == [one.id, *[other.id] * 4]
    assert (await store.imports.by_id(other.id)).state is ImportState.READY
    assert next_due is not None
    assert next_due <= utcnow() + importing.AGAIN_AFTER


async def test_what_rested_goes_on(
    services: Services, store: Store, worker: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AGAIN_AFTER", importing.AGAIN_AFTER / 10_000)
    about = await staged(store)

    with monkeypatch.context() as failing:
        recorded(services, failing, failing=about.id)
        worker.start()
        await asyncio.sleep(0.01)

    await until_ready(store, about.id)


async def test_a_private_message_shows_how_far_it_is_until_it_waits_for_its_member(
    store: Store, worker: Importing
) -> None:
    about = await staged(store)
    shown: list[ImportView] = []

    async def edit(view: ImportView) -> None:
        shown.append(view)

    worker.follow(about.id, FIRST_PRESS, edit)
    worker.start()

    async def is_shown() -> bool:
        return bool(shown) and shown[-1].about.state is ImportState.READY

    await until(is_shown)
    await asyncio.sleep(0.01)
    assert shown[-1].sums.done == shown[-1].sums.films
    assert len({view.model_dump_json() for view in shown}) == len(shown)


async def test_the_end_of_a_step_is_shown_at_once(
    store: Store, worker: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "FIRST_SHOWN_AFTER_S", 3600)
    monkeypatch.setattr(importing, "SHOWN_EVERY_S", 3600)
    about = await staged(store)
    edits = Edits()
    worker.follow(about.id, FIRST_PRESS, edits)

    worker.start()

    async def is_shown() -> bool:
        return bool(edits.views) and edits.views[-1].about.state is ImportState.READY

    await until(is_shown)


async def test_what_shows_reviews_is_looked_at_when_a_step_is_over(
    services: Services, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "SLICE", 2)
    changes: list[ImportState] = []
    about = await staged(store)
    worker = Importing(services, lambda: changes.append(about.state))

    await worker.work(utcnow())

    assert len(changes) == 1


async def followed(store: Store, worker: Importing, edit: Callable[[ImportView], Awaitable[None]]) -> ImportId:
    """An import that nobody works off, and whose message was edited once."""
    about = await staged(store)
    was_shown = asyncio.Event()

    async def and_tell(view: ImportView) -> None:
        was_shown.set()
        await edit(view)

    worker.follow(about.id, FIRST_PRESS, and_tell)
    await asyncio.wait_for(was_shown.wait(), 10)
    return about.id


class Edits:
    """What a message showed, and whether Discord takes it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.views: list[ImportView] = []

    async def __call__(self, view: ImportView) -> None:
        self.views.append(view)

        if self.error is not None:
            raise self.error


async def changed(store: Store, import_id: ImportId, count: int) -> None:
    """Let the import look another way, several times."""
    for step in range(count):
        await store.imports.keep_unknown(import_id, is_kept=bool(step % 2))
        await asyncio.sleep(0.01)


async def test_a_message_is_left_alone_once_it_shows_something_else(store: Store, worker: Importing) -> None:
    edits = Edits()
    import_id = await followed(store, worker, edits)

    worker.let_go(import_id, SECOND_PRESS)

    await changed(store, import_id, 3)
    assert len(edits.views) == 1


async def test_the_press_that_a_message_follows_does_not_let_it_go(store: Store, worker: Importing) -> None:
    edits = Edits()
    import_id = await followed(store, worker, edits)

    worker.let_go(import_id, FIRST_PRESS)

    await changed(store, import_id, 3)
    assert len(edits.views) > 1


async def test_of_several_messages_the_last_one_is_kept_true(store: Store, worker: Importing) -> None:
    first, second = Edits(), Edits()
    import_id = await followed(store, worker, first)

    worker.follow(import_id, SECOND_PRESS, second)

    await changed(store, import_id, 3)
    assert (len(first.views), len(second.views) > 1) == (1, True)


@pytest.mark.parametrize("error", ["gone", "unexpected"])
async def test_a_message_that_can_not_be_edited_is_given_up(store: Store, worker: Importing, error: str) -> None:
    response = SimpleNamespace(status=HTTPStatus.NOT_FOUND, reason="Not Found")
    gone = discord.NotFound(cast("Any", response), {"code": 10008, "message": "Unknown Message"})
    edits = Edits(gone if error == "gone" else RuntimeError())
    import_id = await followed(store, worker, edits)

    await changed(store, import_id, 3)

    assert len(edits.views) == 1


async def test_a_message_of_an_import_that_went_is_left_as_it_is(store: Store, worker: Importing) -> None:
    edits = Edits()
    import_id = await followed(store, worker, edits)

    await store.imports.cancel(import_id)
    await asyncio.sleep(0.01)

    with pytest.raises(ImportGone):
        await store.imports.get(GUILD, ALICE, import_id)

    assert len(edits.views) == 1


async def test_a_message_is_edited_no_longer_than_discord_lets_it(
    store: Store, worker: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "EDITED_WITHIN", importing.EDITED_WITHIN * 0)
    about = await staged(store)
    edits = Edits()

    worker.follow(about.id, FIRST_PRESS, edits)

    await changed(store, about.id, 3)
    assert edits.views == []


async def test_nothing_is_left_running_after_the_end(store: Store, worker: Importing) -> None:
    import_id = await followed(store, worker, Edits())
    worker.start()

    await worker.stop()

    running = {task.get_name() for task in asyncio.all_tasks()}
    assert not running & {"Importing", f"progress of import {import_id}"}
