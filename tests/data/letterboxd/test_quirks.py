"""What real exports were seen to hold, each in a file made for it by hand."""

from datetime import date

import pytest

from data.models import Flaw
from tests.data.letterboxd.account_files import NOT_IMPORTED
from tests.data.letterboxd.handed_in import (
    DIARY,
    PLAIN,
    RATINGS,
    REVIEWS,
    WATCHED_ALIEN,
    places,
    read,
    read_zip,
    the_entry,
    the_film,
    titles,
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("beginning", ["", "\ufeff"])
def test_a_diary_is_read_with_any_line_ends_and_with_or_without_a_byte_order_mark(
    line_end: str, beginning: str
) -> None:
    text = DIARY + '2020-05-02,"Crouching Tiger, Hidden Dragon",2000,https://boxd.it/e1,4.5,Yes,"a, b",2020-05-01\n'

    film = the_film(read("diary.csv", beginning + text.replace("\n", line_end)))

    (entry,) = film.entries
    assert (film.title, film.year, film.address) == ("Crouching Tiger, Hidden Dragon", 2000, None)
    assert (entry.name, entry.url) == ("https://boxd.it/e1", "https://boxd.it/e1")
    assert (entry.logged_on, entry.watched_on) == (date(2020, 5, 2), date(2020, 5, 1))
    assert (entry.rating, entry.is_rewatch, entry.tags, entry.text) == (9, True, ("a", "b"), "")


def test_addresses_name_films_in_some_files_and_entries_in_others() -> None:
    film = the_film(
        read_zip(
            {
                "watched.csv": PLAIN + "2020-05-01,Alien,1979,https://boxd.it/alien\n",
                "ratings.csv": RATINGS + "2020-05-03,Alien,1979,https://boxd.it/alien,4\n",
                "likes/films.csv": PLAIN + "2020-05-04,Alien,1979,https://boxd.it/alien\n",
                "diary.csv": DIARY + "2020-05-01,Alien,1979,https://boxd.it/entry,4.5,,,2020-05-01\n",
            }
        )
    )

    assert (film.address, film.entries[0].url) == ("https://boxd.it/alien", "https://boxd.it/entry")
    assert (film.rating, film.rated_on, film.seen_on) == (8, date(2020, 5, 3), date(2020, 5, 1))
    assert film.is_liked


def test_an_entry_of_the_diary_and_its_review_are_one_viewing() -> None:
    entry = the_entry(
        read_zip(
            {
                "diary.csv": DIARY + "2020-05-01,Alien,1979,https://boxd.it/e1,4.5,,space,2020-05-01\n",
                "reviews.csv": REVIEWS + "2020-05-01,Alien,1979,https://boxd.it/e1,4.5,,In space.,space,2020-05-01\n",
            }
        )
    )

    assert (entry.rating, entry.text, entry.tags) == (9, "In space.", ("space",))


def test_an_entry_and_its_review_are_one_viewing_without_an_address_or_with_two() -> None:
    entry = the_entry(
        read_zip(
            {
                "diary.csv": DIARY + "2020-05-01,Alien,1979,https://boxd.it/e1,4.5,,,2020-05-01\n",
                "reviews.csv": REVIEWS + "2020-05-01,Alien,1979,,4.5,,In space.,,2020-05-01\n",
            }
        )
    )

    assert (entry.name, entry.text) == ("https://boxd.it/e1", "In space.")


def test_two_viewings_of_one_day_stay_two() -> None:
    film = the_film(
        read_zip(
            {
                "diary.csv": DIARY
                + "2020-05-01,Alien,1979,https://boxd.it/e1,4,,,2020-05-01\n"
                + "2020-05-01,Alien,1979,https://boxd.it/e2,5,Yes,,2020-05-01\n",
                "reviews.csv": REVIEWS + "2020-05-01,Alien,1979,https://boxd.it/e2,5,Yes,Better.,,2020-05-01\n",
            }
        )
    )

    assert [(entry.rating, entry.text) for entry in film.entries] == [(8, ""), (10, "Better.")]


def test_a_film_that_is_only_rated_has_no_viewing() -> None:
    film = the_film(read("ratings.csv", RATINGS + "2020-05-01,Alien,1979,https://boxd.it/alien,0.5\n"))

    assert (film.rating, film.rated_on, film.seen_on, film.entries) == (1, date(2020, 5, 1), None, ())


@pytest.mark.parametrize(("written", "day"), [("", None), ("2020-06-01", date(2020, 6, 1))])
def test_the_day_of_watching_may_be_empty_or_later_than_that_of_logging(written: str, day: date | None) -> None:
    entry = the_entry(read("reviews.csv", f"{REVIEWS}2020-05-01,Alien,1979,https://boxd.it/e,,,In space.,,{written}\n"))

    assert (entry.logged_on, entry.watched_on) == (date(2020, 5, 1), day)


@pytest.mark.parametrize(("written", "rating"), [("4", 8), ("4.5", 9), ("4.0", 8), ("0.5", 1), ("5", 10), ("", None)])
def test_ratings_are_written_as_stars_or_left_empty(written: str, rating: int | None) -> None:
    entry = the_entry(read("diary.csv", f"{DIARY}2020-05-01,Alien,1979,https://boxd.it/e,{written},,,2020-05-01\n"))

    assert entry.rating == rating


def test_a_year_can_be_empty() -> None:
    assert the_film(read("watched.csv", PLAIN + "2020-05-01,Alien,,https://boxd.it/alien\n")).year is None


def test_two_films_of_one_title_and_year_stay_two_and_ratings_say_whose_a_viewing_is() -> None:
    diary = read_zip(
        {
            "ratings.csv": RATINGS
            + "2024-02-01,Lost Country,2023,https://boxd.it/a,2\n"
            + "2024-02-02,Lost Country,2023,https://boxd.it/b,4.5\n",
            "diary.csv": DIARY
            + "2024-02-02,Lost Country,2023,https://boxd.it/e2,4.5,,,2024-02-02\n"
            + "2024-02-01,Lost Country,2023,https://boxd.it/e1,2,,,2024-02-01\n",
        }
    )

    told = [(film.address, [entry.name for entry in film.entries]) for film in diary.films]
    assert told == [("https://boxd.it/a", ["https://boxd.it/e1"]), ("https://boxd.it/b", ["https://boxd.it/e2"])]


@pytest.mark.parametrize(("one", "other"), [("4", "4"), ("2", "4.5")])
def test_viewings_that_may_be_of_either_of_two_films_are_given_to_neither(one: str, other: str) -> None:
    diary = read_zip(
        {
            "watched.csv": PLAIN
            + "2024-02-01,Lost Country,2023,https://boxd.it/a\n"
            + "2024-02-02,Lost Country,2023,https://boxd.it/b\n",
            "ratings.csv": RATINGS
            + f"2024-02-01,Lost Country,2023,https://boxd.it/a,{one}\n"
            + f"2024-02-02,Lost Country,2023,https://boxd.it/b,{other}\n",
            "diary.csv": DIARY
            + "2024-02-01,Lost Country,2023,https://boxd.it/e1,4,,,2024-02-01\n"
            + "2024-02-03,Lost Country,2023,https://boxd.it/e2,,Yes,,2024-02-03\n",
        }
    )

    told = [(film.address, len(film.entries)) for film in diary.films]
    assert told == [("https://boxd.it/a", 0), ("https://boxd.it/b", 0), (None, 2)]


def test_a_film_that_is_only_wanted_has_no_part_in_the_viewings_of_its_namesake() -> None:
    diary = read_zip(
        {
            "watchlist.csv": PLAIN + "2024-02-02,Lost Country,2023,https://boxd.it/b\n",
            "watched.csv": PLAIN + "2024-02-01,Lost Country,2023,https://boxd.it/a\n",
            "diary.csv": DIARY + "2024-02-01,Lost Country,2023,https://boxd.it/e1,4,,,2024-02-01\n",
        }
    )

    assert {film.address: len(film.entries) for film in diary.films} == {"https://boxd.it/a": 1, "https://boxd.it/b": 0}


def test_a_film_can_be_in_the_diary_many_times_and_its_viewings_come_in_order() -> None:
    film = the_film(
        read(
            "diary.csv",
            DIARY
            + "2022-01-01,Alien,1979,https://boxd.it/e3,5,Yes,,2022-01-01\n"
            + "2020-01-01,Alien,1979,https://boxd.it/e1,4,,,2020-01-01\n"
            + "2023-01-01,Alien,1979,https://boxd.it/e2,3,,,2021-01-01\n",
        )
    )

    assert [entry.rating for entry in film.entries] == [8, 6, 10]


def test_reviews_hold_line_breaks_quotes_blanks_and_emoji() -> None:
    text = 'She said ""no"".\r\n\r\nTwice,\u00a0even. 🎬\nEnd'

    entry = the_entry(read("reviews.csv", f'{REVIEWS}2020-05-01,Alien,1979,https://boxd.it/e,,,"{text}",,\r\n'))

    assert entry.text == 'She said "no".\n\nTwice,\u00a0even. 🎬\nEnd'


def test_the_longest_review_that_was_seen_is_read_whole() -> None:
    text = "word " * 1_812

    entry = the_entry(read("reviews.csv", f'{REVIEWS}2020-05-01,Alien,1979,https://boxd.it/e,,,"{text}",,\n'))

    assert entry.text == text.strip()


@pytest.mark.parametrize("is_spoilt", [False, True])
def test_what_an_export_holds_beside_films_is_not_even_opened(is_spoilt: bool) -> None:  # noqa: FBT001  (from the table)
    beside = {name: b"\0" if is_spoilt else text.encode() for name, text in NOT_IMPORTED.items()}

    diary = read_zip({**beside, "watched.csv": PLAIN + WATCHED_ALIEN})

    assert the_film(diary).title == "Alien"
    assert not diary.faults


@pytest.mark.parametrize("name", ["profile.csv", "Profile.CSV"])
def test_a_profile_is_not_even_opened_where_it_is_all_there_is(name: str) -> None:
    assert read(name, b"\xff\x00" + NOT_IMPORTED["profile.csv"].encode()) == read_zip({name: b"\0"})
    assert not read(name, NOT_IMPORTED["profile.csv"]).faults


def test_files_of_nul_bytes_and_with_marks_of_conflicts_are_named_and_the_rest_is_read() -> None:
    conflict = f"{RATINGS}2020-05-01,Heat,1995,https://boxd.it/heat,4\n<<<<<<< HEAD\n=======\n>>>>>>> theirs\n"

    diary = read_zip({"diary.csv": b"\0" * 500, "ratings.csv": conflict, "watched.csv": PLAIN + WATCHED_ALIEN})

    assert titles(diary) == ["Alien"]
    assert places(diary) == [("diary.csv", None, Flaw.NUL_BYTES), ("ratings.csv", 3, Flaw.CONFLICT)]


def test_marks_of_conflicts_within_a_review_are_its_text() -> None:
    text = "<<<<<<< HEAD\nthis\n=======\nthat\n>>>>>>> theirs"

    entry = the_entry(read("reviews.csv", f'{REVIEWS}2020-05-01,Alien,1979,https://boxd.it/e,,,"{text}",,\n'))

    assert entry.text == text


def test_an_export_may_stand_in_a_folder_of_its_own() -> None:
    files = {f"letterboxd-someone/{name}": text for name, text in NOT_IMPORTED.items()}

    diary = read_zip(
        files
        | {
            "letterboxd-someone/likes/films.csv": PLAIN + WATCHED_ALIEN,
            "__MACOSX/letterboxd-someone/likes/._films.csv": b"\0\5\x16\7",
            "letterboxd-someone/.DS_Store": b"\0",
        }
    )

    assert the_film(diary).is_liked
    assert not diary.faults


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("watched.csv", "seen"),
        ("Watched (1).csv", "seen"),
        ("watchlist.csv", "wanted"),
        ("my watchlist-2.csv", "wanted"),
        ("likes.csv", "liked"),
        ("films.csv", "liked"),
        ("films (2).csv", "liked"),
        ("something.csv", "seen"),
    ],
)
def test_the_name_says_what_films_are_in_a_file_whose_columns_do_not(name: str, told: str) -> None:
    film = the_film(read(name, PLAIN + WATCHED_ALIEN))

    facts = {"seen": film.seen_on is not None, "wanted": film.wanted_on is not None, "liked": film.is_liked}
    assert [fact for fact, is_told in facts.items() if is_told] == [told]


def test_columns_are_found_by_their_names_in_any_order_and_case() -> None:
    film = the_film(
        read("x.csv", "RATING,letterboxd uri,name,Extra,year,date\n3,https://boxd.it/a,Alien,?,1979,2020-05-01\n")
    )

    assert (film.title, film.year, film.rating, film.address) == ("Alien", 1979, 6, "https://boxd.it/a")


def test_viewings_of_a_diary_alone_are_put_together_by_title_and_year() -> None:
    diary = read(
        "diary.csv",
        DIARY
        + "2020-05-01,Alien,1979,https://boxd.it/e1,,,,2020-05-01\n"
        + "2021-05-01,ALIEN,1979,https://boxd.it/e2,,,,2021-05-01\n"
        + "2021-05-02,Alien,1980,https://boxd.it/e3,,,,2021-05-02\n",
    )

    assert [(film.title, film.year, len(film.entries)) for film in diary.films] == [
        ("Alien", 1979, 2),
        ("Alien", 1980, 1),
    ]
