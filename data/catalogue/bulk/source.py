"""What the sources of bulk catalogues have in common."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from data.catalogue.base import RankedFilm
from data.catalogue.bulk.progress import OnProgress
from data.catalogue.bulk.tally import Tally


class StagedFilms(Protocol):
    """Films that are ready to be taken, for as long as their file is open."""

    def __len__(self) -> int: ...

    def ranked(self) -> Iterable[RankedFilm]:
        """Every film, the best known first."""
        ...


class BulkSource(Protocol):
    """What a provider publishes, as files."""

    @property
    def kind(self) -> str:
        """The source's name on the command line."""
        ...

    @property
    def path(self) -> Path:
        """The file or folder."""
        ...

    def lacks(self) -> Iterable[tuple[str, str]]:
        """Files that are not there and can be lived without, and what films lack then. Raises SourceMissing."""
        ...

    def staged(self, path: Path, tally: Tally, on_progress: OnProgress) -> AbstractContextManager[StagedFilms]:
        """Its films, ordered in a file at `path`. Raises SourceMissing, SourceDamaged, CatalogueNotWritten."""
        ...
