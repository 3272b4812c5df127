"""A database file as a new one is after all migrations, made once: most tests begin with one."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data.store.migrate import migrate


def put_fresh_database(path: Path) -> None:
    """Put such a file there, unless there is one."""
    if not path.exists():
        path.write_bytes(_made_once())


@cache
def _made_once() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "marquee.db"
        migrate(path)
        return path.read_bytes()
