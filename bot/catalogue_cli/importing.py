"""`catalogue import`: what is said before, meanwhile and afterwards."""

import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.catalogue_cli.progress import shown_progress, span
from bot.catalogue_cli.words import SOURCES, TERMS
from bot.ui.text import words as counted
from data.catalogue.bulk import BulkSource, Imported, import_catalogue


def run_import(source: BulkSource, target: Path, now: datetime) -> int:
    """Import, and say what came of it; the exit code. Raises ImportFailed."""
    began_s = time.monotonic()

    for name, lacking in source.lacks():
        sys.stdout.write(f"{name} is not there: the films will have no {lacking}.\n")

    sys.stdout.write(f"Reading {source.path} into {target}.\n")
    sys.stdout.flush()

    try:
        with shown_progress() as on_progress:
            imported = import_catalogue(source, target, now, on_progress)
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted. The catalogue is as it was.\n")
        raise

    took = span(time.monotonic() - began_s)
    sys.stdout.writelines(f"{line}\n" for line in _told(source.kind, target, imported, took))
    return 0


def _told(kind: str, target: Path, imported: Imported, took: str) -> Iterator[str]:
    size_mb = target.stat().st_size / 1_000_000
    yield (
        f"{target}: {counted(imported.films, 'film')} with {counted(imported.titles, 'title')} from {SOURCES[kind]},"
        f" {size_mb:,.1f} MB,"
        f" in {took}. A running bot takes it up by itself."
    )

    if imported.skipped:
        some = ", the first of them" if imported.skipped > len(imported.first_skipped) else ""
        yield f"{counted(imported.skipped, 'row')} left out{some}:"
        yield from (f"  {row.name}, line {row.line:,}: {row.reason}" for row in imported.first_skipped)

    if kind in TERMS:
        yield TERMS[kind]
