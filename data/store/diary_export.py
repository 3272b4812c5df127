"""What a member can take along: their reviews of a server with all viewings, what they only watched, their wishes."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from sqlite3 import Row

from data.models import Film, FilmId, GuildId, HalfStars, ReviewContent, ToldEntry, ToldFilm, UserId
from data.store.database import Database
from data.store.rows import CONTENT_COLUMNS, to_content, to_film, to_moment

_PAGE = 200
"""Films that are read at once: nobody waits long for the connection that reads."""

_ADDRESSES = (
    "SELECT coalesce(f.merged_into, f.id) AS film_id, min(n.name) AS address FROM letterboxd_films n"
    " JOIN films f ON f.id = n.film_id WHERE n.guild_id = ? AND n.user_id = ? AND instr(n.name, '|') = 0 GROUP BY 1"
)
"""Films by their pages there; a name that has a bar is a title with its year, whatever else it looks like."""

_REVIEWS = (
    f"SELECT r.id, r.film_id, f.facts, r.created_s, r.edited_s, {CONTENT_COLUMNS} FROM reviews r"
    " JOIN films f ON f.id = r.film_id WHERE r.guild_id = ?1 AND r.author_id = ?2"
    " AND (r.created_s, r.id) > (?3, ?4) ORDER BY r.created_s, r.id LIMIT ?5"
)

_WATCHES = (
    "SELECT g.id AS film_id, g.facts, w.watched_on, w.tags, w.is_rewatch, w.is_liked, w.logged_s FROM watches w"
    " JOIN films f ON f.id = w.film_id JOIN films g ON g.id = coalesce(f.merged_into, f.id)"
    " WHERE w.user_id = ?1 AND g.facts <> ''"
    # A film that was added by hand is known in its own server alone.
    " AND NOT EXISTS (SELECT 1 FROM own_films h WHERE h.film_id = g.id AND h.guild_id <> ?2)"
    " ORDER BY w.logged_s, w.id"
)

_WANTED = (
    "SELECT f.facts, w.added_s, f.id AS film_id FROM watchlist w JOIN films f ON f.id = w.film_id WHERE w.user_id = ?1"
    " AND NOT EXISTS (SELECT 1 FROM own_films h WHERE h.film_id = f.id AND h.guild_id <> ?2)"
    " ORDER BY w.added_s, w.film_id"
)


class DiaryExport:
    """One member's diary, as a file tells of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def told_films(self, guild_id: GuildId, user_id: UserId) -> list[ToldFilm]:
        """The films that the member reviewed or rated in this server, then those that they only watched, oldest first.

        Each viewing has the last text that was written about that day.
        """
        addresses = await self._addresses(guild_id, user_id)
        films: list[ToldFilm] = []
        cursor = (-1, 0)

        while rows := await self._database.read(_REVIEWS, (guild_id, user_id, *cursor, _PAGE)):
            ids = [row["id"] for row in rows]
            viewings = await self._parts("watched_on, rating, is_rewatch, logged_s", "viewings", ids)
            versions = await self._parts(CONTENT_COLUMNS, "review_revisions", ids)
            films += [
                _told_review(row, viewings[row["id"]], versions[row["id"]], addresses.get(row["film_id"]))
                for row in rows
            ]
            cursor = (rows[-1]["created_s"], rows[-1]["id"])

        return [*films, *await self._watched(guild_id, user_id, addresses)]

    async def wanted(self, guild_id: GuildId, user_id: UserId) -> list[ToldFilm]:
        """The films on the member's watchlist, the first added first."""
        addresses = await self._addresses(guild_id, user_id)
        rows = await self._database.read(_WANTED, (user_id, guild_id))
        return [
            _named(to_film(row["facts"]), addresses.get(row["film_id"])).model_copy(
                update={"wanted_on": to_moment(row["added_s"]).date()}
            )
            for row in rows
        ]

    async def _addresses(self, guild_id: GuildId, user_id: UserId) -> dict[FilmId, str]:
        """The films' pages on Letterboxd, as far as the member's files told of them."""
        rows = await self._database.read(_ADDRESSES, (guild_id, user_id))
        return {FilmId(row["film_id"]): row["address"] for row in rows}

    async def _parts(self, columns: str, table: str, review_ids: Sequence[int]) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)

        for row in await self._database.read(
            f"SELECT review_id, {columns} FROM {table} WHERE review_id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(review_ids),),
        ):
            found[row["review_id"]].append(row)

        return found

    async def _watched(self, guild_id: GuildId, user_id: UserId, addresses: dict[FilmId, str]) -> list[ToldFilm]:
        """What was only watched, also of films that were reviewed since."""
        found: dict[FilmId, list[Row]] = defaultdict(list)

        for row in await self._database.read(_WATCHES, (user_id, guild_id)):
            found[FilmId(row["film_id"])].append(row)

        return [_told_watches(rows, addresses.get(film_id)) for film_id, rows in found.items()]


def _named(film: Film, address: str | None) -> ToldFilm:
    """What names the film."""
    return ToldFilm(
        title=film.title,
        year=film.year,
        directors=film.directors,
        address=address,
        imdb_id=film.imdb_id,
        tmdb_id=film.tmdb_id,
    )


def _told_review(row: Row, viewings: Sequence[Row], versions: Sequence[Row], address: str | None) -> ToldFilm:
    current = to_content(row)
    said = _texts([to_content(version) for version in versions], current, viewings)
    written_s = row["created_s"] if row["edited_s"] is None else row["edited_s"]
    return _named(to_film(row["facts"]), address).model_copy(
        update={
            "entries": tuple(_entry(viewing, content) for viewing, content in zip(viewings, said, strict=True)),
            "rating": current.rating,
            "rated_on": to_moment(written_s).date() if current.rating else None,
            "is_liked": current.is_liked,
            "seen_on": to_moment(row["created_s"]).date(),
        }
    )


def _entry(viewing: Row, said: ReviewContent | None) -> ToldEntry:
    return ToldEntry(
        watched_on=date.fromisoformat(viewing["watched_on"]) if viewing["watched_on"] else None,
        logged_on=to_moment(viewing["logged_s"]).date(),
        rating=viewing["rating"] or None,
        is_rewatch=bool(viewing["is_rewatch"]),
        text=said.text if said else "",
        tags=said.tags if said else (),
        is_spoiler=said is not None and said.is_spoiler,
    )


_ViewingKey = tuple[str | None, HalfStars | None, bool]


def _texts(
    versions: Sequence[ReviewContent], current: ReviewContent, viewings: Sequence[Row]
) -> list[ReviewContent | None]:
    """For each viewing what was last said of it: the review itself of the last one, then earlier versions by their day.

    Of one day, and one rating where that tells them apart, the last versions belong to the last viewings.
    """
    found: list[ReviewContent | None] = [None] * len(viewings)

    if not viewings:
        return found

    found[-1] = current
    left = [version for version in _each_text_once(versions) if version.text != current.text]

    for is_rated in (True, False):
        free = [number for number, said in enumerate(found) if said is None]

        for number in reversed(free):
            key = _key_of_viewing(viewings[number], is_rated=is_rated)
            fits = [version for version in left if _key_of(version, is_rated=is_rated) == key]

            if fits:
                found[number] = fits[-1]
                left.remove(fits[-1])

    return found


def _each_text_once(versions: Iterable[ReviewContent]) -> list[ReviewContent]:
    """Versions with a text, each text where it was said last."""
    by_text: dict[str, ReviewContent] = {}

    for version in versions:
        if version.text:
            by_text.pop(version.text, None)
            by_text[version.text] = version

    return list(by_text.values())


def _key_of(content: ReviewContent, *, is_rated: bool) -> _ViewingKey:
    day = content.watched_on.isoformat() if content.watched_on else None
    return (day, content.rating, content.is_rewatch) if is_rated else (day, None, False)


def _key_of_viewing(viewing: Row, *, is_rated: bool) -> _ViewingKey:
    day = viewing["watched_on"]
    return (day, viewing["rating"] or None, bool(viewing["is_rewatch"])) if is_rated else (day, None, False)


def _told_watches(rows: Sequence[Row], address: str | None) -> ToldFilm:
    """A film that was only watched."""
    entries = [
        ToldEntry(
            watched_on=date.fromisoformat(row["watched_on"]) if row["watched_on"] else None,
            logged_on=to_moment(row["logged_s"]).date(),
            tags=tuple(json.loads(row["tags"])),
            is_rewatch=bool(row["is_rewatch"]),
            is_liked=bool(row["is_liked"]) or None,
        )
        for row in rows
    ]
    # One without a day, a mark and a tag only says that it was watched.
    telling = [entry for entry in entries if entry.watched_on or entry.tags or entry.is_rewatch or len(entries) > 1]
    return _named(to_film(rows[0]["facts"]), address).model_copy(
        update={
            "entries": tuple(telling),
            "is_liked": any(entry.is_liked for entry in entries),
            "seen_on": to_moment(rows[0]["logged_s"]).date(),
        }
    )
