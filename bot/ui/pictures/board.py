"""The picture of a ranking: its films below one another, each with place, poster, title, stars and what changed.

Equal rankings have equal bytes. Whatever a title or a server's name holds, it is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO

from PIL import Image, ImageDraw

from bot.ui.pictures.blocks import cut
from bot.ui.pictures.colours import Rgb
from bot.ui.pictures.faces import DIDONE, NOTE_WEIGHT, SERIF, TITLE_WEIGHT, faces
from bot.ui.pictures.layout import HEIGHT, MARGIN, WIDTH, Layout, layout_of
from bot.ui.pictures.lettering import Line, line_of, readied, writable
from bot.ui.pictures.marks import arrow_mask, star_masks
from bot.ui.pictures.stencils import short_stencil
from bot.ui.pictures.tiles import Tile, Tiles
from bot.ui.stars import tenths_of_mean
from bot.ui.text import words
from data.models import Film

MOST_ROWS = 5
"""So many films are drawn, the first: more could not be read on a phone."""

UNNAMED = "Top films"
"""Heads a ranking whose heading can't be written."""

GROUND: Rgb = (21, 20, 25)
_RULE: Rgb = (58, 54, 60)
INK: Rgb = (245, 240, 231)
QUIET: Rgb = (181, 173, 163)
BRIGHT: Rgb = (231, 176, 53)
"""The gold of films' cards, a shade lighter: on a dark ground."""

EMPTY: Rgb = (74, 70, 72)
"""What of the stars is not full."""

_UP: Rgb = (128, 205, 145)
_DOWN: Rgb = (232, 142, 120)

_HEADING_SIZES = (70, 62, 54)
_PLAIN_HEADING_SIZES = (58, 50, 44)
"""For a heading in letters that stand higher."""

_HEADING_BASELINE, _NOTE_BASELINE, _RULE_TOP = 84, 138, 160
_NOTE_SIZE = 40
_COLUMN_GAP = 28
"""Between places and posters."""

_QUALITY = 88
"""Of JPEG, in which such a picture is packed five times as fast as in PNG, and no larger."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A film in its place. `score` is a mean in half stars, 1 to 10, and `count` of how many ratings."""

    place: int
    film: Film
    score: float | Fraction
    count: int
    moved: int | None = None
    """How many places it went up, below 0 down; None where that is not known."""

    is_new: bool = False
    """Whether it had no place before."""


@dataclass(frozen=True, slots=True)
class Board:
    """A ranking as it is drawn: the best first, of which MOST_ROWS are shown."""

    heading: str
    subheading: str
    rows: Sequence[BoardRow]
    shows_change: bool = False
    """Whether it is told what moved."""

    @property
    def shown(self) -> Sequence[BoardRow]:
        """The rows that are drawn."""
        return self.rows[:MOST_ROWS]


def draw_board(board: Board, tiles: Tiles | None = None) -> bytes:
    """The ranking as a JPEG. `tiles` keeps what other pictures have of the same films.

    Raises ValueError for a score that no ratings have.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = _Pen(image, ImageDraw.Draw(image))
    _head(pen, board)
    tiles = Tiles() if tiles is None else tiles
    layout = layout_of(len(board.shown))

    for number, row in enumerate(board.shown):
        middle = layout.top + number * layout.row_height + layout.row_height // 2
        _place(pen, layout, row, middle, shows_change=board.shows_change)
        tile = tiles.of(row.film, layout)
        image.paste(tile.poster, (layout.poster_left, middle - layout.poster_height // 2))
        _say(pen, layout, row, tile, middle)

    return _packed(image)


@dataclass(frozen=True, slots=True)
class _Pen:
    """What writes and sets marks on the picture."""

    image: Image.Image
    draw: ImageDraw.ImageDraw

    def write(self, line: Line, x: float, baseline: float, size: int, ink: Rgb) -> None:
        short_stencil(line, size).fill(self.image, x, baseline, ink)

    def mark(self, mask: Image.Image, x: float, top: float, ink: Rgb) -> None:
        self.image.paste(ink, (round(x), round(top)), mask)


def _head(pen: _Pen, board: Board) -> None:
    """Whose ranking it is, and of when."""
    bold = faces(TITLE_WEIGHT)
    heading = writable(readied(board.heading), bold) or UNNAMED
    written, sizes = ((SERIF,), _HEADING_SIZES) if SERIF.has(heading) else (bold, _PLAIN_HEADING_SIZES)
    width = WIDTH - 2 * MARGIN
    line = line_of(heading, written)
    size = next((size for size in sizes if line.width(size) <= width), sizes[-1])
    # Each server has another one: it is not kept.
    cut(heading, written, size, width).draw(pen.draw, MARGIN, _HEADING_BASELINE, size, INK)
    plain = faces(NOTE_WEIGHT)
    note = cut(writable(readied(board.subheading), plain), plain, _NOTE_SIZE, width)
    pen.write(note, MARGIN, _NOTE_BASELINE, _NOTE_SIZE, BRIGHT)
    pen.draw.rectangle((MARGIN, _RULE_TOP, WIDTH - MARGIN - 1, _RULE_TOP + 2), fill=_RULE)


def _place(pen: _Pen, layout: Layout, row: BoardRow, middle: int, *, shows_change: bool) -> None:
    """The place, and below it what moved, in the middle of their column."""
    line, room = line_of(f"{row.place:,}", (DIDONE,)), layout.place_width - _COLUMN_GAP
    size = _shrunk(line, layout.place_size, room)
    centre, high = MARGIN + room / 2, line.above(size)
    gap = layout.moved_size * 0.5
    below = gap + layout.moved_size * 0.72 if shows_change else 0.0
    baseline = middle + (high - below) / 2
    pen.write(line, centre - line.width(size) / 2, baseline, size, BRIGHT)

    if shows_change:
        _change(pen, row, (centre, baseline + below), layout.moved_size, room)


def _change(pen: _Pen, row: BoardRow, foot: tuple[float, float], size: int, room: float) -> None:
    """An arrow and the number of places, a dash where it stayed, or "new"; `foot` is the middle of its baseline."""
    centre, baseline = foot

    if row.is_new or row.moved is None or row.moved == 0:
        text = "new" if row.is_new else "" if row.moved is None else "–"
        line = line_of(text, faces(TITLE_WEIGHT))
        pen.write(line, centre - line.width(size) / 2, baseline, size, INK if row.is_new else QUIET)
        return

    ink = _UP if row.moved > 0 else _DOWN
    line = line_of(f"{abs(row.moved):,}", faces(TITLE_WEIGHT))
    size = _shrunk(line, size, room + _COLUMN_GAP / 2 - size)
    mask, gap = arrow_mask(round(size * 0.72), is_up=row.moved > 0), size * 0.2
    left = centre - (mask.width + gap + line.width(size)) / 2
    pen.mark(mask, left, baseline - size * 0.36 - mask.height / 2, ink)
    pen.write(line, left + mask.width + gap, baseline, size, ink)


def _say(pen: _Pen, layout: Layout, row: BoardRow, tile: Tile, middle: int) -> None:
    """Title and year, and below them stars, score and number of ratings."""
    top = middle - (tile.height + layout.below_title) / 2
    tile.title.fill(pen.image, layout.text_left, top, INK)
    tile.year.fill(pen.image, layout.text_left, top, QUIET)
    _score(pen, layout, row, top + tile.height + layout.line_gap)


def _score(pen: _Pen, layout: Layout, row: BoardRow, top: float) -> None:
    """Stars, the score as a number, and how many ratings it is made of."""
    tenths, size = tenths_of_mean(float(row.score)), layout.star_size
    full, empty = star_masks(tenths, size)
    pen.mark(full, layout.text_left, top, BRIGHT)
    pen.mark(empty, layout.text_left, top, EMPTY)
    figure = line_of(f"{tenths / 10:.1f}", faces(TITLE_WEIGHT))
    left = layout.text_left + full.width + size * 0.45
    baseline = top + (size + figure.above(layout.figure_size)) / 2
    pen.write(figure, left, baseline, layout.figure_size, INK)
    count = line_of(words(row.count, "rating"), faces(NOTE_WEIGHT))

    if layout.is_count_below:
        baseline += layout.line_gap + layout.count_size * 1.1
        left = layout.text_left
    else:
        left += figure.width(layout.figure_size) + size * 0.7

    pen.write(count, left, baseline, _shrunk(count, layout.count_size, WIDTH - MARGIN - left), QUIET)


def _shrunk(line: Line, size: int, room: float) -> int:
    """The size, or the largest smaller one in which the line has room."""
    width = line.width(size)
    return size if width <= room else max(1, int(size * room / width))


def _packed(image: Image.Image) -> bytes:
    packed = BytesIO()
    image.save(packed, "JPEG", quality=_QUALITY, subsampling=0)
    return packed.getvalue()
