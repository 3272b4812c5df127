"""Files that are no tables, or broken ones: each row at fault is named with its line, and all others are read."""

import csv

import pytest

from data.letterboxd import grouping, records
from data.letterboxd.faults import MOST_FAULTS
from data.models import LONG_TEXT_LIMIT, Flaw
from tests.data.letterboxd.handed_in import DIARY, PLAIN, REVIEWS, WATCHED_ALIEN, places, read, read_zip, titles

HEAT = "2020-05-01,Heat,1995,https://boxd.it/heat\n"
A_REVIEW = '2020-05-01,{},1995,https://boxd.it/e,,,"{}",,\n'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_another_encoding_is_named(encoding: str) -> None:
    diary = read("watched.csv", (PLAIN + WATCHED_ALIEN).encode(encoding))

    assert places(diary) == [("watched.csv", None, Flaw.NOT_TEXT)]


def test_rows_that_are_no_utf_8_are_named_and_those_that_might_be_are_read() -> None:
    rows = "2020-05-01,Amélie,2001,https://boxd.it/a\n"

    diary = read("watched.csv", (PLAIN + rows + WATCHED_ALIEN).encode("latin-1"))

    assert titles(diary) == ["Alien"]
    assert places(diary) == [("watched.csv", 2, Flaw.NOT_TEXT)]
    assert diary.faults[0].value.startswith("2020-05-01,Am\N{REPLACEMENT CHARACTER}lie")


def test_rows_with_nul_bytes_are_named_and_the_rest_is_read() -> None:
    diary = read("watched.csv", PLAIN + HEAT + "2020-05-01,\0\0\0,\0,\0\n" + WATCHED_ALIEN + "\0" * 3_000)

    assert titles(diary) == ["Heat", "Alien"]
    assert places(diary) == [("watched.csv", 3, Flaw.NUL_BYTES), ("watched.csv", 5, Flaw.NUL_BYTES)]


@pytest.mark.parametrize("row", ["2020-05-01,Heat\n", "2020-05-01,Heat,1995,https://boxd.it/heat,5\n", "2020-05-01\n"])
def test_rows_with_other_columns_than_the_first_are_named(row: str) -> None:
    diary = read("watched.csv", PLAIN + row + WATCHED_ALIEN)

    assert titles(diary) == ["Alien"]
    assert places(diary) == [("watched.csv", 2, Flaw.BAD_ROW)]


def test_a_row_of_many_lines_with_other_columns_is_named_once() -> None:
    diary = read("reviews.csv", REVIEWS + '2020-05-01,Heat,"one\ntwo\nthree"\n' + A_REVIEW.format("Alien", "Good."))

    assert titles(diary) == ["Alien"]
    assert places(diary) == [("reviews.csv", 2, Flaw.BAD_ROW)]


def test_a_quote_that_never_ends_spoils_its_own_row_alone() -> None:
    diary = read("watched.csv", PLAIN + '2020-05-01,"Heat,1995,https://boxd.it/heat\n' + WATCHED_ALIEN)

    assert titles(diary) == ["Alien"]
    assert places(diary) == [("watched.csv", 2, Flaw.BAD_ROW)]


def test_a_quote_that_ends_in_another_row_spoils_its_own_row_alone() -> None:
    rows = '2020-05-01,"Heat,1995,https://boxd.it/heat\n' + WATCHED_ALIEN + '2020-05-01,"Yes, No",1995,\n'

    diary = read("watched.csv", PLAIN + rows)

    assert titles(diary) == ["Alien", "Yes, No"]
    assert places(diary) == [("watched.csv", 2, Flaw.BAD_ROW)]


def test_a_quote_within_a_title_is_part_of_it() -> None:
    diary = read("watched.csv", PLAIN + '2020-05-01,The 12" Film,1995,\n' + WATCHED_ALIEN + '2020-05-01,A "B",1995,\n')

    assert titles(diary) == ['The 12" Film', "Alien", 'A "B"']
    assert not diary.faults


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    rows = A_REVIEW.format("Heat", "one\r\ntwo\r\n\r\nfour") + "\r\n" + "2020-13-45,Alien,1979,,,,,,\r\n"

    assert places(read("reviews.csv", REVIEWS + rows)) == [("reviews.csv", 7, Flaw.BAD_DATE)]


@pytest.mark.parametrize("length", [LONG_TEXT_LIMIT + 1, csv.field_size_limit() + 1, 1_000_000])
@pytest.mark.parametrize("letter", ["x", "\n", "é"])
def test_a_field_of_a_megabyte_spoils_its_own_row_alone(length: int, letter: str) -> None:
    text = f"a{letter * length}b"

    diary = read("reviews.csv", REVIEWS + A_REVIEW.format("Heat", text) + A_REVIEW.format("Alien", "Good."))

    assert titles(diary) == ["Alien"]
    assert places(diary) == [("reviews.csv", 2, Flaw.TEXT_TOO_LONG)]


def test_a_text_as_long_as_may_be_is_taken() -> None:
    diary = read("reviews.csv", REVIEWS + A_REVIEW.format("Heat", "x" * LONG_TEXT_LIMIT))

    assert len(diary.films[0].entries[0].text) == LONG_TEXT_LIMIT


def test_a_field_of_a_megabyte_where_none_is_expected_is_named() -> None:
    diary = read("watched.csv", f"{PLAIN}2020-05-01,{'x' * 1_000_000},1995,\n{WATCHED_ALIEN}{'y' * 1_000_000},Heat,,\n")

    assert titles(diary) == ["Alien"]
    assert places(diary) == [("watched.csv", 2, Flaw.TITLE_TOO_LONG), ("watched.csv", 4, Flaw.BAD_DATE)]
    assert all(len(fault.value) < 100 for fault in diary.faults)


def test_a_long_quote_that_never_ends_hides_no_row_behind_it() -> None:
    diary = read("watched.csv", PLAIN + '2020-05-01,"Heat,1995,\n' + "\n" * csv.field_size_limit() + WATCHED_ALIEN)

    assert titles(diary) == ["Alien"]
    assert places(diary) == [("watched.csv", 2, Flaw.BAD_ROW)]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n\n",
        "just a text",
        "Position,Name,Year,URL,Description\n1,Heat,1995,https://boxd.it/heat,\n",
        "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n",
        "Date;Name;Year;Letterboxd URI\n2020-05-01;Heat;1995;\n",
        "Date,Name,Name,Year\n2020-05-01,Heat,Heat,1995\n",
        "Date,Content\n2020-05-01,https://boxd.it/x\n",
        "\x89PNG\r\n\x1a\n",
        '"Date,Name,Year\n',
    ],
)
def test_a_file_with_other_columns_than_an_export_has_is_no_table(content: str) -> None:
    diary = read("watched.csv", content)

    assert not diary.films
    assert diary.faults[-1].flaw is Flaw.NOT_A_TABLE


def test_rows_beyond_those_that_are_read_of_all_files_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_ROWS", 3)
    files = {"watched.csv": PLAIN + HEAT + WATCHED_ALIEN, "watchlist.csv": PLAIN + "2020-05-01,Ran,1985,\n" * 3}

    diary = read_zip(files)

    assert titles(diary) == ["Heat", "Alien", "Ran"]
    assert places(diary) == [("watchlist.csv", 3, Flaw.TOO_MANY_ROWS)]


def test_a_hundred_thousand_rows_are_read() -> None:
    rows = "".join(f"2020-05-01,{number % 500},1995,\n" for number in range(100_000))

    diary = read("watched.csv", PLAIN + rows + WATCHED_ALIEN)

    assert (len(diary.films), titles(diary)[-1], diary.faults) == (501, "Alien", ())


def test_of_a_great_many_faults_the_first_are_kept_and_all_are_counted() -> None:
    diary = read("watched.csv", PLAIN + "2020-05-01,,1995,\n" * 1_000 + WATCHED_ALIEN)

    assert titles(diary) == ["Alien"]
    assert (len(diary.faults), diary.fault_count) == (MOST_FAULTS, 1_000)


def test_a_great_many_films_of_one_title_and_year_are_still_read() -> None:
    rows = "".join(f"2020-05-01,Same,1995,https://boxd.it/{number}\n" for number in range(2_000))

    assert len(read("watched.csv", PLAIN + rows).films) == 2_000


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(0)"])
def test_a_formula_is_a_text_like_any_other(formula: str) -> None:
    diary = read("diary.csv", f"{DIARY}2020-05-01,{formula},1995,,,,{formula},2020-05-01\n")

    (film,) = diary.films
    assert (film.title, film.entries[0].tags) == (formula, (formula,))


def test_of_a_film_with_too_many_viewings_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_VIEWINGS", 2)
    rows = "".join(f"2020-05-0{day},Heat,1995,https://boxd.it/e{day},,,,2020-05-0{day}\n" for day in (1, 2, 3))

    diary = read("diary.csv", DIARY + rows)

    assert [entry.url for entry in diary.films[0].entries] == ["https://boxd.it/e1", "https://boxd.it/e2"]
    assert places(diary) == [("diary.csv", None, Flaw.TOO_MANY_VIEWINGS)]
    assert diary.faults[0].value == "Heat"
