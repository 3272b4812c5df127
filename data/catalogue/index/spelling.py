"""Words with slips: which known words were meant."""

import zlib
from collections.abc import Iterator

from data.catalogue.index.schema import FIRST

LEAST_LETTERS = 4
"""Shorter words are taken as typed: nearly every one of three letters is one slip from dozens of others."""

LONGEST_WORD = 24
"""Longer words are looked up by their first letters only."""


def rests(word: str) -> Iterator[int]:
    """Hashes of the word, and of it without each of its letters in turn.

    Two words share one of these where they are one insertion, deletion, substitution or exchange of neighbours apart.
    """
    word = word[:LONGEST_WORD]
    yield zlib.crc32(word.encode("utf-8", "surrogatepass"))

    for at in range(len(word)):
        # Of a doubled letter either one gives the same.
        if at and word[at] == word[at - 1]:
            continue

        yield zlib.crc32((word[:at] + word[at + 1 :]).encode("utf-8", "surrogatepass"))


def has_rests(word: str) -> bool:
    """Whether slips in the word are looked for: it is long enough, no number, and bears no mark."""
    return len(word) >= LEAST_LETTERS and not word.isdecimal() and word[0] != FIRST
