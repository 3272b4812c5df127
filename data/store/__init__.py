"""SQLite through aiosqlite: the only place that speaks SQL.

`Store.open` gives one object with a part per aggregate. One connection writes, inside `transaction()`; another reads.
"""

from data.store.store import Store

__all__ = ["Store"]
