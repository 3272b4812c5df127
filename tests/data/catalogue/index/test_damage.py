"""A catalogue file that went bad after it was written: every look at it ends in an answer or in an error by name."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.titles import films
from data.catalogue.base import RankedFilm
from data.catalogue.index import SearchIndex, write_index
from data.errors import CatalogueUnusable, FilmNotFound
from data.models import FilmKey
from tests.builders import a_film
from tests.data.store.files import run_sql
from tests.rounds import rounds

PAGE = 4096

MADE_UP = [ranked.film for ranked in films(400)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("catalogue") / "whole.db"
    write_index(path, films(400), {"source": "made up"})
    return path.read_bytes()


def cut_short(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def with_wrong_bytes(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)

    for _ in range(200):
        damaged[chance.randrange(PAGE, len(damaged))] = chance.randrange(256)

    return bytes(damaged)


def with_pages_of_nothing(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)

    for _ in range(20):
        at = PAGE * chance.randrange(1, len(damaged) // PAGE)
        damaged[at : at + PAGE] = bytes(PAGE)

    return bytes(damaged)


def with_another_head(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(100, PAGE - 64)
    return content[:at] + chance.randbytes(64) + content[at + 64 :]


def looks(index: SearchIndex) -> Iterator[Callable[[], object]]:
    """All that the index can be asked, of films all over the file."""
    yield lambda: index.about

    for film in MADE_UP[::40]:
        yield lambda film=film: index.search(film.title, 25)
        yield lambda film=film: index.get(film.key)
        yield lambda film=film: index.related(film, 25)


def damages(path: Path) -> list[str]:
    """The files that errors name while the index is asked everything."""
    named: list[str] = []

    try:
        index = SearchIndex.open(path)
    except CatalogueUnusable as error:
        return [error.path]

    with closing(index):
        for look in looks(index):
            try:
                look()
            except CatalogueUnusable as error:
                named.append(error.path)
            except FilmNotFound:
                # A film may be gone with what was damaged.
                continue

    return named


@pytest.mark.parametrize("harm", [cut_short, with_wrong_bytes, with_pages_of_nothing, with_another_head])
def test_whatever_is_wrong_with_a_file_has_a_name(
    whole: bytes, tmp_path: Path, harm: Callable[[bytes, random.Random], bytes]
) -> None:
    chance = random.Random(harm.__name__)
    path = tmp_path / "catalogue.db"
    named: list[str] = []

    for _ in range(rounds(15)):
        path.write_bytes(harm(whole, chance))
        named += damages(path)

    assert set(named) == {str(path)}


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE films SET facts = '{'",
        "UPDATE films SET facts = '{}'",
        "UPDATE films SET facts = CAST(x'ff' AS TEXT)",
        "UPDATE names SET names = 'film'",
        "UPDATE names SET names = CAST(x'ff' AS TEXT)",
        "DELETE FROM films",
        "DROP TABLE docs",
        "DROP TABLE titles",
    ],
)
def test_search_in_a_file_with_other_things_in_it_names_the_file(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "catalogue.db"
    write_index(path, [RankedFilm(a_film(1, title="Film"), 1)], {})
    run_sql(path, harm)

    with closing(SearchIndex.open(path)) as index, pytest.raises(CatalogueUnusable) as raised:
        index.search("film", 25)

    assert raised.value.path == str(path)
    assert "\n" not in raised.value.reason


def test_film_whose_facts_are_unreadable_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    write_index(path, [RankedFilm(a_film(1), 1)], {})
    run_sql(path, "UPDATE films SET facts = '[]'")

    with closing(SearchIndex.open(path)) as index, pytest.raises(CatalogueUnusable) as raised:
        index.get(FilmKey("imdb:tt0000001"))

    assert raised.value.path == str(path)
