"""What a provider elsewhere tells of a film, kept for a while."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from data.models.base import FilmId, Model
from data.models.films import Film


class Source(StrEnum):
    """A provider of films."""

    TMDB = "tmdb"
    WIKIDATA = "wikidata"


class WhereToWatch(Model):
    """The names of services that have a film in one country, by kind, the best known first.

    JustWatch finds them out, and wants to be named with them.
    """

    link: str | None = None
    """The provider's page that leads to them."""

    stream: tuple[str, ...] = ()
    """Within a subscription, free, or with advertisements."""

    rent: tuple[str, ...] = ()
    buy: tuple[str, ...] = ()


class FilmDetails(Model):
    """A film as a provider saw it at `fetched_at`. Its facts fill what is empty elsewhere."""

    film: Film
    source: Source
    fetched_at: datetime
    recommendations: tuple[Film, ...] = ()
    """What it names for those who like the film, best first: each with a key, a title, perhaps a year."""

    watch: dict[str, WhereToWatch] = Field(default_factory=dict[str, WhereToWatch])
    """By country, as two capital letters."""


class KeptDetails(Model):
    """How far the store has come with a film at one provider.

    Without `told_at` the provider has not answered yet; `tries` counts how often it was asked in vain since it last
    did. With it and without `details` it knows no such film.
    """

    source: Source
    details: FilmDetails | None = None
    told_at: datetime | None = None
    tries: int = 0


class DueDetails(Model):
    """A film that a provider is to be asked about now. `is_first` says that it never told anything of it."""

    film_id: FilmId
    film: Film
    source: Source
    is_first: bool
    tries: int
