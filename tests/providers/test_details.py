"""When providers are asked about films, what of it cards show, and films that they alone know."""

from datetime import datetime
from typing import Any

import pytest

from bot.services import Services
from bot.services.details import FIRST_PAUSE, LONGEST_PAUSE
from bot.services.films import FilmCard
from data.catalogue.local import LocalCatalogue
from data.catalogue.tmdb import Tmdb
from data.catalogue.wikidata import Wikidata
from data.errors import FilmNotFound
from data.models import Film, ReviewForm, Source
from data.store import Store
from tests.bot.services.films import EXILE, FILM, FILMS
from tests.builders import GUILD, MINUTE, NOW, a_film, an_author
from tests.data.store.test_details import at_tmdb
from tests.providers.stand_in import Asked, Json, Said, StandIn
from tests.providers.tmdb_server import ISLAND_ID, bare, failure, listed, page, service
from tests.providers.wikidata_server import LANTERN

ISLAND = at_tmdb(ISLAND_ID, title="Island of Clay", year=2015)
SELLER = a_film(key="imdb:tt90000042", imdb_id="tt90000042", title="The Lantern Seller", year=None)
OFFERS = {"US": {"flatrate": [service("Filmbox")]}}


@pytest.fixture
async def services(store: Store, provider: Tmdb, wiki: Wikidata) -> Services:
    """All services, with both providers."""
    return Services(LocalCatalogue([*FILMS, SELLER]), store, None, [provider, wiki])


def tell(server: StandIn, **facts: Any) -> None:
    """Let TMDB tell the same of every film that is asked for by an id of IMDb's."""
    told: Json = bare(5, "As TMDB has it") | {"watch/providers": {"results": OFFERS}} | facts

    def answer(asked: Asked) -> Said:
        return Said({"movie_results": [listed(5, "As TMDB has it")]} if asked.path.startswith("/find") else told)

    server.answer = answer


async def work_off(services: Services, now: datetime = NOW) -> int:
    """Ask all that is due, as the bot does; how many questions that took."""
    asked = 0

    while due := [*await services.details.due_first(now, 9), *await services.details.due_again(now, 9)]:
        for one in due:
            asked += 1
            await services.details.note(one, await services.details.ask(one, now), now)

    return asked


async def card(services: Services, film: Film = FILM) -> FilmCard:
    """The film's card, asked for now."""
    return await services.films.card(GUILD, film, NOW)


async def test_first_card_shows_what_is_known_here_and_says_who_is_asked(
    services: Services, tmdb_server: StandIn
) -> None:
    first = await card(services)

    assert (first.film, first.details.awaited, first.details.sources) == (FILM, Source.TMDB, ())
    assert tmdb_server.asked == []


async def test_later_card_is_filled_where_it_was_empty(services: Services, tmdb_server: StandIn) -> None:
    crew = {"crew": [{"name": "Somebody else", "job": "Director"}]}
    tell(tmdb_server, runtime=96, poster_path="/x.jpg", credits=crew)
    await card(services)
    await work_off(services)

    later = await card(services)

    assert (later.film.title, later.film.directors, later.film.runtime_min) == (FILM.title, FILM.directors, 96)
    assert later.film.poster_url == "https://image.tmdb.org/t/p/w342/x.jpg"
    assert (later.details.awaited, later.details.silent) == (None, None)
    assert later.details.sources == (Source.TMDB,)
    assert later.details.watch["US"].stream == ("Filmbox",)


async def test_what_tmdb_told_is_kept_in_no_other_place(services: Services, store: Store, tmdb_server: StandIn) -> None:
    tell(tmdb_server, overview="Words of TMDB")
    await card(services)
    await work_off(services)
    shown = await card(services)

    assert shown.film.synopsis == "Words of TMDB"
    assert (await store.films.by_key(FILM.key)).film == FILM


async def test_poster_that_a_review_is_shown_with_stays_the_providers(
    services: Services, store: Store, tmdb_server: StandIn
) -> None:
    tell(tmdb_server, poster_path="/x.jpg")
    await card(services)
    await work_off(services)
    saved = await services.reviews.submit(GUILD, an_author(), FILM, ReviewForm(rating=8), NOW)
    shown = await services.reviews.get(GUILD, saved.review.id)

    await services.reviews.replace_text(GUILD, an_author(), saved.review.id, "Longer.", NOW)

    assert shown.film.poster_url == "https://image.tmdb.org/t/p/w342/x.jpg"
    assert (await store.films.by_key(FILM.key)).film.poster_url is None


async def test_next_provider_is_asked_only_where_the_one_before_does_not_help(
    services: Services, tmdb_server: StandIn, wikidata_server: StandIn
) -> None:
    tell(tmdb_server)
    await card(services)
    await work_off(services)
    asked_where_it_helped = len(wikidata_server.asked)
    tmdb_server.answer = tmdb_server.usual
    await card(services, SELLER)

    await work_off(services)

    shown = await card(services, SELLER)
    assert asked_where_it_helped == 0
    assert (shown.details.sources, shown.film.directors) == ((Source.WIKIDATA,), ("Ada Vesely",))


async def test_provider_that_does_not_answer_is_named_and_left_alone_ever_longer(
    services: Services, tmdb_server: StandIn
) -> None:
    tmdb_server.says(Said(status=400))
    await card(services)
    await work_off(services)

    silent = await card(services)
    asked = [await work_off(services, NOW + FIRST_PAUSE * times) for times in (0, 1, 4, 5, 20, 21)]

    assert (silent.details.awaited, silent.details.silent) == (None, Source.TMDB)
    assert asked == [0, 1, 0, 1, 0, 1]


async def test_no_pause_is_longer_than_the_longest(services: Services, tmdb_server: StandIn) -> None:
    tmdb_server.says(Said(status=400))
    await card(services)

    for times in range(12):
        await work_off(services, NOW + times * LONGEST_PAUSE)

    assert len(tmdb_server.asked) == 12


async def test_provider_that_wants_to_be_left_alone_is(services: Services, tmdb_server: StandIn) -> None:
    tmdb_server.says(failure(25, **{"Retry-After": "3600"}))
    await card(services)
    await work_off(services)

    asked = [await work_off(services, NOW + minutes * MINUTE) for minutes in (59, 61)]

    assert asked == [0, 1]


async def test_details_are_asked_for_anew_after_a_month(services: Services, tmdb_server: StandIn) -> None:
    tell(tmdb_server)
    await card(services)
    asked = [await work_off(services, NOW + days * 24 * 60 * MINUTE) for days in (0, 29, 30, 31)]

    assert asked == [1, 0, 1, 0]


async def test_without_providers_nothing_is_promised(store: Store) -> None:
    services = Services(LocalCatalogue(FILMS), store)

    shown = await card(services)

    assert shown.details.awaited is None
    assert await services.details.due_first(NOW, 9) == []


async def test_card_is_shown_although_nothing_can_be_noted(services: Services, store: Store) -> None:
    await store.films.remember(FILM, NOW)

    async with store.database.transaction() as tx:
        await tx.execute_fetchall(
            "CREATE TRIGGER broken BEFORE INSERT ON film_details BEGIN SELECT RAISE(FAIL, 'disk I/O error'); END"
        )

    shown = await card(services)

    assert (shown.film, shown.details.awaited) == (FILM, None)


async def test_two_films_that_prove_to_be_one_become_one_with_all_that_was_written_of_them(
    services: Services, store: Store, tmdb_server: StandIn
) -> None:
    author = an_author()
    other = at_tmdb(5)
    await services.reviews.submit(GUILD, author, other, ReviewForm(text="Written before anybody knew."), NOW)
    tell(tmdb_server)
    await card(services)

    await work_off(services)

    shown = await card(services)
    assert [review.content.text for review in shown.newest] == ["Written before anybody knew."]
    assert (await services.films.get(other.key, GUILD)).key == FILM.key
    assert await store.films.rows_of(FILM) == [shown.film_id]


class TestSearch:
    async def test_film_of_just_that_title_is_taken(self, services: Services, tmdb_server: StandIn) -> None:
        tmdb_server.says(Said(page(listed(1, "Clay"), listed(ISLAND_ID, "Island of Clay", "2015-02-01"))))

        assert await services.details.search("island of clay", NOW) == ISLAND

    async def test_several_are_offered_in_the_providers_order(self, services: Services, tmdb_server: StandIn) -> None:
        tmdb_server.says(Said(page(listed(3, "Clay"), listed(2, "Clay"), listed(4, "Feet of Clay"))))

        found = await services.details.search("clay", NOW)

        assert not isinstance(found, Film)
        assert [film.key for film in found] == ["tmdb:3", "tmdb:2", "tmdb:4"]

    async def test_film_that_is_known_here_keeps_its_own_key(self, services: Services, tmdb_server: StandIn) -> None:
        tell(tmdb_server)
        await card(services)
        await work_off(services)
        tmdb_server.says(Said(page(listed(5, "Das fehlende Bild"))))

        assert await services.details.search("das fehlende bild", NOW) == [FILM]

    async def test_next_provider_is_asked_where_the_first_finds_nothing(self, services: Services) -> None:
        found = await services.details.search("The Lantern Seller", NOW)

        # Known here by its id at IMDb.
        assert found == SELLER

    async def test_film_that_only_the_next_provider_knows_goes_by_its_key(
        self, store: Store, provider: Tmdb, wiki: Wikidata
    ) -> None:
        services = Services(LocalCatalogue(FILMS), store, None, [provider, wiki])

        found = await services.details.search("The Lantern Seller", NOW)

        assert isinstance(found, Film)
        assert found.key == f"wd:{LANTERN}"

    async def test_mere_signs_are_no_title_to_ask_for(self, services: Services, tmdb_server: StandIn) -> None:
        with pytest.raises(FilmNotFound):
            await services.details.search(" ?! ", NOW)

        assert tmdb_server.asked == []

    @pytest.mark.parametrize("key", [ISLAND.key, "imdb:tt90000017"])
    async def test_film_is_had_by_a_key_that_nobody_here_knows(self, services: Services, key: str) -> None:
        found = await services.details.search(key, NOW)

        assert not isinstance(found, Film)
        assert [film.key for film in found] == [ISLAND.key]

    @pytest.mark.parametrize("key", ["tmdb:404", "tmdb:0", "wd:Q404", "imdb:tt4040404", "own:404"])
    async def test_key_that_nobody_knows_is_said_so(self, services: Services, key: str) -> None:
        with pytest.raises(FilmNotFound):
            await services.details.search(key, NOW)

    @pytest.mark.parametrize(("said", "silent"), [(None, None), (Said(status=400), "TMDB")])
    async def test_nothing_found_says_who_did_not_answer(
        self, services: Services, tmdb_server: StandIn, said: Said | None, silent: str | None
    ) -> None:
        if said is not None:
            tmdb_server.says(said)

        with pytest.raises(FilmNotFound) as caught:
            await services.details.search("nobody knows this", NOW)

        assert (caught.value.query, caught.value.silent) == ("nobody knows this", silent)

    async def test_what_was_found_can_be_had_by_its_key(self, services: Services) -> None:
        found = await services.details.search("clay", NOW)

        assert not isinstance(found, Film)
        assert [await services.films.get(film.key, GUILD) for film in found] == list(found)


async def test_recommended_films_can_be_had_by_their_keys(services: Services, tmdb_server: StandIn) -> None:
    tell(tmdb_server, recommendations=page(listed(ISLAND_ID, "Island of Clay", "2015-02-01")))
    shown = await card(services)
    await work_off(services)

    films = await services.details.recommended(shown.film_id, NOW)

    assert films == [ISLAND]
    assert await services.films.get(ISLAND.key, GUILD) == ISLAND


async def test_nothing_is_recommended_where_nobody_told_anything(services: Services) -> None:
    assert await services.details.recommended((await card(services, EXILE)).film_id, NOW) == []
