"""Setting a line of any script: which face writes what, where lines break, and how large they can be."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PIL import ImageDraw

from bot.ui.characters import boundary, one_line
from bot.ui.pictures.colours import Rgb
from bot.ui.pictures.faces import UNSEEN, Face, is_shaping

LONGEST = 240
"""Characters of a text that are looked at; more than that no poster can hold."""

ELLIPSIS = "…"

_MEASURED_AT = 100
"""Widths are measured in this size, in pixels, and reckoned for all others: they grow evenly."""

_KEPT_WIDTHS = 4096

_UNSPACED = (
    # Chinese and Japanese break between any two characters; Thai and its neighbours only between words, and to tell
    # these apart takes a dictionary.
    ("\u2e80", "\u312f"),
    ("\u31a0", "\u31ff"),
    ("\u3400", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
_NEVER_FIRST = frozenset(
    "、。，．：；！？」』）】〕》〉・ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々〜～…‥,.!?)]}”’:;"
)
_NEVER_LAST = frozenset("「『（【〔《〈([{“‘")
_SPACE = re.compile(r"(?<=[ \u200b\u2013\u2014/-])(?=[^ ])")

Run = tuple[str, Face]
"""A stretch of text and the face that writes it."""


class Piece(NamedTuple):
    """A stretch of text that no line breaks, and how wide it is, in sizes."""

    text: str
    width: float
    bare_width: float
    """Without the spaces at its end."""


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one line, in runs from left to right."""

    runs: tuple[Run, ...]

    def width(self, size: float) -> float:
        """How wide it is in that size, in pixels."""
        return sum(_width(text, face) for text, face in self.runs) * size / _MEASURED_AT

    def above(self, size: int) -> float:
        """How far it reaches above its baseline, in pixels."""
        return max((_ink(text, face)[0] for text, face in self.runs), default=0.0) * size / _MEASURED_AT

    def below(self, size: int) -> float:
        """How far it reaches below its baseline, in pixels."""
        return max((_ink(text, face)[1] for text, face in self.runs), default=0.0) * size / _MEASURED_AT

    def draw(self, draw: ImageDraw.ImageDraw, x: float, baseline: float, size: int, ink: Rgb | int) -> None:
        """Write it from `x` on, in a colour or, on a mask, so opaque."""
        for text, face in self.runs:
            font = face.at(size)
            draw.text((x, baseline), text, fill=ink, font=font, anchor="ls")
            x += font.getlength(text)


def readied(text: str) -> str:
    """The text on one line, without what is invisible, and no longer than a poster can hold."""
    text = unicodedata.normalize("NFC", one_line(text[: 8 * LONGEST]))

    if not is_shaping():
        # What shapes nothing would be seen as an empty box.
        text = "".join(character for character in text if character not in UNSEEN)

    return text if len(text) <= LONGEST else text[: boundary(text, LONGEST)].rstrip() + ELLIPSIS


def can_write(text: str, faces: Sequence[Face]) -> bool:
    """Whether these faces have a glyph for everything in the text."""
    return all(any(face.has(cluster) for face in faces) for cluster in set(clusters(text)))


def writable(text: str, faces: Sequence[Face]) -> str:
    """The text without what these faces can't write; what means the same takes its place, if there is such."""
    written: list[str] = []

    for cluster in clusters(text):
        for candidate in (cluster, unicodedata.normalize("NFKC", cluster), _bare(cluster)):
            if can_write(candidate, faces):
                written.append(candidate)
                break

    return " ".join("".join(written).split())


def line_of(text: str, faces: Sequence[Face]) -> Line:
    """The text as one line; of each character the first face that has it, so that a run is as long as it can be."""
    runs: list[Run] = []

    for cluster in clusters(text):
        if runs and runs[-1][1].has(cluster):
            runs[-1] = (runs[-1][0] + cluster, runs[-1][1])
            continue

        face = next((face for face in faces if face.has(cluster)), None)

        if face is not None:
            runs.append((cluster, face))

    # Each run is ordered by its own letters; a line that begins from right to left also has its runs in that order.
    return Line(tuple(reversed(runs) if is_from_right(text) else runs))


def clusters(text: str) -> list[str]:
    """The text in pieces, each seen as one character."""
    pieces: list[str] = []
    begun = 0

    for place in range(1, len(text) + 1):
        # The letter in front is where a cut would fall if not here.
        length = place - begun + 1

        if boundary(f"-{text[begun : place + 1]}", length) == length:
            pieces.append(text[begun:place])
            begun = place

    return pieces


def words(text: str) -> list[str]:
    """The text in pieces between which a line may break; spaces stay at the ends."""
    found: list[str] = []

    for word in _SPACE.split(text):
        piece = ""

        for cluster in clusters(word):
            if piece and _may_break(piece[-1], cluster[0]):
                found.append(piece)
                piece = ""

            piece += cluster

        found.append(piece)

    return [word for word in found if word]


def measured(texts: Iterable[str], faces: Sequence[Face]) -> list[Piece]:
    """The pieces between which lines may break, each measured once."""
    lines = ((text, line_of(text, faces), line_of(text.rstrip(), faces)) for text in texts)
    return [Piece(text, whole.width(1), bare.width(1)) for text, whole, bare in lines]


def broken(pieces: Iterable[Piece], width: float) -> list[str]:
    """Lines of pieces, each filled as far as `width` goes, in sizes; a piece that is wider stands alone."""
    lines: list[str] = []
    line, used = "", 0.0

    for piece in pieces:
        if line and used + piece.bare_width > width:
            lines.append(line)
            line, used = "", 0.0

        line += piece.text
        used += piece.width

    return [*lines, line] if line.strip() else lines


def is_from_right(text: str) -> bool:
    """Whether it is read from right to left, by its first letter."""
    for character in text:
        direction = unicodedata.bidirectional(character)

        if direction in ("R", "AL", "L"):
            return direction != "L"

    return False


@lru_cache(_KEPT_WIDTHS)
def _width(text: str, face: Face) -> float:
    return face.at(_MEASURED_AT).getlength(text)


@lru_cache(_KEPT_WIDTHS)
def _ink(text: str, face: Face) -> tuple[float, float]:
    """How far the text reaches above and below its baseline."""
    _, top, _, bottom = face.at(_MEASURED_AT).getbbox(text, anchor="ls")
    return max(0.0, -top), max(0.0, bottom)


def _may_break(before: str, after: str) -> bool:
    if before in _NEVER_LAST or after in _NEVER_FIRST or after in UNSEEN:
        return False

    return _is_unspaced(before) or _is_unspaced(after)


def _is_unspaced(character: str) -> bool:
    return any(first <= character <= last for first, last in _UNSPACED)


def _bare(cluster: str) -> str:
    """The cluster's letters without their marks."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", cluster)
        if not unicodedata.category(character).startswith("M")
    )
