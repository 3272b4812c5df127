"""The plain format of our own."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.bulk.plain_csv import COLUMNS, own_key, parse_row
from data.catalogue.bulk.tally import BadRow, Tally
from data.errors import SourceDamaged
from data.models import Film
from tests.data.catalogue.bulk.files import from_csv
from tests.rounds import rounds

EVERY_COLUMN = {
    "title": "The Missing Picture",
    "year": "2013",
    "imdb_id": "tt2852470",
    "tmdb_id": "178150",
    "wikidata_id": "Q13370821",
    "original_title": "L'image manquante",
    "other_titles": "Das fehlende Bild|រូបភាពដែលបាត់",
    "directors": "Rithy Panh",
    "cast": " Randal Douc | Jean-Baptiste Phou |",
    "countries": "cambodia|France",
    "languages": "KHMER|French",
    "genres": "documentary|Essay",
    "runtime_min": "92",
    "synopsis": "Clay figures, remembering.\nThey stand still.",
    "poster_url": "https://example.org/poster.jpg",
    "popularity": "31.5",
}


def table(*rows: Iterable[object]) -> str:
    """A table as a spreadsheet writes it."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def test_every_column_is_taken(tmp_path: Path) -> None:
    found = from_csv(tmp_path, table(EVERY_COLUMN, EVERY_COLUMN.values()))

    assert len(found) == 1
    assert found[0].popularity == 31.5
    assert found[0].film == Film.model_validate(
        {
            "key": "imdb:tt2852470",
            "title": "The Missing Picture",
            "year": 2013,
            "imdb_id": "tt2852470",
            "tmdb_id": 178150,
            "wikidata_id": "Q13370821",
            "original_title": "L'image manquante",
            "other_titles": ["Das fehlende Bild", "រូបភាពដែលបាត់"],
            "directors": ["Rithy Panh"],
            "cast": ["Randal Douc", "Jean-Baptiste Phou"],
            "countries": ["Cambodia", "France"],
            "languages": ["Khmer", "French"],
            "genres": ["Documentary", "Essay"],
            "runtime_min": 92,
            "synopsis": "Clay figures, remembering. They stand still.",
            "poster_url": "https://example.org/poster.jpg",
            "former_keys": [own_key("The Missing Picture", 2013)],
        }
    )


def test_the_columns_are_those_that_are_documented() -> None:
    page = (Path(__file__).parents[4] / "docs" / "catalogues.md").read_text("utf-8")

    assert set(EVERY_COLUMN) == set(COLUMNS)
    assert [column for column in COLUMNS if f"`{column}`" not in page] == []


def test_a_title_is_enough(tmp_path: Path) -> None:
    found = from_csv(tmp_path, "title\nAriel\n\nNostalghia\n")

    assert [(film.title, film.key) for film, _ in found] == [
        ("Ariel", own_key("Ariel", None)),
        ("Nostalghia", own_key("Nostalghia", None)),
    ]


@pytest.mark.parametrize("text", ["\ufeffTitle , YEAR\r\nAriel,1988\r\n", 'year,title\n1988,"Ariel"'])
def test_files_of_spreadsheets_are_taken_as_they_are(tmp_path: Path, text: str) -> None:
    found = from_csv(tmp_path, text)

    assert [(film.title, film.year) for film, _ in found] == [("Ariel", 1988)]


def test_the_most_popular_come_first_then_the_order_of_the_file(tmp_path: Path) -> None:
    found = from_csv(tmp_path, "title,popularity\nOne,\nTwo,7\nThree,\nFour,7.5\n")

    assert [film.title for film, _ in found] == ["Four", "Two", "One", "Three"]


@pytest.mark.parametrize(
    ("ids", "key"),
    [
        ("tt0000001,Q2,3", "imdb:tt0000001"),
        (",Q2,3", "wd:Q2"),
        (",,3", "tmdb:3"),
        (",,", own_key("Ariel", 1988)),
    ],
)
def test_the_best_id_names_the_film(tmp_path: Path, ids: str, key: str) -> None:
    found = from_csv(tmp_path, f"title,year,imdb_id,wikidata_id,tmdb_id\nAriel,1988,{ids}\n")

    assert found[0].film.key == key


def test_own_keys_never_change() -> None:
    assert own_key("Ariel", 1988) == "own:csv-ariel-1988-19dd6b801092"
    assert own_key("七人の侍", None).startswith("own:csv-film-0-")


def test_case_does_not_matter_to_an_own_key_and_all_else_does() -> None:
    assert own_key("ARIEL", 1988) == own_key("Ariel", 1988)
    assert len({own_key("Ariel", 1988), own_key("Ariel", 1989), own_key("Áriel", 1988), own_key("Ariel", None)}) == 4


def test_a_film_that_gets_an_id_answers_to_the_key_it_had_without(tmp_path: Path) -> None:
    before = from_csv(tmp_path, "title,year,imdb_id\nAriel,1988,\n")[0].film
    after = from_csv(tmp_path, "title,year,imdb_id\nAriel,1988,tt0094675\n")[0].film

    assert before.key in after.keys


def test_of_two_films_of_one_title_and_year_neither_answers_to_that_key(tmp_path: Path) -> None:
    found = from_csv(tmp_path, "title,year,imdb_id\nLost Country,2023,tt0000001\nLost Country,2023,tt0000002\n")

    assert [film.former_keys for film, _ in found] == [(), ()]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Ariel", "there are 1 columns, not 5"),
        ("Ariel,1988,,,,", "there are 6 columns, not 5"),
        (",1988,,,", "the title is empty"),
        (f"{'x' * 301},1988,,,", "the title has 301 characters, more than 300"),
        ("Ariel,MCM,,,", "year is 'MCM', no whole number"),
        ("Ariel,1066,,,", "year is '1066', which can't be"),
        ("Ariel,1988,0094675,,", "imdb_id is '0094675', which can't be"),
        ("Ariel,1988,,Ariel,", "tmdb_id is 'Ariel', no whole number"),
        ("Ariel,1988,,0,", "tmdb_id is '0', which can't be"),
        ("Ariel,1988,,,much", "popularity is 'much', no number from 0 on"),
        ("Ariel,1988,,,-1", "popularity is '-1', no number from 0 on"),
        ("Ariel,1988,,,nan", "popularity is 'nan', no number from 0 on"),
        ("Ariel,1988,tt0000001,,", "imdb:tt0000001 is in line 2 already"),
        ("The first,1999,,,", f"{own_key('The first', 1999)} is in line 3 already"),
        ('"Ariel"x,1988,,,', "',' expected after '\"'"),
        ("\x1b[2JAriel,\x1b[31m,,,", "year is '\\x1b[31m', no whole number"),
    ],
)
def test_a_bad_row_is_left_out_and_named(tmp_path: Path, row: str, reason: str) -> None:
    head = "title,year,imdb_id,tmdb_id,popularity\nFirst,1999,tt0000001,1,1\nThe first,1999,,,\n"
    tally = Tally()

    found = from_csv(tmp_path, f"{head}{row}\nLast,1999,,,\n", tally)

    assert [film.title for film, _ in found] == ["First", "The first", "Last"]
    assert tally.first == [("films.csv", 4, reason)]


@pytest.mark.parametrize(
    "wrong", ["poster_url\nAriel,http://example.org/a.jpg", "poster_url\nAriel,javascript:alert(1)"]
)
def test_a_poster_comes_by_https_or_not_at_all(tmp_path: Path, wrong: str) -> None:
    tally = Tally()

    assert from_csv(tmp_path, f"title,{wrong}\n", tally) == []
    assert "poster_url" in tally.first[0].reason


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("title,rating", "there is no column 'rating'"),
        ("title;year", "parted by something else than commas"),
        ("title\tyear", "parted by something else than commas"),
        ("year,directors", "there is no column title"),
        ("title,year,title", "a column is there twice"),
        ("", "there is no column title"),
    ],
)
def test_a_wrong_head_is_refused_with_its_reason(tmp_path: Path, head: str, reason: str) -> None:
    with pytest.raises(SourceDamaged) as caught:
        from_csv(tmp_path, f"{head}\n")

    assert caught.value.line == 1
    assert reason in caught.value.reason


@pytest.mark.parametrize("size", [1, 200_000])
def test_a_quote_that_is_not_closed_is_named_by_the_line_where_it_was_opened(tmp_path: Path, size: int) -> None:
    with pytest.raises(SourceDamaged) as caught:
        from_csv(tmp_path, 'title,year\nOne,2001\n"Two,2002\n' + "Three,2003\n" * size)

    assert (caught.value.line, caught.value.reason) == (3, "a quote is opened there and not closed")


def test_lines_are_counted_though_a_row_may_have_several(tmp_path: Path) -> None:
    tally = Tally()

    from_csv(tmp_path, 'title,synopsis\nOne,"a\nb\nc"\n,nothing\n', tally)

    assert tally.first == [("films.csv", 5, "the title is empty")]


@settings(max_examples=rounds(200), deadline=None, database=None)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=40) | st.from_regex(r"tt\d{7}|Q\d|\d{4}")))
def test_any_row_is_a_film_that_can_be_kept_or_a_bad_row(given_row: dict[str, str]) -> None:
    try:
        ranked = parse_row(list(given_row), list(given_row.values()))
    except BadRow:
        return

    assert Film.model_validate_json(ranked.film.model_dump_json()) == ranked.film
    assert ranked.popularity >= 0


@settings(max_examples=rounds(50), deadline=None, database=None)
@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30), unique_by=str.casefold))
def test_what_a_spreadsheet_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
    text = table(["title", "imdb_id"], *([title, f"tt{n:07}"] for n, title in enumerate(titles)))

    found = from_csv(tmp_path_factory.mktemp("csv"), text)

    assert [film.key for film, _ in found] == [f"imdb:tt{n:07}" for n in range(len(titles))]
