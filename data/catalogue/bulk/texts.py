"""Text of providers, made fit for a film's facts."""

import unicodedata

from data.catalogue.bulk.tally import BadRow

LONGEST_TITLE = 300
"""Characters, as `Film` has it."""

_JOINERS = "\u200c\u200d"
"""Invisible, yet part of how words are written in Persian, Hindi and their neighbours."""


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Controls, formats, halves of pairs, private use. What this Python's Unicode does not know yet may be seen."""


def clean(text: str) -> str:
    """The text with composed letters, single blanks, and nothing that can't be seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())

    seen = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in _UNSEEN or character in _JOINERS
    )
    return " ".join("".join(seen).split())


def as_title(text: str) -> str:
    """A film's title. Raises BadRow for one that is blank or too long."""
    title = clean(text)

    if not title:
        raise BadRow("the title is empty")

    if len(title) > LONGEST_TITLE:
        raise BadRow(f"the title has {len(title):,} characters, more than {LONGEST_TITLE}")

    return title
