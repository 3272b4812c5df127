"""What goes wrong with the file that holds everything."""

from data.errors.base import MarqueeError


class StoreFailed(MarqueeError):
    """SQLite refused with `reason`; the transaction was rolled back."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DatabaseUnusable(StoreFailed):
    """The database at `path` cannot be opened, read or written, for `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path


class DatabaseTooNew(StoreFailed):
    """The database at `path` has schema `found`; this version knows schemas up to `known`."""

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(f"schema {found}, newer than {known}")
        self.path = path
        self.found = found
        self.known = known


class BackupFailed(StoreFailed):
    """The copy at `path` cannot be written, for `reason`; the database itself is as it was."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
