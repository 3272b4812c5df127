"""The small shapes of a ranking's picture: stars, filled as far as a score goes, and arrows up and down."""

import math
from functools import lru_cache

from PIL import Image, ImageDraw

MOST_TENTHS = 50
"""Tenths of a star that five stars have."""

_FINENESS = 6
"""Shapes are drawn so many times as large and reduced, which smooths their edges."""

_GAP = 0.14
"""Between two stars, in widths of one."""

_INNER = 0.44
"""How far a star's inner corners are from its middle, of the outer ones' distance."""

_WAIST = 2 * math.sin(math.radians(72))
"""How wide a star is, in distances of its outer corners from its middle."""

_KEPT_MASKS = 32


@lru_cache(_KEPT_MASKS)
def star_mask(size: int) -> Image.Image:
    """Five stars in a row, each `size` pixels wide, as a mask."""
    fine = size * _FINENESS
    image = Image.new("L", (_width(size) * _FINENESS, fine), 0)
    draw, reach = ImageDraw.Draw(image), fine / _WAIST

    for number in range(5):
        # A star's lower corners stand higher than its box reaches: it is set so that it stands in the middle.
        draw.polygon(_star(number * fine * (1 + _GAP) + fine / 2, fine * 0.525, reach), fill=255)

    return image.reduce(_FINENESS)


@lru_cache(8 * _KEPT_MASKS)
def star_masks(tenths: int, size: int) -> tuple[Image.Image, Image.Image]:
    """What of five stars is full at a score in tenths of a star, and what is empty, as two masks of one size."""
    row = star_mask(size)
    nothing, edge = Image.new("L", row.size, 0), filled_to(tenths, size)
    empty = row.copy()
    empty.paste(0, (0, 0, edge, size))
    nothing.paste(row.crop((0, 0, edge, size)), (0, 0))
    return nothing, empty


def filled_to(tenths: int, size: int) -> int:
    """How far the stars are full, in pixels from the left: so many of them, and such a part of the next one's width."""
    full, part = divmod(min(max(tenths, 0), MOST_TENTHS), 10)
    return min(round(full * size * (1 + _GAP) + part * size / 10), _width(size))


@lru_cache(_KEPT_MASKS)
def arrow_mask(size: int, *, is_up: bool) -> Image.Image:
    """A triangle that points up or down, `size` pixels wide, as a mask."""
    width, height = size * _FINENESS, round(size * 0.82) * _FINENESS
    image = Image.new("L", (width, height), 0)
    ImageDraw.Draw(image).polygon([(0, height), (width / 2, 0), (width, height)], fill=255)
    image = image.reduce(_FINENESS)
    return image if is_up else image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def _width(size: int) -> int:
    return round(size * (5 + 4 * _GAP))


def _star(x: float, y: float, reach: float) -> list[tuple[float, float]]:
    corners: list[tuple[float, float]] = []

    for number in range(10):
        turn, distance = math.pi * number / 5, reach * (_INNER if number % 2 else 1.0)
        corners.append((x + distance * math.sin(turn), y - distance * math.cos(turn)))

    return corners
