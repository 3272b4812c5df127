"""The starter catalogue's files: one JSON object a line, one file a decade, in `films/`."""

from collections.abc import Iterator
from importlib import resources

from pydantic import ValidationError

from data.errors import CatalogueDamaged
from data.models import Film, FilmKey


def read_lines() -> Iterator[tuple[str, int, str]]:
    """Every line with the name of its file and its number, oldest films first."""
    folder = resources.files("data.catalogue.starter") / "films"

    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".jsonl"):
            for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
                yield file.name, number, line


def read_films() -> list[Film]:
    """Every film, oldest first. Raises CatalogueDamaged."""
    films: list[Film] = []

    for name, number, line in read_lines():
        try:
            films.append(Film.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            raise CatalogueDamaged(name, number, reason) from error

    return films


def read_best_known() -> list[FilmKey]:
    """The keys of the films that are most likely meant where several fit alike, the best known first."""
    text = (resources.files("data.catalogue.starter") / "best_known.txt").read_text("utf-8")
    return [FilmKey(line.split(maxsplit=1)[0]) for line in text.splitlines() if line and not line.startswith("#")]
