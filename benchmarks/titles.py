"""A made-up catalogue of any size, and what people type to find its films. The same seed gives the same films."""

import bisect
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from data.catalogue.base import RankedFilm
from data.catalogue.folding import fold
from data.models import Film, FilmKey

SEED = 2026
_COMMON = ("the", "of", "a", "and", "in", "to", "my", "love", "man", "night", "la", "de", "le", "el", "life", "last")
_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 900)]
_ACCENTS = str.maketrans({"e": "é", "a": "à", "o": "ö", "u": "ü", "n": "ñ", "c": "ç"})
_NUMERALS = ("2", "II", "3", "III", "Part II", "IV", "4")
_SYLLABLES = [f"{first}{second}" for first in "bcdfghklmnprstvw" for second in ("a", "e", "i", "o", "u", "an", "er")]


def zipf(count: int, exponent: float) -> list[float]:
    """Cumulative weights of `count` things of which the n-th is drawn n^exponent times less often than the first."""
    return list(itertools.accumulate(n**-exponent for n in range(1, count + 1)))


@dataclass
class Language:
    """Words and names to make titles of."""

    chance: random.Random
    words: list[str] = field(init=False)
    people: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Make them."""
        made: dict[str, None] = dict.fromkeys(_COMMON)

        while len(made) < 120_000:
            made["".join(self.chance.choices(_SYLLABLES, k=self.chance.choice((2, 2, 3, 3, 4))))] = None

        self.words = list(made)
        self.people = [
            f"{self.word().title()} {self.word().title()}" for _ in range(60_000)
        ]  # drawn evenly: names are rarer than words
        self._weights = zipf(len(self.words), 0.72)
        self._people_weights = zipf(len(self.people), 0.5)

    def word(self) -> str:
        """Any word, each as likely as any other."""
        return self.chance.choice(self.words)

    def frequent_word(self) -> str:
        """A word, the frequent ones more likely."""
        return self.words[bisect.bisect(self._weights, self.chance.random() * self._weights[-1])]

    def person(self) -> str:
        """A name, those of the busy more likely."""
        return self.people[bisect.bisect(self._people_weights, self.chance.random() * self._people_weights[-1])]

    def title(self) -> str:
        """A title as films have them: short, with articles, numbers, hyphens and accents here and there."""
        length = self.chance.choices((1, 2, 3, 4, 5, 6), (18, 31, 23, 14, 8, 6))[0]
        words = [self.frequent_word() for _ in range(length - 1)] + [self.word()]
        self.chance.shuffle(words)
        draw = self.chance.random()

        if draw < 0.2:
            words.insert(0, "the")
        elif draw < 0.23:
            words.append(self.chance.choice(_NUMERALS))
        elif draw < 0.26 and length > 1:
            words[:2] = ["-".join(words[:2])]
        elif draw < 0.34:
            words = [word.translate(_ACCENTS) for word in words]

        return " ".join(word if word in _NUMERALS else word.title() for word in words)

    def han_title(self) -> str:
        """A title of three to seven Chinese characters."""
        return "".join(self.chance.choices(_HAN, k=self.chance.randrange(3, 8)))


def films(count: int, seed: int = SEED) -> Iterator[RankedFilm]:
    """So many films with twice as many titles, the most popular first."""
    chance = random.Random(seed)
    language = Language(chance)

    for rank in range(1, count + 1):
        others = [language.title() for _ in range(chance.choices((0, 1, 2, 3), (42, 28, 18, 12))[0])]
        original = language.han_title() if chance.random() < 0.03 else None
        imdb_id = f"tt{rank:07}"
        film = Film.model_construct(
            key=FilmKey(f"imdb:{imdb_id}"),
            title=language.title(),
            original_title=original,
            other_titles=tuple(others),
            year=2026 - int(chance.random() ** 2 * 120),
            directors=tuple(language.person() for _ in range(chance.choice((1, 1, 1, 2)))),
            cast=tuple(language.person() for _ in range(4)),
            imdb_id=imdb_id,
        )
        yield RankedFilm(film, 5_000_000 / rank)


@dataclass(frozen=True)
class Asked:
    """A query and the film that it means."""

    query: str
    film: Film


def sample(catalogue: Sequence[Film], count: int, chance: random.Random) -> list[Film]:
    """Films that people look for: a tenfold of the rank is looked for as often as the tenth before it."""
    return [catalogue[int(len(catalogue) ** chance.random()) - 1] for _ in range(count)]


def any_order(film: Film, chance: random.Random) -> str:
    """The title's words in any order."""
    words = film.title.split()
    chance.shuffle(words)
    return " ".join(words)


def another_title(film: Film, chance: random.Random) -> str:
    """Another of its titles, or the usual one where it has no other."""
    return chance.choice(film.titles[1:] or film.titles)


def parts(film: Film, chance: random.Random) -> str:
    """The title without one of its words; a title of two words and fewer whole."""
    words = film.title.split()

    if len(words) > 2:
        words.remove(min(chance.sample(words, 2), key=len))

    return " ".join(words)


def with_slips(text: str, count: int, chance: random.Random) -> str:
    """The text with so many letters left out, doubled, changed or exchanged, in words of four letters and more."""
    words = text.split()
    long_words = [at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()]

    for at in chance.sample(long_words, min(count, len(long_words))):
        words[at] = _with_slip(words[at], chance)

    return " ".join(words)


def _with_slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice("aeiorstnl") + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


KINDS: dict[str, Callable[[Film, random.Random], str]] = {
    "title whole": lambda film, _: film.title,
    "in any order": any_order,
    "without accents": lambda film, _: fold(film.title),
    "another title": another_title,
    "with its year": lambda film, _: f"{film.title} {film.year}",
    "parts of it": parts,
    "one slip": lambda film, chance: with_slips(film.title, 1, chance),
    "two slips": lambda film, chance: with_slips(film.title, 2, chance),
}
"""What people type of a film that they mean."""


def keystrokes(asked: Sequence[str]) -> Iterator[str]:
    """What autocomplete is asked while each of these is typed: every beginning, letter by letter."""
    for query in asked:
        yield from (query[:length] for length in range(1, len(query) + 1))
