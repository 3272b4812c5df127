"""What is told of a film, weighed against the review that is here: which of the two is newer, and what it says then."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from data.models import Newer, Outcome, ReviewContent
from data.store.diary_pieces import Changes, DiaryVersion, DiaryViewing, DiaryWatch, fingerprint, noon
from data.store.diary_telling import Telling, day_of

_WON = frozenset({Newer.NEW, Newer.THERE})


def weigh(telling: Telling) -> Changes:
    """What becomes of the review that is here, with its viewings and its earlier versions."""
    return _Weighing(telling).changes()


class _Weighing:
    """One review, and what is told.

    What came from there, and was left as it came, follows what is told of the same viewing, or of a later one. What was
    written here only gives way to what was logged there on a later day. Whatever loses is an earlier version.
    """

    def __init__(self, telling: Telling) -> None:
        here = telling.here
        assert here.content is not None
        self.telling = telling
        self.here = here
        self.before: ReviewContent = here.content
        self.text_before = fingerprint(self.before.text)
        self.anchor = here.viewings[-1] if here.viewings else None
        self.joining = [
            number
            for number, slot in enumerate(telling.slots)
            if not (isinstance(slot, DiaryWatch) and telling.is_bare(number))
        ]
        """What is told of the review. What was only seen, and is known to be, stays private."""

    def changes(self) -> Changes:
        telling = self.telling
        new_versions = self._new_versions()
        content = self.content
        viewings = self._viewings()
        is_longer = len(viewings) > len(self.here.viewings)
        absorbed = [slot.id for number in self.joining if isinstance(slot := telling.slots[number], DiaryWatch)]
        watches = [
            telling.righted_watch(number, slot)
            for number, slot in enumerate(telling.slots)
            if isinstance(slot, DiaryWatch)
            and number not in self.joining
            and telling.righted_watch(number, slot) != slot
        ]
        return Changes(
            outcome=self._outcome(content, len(new_versions)),
            content=content,
            versions=tuple(self._in_place(new_versions)) if new_versions else (),
            viewings=tuple(viewings) if viewings != list(self.here.viewings) else (),
            watches=tuple(watches),
            dropped=(
                *(one for one in absorbed if one is not None),
                *(telling.seen_by_itself() if is_longer else []),
            ),
        )

    def _outcome(self, content: ReviewContent | None, versions: int) -> Outcome:
        telling = self.telling
        new = [n for n in self.joining if telling.stood_in(n) or (telling.slots[n] is None and telling.is_new(n))]
        displaces = content is not None and bool(self.text_before) and fingerprint(content.text) != self.text_before
        outcome = Outcome(
            rating=self.rating[0],
            text=self.text,
            viewings=len(new),
            known=len(telling.entries) - len(new),
            versions=versions + displaces,
            is_liked=self.is_liked and not self.before.is_liked,
        )

        if content is None or outcome.changes_something:
            return outcome

        # Only its day or its tags were changed there.
        return outcome.model_copy(update={"text" if content.text else "rating": Newer.THERE})

    # Which is newer

    @cached_property
    def day(self) -> date:
        """The day that the review is about, as far as it is known."""
        anchor, written_at = self.anchor, self.here.written_at
        day = self.before.watched_on or (anchor.watched_on or anchor.logged_at.date() if anchor else None)
        return day or (written_at.date() if written_at else date.min)

    def _wins(self, number: int) -> bool:
        """Whether what the entry says takes the place of what is here."""
        entry, slot = self.telling.entries[number], self.telling.slots[number]

        if self.before.source_url is not None:
            day = entry.watched_on or entry.logged_on
            return (slot is not None and slot is self.anchor) or day is None or day >= self.day

        return self._is_later(day_of(entry))

    def _is_later(self, day: date | None) -> bool:
        """Whether the day is after the one on which the review was last written here."""
        return day is not None and (self.here.written_at is None or day > self.here.written_at.date())

    @cached_property
    def said(self) -> int | None:
        """The last entry with a text."""
        texts = self.telling.texts(self.joining)
        return texts[-1] if texts else None

    @cached_property
    def known_texts(self) -> frozenset[str]:
        """The fingerprints of all that the review says and said."""
        return frozenset({self.text_before, *(fingerprint(one.content.text) for one in self.here.versions)})

    @cached_property
    def text(self) -> Newer:
        """How the last text that is told compares."""
        if self.said is None:
            return Newer.NOT_TOLD

        text = self.telling.prints[self.said]

        if text == self.text_before:
            return Newer.SAME

        if text in self.known_texts:
            return Newer.HERE

        if not self.text_before:
            return Newer.NEW

        return Newer.THERE if self._wins(self.said) else Newer.HERE

    @cached_property
    def ratings(self) -> frozenset[int | None]:
        """All ratings that are or were here."""
        versions = (version.content.rating for version in self.here.versions)
        return frozenset({self.before.rating, *versions, *(viewing.rating for viewing in self.here.viewings)})

    @cached_property
    def rating(self) -> tuple[Newer, int | None, int | None]:
        """How the rating that is told compares; that rating, and the entry that it comes with, if it comes with one."""
        telling = self.telling
        rated = [number for number in self.joining if telling.entries[number].rating is not None]
        number = rated[-1] if rated else None

        if telling.told.rating is not None:
            is_of_entry = number is not None and telling.entries[number].rating == telling.told.rating
            return self._film_rating(number if is_of_entry else None)

        if number is None:
            return Newer.NOT_TOLD, None, None

        rating = telling.entries[number].rating
        last = telling.last(number)
        is_fresh = telling.is_new(number) or (last is not None and last.rating != rating) or rating not in self.ratings

        if rating == self.before.rating:
            newer = Newer.SAME
        elif not is_fresh:
            newer = Newer.HERE
        elif self.before.rating is None:
            newer = Newer.NEW
        else:
            newer = Newer.THERE if self._wins(number) else Newer.HERE

        return newer, rating, number

    def _film_rating(self, number: int | None) -> tuple[Newer, int | None, int | None]:
        """The same for the rating that the film has apart from its viewings; `number` is one that has the same."""
        rating, day = self.telling.told.rating, self.telling.rated_on
        last_on = self.here.film.rated_on
        is_known = rating in self.ratings or self.here.film.rating == rating
        is_of_new = number is not None and self.telling.is_new(number) and self._wins(number)
        is_after = day is not None and last_on is not None and day > last_on

        if rating == self.before.rating:
            newer = Newer.SAME
        elif is_known and not is_after and not is_of_new:
            newer = Newer.HERE
        elif self.before.rating is None:
            newer = Newer.NEW
        else:
            newer = Newer.THERE if is_of_new or self._film_rating_wins(day, last_on) else Newer.HERE

        return newer, rating, number

    def _film_rating_wins(self, day: date | None, last_on: date | None) -> bool:
        if day is not None and last_on is not None and day < last_on:
            return False

        if self.before.source_url is None:
            return self._is_later(day)

        # What is here may be what was told last, of a viewing whose day is after that on which it was logged.
        is_as_told = self.here.film.rating == self.before.rating
        return day is None or day >= self.day or is_as_told

    # What it says then

    @cached_property
    def lead(self) -> int | None:
        """The entry whose day, tags and marks the review has from now on; None where it keeps its own."""
        if not self.joining:
            return None

        lead = self.joining[-1]

        if not self._wins(lead):
            return self.said if self.text is Newer.THERE else None

        newer, _, rated = self.rating
        is_of_entry = newer in _WON and rated is not None
        is_news = (
            self.telling.is_new(lead) or self.telling.is_changed(lead) or (lead == self.said and self.text in _WON)
        )
        follows = self.before.source_url is not None or self.text in _WON or is_of_entry
        return lead if is_news and follows else None

    @cached_property
    def is_liked(self) -> bool:
        """Whether the film is liked: told so for the first time, or taken back there, or as it is here."""
        telling = self.telling
        was_liked = any(version.content.is_liked for version in self.here.versions)
        is_fresh = telling.told.is_liked and not self.here.film.is_liked and not was_liked

        for number in self.joining:
            entry, before = telling.entries[number], telling.last(number)

            if entry.is_liked and not (before.is_liked if before else was_liked):
                is_fresh = True

            if entry.is_liked is False and before and before.is_liked and self.before.source_url:
                return is_fresh

        return is_fresh or self.before.is_liked

    @cached_property
    def content(self) -> ReviewContent | None:
        """What the review says from now on; None where that is what it says."""
        said: dict[str, Any] = {"is_liked": self.is_liked, **self._moved()}

        if self.text in _WON and self.said is not None:
            said |= self._new_text(self.said, tags=said.get("tags") or self.before.tags)

        if self.rating[0] in _WON:
            said["rating"] = self.rating[1]

        if "watched_on" not in said and self.before.watched_on is None and (day := self._filled_day()):
            said["watched_on"] = day

        content = ReviewContent.model_validate(self.before.model_dump() | said)

        if content.says_the_same(self.before):
            return None

        return content.model_copy(update={"source_url": self._source(content)})

    def _moved(self) -> dict[str, Any]:
        """What the review is about, where that is another viewing from now on, or was changed there."""
        if self.lead is None:
            return {}

        entry, slot, last = self.telling.entries[self.lead], self.telling.slots[self.lead], self.telling.last(self.lead)
        before = self.before
        is_same_viewing = slot is not None and slot is self.anchor
        has_new_tags = last is None or entry.tags != last.tags
        is_hidden = before.is_spoiler or entry.is_spoiler

        if is_same_viewing and last is not None and last.is_spoiler != entry.is_spoiler:
            is_hidden = entry.is_spoiler

        return {
            "watched_on": entry.watched_on or (slot.watched_on if slot else None),
            "is_rewatch": entry.is_rewatch,
            "tags": (entry.tags if has_new_tags else ())
            or (() if is_same_viewing and last and has_new_tags else before.tags),
            "is_spoiler": is_hidden,
        }

    def _new_text(self, number: int, tags: Sequence[str]) -> dict[str, Any]:
        """The text of the entry, hidden where it is said to be.

        An export says of no text that it is a spoiler: another text of the same viewing stays hidden where the former
        one was, unless that was told and taken back.
        """
        telling = self.telling
        entry, last, slot = telling.entries[number], telling.last(number), telling.slots[number]
        was_told = last is not None and last.is_spoiler
        stays_hidden = self.before.is_spoiler and slot is self.anchor and not was_told
        is_hidden = entry.is_spoiler or stays_hidden or (self.text is Newer.NEW and self.before.is_spoiler)

        if self.lead is not None and self.lead != number:
            is_hidden = is_hidden or telling.entries[self.lead].is_spoiler

        return {"text": telling.text(number), "is_spoiler": is_hidden, "tags": entry.tags or tuple(tags)}

    def _filled_day(self) -> date | None:
        """The day of the review's viewing, where that is only told now."""
        telling = self.telling
        days = (
            telling.entries[number].watched_on
            for number in self.joining
            if telling.slots[number] is not None and telling.slots[number] is self.anchor
        )
        return next(days, None)

    def _source(self, content: ReviewContent) -> str | None:
        """Where all of it stands; None where some of it was written here."""
        came_from_there = self.before.source_url is not None
        is_text_from_there = not content.text or self.text in _WON or came_from_there
        is_rating_from_there = content.rating is None or self.rating[0] in _WON or came_from_there
        is_rating_told = content.rating == self.rating[1]

        if not (is_text_from_there and (is_rating_from_there or is_rating_told)):
            return None

        number = self.said if self.text in _WON else (None if content.text and came_from_there else self.lead)
        url = None if number is None else self.telling.entries[number].url
        return url or self.before.source_url or self.telling.told.address

    # Its parts

    def _new_versions(self) -> list[DiaryVersion]:
        """Texts that are not here and do not become what the review says; and a rating that would be lost else."""
        telling = self.telling
        fresh = [n for n in telling.texts(self.joining) if telling.prints[n] not in self.known_texts]
        kept = [number for number in fresh if not (number == self.said and self.text in _WON)]
        versions = telling.versions(kept, self.here.written_at or telling.now)
        newer, rating, _ = self.rating
        earlier = {version.content.rating for version in (*self.here.versions, *versions)}
        ratings = {self.before.rating, *earlier, *(viewing.rating for viewing in self._viewings())}

        if newer is Newer.HERE and rating not in ratings:
            at = noon(telling.rated_on, telling.now) if telling.rated_on else telling.now
            content = ReviewContent(rating=rating, source_url=telling.told.address)
            versions.append(
                DiaryVersion(content=content, written_at=at, replaced_at=max(at, self.here.written_at or at))
            )

        return sorted(versions, key=lambda version: version.written_at)

    def _in_place(self, new: list[DiaryVersion]) -> list[DiaryVersion]:
        """All earlier versions, the new ones between those that are here, which stay in their order."""
        here = list(self.here.versions)
        # What was said before a merge stays the last one: to undo the merge, it is looked for there.
        held = [here.pop()] if self.here.is_from_merge and here else []
        placed: list[DiaryVersion] = []

        for version in here:
            while new and new[0].written_at < version.written_at:
                placed.append(new.pop(0))

            placed.append(version)

        return [*placed, *new, *held]

    def _viewings(self) -> list[DiaryViewing]:
        """All viewings: those that are here in their order, new ones between them; last what the review is about."""
        telling = self.telling
        paired = {slot.id: n for n, slot in enumerate(telling.slots) if isinstance(slot, DiaryViewing)}
        here = [self._righted(viewing, paired.get(viewing.id)) for viewing in self.here.viewings]
        new = [(number, telling.viewing(number)) for number in self.joining if telling.is_new(number)]
        lead = None if self.content is None else self.lead
        slot = None if lead is None else telling.slots[lead]
        last: DiaryViewing | None = None

        if lead is not None and telling.is_new(lead):
            last = next(viewing for number, viewing in new if number == lead)
            new = [one for one in new if one[0] != lead]
        elif isinstance(slot, DiaryViewing):
            last = here.pop(next(n for n, viewing in enumerate(here) if viewing.id == slot.id))
        elif here:
            last = here.pop()

        placed: list[DiaryViewing] = []
        waiting = [viewing for _, viewing in reversed(new)]

        for viewing in here:
            while waiting and _day(waiting[-1]) < _day(viewing):
                placed.append(waiting.pop())

            placed.append(viewing)

        return [*placed, *reversed(waiting), *([last] if last else [])]

    def _righted(self, viewing: DiaryViewing, number: int | None) -> DiaryViewing:
        """The viewing as its entry tells of it now, where that was changed there and not here."""
        newer, rating, rated = self.rating

        if number is None:
            # A rating that came without a viewing has this one to stand for it.
            stands_for_it = viewing is self.anchor and rated is None and newer in _WON and not self.joining
            is_its = viewing.watched_on is None and viewing.rating == self.before.rating
            return viewing.model_copy(update={"rating": rating}) if stands_for_it and is_its else viewing

        if self.telling.stood_in(number):
            # Until now it stood for the film's rating alone.
            return self.telling.viewing(number).model_copy(update={"id": viewing.id, "is_imported": True})

        entry, last = self.telling.entries[number], self.telling.last(number)
        said: dict[str, Any] = {}

        if entry.watched_on and viewing.watched_on == (last.watched_on if last else None):
            said["watched_on"] = entry.watched_on

        if entry.rating and ((newer in _WON and rated == number) or (last and last.rating == viewing.rating)):
            said["rating"] = entry.rating

        if last is not None and last.is_rewatch == viewing.is_rewatch:
            said["is_rewatch"] = entry.is_rewatch

        return viewing.model_copy(update=said)


def _day(viewing: DiaryViewing) -> date:
    return viewing.watched_on or viewing.logged_at.date()
