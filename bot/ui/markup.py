"""Members' texts, cleaned and taken apart as they are shown."""

from collections.abc import Iterator

from bot.ui.characters import clean
from data import markup
from data.markup import Run, merged


def read(text: str) -> list[Run]:
    """A member's text, cleaned and taken apart; neighbouring runs differ in their styles."""
    return _with_plain_edges(markup.read(clean(text)))


def _with_plain_edges(runs: list[Run]) -> list[Run]:
    """The same with white space at the edge of a style left out of it, since `* a*` would not be read as italic."""
    pieces = [piece for run in runs for piece in _split_edges(run)]
    following = 0
    after: list[int] = []

    for piece in reversed(pieces):
        after.append(following)
        following = following if piece.text.isspace() else piece.styles

    preceding = 0
    result: list[Run] = []

    for piece, styles_after in zip(pieces, reversed(after), strict=True):
        if piece.text.isspace():
            result.append(Run(piece.styles & preceding & styles_after, piece.text))
        else:
            preceding = piece.styles
            result.append(piece)

    return merged(result)


def _split_edges(run: Run) -> Iterator[Run]:
    inner = run.text.strip()

    if not inner:
        yield run
        return

    start = run.text.index(inner)
    yield from (Run(run.styles, text) for text in (run.text[:start], inner, run.text[start + len(inner) :]) if text)
