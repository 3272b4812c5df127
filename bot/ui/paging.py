"""A long text cut to fit: at paragraphs, then lines, sentences, words, and only then anywhere."""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from bot.ui.characters import boundary
from bot.ui.limits import length
from bot.ui.markdown import DELIMITER_COST, added_by_escape, write
from data.markup import Run, merged

SHORTEST_PAGE = 64
"""A page this long holds a few characters in every style at once."""

_FILLED_ENOUGH = 3  # a page may end at a better place once a third of it is filled
_CHUNK_LENGTH = 48

_CLOSING = "[)\\]\"'»”’」』）*]*"
_CHUNKS = re.compile(f"\\s+|[^\\s。！？]*[。！？]+{_CLOSING}|[^\\s。！？]+")
_SENTENCE_END = re.compile(f"[.!?…。！？]{_CLOSING}$")
_SENTENCE_END_WITHOUT_SPACE = re.compile(f"[。！？]{_CLOSING}$")


class Gap(IntEnum):
    """What a page's end would cut here; the greater the better."""

    WITHIN_WORD = 0
    WORDS = 1
    SENTENCES = 2
    LINES = 3
    PARAGRAPHS = 4


class Chunk(NamedTuple):
    """A piece of text that is never cut: at most a word, or white space."""

    run: Run
    gap: Gap
    """What lies before it."""

    cost: int
    """The most that writing it takes, with the change of styles before it."""


def split(runs: list[Run], limit: int) -> list[str]:
    """The runs written on pages of at most `limit` by `length`, none of them empty. Raises ValueError."""
    if limit < SHORTEST_PAGE:
        raise ValueError(limit)

    chunks = list(_chunks(runs, limit))
    pages: list[str] = []
    start = 0

    while start < len(chunks):
        end = _page_end(chunks, start, limit)
        pages.append(_written(chunks[start:end]))
        start = end

    return [page for page in pages if page]


def first_part(runs: list[Run], limit: int) -> str:
    """As many whole words as fit, written on at most `limit` by `length`. Raises ValueError."""
    if limit < SHORTEST_PAGE:
        raise ValueError(limit)

    chunks: list[Chunk] = []
    total = 0

    for chunk in _chunks(runs, limit):
        total += chunk.cost
        chunks.append(chunk)

        if total > limit:
            break

    overflow = _overflow(chunks, 0, limit)

    if overflow == len(chunks):
        return _written(chunks)

    gaps = _last_gaps(chunks, 0, overflow, limit)
    return _written(chunks[: max((p for gap, (p, is_filled) in gaps.items() if gap and is_filled), default=overflow)])


def _written(chunks: list[Chunk]) -> str:
    """The chunks as one text, without white space at its ends."""
    start, end = 0, len(chunks)

    while start < end and chunks[start].run.text.isspace():
        start += 1

    while end > start and chunks[end - 1].run.text.isspace():
        end -= 1

    return write(merged(chunk.run for chunk in chunks[start:end]))


def _page_end(chunks: list[Chunk], start: int, limit: int) -> int:
    """The first chunk that belongs to the next page."""
    overflow = _overflow(chunks, start, limit)

    if overflow == len(chunks):
        return overflow

    best = _last_gaps(chunks, start, overflow, limit)
    paragraph = best.pop(Gap.PARAGRAPHS, None)

    if paragraph is not None and (paragraph[1] or _fits_whole(chunks, paragraph[0], limit)):
        return paragraph[0]

    filled = [gap for gap, (_, is_filled) in best.items() if is_filled]
    return best[max(filled)][0] if filled else overflow


def _last_gaps(chunks: list[Chunk], start: int, overflow: int, limit: int) -> dict[Gap, tuple[int, bool]]:
    """For each sort of gap the last place on the page, and whether the page is filled enough there."""
    best: dict[Gap, tuple[int, bool]] = {}
    total = 0

    for place in range(start, overflow + 1):
        if place > start and not chunks[place].run.text.isspace():
            best[chunks[place].gap] = place, total * _FILLED_ENOUGH >= limit

        total += chunks[place].cost

    return best


def _fits_whole(chunks: list[Chunk], start: int, limit: int) -> bool:
    """Whether the paragraph that begins at `start` fits on one page."""
    end = _overflow(chunks, start, limit)
    return end == len(chunks) or any(
        chunk.gap == Gap.PARAGRAPHS for chunk in chunks[start + 1 : end + 1] if not chunk.run.text.isspace()
    )


def _overflow(chunks: list[Chunk], start: int, limit: int) -> int:
    """The first chunk after `start` that does not fit on the page any more."""
    if not chunks:
        return 0

    total = DELIMITER_COST * chunks[start].run.styles.bit_count() + 1  # it may look like a list now

    for place in range(start, len(chunks)):
        total += chunks[place].cost

        if (
            place > start
            and not chunks[place].run.text.isspace()
            and total + DELIMITER_COST * chunks[place].run.styles.bit_count() > limit
        ):
            return place

    return len(chunks)


def _chunks(runs: list[Run], limit: int) -> Iterator[Chunk]:
    styles = 0
    word = space = ""
    size = min(_CHUNK_LENGTH, limit // 8)

    for run in runs:
        for piece, is_whole in _pieces(run.text, size):
            gap = Gap.WITHIN_WORD if piece.isspace() else _gap(word, space)
            is_line_start = gap >= Gap.LINES or run.styles != styles
            cost = length(piece) + added_by_escape(piece, is_line_start=is_line_start, is_whole=is_whole)

            if run.styles != styles:
                cost += DELIMITER_COST * (styles.bit_count() + run.styles.bit_count())
                styles = run.styles

            yield Chunk(Run(run.styles, piece), gap, cost)

            if piece.isspace():
                space += piece
            else:
                word, space = piece, ""


def _gap(word: str, space: str) -> Gap:
    """What lies after `word` and the white space that follows it."""
    newlines = space.count("\n")

    if newlines:
        return Gap.PARAGRAPHS if newlines > 1 else Gap.LINES

    if (_SENTENCE_END if space else _SENTENCE_END_WITHOUT_SPACE).search(word):
        return Gap.SENTENCES

    return Gap.WORDS if space else Gap.WITHIN_WORD


def _pieces(text: str, size: int) -> Iterator[tuple[str, bool]]:
    """Words and white space, cut to about `size` characters; and whether each ends where its word does."""
    for match in _CHUNKS.finditer(text):
        start, end = match.span()

        while end - start > size:
            cut = start + boundary(text[start : start + size + 1], size)
            yield text[start:cut], False
            start = cut

        yield text[start:end], True
