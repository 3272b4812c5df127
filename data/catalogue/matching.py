"""How well a film answers what was typed."""

import re
from typing import NamedTuple, Self

from rapidfuzz import fuzz

from data.catalogue.base import EXACT_FIT
from data.catalogue.folding import fold
from data.models import Film

LEAST_FIT = 60.0
"""Below this a film resembles the query by chance: measured on slips such as "teh misisng picture"."""

LONGEST_QUERY = 200
"""Characters of a query that are looked at: no title is longer, and likeness takes its time with each."""

_WRONG_YEAR = 35.0
"""What a year that is not the film's takes from its fit: it is offered, and never taken without asking."""

_YEAR = re.compile(r"(?:18|19|20)\d\d")

_ARTICLE = re.compile(r"(?:(?:the|an?|les?|la|el|los|las|il|der|das|une?)\s+|l['’])(?=\w)", re.IGNORECASE)
"""An article before a title, which people leave out: "godfather", "image manquante"."""


class Entry(NamedTuple):
    """A film with the folded words that find it."""

    film: Film
    titles: tuple[str, ...]
    words: tuple[str, ...]
    year: str

    @classmethod
    def of(cls, film: Film) -> Self:
        """The film's entry, with its titles as they are and without their articles."""
        bare = (title[article.end() :] for title in film.titles if (article := _ARTICLE.match(title)))
        titles = tuple(dict.fromkeys(folded for title in (*film.titles, *bare) if (folded := fold(title))))
        words = dict.fromkeys(word for text in (*titles, *map(fold, film.directors)) for word in text.split())
        return cls(film, titles, tuple(words), str(film.year or ""))

    def fit(self, query: str) -> float:
        """How well the film answers the folded query, a title without and with its year alike.

        100 the title in full, below it a title's beginning, all words begun in any order, and likeness in spite of
        slips; from `LEAST_FIT` on it is worth offering.
        """
        fit = _title_fit(query, self)
        words = query.split()
        years = [word for word in words if _YEAR.fullmatch(word)]

        if not years or len(years) == len(words):
            return fit

        bare = _title_fit(" ".join(word for word in words if word not in years), self)

        # The year settles which of two films of one title is meant; it never makes a stranger fit. Many remember it
        # badly.
        if bare >= LEAST_FIT:
            bare += 1 if self.year in years else -_WRONG_YEAR

        return max(fit, bare)


def _title_fit(query: str, entry: Entry) -> float:
    joined = query.replace(" ", "")

    if any(joined == title.replace(" ", "") for title in entry.titles):
        return EXACT_FIT

    for position, title in enumerate(entry.titles):
        if title.startswith(query):
            return 95 - 2 * min(position, 2) + 2 * len(query) / len(title)

    if all(any(known.startswith(word) for known in (*entry.words, entry.year)) for word in query.split()):
        return 85

    if len(joined) < 4:
        return 0

    return max((_likeness(query, title) for title in entry.titles), default=0) * 0.8


def _likeness(query: str, title: str) -> float:
    """Likeness by letters in order or by words in any order, 0 to 100; a short query against the beginning alone."""
    beginning = title[: len(query) + 1]
    return max(fuzz.ratio(query, title), fuzz.token_sort_ratio(query, title), fuzz.ratio(query, beginning) - 4)
