"""What is taken for a date, a rating or an id, and what is not."""

from datetime import date, timedelta

import pytest

from data.models import TAG_LENGTH, TAG_LIMIT, TITLE_LIMIT, Flaw
from tests.data.letterboxd.handed_in import DIARY, TODAY, places, read, the_entry, the_film

IMPORT = "Title,Year,imdbID,tmdbID,Rating,Rating10,WatchedDate,Rewatch,Tags,Directors,LetterboxdURI\n"


def an_import(**cells: str) -> str:
    """A file to import, with one row."""
    columns = IMPORT.strip().split(",")
    quoted = (f'"{({"Title": "Heat", "WatchedDate": "2020-05-01"} | cells).get(column, "")}"' for column in columns)
    return f"{IMPORT}{','.join(quoted)}\n"


@pytest.mark.parametrize(
    ("column", "value", "flaw"),
    [
        ("WatchedDate", "1869-12-31", Flaw.BAD_DATE),
        ("WatchedDate", "2020-02-30", Flaw.BAD_DATE),
        ("WatchedDate", "20200201", Flaw.BAD_DATE),
        ("WatchedDate", "2020-W05-1", Flaw.BAD_DATE),
        ("WatchedDate", "01/02/2020", Flaw.BAD_DATE),
        ("WatchedDate", "٢٠٢٠-٠٢-٠١", Flaw.BAD_DATE),
        ("WatchedDate", (TODAY + timedelta(days=2)).isoformat(), Flaw.BAD_DATE),
        ("Rating", "0", Flaw.BAD_RATING),
        ("Rating", "5.5", Flaw.BAD_RATING),
        ("Rating", "4.3", Flaw.BAD_RATING),
        ("Rating", "-1", Flaw.BAD_RATING),
        ("Rating", "nan", Flaw.BAD_RATING),
        ("Rating", "★★★", Flaw.BAD_RATING),
        ("Rating10", "0", Flaw.BAD_RATING),
        ("Rating10", "11", Flaw.BAD_RATING),
        ("Rating10", "7.5", Flaw.BAD_RATING),
        ("Rewatch", "perhaps", Flaw.BAD_FLAG),
        ("Year", "1869", Flaw.BAD_YEAR),
        ("Year", "2101", Flaw.BAD_YEAR),
        ("Year", "95", Flaw.BAD_YEAR),
        ("Year", "１９９５", Flaw.BAD_YEAR),
        ("imdbID", "0113277", Flaw.BAD_ID),
        ("imdbID", "tt12", Flaw.BAD_ID),
        ("tmdbID", "0", Flaw.BAD_ID),
        ("tmdbID", "9" * 5_000, Flaw.BAD_ID),
        ("Title", " \u200b ", Flaw.NO_TITLE),
        ("Title", "x" * (TITLE_LIMIT + 1), Flaw.TITLE_TOO_LONG),
    ],
)
def test_a_row_with_a_value_that_cannot_be_is_named_with_it(column: str, value: str, flaw: Flaw) -> None:
    diary = read("import.csv", an_import(**{column: value}))

    assert not diary.films
    assert places(diary) == [("import.csv", 2, flaw)]
    assert value.startswith(diary.faults[0].value)


@pytest.mark.parametrize("value", ["1870-01-01", "2020-02-29", (TODAY + timedelta(days=1)).isoformat()])
def test_a_day_may_be_any_from_the_first_films_to_tomorrow(value: str) -> None:
    assert the_entry(read("import.csv", an_import(WatchedDate=value))).watched_on == date.fromisoformat(value)


@pytest.mark.parametrize(
    ("stars", "out_of_ten", "rating"),
    [("0.5", "", 1), ("3", "", 6), ("3.0", "", 6), ("3.50", "", 7), ("", "1", 1), ("", "10", 10), ("2", "9", 4)],
)
def test_a_rating_is_told_in_stars_or_out_of_ten(stars: str, out_of_ten: str, rating: int) -> None:
    assert the_entry(read("import.csv", an_import(Rating=stars, Rating10=out_of_ten))).rating == rating


@pytest.mark.parametrize(
    ("value", "flag"), [("Yes", True), ("true", True), ("TRUE", True), ("No", False), ("false", False), ("", False)]
)
def test_a_rewatch_is_told_by_yes_or_true(value: str, flag: object) -> None:
    assert the_entry(read("import.csv", an_import(Rewatch=value))).is_rewatch is flag


def test_ids_and_directors_are_taken() -> None:
    film = the_film(read("import.csv", an_import(imdbID="tt0113277", tmdbID="949", Directors="Michael Mann, A. B.")))

    assert (film.imdb_id, film.tmdb_id, film.directors) == ("tt0113277", 949, ("Michael Mann", "A. B."))


@pytest.mark.parametrize(("imdb_id", "title"), [("tt0113277", "tt0113277"), ("", "tmdb:949")])
def test_a_film_without_a_title_goes_by_its_id(imdb_id: str, title: str) -> None:
    assert the_film(read("import.csv", an_import(Title="", imdbID=imdb_id, tmdbID="949"))).title == title


def test_titles_and_tags_lose_the_blanks_around_them() -> None:
    film = the_film(read("import.csv", an_import(Title=" =Heat\u00a0 (the film) ", Tags=" =a ,  , #b, B")))

    assert (film.title, film.entries[0].tags) == ("=Heat (the film)", ("=a", "b"))


def test_tags_that_are_too_many_or_too_long_are_left_out_and_the_row_is_taken() -> None:
    tags = ",".join(("x" * (TAG_LENGTH + 1), *map(str, range(TAG_LIMIT + 2)), "0"))

    diary = read("import.csv", an_import(Tags=tags))

    assert diary.films[0].entries[0].tags == tuple(map(str, range(TAG_LIMIT)))
    assert places(diary) == [("import.csv", 2, Flaw.TAGS_LEFT_OUT)]


@pytest.mark.parametrize(
    "address",
    ["http://boxd.it/a", "https://example.org/a", "https://letterboxd.com.example.org/a", "javascript:alert(1)", "a b"],
)
def test_a_row_is_taken_without_an_address_that_is_none_on_letterboxd(address: str) -> None:
    diary = read("diary.csv", f"{DIARY}2020-05-01,Heat,1995,{address},4,,,2020-05-01\n")

    ((entry,),) = [film.entries for film in diary.films]
    assert (entry.url, entry.name, entry.rating) == (None, None, 8)
    assert places(diary) == [("diary.csv", 2, Flaw.BAD_ADDRESS)]
