"""Sources of one file, whose films need only to be put in order."""

from abc import ABC, abstractmethod
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from data.catalogue.bulk.progress import OnProgress
from data.catalogue.bulk.reading import SourceFile
from data.catalogue.bulk.staging import FilmStaging
from data.catalogue.bulk.tally import Tally


class OneFile(ABC):
    """A file with a row for each film."""

    def __init__(self, file: Path) -> None:
        self.path = file

    def lacks(self) -> tuple[tuple[str, str], ...]:
        """Nothing: it is one file."""
        return ()

    @contextmanager
    def staged(self, path: Path, tally: Tally, on_progress: OnProgress) -> Generator[FilmStaging]:
        """Its films, ordered in a file at `path`. Raises SourceMissing, SourceDamaged, CatalogueNotWritten."""
        with FilmStaging(path) as staging:
            self.bring_into(staging, SourceFile(self.path, on_progress), tally)
            yield staging

    @abstractmethod
    def bring_into(self, staging: FilmStaging, file: SourceFile, tally: Tally) -> None:
        """Put every film of the file into the staging; what is no film goes into the tally. Raises SourceDamaged."""
