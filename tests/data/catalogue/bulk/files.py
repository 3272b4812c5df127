"""Files in the providers' shapes, and what an import makes of them."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from data.catalogue.base import RankedFilm
from data.catalogue.bulk import BulkSource, ImdbDatasets, PlainCsv, TmdbExport
from data.catalogue.bulk.imdb_tables import TABLES
from data.catalogue.bulk.progress import OnProgress, tell_nobody
from data.catalogue.bulk.tally import Tally

HEADS = {table.name: table.columns for table in TABLES}

MISSING_PICTURE = "tt2852470\tmovie\tThe Missing Picture\tL'image manquante\t0\t2013\t\\N\t92\tDocumentary,History"


def tsv(name: str, rows: Iterable[str]) -> bytes:
    """The bytes of one of IMDb's files."""
    return "".join(f"{line}\n" for line in ("\t".join(HEADS[name]), *rows)).encode()


def write_imdb(folder: Path, tables: Mapping[str, Sequence[str]], *, packed: bool = True) -> Path:
    """IMDb's files in the folder, those that are named; each row as it stands in the file."""
    folder.mkdir(exist_ok=True)

    for name, rows in tables.items():
        data = tsv(name, rows)
        (folder / f"{name}.tsv{'.gz' if packed else ''}").write_bytes(gzip.compress(data) if packed else data)

    return folder


def an_export_line(number: int, title: str = "Ariel", popularity: float = 11.9, **said: object) -> str:
    """A line of TMDB's export."""
    shape = {"adult": False, "id": number, "original_title": title, "popularity": popularity, "video": False}
    return json.dumps(shape | said, ensure_ascii=False)


def write_export(folder: Path, lines: Iterable[str]) -> Path:
    """An export of TMDB's with those lines."""
    path = folder / "movie_ids_11_20_2026.json.gz"
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode()))
    return path


def write_csv(folder: Path, text: str, *, name: str = "films.csv") -> Path:
    """A table of our own format."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def ranked(
    source: BulkSource, folder: Path, tally: Tally | None = None, on_progress: OnProgress = tell_nobody
) -> list[RankedFilm]:
    """The films that an import would write, in its order."""
    with source.staged(folder / "catalogue.db.staging", tally or Tally(), on_progress) as staged:
        return list(staged.ranked())


def from_imdb(tmp_path: Path, tables: Mapping[str, Sequence[str]], *, with_shorts: bool = False) -> list[RankedFilm]:
    """What comes of those of IMDb's files."""
    return ranked(ImdbDatasets(write_imdb(tmp_path / "imdb", tables), with_shorts=with_shorts), tmp_path)


def from_export(tmp_path: Path, lines: Iterable[str], tally: Tally | None = None) -> list[RankedFilm]:
    """What comes of that export of TMDB's."""
    return ranked(TmdbExport(write_export(tmp_path, lines)), tmp_path, tally)


def from_csv(tmp_path: Path, text: str, tally: Tally | None = None) -> list[RankedFilm]:
    """What comes of that table."""
    return ranked(PlainCsv(write_csv(tmp_path, text)), tmp_path, tally)
