"""`python -m bot catalogue …`: import a catalogue, and look into the one that is there."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from bot.catalogue_cli.importing import run_import
from bot.catalogue_cli.looking import find_films, remove, tell_status
from bot.catalogue_cli.words import in_words
from data.catalogue.bulk import BulkSource, ImdbDatasets, PlainCsv, TmdbExport
from data.errors import CatalogueUnusable, ImportFailed

__all__ = ["SUMMARY", "add_catalogue_commands", "run_catalogue_command"]


REFUSED = 2
"""The exit code where something has to be changed first; one sentence on standard error says what."""

SUMMARY = "import films by the million, and look into what is there"
"""What `catalogue` is for, in a list of commands."""


def add_catalogue_commands(catalogue: argparse.ArgumentParser) -> None:
    """Add to the parser of `catalogue` what can be done with one."""
    topics = catalogue.add_subparsers(dest="topic", title="commands", required=True)

    sources = topics.add_parser("import", help="make the catalogue anew from files").add_subparsers(
        dest="source", title="sources", required=True
    )
    imdb = sources.add_parser("imdb", help="IMDb's non-commercial datasets")
    imdb.add_argument("path", type=Path, metavar="FOLDER", help="where title.basics.tsv.gz and the others are")
    imdb.add_argument("--shorts", action="store_true", help="take short films, too")
    tmdb = sources.add_parser("tmdb-export", help="TMDB's daily list of ids: original titles and popularity only")
    tmdb.add_argument("path", type=Path, metavar="FILE", help="movie_ids_MM_DD_YYYY.json.gz")
    plain = sources.add_parser("csv", help="a table of your own (docs/catalogues.md)")
    plain.add_argument("path", type=Path, metavar="FILE")

    topics.add_parser("status", help="say which catalogue is in use")
    search = topics.add_parser("search", help="show what a search finds, as in Discord while a title is typed")
    search.add_argument("words", nargs="+", metavar="WORDS")
    topics.add_parser("remove", help="remove the imported catalogue; reviews keep their films")


def run_catalogue_command(given: argparse.Namespace, catalogue_path: Path, now: datetime) -> int:
    """Do what the command line asks for; the exit code. Raises CatalogueDamaged."""
    try:
        return _do(given, catalogue_path, now)
    except (CatalogueUnusable, ImportFailed) as error:
        sys.stderr.write(f"{in_words(error)}\n")
        return REFUSED


def _do(given: argparse.Namespace, catalogue_path: Path, now: datetime) -> int:
    match given.topic:
        case "import":
            return run_import(_source(given), catalogue_path, now)
        case "search":
            return find_films(" ".join(given.words), catalogue_path)
        case "remove":
            return remove(catalogue_path)
        case _:
            return tell_status(catalogue_path, now)


def _source(given: argparse.Namespace) -> BulkSource:
    match given.source:
        case "imdb":
            return ImdbDatasets(given.path, with_shorts=given.shorts)
        case "tmdb-export":
            return TmdbExport(given.path)
        case _:
            return PlainCsv(given.path)
