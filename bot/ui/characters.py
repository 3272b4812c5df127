"""Characters as they may leave the bot: nothing invisible that deceives, no flood, no emoji cut in two."""

import re
import unicodedata

MARKS_IN_A_ROW = 5
"""Marks on one letter; Burmese and Tibetan need this many."""

ACCENTS_IN_A_ROW = 3
"""The same for the marks that go on any letter (U+0300 to U+036F); Greek and Vietnamese need this many."""

_CLUSTER_LENGTH = 40  # the longest emoji in use has ten characters; what is longer is a trick and may be cut

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_FOLDED = re.compile("\n{4,}")
_BLANKS = " \n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000"

# Flags of England, Scotland and Wales, the only emoji spelt with tag characters.
_FLAG = (
    "\U0001f3f4\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u00ad\u034f\u180e\u2060-\u206f\ufeff"  # hyphens, joiners and separators that show nothing
    "\u061c\u200e\u200f\u202a-\u202e"  # direction (U+2066 to U+2069 are in the line above)
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that show nothing
    "\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"  # format controls
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags
    "\ud800-\udfff\ufdd0-\ufdef"  # halves of pairs, noncharacters
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
)
_DROPPED = re.compile(f"({_FLAG})|[{_INVISIBLE}]")

_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_STRAY_SELECTORS = re.compile(
    # A variation selector means something once, after an emoji, a letter beyond ASCII or the base of a keycap.
    f'(?:\\A|(?<=[\x00-"$-)+-/:-\x7f\\s\u200b-\u200d{_SELECTORS}]))[{_SELECTORS}]+'
)

_JOINING = (  # scripts in which a letter's form depends on joiners: Arabic to Mandaic, Indic to Mongolian, and so on
    "\u0600-\u08ff\u0900-\u109f\u1780-\u180a\u1820-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdcf\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_PICTURES = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff"
)
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"  # Thai, Lao, Burmese, Khmer, Tai
_JOINERS = re.compile(
    f"((?<=[{_JOINING}])[\u200c\u200d]"
    f"|(?<=[{_PICTURES}\ufe0f])\u200d(?=[{_PICTURES}])"
    f"|(?<=[{_UNSPACED}])\u200b)"
    "|[\u200b-\u200d]"
)

# Marks are no word characters to `re`, so only a run of such characters can hold too many of them.
_MARKS = re.compile("[^\\w\\s\x00-\u02ff]{4,}")


def clean(text: str) -> str:
    """`text` without what is invisible or floods; its lines stay, with at most two blank ones together.

    Joiners stay where emoji and scripts need them, and variation selectors where they can mean something.
    """
    text = _NEWLINES.sub("\n", text).replace("\t", " ")
    text = _DROPPED.sub(r"\1", text)

    if not text.isascii():
        text = _STRAY_SELECTORS.sub("", text)
        text = _JOINERS.sub(r"\1", text)
        text = _MARKS.sub(_bound_marks, text)

    text = "\n".join([line.rstrip(_BLANKS) for line in text.split("\n")])
    return _FOLDED.sub("\n\n\n", text).strip(_BLANKS)


def one_line(text: str) -> str:
    """`clean`, on one line, each stretch of white space one space."""
    return " ".join(clean(text).split())


def boundary(text: str, index: int) -> int:
    """The last place up to `index` where `text` may be cut without splitting what is seen as one character.

    At least 1 and at most `index`, which must itself be at least 1; `index` where a cluster is too long to respect.
    """
    start = max(1, index - _CLUSTER_LENGTH)

    for place in range(min(index, len(text)), start - 1, -1):
        if place == len(text) or not _is_joined(text, place):
            return place

    return index


def _bound_marks(match: re.Match[str]) -> str:
    """The run of characters with no letter bearing more marks than any language needs."""
    kept: list[str] = []
    marks = accents = 0
    is_kept = True

    for character in match[0]:
        if character in "\u200b\u200c\u200d":
            pass  # shares the fate of what it follows, and parts no marks
        elif unicodedata.category(character) in ("Mn", "Me"):
            marks += 1
            accents += "\u0300" <= character <= "\u036f"
            is_kept = marks <= MARKS_IN_A_ROW and accents <= ACCENTS_IN_A_ROW
        else:
            marks = accents = 0
            is_kept = True

        if is_kept:
            kept.append(character)

    return "".join(kept)


def _is_joined(text: str, place: int) -> bool:
    """Whether the characters on either side of `place` are seen as one."""
    before, after = text[place - 1], text[place]

    if after < "\u0300":
        return False

    return (
        before == "\u200d"
        or after in "\u200c\u200d"
        or unicodedata.category(after)[0] == "M"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U000e0020" <= after <= "\U000e007f"
        or ("\u1161" <= after <= "\u11ff" and "\u1100" <= before <= "\u11ff")
        or (_is_flag_half(after) and _flag_halves_before(text, place) % 2 == 1)
    )


def _flag_halves_before(text: str, place: int) -> int:
    start = place

    while start > max(0, place - _CLUSTER_LENGTH) and _is_flag_half(text[start - 1]):
        start -= 1

    return place - start


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
