"""Files in Letterboxd's own import format, such as our export writes."""

from datetime import date

import pytest

from tests.data.letterboxd.handed_in import TODAY, read, read_zip, the_film

TOLD = "Title,Year,Rating,WatchedDate,Review\n"
NAMED = "LetterboxdURI,tmdbID,imdbID,Title,Year,Directors,Rating\n"
WANTED = "LetterboxdURI,tmdbID,imdbID,Title,Year,Directors\n"


def test_every_row_is_a_viewing_and_rows_of_one_film_come_together() -> None:
    film = the_film(read("a.csv", TOLD + "Heat,1995,5,2021-01-01,Again.\nHeat,1995,4,2020-01-01,First.\n"))

    assert [(entry.watched_on, entry.rating, entry.text) for entry in film.entries] == [
        (date(2020, 1, 1), 8, "First."),
        (date(2021, 1, 1), 10, "Again."),
    ]


def test_a_viewing_without_a_day_stays_where_it_stands_among_the_others() -> None:
    rows = "Heat,1995,1,2020-01-01,\nHeat,1995,2,,\nHeat,1995,3,2021-01-01,\nHeat,1995,4,,\n"

    film = the_film(read("a.csv", TOLD + rows))

    assert [entry.rating for entry in film.entries] == [2, 4, 6, 8]


def test_a_rating_and_nothing_else_is_the_films_own() -> None:
    film = the_film(read("a.csv", TOLD + "Heat,1995,4,,\n"))

    assert (film.rating, film.entries, film.seen_on) == (8, (), None)


def test_a_film_and_nothing_else_was_seen() -> None:
    film = the_film(read("a.csv", "Title\nHeat\n"))

    assert (film.seen_on, film.entries) == (TODAY, ())


def test_two_viewings_of_one_day_stay_two() -> None:
    assert len(the_film(read("a.csv", TOLD + "Heat,1995,4,2020-01-01,\n" * 2)).entries) == 2


def test_films_of_one_title_are_told_apart_by_their_ids_and_directors() -> None:
    rows = (
        ",,tt0000001,Lost Country,2023,,4\n,,tt0000002,Lost Country,2023,,3\n"
        ",,,Ran,1985,A. Kurosawa,4\n,,,Ran,1985,Somebody Else,3\n,,,Ran,1985,a. kurosawa,2\n"
    )

    diary = read("a.csv", NAMED + rows)

    assert [(film.title, film.imdb_id, film.rating or len(film.entries)) for film in diary.films] == [
        ("Lost Country", "tt0000001", 8),
        ("Lost Country", "tt0000002", 6),
        ("Ran", None, 2),
        ("Ran", None, 6),
    ]


def test_a_film_is_the_same_under_another_title_if_its_id_is() -> None:
    film = the_film(read("a.csv", NAMED + ",,tt0000001,Druk,2020,,4\n,,tt0000001,Another Round,2020,,3\n"))

    assert (film.title, len(film.entries)) == ("Druk", 2)


@pytest.mark.parametrize("address", ["https://boxd.it/x", "https://letterboxd.com/film/heat/"])
def test_an_address_is_that_of_the_film(address: str) -> None:
    rows = f"{address},Heat,2020-01-01\n{address},Heat,2021-01-01\n"

    film = the_film(read("a.csv", f"LetterboxdURI,Title,WatchedDate\n{rows}"))

    assert (film.address, [entry.url for entry in film.entries]) == (address, [None, None])


def test_a_page_of_a_member_about_a_film_is_that_of_the_viewing() -> None:
    page = "https://letterboxd.com/nobody/film/heat/1/"

    film = the_film(read("a.csv", f"LetterboxdURI,Title,WatchedDate\n{page},Heat,2020-01-01\n"))

    assert (film.address, film.entries[0].url, film.entries[0].name) == (None, page, page)


def test_our_own_watchlist_is_a_watchlist() -> None:
    film = the_film(read("marquee-watchlist.csv", WANTED + "https://boxd.it/x,949,tt0113277,Heat,1995,Michael Mann\n"))

    assert (film.wanted_on, film.seen_on, film.entries) == (TODAY, None, ())
    assert (film.address, film.imdb_id, film.tmdb_id) == ("https://boxd.it/x", "tt0113277", 949)


def test_the_same_columns_under_another_name_are_films_that_were_seen() -> None:
    film = the_film(read("marquee-films.csv", WANTED + ",949,tt0113277,Heat,1995,Michael Mann\n"))

    assert (film.wanted_on, film.seen_on) == (None, TODAY)


def test_our_own_files_are_read_out_of_an_archive() -> None:
    film = the_film(
        read_zip(
            {
                "marquee-watchlist.csv": WANTED + ",,tt0113277,Heat,1995,\n",
                "marquee-reviews-1.csv": TOLD + "Heat,1995,4,2020-01-01,Good.\n",
                "marquee-reviews-2.csv": TOLD + "Heat,1995,4,2021-01-01,Better.\n",
            }
        )
    )

    assert (film.wanted_on, [entry.text for entry in film.entries]) == (TODAY, ["Good.", "Better."])
