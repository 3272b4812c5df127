"""What the index finds, in a made-up catalogue and for any text at all."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.titles import KINDS, films, sample
from data.catalogue.base import RankedFilm, Relation
from data.catalogue.folding import fold, in_digits, runs, same_number, tokens
from data.catalogue.index import SearchIndex, write_index
from data.catalogue.index.names import pack, unpack
from data.catalogue.index.spelling import rests
from data.catalogue.matching import Names
from data.errors import CatalogueNotWritten, CatalogueUnusable, FilmNotFound
from data.models import Film, FilmKey
from tests.bot.ui.things import some
from tests.builders import a_film
from tests.data.store.files import run_sql
from tests.rounds import rounds

LEAST_FOUND = {"one slip": 0.95, "two slips": 0.87}
"""How often what is meant is among the first ten, by what is typed of it; 0.97 where nothing else is said."""


def an_index(*known: Film) -> SearchIndex:
    """An index of these films, the first the most popular."""
    return SearchIndex.in_memory(RankedFilm(film, 1_000 - rank) for rank, film in enumerate(known))


def names_of(index: SearchIndex, query: str, limit: int = 25) -> list[str]:
    return [hit.film.name for hit in index.search(query, limit)]


@pytest.fixture(scope="module")
def made_up() -> tuple[SearchIndex, list[Film]]:
    catalogue = list(films(rounds(2_000)))
    return SearchIndex.in_memory(catalogue), [ranked.film for ranked in catalogue]


@pytest.mark.parametrize("kind", KINDS)
def test_film_that_is_meant_is_among_the_first_ten(made_up: tuple[SearchIndex, list[Film]], kind: str) -> None:
    index, catalogue = made_up
    chance = random.Random(kind)
    found: list[bool] = []

    for film in sample(catalogue, 200, chance):
        hits = sorted(index.search(KINDS[kind](film, chance), 100), key=lambda hit: (-hit.band, -hit.popularity))
        found.append(film.key in [hit.film.key for hit in hits[:10]])

    assert sum(found) >= LEAST_FOUND.get(kind, 0.97) * len(found)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("rocky 2", "Rocky II"),
        ("rocky two", "Rocky II"),
        ("rocky ii", "Rocky II"),
        ("twelve monkeys", "12 Monkeys"),
        ("malcolm x", "Malcolm X"),
        ("fast and furious", "Fast & Furious"),
        ("fast & furious", "Fast & Furious"),
        ("spiderman", "Spider-Man"),
        ("wall e", "WALL·E"),
        ("walle", "WALL·E"),
        ("missng p", "The Missing Picture"),
        ("missing pitcu", "The Missing Picture"),
        ("misisng picutre teh", "The Missing Picture"),
        ("blade runner 2049", "Blade Runner 2049"),
        ("blade runer 2049", "Blade Runner 2049"),
        ("1917", "1917"),
        ("300", "300"),
        ("七人の侍", "Seven Samurai"),
        ("七人", "Seven Samurai"),
        ("の侍", "Seven Samurai"),
        ("ลุงบุญมี", "Uncle Boonmee"),
        ("लगान", "Lagaan"),
        ("ガメラ", "Gamera"),
    ],
)
def test_film_is_found_by_what_people_type(query: str, title: str) -> None:
    index = an_index(
        *(a_film(number, title=f"The Picture of Wall and Runner {number}") for number in range(50, 80)),
        a_film(1, title="Rocky II", year=1979),
        a_film(2, title="12 Monkeys", year=1995),
        a_film(3, title="Malcolm X", year=1992),
        a_film(4, title="Fast & Furious", year=2009),
        a_film(5, title="Spider-Man", year=2002),
        a_film(6, title="WALL·E", year=2008),
        a_film(7, title="The Missing Picture"),
        a_film(8, title="Blade Runner", year=1982),
        a_film(9, title="Blade Runner 2049", year=2017),
        a_film(10, title="1917", year=2019),
        a_film(11, title="300", year=2006),
        a_film(12, title="Seven Samurai", original_title="七人の侍", year=1954),
        a_film(13, title="Uncle Boonmee", original_title="ลุงบุญมีระลึกชาติ", year=2010),
        a_film(14, title="Lagaan", original_title="लगान", year=2001),
        a_film(15, title="Gamera", original_title="大怪獣ガメラ", year=1965),
    )

    assert index.search(query, 10)[0].film.title == title


def test_among_titles_that_fit_alike_the_most_popular_comes_first() -> None:
    index = an_index(*(a_film(number, title="Home", year=2000 + number) for number in range(1, 30)))

    assert names_of(index, "home", 3) == ["Home (2001)", "Home (2002)", "Home (2003)"]


def test_popular_film_with_a_rare_first_word_is_found_while_that_is_typed() -> None:
    frequent = (f"Under{chr(97 + number // 8)}{chr(97 + number % 8)}" for number in range(60))
    by_others = (f"{word} {part}" for word in frequent for part in ("Day", "Night"))
    index = an_index(
        a_film(1, title="Underzz"), *(a_film(number, title=title) for number, title in enumerate(by_others, start=2))
    )

    assert "Underzz (2013)" in names_of(index, "under", 100)


def test_title_that_begins_with_a_word_and_a_letter_is_found_among_many_that_only_hold_them() -> None:
    index = an_index(
        *(a_film(number, title=f"Lerlo Dafu Cemi {number}") for number in range(20, 150)),
        a_film(1, title="Lerlo Ciwan"),
    )

    assert names_of(index, "lerlo c", 1) == ["Lerlo Ciwan (2013)"]


def test_film_is_had_by_each_of_its_keys() -> None:
    index = an_index(a_film(1, wikidata_id="Q1", tmdb_id=7, former_keys=["own:old"]))

    found = {index.get(FilmKey(key)).title for key in ("imdb:tt0000001", "wd:Q1", "tmdb:7", "own:old")}

    assert found == {"Film No. 1"}


def test_key_of_no_film_is_named_in_the_error() -> None:
    with pytest.raises(FilmNotFound) as raised:
        an_index(a_film(1)).get(FilmKey("imdb:tt0000009"))

    assert raised.value.query == "imdb:tt0000009"


def test_related_films_share_a_director_first_then_actors_nearest_in_time_first() -> None:
    film = a_film(1, directors=["Ann Bé"], cast=["Cy", "Di"], year=2000)
    index = an_index(
        film,
        a_film(2, directors=["ANN BE"], year=2010),
        a_film(3, directors=["Ann Bé"], year=2003),
        a_film(4, cast=["Di", "Cy"], year=2001),
        a_film(5, directors=["Cy"], year=2000),
    )

    found = [(one.film.key[-1], one.relation, one.shared) for one in index.related(film, 10)]

    assert found == [
        ("3", Relation.DIRECTOR, ("Ann Bé",)),
        ("2", Relation.DIRECTOR, ("Ann Bé",)),
        ("4", Relation.CAST, ("Cy", "Di")),
    ]


words = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(["", "'", '"', "*", "^a", "NEAR(a b)"])


@some(300)
@given(query=words)
def test_no_text_breaks_the_search(query: str) -> None:
    hits = SMALL.search(query, 25)

    fits = [hit.fit for hit in hits]
    assert fits == sorted(fits, reverse=True)
    assert len({hit.film.key for hit in hits}) == len(hits)


SMALL = an_index(*(a_film(number, title=f"Film {number} of the {number}th day, 七人") for number in range(20)))


@some(200)
@given(titles=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), min_size=1, max_size=4))
def test_every_film_is_found_by_each_of_its_titles(titles: list[str]) -> None:
    film = a_film(1, title=titles[0], other_titles=titles[1:])
    index = an_index(a_film(2, title="Something Else"), film)

    found = {
        title: [hit.film.key for hit in index.search(title, 25) if hit.is_exact] for title in titles if fold(title)
    }

    assert all(film.key in keys for keys in found.values())


@some(200)
@given(text=st.text(st.characters(codec="utf-8"), max_size=40))
def test_folded_text_is_made_of_tokens_that_need_no_quoting(text: str) -> None:
    folded = fold(text)

    assert fold(folded) == folded
    assert all(token.isalnum() for token in tokens(folded))
    assert ["".join(run for run, _ in runs(word)) for word in folded.split()] == folded.split()


@some(100)
@given(titles=st.lists(st.text(max_size=20), min_size=1, max_size=4), people=st.lists(st.text(max_size=20), max_size=3))
def test_names_are_unpacked_as_they_were_packed(titles: list[str], people: list[str]) -> None:
    names = Names.of(a_film(1, title=titles[0] or "x", other_titles=titles[1:], directors=people))

    assert unpack(pack(names)) == names


@some(200)
@given(word=st.text(st.characters(categories=["Ll"]), min_size=4, max_size=12), at=st.integers(0, 10), by=st.booleans())
def test_word_with_one_slip_shares_a_rest_with_the_word(word: str, at: int, by: bool) -> None:  # noqa: FBT001
    at %= len(word) - 1
    slipped = word[:at] + word[at + 1] + word[at] + word[at + 2 :] if by else word[:at] + word[at + 1 :]

    assert set(rests(word)) & set(rests(slipped))


def test_numbers_are_known_in_every_way_of_writing_them() -> None:
    assert set(same_number("ii")) == {"2", "two"}
    assert same_number("matrix") == ()
    assert in_digits("rocky ii part three") == "rocky 2 part 3"


def test_file_that_is_no_catalogue_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes(b"Something else entirely. " * 200)

    with pytest.raises(CatalogueUnusable) as raised:
        SearchIndex.open(path)

    assert raised.value.path == str(path)


def test_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    run_sql(path, "CREATE TABLE films (rank INTEGER)")

    with pytest.raises(CatalogueUnusable) as raised:
        SearchIndex.open(path)

    assert raised.value.reason == "it is no catalogue file"


def test_file_of_another_form_says_so(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    write_index(path, [RankedFilm(a_film(1), 1)], {})
    run_sql(path, "PRAGMA user_version = 99")

    with pytest.raises(CatalogueUnusable) as raised:
        SearchIndex.open(path)

    assert "99" in raised.value.reason


def test_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueNotWritten) as raised:
        write_index(tmp_path / "nowhere" / "catalogue.db", [RankedFilm(a_film(1), 1)], {})

    assert raised.value.path == str(tmp_path / "nowhere" / "catalogue.db")


def test_written_file_says_what_it_holds(tmp_path: Path) -> None:
    told: list[int] = []

    count = write_index(
        tmp_path / "c.db",
        (RankedFilm(a_film(number), 9 - number) for number in range(1, 4)),
        {"source": "x"},
        told.append,
    )

    index = SearchIndex.open(tmp_path / "c.db")
    assert (count, len(index), index.about, told) == (3, 3, {"source": "x"}, [3])
    index.close()
