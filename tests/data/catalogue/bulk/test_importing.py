"""An import from beginning to end: what it leaves when all goes well, and when it does not."""

import gzip
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from data.catalogue.bulk import (
    ImdbDatasets,
    PlainCsv,
    Progress,
    TmdbExport,
    import_catalogue,
    is_importing,
    left_behind,
    remove_catalogue,
)
from data.catalogue.bulk.importing import only_one
from data.catalogue.index import SearchIndex
from data.errors import CatalogueNotWritten, ImportFailed, ImportRunning, SourceDamaged
from tests.builders import NOW
from tests.data.catalogue.bulk.files import MISSING_PICTURE, an_export_line, write_csv, write_export, write_imdb


def titles_found(target: Path, query: str) -> list[str]:
    """The titles that the catalogue finds, best first."""
    with closing(SearchIndex.open(target)) as index:
        return [hit.film.title for hit in index.search(query, 10)]


def about(target: Path) -> dict[str, str]:
    with closing(SearchIndex.open(target)) as index:
        return dict(index.about)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "var" / "catalogue.db"


@pytest.fixture
def old(tmp_path: Path, target: Path) -> bytes:
    """A catalogue that is there already; its bytes."""
    import_catalogue(PlainCsv(write_csv(tmp_path, "title\nHarbour Lights\n", name="old.csv")), target, NOW)
    return target.read_bytes()


def test_imdbs_films_are_found(tmp_path: Path, target: Path) -> None:
    source = ImdbDatasets(write_imdb(tmp_path / "imdb", {"title.basics": [MISSING_PICTURE]}))

    imported = import_catalogue(source, target, NOW)

    assert (imported.films, imported.titles, imported.skipped) == (1, 2, 0)
    assert titles_found(target, "l'image manquante") == ["The Missing Picture"]


def test_tmdbs_films_are_found(tmp_path: Path, target: Path) -> None:
    imported = import_catalogue(TmdbExport(write_export(tmp_path, [an_export_line(2, "Ariel")])), target, NOW)

    assert imported.films == 1
    assert titles_found(target, "ariel") == ["Ariel"]


def test_a_catalogue_says_what_it_was_made_of(tmp_path: Path, target: Path) -> None:
    import_catalogue(PlainCsv(write_csv(tmp_path, "title,original_title\nOne,Un\n,\nTwo,\n")), target, NOW)

    said = about(target)

    assert {name: said[name] for name in ("source", "from", "imported_at", "titles", "skipped")} == {
        "source": "csv",
        "from": "films.csv",
        "imported_at": NOW.isoformat(),
        "titles": "3",
        "skipped": "0",
    }


def test_a_new_catalogue_takes_the_place_of_the_old_one_alone(tmp_path: Path, target: Path, old: bytes) -> None:
    import_catalogue(PlainCsv(write_csv(tmp_path, "title\nWinter Bread\n")), target, NOW)

    assert target.read_bytes() != old
    assert titles_found(target, "harbour lights") == []
    assert titles_found(target, "winter bread") == ["Winter Bread"]
    assert sorted(path.name for path in target.parent.iterdir()) == ["catalogue.db", "catalogue.db.lock"]


def cut_off(folder: Path) -> Path:
    path = write_export(folder, (an_export_line(n, f"Film {n}") for n in range(1, 5_000)))
    path.write_bytes(path.read_bytes()[:-2_000])
    return path


def of_nul_bytes(folder: Path) -> Path:
    path = write_export(folder, [])
    path.write_bytes(b"\0" * 100_000)
    return path


def of_rubbish(folder: Path) -> Path:
    return write_export(folder, ["rubbish"] * 100)


def of_latin_1(folder: Path) -> Path:
    path = write_export(folder, [])
    path.write_bytes(gzip.compress(an_export_line(1, "Amélie").encode("latin-1")))
    return path


def of_one_line(folder: Path) -> Path:
    return write_export(folder, ["x" * 3_000_000])


def empty(folder: Path) -> Path:
    return write_export(folder, [])


@pytest.mark.parametrize("make", [cut_off, of_nul_bytes, of_rubbish, of_latin_1, of_one_line, empty])
def test_a_damaged_file_leaves_the_old_catalogue_and_nothing_else(
    tmp_path: Path, target: Path, old: bytes, make: Callable[[Path], Path]
) -> None:
    with pytest.raises(SourceDamaged) as caught:
        import_catalogue(TmdbExport(make(tmp_path)), target, NOW)

    assert caught.value.name == "movie_ids_11_20_2026.json.gz"
    assert target.read_bytes() == old
    assert left_behind(target) == []


def test_a_second_import_at_the_same_time_is_refused(tmp_path: Path, target: Path, old: bytes) -> None:
    source = PlainCsv(write_csv(tmp_path, "title\nWinter Bread\n"))

    with only_one(target):
        assert is_importing(target)

        with pytest.raises(ImportRunning):
            import_catalogue(source, target, NOW)

    assert not is_importing(target)
    assert target.read_bytes() == old


def test_what_a_killed_import_left_is_removed_by_the_next(tmp_path: Path, target: Path, old: bytes) -> None:
    for ending in (".staging", ".importing", ".importing-journal"):
        target.with_name(target.name + ending).write_bytes(old[:1000])

    assert len(left_behind(target)) == 3

    import_catalogue(PlainCsv(write_csv(tmp_path, "title\nWinter Bread\n")), target, NOW)

    assert left_behind(target) == []
    assert titles_found(target, "winter bread") == ["Winter Bread"]


def test_an_interruption_leaves_the_old_catalogue_and_nothing_else(tmp_path: Path, target: Path, old: bytes) -> None:
    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_catalogue(PlainCsv(write_csv(tmp_path, "title\nWinter Bread\n")), target, NOW, interrupt)

    assert target.read_bytes() == old
    assert left_behind(target) == []


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(CatalogueNotWritten) as caught:
        import_catalogue(PlainCsv(write_csv(tmp_path, "title\nOne\n")), tmp_path / "file" / "catalogue.db", NOW)

    assert caught.value.path.endswith("catalogue.db")


def test_a_folder_in_the_catalogues_place_is_said(tmp_path: Path, target: Path) -> None:
    target.mkdir(parents=True)

    with pytest.raises(ImportFailed):
        import_catalogue(PlainCsv(write_csv(tmp_path, "title\nOne\n")), target, NOW)

    assert target.is_dir()
    assert left_behind(target) == []


def test_a_removed_catalogue_is_gone(target: Path, old: bytes) -> None:
    assert target.read_bytes() == old

    was_there = [remove_catalogue(target), remove_catalogue(target)]

    assert was_there == [True, False]
    assert not target.exists()
