"""Archives that want to do harm, or are broken: each file at fault is named, and all others are read."""

import io
import stat
import struct
import zipfile
import zlib
from random import Random

import pytest

from data.letterboxd.archive import MOST_BYTES_IN, MOST_BYTES_OUT, MOST_FILES
from data.models import Flaw, ToldDiary
from tests.data.letterboxd.account_files import zipped
from tests.data.letterboxd.handed_in import PLAIN, WATCHED_ALIEN, places, read, read_zip, titles

WATCHED = PLAIN + WATCHED_ALIEN
HEAT = "2020-05-01,Heat,1995,https://boxd.it/heat\n"


def the_rest_is_read(diary: ToldDiary) -> bool:
    return titles(diary) == ["Alien"]


def changed(archive: bytes, name: str, at: int, value: bytes) -> bytes:
    """The archive with other bytes at that place of the file's entry in the list of files."""
    data = bytearray(archive)
    place = data.rindex(name.encode()) - 46 + at
    data[place : place + len(value)] = value
    return bytes(data)


FLAGS, METHOD, CRC, PACKED, SIZE, OFFSET = 8, 10, 16, 20, 24, 42
"""Where these stand in an entry of the list of files."""


@pytest.mark.parametrize(
    "data", [b"", b"no archive", b"PK\x03\x04 and then something else", b"PK\x05\x06", b"\x1f\x8b\x08"]
)
def test_what_is_no_archive_is_named(data: bytes) -> None:
    assert places(read("export.zip", data)) == [("export.zip", None, Flaw.NOT_A_ZIP)]


def test_an_archive_that_is_cut_off_is_named() -> None:
    data = zipped({"watched.csv": WATCHED})

    assert places(read("export.zip", data[:-30])) == [("export.zip", None, Flaw.NOT_A_ZIP)]


def test_an_archive_is_known_by_what_is_in_it_whatever_it_is_called() -> None:
    assert the_rest_is_read(read("diary.csv", zipped({"watched.csv": WATCHED})))


def test_more_bytes_than_are_taken_are_not_even_looked_at() -> None:
    assert places(read("export.zip", b"\0" * (MOST_BYTES_IN + 1))) == [("export.zip", None, Flaw.TOO_LARGE)]


def test_an_archive_of_nothing_tells_nothing() -> None:
    assert read("export.zip", zipped({})) == ToldDiary()


@pytest.mark.parametrize(
    "name",
    [
        "../diary.csv",
        "likes/../diary.csv",
        "/diary.csv",
        "C:/diary.csv",
        "likes\\films.csv",
        "..\\diary.csv",
        "diary.csv.exe",
        "diary.csv\x07",
        "lists/../../passwd.csv",
        "lists/run.sh",
        "other.csv",
        "marquee-reviews.exe",
        "diary.csv/marquee-.csv",
        "a" * 1_000 + ".csv",
    ],
)
def test_a_name_that_no_export_has_is_named_and_not_opened(name: str) -> None:
    diary = read_zip({"watched.csv": WATCHED, name: PLAIN + HEAT})

    assert the_rest_is_read(diary)
    assert places(diary) == [(name[-200:], None, Flaw.UNKNOWN_FILE)]


def test_of_two_files_of_one_name_only_the_first_is_read() -> None:
    out = io.BytesIO()

    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("watched.csv", WATCHED)
        archive.writestr("Watched.csv", PLAIN + HEAT)

    diary = read("export.zip", out.getvalue())

    assert the_rest_is_read(diary)
    assert places(diary) == [("Watched.csv", None, Flaw.UNKNOWN_FILE)]


def test_a_symbolic_link_is_not_followed() -> None:
    out = io.BytesIO()

    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("watched.csv", WATCHED)
        link = zipfile.ZipInfo("diary.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    diary = read("export.zip", out.getvalue())

    assert the_rest_is_read(diary)
    assert places(diary) == [("diary.csv", None, Flaw.UNKNOWN_FILE)]


@pytest.mark.parametrize("name", ["export.zip", "lists/all.tar.gz", "diary.7z", "diary.csv"])
def test_an_archive_within_the_archive_is_not_opened(name: str) -> None:
    diary = read_zip({"watched.csv": WATCHED, name: zipped({"diary.csv": PLAIN + HEAT})})

    assert the_rest_is_read(diary)
    assert places(diary) == [(name, None, Flaw.NESTED)]


@pytest.mark.parametrize(
    ("at", "value", "flaw"),
    [
        (FLAGS, b"\x01\x00", Flaw.ENCRYPTED),
        (FLAGS, b"\x41\x00", Flaw.ENCRYPTED),
        (METHOD, struct.pack("<H", zipfile.ZIP_BZIP2), Flaw.NOT_A_ZIP),
        (METHOD, struct.pack("<H", 99), Flaw.NOT_A_ZIP),
        (METHOD, struct.pack("<H", zipfile.ZIP_STORED), Flaw.NOT_A_ZIP),
        (CRC, b"\0\0\0\0", Flaw.NOT_A_ZIP),
        (PACKED, struct.pack("<I", 20), Flaw.NOT_A_ZIP),
        (PACKED, struct.pack("<I", 2**31), Flaw.NOT_A_ZIP),
        (SIZE, struct.pack("<I", 10), Flaw.BOMB),
        (SIZE, struct.pack("<I", 60_000), Flaw.NOT_A_ZIP),
        (SIZE, struct.pack("<I", 2**32 - 2), Flaw.BOMB),
        (OFFSET, struct.pack("<I", 5), Flaw.BOMB),
        (OFFSET, struct.pack("<I", 2**31), Flaw.NOT_A_ZIP),
    ],
)
def test_a_file_of_which_the_archive_says_what_is_not_so_is_named(at: int, value: bytes, flaw: Flaw) -> None:
    archive = zipped({"watched.csv": WATCHED, "diary.csv": PLAIN + HEAT * 5})

    diary = read("export.zip", changed(archive, "diary.csv", at, value))

    assert ("diary.csv", None, flaw) in places(diary)
    assert "Heat" not in titles(diary)


def test_a_size_in_the_way_of_large_archives_is_no_way_around() -> None:
    archive = zipped({"diary.csv": PLAIN + HEAT})
    lie = struct.pack("<HHQQ", 1, 16, 2**40, 60)
    place = archive.rindex(b"diary.csv")
    entry = bytearray(archive[place - 46 : place + 9])
    entry[PACKED : PACKED + 8] = b"\xff" * 8
    entry[30:32] = struct.pack("<H", len(lie))
    end = bytearray(archive[place + 9 :])
    end[12:16] = struct.pack("<I", len(entry) + len(lie))

    diary = read("export.zip", archive[: place - 46] + bytes(entry) + lie + bytes(end))

    assert places(diary) == [("diary.csv", None, Flaw.BOMB)]


def test_a_damaged_file_is_named() -> None:
    archive = bytearray(zipped({"watched.csv": WATCHED, "diary.csv": PLAIN + HEAT * 5}))
    place = archive.index(b"diary.csv") + len("diary.csv")
    archive[place + 3 : place + 13] = b"\xff" * 10

    diary = read("export.zip", bytes(archive))

    assert the_rest_is_read(diary)
    assert places(diary) == [("diary.csv", None, Flaw.NOT_A_ZIP)]


def test_a_file_that_unpacks_to_far_more_than_text_does_is_a_bomb() -> None:
    diary = read_zip({"diary.csv": PLAIN.encode() + b"\n" * 10_000_000, "watched.csv": WATCHED})

    assert the_rest_is_read(diary)
    assert places(diary) == [("diary.csv", None, Flaw.BOMB)]


def test_many_files_that_are_small_each_are_a_bomb_together() -> None:
    files = {f"marquee-{number}.csv": PLAIN.encode() + b"\n" * 60_000 for number in range(200)}

    diary = read_zip({"watched.csv": WATCHED} | files)

    assert "Alien" in titles(diary)
    assert diary.faults[-1].flaw is Flaw.BOMB


@pytest.mark.parametrize(("before", "flaw"), [(600_000, Flaw.TOO_LARGE), (1, Flaw.NOT_A_ZIP)])
def test_bytes_are_counted_over_all_files(before: int, flaw: Flaw) -> None:
    luck = Random(1)
    noise = {"marquee-1.csv": luck.randbytes(before), "marquee-2.csv": luck.randbytes(600_000)}
    archive = zipped(noise | {"watched.csv": WATCHED})

    # It says that it comes to 50 MiB less 100,000 bytes: that is too much behind others, and a lie if it is alone.
    diary = read("export.zip", changed(archive, "marquee-2.csv", SIZE, struct.pack("<I", MOST_BYTES_OUT - 100_000)))

    assert the_rest_is_read(diary)
    assert ("marquee-2.csv", None, flaw) in places(diary)


def test_files_that_share_their_bytes_are_a_bomb() -> None:
    archive = zipped({"diary.csv": PLAIN + HEAT, "watched.csv": WATCHED})
    diary = read("export.zip", changed(archive, "watched.csv", OFFSET, struct.pack("<I", 4)))

    assert ("watched.csv", None, Flaw.BOMB) in places(diary)


def test_no_number_of_other_files_keeps_from_being_read_what_is_imported() -> None:
    files = {f"lists/{number}.csv": "x" for number in range(MOST_FILES + 1)}

    diary = read_zip(files | {"watched.csv": WATCHED})

    assert the_rest_is_read(diary)
    assert places(diary) == [("export.zip", None, Flaw.TOO_MANY_FILES)]


def test_a_list_of_files_without_end_is_not_read() -> None:
    diary = read("export.zip", b"PK\x03\x04" + b"PK\x01\x02" * 100_000)

    assert places(diary) == [("export.zip", None, Flaw.TOO_MANY_FILES)]


def test_an_archive_behind_something_else_is_read() -> None:
    assert the_rest_is_read(read("export.zip", b"#!/bin/sh\n" + zipped({"watched.csv": WATCHED})))


def test_files_that_are_not_packed_are_read() -> None:
    assert the_rest_is_read(read("export.zip", zipped({"watched.csv": WATCHED}, zipfile.ZIP_STORED)))


def test_a_file_whose_size_is_told_after_it_is_read() -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

    out = Stream()

    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("watched.csv", WATCHED)

    assert zlib.crc32(WATCHED.encode()).to_bytes(4, "little") in out.getvalue()
    assert the_rest_is_read(read("export.zip", out.getvalue()))
