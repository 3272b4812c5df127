import pytest

from bot.services import Services
from bot.services.films import CANDIDATES
from data.catalogue.starter import StarterCatalogue
from data.errors import FilmNotFound
from data.models import Film, FilmKey, ReviewForm
from data.store import Store
from tests.bot.services.films import BRIDE, EXILE, FILM, FRANKENSTEIN_1931, FRANKENSTEIN_2025, NUMBERS
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_film, an_author


class TestLookingUp:
    @pytest.mark.parametrize(
        ("typed", "film"),
        [
            ("imdb:tt0000001", FILM),
            ("The Missing Picture", FILM),
            ("the missing picture", FILM),
            ("  THE   MISSING PICTURE ", FILM),
            ("limage manquante", FILM),
            ("L’image manquante", FILM),
            ("The Missing Picture 2013", FILM),
            ("The Missing Picture (2013)", FILM),
            ("the miss", FILM),
            ("teh misisng picture", FILM),
            ("1917", NUMBERS),
            ("Frankenstein 1931", FRANKENSTEIN_1931),
            ("Frankenstein (2025)", FRANKENSTEIN_2025),
            ("bride of", BRIDE),
        ],
    )
    async def test_title_or_key_names_its_film(self, services: Services, typed: str, film: Film) -> None:
        assert await services.films.look_up(typed) == film

    async def test_title_of_two_films_asks_which_of_them(self, services: Services) -> None:
        found = await services.films.look_up("Frankenstein")

        assert found == [FRANKENSTEIN_2025, FRANKENSTEIN_1931]

    async def test_director_of_two_films_asks_which(self, services: Services) -> None:
        found = await services.films.look_up("rithy panh")

        assert not isinstance(found, Film)
        assert sorted(film.title for film in found) == ["Exile", "The Missing Picture"]

    @pytest.mark.parametrize(
        "typed",
        [
            "zzzz qqqq",
            "imdb:tt9999999",
            "own:nothing",
            "imdb:tt٢٨٥٢٤٧٠",
            "???",
            "\U0001f3ac",
            " ",
            "",
            "\u200b",
            "\ud800",
            "@everyone",
            "'; DROP TABLE reviews; --",
            "x" * 200,
            "%",
        ],
    )
    async def test_what_names_no_film_is_not_found(self, services: Services, typed: str) -> None:
        with pytest.raises(FilmNotFound) as caught:
            await services.films.look_up(typed)

        assert caught.value.query == typed

    async def test_at_most_25_are_asked_about(self, store: Store) -> None:
        films = [a_film(number, title="Same", year=1950 + number) for number in range(1, 40)]
        services = Services(StarterCatalogue(films), store)

        found = await services.films.look_up("same")

        assert not isinstance(found, Film)
        assert len(found) == CANDIDATES


class TestByKey:
    async def test_film_that_left_the_catalogue_is_what_the_store_last_knew(self, store: Store) -> None:
        gone = a_film(77, title="Gone")
        await Services(StarterCatalogue([gone]), store).films.id_of(gone, NOW)

        services = Services(StarterCatalogue([]), store)

        assert await services.films.get(gone.key) == gone
        assert await services.films.look_up(gone.key) == gone

    async def test_key_of_nothing_is_not_found(self, services: Services) -> None:
        with pytest.raises(FilmNotFound):
            await services.films.get(FilmKey("tmdb:1"))


class TestCard:
    async def test_shows_this_servers_score_and_three_newest(self, services: Services) -> None:
        for number in range(5):
            author = an_author(ALICE + number)  # pyright: ignore[reportArgumentType]  (five members)
            form = ReviewForm(rating=number + 1, text=f"{number}")
            await services.reviews.submit(GUILD, author, FILM, form, NOW + number * MINUTE)

        await services.reviews.submit(OTHER_GUILD, an_author(BOB), FILM, ReviewForm(rating=10), NOW)

        card = await services.films.card(GUILD, FILM, NOW)

        assert [review.content.text for review in card.newest] == ["4", "3", "2"]
        assert (card.score.ratings, card.score.mean) == (5, 3)

    async def test_of_a_film_nobody_reviewed_is_empty(self, services: Services) -> None:
        card = await services.films.card(GUILD, FILM, NOW)

        assert (card.score.mean, card.newest) == (None, ())


class TestSuggesting:
    async def test_nothing_typed_offers_the_newest(self, services: Services) -> None:
        assert (await services.films.suggest(""))[0] == FRANKENSTEIN_2025

    @pytest.mark.parametrize("typed", ["\ud800", "x" * 10_000, "\x00", "a" * 199 + "\U0001f3ac", "%_*\"'"])
    async def test_anything_can_be_typed(self, services: Services, typed: str) -> None:
        assert len(await services.films.suggest(typed)) <= CANDIDATES


class TestWatchlist:
    async def test_toggles_for_one_person_and_film(self, services: Services) -> None:
        toggled = [
            await services.watchlist.toggle(person, film, NOW)
            for person, film in ((ALICE, FILM), (BOB, FILM), (ALICE, EXILE), (ALICE, FILM))
        ]

        assert toggled == [True, True, True, False]


async def test_related_films_leave_out_the_film_itself(services: Services) -> None:
    assert [related.film for related in await services.films.related(FILM)] == [EXILE]
