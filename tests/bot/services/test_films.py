import pytest

from bot.services import Services
from bot.services.films import CANDIDATES
from data.catalogue.local import LocalCatalogue
from data.errors import FilmNotFound
from data.models import Film, FilmKey, GuildId, ReviewForm, UserId
from data.store import Store
from tests.bot.services.films import BRIDE, EXILE, FILM, FRANKENSTEIN_1931, FRANKENSTEIN_2025, NUMBERS
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_film, an_author


async def write_liked(services: Services, likes: dict[str, int], guild_id: GuildId = GUILD) -> None:
    """A review for each text, by a member each, the last the newest, liked by so many others."""
    for number, (text, count) in enumerate(likes.items()):
        written_at = NOW + number * MINUTE
        author = an_author(UserId(ALICE + number))
        saved = await services.reviews.submit(guild_id, author, FILM, ReviewForm(text=text), written_at)

        for fan in range(count):
            await services.likes.toggle(guild_id, saved.review.id, UserId(ALICE + 100 + fan), written_at)


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
        assert await services.films.look_up(typed, GUILD, NOW) == film

    async def test_title_of_two_films_asks_which_of_them(self, services: Services) -> None:
        found = await services.films.look_up("Frankenstein", GUILD, NOW)

        assert found == [FRANKENSTEIN_2025, FRANKENSTEIN_1931]

    async def test_director_of_two_films_asks_which(self, services: Services) -> None:
        found = await services.films.look_up("rithy panh", GUILD, NOW)

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
            await services.films.look_up(typed, GUILD, NOW)

        assert caught.value.query == typed

    async def test_at_most_25_are_asked_about(self, store: Store) -> None:
        films = [a_film(number, title="Same", year=1950 + number) for number in range(1, 40)]
        services = Services(LocalCatalogue(films), store)

        found = await services.films.look_up("same", GUILD, NOW)

        assert not isinstance(found, Film)
        assert len(found) == CANDIDATES


class TestByKey:
    async def test_film_that_left_the_catalogue_is_what_the_store_last_knew(self, store: Store) -> None:
        gone = a_film(77, title="Gone")
        await Services(LocalCatalogue([gone]), store).films.id_of(gone, NOW)

        services = Services(LocalCatalogue([]), store)

        assert await services.films.get(gone.key, GUILD) == gone
        assert await services.films.look_up(gone.key, GUILD, NOW) == gone

    async def test_key_of_nothing_is_not_found(self, services: Services) -> None:
        with pytest.raises(FilmNotFound):
            await services.films.get(FilmKey("tmdb:1"), GUILD)


class TestCard:
    async def test_shows_this_servers_score_and_three_newest(self, services: Services) -> None:
        for number in range(5):
            author = an_author(UserId(ALICE + number))
            form = ReviewForm(rating=number + 1, text=f"{number}")
            await services.reviews.submit(GUILD, author, FILM, form, NOW + number * MINUTE)

        await services.reviews.submit(OTHER_GUILD, an_author(BOB), FILM, ReviewForm(rating=10), NOW)

        card = await services.films.card(GUILD, FILM, NOW)

        assert [review.content.text for review in card.newest] == ["4", "3", "2"]
        assert (card.score.ratings, card.score.mean) == (5, 3)

    async def test_of_a_film_nobody_reviewed_is_empty(self, services: Services) -> None:
        card = await services.films.card(GUILD, FILM, NOW)

        assert (card.score.mean, card.newest) == (None, ())

    async def test_names_the_row_of_its_film(self, services: Services) -> None:
        card = await services.films.card(GUILD, FILM, NOW)

        assert card.film_id == await services.films.id_of(FILM, NOW)

    async def test_shows_the_two_liked_best_that_are_not_among_the_newest(self, services: Services) -> None:
        likes = {"a": 1, "b": 3, "c": 0, "d": 2, "e": 1, "f": 5, "g": 0}
        await write_liked(services, likes)

        card = await services.films.card(GUILD, FILM, NOW)

        assert [(review.content.text, review.likes) for review in card.newest] == [("g", 0), ("f", 5), ("e", 1)]
        assert [(review.content.text, review.likes) for review in card.best_liked] == [("b", 3), ("d", 2)]
        assert card.shown == card.newest + card.best_liked

    async def test_shows_nothing_as_liked_that_nobody_likes(self, services: Services) -> None:
        await write_liked(services, {"a": 0, "b": 1, "c": 0, "d": 0, "e": 2})

        card = await services.films.card(GUILD, FILM, NOW)

        assert [review.content.text for review in card.best_liked] == ["b"]

    async def test_newest_that_are_liked_best_leave_room_for_the_next(self, services: Services) -> None:
        await write_liked(services, {"a": 1, "b": 2, "c": 9, "d": 8, "e": 7})

        card = await services.films.card(GUILD, FILM, NOW)

        assert [review.content.text for review in card.best_liked] == ["b", "a"]

    async def test_likes_of_another_server_do_not_count(self, services: Services) -> None:
        await write_liked(services, dict.fromkeys("abcd", 0))
        await write_liked(services, {"x": 3}, OTHER_GUILD)

        card = await services.films.card(GUILD, FILM, NOW)

        assert card.best_liked == ()


class TestWatchlist:
    async def test_toggles_for_one_person_and_film(self, services: Services) -> None:
        toggled = [
            await services.watchlist.toggle(person, film, NOW)
            for person, film in ((ALICE, FILM), (BOB, FILM), (ALICE, EXILE), (ALICE, FILM))
        ]

        assert toggled == [True, True, True, False]
