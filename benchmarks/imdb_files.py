"""Files in the shape of IMDb's datasets, as large as one likes: `python -m benchmarks.imdb_files FOLDER FILMS`.

As in the real ones, one title of eleven is a film, most other titles and credits belong to television, and a few films
have most of the votes.
"""

import argparse
import gzip
import random
from collections.abc import Callable, Iterator
from pathlib import Path

SEED = 20261128
TITLES_A_FILM = 11
PEOPLE_A_FILM = 4
PRINCIPALS = 8

_SYLLABLES = "ka ro mi ta ne lo shi va der lan go ri sa the un pa mor el ty no ber dan qui os".split()  # noqa: SIM905
_GENRES = "Action Comedy Crime Documentary Drama Film-Noir Horror Romance Sci-Fi Thriller".split()  # noqa: SIM905
_REGIONS = "US GB FR DE ES BR JP RU RS FI \\N XWW".split()  # noqa: SIM905

_HEADS = {
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.akas": "titleId ordering title region language types attributes isOriginalTitle",
    "title.ratings": "tconst averageRating numVotes",
    "title.crew": "tconst directors writers",
    "title.principals": "tconst ordering nconst category job characters",
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
}


def write_files(folder: Path, films: int) -> None:
    """Write the six files, packed, with so many films among their titles."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, Callable[[random.Random, int], Iterator[str]]] = {
        "title.basics": _basics,
        "title.akas": _akas,
        "title.ratings": _ratings,
        "title.crew": _crew,
        "title.principals": _principals,
        "name.basics": _names,
    }

    for name, rows in tables.items():
        with gzip.open(folder / f"{name}.tsv.gz", "wt", compresslevel=1, encoding="utf-8") as file:
            file.write("\t".join(_HEADS[name].split()) + "\n")
            file.writelines(rows(random.Random(f"{SEED} {name}"), films))


def _is_film(number: int) -> bool:
    return number % TITLES_A_FILM == 1


def _words(luck: random.Random, least: int, most: int) -> str:
    words = ("".join(luck.choices(_SYLLABLES, k=luck.randint(1, 3))) for _ in range(luck.randint(least, most)))
    return " ".join(words).title()


def _titles(films: int) -> range:
    return range(1, films * TITLES_A_FILM + 1)


def _basics(luck: random.Random, films: int) -> Iterator[str]:
    for number in _titles(films):
        title, genre = _words(luck, 1, 4), luck.choice(_GENRES)
        kind = "movie" if _is_film(number) else "tvEpisode"
        year = luck.randint(1894, 2026)
        yield f"tt{number:07}\t{kind}\t{title}\t{title}\t0\t{year}\t\\N\t{luck.randint(1, 240)}\t{genre}\n"


def _akas(luck: random.Random, films: int) -> Iterator[str]:
    for number in _titles(films):
        for ordering in range(1, luck.choice((2, 2, 3, 9)) if _is_film(number) else 5):
            yield f"tt{number:07}\t{ordering}\t{_words(luck, 1, 4)}\t{luck.choice(_REGIONS)}\t\\N\t\\N\t\\N\t0\n"


def _ratings(luck: random.Random, films: int) -> Iterator[str]:
    for number in _titles(films):
        if luck.random() < (0.4 if _is_film(number) else 0.1):
            yield f"tt{number:07}\t{luck.uniform(1, 10):.1f}\t{int(5 * luck.paretovariate(0.7)) % 3_000_000}\n"


def _crew(luck: random.Random, films: int) -> Iterator[str]:
    for number in _titles(films):
        yield f"tt{number:07}\tnm{luck.randint(1, films * PEOPLE_A_FILM):07}\t\\N\n"


def _principals(luck: random.Random, films: int) -> Iterator[str]:
    for number in _titles(films):
        for ordering in range(1, PRINCIPALS + 1):
            person = luck.randint(1, films * PEOPLE_A_FILM)
            yield f'tt{number:07}\t{ordering}\tnm{person:07}\tactor\t\\N\t["Somebody"]\n'


def _names(luck: random.Random, films: int) -> Iterator[str]:
    for number in range(1, films * PEOPLE_A_FILM + 1):
        yield f"nm{number:07}\t{_words(luck, 2, 3)}\t\\N\t\\N\tactor\t\\N\n"


def main() -> None:
    """Write the files that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imdb_files", description="Write large files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("films", type=int)
    given = parser.parse_args()
    write_files(given.folder, given.films)


if __name__ == "__main__":
    main()
