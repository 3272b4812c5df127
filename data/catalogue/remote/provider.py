"""What every provider of films elsewhere offers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from data.models import Film, FilmDetails, Source


class Provider(Protocol):
    """A source of films that answers over the network: slowly, or not at all."""

    @property
    def source(self) -> Source:
        """Which one it is."""
        ...

    def adds_to(self, film: Film) -> bool:
        """Whether it may know more of the film, which has an id that it understands."""
        ...

    async def search(self, title: str, now: datetime) -> Sequence[Film]:
        """Films that `title` may mean, best first, each with nothing but its name. Raises ProviderFailed."""
        ...

    async def details(self, film: Film, now: datetime) -> FilmDetails:
        """All it knows of the film. Raises NotAtProvider and every other ProviderFailed."""
        ...

    async def close(self) -> None:
        """Give up what is being asked, and close the connections."""
        ...
