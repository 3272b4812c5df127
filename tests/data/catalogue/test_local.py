"""Shipped films and an imported file as one catalogue, while the bot runs."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path
from typing import Any

import pytest

import data.catalogue.local
from bot.services import Services
from data.catalogue.base import RankedFilm
from data.catalogue.index import write_index
from data.catalogue.local import CACHED_QUERIES, LocalCatalogue
from data.errors import FilmNotFound
from data.models import Film, FilmKey
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, a_film
from tests.data.store.files import run_sql

SHIPPED = a_film(1, title="The Missing Picture", wikidata_id="Q13370821", synopsis="Clay.")
IMPORTED = a_film(1, title="L'image manquante", other_titles=["Obraz, którego nie było"], tmdb_id=210479)
OTHER = a_film(2, title="A Picture of Something", year=1999)

QUERIES = (
    "the missing picture",
    "L'image manquante",
    "limage manquante",
    "teh misisng picture",
    "missing picture 2013",
    "rithy panh",
    "panh missing",
)


def put(path: Path, *films: Film) -> None:
    """Let a new file take the place of the one that is there, as an import does."""
    aside = path.with_suffix(".new")
    write_index(aside, (RankedFilm(film, 1_000 - rank) for rank, film in enumerate(films)), {})
    aside.replace(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


@pytest.fixture(autouse=True)
def look_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.catalogue.local, "LOOK_AGAIN_AFTER_S", 0)


@pytest.fixture
async def catalogue(path: Path) -> AsyncGenerator[LocalCatalogue]:
    catalogue = LocalCatalogue([SHIPPED], path)
    yield catalogue
    await catalogue.close()


async def found(catalogue: LocalCatalogue, query: str) -> list[str]:
    return [hit.film.title for hit in await catalogue.search(query, 25)]


@pytest.mark.parametrize("query", QUERIES)
async def test_the_missing_picture_is_offered_first_by_what_is_shipped(query: str) -> None:
    catalogue = LocalCatalogue.load()

    assert (await found(catalogue, query))[0] == "The Missing Picture"


@pytest.mark.parametrize("query", QUERIES)
async def test_the_missing_picture_is_offered_first_beside_an_imported_catalogue(path: Path, query: str) -> None:
    catalogue = LocalCatalogue.load(path)
    same = a_film(2852470, title="L'image manquante", year=2013, directors=["Rithy Panh"])
    by_others = (a_film(number, title=f"Missing Picture Show {number}", year=1980) for number in range(10, 30))
    put(path, same, *by_others)

    assert (await found(catalogue, query))[0] == "The Missing Picture"


async def test_a_film_that_both_have_comes_once_with_what_is_shipped(catalogue: LocalCatalogue, path: Path) -> None:
    put(path, OTHER, IMPORTED)

    hits = await catalogue.search("image manquante", 25)

    assert [(hit.film.title, hit.film.synopsis, hit.popularity) for hit in hits] == [
        ("The Missing Picture", "Clay.", 999)
    ]


@pytest.mark.parametrize("key", ["imdb:tt0000001", "wd:Q13370821", "tmdb:210479"])
async def test_every_key_of_either_side_names_it(catalogue: LocalCatalogue, path: Path, key: str) -> None:
    put(path, IMPORTED)

    assert (await catalogue.get(FilmKey(key))).title == "The Missing Picture"


async def test_popularity_of_the_import_orders_what_is_shipped(path: Path) -> None:
    known, unknown = a_film(5, title="Home", year=1990), a_film(6, title="Home", year=2020)
    catalogue = LocalCatalogue([unknown, known], path)
    put(path, known, OTHER, unknown)

    hits = await catalogue.search("home", 25)

    assert [hit.film.year for hit in hits] == [1990, 2020]


async def test_related_films_come_from_both_and_once(path: Path) -> None:
    film, shipped = a_film(5, directors=["Ann"]), a_film(6, directors=["Ann"], synopsis="Shipped.")
    catalogue = LocalCatalogue([film, shipped], path)
    put(path, a_film(6, directors=["Ann"]), a_film(7, directors=["Ann"]), a_film(5, directors=["Ann"]))

    related = await catalogue.related(film, 25)

    assert sorted((one.film.key, one.film.synopsis) for one in related) == [
        ("imdb:tt0000006", "Shipped."),
        ("imdb:tt0000007", None),
    ]


async def test_a_file_is_taken_up_changed_and_let_go_while_the_bot_runs(catalogue: LocalCatalogue, path: Path) -> None:
    before = await found(catalogue, "picture")
    put(path, OTHER)
    with_file = await found(catalogue, "picture")
    put(path, a_film(3, title="Picture Book"))
    with_another = await found(catalogue, "picture")
    path.unlink()

    assert before == await found(catalogue, "picture") == ["The Missing Picture"]
    assert sorted(with_file) == ["A Picture of Something", "The Missing Picture"]
    assert sorted(with_another) == ["Picture Book", "The Missing Picture"]


async def test_searches_go_on_while_one_file_takes_the_place_of_another(catalogue: LocalCatalogue, path: Path) -> None:
    put(path, OTHER)
    answers: list[list[str]] = []

    async def search() -> None:
        answers.extend([await found(catalogue, f"picture {number}") for number in range(60)])

    searching = asyncio.create_task(search())

    for number in range(10):
        await asyncio.to_thread(put, path, OTHER, a_film(10 + number))

    await searching
    assert all("A Picture of Something" in answer for answer in answers)


async def test_a_damaged_file_leaves_the_old_catalogue_and_says_so(
    catalogue: LocalCatalogue, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(path, OTHER)
    await found(catalogue, "picture")
    path.with_suffix(".new").write_bytes(b"rubbish" * 1_000)
    path.with_suffix(".new").replace(path)

    with caplog.at_level(logging.WARNING):
        names = await found(catalogue, "picture something")

    assert names == ["A Picture of Something"]
    assert [record.message for record in caplog.records if str(path) in record.message]


async def test_what_is_shipped_goes_on_where_a_file_turns_out_to_be_damaged(
    catalogue: LocalCatalogue, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(path, OTHER, a_film(7, title="Missing Picture Show"))
    run_sql(path, "UPDATE films SET facts = '{'")

    with caplog.at_level(logging.WARNING):
        names = [*await found(catalogue, "picture"), *await found(catalogue, "the missing")]

    assert names == ["The Missing Picture", "The Missing Picture"]
    assert await catalogue.related(OTHER, 25) == []
    assert (await catalogue.get(SHIPPED.key)).title == "The Missing Picture"

    with pytest.raises(FilmNotFound):
        await catalogue.get(OTHER.key)

    # Once for each file, not at every keystroke.
    assert len([record for record in caplog.records if str(path) in record.getMessage()]) == 1


async def test_a_whole_file_takes_the_place_of_a_damaged_one(catalogue: LocalCatalogue, path: Path) -> None:
    put(path, OTHER)
    run_sql(path, "UPDATE films SET facts = '{'")
    damaged = await found(catalogue, "picture something")
    put(path, OTHER)

    assert (damaged, await found(catalogue, "picture something")) == ([], ["A Picture of Something"])


async def test_a_key_that_nobody_knows_is_named_in_the_error(catalogue: LocalCatalogue, path: Path) -> None:
    put(path, OTHER)

    with pytest.raises(FilmNotFound):
        await catalogue.get(FilmKey("imdb:tt7777777"))


class Held:
    """The catalogue's thread, kept busy until it is let go."""

    def __init__(self, catalogue: LocalCatalogue) -> None:
        self._gate = threading.Event()
        vars(catalogue)["_thread"].submit(self._gate.wait)

    def release(self) -> None:
        self._gate.set()


def computed(catalogue: LocalCatalogue) -> int:
    """How many answers were computed, not remembered."""
    cached: Any = vars(catalogue)["_cached"]
    return cached.cache_info().misses


async def test_the_event_loop_goes_on_while_a_search_takes_its_time(catalogue: LocalCatalogue) -> None:
    held = Held(catalogue)
    search = asyncio.create_task(catalogue.search("picture", 25))

    for _ in range(5):
        await asyncio.sleep(0)

    assert not search.done()
    held.release()
    assert len(await search) == 1


async def test_what_a_later_keystroke_has_made_useless_is_not_computed(store: Store) -> None:
    catalogue = LocalCatalogue([SHIPPED])
    suggestions = Services(catalogue, store).suggestions
    held = Held(catalogue)
    typed = ["m", "mi", "mis", "miss", "missing"]
    asked = [asyncio.create_task(suggestions.suggest(GUILD, ALICE, query, NOW)) for query in typed]
    another = asyncio.create_task(suggestions.suggest(GUILD, BOB, "the missing", NOW))
    await asyncio.sleep(0.01)
    held.release()

    answers = await asyncio.gather(*asked)

    assert [len(films) for films in answers] == [0, 0, 0, 0, 1]
    assert [film.title for film in await another] == ["The Missing Picture"]
    assert computed(catalogue) == 2


async def test_the_same_letters_again_are_remembered_and_the_memory_is_bounded(catalogue: LocalCatalogue) -> None:
    await ask_all(catalogue, ["picture", "Picture", " PICTURE! "])

    assert computed(catalogue) == 1

    await ask_all(catalogue, (f"picture {number}" for number in range(CACHED_QUERIES + 50)))
    cached: Any = vars(catalogue)["_cached"]
    assert cached.cache_info().currsize == CACHED_QUERIES


async def ask_all(catalogue: LocalCatalogue, queries: Iterable[str]) -> None:
    for query in queries:
        await catalogue.search(query, 25)


class TestTitled:
    @pytest.mark.parametrize("title", ["Wall-E", "WALL·E", "walle", "wall e"])
    async def test_signs_within_a_title_part_words_or_join_them(self, title: str) -> None:
        film = a_film(title="WALL-E", year=2008)
        catalogue = LocalCatalogue([film])

        found = await catalogue.titled(title, 2008, 5)

        assert found == (film,)

    @pytest.mark.parametrize("title", ["Alien", "A Lien 2", "Lien", "A", "…", ""])
    async def test_what_is_merely_like_a_title_finds_nothing(self, title: str) -> None:
        catalogue = LocalCatalogue([a_film(title="A Lien", year=2023)])

        assert await catalogue.titled(title, 2023, 5) == ()

    async def test_nearest_year_comes_first_and_none_known_last(self) -> None:
        films = [a_film(number, title="Home", year=year) for number, year in enumerate([None, 1990, 2008, 2009], 1)]
        catalogue = LocalCatalogue(films)

        found = await catalogue.titled("home", 2009, 3)

        assert [film.year for film in found] == [2009, 2008, 1990]
        assert len(await catalogue.titled("home", 2009, 5)) == 4

    async def test_shipped_film_is_found_by_a_title_that_the_import_alone_has(self, tmp_path: Path) -> None:
        put(tmp_path / "catalogue.db", IMPORTED, OTHER)
        catalogue = LocalCatalogue([SHIPPED], tmp_path / "catalogue.db")

        found = await catalogue.titled("Obraz, którego nie było", 2013, 5)
        await catalogue.close()

        assert [(film.title, film.tmdb_id) for film in found] == [("The Missing Picture", None)]
        assert "tmdb:210479" in found[0].keys
