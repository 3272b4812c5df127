"""Letters as masks, to be set many times: shaping and drawing them is most of what a picture of text costs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from bot.ui.pictures.colours import Rgb
from bot.ui.pictures.lettering import Line

_KEPT = 512
"""So many short texts are kept: figures, numbers of ratings, places."""


class Placed(NamedTuple):
    """A line in a size, from `x` on, on its baseline."""

    line: Line
    x: float
    baseline: float
    size: int


@dataclass(frozen=True, slots=True)
class Stencil:
    """A mask, and where it stands, seen from the point at which it is set."""

    mask: Image.Image
    left: int
    top: int

    def fill(self, image: Image.Image, x: float, y: float, ink: Rgb) -> None:
        """Set it on the picture at that point."""
        image.paste(ink, (round(x) + self.left, round(y) + self.top), self.mask)

    @property
    def cost(self) -> int:
        """What it costs to keep, in bytes."""
        return 512 + self.mask.width * self.mask.height


def stencil_of(lines: Sequence[Placed]) -> Stencil:
    """Lines as one stencil, to be set at the point from which they are placed."""
    # Letters may reach a little further than their line says.
    around = max((placed.size for placed in lines), default=0)
    right = max((placed.x + placed.line.width(placed.size) for placed in lines), default=0.0)
    bottom = max((placed.baseline + placed.line.below(placed.size) for placed in lines), default=0.0)
    top = max((placed.line.above(placed.size) - placed.baseline for placed in lines), default=0.0)
    above = around + max(0, math.ceil(top))
    # Of nothing there is still a pixel, and nothing in it.
    image = Image.new("L", (math.ceil(right) + 2 * around + 1, max(1, above + math.ceil(bottom) + around)), 0)
    draw = ImageDraw.Draw(image)

    for line, x, baseline, size in lines:
        line.draw(draw, around + round(x), above + round(baseline), size, 255)

    box = image.getbbox() or (0, 0, 1, 1)
    return Stencil(image.crop(box), box[0] - around, box[1] - above)


@lru_cache(_KEPT)
def short_stencil(line: Line, size: int) -> Stencil:
    """A short text that many pictures have, to be set where its baseline begins."""
    return stencil_of((Placed(line, 0.0, 0.0, size),))
