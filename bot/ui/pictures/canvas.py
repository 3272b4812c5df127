"""What motifs are drawn on."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import ImageDraw

from bot.ui.pictures.colours import Palette, Rgb

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Canvas:
    """A part of the poster to draw on, in its own pixels from the left upper corner, and the film's chance."""

    draw: ImageDraw.ImageDraw
    width: int
    height: int
    palette: Palette
    chance: Random

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.width / 2, self.height / 2

    def disc(self, centre: Point, radius: float, colour: Rgb) -> None:
        """A filled circle."""
        x, y = centre
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def ring(self, centre: Point, radius: float, breadth: float, colour: Rgb) -> None:
        """A circle's line."""
        x, y = centre
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=max(1, int(breadth)))

    def box(self, left: float, top: float, right: float, bottom: float, colour: Rgb) -> None:
        """A filled rectangle; nothing where it has no extent."""
        if right > left and bottom > top:
            self.draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)

    def area(self, points: Sequence[Point], colour: Rgb) -> None:
        """A filled polygon."""
        self.draw.polygon(points, fill=colour)
