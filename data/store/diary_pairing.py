"""Which of the viewings that are told are here already."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date

from data.models import ReviewContent, ToldEntry
from data.store.diary_pieces import DiaryViewing, DiaryWatch, Here, fingerprint

Slot = DiaryViewing | DiaryWatch
"""A viewing that is here, of a review or by itself."""

_EntryKeys = Callable[[int], Iterable[Hashable]]
_SlotKey = Callable[[Slot], Hashable]

_NEVER = object()
"""A key that no entry has."""

_MOST_TO_SWAP = 40
"""With more viewings of one film than that each keeps the first that was found: nobody has so many without a day.

Swapping costs the third power of them, on the event loop: 40 take some hundredths of a second, 200 took seconds.
"""


def pair(entries: Sequence[ToldEntry], prints: Sequence[str], here: Here, *, is_live: bool) -> list[Slot | None]:
    """For each entry the viewing that it tells of; None where that is not here. No viewing is told of twice.

    `prints` are the fingerprints of their texts; what `is_live` was seen just now.
    """
    return _Pairing(entries, prints, here, is_live=is_live).all()


class _Pairing:
    """Entries and viewings that find one another, the surest first, each rule for all before the next one.

    A day is surer than a name: an entry's address can be another entry's in the next export.
    """

    def __init__(self, entries: Sequence[ToldEntry], prints: Sequence[str], here: Here, *, is_live: bool) -> None:
        self._entries = entries
        self._prints = prints
        self._is_live = is_live
        self._stand_in = here.stand_in
        self._last = [here.known.get(entry.name) if entry.name else None for entry in entries]
        self._found: list[Slot | None] = [None] * len(entries)
        # Viewings of the review come before private ones.
        self._slots: list[Slot] = [*here.viewings, *here.watches]
        self._free = self._slots
        self._texts: dict[str, list[ReviewContent]] = defaultdict(list)

        for content in (*([here.content] if here.content else []), *(it.content for it in reversed(here.versions))):
            self._texts[fingerprint(content.text)].append(content)

        self._rules: list[tuple[_EntryKeys, _SlotKey]] = [
            (self._day_and_rating, lambda slot: (slot.watched_on, slot.rating)),
            (self._day, lambda slot: slot.watched_on or _NEVER),
            (self._as_told_last, lambda slot: (*_when(slot), slot.rating)),
            (self._day_told_last, _when),
            (self._text_and_rating, lambda slot: (slot.watched_on, slot.rating, isinstance(slot, DiaryViewing))),
            (self._text, lambda slot: (slot.watched_on, isinstance(slot, DiaryViewing))),
            (self._logged_and_rating, lambda slot: _NEVER if slot.watched_on else (slot.logged_at.date(), slot.rating)),
            (self._logged, lambda slot: _NEVER if slot.watched_on else slot.logged_at.date()),
            (self._rating, _undated),
        ]
        self._last_rules: list[tuple[_EntryKeys, _SlotKey]] = [
            (self._unchanged, lambda slot: isinstance(slot, DiaryViewing) and slot.is_imported),
            (self._any, lambda slot: slot is self._stand_in),
        ]

    def all(self) -> list[Slot | None]:
        for entry_keys, slot_key in self._rules:
            self._claim(entry_keys, slot_key)

        left = [number for number, slot in enumerate(self._found) if slot is None]

        if left and self._free and max(len(self._found), len(self._slots)) <= _MOST_TO_SWAP:
            for number in left:
                self._swap(number, set())

            taken = {id(slot) for slot in self._found}
            self._free = [slot for slot in self._slots if id(slot) not in taken]

        for entry_keys, slot_key in self._last_rules:
            self._claim(entry_keys, slot_key)

        return self._found

    def _swap(self, number: int, seen: set[int]) -> bool:
        """Find a viewing for the entry that another entry has, for which there is another one, and so on.

        Where several have no day, the surest for one can be the only one for another.
        """
        for slot in self._fitting(number):
            if id(slot) in seen:
                continue

            seen.add(id(slot))
            holder = next((n for n, taken in enumerate(self._found) if taken is slot), None)

            if holder is None or self._swap(holder, seen):
                self._found[number] = slot
                return True

        return False

    def _fitting(self, number: int) -> list[Slot]:
        """All viewings that the entry may tell of."""
        keys = [(set(entry_keys(number)), slot_key) for entry_keys, slot_key in self._rules]
        return [slot for slot in self._slots if any(found and slot_key(slot) in found for found, slot_key in keys)]

    def _claim(self, entry_keys: _EntryKeys, slot_key: _SlotKey) -> None:
        waiting = [number for number, slot in enumerate(self._found) if slot is None]

        if not (waiting and self._free):
            return

        free: dict[Hashable, deque[Slot]] = defaultdict(deque)

        for slot in self._free:
            free[slot_key(slot)].append(slot)

        for number in waiting:
            key = next((key for key in entry_keys(number) if free.get(key)), _NEVER)

            if key is not _NEVER:
                self._found[number] = free[key].popleft()

        taken = {id(slot) for slot in self._found if slot is not None}
        self._free = [slot for slot in self._free if id(slot) not in taken]

    def _day_and_rating(self, number: int) -> Iterable[Hashable]:
        entry = self._entries[number]
        return [(entry.watched_on, entry.rating)] if entry.watched_on else []

    def _day(self, number: int) -> Iterable[Hashable]:
        day = self._entries[number].watched_on
        return [day] if day else []

    def _as_told_last(self, number: int) -> Iterable[Hashable]:
        """The entry is known by name: its viewing is the one that it told of last."""
        last = self._last[number]
        return [(last.watched_on, None if last.watched_on else last.logged_on, last.rating)] if last else []

    def _day_told_last(self, number: int) -> Iterable[Hashable]:
        last = self._last[number]
        return [(last.watched_on, None if last.watched_on else last.logged_on)] if last else []

    def _logged_and_rating(self, number: int) -> Iterable[Hashable]:
        entry = self._entries[number]
        return [(entry.logged_on, entry.rating)] if not entry.watched_on and entry.logged_on else []

    def _logged(self, number: int) -> Iterable[Hashable]:
        entry = self._entries[number]
        return [entry.logged_on] if not entry.watched_on and entry.logged_on else []

    def _rating(self, number: int) -> Iterable[Hashable]:
        """Both have no day, and the entry says nothing new, or is known by name."""
        entry, text, last = self._entries[number], self._prints[number], self._last[number]

        if last and not last.watched_on:
            return [(False, last.rating), (True, None)]

        if entry.watched_on or (text and text not in self._texts):
            return []

        is_bare = entry.rating is None and not text
        return [(False, entry.rating), (True, None)] if is_bare else [(False, entry.rating)]

    def _text_and_rating(self, number: int) -> Iterable[Hashable]:
        """The review said the same, in the same way."""
        return [(content.watched_on, content.rating, True) for content in self._same_text(number)]

    def _text(self, number: int) -> Iterable[Hashable]:
        return [(content.watched_on, True) for content in self._same_text(number)]

    def _same_text(self, number: int) -> Iterable[ReviewContent]:
        entry, text = self._entries[number], self._prints[number]
        return (it for it in self._texts.get(text, []) if not (entry.watched_on and it.watched_on)) if text else ()

    def _unchanged(self, number: int) -> Iterable[Hashable]:
        """It is known by name and tells what it told: its viewing was put right by its member since."""
        entry, last = self._entries[number], self._last[number]
        is_same = last is not None and (last.watched_on, last.logged_on) == (entry.watched_on, entry.logged_on)
        return [True] if is_same else []

    def _any(self, _: int) -> Iterable[Hashable]:
        """A rating came without a viewing, which is told now."""
        return [] if self._is_live else [True]


def _when(slot: Slot) -> tuple[date | None, date | None]:
    """The day of a viewing; the day on which it was logged where it has none."""
    return slot.watched_on, None if slot.watched_on else slot.logged_at.date()


def _undated(slot: Slot) -> Hashable:
    return _NEVER if slot.watched_on else (isinstance(slot, DiaryWatch), slot.rating)
