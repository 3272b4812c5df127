"""What is asked for below a film's card and on a watchlist."""

from bot.ui.custom_ids.base import CustomId, Key, Number


class ShowFilm(CustomId, action="film"):
    """Show the film's card here, for all."""

    film: Key


class SuggestFilms(CustomId, action="more"):
    """Offer films to see after this one."""

    film: Key


class ChooseFilm(CustomId, action="choose"):
    """A select of films, to see the card of one."""


class ToggleWatchlist(CustomId, action="watch"):
    """Put the film on one's watchlist, or take it off."""

    film: Key


class TurnWatchlist(CustomId, action="list"):
    """Another page of one's watchlist."""

    number: Number
