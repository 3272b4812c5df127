"""Setting a text as a block of lines: as large as there is room for, its lines evenly long, its words whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.ui.pictures.faces import Face
from bot.ui.pictures.lettering import ELLIPSIS, Line, broken, clusters, line_of, words

MOST_LINES = 5

_TIGHTEST, _AIR = 0.96, 0.09
"""In sizes: the least from one baseline to the next, and what is left between the letters of two lines."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size, one below the other."""

    lines: Sequence[Line]
    size: int

    @property
    def height(self) -> float:
        """From the top of its first letters to the foot of its last."""
        if not self.lines:
            return 0.0

        foot = self.lines[-1].below(self.size)
        return self.lines[0].above(self.size) + self.leading * (len(self.lines) - 1) + foot

    @property
    def leading(self) -> float:
        """From one baseline to the next, so that no two lines touch."""
        reaches = (one.below(self.size) + other.above(self.size) for one, other in pairwise(self.lines))
        return max((_TIGHTEST * self.size, *(reach + _AIR * self.size for reach in reaches)))


def fitted(text: str, written: Sequence[Face], width: float, height: float, sizes: Sequence[int]) -> Block:
    """The text in the largest of `sizes` in which it fits; cut where it fits in none."""
    pieces = words(text)

    for size in sizes:
        lines = _lines(pieces, written, size, width)

        if _fits(lines, size, width, height):
            return Block(_evened(pieces, written, size, width, lines), size)

    size = sizes[-1]
    narrow = [part for piece in pieces for part in _parts(piece, written, size, width)]
    *texts, last = _texts(narrow, written, size, width) or ("",)

    if len(texts) >= MOST_LINES:
        texts, last = texts[: MOST_LINES - 1], "".join((*texts[MOST_LINES - 1 :], last))

    return Block([*(line_of(text.rstrip(), written) for text in texts), cut(last, written, size, width)], size)


def cut(text: str, written: Sequence[Face], size: int, width: float) -> Line:
    """The text on one line: as many of its words as that holds, and "…"; of a single long word as many letters."""
    whole = line_of(text.rstrip(), written)

    if whole.width(size) <= width:
        return whole

    for pieces in (words(text), clusters(text)):
        kept = len(pieces)

        while kept:
            line = line_of("".join(pieces[:kept]).rstrip() + ELLIPSIS, written)

            if line.width(size) <= width:
                return line

            kept -= 1

    return line_of(ELLIPSIS, written)


def _lines(pieces: Sequence[str], written: Sequence[Face], size: int, width: float) -> list[Line]:
    return [line_of(text.rstrip(), written) for text in _texts(pieces, written, size, width)]


def _texts(pieces: Sequence[str], written: Sequence[Face], size: int, width: float) -> list[str]:
    return broken(pieces, lambda text: line_of(text, written).width(size), width)


def _fits(lines: Sequence[Line], size: int, width: float, height: float) -> bool:
    if len(lines) > MOST_LINES or any(line.width(size) > width for line in lines):
        return False

    return Block(lines, size).height <= height


def _evened(
    pieces: Sequence[str], written: Sequence[Face], size: int, width: float, lines: Sequence[Line]
) -> Sequence[Line]:
    """The same number of lines, as equally long as they can be."""
    for narrower in range(60, 100, 4):
        tried = _lines(pieces, written, size, width * narrower / 100)

        if len(tried) == len(lines) and all(line.width(size) <= width for line in tried):
            return tried

    return lines


def _parts(piece: str, written: Sequence[Face], size: int, width: float) -> list[str]:
    """A word that no line holds, in parts that one does."""
    if line_of(piece.rstrip(), written).width(size) <= width:
        return [piece]

    return _texts(clusters(piece), written, size, width)
