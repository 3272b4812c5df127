import pytest

from bot.ui.pictures.board import MOST_ROWS
from bot.ui.pictures.layout import HEIGHT, layout_of
from bot.ui.pictures.tiles import Tiles
from tests.bot.ui.pictures.scripts import TITLES
from tests.builders import a_film

FIVE = layout_of(5)


def test_tile_is_made_once_for_a_film_and_a_layout() -> None:
    tiles = Tiles()

    assert tiles.of(a_film(), FIVE) is tiles.of(a_film(synopsis="Clay figures."), FIVE)
    assert tiles.of(a_film(), FIVE) is not tiles.of(a_film(), layout_of(4))
    assert len(tiles) == 2


def test_film_of_which_more_is_known_gets_another_tile() -> None:
    tiles = Tiles()

    assert tiles.of(a_film(), FIVE) is not tiles.of(a_film(year=1950), FIVE)


def test_only_so_many_bytes_are_kept_those_shown_last() -> None:
    tiles = Tiles(kept_bytes=300_000)
    first, second = tiles.of(a_film(1), FIVE), tiles.of(a_film(2), FIVE)

    for number in range(3, 12):
        tiles.of(a_film(number), FIVE)
        assert tiles.of(a_film(1), FIVE) is first

    assert tiles.of(a_film(2), FIVE) is not second
    assert 1 < len(tiles) < 8


def test_tile_that_is_larger_than_all_that_is_kept_is_made_all_the_same() -> None:
    tiles = Tiles(kept_bytes=1)

    assert tiles.of(a_film(), FIVE).poster.size == (FIVE.poster_width, FIVE.poster_height)
    assert len(tiles) == 0


@pytest.mark.parametrize("number", range(1, MOST_ROWS + 1))
def test_rows_stand_below_the_heading_and_above_the_edge(number: int) -> None:
    layout = layout_of(number)

    assert layout.rows == number
    assert layout.top >= 170
    assert layout.top + number * layout.row_height <= HEIGHT - 20
    assert layout.poster_height < layout.row_height
    assert layout.poster_width * 3 == layout.poster_height * 2


@pytest.mark.parametrize("number", range(1, MOST_ROWS + 1))
@pytest.mark.parametrize("title", [*TITLES.values(), "Assassination " * 21], ids=[*TITLES, "long"])
def test_titles_of_every_script_stay_within_their_row(number: int, title: str) -> None:
    layout = layout_of(number)
    tile = Tiles().of(a_film(title=f"{title} {title}"[:300]), layout)

    assert tile.height + layout.below_title <= layout.row_height + 2
    assert tile.title.mask.width <= layout.text_width
    assert tile.year.left + tile.year.mask.width <= layout.text_width + 2
