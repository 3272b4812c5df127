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
_Rule = tuple[_EntryKeys, _SlotKey]

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
        self._is_bare = [entry.rating is None and not text for entry, text in zip(entries, prints, strict=True)]
        self._is_live = is_live
        self._stand_in = here.stand_in
        self._last = [here.known.get(entry.name) if entry.name else None for entry in entries]
        self._found: list[Slot | None] = [None] * len(entries)
        # Viewings of the review come before private ones.
        self._slots: list[Slot] = [*here.viewings, *here.watches]
        self._anchor = here.viewings[-1] if here.viewings else None
        self._content = here.content
        self._last_with = {text: number for number, text in enumerate(prints)}
        self._texts: dict[str, list[ReviewContent]] = defaultdict(list)

        for content in (*([here.content] if here.content else []), *(it.content for it in reversed(here.versions))):
            self._texts[fingerprint(content.text)].append(content)

        self._rules: list[_Rule] = [
            (self._day_and_rating, lambda slot: (slot.watched_on, slot.rating)),
            (self._day, lambda slot: slot.watched_on or _NEVER),
            (self._as_told_last, lambda slot: (*_when(slot), slot.rating)),
            (self._day_told_last, _when),
            (self._text_of_review, lambda slot: slot is self._anchor),
            (self._text_and_rating, lambda slot: (slot.watched_on, slot.rating)),
            (self._text, lambda slot: (slot.watched_on,)),
            (self._logged_and_rating, lambda slot: _NEVER if slot.watched_on else (slot.logged_at.date(), slot.rating)),
            (self._logged, lambda slot: _NEVER if slot.watched_on else slot.logged_at.date()),
            (self._rating, lambda slot: _NEVER if slot.watched_on else (slot.rating,)),
        ]

    def all(self) -> list[Slot | None]:
        for rule in self._rules:
            self._claim(rule)

        if max(len(self._found), len(self._slots)) <= _MOST_TO_SWAP:
            for number in self._left:
                if self._free:
                    self._swap(number, set())

        # Its viewing was put right here since; or only stands for a rating that came without one.
        self._claim((self._unchanged, lambda slot: isinstance(slot, DiaryViewing) and slot.is_imported))
        self._claim((self._any, lambda slot: slot is self._stand_in))

        # What was seen privately is rated or reviewed now.
        for rule in (self._rules[1], self._rules[3], self._rules[7]):
            self._claim(rule, joins=True)

        return self._found

    @property
    def _left(self) -> list[int]:
        return [number for number, slot in enumerate(self._found) if slot is None]

    @property
    def _free(self) -> list[Slot]:
        taken = {id(slot) for slot in self._found}
        return [slot for slot in self._slots if id(slot) not in taken]

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
        """All viewings that the entry may tell of without another day."""
        day = self._entries[number].watched_on
        rules = [(set(entry_keys(number)), slot_key) for entry_keys, slot_key in self._rules]
        return [
            slot
            for slot in self._slots
            if isinstance(slot, DiaryWatch) <= self._is_bare[number]
            and day in {None, slot.watched_on}
            and any(keys and slot_key(slot) in keys for keys, slot_key in rules)
        ]

    def _claim(self, rule: _Rule, *, joins: bool = False) -> None:
        """Let each entry that is left have the first viewing that is left of the same key.

        One that tells of more than that the film was seen has a private one only where it `joins` it with the review.
        """
        entry_keys, slot_key = rule
        left, slots = self._left, self._free

        if not (left and slots):
            return

        free: dict[Hashable, deque[Slot]] = defaultdict(deque)

        for slot in slots:
            free[isinstance(slot, DiaryWatch), slot_key(slot)].append(slot)

        for number in left:
            kinds = (False, True) if joins or self._is_bare[number] else (False,)
            keys = ((is_watch, key) for is_watch in kinds for key in entry_keys(number))
            found = next((free[key] for key in keys if free.get(key)), None)

            if found is not None:
                self._found[number] = found.popleft()

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
            return [(last.rating,)]

        return [] if entry.watched_on or (text and text not in self._texts) else [(entry.rating,)]

    def _text_of_review(self, number: int) -> Iterable[Hashable]:
        """The review says the same of its last viewing."""
        content, anchor = self._content, self._anchor
        is_one = content is not None and anchor is not None and content.watched_on == anchor.watched_on
        return [True] if is_one and any(it is content for it in self._same_text(number)) else []

    def _text_and_rating(self, number: int) -> Iterable[Hashable]:
        """The review said the same, in the same way."""
        return [(content.watched_on, content.rating) for content in self._same_text(number)]

    def _text(self, number: int) -> Iterable[Hashable]:
        return [(content.watched_on,) for content in self._same_text(number)]

    def _same_text(self, number: int) -> Iterable[ReviewContent]:
        """What was said in the same words of a viewing of no day, or of any where the entry has none.

        A text is that of one viewing, so the last entry that has it tells of that one.
        """
        entry, text = self._entries[number], self._prints[number]

        if not text or self._last_with[text] != number:
            return []

        return [it for it in self._texts.get(text, []) if not (entry.watched_on and it.watched_on)]

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
