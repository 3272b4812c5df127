"""What is told of a film, held against what is here of it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from data.models import ReviewContent, ToldEntry, ToldFilm
from data.store.diary_pairing import Slot, pair
from data.store.diary_pieces import (
    DiaryVersion,
    DiaryViewing,
    DiaryWatch,
    FilmNote,
    Here,
    fingerprint,
    noon,
    noted,
)


class Telling:
    """What is told of a film, in the order of its viewings, held against what is here of it.

    A number stands for an entry: 0 for the first.
    """

    def __init__(self, here: Here, told: ToldFilm, now: datetime, *, is_live: bool, adds: bool) -> None:
        self.here = here
        self.told = told
        self.now = now
        self.is_live = is_live
        self.entries = _in_order(told.entries)
        self.prints = [fingerprint(entry.text) for entry in self.entries]
        self.slots: list[Slot | None] = pair(self.entries, self.prints, here, is_live=is_live)
        self._adds = adds

    @property
    def numbers(self) -> range:
        """All entries."""
        return range(len(self.entries))

    def last(self, number: int) -> ToldEntry | None:
        """The entry as it was told last, where it is known by name."""
        name = self.entries[number].name
        return self.here.known.get(name) if name else None

    def is_bare(self, number: int) -> bool:
        """Whether it tells of nothing but that the film was seen."""
        return self.entries[number].rating is None and not self.prints[number]

    def is_new(self, number: int) -> bool:
        """Whether it tells of a viewing that is not here, or only as a private one."""
        slot = self.slots[number]
        return isinstance(slot, DiaryWatch) or (slot is None and self._adds)

    def is_changed(self, number: int) -> bool:
        """Whether it is known by name and tells something else by now."""
        last = self.last(number)
        return last is not None and noted(self.entries[number], last) != last

    def stood_in(self, number: int) -> bool:
        """Whether its viewing only stood for the film's rating until now."""
        return self.slots[number] is not None and self.slots[number] is self.here.stand_in

    def texts(self, numbers: Iterable[int]) -> list[int]:
        """Those of the entries that have a text, each text once, where it was told last."""
        found: dict[str, int] = {}

        for number in numbers:
            if text := self.prints[number]:
                found.pop(text, None)
                found[text] = number

        return list(found.values())

    def logged_at(self, number: int) -> datetime:
        """When it was written down, as far as that is told."""
        if self.is_live:
            return self.now

        entry, told = self.entries[number], self.told
        day = entry.logged_on or entry.watched_on or told.rated_on or told.seen_on
        return noon(day, self.now) if day else self.now

    def text(self, number: int) -> str:
        """What it says, if that can be seen."""
        return self.entries[number].text if self.prints[number] else ""

    def content(self, number: int) -> ReviewContent:
        """What it says, as a review by itself."""
        entry = self.entries[number]
        return ReviewContent(
            rating=entry.rating,
            text=self.text(number),
            watched_on=entry.watched_on,
            tags=entry.tags,
            is_spoiler=entry.is_spoiler,
            is_rewatch=entry.is_rewatch,
            is_liked=bool(entry.is_liked),
            source_url=entry.url or self.told.address,
        )

    def versions(self, numbers: Sequence[int], until: datetime) -> list[DiaryVersion]:
        """What these entries say as earlier versions, each until the next one was written."""
        written = [self.logged_at(number) for number in numbers]
        ends = [*written[1:], until]
        return [
            DiaryVersion(content=self.content(number), written_at=at, replaced_at=max(at, end))
            for number, at, end in zip(numbers, written, ends, strict=False)
        ]

    def viewing(self, number: int) -> DiaryViewing:
        """The viewing that it tells of."""
        entry = self.entries[number]
        return DiaryViewing(
            watched_on=entry.watched_on,
            rating=entry.rating,
            is_rewatch=entry.is_rewatch,
            logged_at=self.logged_at(number),
        )

    def seen_by_itself(self) -> list[int]:
        """The private watch that only says that the film was seen, where the same is told again."""
        taken = {slot.id for slot in self.slots if isinstance(slot, DiaryWatch)}
        return [
            watch.id
            for watch in self.here.watches
            if watch.id is not None
            and watch.id not in taken
            and watch.watched_on is None
            and watch.logged_at.date() == self.told.seen_on
        ][:1]

    def film_note(self, *, stands_alone: bool) -> FilmNote | None:
        """What is to be remembered of the film apart from its viewings; None where that is known."""
        told, last = self.told, self.here.film
        said: dict[str, object] = {
            "stands_alone": stands_alone or (last.stands_alone and not any(map(self.stood_in, self.numbers)))
        }

        if told.rating is not None and not (self.rated_on and last.rated_on and self.rated_on < last.rated_on):
            said |= {"rating": told.rating, "rated_on": self.rated_on or last.rated_on}

        note = last.model_copy(update={**said, "is_liked": last.is_liked or told.is_liked})
        return None if note == last else note

    @property
    def rated_on(self) -> date | None:
        """The last day on which the film's rating is known to have been given."""
        told = self.told
        days = [told.rated_on, *(day_of(entry) for entry in self.entries if entry.rating == told.rating)]
        return max((day for day in days if day), default=None)

    def entry_notes(self) -> dict[str, ToldEntry]:
        """The entries to be remembered by name, where they are not known as they are told."""
        notes: dict[str, ToldEntry] = {}

        for number, entry in enumerate(self.entries):
            if entry.name:
                notes[entry.name] = noted(entry, self.last(number))

        return {name: note for name, note in notes.items() if self.here.known.get(name) != note}

    def righted_watch(self, number: int, watch: DiaryWatch) -> DiaryWatch:
        """The private watch as its entry tells of it now, where that was changed there since it was told last."""
        entry, last = self.entries[number], self.last(number)

        if last is None or not self.is_changed(number):
            return watch

        said = {
            "watched_on": entry.watched_on or watch.watched_on,
            "tags": entry.tags if entry.tags != last.tags else watch.tags,
            "is_rewatch": entry.is_rewatch if entry.is_rewatch != last.is_rewatch else watch.is_rewatch,
            "is_liked": watch.is_liked if entry.is_liked is None else entry.is_liked,
        }
        return watch.model_copy(update=said)


def day_of(entry: ToldEntry) -> date | None:
    """The last day that the entry tells of."""
    return max((day for day in (entry.watched_on, entry.logged_on) if day), default=None)


def _in_order(entries: Sequence[ToldEntry]) -> list[ToldEntry]:
    """The entries as their viewings followed each other; those of no day come first."""
    return sorted(entries, key=lambda entry: entry.watched_on or entry.logged_on or date.min)
