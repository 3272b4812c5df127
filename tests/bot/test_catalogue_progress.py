"""What is said while an import runs where there is no terminal."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest

from bot.catalogue_cli.progress import LINE_EVERY_S, shown_progress, span
from data.catalogue.bulk import INDEX, Progress


def at(*seconds: float) -> Iterator[float]:
    return iter(seconds)


def lines(capsys: pytest.CaptureFixture[str], told: Sequence[tuple[float, Progress]]) -> list[str]:
    """What is written when these moments are told of, each at its second."""
    clock = at(*(second for second, _ in told))

    with shown_progress(lambda: next(clock)) as on_progress:
        for _, progress in told:
            on_progress(progress)

    return capsys.readouterr().err.splitlines()


def reading(done: int, lines_: int, what: str = "title.akas.tsv.gz") -> Progress:
    return Progress(what, done, 1_000, "bytes", lines_)


def test_a_line_says_how_far_how_fast_and_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    said = lines(capsys, [(0, reading(1, 10)), (100, reading(250, 4_000_000)), (101, reading(1_000, 9_000_000))])

    assert said[0] == "title.akas.tsv.gz: 25%, 4,000,000 lines, 40,000/s, 5 min 00 s left"


def test_lines_come_rarely_and_at_the_end_of_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    told = [(second / 10, reading(second, second)) for second in range(int(LINE_EVERY_S * 10) * 3)]
    told += [(15, reading(1_000, 400)), (15.1, reading(1_000, 500)), (15.2, reading(1_000, 7, "title.crew.tsv.gz"))]

    said = lines(capsys, told)

    assert len(said) == 4
    assert said[-2].startswith("title.akas.tsv.gz: 100%, 500 lines")
    assert said[-1] == "title.crew.tsv.gz: 100%, 7 lines"


def test_writing_is_counted_in_films(capsys: pytest.CaptureFixture[str]) -> None:
    told = [(0, Progress(INDEX, 1, 10, "films")), (10, Progress(INDEX, 5, 10, "films"))]

    assert lines(capsys, told)[0] == "writing the catalogue: 50%, 5 films, 0/s, 10 s left"


def test_an_empty_file_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys, [(0, Progress("films.csv", 0, 0, "bytes"))]) == ["films.csv: 100%, 0 lines"]


def test_what_breaks_off_is_not_called_done(capsys: pytest.CaptureFixture[str]) -> None:
    with suppress(KeyboardInterrupt), shown_progress() as on_progress:
        on_progress(reading(500, 10))
        raise KeyboardInterrupt

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "0 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s")])
def test_a_duration_is_said_in_minutes_and_seconds(seconds: float, words: str) -> None:
    assert span(seconds) == words
