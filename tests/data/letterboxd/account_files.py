"""The files in which Letterboxd hands an account to its owner, as `CONTRACTS.md` measured them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AccountFilm:
    """A film as the account's files name it; `key` says which one it is over all exports of the account."""

    key: str
    title: str
    year: int | None
    address: str
    other_titles: tuple[str, ...] = ()
    is_fixed: bool = False
    """Whether later exports name it in the same way, and tell of no more viewings."""


@dataclass(frozen=True)
class DatedFilm:
    """A row of `watched.csv`, `watchlist.csv` or `likes/films.csv`."""

    film: AccountFilm
    day: date


@dataclass(frozen=True)
class RatedFilm:
    """A row of `ratings.csv`; the rating in half stars."""

    film: AccountFilm
    day: date
    rating: int


@dataclass(frozen=True)
class EntryRow:
    """A row of `diary.csv` or `reviews.csv`; the review in HTML, empty where there is none."""

    film: AccountFilm
    address: str
    logged_on: date
    watched_on: date | None
    rating: int | None = None
    is_rewatch: bool = False
    tags: tuple[str, ...] = ()
    review: str = ""


PLAIN = ("Date", "Name", "Year", "Letterboxd URI")
RATINGS = (*PLAIN, "Rating")
DIARY = (*PLAIN, "Rating", "Rewatch", "Tags", "Watched Date")
REVIEWS = (*PLAIN, "Rating", "Rewatch", "Review", "Tags", "Watched Date")

NOT_IMPORTED = {
    "profile.csv": (
        "Date Joined,Username,Given Name,Family Name,Email Address,Location,Website,Bio,Pronoun,Favorite Films\r\n"
        '2012-01-01,nobody,,,nobody@example.org,,,,They / their,"https://boxd.it/a, https://boxd.it/b"\r\n'
    ),
    "likes/lists.csv": "Date,Content\r\n2020-01-01,https://boxd.it/list\r\n",
    "likes/reviews.csv": "Date,Content\r\n2020-01-01,https://boxd.it/review\r\n",
    "comments.csv": "Date,Content,Comment\r\n2020-01-01,https://boxd.it/x,Quite so.\r\n",
    "lists/rainy-days.csv": (
        "Letterboxd list export v7\r\nDate,Name,Tags,URL,Description\r\n2020-01-01,Rainy days,,https://boxd.it/l,\r\n\r\n"
        "Position,Name,Year,URL,Description\r\n1,Rashomon,1950,https://boxd.it/r,\r\n"
    ),
    "deleted/diary.csv": f"{','.join(DIARY)}\r\n2015-05-05,Taken Back,2015,https://boxd.it/gone,4,,,2015-05-04\r\n",
    "orphaned/diary.csv": f"{','.join(DIARY)}\r\n2015-05-06,Nobody's,2015,https://boxd.it/lone,4,,,2015-05-04\r\n",
}
"""Files that an export has beside those that are imported; what they tell of must turn up nowhere."""


def dated_row(row: DatedFilm) -> tuple[str, ...]:
    """As `PLAIN` has it."""
    return (row.day.isoformat(), row.film.title, str(row.film.year or ""), row.film.address)


def rated_row(row: RatedFilm) -> tuple[str, ...]:
    """As `RATINGS` has it."""
    return (*dated_row(DatedFilm(row.film, row.day)), stars(row.rating))


def diary_row(row: EntryRow) -> tuple[str, ...]:
    """As `DIARY` has it."""
    return (*_said(row), ", ".join(row.tags), row.watched_on.isoformat() if row.watched_on else "")


def review_row(row: EntryRow) -> tuple[str, ...]:
    """As `REVIEWS` has it."""
    *first, tags, watched_on = diary_row(row)
    return (*first, row.review, tags, watched_on)


def stars(rating: int | None) -> str:
    """A rating in half stars as Letterboxd writes it: `4`, `4.5`, nothing where there is none."""
    return "" if rating is None else f"{rating / 2:g}"


def table(columns: Iterable[str], rows: Iterable[Iterable[str]], line_end: str = "\r\n") -> str:
    """A CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def zipped(files: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of those files, in their order; the same files make the same bytes."""
    out = io.BytesIO()

    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            # With a day of its own an archive does not depend on when it was made.
            entry = zipfile.ZipInfo(name, (2026, 11, 1, 0, 0, 0))
            entry.compress_type = compression
            archive.writestr(entry, content)

    return out.getvalue()


def _said(row: EntryRow) -> tuple[str, ...]:
    plain = (row.logged_on.isoformat(), row.film.title, str(row.film.year or ""), row.address)
    return (*plain, stars(row.rating), "Yes" if row.is_rewatch else "")
