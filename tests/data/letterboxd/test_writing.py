import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.letterboxd.markup import from_html
from data.letterboxd.writing import file_names, write_diary, write_watchlist
from data.models import ToldEntry, ToldFilm
from tests.rounds import rounds

NAMES = ["LetterboxdURI", "tmdbID", "imdbID", "Title", "Year", "Directors"]
COLUMNS = [*NAMES, "Rating", "WatchedDate", "Rewatch", "Tags", "Review"]

THE_FILM = ToldFilm(
    title="The Missing Picture",
    year=2013,
    directors=("Rithy Panh", "Somebody Else"),
    address="https://letterboxd.com/film/the-missing-picture/",
    imdb_id="tt2852470",
    tmdb_id=178150,
)


def read(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode(), newline="")))


def the_row(film: ToldFilm) -> dict[str, str]:
    [file] = write_diary([film])
    [row] = read(file)
    return row


def with_entry(entry: ToldEntry) -> ToldFilm:
    return THE_FILM.model_copy(update={"entries": (entry,)})


def test_a_viewing_has_a_row_with_all_that_letterboxd_takes() -> None:
    entry = ToldEntry(
        url="https://boxd.it/abc",
        watched_on=date(2026, 3, 5),
        rating=9,
        text="**Clay** & *mud* <3\n\nYes, “quite”.",
        tags=("clay", "war, peace"),
        is_rewatch=True,
    )

    [file] = write_diary([with_entry(entry)])

    assert file.splitlines()[0].decode().split(",") == COLUMNS
    assert read(file) == [
        {
            "LetterboxdURI": "https://letterboxd.com/film/the-missing-picture/",
            "tmdbID": "178150",
            "imdbID": "tt2852470",
            "Title": "The Missing Picture",
            "Year": "2013",
            "Directors": "Rithy Panh, Somebody Else",
            "Rating": "4.5",
            "WatchedDate": "2026-03-05",
            "Rewatch": "true",
            "Tags": "clay, war, peace",
            "Review": "<b>Clay</b> & <i>mud</i> <3\n\nYes, “quite”.",
        }
    ]


def test_an_entrys_address_does_not_name_its_film() -> None:
    film = ToldFilm(title="Ran", entries=(ToldEntry(url="https://boxd.it/abc", watched_on=date(2026, 3, 5)),))

    assert the_row(film)["LetterboxdURI"] == ""


def test_several_viewings_have_a_row_each_in_their_order() -> None:
    entries = tuple(ToldEntry(watched_on=date(2026, 3, day), rating=day) for day in (1, 5, 3))

    [file] = write_diary([THE_FILM.model_copy(update={"entries": entries})])

    assert [(row["WatchedDate"], row["Rating"]) for row in read(file)] == [
        ("2026-03-01", "0.5"),
        ("2026-03-05", "2.5"),
        ("2026-03-03", "1.5"),
    ]


def test_the_last_viewing_has_the_films_own_rating() -> None:
    entries = (ToldEntry(watched_on=date(2026, 3, 1), rating=4), ToldEntry(watched_on=date(2026, 3, 2)))

    [file] = write_diary([THE_FILM.model_copy(update={"entries": entries, "rating": 7})])

    assert [row["Rating"] for row in read(file)] == ["2", "3.5"]


def test_films_own_rating_goes_with_the_last_day_though_another_viewing_is_told_last() -> None:
    days = (date(2026, 3, 1), date(2026, 3, 9), None)
    entries = tuple(ToldEntry(watched_on=day, rating=4) for day in days)

    [file] = write_diary([THE_FILM.model_copy(update={"entries": entries, "rating": 7})])

    assert [row["Rating"] for row in read(file)] == ["2", "3.5", "2"]


def test_viewing_that_nobody_rated_stays_without_a_rating_where_an_earlier_one_has_the_films() -> None:
    entries = (ToldEntry(watched_on=date(2026, 3, 1), rating=4), ToldEntry(watched_on=date(2026, 3, 2)))

    [file] = write_diary([THE_FILM.model_copy(update={"entries": entries, "rating": 4})])

    assert [row["Rating"] for row in read(file)] == ["2", ""]


def test_a_film_that_was_only_rated_has_a_row_without_a_day() -> None:
    row = the_row(THE_FILM.model_copy(update={"rating": 10}))

    assert (row["Title"], row["Rating"], row["WatchedDate"], row["Rewatch"]) == ("The Missing Picture", "5", "", "")


def test_a_film_that_was_merely_seen_has_a_row_that_names_it() -> None:
    row = the_row(THE_FILM.model_copy(update={"seen_on": date(2026, 3, 5)}))

    assert [name for name, cell in row.items() if cell] == NAMES


def test_a_film_that_is_only_wanted_is_in_no_diary() -> None:
    wanted = THE_FILM.model_copy(update={"wanted_on": date(2026, 3, 5)})

    assert write_diary([wanted]) == []
    assert write_diary([wanted.model_copy(update={"rating": 1})]) != []


def test_a_watchlist_only_names_its_films() -> None:
    [file] = write_watchlist([THE_FILM, ToldFilm(title="Ran")])

    assert file.splitlines()[0].decode().split(",") == NAMES
    assert [row["Title"] for row in read(file)] == ["The Missing Picture", "Ran"]


def test_nothing_gives_no_files() -> None:
    assert write_diary([]) == []
    assert write_watchlist([]) == []


@pytest.mark.parametrize(
    "title", ["-30-", "+1", "=1+1", "@home", "\t-1", "\r+1", "\n=1", "  =1", "\u00a0=1", "\ufeff=1", "＝1", "－1"]
)
def test_no_cell_is_a_formula_and_every_title_stays_itself(title: str) -> None:
    row = the_row(ToldFilm(title=title, directors=(title,), entries=(ToldEntry(text=title, tags=(title,)),)))

    assert [row[name] for name in ("Title", "Directors", "Tags", "Review")] == [f" {title}"] * 4


@pytest.mark.parametrize("title", ["8½", "1-800", "'71", "a=b", "…And Justice for All", " Ran", "#Alive"])
def test_what_is_no_formula_is_not_touched(title: str) -> None:
    assert the_row(ToldFilm(title=title))["Title"] == title


def test_files_stay_below_the_limit_and_no_row_is_split() -> None:
    films = [ToldFilm(title=f"Film {number}", entries=(ToldEntry(text="é\n" * number),)) for number in range(1, 60)]

    files = write_diary(films, largest=1_000)

    assert len(files) > 5
    assert all(len(file) < 1_000 for file in files)
    assert [row["Title"] for file in files for row in read(file)] == [film.title for film in films]


def test_a_row_above_the_limit_has_a_file_of_its_own() -> None:
    films = [ToldFilm(title=title, entries=(ToldEntry(text=title * 500),)) for title in "aBc"]

    files = write_diary(films, largest=400)

    assert [[row["Title"] for row in read(file)] for file in files] == [["a"], ["B"], ["c"]]


def test_files_are_numbered_where_there_are_several() -> None:
    assert file_names(0) == []
    assert file_names(1) == ["marquee-diary.csv"]
    assert file_names(2) == ["marquee-diary-1.csv", "marquee-diary-2.csv"]
    assert file_names(1, "watchlist") == ["marquee-watchlist.csv"]


@settings(max_examples=rounds(100), deadline=None, database=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.text()), max_size=8), st.integers(150, 500))
def test_whatever_was_written_can_be_read_again(texts: list[tuple[str, str]], largest: int) -> None:
    films = [ToldFilm(title=title, entries=(ToldEntry(text=from_html(text)),)) for title, text in texts]

    rows = [row for file in write_diary(films, largest) for row in read(file)]

    assert [row["Title"].removeprefix(" ").strip() for row in rows] == [
        film.title.replace("\0", "").strip() for film in films
    ]
    assert [from_html(row["Review"]) for row in rows] == [film.entries[0].text for film in films]
