"""A film's folded names as one text, so that candidates are compared without folding anything again."""

from data.catalogue.matching import Names

_BETWEEN_PARTS, _BETWEEN_NAMES = "\n\n", "\n"


def pack(names: Names) -> str:
    """The names as one text; folded text holds no line break."""
    return _BETWEEN_PARTS.join((_BETWEEN_NAMES.join(names.titles), _BETWEEN_NAMES.join(names.people), names.year))


def unpack(text: str) -> Names:
    """The names that `pack` made a text of."""
    titles, people, year = text.split(_BETWEEN_PARTS)
    return Names(_named(titles), _named(people), year)


def _named(text: str) -> tuple[str, ...]:
    return tuple(text.split(_BETWEEN_NAMES)) if text else ()
