"""The films of imports, read in the order of their places."""

import json
from collections.abc import Sequence

from data.errors import ImportGone
from data.models import FilmKey, ImportFilm, ImportId, MatchState
from data.store.database import Database
from data.store.import_rows import to_import_film

# SQLite would look through all of an import's films.
BY_MATCH = "import_films INDEXED BY import_films_by_match"
_NOT_DONE = "import_films INDEXED BY import_films_not_done"

_LARGEST = 2**63 - 1
"""The largest number that SQLite takes: what a press names may be anything."""


class ImportFilms:
    """The films of one import or another: its part of `ImportStore` that changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def total(self, import_id: ImportId) -> int:
        """How many films it has."""
        return await self._count("1", import_id)

    async def count(self, import_id: ImportId, state: MatchState) -> int:
        """How many of its films are in that state."""
        return await self._count("match = ?", import_id, state.value)

    async def films(self, import_id: ImportId, state: MatchState, size: int, skipped: int = 0) -> list[ImportFilm]:
        """Up to `size` of its films in that state, in the order of the file, after the first `skipped`."""
        where = "match = ? ORDER BY place LIMIT ? OFFSET ?"
        return await self._films(where, import_id, state.value, size, skipped, source=BY_MATCH)

    async def film(self, import_id: ImportId, place: int) -> ImportFilm:
        """Its film in that place. Raises ImportGone where there is none."""
        films = await self._films("place = ?", import_id, bounded(place))

        if not films:
            raise ImportGone

        return films[0]

    async def next_waiting(self, import_id: ImportId, size: int) -> list[ImportFilm]:
        """Up to `size` of its films that were not looked for yet, in the order of the file."""
        return await self.films(import_id, MatchState.WAITING, size)

    async def sure_keys(self, import_id: ImportId, size: int, after: int) -> list[tuple[int, FilmKey]]:
        """Up to `size` of its films that were found, by place after that one: place, and key of what was found."""
        rows = await self._database.read(
            f"SELECT place, json_extract(film, '$.key') AS key FROM {BY_MATCH}"
            " WHERE import_id = ? AND match = 'sure' AND place > ? ORDER BY place LIMIT ?",
            (import_id, after, size),
        )
        return [(row["place"], FilmKey(row["key"])) for row in rows]

    async def in_places(self, import_id: ImportId, places: Sequence[int]) -> list[ImportFilm]:
        """Its films in these places, in their order."""
        return await self._films(
            "place IN (SELECT value FROM json_each(?)) ORDER BY place", import_id, json.dumps(places)
        )

    async def not_done(self, import_id: ImportId, size: int) -> list[ImportFilm]:
        """Up to `size` of its films that were not imported yet, in the order of the file."""
        return await self._films("undo IS NULL ORDER BY place LIMIT ?", import_id, size, source=_NOT_DONE)

    async def to_undo(self, import_id: ImportId, size: int) -> list[ImportFilm]:
        """Up to `size` of its films that were not taken back yet, from the last one backwards."""
        return await self._films("undo IS NOT NULL ORDER BY place DESC LIMIT ?", import_id, size)

    async def _films(
        self, where: str, import_id: ImportId, *values: str | int, source: str = "import_films"
    ) -> list[ImportFilm]:
        rows = await self._database.read(
            f"SELECT place, told, match, film, choices FROM {source} WHERE import_id = ? AND {where}",
            (import_id, *values),
        )
        return [to_import_film(row) for row in rows]

    async def _count(self, where: str, import_id: ImportId, *values: str) -> int:
        row = await self._database.read_one(
            f"SELECT count(*) AS films FROM {BY_MATCH} WHERE import_id = ? AND {where}", (import_id, *values)
        )
        assert row is not None
        return int(row["films"])


def bounded(number: int) -> int:
    """The number, or one that names nothing where SQLite takes no such one."""
    return number if 0 <= number <= _LARGEST else 0
