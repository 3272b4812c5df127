"""The shipped films have no fault, and the check finds every kind of fault."""

import gzip
import json
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from data.catalogue.starter.__main__ import main
from data.catalogue.starter.checking import check_catalogue, is_complete
from data.catalogue.starter.facts import Facts, read_facts
from data.catalogue.starter.reading import read_best_known, read_lines
from data.catalogue.starter.vocabulary import COUNTRIES, Continent
from data.models import Film, FilmKey

GOOD: dict[str, Any] = {
    "key": "imdb:tt2852470",
    "title": "The Missing Picture",
    "original_title": "L'image manquante",
    "other_titles": [],
    "year": 2013,
    "directors": ["Rithy Panh"],
    "cast": ["Randal Douc"],
    "runtime_min": 92,
    "countries": ["Cambodia", "France"],
    "languages": ["French"],
    "genres": ["Documentary"],
    "synopsis": "A film-maker looks for what no camera kept, and has it carved in clay. Mr. P. lets small figures act.",
    "imdb_id": "tt2852470",
    "wikidata_id": "Q13370821",
    "poster_url": None,
}

FACTS_HEAD = "item\tlabel\timdb_id\tpublication_date\tcountry_item\tmore\n"
FACTS_ROW = "Q13370821\tThe Missing Picture\ttt2852470\t2013-05-19\tQ424\tx\n"

Lines = list[tuple[str, int, str]]


def lines_of(*films: dict[str, Any], name: str = "2010s.jsonl") -> Lines:
    return [(name, number, json.dumps(film, ensure_ascii=False)) for number, film in enumerate(films, start=1)]


def faults_of(lines: Lines, facts: Facts | None = None) -> list[str]:
    return [str(fault) for fault in check_catalogue(lines, facts).faults]


def facts_of(tmp_path: Path, rows: str = FACTS_ROW, head: str = FACTS_HEAD) -> Facts:
    path = tmp_path / "facts.tsv"
    path.write_text(head + rows, "utf-8")
    return read_facts(path)


def test_the_shipped_films_have_no_fault() -> None:
    assert faults_of(list(read_lines())) == []


def test_the_shipped_films_are_of_every_decade_and_every_inhabited_continent() -> None:
    films = check_catalogue(read_lines()).films

    assert len(films) >= 1_000
    assert {(film.year or 0) // 10 * 10 for film in films} >= set(range(1890, 2030, 10))
    assert {COUNTRIES[country] for film in films for country in film.countries} == set(Continent)


def test_at_least_a_third_of_the_shipped_films_are_not_in_english() -> None:
    films = check_catalogue(read_lines()).films

    assert sum("English" not in film.languages for film in films) >= len(films) / 3


def test_the_shipped_films_are_of_eighty_countries_and_of_every_kind() -> None:
    films = check_catalogue(read_lines()).films

    assert len({country for film in films for country in film.countries}) >= 80

    for genre in ("Documentary", "Animation", "Silent", "Short", "Experimental"):
        assert sum(genre in film.genres for film in films) >= 20, genre


def test_nearly_every_shipped_film_has_a_complete_card() -> None:
    films = check_catalogue(read_lines()).films

    assert sum(is_complete(film) for film in films) >= 0.95 * len(films)


def test_a_good_film_has_no_fault() -> None:
    assert faults_of(lines_of(GOOD)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": ""}, "title: "),
        ({"year": "soon"}, "year: "),
        ({"surplus": 1}, "surplus: "),
        ({"imdb_id": "2852470"}, "imdb_id: "),
        ({"key": "wd:Q13370821"}, "key is wd:Q13370821, not imdb:tt2852470"),
        ({"imdb_id": None, "key": "imdb:tt2852470"}, "key is imdb:tt2852470, not wd:Q13370821"),
        ({"imdb_id": None, "wikidata_id": None, "key": "own:x"}, "key is own:x, not own:starter-"),
        ({"year": None}, "year is empty"),
        ({"directors": []}, "directors is empty"),
        ({"countries": []}, "countries is empty"),
        ({"genres": []}, "genres is empty"),
        ({"synopsis": None}, "synopsis is empty"),
        ({"original_title": "the missing picture"}, "original_title is the title"),
        ({"other_titles": ["L'IMAGE MANQUANTE"]}, "other_titles repeat a title"),
        ({"countries": ["Cambodge"]}, "countries has the unknown word Cambodge"),
        ({"languages": ["french"]}, "languages has the unknown word french"),
        ({"genres": ["Movie"]}, "genres has the unknown word Movie"),
        ({"cast": ["Randal Douc", "Randal Douc"]}, "cast has a word twice"),
        ({"genres": ["Drama", "War", "History", "Biography", "Documentary"]}, "more than 4 genres"),
        ({"cast": list("abcdefg")}, "6 in the cast"),
        ({"runtime_min": 1_200}, "runtime of 1200 min is too long"),
        ({"runtime_min": 92, "genres": ["Short"]}, "runtime of 92 min is too long"),
        ({"runtime_min": 12}, "runtime of 12 min, and not a short"),
        ({"genres": ["Drama", "Silent"]}, "a silent film has no spoken languages"),
        ({"synopsis": "Too short."}, "synopsis has 10 characters"),
        ({"synopsis": "Too long. " * 40}, "synopsis has 400 characters"),
        ({"synopsis": "Far " * 30 + "too many. Too many! Too many?"}, "synopsis is not one or two sentences"),
        ({"synopsis": "No end at all " * 9 + "here"}, "synopsis is not one or two sentences"),
        ({"title": "The <b>Missing</b> Picture"}, "HTML in"),
        ({"cast": ["Randal &amp; Douc"]}, "HTML in"),
        ({"title": "The Missing\u200b Picture"}, "a control character in"),
        ({"directors": ["Rithy\tPanh"]}, "a control character in"),
        ({"directors": ["Rithy  Panh"]}, "stray blanks"),
        ({"directors": ["Rithy Panh "]}, "stray blanks"),
        ({"original_title": "L'ime\u0301e"}, "letters not composed"),
        ({"year": 2009}, "year 2009 belongs into another file"),
    ],
)
def test_each_kind_of_fault_is_found_with_its_file_and_line(change: dict[str, Any], fault: str) -> None:
    found = faults_of(lines_of(GOOD | change))

    assert any(one.startswith("2010s.jsonl:1: ") and fault in one for one in found), found


@pytest.mark.parametrize("text", ["", "not JSON", "[]", '{"key": "imdb:tt2852470"}'])
def test_a_line_that_is_no_film_is_a_fault(text: str) -> None:
    report = check_catalogue([("2010s.jsonl", 7, text)])

    assert report.faults[0].number == 7
    assert report.films == ()


def test_fields_in_another_order_are_a_fault() -> None:
    assert faults_of(lines_of(dict(sorted(GOOD.items()))))


def test_two_films_of_one_key_or_of_one_title_and_year_are_a_fault() -> None:
    same_name = GOOD | {"key": "imdb:tt0000001", "imdb_id": "tt0000001", "wikidata_id": None, "title": "Missing"}
    same_item = same_name | {"key": "wd:Q13370821", "imdb_id": None, "wikidata_id": "Q13370821"}
    same_title = same_name | {"title": "THE missing picture!"}

    assert any("wd:Q13370821 is in 2010s.jsonl:1 too" in one for one in faults_of(lines_of(GOOD, same_item)))
    assert any("missing picture (2013) is in" in one for one in faults_of(lines_of(GOOD, same_title)))


def test_a_film_out_of_order_is_a_fault() -> None:
    earlier = GOOD | {"key": "imdb:tt0000001", "imdb_id": "tt0000001", "wikidata_id": None, "title": "A", "year": 2012}

    assert faults_of(lines_of(earlier, GOOD)) == []
    assert faults_of(lines_of(GOOD, earlier)) == ["2010s.jsonl:2: A (2012) stands after The Missing Picture (2013)"]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"wikidata_id": "Q999"}, ["Wikidata has no film Q999"]),
        (
            {"imdb_id": "tt0000001", "key": "imdb:tt0000001"},
            ["imdb_id is tt0000001, but Wikidata has tt2852470"],
        ),
        (
            {"title": "Quite Another", "original_title": None},
            ["no title is like Wikidata's, The Missing Picture"],
        ),
        ({"year": 2011}, ["year is 2011, but Wikidata has 2013-05-19"]),
        ({"countries": ["France"]}, ["countries lack Cambodia, which Wikidata has"]),
    ],
)
def test_what_differs_from_wikidata_is_a_fault(tmp_path: Path, change: dict[str, Any], faults: list[str]) -> None:
    report = check_catalogue(lines_of(GOOD | change), facts_of(tmp_path))

    assert [one.what for one in report.faults] == faults


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"year": 2012}, "year is 2012, and Wikidata has 2013-05-19"),
        ({"wikidata_id": None}, "Wikidata has it as Q13370821"),
        ({"imdb_id": "tt0000001", "wikidata_id": None, "key": "imdb:tt0000001"}, "tt0000001 is not among the facts"),
    ],
)
def test_what_is_only_worth_a_look_is_a_note(tmp_path: Path, change: dict[str, Any], note: str) -> None:
    report = check_catalogue(lines_of(GOOD | change), facts_of(tmp_path))

    assert report.faults == ()
    assert [one.what for one in report.notes] == [note]


def test_a_country_that_we_have_no_name_for_is_a_note(tmp_path: Path) -> None:
    report = check_catalogue(lines_of(GOOD), facts_of(tmp_path, FACTS_ROW.replace("Q424", "Q99999999")))

    assert report.faults == ()
    assert [one.what for one in report.notes] == ["Wikidata's country Q99999999 has no name of ours"]


def test_facts_may_be_compressed_and_partly_unknown(tmp_path: Path) -> None:
    path = tmp_path / "facts.tsv.gz"
    path.write_bytes(gzip.compress((FACTS_HEAD + "Q13370821\tThe Missing Picture\t\t\t\t\n").encode()))

    facts = read_facts(path)

    assert facts.compare(Film.model_validate(GOOD)) == ([], [])


def test_facts_without_a_needed_column_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="publication_date"):
        facts_of(tmp_path, "", "item\tlabel\timdb_id\tcountry_item\n")


def test_the_program_counts_the_films_and_ends_with_nought_where_there_is_no_fault() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "data.catalogue.starter"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "by decade: 1890s" in ended.stdout
    assert ended.stdout.endswith("\n0 faults\n")


def test_the_program_names_the_faults_and_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.tsv"
    path.write_text(FACTS_HEAD + FACTS_ROW.replace("2013-05-19", "1999-01-01"), "utf-8")

    code = main(["--facts", str(path)])

    printed = capsys.readouterr().out
    assert code == 1
    assert ": year is 2013, but Wikidata has 1999-01-01\n" in printed


def test_the_program_refuses_facts_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["--facts", str(tmp_path / "nowhere.tsv")])

    assert raised.value.code == 2
    assert "nowhere.tsv" in capsys.readouterr().err


def test_every_film_that_is_best_known_is_shipped_under_that_key_and_name() -> None:
    names = {film.key: film.name for film in check_catalogue(read_lines()).films}
    text = (resources.files("data.catalogue.starter") / "best_known.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]

    assert [line for line in lines if names.get(FilmKey(line.split()[0])) != line.split(maxsplit=1)[1]] == []
    assert len(set(read_best_known())) == len(lines)
