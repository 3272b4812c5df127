"""What people type finds the film they mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.folding import fold
from data.catalogue.local import LocalCatalogue
from tests.builders import a_film

MISSING_PICTURE = "The Missing Picture (2013)"


async def first(catalogue: LocalCatalogue, query: str) -> str | None:
    hits = await catalogue.search(query, 25)
    return hits[0].film.name if hits else None


@pytest.mark.parametrize(
    "query",
    [
        "the missing picture",
        "THE MISSING PICTURE",
        "  missing   picture ",
        "missing pic",
        "mising picture",
        "teh misisng picture",
        "picture missing",
        "missing picture 2013",
        "The Missing Picture (2013)",
        "2013 missing",
        "L'image manquante",
        "L’image manquante",
        "limage manquante",
        "l image manquante",
        "image manquante",
        "l'image manqante",
        "panh missing",
        "missing rithy panh",
    ],
)
async def test_the_missing_picture_is_offered_first(catalogue: LocalCatalogue, query: str) -> None:
    assert await first(catalogue, query) == MISSING_PICTURE


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("amelie", "Amélie (2001)"),
        ("AMÉLIE", "Amélie (2001)"),
        ("amelie poulain", "Amélie (2001)"),
        ("spiderman", "Spider-Man (2002)"),
        ("spider man", "Spider-Man (2002)"),
        ("spider-man", "Spider-Man (2002)"),
        ("spider verse", "Spider-Man: Into the Spider-Verse (2018)"),
        ("wall-e", "WALL·E (2008)"),
        ("walle", "WALL·E (2008)"),
        ("wall e", "WALL·E (2008)"),
        ("WALL·E", "WALL·E (2008)"),
        ("godfather", "The Godfather (1972)"),
        ("godfather 1972", "The Godfather (1972)"),
        ("godfater", "The Godfather (1972)"),
        ("godfather 2", "The Godfather Part II (1974)"),
        ("godfather part ii", "The Godfather Part II (1974)"),
        ("rocky", "Rocky (1976)"),
        ("rocky 2", "Rocky II (1979)"),
        ("rocky ii", "Rocky II (1979)"),
        ("七人の侍", "Seven Samurai (1954)"),
        ("七人", "Seven Samurai (1954)"),
        ("shichinin no samurai", "Seven Samurai (1954)"),
        ("기생충", "Parasite (2019)"),
        ("পথের পাঁচালী", "Pather Panchali (1955)"),
        ("броненосец потемкин", "Battleship Potemkin (1925)"),
        ("كفرناحوم", "Capernaum (2018)"),
        ("1917", "1917 (2019)"),
        ("300", "300 (2006)"),
        ("2001", "2001: A Space Odyssey (1968)"),
        ("M", "M (1931)"),
        ("m", "M (1931)"),
        ("z", "Z (1969)"),
        ("8 1/2", "8½ (1963)"),
        ("π", "Pi (1998)"),
        ("e.t.", "E.T. the Extra-Terrestrial (1982)"),
        ("[rec]", "REC (2007)"),
        ("don't look back", "Dont Look Back (1967)"),
        ("frankenstein 1910", "Frankenstein (1910)"),
        ("frankenstein 1931", "Frankenstein (1931)"),
        ("das leben der anderen", "The Lives of Others (2006)"),
        ("lives of others", "The Lives of Others (2006)"),
        ("pulp ficton", "Pulp Fiction (1994)"),
        ("shawshank redemtion", "The Shawshank Redemption (1994)"),
        ("hitchcock psycho", "Psycho (1960)"),
        ("yilmaz guney", "Yol (1982)"),
    ],
)
async def test_a_film_is_found_by_what_people_type(catalogue: LocalCatalogue, query: str, name: str) -> None:
    assert await first(catalogue, query) == name


@pytest.mark.parametrize("query", ["rithy panh", "panh rithy", "Rithy PANH"])
async def test_a_directors_name_finds_their_films_and_no_others(catalogue: LocalCatalogue, query: str) -> None:
    hits = await catalogue.search(query, 25)

    assert len(hits) >= 5
    assert all("Rithy Panh" in hit.film.directors for hit in hits)
    assert MISSING_PICTURE in {hit.film.name for hit in hits}


@pytest.mark.parametrize(
    ("query", "is_exact"),
    [("amelie", True), ("wall e", True), ("amelie 2001", True), ("godfather", True), ("ameli", False), ("panh", False)],
)
async def test_a_title_typed_in_full_is_exact(catalogue: LocalCatalogue, query: str, *, is_exact: bool) -> None:
    hits = await catalogue.search(query, 1)

    assert hits[0].is_exact is is_exact


async def test_two_films_of_one_title_are_both_exact_until_the_year_tells_them_apart(
    catalogue: LocalCatalogue,
) -> None:
    hits = await catalogue.search("frankenstein", 2)
    with_year = await catalogue.search("frankenstein 1910", 2)

    assert [hit.is_exact for hit in hits] == [True, True]
    assert with_year[0].fit > with_year[1].fit


@pytest.mark.parametrize("query", ["", " ", "\n\t"])
async def test_a_blank_query_offers_the_newest_films(catalogue: LocalCatalogue, query: str) -> None:
    hits = await catalogue.search(query, 25)
    years = [hit.film.year or 0 for hit in hits]

    assert len(hits) == 25
    assert years == sorted(years, reverse=True)
    assert not any(hit.is_exact for hit in hits)


@pytest.mark.parametrize(
    "query",
    ["zzzzqqq", "!!!", "🎬🍿", "\x00", "\ud800", "qq " * 3_333, "x" * 10_000, "🎬" * 10_000, "'; --", "%_%"],
)
async def test_junk_finds_nothing_and_does_no_harm(catalogue: LocalCatalogue, query: str) -> None:
    assert await catalogue.search(query, 25) == ()


async def test_a_title_among_ten_thousand_characters_costs_no_more_than_a_short_query(
    catalogue: LocalCatalogue,
) -> None:
    hits = await catalogue.search("the missing picture " + " " * 10_000, 1)

    assert hits[0].film.name == MISSING_PICTURE


async def test_no_more_films_come_than_were_asked_for(catalogue: LocalCatalogue) -> None:
    counts = [len(await catalogue.search("the", limit)) for limit in (0, 1, 7)]

    assert counts == [0, 1, 7]


async def test_every_film_is_found_first_by_its_own_name_and_year(catalogue: LocalCatalogue) -> None:
    every = await catalogue.search("", len(catalogue))

    missed = [hit.film.name for hit in every if await first(catalogue, hit.film.name) != hit.film.name]

    assert missed == []


async def test_every_film_is_found_by_each_of_its_titles(catalogue: LocalCatalogue) -> None:
    every = await catalogue.search("", len(catalogue))
    missed: list[str] = []

    for film in (hit.film for hit in every):
        for title in film.titles:
            exact = {hit.film.key for hit in await catalogue.search(title, 25) if hit.is_exact}
            missed += [] if film.key in exact else [title]

    assert missed == []


@settings(max_examples=300, deadline=None)
@given(query=st.text(max_size=40))
async def test_any_query_is_answered_best_first_and_each_film_once(query: str) -> None:
    catalogue = LocalCatalogue([a_film(number, title=f"Film {number} of the {number}th day") for number in range(20)])

    hits = await catalogue.search(query, 25)

    fits = [hit.fit for hit in hits]
    assert fits == sorted(fits, reverse=True)
    assert len({hit.film.key for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'Image", "limage"),
        ("  Two   Words\n", "two words"),
        ("Straße & Œuvre", "strasse and oeuvre"),
        ("ØŁĐ", "old"),
        ("Spider-Man: Home", "spider man home"),
        ("¿Qué?", "que"),
        ("ＦＵＬＬ width", "full width"),
        ("ǽ Ǿ ᴬ ϓ", "ae o a υ"),
        ("!!!", ""),
    ],
)
def test_case_accents_and_punctuation_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(text=st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("query", ["barbie 2024", "amélie 2002", "psycho 1998"])
async def test_a_year_remembered_badly_still_offers_the_film_but_never_as_certain(
    catalogue: LocalCatalogue, query: str
) -> None:
    best = (await catalogue.search(query, 1))[0]

    assert fold(best.film.title) == fold(query).rsplit(" ", 1)[0]
    assert best.fit < 70
