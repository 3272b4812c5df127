"""Search over a million titles: a read-only SQLite file of its own, in which the row id is the rank by popularity.

`write_index` builds one aside, for the caller to swap in; `SearchIndex` answers from it. This package speaks SQL, as
the store does, but never of what members wrote: the file can be thrown away and imported again.
"""

from data.catalogue.index.searching import SearchIndex
from data.catalogue.index.writing import write_index

__all__ = ["SearchIndex", "write_index"]
