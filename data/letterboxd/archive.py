"""Archives as members hand them in: unpacked in memory, one file after the other, and never beyond what is allowed.

The archive's list of files is read by `zipfile`; what is in a file is unpacked here, because `zipfile` goes by the
sizes that the list tells. Here those are at most what a file may come to: one that says too much is not opened, and
one that says too little is left at that point.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from io import BytesIO

from data.letterboxd.faults import Faults
from data.models import Flaw

MOST_BYTES_IN = 10 * 2**20
"""Bytes of what is handed in, the same as Discord's own limit for a file."""

MOST_BYTES_OUT = 50 * 2**20
"""Bytes to which an archive may unpack."""

MOST_FILES = 500
"""Files of an archive that are looked at, those that are imported before all others."""

MOST_RATIO = 100
"""How many times as large a file may become by unpacking."""

SMALL = 64 * 2**10
"""Bytes to which any file may unpack, whatever it was packed to."""

IMPORTED = frozenset({"watched.csv", "watchlist.csv", "ratings.csv", "diary.csv", "reviews.csv", "likes/films.csv"})
"""The files of an account's export that are imported."""

OWN_PREFIX = "marquee-"
"""How the files begin that our own export writes."""

_NOTHING_TO_IMPORT = frozenset({"likes/lists.csv", "likes/reviews.csv", "comments.csv"})
_FOLDERS_NOT_IMPORTED = ("lists/", "deleted/", "orphaned/")
_FOLDERS = frozenset({"likes", "lists", "deleted", "orphaned"})
_ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".zst")
_BEGINNINGS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)

_MOST_ENTRIES = 10 * MOST_FILES
"""Entries of an archive's list; with more of them not even the list is read."""

_ENTRY = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Flags of an entry: encrypted, strongly so, its list of files too."""


class _Use(Enum):
    """What is done with a file of an archive that is not refused."""

    IMPORTED = auto()
    LEFT_ALONE = auto()


class _Refused(Exception):
    """A file that is not taken, for `flaw`."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def is_archive(name: str, data: bytes) -> bool:
    """Whether that is an archive, or says that it is one."""
    return name.lower().endswith(_ARCHIVES) or data.startswith(_BEGINNINGS)


def unpack(name: str, data: bytes, faults: Faults) -> Iterator[tuple[str, bytes]]:
    """The files of the archive `name` that are imported, with their names inside its top folder, if it has one.

    Files that hold nothing to import are not opened, a member's profile above all.
    """
    try:
        entries = _entries(data)
    except _Refused as refused:
        faults.add(name, None, refused.flaw)
        return

    room = min(MOST_BYTES_OUT, max(SMALL, MOST_RATIO * len(data)))

    for short, entry in _sorted_out(name, entries, faults):
        try:
            content = _content(data, entry, room)
        except _Refused as refused:
            faults.add(entry.orig_filename, None, refused.flaw)
            continue

        room -= len(content)
        yield short, content


def is_profile(name: str) -> bool:
    """Whether it is the file that says who the member is, which nobody reads."""
    return name.lower().rpartition("/")[2] == "profile.csv"


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    """The archive's list of files, without folders. Raises _Refused."""
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise _Refused(Flaw.TOO_MANY_FILES)

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return [entry for entry in archive.infolist() if not entry.orig_filename.endswith("/")]
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, OSError, EOFError, OverflowError):
        raise _Refused(Flaw.NOT_A_ZIP) from None


def _sorted_out(name: str, entries: Sequence[zipfile.ZipInfo], faults: Faults) -> list[tuple[str, zipfile.ZipInfo]]:
    """The entries that are imported, with their names; those that no export has are told of."""
    top = _top_folder([entry.orig_filename for entry in entries])
    overlapping = _overlapping(entries)
    imported: dict[str, zipfile.ZipInfo] = {}
    names: set[str] = set()
    others = 0

    for entry in entries:
        short = entry.orig_filename.removeprefix(top)
        use = Flaw.BOMB if entry in overlapping else _use(short, entry)

        if use is _Use.IMPORTED and short.lower() in names:
            # Which of two files of one name is meant nobody can say; programs differ in which they show.
            use = Flaw.UNKNOWN_FILE

        if use is _Use.IMPORTED:
            names.add(short.lower())
            imported[short] = entry
            continue

        others += 1

        if others <= MOST_FILES and isinstance(use, Flaw):
            faults.add(entry.orig_filename, None, use)

    if len(entries) > MOST_FILES:
        faults.add(name, None, Flaw.TOO_MANY_FILES, str(len(entries)))

    return list(imported.items())[:MOST_FILES]


def _top_folder(names: Sequence[str]) -> str:
    """The folder in which all files are, with its slash; empty where there is none."""
    tops = {name.partition("/")[0] if "/" in name else "" for name in names if not _is_unsaid(name)}
    top = next(iter(tops), "")
    return f"{top}/" if len(tops) == 1 and top not in {"", ".", ".."} and top.lower() not in _FOLDERS else ""


def _use(name: str, entry: zipfile.ZipInfo) -> _Use | Flaw:
    """What is done with the entry, or why it is not taken."""
    plain = name.lower()

    if _is_unsaid(name):
        return _Use.LEFT_ALONE

    if stat.S_ISLNK(entry.external_attr >> 16) or not _is_plain(plain):
        return Flaw.UNKNOWN_FILE

    if plain in IMPORTED or (plain.startswith(OWN_PREFIX) and plain.endswith(".csv") and "/" not in plain):
        return _Use.IMPORTED

    if plain.endswith(_ARCHIVES):
        return Flaw.NESTED

    is_skipped = plain in _NOTHING_TO_IMPORT or plain.startswith(_FOLDERS_NOT_IMPORTED)
    return _Use.LEFT_ALONE if is_skipped and plain.endswith(".csv") else Flaw.UNKNOWN_FILE


def _is_plain(name: str) -> bool:
    """Whether the name leads to a place within the archive, and hides nothing."""
    parts = name.split("/")
    return name.isprintable() and "\\" not in name and ":" not in parts[0] and {"", ".", ".."}.isdisjoint(parts)


def _is_unsaid(name: str) -> bool:
    """Whether nobody needs to hear of it: who the member is, and what macOS puts into an archive."""
    return is_profile(name) or name.startswith("__MACOSX/") or name.endswith(".DS_Store")


def _overlapping(entries: Sequence[zipfile.ZipInfo]) -> set[zipfile.ZipInfo]:
    """Those that begin before the one before them has ended, by which a small archive can hold a great deal."""
    found: set[zipfile.ZipInfo] = set()
    end = 0

    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            found.add(entry)

        end = max(end, entry.header_offset + _LOCAL.size + entry.compress_size)

    return found


def _content(data: bytes, entry: zipfile.ZipInfo, room: int) -> bytes:
    """What is in a file, of at most `room` bytes. Raises _Refused."""
    if entry.flag_bits & _ENCRYPTED:
        raise _Refused(Flaw.ENCRYPTED)

    if entry.file_size > max(SMALL, MOST_RATIO * entry.compress_size):
        raise _Refused(Flaw.BOMB)

    if entry.file_size > room:
        raise _Refused(Flaw.TOO_LARGE if len(data) * MOST_RATIO >= MOST_BYTES_OUT else Flaw.BOMB)

    content = _unpacked(_packed(data, entry), entry)

    if len(content) > entry.file_size:
        raise _Refused(Flaw.BOMB)

    if len(content) < entry.file_size or zlib.crc32(content) != entry.CRC:
        raise _Refused(Flaw.NOT_A_ZIP)

    if content.startswith(_BEGINNINGS):
        raise _Refused(Flaw.NESTED)

    return content


def _packed(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    """The bytes that the archive holds of a file. Raises _Refused."""
    head = data[entry.header_offset : entry.header_offset + _LOCAL.size]

    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise _Refused(Flaw.NOT_A_ZIP)

    _, name_length, extra_length = _LOCAL.unpack(head)
    start = entry.header_offset + _LOCAL.size + name_length + extra_length

    if start + entry.compress_size > len(data):
        raise _Refused(Flaw.NOT_A_ZIP)

    return memoryview(data)[start : start + entry.compress_size]


def _unpacked(packed: memoryview, entry: zipfile.ZipInfo) -> bytes:
    """The file's bytes, and one more at most if it has more than it says. Raises _Refused."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return bytes(packed[: entry.file_size + 1])

    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise _Refused(Flaw.NOT_A_ZIP)

    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
    except zlib.error:
        raise _Refused(Flaw.NOT_A_ZIP) from None
