"""Whatever is handed in: nothing raises, and what was written down right comes out as it went in."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from data.letterboxd.cells import FIRST_DATE
from data.models import TAG_LENGTH, Flaw, ToldDiary, shows_something
from tests.data.letterboxd.account_files import DIARY, REVIEWS, stars, table, zipped
from tests.data.letterboxd.accounts import Account, accounts
from tests.data.letterboxd.handed_in import TODAY, read, read_zip
from tests.rounds import rounds

NAMES = st.sampled_from(["export.zip", "watched.csv", "reviews.csv", "marquee-watchlist.csv", "", "x"])
SOME_EXPORT = zipped(
    {
        "diary.csv": table(DIARY, [("2020-01-01", "Heat", "1995", "https://boxd.it/e", "4", "", "a, b", "2020-01-01")]),
        "reviews.csv": table(REVIEWS, [("2020-01-01", "Heat", "1995", "", "4", "", 'A "b"\n<i>c', "", "2020-01-01")]),
    }
)
"""An archive to be damaged."""

CELLS = st.text(st.sampled_from('ab5-.,"\r\n\0\ufeffé<=> '), max_size=12)
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
TITLES = st.text(LETTERS, max_size=60).map(lambda text: " ".join(text.split())).filter(shows_something)
TAGS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=TAG_LENGTH)
DAYS = st.dates(FIRST_DATE, TODAY)
RATINGS = st.none() | st.integers(1, 10)
REVIEW_TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs"]))
"""Texts without a character that means something in HTML, or in the markup that it becomes."""


def is_told_well(diary: ToldDiary) -> bool:
    """Whether something is told of every film, and no fault is uncounted."""
    assert len(diary.faults) == min(diary.fault_count, 200)
    return all(film.entries or film.rating or film.is_liked or film.seen_on or film.wanted_on for film in diary.films)


@settings(max_examples=rounds(100))
@given(NAMES, st.binary(max_size=2_000))
def test_any_bytes_are_read(name: str, data: bytes) -> None:
    assert is_told_well(read(name, data))


@settings(max_examples=rounds(200))
@given(st.lists(st.tuples(st.integers(0, len(SOME_EXPORT) - 1), st.binary(min_size=1, max_size=4)), max_size=6))
def test_any_damage_to_an_archive_is_borne(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(SOME_EXPORT)

    for place, value in damage:
        data[place : place + len(value)] = value

    assert is_told_well(read("export.zip", bytes(data)))


@settings(max_examples=rounds(100))
@given(NAMES, st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=8), st.sampled_from([DIARY, REVIEWS]))
def test_any_rows_are_read(name: str, rows: list[list[str]], columns: tuple[str, ...]) -> None:
    text = ",".join(columns) + "\n" + "\n".join(",".join(row) for row in rows)

    assert is_told_well(read(name, text))


@settings(max_examples=rounds(100))
@given(
    st.lists(
        st.tuples(TITLES, st.none() | st.integers(1870, 2100), DAYS, RATINGS, st.lists(TAGS, max_size=3), REVIEW_TEXTS),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_reviews_come_out_as_they_were_written(
    told: list[tuple[str, int | None, object, int | None, list[str], str]], line_end: str
) -> None:
    rows = [
        (str(day), title, str(year or ""), "", stars(rating), "", text, ", ".join(tags), str(day))
        for title, year, day, rating, tags, text in told
    ]

    diary = read("reviews.csv", table(REVIEWS, rows, line_end))

    read_back = Counter(
        (film.title.casefold(), film.year, entry.watched_on, entry.rating, entry.text)
        for film in diary.films
        for entry in film.entries
    )
    assert read_back == Counter(
        (title.casefold(), year, day, rating, text.strip() if shows_something(text) else "")
        for title, year, day, rating, _, text in told
    )
    assert not diary.faults


@settings(max_examples=rounds(50))
@given(accounts())
def test_of_an_account_nothing_is_lost_and_nothing_is_doubled(account: Account) -> None:
    diary = read("export.zip", account.zip())

    assert not diary.faults
    assert Counter(film.address for film in diary.films) == Counter(film.address for film in account.films)
    assert Counter(entry.name for film in diary.films for entry in film.entries) == Counter(
        row.address for row in account.entries
    )
    assert {film.address: film.rating for film in diary.films if film.rating} == {
        row.film.address: row.rating for row in account.ratings
    }
    assert {film.address for film in diary.films if film.is_liked} == {row.film.address for row in account.likes}
    assert {film.address for film in diary.films if film.wanted_on} == {row.film.address for row in account.watchlist}


@settings(max_examples=rounds(50))
@given(accounts())
def test_every_viewing_is_one_of_its_film(account: Account) -> None:
    diary = read("export.zip", account.zip())

    films = {row.address: row.film.address for row in account.entries}
    assert all(film.address == films[entry.name or ""] for film in diary.films for entry in film.entries)


@settings(max_examples=rounds(30))
@given(accounts(), st.data())
def test_what_is_wrong_in_one_file_keeps_none_of_the_others_from_being_read(
    account: Account, data: st.DataObject
) -> None:
    files: dict[str, str | bytes] = {**account.files()}
    spoilt = data.draw(st.sampled_from(["diary.csv", "ratings.csv", "watched.csv", "likes/films.csv"]))

    diary = read_zip(files | {spoilt: b"\0" * 64})

    assert [(fault.file, fault.flaw) for fault in diary.faults] == [(spoilt, Flaw.NUL_BYTES)]
    assert diary.films == read_zip({name: text for name, text in files.items() if name != spoilt}).films
