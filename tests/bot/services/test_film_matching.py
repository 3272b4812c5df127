"""Which film is meant by what is told of it: never silently another one."""

from random import Random

import pytest

from bot.services import Services
from bot.services.film_matching import MOST_CHOICES, FilmMatching, settle
from data.catalogue.local import LocalCatalogue
from data.catalogue.starter import read_films
from data.models import Film, Match, MatchState, ToldFilm
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_film
from tests.data.store.own import a_film_by_hand, by_hand
from tests.data.store.test_told_films import OTHER_PAGE, PAGE, lead
from tests.rounds import rounds

SURE, UNSURE, UNKNOWN = MatchState.SURE, MatchState.UNSURE, MatchState.UNKNOWN


def a_matching(store: Store, *films: Film) -> FilmMatching:
    """Matching over a catalogue of these films."""
    catalogue = LocalCatalogue(films)
    return FilmMatching(catalogue, store, Services(catalogue, store).films)


def told(title: str, year: int | None = None, **facts: object) -> ToldFilm:
    """A film as a file tells of it."""
    return ToldFilm.model_validate({"title": title, "year": year} | facts)


async def matched(store: Store, what: ToldFilm, *films: Film) -> Match:
    """Which of the films is meant."""
    return await a_matching(store, *films).match(GUILD, ALICE, what)


def sure(film: Film) -> Match:
    """That film, and no other."""
    return Match(state=SURE, film=film)


def unsure(*films: Film) -> Match:
    """One of these films, best first."""
    return Match(state=UNSURE, choices=films)


class TestByTitle:
    @pytest.mark.parametrize(
        ("title", "typed"),
        [
            ("The Missing Picture", "the missing picture"),
            ("Amélie", "Amelie"),
            ("WALL·E", "Wall-E"),
            ("Spider-Man", "Spiderman"),
            ("M*A*S*H", "MASH"),
            ("+1", "+1"),
            ("-30-", "-30-"),
            ("…And God Created Woman", "...And God Created Woman"),
            ("Thelma & Louise", "Thelma and Louise"),
            ("1917", "1917"),
            ("M", "M"),
            ("七人の侍", "七人の侍"),
            ("Иди и смотри", "ИДИ И СМОТРИ"),
            ("The Matrix", "Matrix, The"),
            ("x" * 300, "x" * 300),
        ],
    )
    async def test_title_in_full_with_its_year_is_the_film(self, store: Store, title: str, typed: str) -> None:
        film = a_film(title=title, year=2001)

        assert await matched(store, told(typed, 2001), film) == sure(film)

    async def test_another_of_its_titles_serves_as_well(self, store: Store) -> None:
        film = a_film(title="The Missing Picture", original_title="L'image manquante", other_titles=["Obraz"])

        assert await matched(store, told("L’image manquante", 2013), film) == sure(film)
        assert await matched(store, told("Obraz", 2013), film) == sure(film)

    @pytest.mark.parametrize("year", [2012, 2014])
    async def test_year_may_be_off_by_one(self, store: Store, year: int) -> None:
        film = a_film(title="Exile", year=2013)

        assert await matched(store, told("Exile", year), film) == sure(film)

    async def test_film_of_that_very_year_wins_over_one_of_a_year_beside(self, store: Store) -> None:
        films = [a_film(number, title="Exile", year=year) for number, year in enumerate([2012, 2013, 2014], 1)]

        assert await matched(store, told("Exile", 2013), *films) == sure(films[1])

    async def test_two_of_years_beside_are_asked_about(self, store: Store) -> None:
        films = [a_film(number, title="Exile", year=year) for number, year in enumerate([2012, 2014], 1)]

        match = await matched(store, told("Exile", 2013), *films)

        assert (match.state, {film.year for film in match.choices}) == (UNSURE, {2012, 2014})

    async def test_two_of_one_title_and_year_are_asked_about(self, store: Store) -> None:
        films = [a_film(number, title="Lost Country", year=2023) for number in (1, 2)]

        assert await matched(store, told("Lost Country", 2023), *films) == unsure(*films)

    async def test_year_off_by_some_is_asked_about_and_a_remake_is_another_film(self, store: Store) -> None:
        films = [a_film(number, title="Exile", year=year) for number, year in enumerate([2010, 1980], 1)]

        assert await matched(store, told("Exile", 2013), *films) == unsure(films[0])
        assert (await matched(store, told("Exile", 1940), *films)).state is UNKNOWN

    async def test_film_of_which_no_year_is_known_is_asked_about(self, store: Store) -> None:
        film = a_film(title="Exile", year=None)

        assert await matched(store, told("Exile", 2013), film) == unsure(film)

    async def test_title_without_a_year_is_the_only_film_of_that_title(self, store: Store) -> None:
        films = [a_film(1, title="Exile", year=2016), a_film(2, title="M", year=1931), a_film(3, title="M", year=1951)]

        assert await matched(store, told("Exile"), *films) == sure(films[0])
        assert (await matched(store, told("M"), *films)).state is UNSURE

    @pytest.mark.parametrize("title", ["Teh Missing Picture", "The Missing Pictures", "The Missing Picture: A Tale"])
    async def test_title_that_is_merely_like_is_asked_about(self, store: Store, title: str) -> None:
        film = a_film(title="The Missing Picture", year=2013)

        assert await matched(store, told(title, 2013), film) == unsure(film)
        assert (await matched(store, told(title, 1999), film)).state is UNKNOWN

    @pytest.mark.parametrize(("title", "other"), [("Host", "The Host"), ("Rocky 2", "Rocky II"), ("Alien", "A Lien")])
    async def test_article_number_or_blank_can_make_another_film(self, store: Store, title: str, other: str) -> None:
        film = a_film(title=other, year=2020)

        assert (await matched(store, told(title, 2020), film)).state is not SURE

    @pytest.mark.parametrize("title", ["Quite Another", "…", "???", "2013", "\u200b", "%", "'; DROP TABLE films; --"])
    async def test_what_nothing_is_like_is_unknown(self, store: Store, title: str) -> None:
        assert await matched(store, told(title, 2013), a_film(title="Exile")) == Match(state=UNKNOWN)

    async def test_no_more_are_offered_than_a_select_takes(self, store: Store) -> None:
        films = [a_film(number, title="Same", year=2001) for number in range(1, 40)]

        match = await matched(store, told("Same", 2001), *films)

        assert len(set(match.choices)) == MOST_CHOICES


class TestByDirector:
    BY_PANH = a_film(1, title="Exile", directors=["Rithy Panh"])
    BY_TO = a_film(2, title="Exile", directors=["Johnnie To"])

    @pytest.mark.parametrize("name", ["Rithy Panh", "PANH Rithy"])
    async def test_director_singles_one_out(self, store: Store, name: str) -> None:
        match = await matched(store, told("Exile", 2013, directors=[name]), self.BY_PANH, self.BY_TO)

        assert match == sure(self.BY_PANH)

    async def test_film_of_somebody_else_is_not_taken_without_asking(self, store: Store) -> None:
        match = await matched(store, told("Exile", 2013, directors=["Agnès Varda"]), self.BY_PANH)

        assert match == unsure(self.BY_PANH)

    async def test_director_of_several_of_that_title_and_year_settles_nothing(self, store: Store) -> None:
        twin = self.BY_PANH.model_copy(update={"key": "imdb:tt0000009", "imdb_id": "tt0000009"})

        match = await matched(store, told("Exile", 2013, directors=["Rithy Panh"]), self.BY_TO, self.BY_PANH, twin)

        assert match.state is UNSURE
        assert match.choices[-1] == self.BY_TO


class TestById:
    FILM = a_film(1, title="Yi Yi", year=2000, tmdb_id=25538, directors=["Edward Yang"])

    @pytest.mark.parametrize(
        "ids", [{"imdb_id": "tt0000001"}, {"tmdb_id": 25538}, {"imdb_id": "tt0000009", "tmdb_id": 25538}]
    )
    async def test_id_names_the_film_in_another_language_and_year(self, store: Store, ids: dict[str, object]) -> None:
        assert await matched(store, told("A One and a Two", 2000, **ids), self.FILM) == sure(self.FILM)
        assert await matched(store, told("Yi Yi", 2007, **ids), self.FILM) == sure(self.FILM)

    async def test_id_tells_films_of_one_title_and_year_apart(self, store: Store) -> None:
        films = [a_film(number, title="Lost Country", year=2023) for number in (1, 2)]

        match = await matched(store, told("Lost Country", 2023, imdb_id="tt0000002"), *films)

        assert match == sure(films[1])

    async def test_id_of_quite_another_film_is_not_believed(self, store: Store) -> None:
        meant = a_film(2, title="The Godfather", year=1972)

        match = await matched(store, told("The Godfather", 1972, tmdb_id=25538), self.FILM, meant)

        assert match == unsure(meant, self.FILM)

    async def test_id_of_another_film_of_that_year_is_not_believed_where_the_title_is_known(self, store: Store) -> None:
        meant = a_film(2, title="Memento", year=2000)

        match = await matched(store, told("Memento", 2000, tmdb_id=25538), self.FILM, meant)

        assert match == unsure(meant, self.FILM)

    @pytest.mark.parametrize("year", [1972, None])
    async def test_id_alone_is_asked_about_where_nothing_speaks_for_it(self, store: Store, year: int | None) -> None:
        match = await matched(store, told("The Godfather", year, tmdb_id=25538), self.FILM)

        assert match == unsure(self.FILM)

    async def test_ids_of_two_films_are_asked_about(self, store: Store) -> None:
        other = a_film(2, title="Yi Yi", year=2000)

        match = await matched(store, told("Yi Yi", 2000, imdb_id="tt0000002", tmdb_id=25538), self.FILM, other)

        assert match.state is UNSURE
        assert list(match.choices) == [self.FILM, other]

    async def test_film_of_that_title_with_another_id_is_asked_about(self, store: Store) -> None:
        match = await matched(store, told("Yi Yi", 2000, imdb_id="tt0000009"), self.FILM)

        assert match == unsure(self.FILM)

    async def test_film_that_only_the_store_knows_is_found_by_its_id(self, store: Store) -> None:
        film = Film.model_validate({"key": "tmdb:77", "title": "Exile", "year": 2016, "tmdb_id": 77})
        await store.films.remember(film, NOW)

        assert await matched(store, told("Exile", 2016, tmdb_id=77)) == sure(film)


class TestOwnFilms:
    OWN = by_hand(title="Our Summer", year=2021)

    async def test_film_of_the_servers_own_is_found_there_alone(self, store: Store) -> None:
        await a_film_by_hand(store, title="Our Summer", year=2021)
        matching = a_matching(store)

        assert await matching.match(GUILD, BOB, told("our summer", 2021)) == sure(self.OWN)
        assert (await matching.match(OTHER_GUILD, BOB, told("our summer", 2021))).state is UNKNOWN

    async def test_two_of_one_name_are_asked_about(self, store: Store) -> None:
        await a_film_by_hand(store, "a", title="Our Summer", year=2021)
        await a_film_by_hand(store, "b", title="Our Summer", year=2021)

        match = await matched(store, told("Our Summer", 2021))

        assert [film.key for film in match.choices] == ["own:hand-a", "own:hand-b"]

    async def test_two_of_one_name_that_came_with_an_import_are_told_apart_by_their_pages(self, store: Store) -> None:
        await a_film_by_hand(store, "a", title="Our Summer", year=2021, link="https://boxd.it/a")
        await a_film_by_hand(store, "b", title="Our Summer", year=2021, link="https://boxd.it/b")

        match = await matched(store, told("Our Summer", 2021, address="https://boxd.it/b"))

        assert match.state is MatchState.SURE
        assert match.film is not None
        assert match.film.key == "own:hand-b"

    async def test_page_that_no_film_of_that_name_has_tells_nothing(self, store: Store) -> None:
        await a_film_by_hand(store, "a", title="Our Summer", year=2021, link="https://boxd.it/a")
        await a_film_by_hand(store, "b", title="Our Summer", year=2021)

        match = await matched(store, told("Our Summer", 2021, address="https://boxd.it/c"))

        assert len(match.choices) == 2


class TestKnownFromBefore:
    async def test_what_was_meant_before_is_meant_again_with_what_the_catalogue_knows_now(self, store: Store) -> None:
        before = a_film(1, title="Exile", year=2016)
        now = before.model_copy(update={"synopsis": "A room."})
        await lead(store, told("M", 1931, address=PAGE), await store.films.remember(before, NOW))

        match = await matched(store, told("M", 1931, address=PAGE), now, a_film(2, title="M", year=1931))

        assert match == sure(now)

    async def test_other_page_of_the_same_title_and_year_is_looked_for_anew(self, store: Store) -> None:
        await lead(store, told("Exile", 2016, address=PAGE), await store.films.remember(a_film(1), NOW))

        match = await matched(store, told("Exile", 2016, address=OTHER_PAGE), a_film(1))

        assert match.state is UNKNOWN

    async def test_other_id_under_the_same_title_is_looked_for_anew(self, store: Store) -> None:
        films = [a_film(number, title="Lost Country", year=2023) for number in (1, 2)]
        await lead(store, told("Lost Country", 2023), await store.films.remember(films[0], NOW))

        match = await matched(store, told("Lost Country", 2023, imdb_id="tt0000002"), *films)

        assert match == sure(films[1])


class TestFeedEntry:
    async def entry(self, store: Store, what: ToldFilm, *films: Film) -> Match:
        return await a_matching(store, *films).match_entry(GUILD, ALICE, what)

    async def test_tmdb_id_leads_to_its_film_whatever_it_is_called(self, store: Store) -> None:
        film = a_film(1, title="Yi Yi", year=2000, tmdb_id=25538)

        assert await self.entry(store, told("A One and a Two", 2001, tmdb_id=25538), film) == sure(film)

    async def test_title_leads_to_its_film_where_the_id_leads_nowhere(self, store: Store) -> None:
        film = a_film(1, title="Yi Yi", year=2000)

        assert await self.entry(store, told("Yi Yi", 2000, tmdb_id=25538), film) == sure(film)

    async def test_film_that_nothing_knows_is_what_the_feed_tells_of_it(self, store: Store) -> None:
        match = await self.entry(store, told("Lost Country", 2023, tmdb_id=77), *self.twins())

        assert match == sure(
            Film.model_validate({"key": "tmdb:77", "title": "Lost Country", "year": 2023, "tmdb_id": 77})
        )

    async def test_best_of_several_of_that_title_and_year_is_taken(self, store: Store) -> None:
        twins = self.twins()

        assert await self.entry(store, told("Lost Country", 2023), *twins) == sure(twins[0])

    async def test_title_that_is_merely_like_is_not_taken(self, store: Store) -> None:
        film = a_film(1, title="The Missing Picture", year=2013)

        assert await self.entry(store, told("The Missing Pictures", 2013), film) == Match(state=UNKNOWN)

    def twins(self) -> list[Film]:
        return [a_film(number, title="Lost Country", year=2023) for number in (1, 2)]


class TestSettling:
    FILM = a_film(1, title="Lost Country", year=2023)

    def test_one_film_is_not_left_to_two_pages_of_one_title_and_year(self) -> None:
        films = [told("Lost Country", 2023, address=page) for page in (PAGE, OTHER_PAGE)]

        assert settle(films, [sure(self.FILM)] * 2) == [unsure(self.FILM)] * 2

    @pytest.mark.parametrize(
        "facts", [{"imdb_id": "tt0000001"}, {"title": "Lost Country"}, {"year": 2023}], ids=["id", "title", "year"]
    )
    def test_the_one_that_fits_better_keeps_it(self, facts: dict[str, object]) -> None:
        other = {"title": "Izgubljena zemlja", "year": 2022} | ({} if "imdb_id" in facts else {"imdb_id": None})
        better = ToldFilm.model_validate(other | facts | {"address": PAGE})
        worse = ToldFilm.model_validate(other | {"address": OTHER_PAGE})

        assert settle([worse, better], [sure(self.FILM)] * 2) == [unsure(self.FILM), sure(self.FILM)]

    @pytest.mark.parametrize("address", [None, PAGE, "https://letterboxd.com/film/lost-country/"])
    def test_what_may_be_the_same_page_stays(self, address: str | None) -> None:
        films = [told("Lost Country", 2023, address=PAGE), told("Lost Country", 2023, address=address)]

        assert settle(films, [sure(self.FILM)] * 2) == [sure(self.FILM)] * 2

    def test_other_films_stay_in_their_order(self) -> None:
        films = [told("Lost Country", 2023, address=PAGE), told("Exile", 2016, address=OTHER_PAGE), told("M", 1931)]
        matches = [sure(self.FILM), sure(a_film(2)), Match(state=UNKNOWN)]

        assert settle(films, matches) == matches


async def test_no_shipped_film_is_ever_taken_for_another(store: Store) -> None:
    catalogue = LocalCatalogue.load()
    matching = FilmMatching(catalogue, store, Services(catalogue, store).films)
    films = read_films()
    chance = Random(6)
    drawn = chance.sample(films, rounds(60, len(films)))
    taken: list[str] = []

    for film, title in [(one, title) for one in drawn for title in one.titles]:
        match = await matching.match(GUILD, ALICE, told(title, film.year))

        if match != sure(film) and not (match.state is UNSURE and film in match.choices):
            taken.append(f"{title} ({film.year}): {match.state}")

    await catalogue.close()

    assert taken == []
