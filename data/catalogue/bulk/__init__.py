"""Catalogues of a million films, imported from files that others publish: IMDb's datasets, TMDB's export, our own CSV.

Bytes become lines (`reading`), lines rows, and rows films, each step a stream; what has to be brought into order goes
through a file on disk (`staging`), so that memory stays the same for any number of films. A row that is wrong is left
out and counted (`tally`); a file that is wrong is refused, and the old catalogue stays (`importing`).
"""

from data.catalogue.bulk.imdb import ImdbDatasets
from data.catalogue.bulk.importing import (
    Imported,
    import_catalogue,
    is_importing,
    left_behind,
    remove_catalogue,
)
from data.catalogue.bulk.plain_csv import PlainCsv
from data.catalogue.bulk.progress import INDEX, SORTING, OnProgress, Progress
from data.catalogue.bulk.source import BulkSource
from data.catalogue.bulk.tally import SkippedRow
from data.catalogue.bulk.tmdb_export import TmdbExport

__all__ = [
    "INDEX",
    "SORTING",
    "BulkSource",
    "ImdbDatasets",
    "Imported",
    "OnProgress",
    "PlainCsv",
    "Progress",
    "SkippedRow",
    "TmdbExport",
    "import_catalogue",
    "is_importing",
    "left_behind",
    "remove_catalogue",
]
