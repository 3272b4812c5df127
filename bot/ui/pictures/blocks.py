"""Setting a text as a block of lines: as large as there is room for, its lines evenly long, its words whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.ui.pictures.faces import Face
from bot.ui.pictures.lettering import ELLIPSIS, Line, Piece, broken, clusters, line_of, measured, words

MOST_LINES = 5

_TIGHTEST, _AIR = 0.96, 0.09
"""In sizes: the least from one baseline to the next, and what is left between the letters of two lines."""

_SHARES = (1.0, 0.85, 0.7, 0.5)
"""How much of a line's room is tried for the letters of a long word."""


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


def fitted(  # noqa: PLR0913  (the text, its letters, and its room)
    text: str,
    written: Sequence[Face],
    width: float,
    height: float,
    sizes: Sequence[int],
    *,
    most_lines: int = MOST_LINES,
) -> Block:
    """The text in the largest of `sizes` in which it fits; cut where it fits in none."""
    pieces = measured(words(text), written)
    widest = max((piece.bare_width for piece in pieces), default=0.0)

    for size in sizes:
        texts = broken(pieces, width / size) if widest * size <= width else []

        if 0 < len(texts) <= most_lines:
            block = Block(_lines(texts, written), size)

            if block.height <= height and _is_within(block.lines, size, width):
                return Block(_evened(block.lines, pieces, written, size, width), size)

    return _filled(pieces, written, sizes[-1], width, most_lines) if pieces else Block((), sizes[-1])


def cut(text: str, written: Sequence[Face], size: int, width: float) -> Line:
    """The text on one line: as many of its words as that holds, and "…"; of a single long word as many letters."""
    whole = line_of(text.rstrip(), written)

    if whole.width(size) <= width:
        return whole

    room = (width - line_of(ELLIPSIS, written).width(size)) / size
    letters = measured(clusters(text), written)

    # Letters that join, as in Burmese, may be wider together than each alone.
    for pieces, share in ((measured(words(text), written), 1.0), *((letters, share) for share in _SHARES)):
        kept = broken(pieces, room * share)[0]
        line = line_of(kept.rstrip() + ELLIPSIS, written)

        if line.width(size) <= width:
            return line

    return line_of(ELLIPSIS, written)


def _filled(pieces: Sequence[Piece], written: Sequence[Face], size: int, width: float, most_lines: int) -> Block:
    """All lines filled, words that are wider than one broken, and the last one cut where more would follow."""
    narrow = [part for piece in pieces for part in _parts(piece, written, width / size)]
    *texts, last = broken(narrow, width / size)

    if len(texts) >= most_lines:
        texts, last = texts[: most_lines - 1], "".join((*texts[most_lines - 1 :], last))

    return Block((*_lines(texts, written), cut(last, written, size, width)), size)


def _parts(piece: Piece, written: Sequence[Face], width: float) -> list[Piece]:
    """A word that no line holds, in parts that one does."""
    return [piece] if piece.bare_width <= width else measured(clusters(piece.text), written)


def _evened(
    lines: Sequence[Line], pieces: Sequence[Piece], written: Sequence[Face], size: int, width: float
) -> Sequence[Line]:
    """The same number of lines, as equally long as they can be."""
    for narrower in range(60, 100, 4):
        tried = broken(pieces, width * narrower / 100 / size)

        if len(tried) == len(lines) and _is_within(even := _lines(tried, written), size, width):
            return even

    return lines


def _lines(texts: Sequence[str], written: Sequence[Face]) -> list[Line]:
    return [line_of(text.rstrip(), written) for text in texts]


def _is_within(lines: Sequence[Line], size: int, width: float) -> bool:
    return all(line.width(size) <= width for line in lines)
