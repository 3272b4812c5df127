"""Films as they are told elsewhere, what is here of one without a database, and told films drawn by luck."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from math import prod
from typing import Any, TypeVar

from hypothesis import strategies as st

from data.models import Film, GuildId, Import, Outcome, ReviewContent, ToldEntry, ToldFilm, UserId
from data.store import Store
from data.store.database import fetch_one
from data.store.diary_pieces import Changes, DiaryVersion, DiaryViewing, DiaryWatch, Here, fingerprint
from tests.builders import ALICE, GUILD, NOW, a_film, an_author

FIRST_DAY = date(2020, 1, 1)
FILM_PAGE = "https://letterboxd.com/film/film-no-1/"


def a_day(number: int) -> date:
    """The day with that number, long before now."""
    return FIRST_DAY + timedelta(days=number)


def an_entry(day: int | None = None, logged: int | None = None, name: str | None = None, **said: Any) -> ToldEntry:
    """A viewing of that day, as it is told."""
    days = {"watched_on": None if day is None else a_day(day), "logged_on": None if logged is None else a_day(logged)}
    url = f"https://letterboxd.com/alice/film/{name}/" if name else None
    return ToldEntry.model_validate(days | {"name": name, "url": url} | said)


def a_told_film(*entries: ToldEntry, **said: Any) -> ToldFilm:
    """The film of which these viewings are told."""
    return ToldFilm.model_validate(
        {"title": "Film No. 1", "year": 2013, "address": FILM_PAGE, "entries": entries} | said
    )


def nameless(told: ToldFilm) -> ToldFilm:
    """The film as a file in Letterboxd's import format tells of it: without the names of entries, and when they were
    logged."""
    entries = [entry.model_copy(update={"name": None, "url": None, "logged_on": None}) for entry in told.entries]
    telling = tuple(entry for entry in entries if entry.watched_on or entry.rating or entry.text)
    seen_on = told.seen_on or (a_day(0) if told.entries else None)
    return told.model_copy(update={"entries": telling, "rated_on": None, "address": None, "seen_on": seen_on})


def renamed(told: ToldFilm, mark: str = "new") -> ToldFilm:
    """The film as a later export tells of it, in which all addresses are others."""
    entries = [entry.model_copy(update={"name": f"{mark}-{n}"}) for n, entry in enumerate(told.entries)]
    return told.model_copy(update={"entries": tuple(entries), "address": f"{FILM_PAGE}{mark}/"})


async def an_import(
    store: Store,
    *told: ToldFilm,
    user_id: UserId = ALICE,
    guild_id: GuildId = GUILD,
    started_at: datetime | None = NOW,
) -> Import:
    """An import of these films that its member agreed to."""
    about: dict[str, Any] = {"guild_id": guild_id, "user_id": user_id, "file_name": "alice.zip", "state": "running"}
    at = int((started_at or NOW).timestamp())

    async with store.database.transaction() as tx:
        row = await fetch_one(
            tx,
            "INSERT INTO imports (guild_id, user_id, file_name, state, begun_s, started_s, faults, fault_count)"
            " VALUES (?, ?, ?, ?, ?, ?, '[]', 0) RETURNING id",
            (*about.values(), at, at if started_at else None),
        )
        assert row is not None
        await tx.executemany(
            "INSERT INTO import_films (import_id, place, told, match) VALUES (?, ?, ?, 'sure')",
            [(row["id"], place, one.model_dump_json()) for place, one in enumerate(told, 1)],
        )

    return Import(id=row["id"], keeps_unknown=True, begun_at=NOW, started_at=started_at, **about)


async def bring_in(
    store: Store, *told: ToldFilm, film: Film | None = None, now: datetime = NOW, **known: Any
) -> tuple[Import, Outcome | None]:
    """Import what is told of the film, the first of the catalogue where none is named; what the last of it did."""
    about = await an_import(store, *told, started_at=now, **known)
    author = an_author(about.user_id)
    done = [
        await store.diaries.bring_in(about, place, author, film or a_film(), one, now)
        for place, one in enumerate(told, 1)
    ]
    return about, done[-1]


_ids = count(1)
_Part = TypeVar("_Part", DiaryVersion, DiaryViewing, DiaryWatch)


def after(here: Here, changes: Changes, now: datetime = NOW) -> Here:
    """What is here after the changes were made, as the store makes them."""
    versions = list(changes.versions or here.versions)

    if changes.content is not None and here.content is not None:
        assert here.written_at is not None
        versions.append(DiaryVersion(content=here.content, written_at=here.written_at, replaced_at=now))

    watches = {watch.id: watch for watch in here.watches} | {w.id or -next(_ids): w for w in changes.watches}
    first = changes.edited_at or changes.created_at
    return Here(
        content=changes.content or here.content,
        written_at=(first or now) if changes.content else here.written_at,
        is_from_merge=here.is_from_merge and changes.content is None,
        versions=tuple(_numbered(versions)),
        viewings=tuple(_imported(_numbered(changes.viewings or here.viewings))),
        watches=tuple(_numbered([w for n, w in watches.items() if n not in changes.dropped])),
        is_wanted=here.is_wanted or changes.is_wanted,
        known={**here.known, **changes.entries},
        film=changes.film or here.film,
    )


def _numbered(parts: Sequence[_Part]) -> list[_Part]:
    return [part if part.id else part.model_copy(update={"id": next(_ids)}) for part in parts]


def _imported(viewings: Sequence[DiaryViewing]) -> list[DiaryViewing]:
    return [viewing.model_copy(update={"is_imported": True}) for viewing in viewings]


def texts_of(here: Here) -> set[str]:
    """The fingerprints of all that the review says and said."""
    contents = [version.content for version in here.versions] + ([here.content] if here.content else [])
    return {fingerprint(content.text) for content in contents} - {""}


def days_of(here: Here) -> Counter[date | None]:
    """How often the film was seen on which day, privately or not."""
    return Counter(seen.watched_on for seen in (*here.viewings, *here.watches))


def told_days(told: ToldFilm) -> Counter[date | None]:
    """How often it is told to have been seen on which day."""
    return Counter(entry.watched_on for entry in told.entries)


# Few of each, and some twice, so that much of what is drawn is the same, or nearly.
TEXTS = ("", "", "Fine.", "*Fine*", "Never again.", "“Never again.”")
RATINGS = (None, None, 2, 6)
DAYS = (None, None, 0, 0, 1, 4)


def drawn(choices: Sequence[Sequence[Any]]) -> st.SearchStrategy[list[Any]]:
    """One of each of the choices; by a single number, since drawing is what takes time."""

    def pick(number: int) -> list[Any]:
        picked: list[Any] = []

        for choice in choices:
            number, place = divmod(number, len(choice))
            picked.append(choice[place])

        return picked

    return st.integers(0, prod(map(len, choices)) - 1).map(pick)


def entries(names: Sequence[str | None] = (None, "a", "b", "c")) -> st.SearchStrategy[ToldEntry]:
    """A viewing as an export, a feed or a file tells of it."""
    tags = ((), (), ("home", "late"))
    choices = (names, DAYS, DAYS, RATINGS, TEXTS, tags, (False, True), (False, True), (None, None, True, False))

    def entry(drawn: list[Any]) -> ToldEntry:
        name, day, logged, *said = drawn
        # Where no day is told, there is at least the one on which it was logged.
        known = dict(zip(("rating", "text", "tags", "is_rewatch", "is_spoiler", "is_liked"), said, strict=True))
        return an_entry(day, logged or 0 if day is None else logged, name, **known)

    return drawn(choices).map(entry)


def told_films(most: int = 4) -> st.SearchStrategy[ToldFilm]:
    """All that may be told of one film."""
    days = [None if day is None else a_day(day) for day in DAYS]
    film = drawn((RATINGS, days, (False, True), days, (None, a_day(3))))

    def told(found: tuple[list[ToldEntry], list[Any]]) -> ToldFilm:
        entries, (rating, rated_on, is_liked, seen_on, wanted_on) = found
        names: dict[str | int, ToldEntry] = {entry.name or -n: entry for n, entry in enumerate(entries)}
        return a_told_film(
            *names.values(), rating=rating, rated_on=rated_on, is_liked=is_liked, seen_on=seen_on, wanted_on=wanted_on
        )

    return st.tuples(st.lists(entries(), max_size=most), film).map(told)


def exports() -> st.SearchStrategy[tuple[ToldFilm, ToldFilm]]:
    """One film in an export of an account, and in an earlier export of it."""
    film = drawn((RATINGS, RATINGS, (0, 1, 3, 5), (False, True), (None, a_day(1)), (False, True), *[(False, True)] * 5))

    def told(found: tuple[list[ToldEntry], list[Any]]) -> tuple[ToldFilm, ToldFilm]:
        entries, (rating, earlier_rating, day, is_liked, seen_on, was_rated, *are_there) = found
        logged = tuple(
            entry.model_copy(update={"name": f"no-{n}", "logged_on": entry.logged_on or entry.watched_on})
            for n, entry in enumerate(entries)
        )
        later = a_told_film(*logged, rating=rating, rated_on=a_day(4), seen_on=seen_on, is_liked=is_liked)
        earlier: dict[str, Any] = {
            "entries": tuple(entry for entry, is_there in zip(logged, are_there, strict=False) if is_there),
            "is_liked": False,
            "rating": earlier_rating if rating and was_rated else None,
            "rated_on": a_day(day),
        }
        return later, later.model_copy(update=earlier)

    return st.tuples(st.lists(entries(), max_size=5), film).map(told)


def written_here() -> st.SearchStrategy[Here]:
    """A review as its member wrote it here, or nothing yet."""
    days = [None if day is None else a_day(day) for day in DAYS]

    def here(drawn: list[Any]) -> Here:
        is_there, rating, text, day, ago = drawn
        content = ReviewContent(rating=rating if text else rating or 4, text=text, watched_on=day, tags=("here",))
        at = NOW - timedelta(days=ago)
        viewing = DiaryViewing(id=next(_ids), watched_on=day, rating=content.rating, is_rewatch=False, logged_at=at)
        return Here(content=content, written_at=at, viewings=(viewing,)) if is_there else Here()

    return drawn(((False, True), RATINGS, TEXTS, days, (1, 2_600))).map(here)


_PARTS = {
    "reviews": "SELECT * FROM reviews WHERE author_id = :user_id ORDER BY guild_id, film_id",
    "review_revisions": "SELECT v.* FROM review_revisions v JOIN reviews r ON r.id = v.review_id"
    " WHERE r.author_id = :user_id ORDER BY r.guild_id, r.film_id, v.id",
    "viewings": "SELECT v.* FROM viewings v JOIN reviews r ON r.id = v.review_id"
    " WHERE r.author_id = :user_id ORDER BY r.guild_id, r.film_id, v.id",
    "watches": "SELECT * FROM watches WHERE user_id = :user_id ORDER BY film_id, watched_on, logged_s, tags, is_liked",
    "watchlist": "SELECT * FROM watchlist WHERE user_id = :user_id ORDER BY film_id",
    "letterboxd_films": "SELECT * FROM letterboxd_films WHERE user_id = :user_id ORDER BY guild_id, name",
    "letterboxd_entries": "SELECT * FROM letterboxd_entries WHERE user_id = :user_id ORDER BY guild_id, name",
    "film_counts": "SELECT * FROM film_counts WHERE reviews > 0",
    "guild_counts": "SELECT * FROM guild_counts WHERE reviews > 0",
    "counted": "SELECT * FROM counted",
}
"""All that is here of a person, and counts of all: whatever what is told of films can change."""


async def all_of(store: Store, user_id: UserId = ALICE) -> dict[str, list[dict[str, Any]]]:
    """All that is here of the person, without the numbers of its rows."""
    values = {"user_id": user_id}
    return {
        table: [
            {column: value for column, value in dict(row).items() if column not in {"id", "review_id"}}
            for row in await store.database.read(sql, values if ":user_id" in sql else ())
        ]
        for table, sql in _PARTS.items()
    }
