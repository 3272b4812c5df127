"""Films as they are told elsewhere, what is here of one without a database, and told films drawn by luck."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from hypothesis import strategies as st

from data.models import ReviewContent, ToldEntry, ToldFilm
from data.store.diary_pieces import Changes, DiaryVersion, DiaryViewing, DiaryWatch, Here, fingerprint
from tests.builders import NOW

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


TEXTS = ("", "", "Fine.", "*Fine*", "Slow, then not.", "Never again.", "“Never again.”", "Once more?")

_days = st.integers(0, 5)
_ratings = st.none() | st.sampled_from([2, 6, 8])


@st.composite
def entries(draw: st.DrawFn, names: str = "abcd") -> ToldEntry:
    """A viewing as an export, a feed or a file tells of it."""
    day = draw(st.none() | _days)
    logged = draw(_days if day is None else st.none() | _days)
    said: Mapping[str, Any] = {
        "rating": draw(_ratings),
        "text": draw(st.sampled_from(TEXTS)),
        "tags": draw(st.sampled_from([(), ("cinema",), ("home", "late")])),
        "is_rewatch": draw(st.booleans()),
        "is_spoiler": draw(st.booleans()),
        "is_liked": draw(st.sampled_from([None, None, True, False])),
    }
    name = draw(st.none() | st.sampled_from(names))
    return an_entry(day, logged, name, **said)


@st.composite
def told_films(draw: st.DrawFn, most: int = 4) -> ToldFilm:
    """All that may be told of one film."""
    found = draw(st.lists(entries(), max_size=most, unique_by=lambda entry: entry.name or id(entry)))
    return a_told_film(
        *found,
        rating=draw(_ratings),
        rated_on=draw(st.none() | _days.map(a_day)),
        is_liked=draw(st.booleans()),
        seen_on=draw(st.none() | _days.map(a_day)),
        wanted_on=draw(st.none() | st.just(a_day(3))),
    )


@st.composite
def exports(draw: st.DrawFn) -> tuple[ToldFilm, ToldFilm]:
    """One film in an export of an account, and in an earlier export of it."""
    found = draw(st.lists(entries(), max_size=5))
    logged = [
        entry.model_copy(update={"name": f"no-{n}", "logged_on": entry.logged_on or entry.watched_on or a_day(n)})
        for n, entry in enumerate(found)
    ]
    seen_on = draw(st.none() | st.just(a_day(1)))
    later = a_told_film(
        *logged, rating=draw(_ratings), rated_on=a_day(4), seen_on=seen_on, is_liked=draw(st.booleans())
    )
    said = {"entries": tuple(entry for entry in logged if draw(st.booleans())), "is_liked": False}
    rating = draw(_ratings) if later.rating else None
    return later, later.model_copy(update=said | {"rating": rating, "rated_on": a_day(draw(_days))})


@st.composite
def written_here(draw: st.DrawFn) -> Here:
    """A review as its member wrote it here, or nothing yet."""
    if draw(st.booleans()):
        return Here()

    rating, text = draw(_ratings), draw(st.sampled_from(TEXTS))
    day = draw(st.none() | _days.map(a_day))
    content = ReviewContent(rating=rating if text else rating or 4, text=text, watched_on=day, tags=("here",))
    at = NOW - timedelta(days=draw(st.sampled_from([1, 2_600])))
    viewing = DiaryViewing(id=next(_ids), watched_on=day, rating=content.rating, is_rewatch=False, logged_at=at)
    return Here(content=content, written_at=at, viewings=(viewing,))
