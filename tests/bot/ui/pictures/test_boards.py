import asyncio
import logging
import threading

import pytest
from hypothesis import given

from bot.ui import limits
from bot.ui.limits import length
from bot.ui.pictures.board import MOST_ROWS, Board, BoardRow
from bot.ui.pictures.boards import Boards, board_words
from bot.ui.pictures.posters import Posters
from tests.bot.ui.messages import is_plain
from tests.bot.ui.pictures.scripts import opened
from tests.bot.ui.pictures.test_board import a_board, a_row, boards
from tests.bot.ui.things import Untold, some, untold
from tests.builders import a_film


@pytest.fixture
def posters() -> Posters:
    return Posters()


@pytest.fixture
def drawer(posters: Posters) -> Boards:
    return Boards(posters.thread)


class TestAttachment:
    async def test_picture_has_a_name_and_alternative_text(self, drawer: Boards) -> None:
        picture = await drawer.of(a_board())

        assert picture is not None
        assert picture.name.startswith("board-")
        assert picture.name.endswith(".jpg")
        assert picture.description == board_words(a_board())
        assert opened(picture.content).width == 1200

    async def test_equal_rankings_have_equal_names_and_others_do_not(self, drawer: Boards) -> None:
        one, same, other = await asyncio.gather(*(drawer.of(a_board(number)) for number in (2, 2, 3)))

        assert one is not None
        assert one == same
        assert other is not None
        assert one.name != other.name

    async def test_ranking_without_films_has_no_picture(self, drawer: Boards) -> None:
        assert await drawer.of(a_board(0)) is None

    async def test_ranking_that_cannot_be_drawn_has_none_and_is_told_of(
        self, drawer: Boards, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            picture = await drawer.of(a_board((a_row(score=11),)))

        assert picture is None
        assert "could not be drawn" in caplog.text

    async def test_rankings_and_posters_are_drawn_in_one_thread(self, drawer: Boards, posters: Posters) -> None:
        before = set(threading.enumerate())

        await asyncio.gather(drawer.of(a_board()), posters.of(a_film()))

        assert len(set(threading.enumerate()) - before) == 1


class TestWords:
    def test_words_say_what_the_picture_shows(self) -> None:
        missing = a_film(title="The Missing Picture", year=2013)
        board = a_board(
            (
                BoardRow(1, missing, 9, 6, moved=2),
                BoardRow(2, a_film(title="Ran", year=1985), 8.4, 1, moved=-11),
                BoardRow(3, a_film(title="Alien", year=None), 8, 1_200, is_new=True),
                BoardRow(3, a_film(title="Stalker", year=1979), 8, 3, moved=0),
                BoardRow(5, a_film(title="Vertigo", year=1958), 7, 3),
            ),
            shows_change=True,
        )

        assert board_words(board) == (
            "The Rewatchers, 22 – 28 Nov 2026. "
            "1. The Missing Picture (2013), 4.5 out of 5, 6 ratings, up 2. "
            "2. Ran (1985), 4.2 out of 5, 1 rating, down 11. "
            "3. Alien, 4.0 out of 5, 1,200 ratings, new. "
            "3. Stalker (1979), 4.0 out of 5, 3 ratings, unchanged. "
            "5. Vertigo (1958), 3.5 out of 5, 3 ratings."
        )

    def test_words_are_silent_about_what_moved_where_the_picture_is(self) -> None:
        assert board_words(a_board((a_row(moved=2),))).endswith("6 ratings.")

    def test_words_name_a_ranking_whose_heading_cannot_be_seen(self) -> None:
        assert board_words(a_board(1, heading="\u202e\n", subheading="")).startswith("Top films. 1. ")

    @given(drawn_board=untold(boards))
    @some(100)
    def test_words_have_every_film_that_is_drawn_and_fit(self, drawn_board: Untold[Board]) -> None:
        board = drawn_board.it
        said = board_words(board)

        assert is_plain(said)
        assert length(said) <= limits.ALT_TEXT
        assert said.count(" out of 5, ") >= min(MOST_ROWS, len(board.rows))
        assert said.endswith(".")
