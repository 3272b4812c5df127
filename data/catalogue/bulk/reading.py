"""Files of any size as lines of text, compressed or not, in bounded memory."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from data.catalogue.bulk.progress import OnProgress, Progress, tell_nobody
from data.errors import SourceDamaged, SourceMissing

LONGEST_LINE = 1 << 20
"""Characters of a line: a thousand times more than any provider's has. What is longer is no text, or a bomb."""

_BLOCK_BYTES = 1 << 18
_INFLATED_BYTES = 1 << 20
"""The most that is inflated at once: deflate packs up to 1,032 times."""

_GZIP_MARK = b"\x1f\x8b"
_GZIP = 31
"""zlib's word for "gzip, with its header and check sum": https://zlib.net/manual.html (inflateInit2)"""

_BYTE_ORDER_MARK = "\ufeff"


class SourceFile:
    """A text file of a provider: UTF-8, plain or gzip (told by its first bytes, whatever its name)."""

    def __init__(self, path: Path, on_progress: OnProgress = tell_nobody) -> None:
        self._path = path
        self._on_progress = on_progress
        self.name = path.name
        self.line = 0
        """The number of the last line of the block that was read last."""

        self._place = Progress(self.name, 0, 0, "bytes")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Every line with its number from 1, without its end.

        Raises SourceMissing, and SourceDamaged where the file is cut off, no text, or has a line without an end.
        """
        self.line, rest = 0, ""

        for text in self._texts():
            whole = (rest + text).replace("\r\n", "\n")

            if "\n" not in text and len(whole) > LONGEST_LINE:
                raise SourceDamaged(self.name, self.line + 1, f"the line is longer than {LONGEST_LINE:,} characters")

            *lines, rest = whole.split("\n")
            first, self.line = self.line + 1, self.line + len(lines)
            yield from enumerate(lines, first)
            self._on_progress(self._place._replace(lines=self.line))

        if rest:
            self.line += 1
            yield self.line, rest

    def _texts(self) -> Iterator[str]:
        """The file's text in pieces, without the mark that some programs put in front."""
        is_first, undecoded = True, b""

        for block in self._blocks():
            text, undecoded = self._decode(undecoded + block)
            yield text.removeprefix(_BYTE_ORDER_MARK) if is_first else text
            is_first = False

        if undecoded:
            raise SourceDamaged(self.name, self.line + 1, "it is not UTF-8 text")

    def _decode(self, data: bytes) -> tuple[str, bytes]:
        """The text, and the bytes of a last character that is not whole."""
        try:
            text, rest = data.decode(), b""
        except UnicodeDecodeError as error:
            if error.reason != "unexpected end of data":
                raise SourceDamaged(self.name, self._line_at(data, error.start), "it is not UTF-8 text") from None

            text, rest = data[: error.start].decode(), data[error.start :]

        if (position := data.find(b"\0")) >= 0:
            raise SourceDamaged(self.name, self._line_at(data, position), "there are NUL bytes in it")

        return text, rest

    def _line_at(self, data: bytes, position: int) -> int:
        return self.line + 1 + data.count(b"\n", 0, position)

    def _blocks(self) -> Iterator[bytes]:
        try:
            size = self._path.stat().st_size

            with self._path.open("rb") as file:
                is_packed = file.read(2) == _GZIP_MARK
                file.seek(0)

                for block in self._inflated(file) if is_packed else _read(file):
                    self._place = Progress(self.name, file.tell(), size, "bytes")
                    yield block
        except OSError as error:
            raise SourceMissing(str(self._path), error.strerror or str(error)) from error

    def _inflated(self, file: BinaryIO) -> Iterator[bytes]:
        """What the file holds packed, in blocks of bounded size; several gzip files in a row are one."""
        decoder, has_begun = zlib.decompressobj(_GZIP), False

        try:
            for packed in _read(file):
                waiting = packed

                while waiting:
                    has_begun = True
                    yield decoder.decompress(waiting, _INFLATED_BYTES)
                    waiting = decoder.unconsumed_tail

                    if decoder.eof:
                        # Zeros may follow, to fill a block of a tape: RFC 1952 knows nothing of them, gzip allows them.
                        waiting = decoder.unused_data.lstrip(b"\0")
                        decoder, has_begun = zlib.decompressobj(_GZIP), False

            yield decoder.flush()
        except zlib.error as error:
            raise SourceDamaged(self.name, self.line + 1, f"its compressed data is damaged ({error})") from None

        if has_begun:
            raise SourceDamaged(self.name, self.line + 1, "it ends too early: the download was cut off")


def _read(file: BinaryIO) -> Iterable[bytes]:
    return iter(lambda: file.read(_BLOCK_BYTES), b"")
