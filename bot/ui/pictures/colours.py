"""A film's own colours: chosen by its genre, toned by its decade, varied by its key, always with readable text.

Colours are reckoned in OKLCH (lightness 0–1, chroma, hue in degrees), where equal steps look equal; see Björn Ottosson,
"A perceptual color space for image processing". Contrast is that of WCAG 2.2.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from random import Random

from data.models import Film

Rgb = tuple[int, int, int]

READABLE = 4.5
"""The least contrast of text with its ground (WCAG 2.2, success criterion 1.4.3)."""

_SEEN = 1.9
"""The least contrast of a shape with the ground."""

_HALF = 0.18
"""The luminance between dark and light: black and white are seen equally well on it."""

_DAWN_OF_SOUND, _DAWN_OF_COLOUR = 1928, 1950


@dataclass(frozen=True, slots=True)
class Palette:
    """Five colours that go together."""

    ground: Rgb
    shade: Rgb
    """A step from the ground: seen beside it, and quiet."""

    ink: Rgb
    """What text is written in, readable on the ground."""

    accent: Rgb
    second: Rgb


@dataclass(frozen=True, slots=True)
class _Mood:
    """Where in the colour space the posters of a kind of film live; pairs are a range."""

    lightness: tuple[float, float]
    chroma: float
    hues: tuple[float, float]
    accent: tuple[float, float, float]
    """Lightness, chroma, and how far in hue from the ground."""

    second: tuple[float, float, float]


_ANY = (0.0, 360.0)
_NIGHT = _Mood((0.19, 0.26), 0.045, (215.0, 300.0), (0.80, 0.15, 170.0), (0.56, 0.17, 120.0))
_PAPER = _Mood((0.92, 0.95), 0.028, (70.0, 105.0), (0.56, 0.19, 300.0), (0.40, 0.07, 190.0))
_PLAY = _Mood((0.80, 0.88), 0.135, (40.0, 115.0), (0.60, 0.21, 300.0), (0.47, 0.15, 170.0))

_MOODS = {
    "Horror": _Mood((0.15, 0.19), 0.03, (350.0, 400.0), (0.58, 0.22, 10.0), (0.40, 0.13, 0.0)),
    "Film noir": _NIGHT,
    "Western": _Mood((0.78, 0.84), 0.095, (62.0, 80.0), (0.52, 0.17, -35.0), (0.36, 0.08, -25.0)),
    "War": _Mood((0.30, 0.38), 0.05, (100.0, 135.0), (0.74, 0.16, -60.0), (0.55, 0.10, -25.0)),
    "Science fiction": _Mood((0.20, 0.28), 0.09, (255.0, 305.0), (0.82, 0.14, -75.0), (0.66, 0.21, 70.0)),
    "Animation": _Mood((0.80, 0.87), 0.11, _ANY, (0.60, 0.20, 150.0), (0.72, 0.17, 285.0)),
    "Fantasy": _Mood((0.27, 0.36), 0.10, (150.0, 310.0), (0.86, 0.13, 190.0), (0.64, 0.17, 60.0)),
    "Musical": _Mood((0.29, 0.36), 0.13, (300.0, 380.0), (0.86, 0.16, 110.0), (0.66, 0.20, 50.0)),
    "Documentary": _PAPER,
    "Crime": _NIGHT,
    "Thriller": _Mood((0.20, 0.28), 0.05, (180.0, 260.0), (0.66, 0.21, 160.0), (0.48, 0.09, 10.0)),
    "Mystery": _Mood((0.22, 0.29), 0.07, (240.0, 330.0), (0.83, 0.13, 150.0), (0.55, 0.15, 60.0)),
    "Comedy": _PLAY,
    "Family": _PLAY,
    "Romance": _Mood((0.85, 0.90), 0.06, (0.0, 45.0), (0.57, 0.20, 5.0), (0.44, 0.12, 310.0)),
    "Music": _Mood((0.29, 0.36), 0.12, (270.0, 360.0), (0.84, 0.15, 140.0), (0.65, 0.20, 50.0)),
    "Biography": _PAPER,
    "History": _Mood((0.32, 0.40), 0.08, (15.0, 80.0), (0.82, 0.12, 50.0), (0.60, 0.13, -10.0)),
    "Adventure": _Mood((0.32, 0.42), 0.085, (165.0, 250.0), (0.83, 0.15, 230.0), (0.66, 0.17, 190.0)),
    "Action": _Mood((0.22, 0.29), 0.06, (220.0, 280.0), (0.70, 0.20, 160.0), (0.86, 0.16, 210.0)),
    "Experimental": _Mood((0.90, 0.95), 0.02, _ANY, (0.60, 0.23, 90.0), (0.30, 0.08, 250.0)),
}
"""By genre; the first of these that a film has decides."""

_DRAMA = (
    _Mood((0.30, 0.38), 0.085, _ANY, (0.80, 0.13, 165.0), (0.62, 0.15, 55.0)),
    _Mood((0.86, 0.91), 0.055, _ANY, (0.55, 0.17, 185.0), (0.40, 0.09, 30.0)),
    _Mood((0.42, 0.47), 0.115, _ANY, (0.85, 0.12, 120.0), (0.70, 0.16, 60.0)),
)
"""For all other films."""


def seed_of(film: Film) -> int:
    """A number that is the film's own: what varies from poster to poster is drawn from it."""
    return int.from_bytes(blake2b(film.key.encode(), digest_size=8).digest(), "big")


def palette_of(film: Film) -> Palette:
    """The film's colours, always the same for the same film."""
    chance = Random(seed_of(film))
    mood = next((_MOODS[genre] for genre in _MOODS if genre in film.genres), None) or chance.choice(_DRAMA)
    lightness, hue = chance.uniform(*mood.lightness), chance.uniform(*mood.hues)
    richness = _richness(film) * chance.uniform(0.9, 1.1)
    turn = chance.uniform(-12.0, 12.0)

    def toned(lightness: float, chroma: float, hue: float) -> Rgb:
        return oklch(lightness, chroma * richness, _aged(hue, film.year))

    ground = toned(lightness, mood.chroma, hue)
    step = 0.075 if lightness < 0.6 else -0.075
    return Palette(
        ground=ground,
        shade=toned(lightness + step, mood.chroma * 1.1, hue),
        ink=_readable(ground, lambda light: toned(light, 0.022, hue)),
        accent=_seen(ground, mood.accent[0], lambda light: toned(light, mood.accent[1], hue + mood.accent[2] + turn)),
        second=_seen(ground, mood.second[0], lambda light: toned(light, mood.second[1], hue + mood.second[2] - turn)),
    )


def oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """The sRGB colour, less colourful where a screen can't show it."""
    chroma = max(0.0, chroma)

    while True:
        linear = _linear(lightness, chroma, hue)

        if chroma < 0.004 or all(-0.002 <= part <= 1.002 for part in linear):
            break

        chroma -= 0.004

    red, green, blue = (round(255 * _encoded(min(1.0, max(0.0, part)))) for part in linear)
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, 1 to 21, as WCAG has it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """A colour between the two, `share` of the way to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _richness(film: Film) -> float:
    """How colourful the time was: hand-tinted, black and white, Technicolor, neon."""
    year = film.year or 2000

    if year < _DAWN_OF_SOUND or "Silent" in film.genres:
        return 0.45

    if year < _DAWN_OF_COLOUR:
        return 0.7

    return {195: 1.12, 196: 1.12, 197: 0.95, 198: 1.2}.get(year // 10, 1.0)


def _aged(hue: float, year: int | None) -> float:
    """The hue as its time would have printed it: the seventies in brown and orange, the silent years in sepia."""
    pull = 0.35 if year and 1970 <= year < 1980 else 0.5 if year and year < _DAWN_OF_SOUND else 0.0
    away = (hue - 65.0 + 180.0) % 360.0 - 180.0
    return hue - pull * away


def _readable(ground: Rgb, at: Callable[[float], Rgb]) -> Rgb:
    """Near black or near white, whichever reads better; of one of them any ground leaves more than 4.5 : 1."""
    candidates = (at(0.97), at(0.17), (255, 255, 255), (0, 0, 0))
    best = max(candidates[:2], key=lambda ink: contrast(ground, ink))
    return best if contrast(ground, best) >= READABLE else max(candidates, key=lambda ink: contrast(ground, ink))


def _seen(ground: Rgb, lightness: float, at: Callable[[float], Rgb]) -> Rgb:
    """The colour of that lightness, or of the next that stands off the ground."""
    step = 0.04 if _luminance(ground) < _HALF else -0.04

    while contrast(ground, at(lightness)) < _SEEN and 0.05 < lightness < 0.97:
        lightness += step

    return at(lightness)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
