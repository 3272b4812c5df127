"""The typefaces that posters are set in: open fonts out of installed packages, and what each of them can write."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs]  (it has none)
from PIL import ImageFont, features

UNSEEN = frozenset("\u00ad\u034f\u200b\u200c\u200d\u2060") | frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Characters that shape their neighbours, if anything, and need no glyph of their own."""

TITLE_WEIGHT, NOTE_WEIGHT = 800, 600
"""How bold a poster's title is, and what else is written on it."""

_SIGNS = "\u00a0"
"""The first character that is not ASCII's."""

_KEPT_SIZES = 64


@dataclass(frozen=True, slots=True)
class Face:
    """One typeface in one weight; `weight` is None where the file has but one."""

    package: str
    file: str
    weight: int | None = None
    index: int = 0
    """Which of the file's fonts it is; all of them have the same characters."""

    is_for_signs: bool = False
    """Whether its letters and digits are left to other faces."""

    def has(self, text: str) -> bool:
        """Whether it can write all of `text`; nothing where its package is not installed."""
        known = _characters(self.package, self.file)
        least = _SIGNS if self.is_for_signs else ""
        return all((character in known and character >= least) or character in UNSEEN for character in text)

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face in that size, in pixels."""
        return _opened(self, size)


@cache
def _characters(package: str, file: str) -> frozenset[str]:
    """What the file has glyphs for. Read once: of the largest that takes a quarter of a second."""
    try:
        with TTFont(_path(package, file), fontNumber=0, lazy=True) as font:
            names: dict[int, str] = cast("Any", font["cmap"]).getBestCmap()
            return frozenset(map(chr, names))
    except (ModuleNotFoundError, OSError):
        return frozenset()


def _path(package: str, file: str) -> Path:
    return Path(str(files(package) / file))


@lru_cache(_KEPT_SIZES)
def _opened(face: Face, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_path(face.package, face.file), size, face.index)

    if face.weight is not None:
        font.set_variation_by_axes([face.weight])
        # FreeType measures the very first glyph of a variable font a hair narrower than all later ones.
        font.getlength("n")

    return font


@cache
def is_shaping() -> bool:
    """Whether Pillow was built with raqm, which joins Arabic letters and orders Indic vowels."""
    return features.check("raqm") is True


_SIMPLE = ("Armenian", "Georgian", "Ethiopic", "Thai", "Lao")
"""Scripts whose letters stand one after the other; the marks of the last two have no width of their own."""

_SHAPED = (
    *("Hebrew", "Arabic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada"),
    *("Malayalam", "Sinhala", "Khmer", "Myanmar"),
)
"""Scripts that need raqm: they run from right to left, or their letters change places and forms."""

_HAN = {"Japanese": 0, "Korean": 1, "Mandarin": 2, "Cantonese": 4, "Hokkien": 3, "Hakka": 3}
"""Chinese characters are written a little differently by language; which of the file's fonts has which way."""


def han_of(languages: Sequence[str]) -> int:
    """How the Chinese characters of a film in these languages are written, for `faces`."""
    return next((_HAN[language] for language in languages if language in _HAN), 0)


@cache
def faces(weight: int, han: int = 0) -> Sequence[Face]:
    """Every face of running text in that weight, 100 to 900; for each character the first that has it is taken."""
    scripts = (*_SIMPLE, *(_SHAPED if is_shaping() else ()))
    noto = (Face("manimgx_fonts", f"NotoSans{name}[wght].ttf", weight) for name in ("", *scripts))
    symbols = Face("manimgx_fonts", "NotoSansSymbols[wght].ttf", weight, is_for_signs=True)
    emoji = Face("manimgx_fonts", "NotoEmoji[wght].ttf", min(weight, 700), is_for_signs=True)
    # By far the largest, and asked last.
    chinese = Face("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", weight, han)
    return (*noto, symbols, emoji, chinese)


DIDONE = Face("fontpkg_abril_fatface", "files/AbrilFatface-Regular.ttf")
GEOMETRIC = Face("fontpkg_josefin_sans", "files/JosefinSans[wght].ttf", 700)
GOTHIC = Face("fontpkg_anton", "files/Anton-Regular.ttf")
SERIF = Face("fontpkg_dm_serif_display", "files/DMSerifDisplay-Regular.ttf")
SQUARE = Face("fontpkg_russo_one", "files/RussoOne-Regular.ttf")
SPARTAN = Face("fontpkg_league_spartan", "files/LeagueSpartan[wght].ttf", 800)
