"""What a self-hoster does with the database file from outside, beside a running bot or without one."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from pydantic import ValidationError

from data.errors import BackupFailed, DatabaseUnusable
from data.models import FilmDetails
from data.store.migrate import copy_to, known_migrations, read_version

_COUNTS = {
    "film_counts": "SELECT guild_id, film_id, rating, count(*) FROM reviews GROUP BY 1, 2, 3",
    "guild_counts": "SELECT guild_id, rating, count(*) FROM reviews GROUP BY 1, 2",
}

_MADE_OF = {
    "counted": ("the reviews", "SELECT * FROM counted", "SELECT * FROM counted_truth"),
    "film_traits": (
        "the films",
        "SELECT film_id, kind, value FROM film_traits JOIN traits ON id = trait_id",
        "SELECT film_id, kind, value FROM film_traits_truth",
    ),
    "traits": ("the films", "SELECT id FROM traits", "SELECT trait_id FROM film_traits"),
}
"""By table what it is made of, its rows, and what these have to be."""


def backup(source: Path, target: Path) -> int:
    """Write a compact, consistent copy of the database to `target`; its size in bytes.

    The bot may be running: a reader never waits for the writer. Raises DatabaseUnusable, BackupFailed.
    """
    if target.is_dir():
        raise BackupFailed(str(target), "it is a folder")

    if target.resolve() == source.resolve():
        raise BackupFailed(str(target), "it is the database itself")

    if target.exists() and not _is_ours(target):
        raise BackupFailed(str(target), "there is a file already, and it is no database of mine")

    connection = _open(source)

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_to(connection, target)
        return target.stat().st_size
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(str(target), str(error)) from error
    finally:
        connection.close()


def check(source: Path) -> list[str]:
    """What is wrong with the database, a sentence each; empty when all is well.

    SQLite's own integrity check, references that lead nowhere, counts, times of rating and traits of films that differ
    from what they are made of, reviews that are both there and deleted, films and reviews that are both there and part
    of another, and details of films that can't be read.
    Of a database that the next start brings up to date, only what does not depend on that. Raises DatabaseUnusable,
    DatabaseTooNew.
    """
    connection = _open(source)

    try:
        newest = max(known_migrations())
        version = read_version(connection, source, newest)

        if not version:
            raise DatabaseUnusable(str(source), "there is nothing in it")

        # One moment for all that is compared: the bot may be writing.
        connection.execute("BEGIN")
        found = [f"integrity: {row[0]}" for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"{row[0]}, row {row[1]}: names no row of {row[2]}"
            for row in connection.execute("PRAGMA foreign_key_check")
        ]

        return found + (_disagreements(connection) if version == newest else [])
    except sqlite3.Error as error:
        raise DatabaseUnusable(str(source), str(error)) from error
    finally:
        connection.close()


def _disagreements(connection: sqlite3.Connection) -> list[str]:
    """What is kept twice and is not the same."""
    found: list[str] = []

    for table, truth in _COUNTS.items():
        kept = set(connection.execute(f"SELECT * FROM {table} WHERE reviews > 0"))
        counted = set(connection.execute(truth))
        found += [f"{table}: {row} does not agree with the reviews" for row in sorted(kept ^ counted)]

    for table, (source, rows, truth) in _MADE_OF.items():
        differing = set(connection.execute(rows)) ^ set(connection.execute(truth))
        found += [f"{table}: {row} does not agree with {source}" for row in sorted(differing)]

    found += [
        f"likes: review {row[0]} counts {row[1]}, has {row[2]}"
        for row in connection.execute(
            "SELECT r.id, r.likes, count(l.user_id) AS found FROM reviews r LEFT JOIN likes l ON l.review_id = r.id"
            " GROUP BY r.id HAVING r.likes <> found"
        )
    ]
    found += [
        f"deleted_reviews: review {row[0]} is there as well"
        for row in connection.execute("SELECT review_id FROM deleted_reviews JOIN reviews r ON r.id = review_id")
    ]
    found += [
        f"films: No. {row[0]} goes by No. {row[1]}, and has {row[2]} of its own"
        for row in connection.execute(
            "SELECT id, merged_into, 'reviews' FROM films WHERE merged_into IS NOT NULL"
            " AND id IN (SELECT film_id FROM reviews UNION SELECT film_id FROM deleted_reviews) UNION ALL"
            " SELECT id, merged_into, 'keys' FROM films WHERE merged_into IS NOT NULL"
            " AND id IN (SELECT film_id FROM film_keys)"
        )
    ]
    found += [
        f"merged_reviews: review {row[0]} is part of another one, and there as well"
        for row in connection.execute(
            "SELECT review_id FROM merged_reviews JOIN reviews ON id = review_id WHERE into_id IS NOT NULL"
        )
    ]
    return found + _unreadable_details(connection)


def _unreadable_details(connection: sqlite3.Connection) -> list[str]:
    """What providers told of films and nobody can read."""
    found: list[str] = []

    for film_id, details in connection.execute("SELECT film_id, details FROM film_details WHERE details IS NOT NULL"):
        try:
            FilmDetails.model_validate_json(details)
        except ValidationError:
            found.append(f"film_details: what is kept of film {film_id} can't be read")

    return found


def _is_ours(path: Path) -> bool:
    """Whether the file is a database of ours, which a newer copy may replace."""
    try:
        with closing(_open(path)) as connection:
            return bool(read_version(connection, path, sys.maxsize))
    except (DatabaseUnusable, sqlite3.Error):
        return False


def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise DatabaseUnusable(str(path), "there is no such file")

    try:
        # Read-only, yet able to see what a running bot wrote a moment ago.
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise DatabaseUnusable(str(path), str(error)) from error

    try:
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        connection.close()
        raise DatabaseUnusable(str(path), str(error)) from error

    return connection
