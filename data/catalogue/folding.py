"""Titles and queries brought to one form, so that case, accents and punctuation do not matter."""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_SIGNS = re.compile(r"[^\w\s]|_")
_PLAIN = re.compile(r"[A-Za-z0-9 ]*")
_LETTERS = str.maketrans(
    {"&": " and ", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "·": ""},
)

_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, Japanese and Chinese: scripts that put no space between words."""

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")
_SPOKEN = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
)
_DIGITS = {word: str(number) for words in (_ROMAN, _SPOKEN) for number, word in enumerate(words, start=1)}
_SAME_NUMBER = {
    str(number): (roman, spoken) for number, (roman, spoken) in enumerate(zip(_ROMAN, _SPOKEN, strict=True), start=1)
}


def fold(text: str) -> str:
    """Lower case, without accents and punctuation, words parted by one space.

    An apostrophe joins what it stands in ("L'image" is one word, "limage"); other signs part words.
    """
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower().replace("'", "").replace("&", " and ")))

    # Taken apart before and after: signs hold capitals ("™", "ᴬ"), and letters hold accents ("ǽ").
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    # All marks go, vowel signs too: no tokenizer takes them for a part of a word.
    bare = "".join(letter for letter in spread if unicodedata.category(letter)[0] != "M" and letter != "'")
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", bare)))


def forms(title: str) -> frozenset[str]:
    """The folded forms of which two titles that are one share any: signs within words part them, or join them.

    "Wall-E" and "WALL·E" are one, "Alien" and "A Lien" are not; a title of mere signs has none.
    """
    if _PLAIN.fullmatch(title):
        return frozenset({fold(title)}) - {""}

    joined = _SIGNS.sub("", title.replace("&", " and "))
    return frozenset({fold(title), fold(joined)}) - {""}


def tokens(folded: str) -> Iterator[str]:
    """The words of a folded text under which it is found; of scripts without spaces its characters and their pairs."""
    if folded.isascii():
        yield from folded.split()
        return

    for word in folded.split():
        for run, is_spaceless in runs(word):
            if is_spaceless:
                yield from run
                yield from (run[at : at + 2] for at in range(len(run) - 1))
            else:
                yield run


def runs(word: str) -> Iterator[tuple[str, bool]]:
    """The parts of a folded word, each with whether its script puts no space between words."""
    if word.isascii():
        yield word, False
        return

    at = 0

    for found in _SPACELESS.finditer(word):
        if found.start() > at:
            yield word[at : found.start()], False

        yield found.group(), True
        at = found.end()

    if at < len(word):
        yield word[at:], False


def same_number(word: str) -> tuple[str, ...]:
    """The other ways to write a number up to sixteen: "2" and "two" for "ii"; none for any other word."""
    digits = _DIGITS.get(word, word)
    ways = _SAME_NUMBER.get(digits)
    return () if ways is None else tuple(way for way in (digits, *ways) if way != word)


def in_digits(folded: str) -> str:
    """The folded text with its numbers up to sixteen in digits: "rocky ii" is "rocky 2"."""
    return " ".join(_DIGITS.get(word, word) for word in folded.split())
