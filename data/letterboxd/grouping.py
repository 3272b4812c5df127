"""From rows to films: which of them are about the same film, and what they come to."""

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from data.letterboxd.cells import Naming
from data.letterboxd.faults import Faults
from data.letterboxd.gathering import Gathering, Mark, Viewed
from data.letterboxd.viewings import one_of_each
from data.models import Flaw, ToldEntry, ToldFilm

_MOST_ALIKE = 20
"""Films of one title and year that are told apart; a file with more of them is none that anybody's diary made."""


MOST_VIEWINGS = 1_000
"""Viewings of one film that are taken: one a day for nearly three years. All of a film's are weighed at once."""


def films_of(gathering: Gathering, name: str, faults: Faults) -> tuple[ToldFilm, ...]:
    """The films of which anything is told, in the order in which they first turn up.

    Of a film with more viewings than are taken the first stay, which is a fault of what was handed in as `name`.
    """
    films = _Films()
    # A row with an address says surely which film it is about; one without may have to choose among those.
    marks = sorted(enumerate(gathering.marks), key=lambda placed: placed[1].naming.address is None)

    for place, mark in marks:
        film = films.about(mark.naming)
        film.take(mark)
        film.place = min(film.place, place)
        gathering.breathe()

    for viewed in one_of_each(gathering.diary, gathering.reviews):
        films.seen_in(viewed).add(viewed.entry)
        gathering.breathe()

    for naming, entry in gathering.viewings:
        films.about(naming).add(entry)

    for film in films.all:
        if film.has_too_many:
            faults.add(name, None, Flaw.TOO_MANY_VIEWINGS, film.naming.title)

    told: list[ToldFilm] = []

    for film in sorted(films.all, key=lambda film: film.place):
        told.append(film.told())
        gathering.breathe()

    return tuple(told)


@dataclass(slots=True)
class _Film:
    """One film, and what was told of it so far."""

    naming: Naming
    place: int = sys.maxsize
    """Where it first turns up among the rows about films; behind them all if it does not."""

    rating: int | None = None
    rated_on: date | None = None
    is_liked: bool = False
    seen_on: date | None = None
    wanted_on: date | None = None
    entries: list[ToldEntry] = field(default_factory=list[ToldEntry])
    has_too_many: bool = False
    """Some of its viewings were not taken."""

    @property
    def is_known(self) -> bool:
        """Whether it was seen, as far as was told, and not only wanted."""
        return self.is_liked or self.seen_on is not None or self.rating is not None

    def may_be(self, naming: Naming) -> bool:
        """Whether nothing of what names this one and the other says that they are two."""
        ours, theirs = self.naming, naming
        ids = ((ours.address, theirs.address), (ours.imdb_id, theirs.imdb_id), (ours.tmdb_id, theirs.tmdb_id))
        directors = [{name.casefold() for name in one.directors} for one in (ours, theirs)]
        return all(None in pair or pair[0] == pair[1] for pair in ids) and (
            not all(directors) or bool(directors[0] & directors[1])
        )

    def learn(self, naming: Naming) -> None:
        """Take over what names the film and was not known of it."""
        ours = self.naming
        self.naming = ours._replace(
            address=ours.address or naming.address,
            imdb_id=ours.imdb_id or naming.imdb_id,
            tmdb_id=ours.tmdb_id or naming.tmdb_id,
            directors=ours.directors or naming.directors,
        )

    def add(self, entry: ToldEntry) -> None:
        """Take a viewing, as long as there are not too many."""
        if len(self.entries) < MOST_VIEWINGS:
            self.entries.append(entry)
        else:
            self.has_too_many = True

    def take(self, mark: Mark) -> None:
        """Take what a row tells of the film: the latest rating, the first day of all else."""
        if mark.rating is not None and (mark.rated_on or date.min) >= (self.rated_on or date.min):
            self.rating, self.rated_on = mark.rating, mark.rated_on

        self.is_liked = self.is_liked or mark.is_liked
        self.seen_on = _first(self.seen_on, mark.seen_on)
        self.wanted_on = _first(self.wanted_on, mark.wanted_on)

    def told(self) -> ToldFilm:
        """The film with its viewings in order."""
        if len(self.entries) == 1 and self.rating is None and _is_bare_rating(self.entries[0]):
            self.rating = self.entries.pop().rating

        facts = self.naming._asdict() | {
            "entries": _in_order(self.entries),
            "rating": self.rating,
            "rated_on": self.rated_on,
            "is_liked": self.is_liked,
            "seen_on": self.seen_on,
            "wanted_on": self.wanted_on,
        }
        return ToldFilm.model_validate({name: fact for name, fact in facts.items() if fact})


class _Films:
    """The films found so far, by all that names them."""

    def __init__(self) -> None:
        self.all: list[_Film] = []
        self._by_id: dict[str | int, _Film] = {}
        self._by_name: defaultdict[tuple[str, int | None], list[_Film]] = defaultdict(list)
        self._undecided: dict[tuple[str, int | None], _Film] = {}

    def about(self, naming: Naming) -> _Film:
        """The film that a row names; a new one if it was not told of before."""
        ids = [one for one in (naming.address, naming.imdb_id, naming.tmdb_id) if one is not None]
        film = next((self._by_id[one] for one in ids if one in self._by_id), None)

        if film is None:
            alike = [film for film in self._by_name[_name(naming)] if film.may_be(naming)]
            film = self._one_of(alike, naming)

        film.learn(naming)
        self._by_id.update(dict.fromkeys(ids, film))
        return film

    def seen_in(self, viewed: Viewed) -> _Film:
        """The film of an entry, which has no more than title and year to go by.

        Where several share these the one with that rating is meant, if there is just one; else it remains open.
        """
        alike = self._by_name[_name(viewed.naming)]
        alike = [film for film in alike if film.is_known] or alike

        if len(alike) > 1 and viewed.entry.rating is not None:
            rated = [film for film in alike if film.rating == viewed.entry.rating]
            alike = rated if len(rated) == 1 else alike

        return self._one_of(alike, viewed.naming)

    def _one_of(self, alike: Sequence[_Film], naming: Naming) -> _Film:
        """The only one that may be meant; a new one if there is none, or one kept apart if there are several."""
        if len(alike) == 1:
            return alike[0]

        name = _name(naming)

        if alike and name in self._undecided:
            return self._undecided[name]

        film = _Film(naming)
        self.all.append(film)

        if alike:
            self._undecided[name] = film
        elif len(self._by_name[name]) < _MOST_ALIKE:
            self._by_name[name].append(film)

        return film


def _in_order(entries: Sequence[ToldEntry]) -> tuple[ToldEntry, ...]:
    """By the day of watching, else of logging; one without a day stays behind those that it follows in the file."""
    if len(entries) < 2:
        return tuple(entries)

    days: list[date] = []
    latest = date.min

    for entry in entries:
        day = entry.watched_on or entry.logged_on
        latest = max(latest, day or latest)
        days.append(day or latest)

    return tuple(entries[place] for place in sorted(range(len(entries)), key=days.__getitem__))


def _is_bare_rating(entry: ToldEntry) -> bool:
    """Whether it tells of a rating and of no viewing."""
    said = entry.text or entry.tags or entry.is_rewatch or entry.watched_on or entry.logged_on
    return entry.rating is not None and not said


def _name(naming: Naming) -> tuple[str, int | None]:
    return naming.title.casefold(), naming.year


def _first(one: date | None, other: date | None) -> date | None:
    return min(filter(None, (one, other)), default=None)
