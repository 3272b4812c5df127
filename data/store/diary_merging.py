"""What becomes of a film's diary when something is told of it: nothing is lost, and nothing comes twice.

Pure: from what is here and what is told to what is to be written. `data/store/diary_weighing.py` decides for a review
that is here already.
"""

from datetime import date, datetime

from data.models import Newer, Outcome, ReviewContent, ToldEntry, ToldFilm
from data.store.diary_pieces import Changes, DiaryViewing, DiaryWatch, Here, noon
from data.store.diary_telling import Telling
from data.store.diary_weighing import weigh


def plan(here: Here, told: ToldFilm, now: datetime, *, is_live: bool = False, adds: bool = True) -> Changes:
    """What becomes of what is here when the film is told, at `now`.

    `is_live` is what was written there a moment ago, and counts as written now. Unless it `adds`, only what is here, or
    is known by name, is put right.
    """
    telling = Telling(here, told, now, is_live=is_live, adds=adds)

    if not adds and not _is_known(telling):
        return Changes()

    if here.content is not None:
        changes = weigh(telling)
    elif told.rating is not None or not all(map(telling.is_bare, telling.numbers)):
        changes = _new_review(telling)
    else:
        changes = _watches(telling)

    is_wanted = told.wanted_on is not None and not here.is_wanted
    return changes.model_copy(
        update={
            "outcome": changes.outcome.model_copy(update={"is_wanted": is_wanted}),
            "is_wanted": is_wanted,
            "entries": telling.entry_notes(),
            "film": telling.film_note(stands_alone=_stands_alone(telling)),
        }
    )


def _is_known(telling: Telling) -> bool:
    """Whether all that is told of is here, or is known by name, and of a review that is here."""
    return all(
        slot is not None or (telling.here.content is not None and telling.last(number) is not None)
        for number, slot in enumerate(telling.slots)
    )


def _stands_alone(telling: Telling) -> bool:
    """Whether a new review is made of a rating alone."""
    here, told = telling.here, telling.told
    return here.content is None and not here.watches and told.rating is not None and not telling.entries


def _new_review(telling: Telling) -> Changes:
    """A review where there was none. Whatever was seen privately and is told of again is a viewing of it."""
    told, here, entries = telling.told, telling.here, telling.entries
    texts = telling.texts(telling.numbers)
    said = texts[-1] if texts else None
    versions = telling.versions(texts[:-1], telling.logged_at(texts[-1])) if texts else []
    rating = told.rating or next((entry.rating for entry in reversed(entries) if entry.rating), None)
    liked = told.is_liked or any(entry.is_liked for entry in entries)
    content = _first_content(telling, said).model_copy(
        update={"rating": rating, "is_liked": liked or any(watch.is_liked for watch in here.watches)}
    )
    viewings = [telling.viewing(number) for number in telling.numbers] or [_viewing_of_rating(telling)]
    created_at = _created_at(telling)
    dropped = [slot.id for slot in (*telling.slots, _seen_last(telling)) if slot is not None and slot.id is not None]
    known = sum(slot is not None for slot in telling.slots)
    return Changes(
        outcome=Outcome(
            is_new=True,
            rating=Newer.NOT_TOLD if rating is None else Newer.NEW,
            text=Newer.NEW if texts else Newer.NOT_TOLD,
            viewings=len(entries) - known,
            known=known,
            versions=len(versions),
            is_liked=liked and not any(watch.is_liked for watch in here.watches),
        ),
        content=content,
        created_at=created_at,
        edited_at=max(versions[-1].replaced_at, created_at) if versions else None,
        versions=tuple(versions),
        viewings=tuple(viewings),
        dropped=(*dropped, *telling.seen_by_itself()),
    )


def _first_content(telling: Telling, said: int | None) -> ReviewContent:
    """What a new review says, but for its rating: the last viewing's facts, and the last text that was told."""
    told, entries = telling.told, telling.entries

    if not entries:
        seen = _seen_last(telling)
        return ReviewContent.model_construct(
            watched_on=seen.watched_on if seen else None,
            tags=seen.tags if seen else (),
            is_rewatch=seen is not None and seen.is_rewatch,
            source_url=told.address,
        )

    last = entries[-1]
    text = last if said is None else entries[said]
    return ReviewContent.model_construct(
        text="" if said is None else telling.text(said),
        watched_on=last.watched_on,
        tags=last.tags or text.tags,
        is_spoiler=last.is_spoiler or text.is_spoiler,
        is_rewatch=last.is_rewatch,
        source_url=text.url or told.address,
    )


def _viewing_of_rating(telling: Telling) -> DiaryViewing:
    """The viewing of which nothing is told but what the film was rated: the last private one, where there is one."""
    told, seen = telling.told, _seen_last(telling)

    if seen is not None:
        return DiaryViewing(
            watched_on=seen.watched_on, rating=told.rating, is_rewatch=seen.is_rewatch, logged_at=seen.logged_at
        )

    day = told.rated_on or told.seen_on
    at = noon(day, telling.now) if day else telling.now
    return DiaryViewing(watched_on=None, rating=told.rating, is_rewatch=False, logged_at=at)


def _seen_last(telling: Telling) -> DiaryWatch | None:
    """The last private viewing of a film that is rated now, where no viewing is told."""
    watches = telling.here.watches
    return None if telling.entries or not watches else max(watches, key=lambda watch: watch.watched_on or date.min)


def _created_at(telling: Telling) -> datetime:
    """The day on which a new review was first logged, as far as that is told."""
    if telling.is_live:
        return telling.now

    told, first = telling.told, telling.entries[0] if telling.entries else ToldEntry()
    day = first.logged_on or told.rated_on or told.seen_on or first.watched_on
    return noon(day, telling.now) if day else telling.now


def _watches(telling: Telling) -> Changes:
    """Private viewings, of a film that is neither rated nor reviewed."""
    told, here = telling.told, telling.here
    new = [_watch(telling, number) for number, slot in enumerate(telling.slots) if slot is None]
    changed = [
        telling.righted_watch(number, slot)
        for number, slot in enumerate(telling.slots)
        if isinstance(slot, DiaryWatch) and telling.righted_watch(number, slot) != slot
    ]
    is_fresh = told.is_liked and not here.film.is_liked
    is_liked = is_fresh and not any(watch.is_liked for watch in (*here.watches, *new))

    if not (here.watches or new) and (told.seen_on or is_liked):
        logged_at = noon(told.seen_on, telling.now) if told.seen_on else telling.now
        new = [DiaryWatch(watched_on=None, is_liked=is_liked, logged_at=logged_at)]
    elif is_liked and new:
        new[-1] = new[-1].model_copy(update={"is_liked": True})
    elif is_liked:
        liked = next((watch for watch in changed if watch.id == here.watches[-1].id), here.watches[-1])
        others = [watch for watch in changed if watch.id != liked.id]
        changed = [*others, liked.model_copy(update={"is_liked": True})]

    return Changes(
        outcome=Outcome(
            watches=len(new),
            known=sum(slot is not None for slot in telling.slots),
            is_liked=any(watch.is_liked for watch in (*changed, *new))
            and not any(watch.is_liked for watch in here.watches),
        ),
        watches=(*changed, *new),
        dropped=tuple(telling.seen_by_itself()) if new and telling.entries else (),
    )


def _watch(telling: Telling, number: int) -> DiaryWatch:
    entry = telling.entries[number]
    return DiaryWatch(
        watched_on=entry.watched_on,
        tags=entry.tags,
        is_rewatch=entry.is_rewatch,
        is_liked=bool(entry.is_liked),
        logged_at=telling.logged_at(number),
    )
