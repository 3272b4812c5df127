"""Formatting as members write it, read into runs of text: one reading for what is shown and what is exported."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

BOLD, ITALIC, UNDERLINE, STRIKE = 1, 2, 4, 8
STYLES = (STRIKE, UNDERLINE, BOLD, ITALIC)

PUNCTUATION = r"!-/:-@\[-`{-~"
"""What a backslash makes literal, for a regular expression's class."""

WORD_CHARACTER = re.compile(r"[0-9A-Za-z_]")
"""JavaScript's `\\w`, by which Discord judges the neighbours of an underscore."""


class Run(NamedTuple):
    """A stretch of literal text in one combination of styles."""

    styles: int
    text: str


def read(text: str) -> list[Run]:
    """A member's text as it is, taken apart; masked links are spelt out, neighbouring runs differ in their styles."""
    reader = _Reader()

    for part, is_code in _parts(text):
        if is_code:
            reader.add_literal(part)
        else:
            reader.add_prose(_LINKS.sub(_spell_out, part))

    return reader.runs()


def merged(runs: Iterable[Run]) -> list[Run]:
    """The runs without empty ones, neighbours of equal styles made one."""
    return [
        Run(styles, "".join(run.text for run in group))
        for styles, group in groupby((run for run in runs if run.text), key=lambda run: run.styles)
    ]


# ¯\_(ツ)_/¯ | an escape | formatting | an address, within which no formatting begins
_TOKEN = re.compile(
    rf"(?P<shrug>¯\\_\(ツ\)_/¯)|\\(?P<escaped>[{PUNCTUATION}])|(?P<marks>\*+|_+|~+)|(?P<address>://(?=\S))"
)
_TICKS = re.compile(rf"\\[{PUNCTUATION}]|(?P<ticks>`+)")

# [shown](address), [shown](<address>), [shown](address "title"); an escaped bracket begins none.
_LINKS = re.compile(
    rf"\\[{PUNCTUATION}]"
    r"|\[(?P<shown>[^\[\]]*+)\]\(\s*+<?(?P<address>[A-Za-z][A-Za-z0-9+.-]*+:"
    r"[^\s()<>]++(?:\([^\s()<>]*+\)[^\s()<>]*+)*+)>?(?P<title>\s++[^()\n]*+)?\)"
)


def _spell_out(match: re.Match[str]) -> str:
    """A masked link with its address in view, so that it cannot pretend to lead elsewhere."""
    address = match["address"]
    return match[0] if address is None else f"{match['shown']} ({address}{(match['title'] or '').rstrip()})".lstrip(" ")


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is code, where formatting characters mean themselves."""
    ticks = [match for match in _TICKS.finditer(text) if match["ticks"]]
    closers: list[int | None] = [None] * len(ticks)
    nearest: dict[int, int] = {}

    for place in range(len(ticks) - 1, -1, -1):
        size = len(ticks[place][0])
        closers[place] = nearest.get(size)
        nearest[size] = place

    position = 0

    for opener, closer in zip(ticks, closers, strict=True):
        if closer is not None and opener.start() >= position:
            end = ticks[closer].end()
            yield text[position : opener.start()], False
            yield text[opener.start() : end], True
            position = end

    yield text[position:], False


class _Opener(NamedTuple):
    """Marks that may turn out to begin a style."""

    place: int
    ink: int


class _Reader:
    """Pairs formatting characters as Discord does, from left to right, in time linear in the text.

    Of each kind only one opener can wait for its other half, since a second one closes it or takes its place. What
    waits inside a pair that closes has lost its chance and stays literal.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._changes: dict[int, list[tuple[int, int]]] = {}
        self._open: dict[tuple[str, int], _Opener] = {}
        self._ink = 0

    def add_literal(self, text: str) -> None:
        """Text without formatting."""
        if text:
            self._pieces.append(text)
            self._ink += not text.isspace()

    def add_prose(self, text: str) -> None:
        """Text with whatever formatting it holds."""
        position = address_end = 0

        for match in _TOKEN.finditer(text):
            self.add_literal(text[position : match.start()])
            position = match.end()

            if match["marks"]:
                self._add_marks(match, is_in_address=match.start() < address_end)
            else:
                self.add_literal(match["escaped"] or match[0])

            if match["address"] and position > address_end:
                address_end = _end_of_word(text, position)

        self.add_literal(text[position:])

    def runs(self) -> list[Run]:
        """What has been read."""
        depths: dict[int, int] = dict.fromkeys(STYLES, 0)
        runs: list[Run] = []

        for place, piece in enumerate(self._pieces):
            runs.append(Run(sum(style for style, depth in depths.items() if depth), piece))

            for style, change in self._changes.get(place, ()):
                depths[style] += change

        return merged(runs)

    def _add_marks(self, match: re.Match[str], *, is_in_address: bool) -> None:
        marks = match[0]
        styles = _styles_of(marks)
        place = len(self._pieces)
        self._pieces.append(marks)
        closable = [
            style
            for style in styles
            if (opener := self._open.get((marks[0], style))) and opener.ink < self._ink and _may_close(match, style)
        ]

        for style in sorted(closable, key=lambda style: self._open[marks[0], style].place, reverse=True):
            self._close(marks[0], style, place)

        if not closable and not is_in_address:
            for style in styles:
                if _may_open(match, style):
                    self._open[marks[0], style] = _Opener(place, self._ink)

        self._ink += bool(self._pieces[place]) and not styles

    def _close(self, mark: str, style: int, place: int) -> None:
        opener = self._open.get((mark, style))

        if opener is None:
            return  # waited inside a pair that these very marks have just closed

        self._open = {
            kind: other for kind, other in self._open.items() if other.place <= opener.place and kind != (mark, style)
        }
        width = 1 if style == ITALIC else 2

        for used, change in ((opener.place, 1), (place, -1)):
            self._pieces[used] = self._pieces[used][width:]
            self._changes.setdefault(used, []).append((style, change))


def _styles_of(marks: str) -> tuple[int, ...]:
    """What a row of marks may begin or end; nothing where there are too many, as in a line of stars."""
    double = {"*": BOLD, "_": UNDERLINE, "~": STRIKE}[marks[0]]
    return {
        1: () if double == STRIKE else (ITALIC,),
        2: (double,),
        3: (double,) if double == STRIKE else (double, ITALIC),
    }.get(len(marks), ())


def _may_open(match: re.Match[str], style: int) -> bool:
    """Whether a single mark leans on what follows and, an underscore, does not stand within a word."""
    before, after = _neighbours(match)
    return style != ITALIC or not (after.isspace() or (match[0][0] == "_" and WORD_CHARACTER.match(before)))


def _may_close(match: re.Match[str], style: int) -> bool:
    before, after = _neighbours(match)
    return style != ITALIC or not (before.isspace() or (match[0][0] == "_" and WORD_CHARACTER.match(after)))


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    text = match.string
    return text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]


_SPACE = re.compile(r"\s")


def _end_of_word(text: str, start: int) -> int:
    space = _SPACE.search(text, start)
    return space.start() if space else len(text)
