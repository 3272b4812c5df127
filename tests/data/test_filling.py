"""Facts of our own before those of others."""

from data.models import Film
from tests.builders import a_film

OTHER = Film.model_validate(
    {
        "key": "tmdb:5",
        "title": "Another title",
        "original_title": "Jiný název",
        "other_titles": ["Film No. 1", "Third title"],
        "year": 1999,
        "directors": ["B"],
        "runtime_min": 90,
        "tmdb_id": 5,
        "poster_url": "https://image.tmdb.org/t/p/w342/x.jpg",
    }
)


def test_own_facts_stand_and_empty_ones_are_filled() -> None:
    filled = a_film(1, directors=["A"]).filled_from(OTHER)

    assert (filled.key, filled.title, filled.year, filled.directors) == ("imdb:tt0000001", "Film No. 1", 2013, ("A",))
    assert (filled.original_title, filled.runtime_min, filled.tmdb_id) == ("Jiný název", 90, 5)
    assert filled.poster_url == OTHER.poster_url


def test_other_titles_are_joined_each_once() -> None:
    filled = a_film(1, other_titles=["Second title"]).filled_from(OTHER)

    assert filled.other_titles == ("Second title", "Third title")


def test_film_goes_by_the_keys_of_both() -> None:
    assert a_film(1).filled_from(OTHER).keys == ("imdb:tt0000001", "tmdb:5")


def test_filled_film_is_a_valid_one() -> None:
    filled = a_film(1).filled_from(OTHER)

    assert Film.model_validate(filled.model_dump()) == filled


def test_name_alone_is_keys_title_and_year() -> None:
    film = a_film(1, directors=["A"], synopsis="Words.", former_keys=["own:old"])

    assert film.name_alone == a_film(1, former_keys=["own:old"])
