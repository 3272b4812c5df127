"""Asking providers away from everybody's answers: how fast, and what a failure does."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from bot.posting.completing import REFRESHED_APART, REFRESHED_AT_ONCE, Completing
from bot.services import Services
from data.catalogue.local import LocalCatalogue
from data.catalogue.tmdb import Tmdb
from data.models import MessageId
from data.store import Store
from data.store.details import REFRESHED_AFTER
from tests.bot.services.films import FILM, FILMS
from tests.builders import GUILD, NOW
from tests.providers.stand_in import Said, StandIn

LATER = NOW + REFRESHED_AFTER
SECOND = timedelta(seconds=1)


@pytest.fixture
async def services(store: Store, provider: Tmdb) -> Services:
    return Services(LocalCatalogue(FILMS), store, None, [provider])


@pytest.fixture
async def completing(services: Services) -> AsyncGenerator[Completing]:
    completing = Completing(services, lambda: None)
    yield completing
    await completing.stop()


async def all_asked() -> None:
    """Wait until nothing is being asked."""
    while tasks := [task for task in asyncio.all_tasks() if task.get_name().startswith("details of")]:
        await asyncio.wait(tasks)


async def test_details_that_are_old_are_renewed_a_few_at_a_time(
    services: Services, store: Store, completing: Completing, tmdb_server: StandIn
) -> None:
    tmdb_server.says(Said({"movie_results": []}))

    for film in FILMS:
        await services.films.card(GUILD, film, NOW)

    for due in await services.details.due_first(NOW, 9):
        await store.details.unknown(due.film_id, due.source, NOW)

    asked: list[int] = []

    for moment in (LATER, LATER + SECOND, LATER + REFRESHED_APART, LATER + 2 * REFRESHED_APART):
        await completing.work(moment)
        await all_asked()
        asked.append(len(tmdb_server.asked))

    assert asked == [REFRESHED_AT_ONCE, REFRESHED_AT_ONCE, len(FILMS), len(FILMS)]


async def test_store_that_does_not_take_the_answer_is_no_reason_to_ask_at_once_again(
    services: Services, store: Store, completing: Completing, tmdb_server: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    await services.films.card(GUILD, FILM, NOW)

    async with store.database.transaction() as tx:
        await tx.execute_fetchall(
            "CREATE TRIGGER broken BEFORE UPDATE ON film_details BEGIN SELECT RAISE(FAIL, 'disk I/O error'); END"
        )

    await completing.work(NOW)
    await all_asked()

    assert not completing._woken.is_set()  # pyright: ignore[reportPrivateUsage]  (nothing else tells)
    assert len(tmdb_server.asked) == 1
    assert "disk I/O error" in caplog.text


async def test_private_card_that_cannot_be_edited_costs_a_line_in_the_log(
    services: Services, completing: Completing, caplog: pytest.LogCaptureFixture
) -> None:
    card = await services.films.card(GUILD, FILM, NOW)
    began = asyncio.Event()

    async def complete() -> None:
        began.set()
        raise OSError

    completing.wait_for(card.film_id, MessageId(1), 1, complete)
    caplog.set_level("INFO")
    await completing.work(NOW)
    await all_asked()
    await began.wait()
    await asyncio.sleep(0)

    assert "completing a private card" in caplog.text
