"""A database file as anybody else sees it: its bytes, its tables, and what a stranger does to it."""

import sqlite3
from contextlib import closing
from pathlib import Path


def raw_bytes(path: Path) -> bytes:
    """All that can be read of the database: its file, and its write-ahead log while there is one."""
    log = path.with_name(path.name + "-wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def write_raw(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def run_sql(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def schema_version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
