"""A poster for a film that has none: its title large, its colours its own, a picture of plain shapes.

The same film always gets the same bytes. Whatever its title holds, it is drawn: a poster is there to help, and must
never be what fails.
"""

from collections.abc import Sequence
from enum import Enum
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from bot.ui.pictures.blocks import Block, cut, fitted
from bot.ui.pictures.canvas import Canvas
from bot.ui.pictures.colours import Palette, palette_of, seed_of
from bot.ui.pictures.faces import (
    DIDONE,
    GEOMETRIC,
    GOTHIC,
    NOTE_WEIGHT,
    SERIF,
    SPARTAN,
    SQUARE,
    TITLE_WEIGHT,
    Face,
    faces,
    han_of,
)
from bot.ui.pictures.lettering import is_from_right, line_of
from bot.ui.pictures.motifs import motif_of
from bot.ui.pictures.wording import wording_of
from data.models import Film

WIDTH, HEIGHT = 400, 600
"""In pixels: the 2 : 3 of a film poster, sharp at the sizes in which Discord shows a card's picture."""

_MARGIN, _GAP = 26, 18
"""In pixels: around all letters, and between them and the picture."""

_TEXT_WIDTH, _TITLE_HEIGHT = WIDTH - 2 * _MARGIN, 262
_TITLE_SIZES = range(104, 22, -2)
_NOTE_SIZES = (21, 19, 17, 15)
"""In pixels, the largest first."""

_NOTE_LEADING = 1.36
"""From one baseline to the next, in sizes."""

_MODERN = 1950
"""Posters of earlier films are set in the middle."""

_ABOVE = 0.4
"""The share of the others that have their title above the picture."""

FINENESS = 3
"""Shapes are drawn so many times as large and reduced, which smooths their edges."""

_LEAST_SHOWN = 40
"""A picture of fewer rows is left out."""

_COLOURS = 64
"""Enough for five of them and the edges between: the file stays small."""


class _Side(Enum):
    """Where lines stand: the share of a line's free room that is left of it."""

    LEFT = 0.0
    MIDDLE = 0.5
    RIGHT = 1.0


def draw_poster(film: Film) -> bytes:
    """The film's poster as a PNG."""
    return _packed(paint_poster(film))


def paint_poster(film: Film, fineness: int = FINENESS) -> Image.Image:
    """The film's poster before it is packed; one that will be reduced needs no fineness of its own."""
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
    _show(image, film, palette, chance, rows, fineness=fineness)
    draw = ImageDraw.Draw(image)
    _write(draw, title, top, side, palette)
    baseline = HEIGHT - _MARGIN

    for note in reversed(notes):
        _write(draw, note, baseline - note.lines[0].above(note.size), side, palette)
        baseline -= note.size * _NOTE_LEADING

    return image


def _side(film: Film, title: Block) -> _Side:
    """Old posters are set in the middle, all others on the side from which their title is read."""
    if film.year and film.year < _MODERN:
        return _Side.MIDDLE

    # The runs of a line that is read from the right stand in that order.
    is_right = any(is_from_right(line.runs[-1][0]) for line in title.lines[:1])
    return _Side.RIGHT if is_right else _Side.LEFT


def _title(film: Film, title: str) -> Block:
    display = _display_face(film)
    written = (display,) if display.has(title) else faces(TITLE_WEIGHT, han_of(film.languages))
    return fitted(title, written, _TEXT_WIDTH, _TITLE_HEIGHT, _TITLE_SIZES)


def _display_face(film: Film) -> Face:
    """The letters of the film's time."""
    year = film.year or 2000
    by_year = ((1930, DIDONE), (1950, GEOMETRIC), (1970, GOTHIC), (1980, SERIF), (1990, SQUARE))
    return next((face for before, face in by_year if year < before), SPARTAN)


def _notes(film: Film, texts: Sequence[str]) -> list[Block]:
    """Who directed it, and when: each on a line of its own."""
    written = faces(NOTE_WEIGHT, han_of(film.languages))
    return [_note(text, written) for text in texts if text]


def _note(text: str, written: Sequence[Face]) -> Block:
    line = line_of(text, written)
    size = next((size for size in _NOTE_SIZES if line.width(size) <= _TEXT_WIDTH), _NOTE_SIZES[-1])
    return Block((cut(text, written, size, _TEXT_WIDTH),), size)


def _show(  # noqa: PLR0913  (what is shown, and where)
    image: Image.Image, film: Film, palette: Palette, chance: Random, rows: tuple[float, float], *, fineness: int
) -> None:
    """Draw the film's motif between two heights, from edge to edge."""
    top, bottom = (round(row) for row in rows)

    if bottom - top < _LEAST_SHOWN:
        return

    large = Image.new("RGB", (WIDTH * fineness, (bottom - top) * fineness), palette.shade)
    motif_of(film, chance)(Canvas(ImageDraw.Draw(large), large.width, large.height, palette, chance))
    image.paste(large.reduce(fineness), (0, top))


def _write(draw: ImageDraw.ImageDraw, block: Block, top: float, side: _Side, palette: Palette) -> None:
    for number, line in enumerate(block.lines):
        room = _TEXT_WIDTH - line.width(block.size)
        baseline = top + block.lines[0].above(block.size) + number * block.leading
        line.draw(draw, _MARGIN + room * side.value, round(baseline), block.size, palette.ink)


def _packed(image: Image.Image) -> bytes:
    packed = BytesIO()
    image.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(packed, "PNG", compress_level=6)
    return packed.getvalue()
