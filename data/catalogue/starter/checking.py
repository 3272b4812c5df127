"""What can be wrong with the starter catalogue's files, found before a member finds it."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from pydantic import ValidationError

from data.catalogue.folding import fold
from data.catalogue.starter.facts import Facts
from data.catalogue.starter.vocabulary import COUNTRIES, GENRES, LANGUAGES
from data.models import Film, Model

SYNOPSIS_LENGTH = range(90, 321)
"""Characters of a synopsis: enough to say something, little enough for a card."""

LONGEST_RUNTIME_MIN = 900
"""Longer than any film that is shown in cinemas; `Out 1` has some 775 minutes."""

_LONGEST_SHORT_MIN = 60
_LEAST_FEATURE_MIN = 35
_MOST_GENRES = 4
_MOST_CAST = 6

_WITHOUT_WORDS = {"Animation", "Documentary", "Experimental", "Short"}
"""Kinds of film in which there may be nobody to name, and nobody who speaks."""

_HTML = re.compile(r"</?[a-zA-Z!]|&(?:#\d+|[a-zA-Z]+);")
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Dr|Mr|St|Jr|Lt))(?<!\bMrs)[.!?][\"”’)]?(?=\s|$)")
_JOINERS = "\u200c\u200d"
_WHERE_THERE_ARE_ANY = frozenset({"former_keys", "tmdb_id", "link"})
"""Facts that stand only where there are any; all else is named, and empty where it is not known."""

_OWN_KEY = re.compile(r"own:starter-[a-z0-9-]+-\d{4}")


class Line(Model):
    """A film and where it stands."""

    name: str
    number: int
    film: Film


class Fault(Model):
    """What is wrong in line `number` of the file `name`, or is only worth a look when it `is_note`."""

    name: str
    number: int
    what: str
    is_note: bool = False

    def __str__(self) -> str:
        return f"{self.name}:{self.number}: {self.what}"


class Report(Model):
    """The films that could be read, and all that is wrong with them."""

    films: tuple[Film, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def check_catalogue(lines: Iterable[tuple[str, int, str]], facts: Facts | None = None) -> Report:
    """Everything wrong with the lines of the files, as `read_lines` gives them, held against `facts` if there are."""
    good, found = _read(lines)

    for line in good:
        found += [Fault(name=line.name, number=line.number, what=what) for what in _faults_of(line)]

        if facts is not None:
            faults, notes = facts.compare(line.film)
            found += [Fault(name=line.name, number=line.number, what=what) for what in faults]
            found += [Fault(name=line.name, number=line.number, what=what, is_note=True) for what in notes]

    found += [*_duplicates(good), *_out_of_order(good)]
    found.sort(key=lambda fault: (fault.name, fault.number))
    return Report(
        films=tuple(line.film for line in good),
        faults=tuple(fault for fault in found if not fault.is_note),
        notes=tuple(fault for fault in found if fault.is_note),
    )


def is_complete(film: Film) -> bool:
    """Whether nothing is missing on the film's card, its poster aside; some films name nobody, or nobody speaks."""
    has_facts = film.directors and film.year and film.runtime_min and film.countries and film.genres and film.synopsis
    is_told_by_people = _WITHOUT_WORDS.isdisjoint(film.genres)
    has_cast = film.cast or not is_told_by_people
    has_languages = film.languages or "Silent" in film.genres or not is_told_by_people
    return bool(has_facts and has_cast and has_languages)


def _read(lines: Iterable[tuple[str, int, str]]) -> tuple[list[Line], list[Fault]]:
    good: list[Line] = []
    bad: list[Fault] = []

    for name, number, text in lines:
        try:
            good.append(Line(name=name, number=number, film=Film.model_validate_json(text)))
        except ValidationError as error:
            bad += [
                Fault(name=name, number=number, what=f"{'.'.join(map(str, one['loc'])) or 'line'}: {one['msg']}")
                for one in error.errors()
            ]
            continue

        fields = list(json.loads(text))

        if fields != [name for name in Film.model_fields if name not in _WHERE_THERE_ARE_ANY or name in fields]:
            bad.append(Fault(name=name, number=number, what="fields are missing or in another order than Film's"))

    return good, bad


def _faults_of(line: Line) -> Iterator[str]:
    for rule in _RULES:
        yield from rule(line.film)

    if line.film.year and line.name != f"{line.film.year // 10 * 10}s.jsonl":
        yield f"year {line.film.year} belongs into another file"


def _check_key(film: Film) -> Iterator[str]:
    if film.imdb_id:
        expected = f"imdb:{film.imdb_id}"
    elif film.wikidata_id:
        expected = f"wd:{film.wikidata_id}"
    else:
        expected = film.key if _OWN_KEY.fullmatch(film.key) else "own:starter-<slug>-<year>"

    if film.key != expected:
        yield f"key is {film.key}, not {expected}"


def _check_presence(film: Film) -> Iterator[str]:
    for field in ("year", "directors", "countries", "genres", "synopsis"):
        if not getattr(film, field):
            yield f"{field} is empty"


def _check_titles(film: Film) -> Iterator[str]:
    every = [title for title in (film.title, film.original_title, *film.other_titles) if title]

    if film.original_title is not None and film.original_title.casefold() == film.title.casefold():
        yield "original_title is the title"
    elif len({title.casefold() for title in every}) < len(every):
        yield "other_titles repeat a title"


def _check_words(film: Film) -> Iterator[str]:
    for field, known in (("countries", COUNTRIES), ("languages", LANGUAGES), ("genres", GENRES)):
        words: tuple[str, ...] = getattr(film, field)
        yield from (f"{field} has the unknown word {word}" for word in words if word not in known)

    for field in ("directors", "cast", "countries", "languages", "genres"):
        values: tuple[str, ...] = getattr(film, field)

        if len(set(values)) < len(values):
            yield f"{field} has a word twice"

    if len(film.genres) > _MOST_GENRES or len(film.cast) > _MOST_CAST:
        yield f"more than {_MOST_GENRES} genres or {_MOST_CAST} in the cast"


def _check_runtime(film: Film) -> Iterator[str]:
    if film.runtime_min is None:
        return

    is_short = "Short" in film.genres

    if film.runtime_min > (_LONGEST_SHORT_MIN if is_short else LONGEST_RUNTIME_MIN):
        yield f"runtime of {film.runtime_min} min is too long for what it is"
    elif film.runtime_min < _LEAST_FEATURE_MIN and not is_short:
        yield f"runtime of {film.runtime_min} min, and not a short"


def _check_silence(film: Film) -> Iterator[str]:
    if "Silent" in film.genres and film.languages:
        yield "a silent film has no spoken languages"


def _check_synopsis(film: Film) -> Iterator[str]:
    if film.synopsis is None:
        return

    if len(film.synopsis) not in SYNOPSIS_LENGTH:
        yield f"synopsis has {len(film.synopsis)} characters"

    if film.synopsis[-1:] not in {".", "!", "?"} or len(_SENTENCE_END.findall(film.synopsis)) not in {1, 2}:
        yield "synopsis is not one or two sentences"


def _check_characters(film: Film) -> Iterator[str]:
    for text in (*film.titles, *film.directors, *film.cast, film.synopsis or ""):
        if _HTML.search(text):
            yield f"HTML in {text!r}"

        if any((unicodedata.category(c)[0] == "C" and c not in _JOINERS) or c == "\ufffd" for c in text):
            yield f"a control character in {text!r}"

        if text != " ".join(text.split()) or text != unicodedata.normalize("NFC", text):
            yield f"stray blanks, or letters not composed, in {text!r}"


_RULES: tuple[Callable[[Film], Iterator[str]], ...] = (
    _check_key,
    _check_presence,
    _check_titles,
    _check_words,
    _check_runtime,
    _check_silence,
    _check_synopsis,
    _check_characters,
)


def _duplicates(lines: Iterable[Line]) -> Iterator[Fault]:
    seen: dict[str, Line] = {}

    for line in lines:
        film = line.film

        for what in (*film.keys, f"{fold(film.title)} ({film.year})"):
            first = seen.setdefault(what, line)

            if first is not line:
                yield Fault(name=line.name, number=line.number, what=f"{what} is in {first.name}:{first.number} too")


def _out_of_order(lines: Iterable[Line]) -> Iterator[Fault]:
    for before, after in pairwise(lines):
        if before.name == after.name and _place(before.film) > _place(after.film):
            yield Fault(name=after.name, number=after.number, what=f"{after.film.name} stands after {before.film.name}")


def _place(film: Film) -> tuple[int, str]:
    return film.year or 0, film.title
