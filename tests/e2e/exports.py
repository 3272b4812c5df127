"""An export from Letterboxd as somebody hands it in through the page: invented, and of a month that they choose."""

from collections.abc import Sequence
from datetime import date

from tests.data.letterboxd.account_files import (
    DIARY,
    NOT_IMPORTED,
    PLAIN,
    REVIEWS,
    AccountFilm,
    DatedFilm,
    EntryRow,
    dated_row,
    diary_row,
    review_row,
    table,
    zipped,
)

_SEEN = (
    (2, "Playtime", 1967, 9, ""),
    (4, "Cléo from 5 to 7", 1962, 8, "An hour and a half in which <i>everything</i> looks back at her."),
    (7, "Alien", 1979, None, ""),
    (9, "Ikiru", 1952, 10, "The swing. I was not ready for the swing."),
    (12, "Close-Up", 1990, 9, ""),
    (15, "A Short That My Cousin Made", 2025, 7, ""),
    (18, "In the Mood for Love", 2000, 10, "Nobody touches anybody, and I had to open a window."),
    (21, "Wadjda", 2012, 8, ""),
    (23, "Frankenstein", None, 6, ""),
    (26, "Stalker", 1979, 7, "Slow water, and then a <b>dog</b>."),
    (28, "Playtime", 1967, 10, "Better from the third row."),
)
"""Day of the month, film, rating in half stars, review; an unknown one among them, and one that may be several."""

_LIKED = ("Ikiru", "In the Mood for Love")
_WANTED = (("Ran", 1985), ("Yi Yi", 2000), ("Moonlight", 2016))


def an_export(month: date) -> bytes:
    """The archive of an account that tells of that month; one line of it can't be read."""
    films = {title: AccountFilm(title, title, year, _address(title)) for _, title, year, *_ in _SEEN}
    entries = [
        EntryRow(
            films[title],
            f"{_address(title)}-{day}",
            month.replace(day=day),
            month.replace(day=day),
            rating,
            is_rewatch=(title, day) == ("Playtime", 28),
            review=review,
        )
        for day, title, _, rating, review in _SEEN
    ]
    wanted = [DatedFilm(AccountFilm(title, title, year, _address(title)), month) for title, year in _WANTED]
    files = {
        "diary.csv": table(DIARY, [*map(diary_row, entries), *_unreadable(month)]),
        "reviews.csv": table(REVIEWS, (review_row(entry) for entry in entries if entry.review)),
        "watchlist.csv": table(PLAIN, map(dated_row, wanted)),
        "likes/films.csv": table(PLAIN, (dated_row(DatedFilm(films[title], month)) for title in _LIKED)),
    }
    return zipped(NOT_IMPORTED | files)


def _unreadable(month: date) -> Sequence[Sequence[str]]:
    return [(month.isoformat(), "", "2001", "https://boxd.it/x", "4", "", "", month.isoformat())]


def _address(title: str) -> str:
    return f"https://boxd.it/{sum(map(ord, title)):x}"
