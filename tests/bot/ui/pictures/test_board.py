from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.ui.pictures.board import BRIGHT, EMPTY, GROUND, INK, MOST_ROWS, QUIET, Board, BoardRow, draw_board
from bot.ui.pictures.colours import READABLE, contrast
from bot.ui.pictures.layout import HEIGHT, MARGIN, WIDTH, layout_of
from bot.ui.pictures.tiles import Tiles
from data.models import Film
from tests.bot.ui.pictures.scripts import TITLES, UNKNOWN, opened
from tests.bot.ui.things import Untold, films, names, some, untold
from tests.builders import a_film

LARGEST = 300 * 1024
"""In bytes: what a phone loads at once."""

TILES = Tiles()


def a_row(place: int = 1, score: float | Fraction = 8.4, count: int = 6, **said: Any) -> BoardRow:
    return BoardRow(place, said.pop("film", None) or a_film(place), score, count, **said)


def a_board(
    rows: Sequence[BoardRow] | int = 3,
    heading: str = "The Rewatchers",
    subheading: str = "22 – 28 Nov 2026",
    *,
    shows_change: bool = False,
) -> Board:
    made = tuple(a_row(place + 1) for place in range(rows)) if isinstance(rows, int) else rows
    return Board(heading, subheading, made, shows_change)


def drawn(board: Board) -> Image.Image:
    return opened(draw_board(board, TILES))


def reach_of_gold(image: Image.Image) -> int:
    """How far from the left something golden, red without blue, stands in pixels; 0 where nothing does."""
    red, _, blue = image.split()
    box = ImageChops.subtract(red, blue, 1, -80).getbbox()
    return box[2] if box else 0


def is_empty(image: Image.Image) -> bool:
    """Whether there is nothing but the ground, as near as a JPEG comes to it."""
    difference = ImageChops.difference(image, Image.new("RGB", image.size, GROUND))
    return ImageChops.subtract(difference, Image.new("RGB", image.size, (24, 24, 24))).getbbox() is None


rows = st.builds(
    BoardRow,
    place=st.integers(1, 10**7),
    film=films,
    score=st.floats(1, 10) | st.fractions(1, 10),
    count=st.integers(1, 10**9),
    moved=st.none() | st.integers(-(10**7), 10**7),
    is_new=st.booleans(),
)
boards = st.builds(
    Board, heading=names, subheading=names, rows=st.lists(rows, max_size=7).map(tuple), shows_change=st.booleans()
)


class TestPicture:
    @pytest.mark.parametrize("number", range(1, MOST_ROWS + 1))
    def test_picture_is_landscape_and_light_enough_for_a_phone(self, number: int) -> None:
        picture = draw_board(a_board(number), TILES)

        assert Image.open(BytesIO(picture)).format == "JPEG"
        assert opened(picture).size == (WIDTH, HEIGHT) == (1200, 900)
        assert len(picture) <= LARGEST

    def test_equal_rankings_have_equal_bytes_whatever_was_drawn_before(self) -> None:
        assert draw_board(a_board(), TILES) == draw_board(a_board(), Tiles())

    @pytest.mark.parametrize(
        "other",
        [
            a_board(heading="Others"),
            a_board(subheading="All time"),
            a_board((a_row(1), a_row(3), a_row(2))),
            a_board((a_row(1, score=8.6), a_row(2), a_row(3))),
            a_board((a_row(1, count=7), a_row(2), a_row(3))),
            a_board((a_row(1, film=a_film(1, year=1950)), a_row(2), a_row(3))),
        ],
    )
    def test_all_that_a_ranking_says_is_on_it(self, other: Board) -> None:
        assert draw_board(other, TILES) != draw_board(a_board(), TILES)

    def test_what_moved_is_told_by_more_than_colour(self) -> None:
        rows = (a_row(moved=2), a_row(moved=-2), a_row(moved=0), a_row(), a_row(is_new=True))

        grey = {drawn(a_board((row,), shows_change=True)).convert("L").tobytes() for row in rows}

        assert len(grey) == len(rows)

    def test_nothing_is_said_of_what_moved_unless_asked(self) -> None:
        assert draw_board(a_board((a_row(moved=2),)), TILES) == draw_board(a_board((a_row(is_new=True),)), TILES)

    def test_only_the_first_are_drawn(self) -> None:
        assert draw_board(a_board(MOST_ROWS + 3), TILES) == draw_board(a_board(MOST_ROWS), TILES)

    @pytest.mark.parametrize("number", range(1, MOST_ROWS + 1))
    def test_stars_are_full_as_far_as_the_score_goes(self, number: int) -> None:
        layout = layout_of(number)
        stars = (layout.text_left, layout.top, layout.text_left + 6 * layout.star_size, HEIGHT)

        def full(score: float | Fraction) -> float:
            image = drawn(a_board(tuple(a_row(place + 1, score) for place in range(number))))
            return reach_of_gold(image.crop(stars)) / layout.star_size

        assert full(1) == pytest.approx(0.5, abs=0.1)
        assert full(Fraction(17, 2)) == pytest.approx(4 * 1.14 + 0.3, abs=0.1)
        assert full(10) == pytest.approx(5 + 4 * 0.14, abs=0.1)

    @pytest.mark.parametrize("number", range(1, MOST_ROWS + 1))
    def test_nothing_reaches_over_the_margins(self, number: int) -> None:
        long = a_film(title="Assassination " * 21, year=2013)
        board = a_board(
            tuple(BoardRow(10**6, long, 8.4, 10**9, -(10**6)) for _ in range(number)),
            heading="W" * 100,
            subheading="W" * 100,
            shows_change=True,
        )
        image = drawn(board)

        edges = (image.crop((0, 0, MARGIN - 16, HEIGHT)), image.crop((WIDTH - MARGIN + 16, 0, WIDTH, HEIGHT)))

        assert all(map(is_empty, edges))
        assert not is_empty(image)

    def test_letters_can_be_read_and_stars_be_told_apart(self) -> None:
        assert min(contrast(GROUND, ink) for ink in (INK, QUIET, BRIGHT)) >= READABLE
        assert contrast(BRIGHT, EMPTY) >= 3

    @pytest.mark.parametrize("script", TITLES)
    def test_every_script_is_on_it(self, script: str) -> None:
        film, unknown = a_film(title=TITLES[script]), a_film(title=UNKNOWN)

        def strip(film: Film) -> bytes:
            layout = layout_of(5)
            area = (layout.text_left, layout.top, WIDTH, layout.top + layout.row_height // 2)
            return drawn(a_board((a_row(film=film), *(a_row(n) for n in range(2, 6))))).crop(area).tobytes()

        assert strip(film) != strip(unknown)

    @given(drawn_board=untold(boards))
    @some(25)
    def test_anything_that_a_ranking_can_be_is_drawn(self, drawn_board: Untold[Board]) -> None:
        picture = draw_board(drawn_board.it, TILES)

        assert opened(picture).size == (WIDTH, HEIGHT)
        assert len(picture) <= LARGEST

    def test_score_that_no_ratings_have_is_refused(self) -> None:
        with pytest.raises(ValueError, match="11"):
            draw_board(a_board((a_row(score=11),)))
