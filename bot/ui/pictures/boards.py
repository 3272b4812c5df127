"""The pictures of rankings, drawn aside, and what they show in words."""

import asyncio
import logging
from concurrent.futures import Executor
from hashlib import blake2b

from bot.ui import limits
from bot.ui.answer import Attachment
from bot.ui.names import film_label
from bot.ui.pictures.board import UNNAMED, Board, BoardRow, draw_board
from bot.ui.pictures.tiles import Tiles
from bot.ui.stars import mean_in_words
from bot.ui.text import plain, truncated, words

_log = logging.getLogger(__name__)

DRAWN_AHEAD = 2
"""So many rankings wait for the thread at most: the poster of somebody's film comes soon after them, however many there
are."""

_HEADING, _SUBHEADING, _FILM = 80, 60, 100
"""So long may each be in words for all of them to fit."""


class Boards:
    """Draws rankings one after the other, in the thread in which all pictures are drawn."""

    def __init__(self, thread: Executor) -> None:
        self._thread = thread
        self._tiles = Tiles()
        self._turns = asyncio.Semaphore(DRAWN_AHEAD)

    async def of(self, board: Board) -> Attachment | None:
        """The ranking's picture; None for one without films, and where it can't be drawn: it is an ornament."""
        if not board.rows:
            return None

        async with self._turns:
            return await asyncio.get_running_loop().run_in_executor(self._thread, _drawn, board, self._tiles)


def board_words(board: Board) -> str:
    """What the ranking's picture shows, in words for those who do not see it, within Discord's limit."""
    heading = truncated(plain(board.heading), _HEADING) or UNNAMED
    subheading = truncated(plain(board.subheading), _SUBHEADING)
    said = ", ".join(part for part in (heading, subheading) if part)
    rows = (_row_in_words(row, shows_change=board.shows_change) for row in board.shown)
    return truncated(" ".join((f"{said}.", *rows)), limits.ALT_TEXT)


def _row_in_words(row: BoardRow, *, shows_change: bool) -> str:
    film, score = film_label(row.film, _FILM), mean_in_words(float(row.score))
    change = _change_in_words(row) if shows_change else ""
    said = ", ".join(part for part in (film, score, words(row.count, "rating"), change) if part)
    return f"{row.place:,}. {said}."


def _change_in_words(row: BoardRow) -> str:
    if row.is_new:
        return "new"

    if row.moved is None:
        return ""

    return f"{'up' if row.moved > 0 else 'down'} {abs(row.moved):,}" if row.moved else "unchanged"


def _drawn(board: Board, tiles: Tiles) -> Attachment | None:
    try:
        content = draw_board(board, tiles)
        # The name tells one picture from another, so that a message is known to have it already.
        name = f"board-{blake2b(content, digest_size=6).hexdigest()}.jpg"
        return Attachment(name, content, board_words(board))
    except Exception:  # noqa: BLE001  (the boundary of a picture: a ranking without one is better than none)
        _log.exception("a ranking could not be drawn")
        return None
