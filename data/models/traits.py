"""What films have in common: genres, countries, directors, decades."""

from enum import StrEnum
from typing import NamedTuple, NewType

TraitId = NewType("TraitId", int)
"""The row id of a trait. Never used again."""


class TraitKind(StrEnum):
    """In what films can be alike."""

    GENRE = "genre"
    DECADE = "decade"
    COUNTRY = "country"
    DIRECTOR = "director"


class Trait(NamedTuple):
    """A genre, country, director or decade of films that a server reviewed: `films` of them."""

    id: TraitId
    kind: TraitKind
    value: str
    """As the films' facts have it; of a decade `1990s`."""

    films: int
