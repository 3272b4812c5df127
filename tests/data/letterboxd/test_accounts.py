"""The invented accounts are what the proofs that use them take them for."""

import csv
import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from tests.data.letterboxd.accounts import Account, accounts, an_account


def test_an_account_has_as_many_entries_and_reviews_as_asked_for() -> None:
    account = an_account(1, entries=200, reviews=80)

    assert (len(account.entries), len(account.reviews)) == (200, 80)
    assert any(row.watched_on is None for row in account.reviews)
    assert any(row.is_rewatch for row in account.diary)


def test_the_same_arguments_make_the_same_archive() -> None:
    assert an_account(7, 20, 10).zip() == an_account(7, 20, 10).zip()


@given(accounts(), st.integers(0, 100))
def test_a_later_export_keeps_all_entries_and_has_some_more(account: Account, seed: int) -> None:
    later = account.later(seed)

    told = [(row.film.key, row.logged_on, row.watched_on, row.rating, row.review) for row in later.entries]
    assert len(later.entries) > len(account.entries)
    for row in account.entries:
        told.remove((row.film.key, row.logged_on, row.watched_on, row.rating, row.review))


def test_a_later_export_of_many_entries_changes_addresses_titles_and_years() -> None:
    account = an_account(3, 300, 100)

    later = account.later(4)

    names = {film.key: (film.title, film.year) for film in later.films}
    assert any(names[film.key] != (film.title, film.year) for film in account.films)
    assert {row.address for row in account.entries} - {row.address for row in later.entries}
    assert {film.address for film in account.films} <= {film.address for film in later.films}


def test_an_archive_holds_the_files_and_columns_of_an_export() -> None:
    with zipfile.ZipFile(io.BytesIO(an_account(1, 30, 20).zip())) as archive:
        reviews = archive.read("reviews.csv").decode()
        names = archive.namelist()

    head = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\r\n"
    assert reviews.startswith(head)
    assert len(list(csv.reader(io.StringIO(reviews, newline="")))) == 21
    assert {"profile.csv", "watched.csv", "likes/films.csv", "deleted/diary.csv"} <= set(names)
