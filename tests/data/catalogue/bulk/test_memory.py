"""Memory that an import needs does not grow with its films."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalogue.bulk import BulkSource, ImdbDatasets, PlainCsv, TmdbExport, reading
from data.catalogue.bulk.tally import Tally
from tests.data.catalogue.bulk.files import an_export_line, write_csv, write_export, write_imdb

FEW, MANY = 500, 10_000
ALLOWED_BYTES = 1 << 20
"""What the peak may differ by: pydantic keeps up to 16,384 short texts for reuse. Ten thousand films in a list take ten
times as much."""


def imdb(folder: Path, films: int) -> BulkSource:
    numbers = range(1, films + 1)
    tables = {
        "title.basics": [f"tt{n:07}\tmovie\tFilm No. {n}\tFilm No. {n}\t0\t2001\t\\N\t90\tDrama" for n in numbers],
        "title.akas": [f"tt{n:07}\t1\tElokuva {n}\tFI\t\\N\timdbDisplay\t\\N\t0" for n in numbers],
        "title.ratings": [f"tt{n:07}\t5.0\t{n}" for n in numbers],
        "title.crew": [f"tt{n:07}\tnm{n:07}\t\\N" for n in numbers],
        "title.principals": [f"tt{n:07}\t1\tnm{n:07}\tactor\t\\N\t\\N" for n in numbers],
        "name.basics": [f"nm{n:07}\tPerson {n}\t\\N\t\\N\t\\N\t\\N" for n in numbers],
    }
    return ImdbDatasets(write_imdb(folder / "imdb", tables))


def export(folder: Path, films: int) -> BulkSource:
    return TmdbExport(write_export(folder, (an_export_line(n, f"Film No. {n}", n) for n in range(1, films + 1))))


def table(folder: Path, films: int) -> BulkSource:
    return PlainCsv(write_csv(folder, "title,year\n" + "".join(f"Film No. {n},2001\n" for n in range(films))))


def peak_bytes(source: BulkSource, folder: Path) -> int:
    """The most memory that Python's objects took while every film was read and handed on."""
    tracemalloc.start()

    try:
        with source.staged(folder / "staging", Tally(), lambda _: None) as staged:
            assert sum(1 for _ in staged.ranked()) == len(staged)

        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("make", [imdb, export, table])
def test_twenty_times_the_films_take_no_more_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path, int], BulkSource]
) -> None:
    monkeypatch.setattr(reading, "_BLOCK_BYTES", 4_096)
    monkeypatch.setattr(reading, "_INFLATED_BYTES", 4_096)
    peak_bytes(make(tmp_path, FEW), tmp_path)

    few, many = [peak_bytes(make(tmp_path, films), tmp_path) for films in (FEW, MANY)]

    assert many < few + ALLOWED_BYTES
