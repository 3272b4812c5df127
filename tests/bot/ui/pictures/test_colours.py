from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.pictures.colours import READABLE, Rgb, contrast, mix, oklch, palette_of
from data.catalogue.starter.vocabulary import GENRES
from data.models import Film
from tests.bot.ui.things import some
from tests.builders import a_film

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
SEEN = 1.9
"""Below this a shape is lost on its ground."""

coloured_films = st.builds(
    a_film,
    st.integers(1, 10**6),
    year=st.none() | st.integers(1870, 2100),
    genres=st.lists(st.sampled_from(sorted(GENRES)), max_size=4).map(tuple),
)


@given(film=coloured_films)
@some(300)
def test_text_can_be_read_on_every_ground(film: Film) -> None:
    palette = palette_of(film)

    assert contrast(palette.ground, palette.ink) >= READABLE


@given(film=coloured_films)
@some(300)
def test_shapes_stand_off_the_ground(film: Film) -> None:
    palette = palette_of(film)

    assert min(contrast(palette.ground, colour) for colour in (palette.accent, palette.second)) >= SEEN


def test_every_genre_in_every_decade_has_readable_text() -> None:
    films = (
        a_film(number, genres=(genre,), year=year)
        for genre, year, number in product(sorted(GENRES), range(1895, 2035, 10), (1, 2, 3))
    )

    assert min(contrast(palette.ground, palette.ink) for palette in map(palette_of, films)) >= READABLE


def test_same_film_always_has_the_same_colours() -> None:
    assert palette_of(a_film(7, genres=("Drama",))) == palette_of(a_film(7, genres=("Drama",)))


def test_another_film_has_other_colours() -> None:
    palettes = {palette_of(a_film(number, genres=("Comedy",))) for number in range(100)}

    assert len(palettes) == 100


def test_silent_films_are_less_colourful_than_those_of_the_eighties() -> None:
    def colourfulness(year: int) -> float:
        palettes = [palette_of(a_film(number, genres=("Comedy",), year=year)) for number in range(40)]
        return sum(max(palette.accent) - min(palette.accent) for palette in palettes) / len(palettes)

    assert colourfulness(1915) < 0.7 * colourfulness(1985)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(BLACK, WHITE, 21.0), (WHITE, WHITE, 1.0), ((119, 119, 119), WHITE, 4.48), ((255, 0, 0), BLACK, 5.25)],
)
def test_contrast_is_that_of_wcag(one: Rgb, other: Rgb, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("coordinates", "colour"),
    [
        ((0.0, 0.0, 0.0), BLACK),
        ((1.0, 0.0, 0.0), WHITE),
        ((0.62796, 0.25768, 29.234), (255, 0, 0)),
        ((0.86644, 0.29483, 142.495), (0, 255, 0)),
        ((0.45201, 0.31321, 264.052), (0, 0, 255)),
    ],
)
def test_coordinates_lead_to_the_colours_of_screens(coordinates: tuple[float, float, float], colour: Rgb) -> None:
    found = oklch(*coordinates)

    assert max(abs(a - b) for a, b in zip(found, colour, strict=True)) <= 4


@given(lightness=st.floats(0, 1), chroma=st.floats(-1, 1), hue=st.floats(-720, 720))
@some(200)
def test_every_colour_can_be_shown(lightness: float, chroma: float, hue: float) -> None:
    assert all(0 <= part <= 255 for part in oklch(lightness, chroma, hue))


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert [mix(BLACK, WHITE, share) for share in (0, 0.2, 1)] == [BLACK, (51, 51, 51), WHITE]
