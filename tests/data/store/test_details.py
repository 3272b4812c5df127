"""What providers told of films: kept, asked for anew, dropped in time, and nowhere else."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.errors import FilmNotFound
from data.models import Film, FilmDetails, FilmId, FilmKey, Source, WhereToWatch
from data.store import Store
from data.store.details import OFFERED_FOR, REFRESHED_AFTER, TMDB_KEPT_FOR
from data.store.maintenance import check
from tests.builders import ALICE, MINUTE, NOW, OTHER_GUILD, a_film
from tests.data.store.steps import DAY, SECOND, a_card, a_review, due, film_id

BOTH = (Source.TMDB, Source.WIKIDATA)


def told(film: Film | None = None, now: datetime = NOW, **more: Any) -> FilmDetails:
    """What TMDB tells of the first film."""
    return FilmDetails.model_validate(
        {"film": film or at_tmdb(1, imdb_id="tt0000001"), "source": Source.TMDB, "fetched_at": now} | more
    )


def at_tmdb(tmdb_id: int, **facts: Any) -> Film:
    """A film by TMDB's id."""
    return Film.model_validate(
        {"key": f"tmdb:{tmdb_id}", "title": "As TMDB has it", "year": 2013, "tmdb_id": tmdb_id} | facts
    )


async def wanted(store: Store, film: int = 1, now: datetime = NOW) -> FilmId:
    """The film's row, once TMDB is to be asked about it."""
    found = await film_id(store, film)
    await store.details.want(found, Source.TMDB, now)
    return found


async def kept(store: Store, details: FilmDetails | None = None, now: datetime = NOW) -> FilmId:
    """The film's row, once TMDB told of it."""
    found = await wanted(store, now=now)
    await store.details.keep(found, details or told(now=now), now)
    return found


async def asked_first(store: Store, now: datetime = NOW) -> list[FilmId]:
    return [one.film_id for one in await store.details.due_first(BOTH, now, 9)]


async def asked_again(store: Store, now: datetime) -> list[FilmId]:
    return [one.film_id for one in await store.details.due_again(BOTH, now, 9)]


async def test_what_was_told_comes_back_as_it_was(store: Store) -> None:
    details = told(watch={"US": WhereToWatch(stream=("Filmbox",))}, recommendations=[at_tmdb(7)])

    found = await kept(store, details)

    (one,) = await store.details.of(found)
    assert (one.details, one.told_at, one.tries) == (details, NOW, 0)


async def test_film_is_asked_about_once_however_many_look_at_it(store: Store) -> None:
    found = await wanted(store)

    await store.details.want(found, Source.TMDB, NOW + MINUTE)

    assert await asked_first(store, NOW + MINUTE) == [found]


async def test_those_who_just_came_are_served_before_those_who_were_let_down(store: Store) -> None:
    failed, old, new = [await wanted(store, number, NOW + number * SECOND) for number in (1, 2, 3)]
    await store.details.failed(failed, Source.TMDB, NOW, NOW + MINUTE)

    assert await asked_first(store, NOW + MINUTE) == [new, old, failed]


async def test_provider_that_did_not_answer_is_asked_again_when_it_was_said(store: Store) -> None:
    found = await wanted(store)
    await store.details.failed(found, Source.TMDB, NOW, NOW + MINUTE)

    assert await asked_first(store, NOW + MINUTE - SECOND) == []
    assert await asked_first(store, NOW + MINUTE) == [found]
    assert await store.details.next_due(BOTH, NOW) == NOW + MINUTE


async def test_providers_that_are_not_asked_any_more_have_nothing_due(store: Store) -> None:
    await wanted(store)

    assert await store.details.due_first([Source.WIKIDATA], NOW, 9) == []
    assert await store.details.next_due([Source.WIKIDATA], NOW - MINUTE) is None


async def test_details_are_asked_for_anew_after_a_month_and_those_that_a_server_reviewed_first(store: Store) -> None:
    for number in (1, 2, 3):
        found = await wanted(store, number)
        await store.details.keep(found, told(at_tmdb(number)), NOW)

    await store.members.look_up(ALICE, await film_id(store, 2), NOW)
    await a_review(store, film=3)

    assert await asked_again(store, NOW + REFRESHED_AFTER - SECOND) == []
    assert await asked_again(store, NOW + REFRESHED_AFTER) == [
        await film_id(store, 3),
        await film_id(store, 2),
        await film_id(store, 1),
    ]


class TestCards:
    async def test_every_card_is_due_when_the_first_details_arrive_however_old(self, store: Store) -> None:
        await a_card(store, 11, now=NOW - 9 * DAY)
        await a_card(store, 12, guild_id=OTHER_GUILD)
        await a_card(store, 13, film=2)

        await kept(store)

        assert await due(store) == [11, 12]

    async def test_cards_of_the_last_day_are_due_when_details_changed(self, store: Store) -> None:
        await kept(store)
        later = NOW + 30 * DAY
        await a_card(store, 11, now=later - 2 * DAY)
        await a_card(store, 12, now=later - MINUTE)

        await store.details.keep(await film_id(store), told(at_tmdb(1, runtime_min=90), later), later)

        assert await due(store, later) == [12]

    async def test_no_card_is_due_when_all_is_as_it_was(self, store: Store) -> None:
        await kept(store)
        later = NOW + 30 * DAY
        await a_card(store, 11, now=later)

        await store.details.keep(await film_id(store), told(now=later), later)

        assert await due(store, later) == []

    async def test_cards_are_due_when_there_is_nothing_to_wait_for(self, store: Store) -> None:
        await a_card(store, 11)
        found = await wanted(store)

        await store.details.unknown(found, Source.TMDB, NOW)

        assert await due(store) == [11]

    async def test_cards_learn_once_that_the_provider_does_not_answer(self, store: Store) -> None:
        await a_card(store, 11)
        found = await wanted(store)
        await store.details.failed(found, Source.TMDB, NOW, NOW + MINUTE)
        marked = await due(store)
        await store.copies.forget((await store.copies.due(NOW, 1))[0].message_id)
        await a_card(store, 12, now=NOW + SECOND)

        await store.details.failed(found, Source.TMDB, NOW + MINUTE, NOW + 2 * MINUTE)

        assert (marked, await due(store, NOW + MINUTE)) == ([11], [])

    async def test_card_that_was_built_before_details_arrived_and_posted_after_is_not_true(self, store: Store) -> None:
        await kept(store, now=NOW + SECOND)

        await a_card(store, 11, now=NOW)

        assert await due(store) == [11]


class TestNames:
    async def test_film_goes_by_all_keys_that_the_provider_gave(self, store: Store) -> None:
        film = at_tmdb(5, imdb_id="tt0000001", wikidata_id="Q77")

        found = await kept(store, told(film))

        assert {(await store.films.by_key(key)).id for key in film.keys} == {found}

    async def test_other_film_that_goes_by_such_a_key_keeps_it_and_is_given_back(self, store: Store) -> None:
        other = await film_id(store, 2)
        found = await wanted(store)

        same = await store.details.keep(found, told(at_tmdb(5, imdb_id="tt0000002")), NOW)

        assert same == [other]
        assert (await store.films.by_key(a_film(2).key)).id == other

    async def test_film_that_only_the_provider_knows_is_called_as_it_calls_it(self, store: Store) -> None:
        found = await store.films.remember(at_tmdb(5, title="Working title"), NOW)
        await store.details.want(found, Source.TMDB, NOW)

        await store.details.keep(found, told(at_tmdb(5, title="Final title", synopsis="TMDB's words")), NOW)

        film = await store.films.by_id(found)
        assert (film.title, film.synopsis) == ("Final title", None)

    async def test_facts_of_our_own_stay_as_they_are(self, store: Store) -> None:
        await kept(store, told(at_tmdb(1, title="Another title", synopsis="TMDB's words")))

        assert (await store.films.by_key(a_film().key)).film == a_film()


class TestEnd:
    async def test_tmdbs_words_are_dropped_in_time_from_every_table(self, store: Store, database_path: Path) -> None:
        await a_review(store)
        await kept(store, told(at_tmdb(1, synopsis="Words of TMDB", poster_url="https://image.tmdb.org/t/p/x.jpg")))
        before = await store.details.expire(NOW + TMDB_KEPT_FOR)

        gone = await store.details.expire(NOW + TMDB_KEPT_FOR + SECOND)

        with closing(sqlite3.connect(database_path)) as connection:
            left = "\n".join(connection.iterdump())

        assert (before, gone) == (0, 1)
        assert "Words of TMDB" not in left
        assert "image.tmdb.org" not in left

    async def test_what_others_told_stays(self, store: Store) -> None:
        found = await film_id(store)
        await store.details.want(found, Source.WIKIDATA, NOW)
        await store.details.keep(found, told().model_copy(update={"source": Source.WIKIDATA}), NOW)

        assert await store.details.expire(NOW + 9 * TMDB_KEPT_FOR) == 0

    async def test_name_of_a_film_that_only_tmdb_knows_goes_where_nobody_wrote_of_it(self, store: Store) -> None:
        lonely, wanted_by_one = [await store.films.remember(at_tmdb(number), NOW) for number in (5, 6)]
        await store.members.toggle_watchlist(ALICE, wanted_by_one, NOW)

        await store.details.expire(NOW + TMDB_KEPT_FOR + SECOND)

        assert (await store.films.by_id(lonely)).title == "tmdb:5"
        assert (await store.films.by_id(wanted_by_one)).title == "As TMDB has it"

    async def test_film_without_a_name_gets_one_when_somebody_looks_at_it_again(self, store: Store) -> None:
        found = await store.films.remember(at_tmdb(5), NOW)
        later = NOW + TMDB_KEPT_FOR + SECOND
        await store.details.expire(later)
        await store.details.want(found, Source.TMDB, later)

        await store.details.keep(found, told(at_tmdb(5, title="Final title"), later), later)

        assert (await store.films.by_id(found)).title == "Final title"

    async def test_film_of_our_own_is_never_dropped(self, store: Store) -> None:
        found = await film_id(store)

        await store.details.expire(NOW + timedelta(days=3_000))

        assert await store.films.by_id(found) == a_film()


async def test_offered_film_is_known_by_its_key_for_some_days(store: Store) -> None:
    await store.details.offer([at_tmdb(5), at_tmdb(6)], NOW)
    await store.details.offer([at_tmdb(6)], NOW + SECOND)
    await store.details.expire(NOW + OFFERED_FOR + SECOND)

    with pytest.raises(FilmNotFound):
        await store.details.offered(FilmKey("tmdb:5"))

    assert await store.details.offered(FilmKey("tmdb:6")) == at_tmdb(6)


async def test_details_that_nobody_can_read_are_found_by_the_check(store: Store, database_path: Path) -> None:
    await kept(store)
    whole = check(database_path)

    async with store.database.transaction() as tx:
        await tx.execute_fetchall("UPDATE film_details SET details = '{}'")

    assert (whole, check(database_path)) == ([], ["film_details: what is kept of film 1 can't be read"])
