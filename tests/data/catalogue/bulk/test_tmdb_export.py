"""TMDB's daily id export."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.bulk.tally import BadRow, Tally
from data.catalogue.bulk.texts import clean
from data.catalogue.bulk.tmdb_export import parse_line
from data.errors import SourceDamaged
from data.models import Film
from tests.data.catalogue.bulk.files import an_export_line, from_export
from tests.rounds import rounds


def test_films_have_title_and_id_and_the_most_popular_come_first(tmp_path: Path) -> None:
    lines = (
        an_export_line(2, "Ariel", 11.9),
        an_export_line(3, "Varjoja paratiisissa", 12.5),
        an_export_line(178150, "រូបភាពដែលបាត់", 0),
    )

    found = from_export(tmp_path, lines)

    assert [(film.key, popularity) for film, popularity in found] == [
        ("tmdb:3", 12.5),
        ("tmdb:2", 11.9),
        ("tmdb:178150", 0),
    ]
    assert found[1].film == Film.model_validate({"key": "tmdb:2", "title": "Ariel", "tmdb_id": 2})


def test_what_is_for_adults_or_a_mere_video_is_left_out(tmp_path: Path) -> None:
    lines = (an_export_line(1, adult=True), an_export_line(2, video=True), an_export_line(3))

    assert [film.key for film, _ in from_export(tmp_path, lines)] == ["tmdb:3"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "it is no JSON object"),
        ("[" * 100_000, "it is no JSON object"),
        ('"Ariel"', "it is no JSON object"),
        ('{"id": 7, "original_name": "Twin Peaks"}', "original_title: Field required"),
        (an_export_line(0), "id: Input should be greater than or equal to 1"),
        (an_export_line(7, id="7"), "id: Input should be a valid integer"),
        (an_export_line(7, popularity=-1.0), "popularity: Input should be greater than or equal to 0"),
        (an_export_line(7, popularity=float("nan")), "popularity: Input should be a finite number"),
        (an_export_line(7, original_title=None), "original_title: Input should be a valid string"),
        (an_export_line(7, "\u200b \u0007"), "the title is empty"),
        (an_export_line(2), "tmdb:2 is in line 1 already"),
    ],
)
def test_a_bad_line_is_left_out_and_named(tmp_path: Path, line: str, reason: str) -> None:
    tally = Tally()

    found = from_export(tmp_path, (an_export_line(2), line, an_export_line(3)), tally)

    assert [film.key for film, _ in found] == ["tmdb:2", "tmdb:3"]
    assert tally.first == [("movie_ids_11_20_2026.json.gz", 2, reason)]


def test_an_export_of_series_is_none_of_films(tmp_path: Path) -> None:
    with pytest.raises(SourceDamaged) as caught:
        from_export(tmp_path, (f'{{"id": {n}, "original_name": "A series", "popularity": 1}}' for n in range(1, 50)))

    assert caught.value.line == 1
    assert "original_title" in caught.value.reason


@settings(max_examples=rounds(200), deadline=None, database=None)
@given(st.text() | st.builds(an_export_line, st.integers(), st.text(), st.floats()))
def test_any_line_is_a_film_that_can_be_shown_or_a_bad_row(line: str) -> None:
    try:
        ranked = parse_line(line)
    except BadRow:
        return

    assert ranked is None or clean(ranked.film.title) == ranked.film.title
