import pytest

from data.catalogue.base import Relation
from data.catalogue.local import LocalCatalogue
from data.errors import FilmNotFound
from data.models import FilmKey
from tests.builders import a_film


async def test_the_missing_picture_is_complete_but_for_its_poster(catalogue: LocalCatalogue) -> None:
    film = await catalogue.get(FilmKey("imdb:tt2852470"))

    assert (film.title, film.original_title, film.year) == ("The Missing Picture", "L'image manquante", 2013)
    assert film.directors == ("Rithy Panh",)
    assert film.cast[0] == "Randal Douc"
    assert set(film.countries) == {"Cambodia", "France"}
    assert film.languages
    assert film.genres
    assert film.synopsis
    assert film.runtime_min in range(90, 97)
    assert film.source_url == "https://www.imdb.com/title/tt2852470/"


async def test_a_film_is_found_by_each_of_its_keys(catalogue: LocalCatalogue) -> None:
    by_imdb = await catalogue.get(FilmKey("imdb:tt2852470"))
    by_wikidata = await catalogue.get(FilmKey("wd:Q13370821"))

    assert by_imdb == by_wikidata


async def test_a_key_not_known_is_named_in_the_error(catalogue: LocalCatalogue) -> None:
    with pytest.raises(FilmNotFound) as raised:
        await catalogue.get(FilmKey("imdb:tt9999999"))

    assert raised.value.query == "imdb:tt9999999"


async def test_related_films_are_the_same_directors_first_then_those_with_the_same_actors() -> None:
    film = a_film(1, directors=["Ann"], cast=["Cy", "Di"], year=2000)
    catalogue = LocalCatalogue(
        [
            film,
            a_film(2, directors=["Bo"], cast=["Di", "Cy"], year=2001),
            a_film(3, directors=["Ann"], cast=["Di"], year=1970),
            a_film(4, directors=["Bo", "Ann"], year=1999),
            a_film(5, directors=["Bo"], cast=["Ed"], year=2000),
        ]
    )

    related = await catalogue.related(film, 10)

    assert [(one.film.key, one.relation, one.shared) for one in related] == [
        ("imdb:tt0000004", Relation.DIRECTOR, ("Ann",)),
        ("imdb:tt0000003", Relation.DIRECTOR, ("Ann",)),
        ("imdb:tt0000002", Relation.CAST, ("Cy", "Di")),
    ]


async def test_a_film_is_not_related_to_itself_under_another_key() -> None:
    catalogue = LocalCatalogue([a_film(1, directors=["Ann"], wikidata_id="Q1")])
    same = a_film(1, key="wd:Q1", directors=["Ann"], wikidata_id="Q1")

    assert await catalogue.related(same, 10) == []


async def test_the_missing_picture_leads_to_other_films_of_rithy_panh(catalogue: LocalCatalogue) -> None:
    film = await catalogue.get(FilmKey("imdb:tt2852470"))

    related = await catalogue.related(film, 25)

    assert len(related) >= 4
    assert {one.shared for one in related[:4]} == {("Rithy Panh",)}
