"""A member's own diary over all servers: the viewings of their reviews, and those that they keep for themselves."""

import json
from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime
from sqlite3 import Row
from typing import Any

from data.models import DiaryEntry, DiaryPlace, Film, FilmId, GuildId, Month, ReviewId, UserId
from data.store.database import Database
from data.store.rows import to_film, to_seconds

_DAY_S = 86_400
_EPOCH = date(1970, 1, 1).toordinal()

_VIEWINGS = (
    "SELECT r.film_id, v.watched_on, coalesce(v.logged_s, r.created_s) AS told_s, r.guild_id, r.id AS review_id,"
    " v.id AS viewing_id, NULL AS watch_id"
    " FROM reviews r LEFT JOIN viewings v ON v.review_id = r.id WHERE r.author_id = :user_id"
)
"""What the member told in servers of watching anything; a review that tells of no viewing counts as one."""

_WATCHES = (
    "SELECT coalesce(f.merged_into, f.id) AS film_id, w.watched_on, w.logged_s, NULL, NULL, NULL, w.id"
    " FROM watches w JOIN films f ON f.id = w.film_id WHERE w.user_id = :user_id"
)
"""What they keep for themselves, in the same columns."""

_TOLD = f"{_VIEWINGS} UNION ALL {_WATCHES}"

_AMONG = "IN (SELECT value FROM json_each(:films))"
_TOLD_OF_FILMS = f"{_VIEWINGS} AND r.film_id {_AMONG} UNION ALL SELECT * FROM ({_WATCHES}) WHERE film_id {_AMONG}"


def _of_month(told: str) -> str:
    """Those of one month, by its days, counted from 1, and by which viewing of that day each is.

    The first of a day in one server is the first of that day in another one as well, and so on.
    """
    return (
        "SELECT *, row_number() OVER (PARTITION BY film_id, day, guild_id ORDER BY told_s, viewing_id, watch_id)"
        f" AS number FROM (SELECT *, CASE WHEN watched_on IS NULL THEN (told_s - :begin_s) / {_DAY_S} + 1"
        f" ELSE CAST(substr(watched_on, 9) AS INTEGER) END AS day FROM ({told})"
        " WHERE watched_on BETWEEN :first AND :last"
        " OR (watched_on IS NULL AND told_s >= :begin_s AND told_s < :end_s))"
    )


_PAGE = (
    f"SELECT film_id, day, number, count(*) OVER () AS found FROM ({_of_month(_TOLD)})"
    " GROUP BY film_id, day, number ORDER BY day DESC, max(told_s) DESC, film_id, number DESC"
    " LIMIT :size OFFSET :skipped"
)

_PLACES = (
    "SELECT t.film_id, t.day, t.number, t.guild_id, t.review_id, coalesce(v.rating, r.rating, 0) AS rating,"
    " coalesce(v.is_rewatch, r.is_rewatch, w.is_rewatch) AS is_rewatch, coalesce(r.is_liked, w.is_liked) AS is_liked,"
    " coalesce(r.body <> '', 0) AS has_text,"
    # What the review says, and where that stands, is of its latest viewing.
    " iif(v.id IS NULL OR v.watched_on IS r.watched_on, r.source_url, NULL) AS source_url,"
    " iif(v.id IS NULL, coalesce(r.import_id, w.import_id), v.import_id) IS NOT NULL AS is_imported"
    f" FROM ({_of_month(_TOLD_OF_FILMS)}) t LEFT JOIN reviews r ON r.id = t.review_id"
    " LEFT JOIN viewings v ON v.id = t.viewing_id LEFT JOIN watches w ON w.id = t.watch_id"
    " ORDER BY t.told_s DESC, t.guild_id, t.viewing_id DESC, t.watch_id DESC"
)

_Key = tuple[FilmId, int, int]
"""A film, a day of the month, and which viewing of that day."""


class DiaryReader:
    """What a member watched, for their own eyes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def months(self, user_id: UserId) -> list[Month]:
        """The months of which the diary holds something, the latest first."""
        rows = await self._database.read(
            f"SELECT DISTINCT coalesce(substr(watched_on, 1, 7), told_s / {_DAY_S}) AS found FROM ({_TOLD})",
            {"user_id": user_id},
        )
        found = {_month_of(row["found"]) for row in rows}
        return [Month(*month) for month in sorted(found, reverse=True)]

    async def page(self, user_id: UserId, month: Month, size: int, skipped: int = 0) -> tuple[list[DiaryEntry], int]:
        """Up to `size` viewings of the month after the first `skipped`, and how many there are; the latest first.

        The same viewing told in several servers is one. Without any, it is not known how many there are: 0.
        """
        values = {"user_id": user_id, **_bounds(month), "size": size, "skipped": skipped}
        rows = await self._database.read(_PAGE, values)
        keys = [_key(row) for row in rows]
        films = await self._films({film_id for film_id, _, _ in keys})
        told: dict[_Key, list[Row]] = {key: [] for key in keys}

        for row in await self._database.read(_PLACES, values | {"films": json.dumps(list(films))}):
            told.get(_key(row), []).append(row)

        # What was deleted between the two queries is left out.
        entries = [_to_entry(films[key[0]], month, key[1], told[key]) for key in keys if told[key]]
        return entries, rows[0]["found"] if rows else 0

    async def _films(self, film_ids: set[FilmId]) -> dict[FilmId, Film]:
        rows = await self._database.read(
            "SELECT id, facts FROM films WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(film_ids)),)
        )
        return {FilmId(row["id"]): to_film(row["facts"]) for row in rows}


def _key(row: Row) -> _Key:
    return FilmId(row["film_id"]), row["day"], row["number"]


def _month_of(found: str | int) -> tuple[int, int]:
    """Year and month of a calendar date's beginning, or of a number of days since 1970: of thousands, so no model."""
    if isinstance(found, str):
        return int(found[:4]), int(found[5:7])

    day = date.fromordinal(_EPOCH + found)
    return day.year, day.month


def _bounds(month: Month) -> dict[str, Any]:
    """A month's first and last day, as far as dates are compared, and its first second and that after its last."""
    begins = datetime(month.year, month.number, 1, tzinfo=UTC)
    days = monthrange(month.year, month.number)[1]
    first = f"{month.year:04}-{month.number:02}-"
    return {
        "first": f"{first}01",
        "last": f"{first}{days}",
        "begin_s": to_seconds(begins),
        "end_s": to_seconds(begins) + days * _DAY_S,
    }


def _to_entry(film: Film, month: Month, day: int, rows: Sequence[Row]) -> DiaryEntry:
    """The viewing that rows of `_PLACES` tell of, the latest first: its rating is the latest that was given."""
    return DiaryEntry(
        film=film,
        day=date(month.year, month.number, day),
        rating=next((row["rating"] for row in rows if row["rating"]), None),
        is_rewatch=any(row["is_rewatch"] for row in rows),
        is_liked=any(row["is_liked"] for row in rows),
        places=tuple(_to_place(row) for row in rows),
    )


def _to_place(row: Row) -> DiaryPlace:
    return DiaryPlace(
        guild_id=None if row["guild_id"] is None else GuildId(row["guild_id"]),
        review_id=None if row["review_id"] is None else ReviewId(row["review_id"]),
        has_text=bool(row["has_text"]),
        source_url=row["source_url"],
        is_imported=bool(row["is_imported"]),
    )
