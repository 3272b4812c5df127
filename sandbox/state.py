"""What is kept over a restart: one SQLite file, in which every change is written at once."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "sandbox.db"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS thing (
    kind TEXT NOT NULL,
    id INTEGER NOT NULL,
    body TEXT NOT NULL,          -- JSON
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attachment (
    id INTEGER PRIMARY KEY,
    message_id INTEGER,          -- null while it belongs to no message: what a person hands to a command
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    is_private INTEGER NOT NULL, -- 1: gone with the next start
    content BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS attachment_of_message ON attachment (message_id);
"""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment's bytes."""

    id: int
    filename: str
    content_type: str
    content: bytes


class StateInUse(Exception):
    """Another sandbox is running on the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


class StateUnusable(Exception):
    """A folder that cannot be made, read or written, or what is in it is not a state."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(folder, reason)
        self.folder = folder
        self.reason = reason


class State:
    """Keeps JSON texts by kind and id, and files; in memory only without a folder."""

    def __init__(self, folder: Path | None) -> None:
        """Open the state in a folder, which is made if need be. Raises StateInUse or StateUnusable."""
        if folder is None:
            self._db = _connect(":memory:")
            self._prepare()
            return

        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = _connect(folder / FILE_NAME)
        except (OSError, sqlite3.Error) as problem:
            raise StateUnusable(folder, _reason(problem)) from problem

        try:
            self._prepare()
        except sqlite3.Error as problem:
            self._db.close()
            if problem.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise StateInUse(folder) from None

            raise StateUnusable(folder, _reason(problem)) from problem

    def _prepare(self) -> None:
        # Two sandboxes on one file would each keep to what they have in memory.
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        # A change is handed to the operating system before its request is answered, so the death of the process
        # loses nothing; only that of the machine could lose the last ones.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)
        self._db.execute("DELETE FROM attachment WHERE is_private = 1")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def save(self, kind: str, thing_id: int, body: str) -> None:
        """Keep `body`, in place of what was there."""
        self._db.execute(
            "INSERT INTO thing (kind, id, body) VALUES (?, ?, ?) "
            "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            (kind, thing_id, body),
        )

    def delete(self, kind: str, thing_id: int) -> None:
        """Forget one thing; nothing happens if it is not there."""
        self._db.execute("DELETE FROM thing WHERE kind = ? AND id = ?", (kind, thing_id))

    def load(self, kind: str) -> list[str]:
        """All things of a kind, by rising id."""
        return [body for (body,) in self._db.execute("SELECT body FROM thing WHERE kind = ? ORDER BY id", (kind,))]

    def save_file(self, file: StoredFile, message_id: int | None, *, is_private: bool) -> None:
        """Keep an attachment's bytes."""
        self._db.execute(
            "INSERT INTO attachment (id, message_id, filename, content_type, is_private, content) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (file.id, message_id, file.filename, file.content_type, int(is_private), file.content),
        )

    def load_file(self, file_id: int) -> StoredFile | None:
        """An attachment, or None."""
        row = self._db.execute(
            "SELECT id, filename, content_type, content FROM attachment WHERE id = ?", (file_id,)
        ).fetchone()
        return None if row is None else StoredFile(*row)

    def delete_file(self, file_id: int) -> None:
        """Forget one attachment."""
        self._db.execute("DELETE FROM attachment WHERE id = ?", (file_id,))

    def delete_files_of(self, message_id: int) -> None:
        """Forget a message's attachments."""
        self._db.execute("DELETE FROM attachment WHERE message_id = ?", (message_id,))


def _connect(path: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=0.5)


def _reason(problem: OSError | sqlite3.Error) -> str:
    return (problem.strerror if isinstance(problem, OSError) else None) or str(problem)
