"""Texts on their way from Letterboxd's HTML to the markup of members' texts, and back.

`from_html` writes what it reads in one way only, and `to_html` keeps every character, so that a text that came from
there goes back and comes again unchanged.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from data.letterboxd.hypertext import read_html
from data.markup import BOLD, ITALIC, STRIKE, UNDERLINE, WORD_CHARACTER, Run, read


def from_html(html: str) -> str:
    """A review's HTML in the markup of members' texts: bold, italic, all else as text that means itself.

    Empty where there is no text.
    """
    return write_markup(read_html(html))


def to_html(text: str) -> str:
    """A member's text as HTML: bold and italic as tags, line breaks as they are, nothing of it left out.

    Underlined and struck text, which Letterboxd does not have, keeps its marks.
    """
    out: list[str] = []
    opened: list[int] = []

    for run in [*read(text), Run(0, "")]:
        while any(not style & run.styles for style in opened):
            out.append(_TAGS[opened.pop()][1])

        for style in _TAGS:
            if style & run.styles and style not in opened:
                opened.append(style)
                out.append(_TAGS[style][0])

        out.append(_TAKEN_FOR_HTML.sub(lambda match: _REFERENCES[match[0]], run.text))

    return "".join(out)


def write_markup(runs: Iterable[Run]) -> str:
    """Runs that are bold, italic or neither, as one who knows the markup would type them.

    Their text is all there. Bold or italic is given up only where the markup can't say it: within an address, or
    where both meet in the middle of a word.
    """
    runs = list(runs)
    text = "".join(run.text for run in runs)
    bold = _bold(text, runs)
    spans = sorted(bold + _italic(text, runs, bold), key=lambda span: (span.start, -span.end, span.mark != "**"))
    return "".join(_marked(text, spans))


# What HTML would take for a tag or a character reference; at the end of a run, what follows could complete it.
_TAKEN_FOR_HTML = re.compile(r"<(?=[A-Za-z/!?]|\Z)|&(?=[A-Za-z0-9#]|\Z)")
_REFERENCES = {"<": "&lt;", "&": "&amp;"}
_TAGS = {BOLD: ("<b>", "</b>"), ITALIC: ("<i>", "</i>"), UNDERLINE: ("__", "__"), STRIKE: ("~~", "~~")}

# The first alternatives are never read as formatting (data/markup.py), whatever stands around them, and stay as they
# are typed: the shrug, a star between blanks, an underscore in a word, a lone tilde or bar.
_MARKS = r"""
    ¯\\_\(ツ\)_/¯
    | (?<=[ \n\u00a0]) \* (?=[ \n\u00a0])
    | (?<=[0-9A-Za-z]) _ (?=[0-9A-Za-z])
    | (?<=[ -{\n}]) [~|] (?=[ -{\n}])
"""
_LITERAL = re.compile(rf"{_MARKS} | (?P<mark> [\\*_~|`] )", re.VERBOSE)
_LITERAL_WITH_LINKS = re.compile(rf"{_MARKS} | (?P<mark> [\\*_~|`\[] )", re.VERBOSE)
_MASKED_LINK = re.compile(r"\][^ -~\n]*+\(")  # what can't be seen is dropped before the text is shown

_ADDRESS = re.compile(r"://\S++")
"""Within one, no formatting begins."""

_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\U0001d159")
"""Letters and symbols that show nothing."""


class _Span(NamedTuple):
    """A stretch of text between two marks. It begins with what can be seen, and ends before what can be, or a blank.

    So what is dropped when the text is shown never stands alone between two marks, which would then be read as one.
    """

    start: int
    end: int
    mark: str


def _bold(text: str, runs: Sequence[Run]) -> list[_Span]:
    spans = list(_spans(text, runs, BOLD))
    return [_Span(start, end, "**") for start, end in _outside_addresses(text, spans)]


def _italic(text: str, runs: Sequence[Run], bold: Sequence[_Span]) -> list[_Span]:
    starts, ends = [span.start for span in bold], [span.end for span in bold]
    parts = [part for span in _spans(text, runs, ITALIC) for part in _nested(text, span, starts, ends)]
    touching = frozenset(starts), frozenset(ends)
    spans = ((start, end, _italic_mark(text, start, end, touching)) for start, end in _outside_addresses(text, parts))
    return [_Span(start, end, mark) for start, end, mark in spans if mark]


def _italic_mark(text: str, start: int, end: int, bold: tuple[frozenset[int], frozenset[int]]) -> str:
    """`*`; `_` beside bold text, as `*a***b**` would be misread; nothing where that would stand within a word."""
    starts, ends = bold
    follows, precedes = start in ends, end in starts

    if not (follows or precedes):
        return "*"

    is_begun_in_word = not follows and WORD_CHARACTER.match(_last_seen_or_blank(text, start))
    is_ended_in_word = not precedes and WORD_CHARACTER.match(text[end : end + 1])
    return "" if is_begun_in_word or is_ended_in_word else "_"


def _spans(text: str, runs: Iterable[Run], style: int) -> Iterator[tuple[int, int]]:
    """Where the text has a style, as far as it can be seen: blanks between two such stretches join them."""
    start = end = place = 0

    for run in runs:
        seen = _seen(text, place, place + len(run.text))
        place += len(run.text)

        if seen and run.styles & style:
            start, end = start if end else seen[0], seen[1]
        elif seen and end:
            yield start, end
            end = 0

    if end:
        yield start, end


def _nested(text: str, span: tuple[int, int], starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A span in as many parts as it takes for none to reach across the edge of a bold one."""
    start, end = span
    around_start = bisect_right(ends, start)  # the first bold span that ends after `start`
    around_end = bisect_left(starts, end) - 1  # the last one that begins before `end`
    cuts: list[int] = []

    if around_start < len(starts) and starts[around_start] < start and ends[around_start] < end:
        cuts.append(ends[around_start])

    if around_end >= 0 and ends[around_end] > end and starts[around_end] > start:
        cuts.append(starts[around_end])

    for part_start, part_end in zip([start, *cuts], [*cuts, end], strict=True):
        seen = _seen(text, part_start, part_end)

        if seen:
            yield seen


def _outside_addresses(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    addresses = [(match.start() + 3, match.end()) for match in _ADDRESS.finditer(text)]
    starts = [start for start, _ in addresses]

    def is_inside(place: int) -> bool:
        before = bisect_right(starts, place) - 1
        return before >= 0 and place < addresses[before][1]

    return [span for span in spans if not is_inside(span[0])]


def _seen(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The same stretch from the first to the last that can be seen, and what hangs on it; None without any."""
    while start < end and not _is_seen(text[start]):
        start += 1

    while end > start and not _is_seen(text[end - 1]):
        end -= 1

    if start == end:
        return None

    while end < len(text) and not (text[end].isspace() or _is_seen(text[end])):
        end += 1  # accents, what makes a heart red, what shows nothing at all

    return start, end


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _UNSEEN


def _last_seen_or_blank(text: str, end: int) -> str:
    while end and not (text[end - 1].isspace() or _is_seen(text[end - 1])):
        end -= 1

    return text[max(0, end - 1) : end]


def _marked(text: str, spans: Iterable[_Span]) -> Iterator[str]:
    """The text with its marks, everything between them escaped."""
    literal = _LITERAL_WITH_LINKS if _MASKED_LINK.search(text) else _LITERAL
    opened: list[_Span] = []
    place = 0

    def up_to(end: int) -> str:
        return literal.sub(lambda match: f"\\{match[0]}" if match["mark"] else match[0], text[place:end])

    for span in [*spans, _Span(len(text), len(text), "")]:
        while opened and opened[-1].end <= span.start:
            yield up_to(opened[-1].end)
            place = opened[-1].end
            yield opened.pop().mark

        yield up_to(span.start)
        place = span.start
        yield span.mark
        opened.append(span)
