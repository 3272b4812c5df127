"""How far an import is."""

from collections.abc import Callable
from typing import Literal, NamedTuple


class Progress(NamedTuple):
    """A moment of an import."""

    what: str
    """The name of the file that is read, or `INDEX` while films are written, and `SORTING` at the end."""

    done: int
    total: int
    """All of it, in the same unit; 0 where not known."""

    unit: Literal["bytes", "films"]
    """Bytes of the file as it lies there, compressed or not; films while the catalogue is written."""

    lines: int = 0
    """Lines read so far."""


INDEX = "index"

SORTING = "sorting"
"""What is done at the end, when every film is written: as long as it takes, done 0 of 1."""

OnProgress = Callable[[Progress], None]
"""Told some times a second how far an import is."""


def tell_nobody(_: Progress) -> None:
    """For imports that nobody watches."""
