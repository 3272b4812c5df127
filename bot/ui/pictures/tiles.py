"""Films as they stand in a ranking's picture: a small poster and a title, kept for those that are shown most."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from bot.ui.names import UNTITLED
from bot.ui.pictures import poster
from bot.ui.pictures.blocks import Block, cut, fitted
from bot.ui.pictures.faces import NOTE_WEIGHT, TITLE_WEIGHT, Face, faces, han_of
from bot.ui.pictures.layout import Layout
from bot.ui.pictures.lettering import Line, line_of
from bot.ui.pictures.posters import Facts, facts_of
from bot.ui.pictures.stencils import Placed, Stencil, stencil_of
from bot.ui.pictures.wording import wording_of
from data.models import Film

KEPT_BYTES = 40 * 1024 * 1024
"""So many bytes of tiles are kept: more than five hundred of those that stand five below one another."""

_YEAR_SIZE = 0.8
"""A year's size, in those of its title."""

_YEAR_GAP = 0.32
"""Between title and year, in the title's sizes."""


_ABOVE, _BELOW = 0.72, 0.22
"""How far letters reach above and below their line, in sizes: titles without such letters stand as those with them."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A film's small poster, and its title with the year that follows the last line, both seen from its left top."""

    poster: Image.Image
    title: Stencil
    year: Stencil
    height: float
    """From the title's top to its foot."""


class Tiles:
    """The films' tiles, those that were shown last; for one thread."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._kept: OrderedDict[tuple[int, Facts], Tile] = OrderedDict()
        self._size = 0

    def of(self, film: Film, layout: Layout) -> Tile:
        """The film's tile in that layout."""
        facts = (layout.rows, facts_of(film))
        tile = self._kept.get(facts)

        if tile is not None:
            self._kept.move_to_end(facts)
            return tile

        tile = self._kept[facts] = _tile(film, layout)
        self._size += _size(tile)

        while self._size > self._kept_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._size -= _size(oldest)

        return tile

    def __len__(self) -> int:
        return len(self._kept)


def _tile(film: Film, layout: Layout) -> Tile:
    han = han_of(film.languages)
    year = line_of(str(film.year or ""), faces(NOTE_WEIGHT, han))
    block = _title(film, year, layout, han)
    size, first, last = block.size, block.lines[0], block.lines[-1]
    above, below = max(first.above(size), _ABOVE * size), max(last.below(size), _BELOW * size)
    lines = [Placed(line, 0.0, above + number * block.leading, size) for number, line in enumerate(block.lines)]
    foot = lines[-1].baseline
    after = Placed(year, last.width(size) + size * _YEAR_GAP, foot, round(size * _YEAR_SIZE))
    poster = _poster(film, layout.poster_width, layout.poster_height)
    return Tile(poster, stencil_of(lines), stencil_of((after,)), foot + below)


def _title(film: Film, year: Line, layout: Layout, han: int) -> Block:
    """The title on one line as large as it can be; where it is longer than that, on as many as there is room for."""
    written = faces(TITLE_WEIGHT, han)
    title = wording_of(film).title or UNTITLED
    whole = line_of(title, written)

    for size in layout.title_sizes:
        if whole.width(size) + _room_for(year, size) <= layout.text_width:
            return Block((whole,), size)

    block = _wrapped(title, layout.text_width, layout, written)

    if block.lines[-1].width(block.size) + _room_for(year, block.size) > layout.text_width:
        # The year has no room at the end: all lines are kept as much shorter.
        block = _wrapped(title, layout.text_width - _room_for(year, block.size), layout, written)

    return block


def _wrapped(title: str, width: float, layout: Layout, written: Sequence[Face]) -> Block:
    """The title on several lines, or on one where its letters stand too high for that."""
    sizes = layout.wrapped_sizes
    block = fitted(title, written, width, layout.title_height, sizes, most_lines=layout.most_lines)
    return block if block.height <= layout.title_height else Block((cut(title, written, sizes[-1], width),), sizes[-1])


def _room_for(year: Line, size: int) -> float:
    return year.width(size * _YEAR_SIZE) + size * _YEAR_GAP if year.runs else 0.0


def _poster(film: Film, width: int, height: int) -> Image.Image:
    # Reduced as it is, what is drawn at once finely enough looks the same.
    fineness = 1 if 2 * width <= poster.WIDTH else poster.FINENESS
    image = poster.paint_poster(film, fineness)
    image.thumbnail((width, height), Image.Resampling.HAMMING)
    return image


def _size(tile: Tile) -> int:
    """What a tile costs to keep, in bytes, with its facts: Pillow has four a pixel."""
    return 2048 + 4 * tile.poster.width * tile.poster.height + tile.title.cost + tile.year.cost
