"""Titles and queries brought to one form, so that case, accents and punctuation do not matter."""

import re
import unicodedata

_WORD = re.compile(r"\w+")
_LETTERS = str.maketrans(
    {"&": " and ", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "·": ""},
)


def fold(text: str) -> str:
    """Lower case, without accents and punctuation, words parted by one space.

    An apostrophe joins what it stands in ("L'image" is one word, "limage"); other signs part words.
    """
    # Taken apart before and after: signs hold capitals ("™", "ᴬ"), and letters hold accents ("ǽ").
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter) and letter != "'")
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", bare)))
