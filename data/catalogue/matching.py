"""How well a film answers what was typed."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple, Self

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from data.catalogue.base import EXACT_FIT
from data.catalogue.folding import fold, in_digits, same_number
from data.models import Film

LEAST_FIT = 60.0
"""Below this a film resembles the query by chance: measured on slips such as "teh misisng picture"."""

LONGEST_QUERY = 200
"""Characters of a query that are looked at: no title is longer, and likeness takes its time with each."""

_ALL_WORDS, _ANY_ORDER = 84.0, 90.0
"""The fit of a film of whose words all are begun, and of a title of which all words were typed in another order."""

_WRONG_YEAR = 35.0
"""What a year that is not the film's takes from its fit: it is offered, and never taken without asking."""

_YEAR = re.compile(r"(?:18|19|20)\d\d")

_ARTICLE = re.compile(r"(?:(?:the|an?|les?|la|el|los|las|il|der|das|une?)\s+|l['’])(?=\w)", re.IGNORECASE)
"""An article before a title, which people leave out: "godfather", "image manquante"."""


class Query:
    """What was typed, in the forms in which it is compared."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.words = folded.split()
        self.joined = folded.replace(" ", "")
        self.same_numbers = {word: ways for word in self.words if (ways := same_number(word))}
        self.in_digits = in_digits(folded).replace(" ", "") if self.same_numbers else self.joined

    @cached_property
    def years(self) -> list[str]:
        """The words that are years."""
        return [word for word in self.words if _YEAR.fullmatch(word)]

    @cached_property
    def without_years(self) -> "Query | None":
        """The same without its years; None where it has none or is nothing else."""
        if not self.years or len(self.years) == len(self.words):
            return None

        return Query(" ".join(word for word in self.words if word not in self.years))


class Names(NamedTuple):
    """The folded words that find a film. Titles are as they are and without their articles, the usual one first."""

    titles: tuple[str, ...]
    people: tuple[str, ...]
    year: str

    @classmethod
    def of(cls, film: Film) -> Self:
        """The names of the film."""
        every = (*film.titles, *_without_articles(film.titles))
        titles = tuple(dict.fromkeys(folded for title in every if (folded := fold(title))))
        people = tuple(dict.fromkeys(folded for name in film.directors if (folded := fold(name))))
        return cls(titles, people, str(film.year or ""))

    @property
    def words(self) -> tuple[str, ...]:
        """Every word, of titles and people, once."""
        return tuple(dict.fromkeys(word for text in (*self.titles, *self.people) for word in text.split()))

    def fit(self, query: Query) -> float:
        """How well the film answers, a title without and with its year alike.

        100 the title in full, below it a title's beginning, all its words in another order, all words begun in any
        order, and likeness in spite of slips; from `LEAST_FIT` on it is worth offering.
        """
        fit = self._fit_of_words(query)
        bare = query.without_years

        if bare is None:
            return fit

        fit_of_bare = self._fit_of_words(bare)

        # The year settles which of two films of one title is meant; it never makes a stranger fit. Many remember it
        # badly.
        if fit_of_bare >= LEAST_FIT:
            fit_of_bare += 1 if self.year in query.years else -_WRONG_YEAR

        return max(fit, fit_of_bare)

    def _fit_of_words(self, query: Query) -> float:
        joined = [title.replace(" ", "") for title in self.titles]

        if query.joined in joined:
            return EXACT_FIT

        if query.same_numbers and any(query.in_digits == in_digits(title).replace(" ", "") for title in self.titles):
            return EXACT_FIT

        for position, title in enumerate(self.titles):
            if title.startswith(query.folded):
                return 95 - 2 * min(position, 2) + 2 * len(query.folded) / len(title)

        return self._fit_of_order(query, joined) or self._likeness(query)

    def _fit_of_order(self, query: Query, joined: list[str]) -> float:
        """How well it fits where every word is there; 0 where one is missing."""
        # Each name with a blank before every word: a word that is begun is looked for in all of them at once.
        known = f" {' '.join((*self.titles, *self.people, self.year))} "

        if all(f" {word}" in known or _is_counted(query, word, known) for word in query.words):
            typed = sorted(query.words)
            is_title = len(typed) > 1 and any(typed == sorted(title.split()) for title in self.titles)
            return _ANY_ORDER if is_title else _ALL_WORDS

        # In scripts without spaces, and where two words were joined.
        if len(query.joined) > 1 and any(query.joined in title for title in joined if not title.isascii()):
            return _ALL_WORDS

        return 0

    def _likeness(self, query: Query) -> float:
        """Likeness in spite of slips, up to 80."""
        if len(query.joined) < 4:
            return 0

        of_titles = max((_likeness(query.folded, title) for title in self.titles), default=0.0)
        return 0.8 * max(of_titles, 100 * _likeness_of_words(query.words, self.words))


def _without_articles(titles: Iterable[str]) -> Iterable[str]:
    return (title[article.end() :] for title in titles if (article := _ARTICLE.match(title)))


def _is_counted(query: Query, word: str, known: str) -> bool:
    """Whether the number that the word is stands among the known words, written in another way."""
    return any(f" {way} " in known for way in query.same_numbers.get(word, ()))


def _likeness(query: str, title: str) -> float:
    """Likeness by letters in order or by words in any order, 0 to 100; a short query against the beginning alone."""
    beginning = title[: len(query) + 1]
    return max(fuzz.ratio(query, title), fuzz.token_sort_ratio(query, title), fuzz.ratio(query, beginning) - 4)


def _likeness_of_words(typed: list[str], known: tuple[str, ...]) -> float:
    """The mean likeness of each typed word to the nearest known one, 0 to 1; the last may be only begun."""
    # Each known word after a blank: whether any begins with a typed one is one look.
    beginnings = f" {' '.join(known)}"
    total = 0.0

    for number, word in enumerate(typed):
        is_last = number == len(typed) - 1
        total += _likeness_of_word(word, known, beginnings, is_begun=is_last) * len(word)

    letters = sum(map(len, typed))
    # A little less than a title that is like the whole: words may come from anywhere.
    return 0.97 * total / letters if letters else 0.0


def _likeness_of_word(word: str, known: tuple[str, ...], beginnings: str, *, is_begun: bool) -> float:
    if f" {word}" in beginnings:
        return 1.0

    likeness = _nearest(word, known)

    if is_begun:
        begun = [one[: len(word)] for one in known if len(one) > len(word)]
        likeness = max(likeness, _nearest(word, begun))

    return likeness


def _nearest(word: str, known: Sequence[str]) -> float:
    """The likeness of the known word that is nearest, 0 to 1; all are compared in one call, which is in C."""
    nearest = process.extractOne(word, known, scorer=OSA.normalized_similarity)
    return nearest[1] if nearest else 0.0
