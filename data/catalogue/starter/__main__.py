"""`python -m data.catalogue.starter [--facts FILE]`: counts the shipped films and names every fault in their files."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from data.catalogue.starter.checking import Report, check_catalogue, is_complete
from data.catalogue.starter.facts import read_facts
from data.catalogue.starter.reading import read_lines
from data.models import Film

_OPTIONAL_FIELDS = (
    "original_title",
    "other_titles",
    "cast",
    "runtime_min",
    "languages",
    "imdb_id",
    "wikidata_id",
    "poster_url",
)
"""What a film may lack without a fault."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts, the notes and the faults; 1 where there is a fault, else 0."""
    parser = ArgumentParser(prog="python -m data.catalogue.starter", description="Check the films that are shipped.")
    parser.add_argument("--facts", type=Path, metavar="FILE", help="Wikidata's films, a table (.tsv or .tsv.gz)")
    asked = parser.parse_args(arguments)

    try:
        facts = None if asked.facts is None else read_facts(asked.facts)
    except (OSError, ValueError) as error:
        parser.error(f"--facts: {error}")

    report = check_catalogue(read_lines(), facts)
    sys.stdout.writelines(f"{line}\n" for line in _tell(report))
    return 1 if report.faults else 0


def _tell(report: Report) -> Iterable[str]:
    films = report.films
    yield f"{len(films)} films"
    yield _count("by decade", (f"{film.year // 10 * 10}s" for film in films if film.year), is_by_name=True)
    yield _count("by country", (country for film in films for country in film.countries))
    yield _count("by language", (language for film in films for language in film.languages))
    countries = {country for film in films for country in film.countries}
    yield f"countries: {len(countries)}"
    yield f"not in English: {sum('English' not in film.languages for film in films)}"
    yield f"cards complete but for a poster: {sum(map(is_complete, films))}"
    yield _count("fields filled", (field for film in films for field in _filled(film)))
    yield from (f"note: {note}" for note in report.notes)
    yield from map(str, report.faults)
    yield f"{len(report.faults)} faults"


def _filled(film: Film) -> Iterable[str]:
    return (field for field in _OPTIONAL_FIELDS if getattr(film, field))


def _count(what: str, words: Iterable[str], *, is_by_name: bool = False) -> str:
    """How often each word occurs: the most frequent first, or in the order of the words."""
    counted = Counter(words)
    pairs = sorted(counted.items()) if is_by_name else counted.most_common()
    return f"{what}: " + ", ".join(f"{word} {n}" for word, n in pairs)


if __name__ == "__main__":
    sys.exit(main())
