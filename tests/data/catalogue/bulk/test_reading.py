"""Files as lines: packed or not, whole or not, of any size."""

import gzip
import io
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.bulk import reading
from data.catalogue.bulk.progress import Progress
from data.catalogue.bulk.reading import LONGEST_LINE, SourceFile
from data.errors import SourceDamaged, SourceMissing
from tests.rounds import rounds

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=200)


def lines_of(path: Path) -> list[tuple[int, str]]:
    return list(SourceFile(path).lines())


def damage(path: Path) -> SourceDamaged:
    """What is wrong with the file."""
    with pytest.raises(SourceDamaged) as caught:
        lines_of(path)

    return caught.value


def written(folder: Path, data: bytes) -> Path:
    path = folder / "films.tsv.gz"
    path.write_bytes(data)
    return path


def many_lines(count: int) -> bytes:
    return b"".join(b"%d a line of some film\n" % number for number in range(1, count + 1))


@settings(max_examples=rounds(100), deadline=None, database=None)
@given(st.lists(texts.map(lambda text: text.replace("\n", " ")), max_size=30), st.sampled_from(["", "\n"]))
def test_every_line_comes_once_with_its_number(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], last_end: str
) -> None:
    text = "\n".join(lines) + last_end
    folder = tmp_path_factory.mktemp("lines")
    expected = list(enumerate(text.removesuffix("\n").split("\n"), start=1)) if text else []

    plain = lines_of(written(folder, text.encode()))
    packed = lines_of(written(folder, gzip.compress(text.encode())))

    assert plain == packed == expected


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
def test_blocks_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    text = "七人の侍\r\nL’image\r\n\n🎬\n" * 20
    monkeypatch.setattr(reading, "_BLOCK_BYTES", size)
    monkeypatch.setattr(reading, "_INFLATED_BYTES", size)

    plain = lines_of(written(tmp_path, text.encode()))
    packed = lines_of(written(tmp_path, gzip.compress(text.encode())))

    assert plain == packed == list(enumerate(text.replace("\r\n", "\n").split("\n")[:-1], start=1))


def test_several_packed_files_in_a_row_are_one(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(b"one\ntw") + gzip.compress(b"o\n") + b"\0" * 300)

    assert lines_of(path) == [(1, "one"), (2, "two")]


def test_a_mark_of_byte_order_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert lines_of(written(tmp_path, "\ufefftitle\n".encode())) == [(1, "title")]


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    assert lines_of(written(tmp_path, b"")) == []
    assert lines_of(written(tmp_path, gzip.compress(b""))) == []


@settings(max_examples=rounds(30), deadline=None, database=None)
@given(st.integers(min_value=1, max_value=99))
def test_a_download_that_was_cut_off_is_told_wherever_it_was_cut(
    tmp_path_factory: pytest.TempPathFactory, share: int
) -> None:
    packed = gzip.compress(many_lines(20_000))
    path = written(tmp_path_factory.mktemp("cut"), packed[: max(2, len(packed) * share // 100)])

    found = damage(path)

    assert found.reason == "it ends too early: the download was cut off"
    assert 1 <= found.line <= 20_001


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_damaged_bytes_are_named_by_the_line_where_they_show(tmp_path: Path, share: float) -> None:
    packed = bytearray(gzip.compress(many_lines(200_000)))
    place = int(len(packed) * share)
    packed[place : place + 64] = b"\xff" * 64

    found = damage(written(tmp_path, bytes(packed)))

    assert found.line <= 200_001
    assert found.name == "films.tsv.gz"


def test_a_wrong_check_sum_is_damage(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(many_lines(10)))
    packed[-8] ^= 1

    assert "compressed data is damaged" in damage(written(tmp_path, bytes(packed))).reason


@pytest.mark.parametrize("is_packed", [False, True])
def test_nul_bytes_are_named_by_their_line(tmp_path: Path, is_packed: bool) -> None:  # noqa: FBT001
    data = many_lines(50_000) + b"a \0\n" + many_lines(10)

    found = damage(written(tmp_path, gzip.compress(data) if is_packed else data))

    assert (found.line, found.reason) == (50_001, "there are NUL bytes in it")


def test_a_file_of_nul_bytes_is_damaged_from_its_first_line_on(tmp_path: Path) -> None:
    assert damage(written(tmp_path, b"\0" * 1_000_000)).line == 1


@pytest.mark.parametrize("wrong", ["Amélie\n".encode("latin-1"), "title\n".encode("utf-16"), b"\xed\xa0\x80\n"])
def test_what_is_not_utf_8_is_named_by_its_line(tmp_path: Path, wrong: bytes) -> None:
    found = damage(written(tmp_path, many_lines(70_000) + wrong + many_lines(70_000)))

    assert (found.line, found.reason) == (70_001, "it is not UTF-8 text")


def test_a_character_that_is_cut_at_the_very_end_is_not_utf_8(tmp_path: Path) -> None:
    found = damage(written(tmp_path, b"one\n" + "é".encode()[:1]))

    assert (found.line, found.reason) == (2, "it is not UTF-8 text")


def test_a_line_without_end_is_refused_in_little_memory(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    packer = zlib.compressobj(9, wbits=31)
    bomb.write(packer.compress(b"tconst\n"))

    for _ in range(300):
        bomb.write(packer.compress(b"x" * (1 << 20)))

    bomb.write(packer.flush())
    path = written(tmp_path, bomb.getvalue())
    tracemalloc.start()

    found = damage(path)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.line, found.reason) == (2, f"the line is longer than {LONGEST_LINE:,} characters")
    assert peak < 40 << 20


def test_progress_counts_bytes_of_the_file_and_lines(tmp_path: Path) -> None:
    packed = gzip.compress(many_lines(300_000))
    path = written(tmp_path, packed)
    told: list[Progress] = []

    count = sum(1 for _ in SourceFile(path, told.append).lines())

    assert [(progress.what, progress.total, progress.unit) for progress in told[-1:]] == [
        ("films.tsv.gz", len(packed), "bytes")
    ]
    assert (told[-1].done, told[-1].lines) == (len(packed), count)
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)


@pytest.mark.parametrize("name", ["nothing.tsv", "."])
def test_what_is_no_file_is_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceMissing) as caught:
        lines_of(tmp_path / name)

    assert caught.value.path == str(tmp_path / name)
