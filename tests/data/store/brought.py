"""Films brought in from elsewhere and taken back again, in few words, and what is in the tables then."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from data.models import (
    Film,
    GuildId,
    Import,
    ImportId,
    Match,
    MatchState,
    Review,
    SavedReview,
    ToldDiary,
    ToldFilm,
    UserId,
    Viewing,
)
from data.store import Store
from tests.builders import ALICE, GUILD, NOW, a_film, an_author
from tests.data.store.diaries import a_day, a_told_film, an_entry

FILM = a_film()
"""The film that is meant where no other one is named."""

THRICE = a_told_film(
    an_entry(1, 2, "first", rating=6, text="At first.", tags=("cinema",)),
    an_entry(30, 30, "second", rating=7, text="Then again."),
    an_entry(60, 61, "third", rating=9, is_rewatch=True),
    rating=9,
    is_liked=True,
    seen_on=a_day(2),
)
"""A film that was seen three times, and written about twice."""

UNLIKED = THRICE.model_copy(update={"is_liked": False})

SEEN = a_told_film(an_entry(1, 1, "a"), an_entry(4, 4, "b"))
"""One that was seen twice, of which nothing is said."""

RATED = a_told_film(rating=7, rated_on=a_day(5))

MEMBERS = ("reviews", "review_revisions", "viewings", "watches", "watchlist", "likes", "drafts")
"""What members have."""

OTHERS = ("counted", "weeks", "outbox", "copies", "film_counts", "guild_counts", "own_films")
"""What others hear of it."""

NAMES = ("letterboxd_films", "letterboxd_entries")
"""What is known of where it came from."""

EVERYTHING = (*MEMBERS, *OTHERS, *NAMES)

_NUMBERED = {"review_revisions", "viewings", "watches"}
"""Tables whose numbers only say what came first."""


def noon_of(day: int) -> datetime:
    """The moment that stands for the day with that number."""
    at = a_day(day)
    return datetime(at.year, at.month, at.day, 12, tzinfo=UTC)


async def running(
    store: Store,
    *films: tuple[Film | None, ToldFilm],
    user_id: UserId = ALICE,
    guild_id: GuildId = GUILD,
    now: datetime = NOW,
) -> Import:
    """An import that the member agreed to, of films of which it is known which are meant; None: of one unknown."""
    diary = ToldDiary(films=tuple(told for _, told in films))
    import_id = await store.imports.begin(guild_id, user_id, "letterboxd.zip", diary, now)
    await store.imports.note_matches(
        import_id, [(place, _match(film), None) for place, (film, _) in enumerate(films, 1)]
    )
    await store.imports.ready(import_id)
    await store.imports.start(import_id, now)
    return await store.imports.by_id(import_id)


async def bring_all(store: Store, *films: tuple[Film | None, ToldFilm], now: datetime = NOW, **whose: Any) -> Import:
    """Import these films, to the end."""
    about = await running(store, *films, now=now, **whose)

    for place, (film, told) in enumerate(films, 1):
        await store.diaries.bring_in(about, place, an_author(about.user_id), film, told, now)

    await store.imports.done(about.id, now)
    return await store.imports.by_id(about.id)


async def bring(store: Store, told: ToldFilm, film: Film | None = FILM, *, now: datetime = NOW, **whose: Any) -> Import:
    """Import what is told of that film."""
    return await bring_all(store, (film, told), now=now, **whose)


async def take_back(store: Store, about: Import, now: datetime = NOW) -> None:
    """Undo the import, from its last film backwards."""
    await store.imports.undo(about.id, now)

    for film in await store.imports.to_undo(about.id, 100):
        await store.diaries.take_back(about, film.place, now)

    await store.imports.undone(about.id, now)


async def follow(
    store: Store, told: ToldFilm, film: Film | None = FILM, *, now: datetime = NOW, user_id: UserId = ALICE
) -> SavedReview | None:
    """Bring in what a followed feed tells of that film."""
    return await store.diaries.follow_entry(GUILD, an_author(user_id), film, told, now)


async def the_review(store: Store, film: Film = FILM, *, user_id: UserId = ALICE, guild_id: GuildId = GUILD) -> Review:
    """What the member says of the film."""
    review = await store.reviews.find(guild_id, user_id, film.key)
    assert review is not None
    return review


async def is_reviewed(store: Store, film: Film = FILM) -> bool:
    """Whether Alice says anything of the film."""
    return await store.reviews.find(GUILD, ALICE, film.key) is not None


async def viewings(store: Store, film: Film = FILM) -> list[Viewing]:
    """The viewings of Alice's review."""
    return await store.reviews.viewings((await the_review(store, film)).id)


async def earlier(store: Store, film: Film = FILM) -> list[str]:
    """The texts of the earlier versions of Alice's review, oldest first."""
    review = await the_review(store, film)
    rows = await store.database.read("SELECT body FROM review_revisions WHERE review_id = ? ORDER BY id", (review.id,))
    return [row["body"] for row in rows]


async def watches(store: Store) -> list[tuple[str | None, list[str]]]:
    """The days of all private viewings, and the keys by which their films go."""
    rows = await store.database.read("SELECT watched_on, film_id FROM watches ORDER BY id")
    return [(row["watched_on"], await _keys(store, row["film_id"])) for row in rows]


async def _keys(store: Store, film_id: int) -> list[str]:
    rows = await store.database.read(
        "SELECT key FROM film_keys WHERE film_id = (SELECT coalesce(merged_into, id) FROM films WHERE id = ?)",
        (film_id,),
    )
    return [row["key"] for row in rows]


async def imports_of(store: Store, table: str) -> list[ImportId | None]:
    """With which import each row of the table came."""
    rows = await store.database.read(f"SELECT import_id FROM {table}")  # noqa: S608  (a table's own name)
    return [row["import_id"] for row in rows]


async def rows(store: Store, tables: Iterable[str] = EVERYTHING) -> dict[str, list[str]]:
    """What the tables hold, but for numbers that only say what came first, and counts of nothing."""
    return {table: await _rows(store, table) for table in tables}


async def _rows(store: Store, table: str) -> list[str]:
    is_in_order = table in {"review_revisions", "viewings"}
    order = " ORDER BY review_id, id" if is_in_order else ""
    found = await store.database.read(f"SELECT * FROM {table}{order}")  # noqa: S608  (a table's own name)
    facts = [dict(row) for row in found]

    for fact in facts if table in _NUMBERED else ():
        del fact["id"]

    lines = [str(fact) for fact in facts if not (table.endswith("_counts") and fact["reviews"] == 0)]
    return lines if is_in_order else sorted(lines)


def _match(film: Film | None) -> Match:
    return Match(state=MatchState.UNKNOWN if film is None else MatchState.SURE, film=film)
