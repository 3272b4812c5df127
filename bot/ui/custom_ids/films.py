"""What is asked for below a film's card and on a watchlist."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer

from bot.ui.custom_ids.base import CustomId, Key, Number
from bot.ui.limits import CUSTOM_ID
from data.models import FilmKey


def _split(path: object) -> object:
    return tuple(path.split(",")) if isinstance(path, str) else path


class ShowFilm(CustomId, action="film"):
    """Show the film's card here, for all."""

    film: Key


class SuggestFilms(CustomId, action="more"):
    """Offer films to see after this one."""

    film: Key


class ChooseFilm(CustomId, action="choose"):
    """A select of films, to see the card of one."""


class GoBack(CustomId, action="back"):
    """Turn the card back into that of the film from which it came, the first of `path`; the others led there."""

    path: Annotated[tuple[Key, ...], BeforeValidator(_split), PlainSerializer(",".join), Field(min_length=1)]

    @classmethod
    def along(cls, path: Sequence[FilmKey]) -> Self:
        """The way back along `path`, the nearest first, as far as a custom id holds it."""
        back = cls(path=tuple(path))

        while len(str(back)) > CUSTOM_ID and len(back.path) > 1:
            back = cls(path=back.path[:-1])

        return back


class ToggleWatchlist(CustomId, action="watch"):
    """Put the film on one's watchlist, or take it off."""

    film: Key


class TurnWatchlist(CustomId, action="list"):
    """Another page of one's watchlist."""

    number: Number
