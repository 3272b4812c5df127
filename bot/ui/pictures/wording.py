"""What a drawn poster says, on it and beside it for those who do not see it: only what its fonts can write."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.ui import limits
from bot.ui.pictures.faces import NOTE_WEIGHT, TITLE_WEIGHT, faces, han_of
from bot.ui.pictures.lettering import ELLIPSIS, can_write, readied, writable
from bot.ui.text import truncated
from data.models import Film

_MOST_TITLES = 20
_MOST_DIRECTORS = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """Title, directors and year, each empty where nothing of it is known or can be written."""

    title: str
    directors: tuple[str, ...]
    has_more_directors: bool
    year: str

    @property
    def credit(self) -> str:
        """The directors on one line."""
        return ", ".join(self.directors) + (f" {ELLIPSIS}" if self.has_more_directors else "")

    @property
    def alt_text(self) -> str:
        """All of it in a sentence."""
        others = " and others" if self.has_more_directors else ""
        directed = f"directed by {', '.join(self.directors)}{others}" if self.directors else ""
        said = ", ".join(part for part in (self.title, self.year, directed) if part)
        return truncated(f"Drawn poster: {said}" if said else "Drawn poster", limits.ALT_TEXT)


def wording_of(film: Film) -> Wording:
    """What the film's poster says: the usual title, or the first other one that can be written."""
    han = han_of(film.languages)
    directors = list(islice(_written(film.directors, NOTE_WEIGHT, han), _MOST_DIRECTORS + 1))
    return Wording(
        title=_title(film, han),
        directors=tuple(directors[:_MOST_DIRECTORS]),
        has_more_directors=len(directors) > _MOST_DIRECTORS,
        year=str(film.year or ""),
    )


def _title(film: Film, han: int) -> str:
    titles = film.titles[:_MOST_TITLES]
    whole = (title for title in map(readied, titles) if title and can_write(title, faces(TITLE_WEIGHT, han)))
    return next(whole, "") or next(_written(titles, TITLE_WEIGHT, han), "")


def _written(texts: tuple[str, ...], weight: int, han: int) -> Iterator[str]:
    """Of each text what can be written, without those of which nothing can."""
    return (text for text in (writable(readied(text), faces(weight, han)) for text in texts[:_MOST_TITLES]) if text)
