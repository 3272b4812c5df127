"""The posters of films that have none, drawn aside and kept for a while."""

import asyncio
import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b

from bot.ui.answer import Attachment
from bot.ui.pictures.poster import draw_poster
from bot.ui.pictures.wording import wording_of
from data.models import Film

_log = logging.getLogger(__name__)

KEPT_BYTES = 8 * 1024 * 1024
"""So many bytes of pictures are kept: those of some eight hundred films, the latest that were shown."""

Facts = tuple[object, ...]
"""What a drawn poster is made from."""


class Posters:
    """Draws posters in a thread of its own, one after the other, and never the same one twice at a time.

    All other pictures are drawn in that thread too.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._kept: OrderedDict[Facts, Attachment | None] = OrderedDict()
        self._size = 0
        self._drawing: dict[Facts, asyncio.Future[Attachment | None]] = {}
        # One: a font is not to be used by two threads, and what matters besides pictures keeps its processor.
        self.thread = ThreadPoolExecutor(1, "posters")

    async def of(self, film: Film) -> Attachment | None:
        """The film's drawn poster; None for a film that has another, and where it can't be drawn: it is an ornament."""
        if film.poster_url:
            return None

        facts = facts_of(film)

        if facts in self._kept:
            self._kept.move_to_end(facts)
            return self._kept[facts]

        drawing = self._drawing.get(facts)

        if drawing is None:
            drawing = asyncio.get_running_loop().run_in_executor(self.thread, _drawn, film)
            self._drawing[facts] = drawing
            drawing.add_done_callback(lambda done: self._keep(facts, done))

        # Who gives up waiting does not give it up for all.
        return await asyncio.shield(drawing)

    def close(self) -> None:
        """Draw no more."""
        self.thread.shutdown(wait=False, cancel_futures=True)

    def _keep(self, facts: Facts, drawn: "asyncio.Future[Attachment | None]") -> None:
        del self._drawing[facts]

        if drawn.cancelled():
            return

        picture = self._kept[facts] = drawn.result()
        self._size += _size(picture)

        while self._size > self._kept_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._size -= _size(oldest)


def facts_of(film: Film) -> Facts:
    """What the picture is made from: with any of it changed, it is another."""
    return film.key, film.titles, film.year, film.directors, film.genres, film.languages


def _drawn(film: Film) -> Attachment | None:
    try:
        content = draw_poster(film)
        # The name tells one picture from another, so that a message is known to have it already.
        name = f"poster-{blake2b(content, digest_size=6).hexdigest()}.png"
        return Attachment(name, content, wording_of(film).alt_text)
    except Exception:  # noqa: BLE001  (the boundary of a picture: a card without one is better than none)
        _log.exception("a poster could not be drawn", extra={"film": film.key})
        return None


def _size(picture: Attachment | None) -> int:
    """What a picture costs to keep, with its facts."""
    return 1024 + (len(picture.content) if picture else 0)
