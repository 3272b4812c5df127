"""What of a film's card comes from elsewhere, in words: where to watch, whose data it is, what is missing."""

from collections.abc import Iterable

from bot.services.details import CardDetails
from bot.ui.text import literal, plain, truncated
from data.models import Film, Source, WhereToWatch

ATTRIBUTIONS = {
    # The sentence that TMDB's terms ask for: https://www.themoviedb.org/api-terms-of-use
    Source.TMDB: "This product uses the TMDB API but is not endorsed or certified by TMDB.",
    Source.WIKIDATA: "Facts from Wikidata (CC0).",
}
"""What has to be said where somebody's data is shown."""

NAMES = {Source.TMDB: "TMDB", Source.WIKIDATA: "Wikidata"}

_SERVICES = 160
"""So long may the services of one kind be."""


def attribution(details: CardDetails) -> str:
    """Whose data the card shows, as its footer says it; empty where all is our own."""
    return " ".join(ATTRIBUTIONS[source] for source in details.sources)


def missing_line(film: Film, details: CardDetails) -> str:
    """What the card lacks and who is being asked for it, or did not answer; empty where there is nothing to say."""
    if details.awaited is not None:
        what = "Poster and more are" if details.awaited is Source.TMDB else "More facts are"
        return f"*{what} being fetched from {NAMES[details.awaited]}…*"

    if details.silent is not None:
        return f"*{NAMES[details.silent]} did not answer: {_lacking(film, details)}.*"

    return ""


def watch_heading(region: str) -> str:
    """Above where to watch."""
    return f"Where to watch ({region})"


def watch_text(details: CardDetails, region: str) -> str:
    """The services that have the film in that country; empty where none is known. JustWatch is named, as it must be."""
    offers = details.watch.get(region)

    if offers is None:
        return ""

    lines = [_kind(word, names) for word, names in _kinds(offers)]
    source = "Where to watch by JustWatch"
    said = [line for line in lines if line]
    return "\n".join([*said, f"[{source}]({offers.link})" if offers.link else source]) if said else ""


def _lacking(film: Film, details: CardDetails) -> str:
    if details.silent is not Source.TMDB:
        return "more facts are missing"

    return "where to watch is missing" if film.poster_url else "poster and where to watch are missing"


def _kinds(offers: WhereToWatch) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield "Stream", offers.stream
    yield "Rent", offers.rent
    yield "Buy", offers.buy


def _kind(word: str, names: tuple[str, ...]) -> str:
    visible = ", ".join(name for name in map(plain, names) if name)
    return f"{word}: {truncated(literal(visible), _SERVICES)}" if visible else ""
