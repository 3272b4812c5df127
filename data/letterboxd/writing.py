"""Diaries and watchlists written in Letterboxd's own import format."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from data.letterboxd.markup import to_html
from data.models import HalfStars, ToldEntry, ToldFilm

LARGEST = 1_000_000
"""Bytes that a file stays below: Letterboxd takes up to 1 MB (https://letterboxd.com/about/importing-data/)."""

_NAMES = ("LetterboxdURI", "tmdbID", "imdbID", "Title", "Year", "Directors")
_COLUMNS = (*_NAMES, "Rating", "WatchedDate", "Rewatch", "Tags", "Review")

# Spreadsheets take a cell for a formula that begins so; in Japan in full width as well (OWASP, "CSV Injection").
_FORMULA_STARTS = tuple("=+-@＝＋－＠")
_UNSEEN_STARTS = "\ufeff\u200b"


def write_diary(films: Iterable[ToldFilm], largest: int = LARGEST) -> list[bytes]:
    """The films' viewings as CSV files, a row for each; none where there is nothing to write.

    A film without any viewing has one row, with its rating if it has one. The viewing that was the last by its day has
    the film's own rating, where that is not the last one of all viewings anyway. A film that is only on the watchlist
    has no row.
    """
    return _files(_COLUMNS, (row for film in films for row in _viewings(film)), largest)


def write_watchlist(films: Iterable[ToldFilm], largest: int = LARGEST) -> list[bytes]:
    """The films as CSV files that only name them, as a watchlist does; none without films."""
    return _files(_NAMES, (_naming(film) for film in films), largest)


def file_names(count: int, kind: Literal["diary", "watchlist"] = "diary") -> list[str]:
    """What that many files are called, numbered where there are several."""
    if count == 1:
        return [f"marquee-{kind}.csv"]

    return [f"marquee-{kind}-{number}.csv" for number in range(1, count + 1)]


def _viewings(film: ToldFilm) -> Iterator[dict[str, str]]:
    naming = _naming(film)

    telling = _telling_rating(film)

    for number, entry in enumerate(film.entries):
        yield naming | _viewing(entry, film.rating if number == telling else entry.rating)

    is_only_wanted = film.wanted_on and not (film.rating or film.seen_on or film.is_liked)

    if not (film.entries or is_only_wanted):
        yield naming | {"Rating": _stars(film.rating)}


def _telling_rating(film: ToldFilm) -> int | None:
    """Which of the viewings tells the film's own rating in place of its own: the last one, by its day.

    None where the rows tell it as they are: whoever reads them takes the last rating for the film's.
    """
    in_order = sorted(range(len(film.entries)), key=lambda number: film.entries[number].watched_on or date.min)
    rated = [film.entries[number].rating for number in in_order if film.entries[number].rating is not None]
    return None if film.rating in {None, *rated[-1:]} else next(reversed(in_order), None)


def _naming(film: ToldFilm) -> dict[str, str]:
    """The cells that say which film it is. An entry's address would name no film, so it is not among them."""
    return {
        "LetterboxdURI": film.address or "",
        "tmdbID": str(film.tmdb_id or ""),
        "imdbID": film.imdb_id or "",
        "Title": _text(film.title),
        "Year": str(film.year or ""),
        "Directors": _text(", ".join(film.directors)),
    }


def _viewing(entry: ToldEntry, rating: HalfStars | None) -> dict[str, str]:
    return {
        "Rating": _stars(rating),
        "WatchedDate": entry.watched_on.isoformat() if entry.watched_on else "",
        "Rewatch": "true" if entry.is_rewatch else "false",
        "Tags": _text(", ".join(entry.tags)),
        "Review": _text(to_html(entry.text)),
    }


def _stars(rating: HalfStars | None) -> str:
    return "" if rating is None else f"{rating / 2:g}"


def _text(text: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    One blank before it does that and is all that is added: whoever reads such a file takes blanks off the edges of a
    cell, so that a title such as `-30-` stays itself. A quotation mark, which others put there, would stay. A formula
    behind white space counts as one, since some programs take that away first.
    """
    text = text.replace("\0", "")
    begins = text.lstrip().lstrip(_UNSEEN_STARTS).lstrip()
    return f" {text}" if begins.startswith(_FORMULA_STARTS) or text.startswith(("\t", "\r")) else text


def _files(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]], largest: int) -> list[bytes]:
    """The rows as files, each with the columns' names; no row is split, so one that is too large stands alone."""
    header = _line(columns)
    files: list[bytes] = []
    lines: list[bytes] = []
    size = 0

    for row in rows:
        line = _line(row.get(column, "") for column in columns)

        if lines and size + len(line) >= largest:
            files.append(header + b"".join(lines))
            lines.clear()

        size = len(line) + (size if lines else len(header))
        lines.append(line)

    return [*files, header + b"".join(lines)] if lines else files


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
