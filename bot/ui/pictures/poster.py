"""A poster for a film that has none: its title large, its colours its own, a picture of plain shapes.

The same film always gets the same bytes. Whatever its title holds, it is drawn: a poster is there to help, and must
never be what fails.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw

from bot.ui.pictures.canvas import Canvas
from bot.ui.pictures.colours import Palette, palette_of, seed_of
from bot.ui.pictures.faces import (
    DIDONE,
    GEOMETRIC,
    GOTHIC,
    SERIF,
    SPARTAN,
    SQUARE,
    Face,
    faces,
    han_of,
)
from bot.ui.pictures.lettering import (
    ELLIPSIS,
    Line,
    broken,
    clusters,
    is_from_right,
    line_of,
    words,
)
from bot.ui.pictures.motifs import motif_of
from bot.ui.pictures.wording import wording_of
from data.models import Film

WIDTH, HEIGHT = 400, 600
"""In pixels: the 2 : 3 of a film poster, sharp at the sizes in which Discord shows a card's picture."""

_MARGIN = 26
_MOST_LINES = 5
_LARGEST, _SMALLEST = 104, 24
"""A title's letters, in pixels."""

_TIGHTEST, _AIR = 0.96, 0.09
"""In sizes: the least from one baseline to the next, and what is left between the letters of two lines."""

_STEP = 2
_TITLE_HEIGHT = 262
_NOTE_SIZES = (21, 19, 17, 15)
_NOTE_LEADING = 1.36
_MODERN = 1950
_ABOVE = 0.4
"""The share of posters with their title above the picture."""

_GAP = 18
_FINENESS = 3
"""Shapes are drawn so many times as large and reduced, which smooths their edges."""

_COLOURS = 64


class _Side(Enum):
    """Where lines stand: the share of a line's free room that is left of it."""

    LEFT = 0.0
    MIDDLE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class _Block:
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


def draw_poster(film: Film) -> bytes:
    """The film's poster as a PNG."""
    chance, palette = Random(seed_of(film) + 1), palette_of(film)
    wording = wording_of(film)
    title, notes = _title(film, wording.title), _notes(film, (wording.credit, wording.year))
    side = _side(film, title)
    is_above = side is not _Side.MIDDLE and bool(title.lines) and chance.random() < _ABOVE
    foot = HEIGHT - _MARGIN - sum(note.size for note in notes) * _NOTE_LEADING - _GAP
    top = _MARGIN if is_above else foot - title.height
    # What is left of the poster is the picture's.
    rows = (top + title.height + _GAP, foot) if is_above else (0, top - _GAP if title.lines else foot)
    image = Image.new("RGB", (WIDTH, HEIGHT), palette.ground)
    _show(image, film, palette, chance, rows)
    draw = ImageDraw.Draw(image)
    _write(draw, title, top, side, palette)
    baseline = HEIGHT - _MARGIN

    for note in reversed(notes):
        _write(draw, note, baseline - note.lines[0].above(note.size), side, palette)
        baseline -= note.size * _NOTE_LEADING

    return _packed(image)


def _side(film: Film, title: _Block) -> _Side:
    """Old posters are set in the middle, all others on the side from which their title is read."""
    if film.year and film.year < _MODERN:
        return _Side.MIDDLE

    # The runs of a line that is read from the right stand in that order.
    is_right = any(is_from_right(line.runs[-1][0]) for line in title.lines[:1])
    return _Side.RIGHT if is_right else _Side.LEFT


def _title(film: Film, title: str) -> _Block:
    display = _display_face(film)
    written = (display,) if display.has(title) else faces(800, han_of(film.languages))
    return _fitted(title, written, WIDTH - 2 * _MARGIN, _TITLE_HEIGHT, range(_LARGEST, _SMALLEST - 1, -_STEP))


def _display_face(film: Film) -> Face:
    """The letters of the film's time."""
    year = film.year or 2000
    by_year = ((1930, DIDONE), (1950, GEOMETRIC), (1970, GOTHIC), (1980, SERIF), (1990, SQUARE))
    return next((face for before, face in by_year if year < before), SPARTAN)


def _notes(film: Film, texts: Sequence[str]) -> list[_Block]:
    """Who directed it, and when: each on a line of its own."""
    written = faces(600, han_of(film.languages))
    return [_note(text, written) for text in texts if text]


def _note(text: str, written: Sequence[Face]) -> _Block:
    width = WIDTH - 2 * _MARGIN

    for size in _NOTE_SIZES:
        line = line_of(text, written)

        if line.width(size) <= width:
            return _Block((line,), size)

    return _Block((_cut(text, written, _NOTE_SIZES[-1], width),), _NOTE_SIZES[-1])


def _fitted(text: str, written: Sequence[Face], width: float, height: float, sizes: Sequence[int]) -> _Block:
    """The text in the largest of `sizes` in which it fits; cut where it fits in none."""
    pieces = words(text)

    for size in sizes:
        lines = _lines(pieces, written, size, width)

        if _fits(lines, size, width, height):
            return _Block(_evened(pieces, written, size, width, lines), size)

    size = sizes[-1]
    narrow = [part for piece in pieces for part in _parts(piece, written, size, width)]
    lines = _lines(narrow, written, size, width)

    if len(lines) <= _MOST_LINES:
        return _Block(lines, size)

    texts = broken(narrow, lambda line: line_of(line, written).width(size), width)
    rest = "".join(texts[_MOST_LINES - 1 :])
    return _Block((*lines[: _MOST_LINES - 1], _cut(rest, written, size, width)), size)


def _lines(pieces: Sequence[str], written: Sequence[Face], size: int, width: float) -> list[Line]:
    texts = broken(pieces, lambda text: line_of(text, written).width(size), width)
    return [line_of(text, written) for text in texts]


def _fits(lines: Sequence[Line], size: int, width: float, height: float) -> bool:
    if len(lines) > _MOST_LINES or any(line.width(size) > width for line in lines):
        return False

    return _Block(lines, size).height <= height


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

    return broken(clusters(piece), lambda text: line_of(text, written).width(size), width)


def _cut(text: str, written: Sequence[Face], size: int, width: float) -> Line:
    """As many of the text's words as one line holds, and "…"; of a single long word as many letters."""
    for pieces in (words(text), clusters(text)):
        kept = len(pieces)

        while kept:
            line = line_of("".join(pieces[:kept]).rstrip() + ELLIPSIS, written)

            if line.width(size) <= width:
                return line

            kept -= 1

    return line_of(ELLIPSIS, written)


def _show(image: Image.Image, film: Film, palette: Palette, chance: Random, rows: tuple[float, float]) -> None:
    """Draw the film's motif between two heights, from edge to edge."""
    top, bottom = (round(row) for row in rows)

    if bottom - top < 40:
        return

    large = Image.new("RGB", (WIDTH * _FINENESS, (bottom - top) * _FINENESS), palette.shade)
    motif_of(film, chance)(Canvas(ImageDraw.Draw(large), large.width, large.height, palette, chance))
    image.paste(large.reduce(_FINENESS), (0, top))


def _write(draw: ImageDraw.ImageDraw, block: _Block, top: float, side: _Side, palette: Palette) -> None:
    for number, line in enumerate(block.lines):
        room = WIDTH - 2 * _MARGIN - line.width(block.size)
        baseline = top + block.lines[0].above(block.size) + number * block.leading
        line.draw(draw, _MARGIN + room * side.value, round(baseline), block.size, palette.ink)


def _packed(image: Image.Image) -> bytes:
    packed = BytesIO()
    image.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(packed, "PNG", compress_level=6)
    return packed.getvalue()
