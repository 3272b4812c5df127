"""Numbered SQL files, each applied once, in order, together with its number in one transaction."""

import sqlite3
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from data.errors import DatabaseTooNew, DatabaseUnusable

APPLICATION_ID = int.from_bytes(b"MARQ", "big")
"""The mark in the header of our files, set by the first migration: https://www.sqlite.org/pragma.html"""


def known_migrations() -> dict[int, str]:
    """The SQL of every migration by its number, ascending."""
    folder = resources.files("data.store") / "migrations"
    scripts = {
        int(file.name.split("_", 1)[0]): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    }
    return dict(sorted(scripts.items()))


def migrate(path: Path, migrations: Mapping[int, str] | None = None) -> None:
    """Bring the file's schema up to date by `migrations`, all known ones where none are named.

    A copy is made before an existing schema is changed; it stands beside the file as `<name>.before-<number>`.
    Raises DatabaseTooNew, DatabaseUnusable, sqlite3.Error.
    """
    migrations = known_migrations() if migrations is None else migrations
    connection = sqlite3.connect(path, isolation_level=None)

    try:
        connection.execute("PRAGMA busy_timeout = 5000")
        # What a migration moves elsewhere or drops is overwritten, not only unlinked.
        connection.execute("PRAGMA secure_delete = ON")
        version = read_version(connection, path, max(migrations))
        pending = {number: sql for number, sql in sorted(migrations.items()) if number > version}

        if version and pending:
            copy_to(connection, path.with_name(f"{path.name}.before-{min(pending):04}"))

        for number, sql in pending.items():
            _apply(connection, number, sql)
    finally:
        connection.close()


def read_version(connection: sqlite3.Connection, path: Path, known: int) -> int:
    """The number of the file's schema, 0 for a blank file.

    Raises DatabaseTooNew above `known`, and DatabaseUnusable for a file of another program.
    """
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    mark: int = connection.execute("PRAGMA application_id").fetchone()[0]
    is_blank = not version and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    if mark != APPLICATION_ID and not is_blank:
        raise DatabaseUnusable(str(path), "it is a database of something else")

    if version > known:
        raise DatabaseTooNew(str(path), version, known)

    return version


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Write a compact, consistent copy of the open database to `target`, replacing a copy that is there."""
    unfinished = target.with_name(target.name + ".partial")
    unfinished.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.replace(target)


def _apply(connection: sqlite3.Connection, number: int, sql: str) -> None:
    # `PRAGMA user_version` is part of the transaction: schema and number change together or not at all.
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.rollback()

        raise
