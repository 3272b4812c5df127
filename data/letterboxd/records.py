"""The rows of a CSV file whose bytes may be anything: where each begins and ends, and what is in its cells.

Python's `csv` reads the single row. Where it ends is found here, so that a quote that never ends, or a field of a
megabyte, spoils its own row and no other: a row goes on until the number of quotes in its lines is even. Where that
makes no sense only its first line is given up, and the next row begins on the line after.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from io import BytesIO, TextIOWrapper

from data.letterboxd.faults import Faults
from data.models import Flaw

MOST_ROWS = 200_000
"""Rows that are read of all files together, blank ones included."""

_BAD_BYTES = re.compile("[\udc80-\udcff]")
"""What bytes that are no UTF-8 are read as."""


class RowsLeft:
    """How many rows may still be read, over all files that are handed in at once."""

    def __init__(self) -> None:
        self.count = MOST_ROWS


class Records:
    """The rows of one file that can be read, each with the number of its first line. What can't be becomes a fault."""

    def __init__(self, file: str, data: bytes, faults: Faults, left: RowsLeft) -> None:
        self._file = file
        self._faults = faults
        self._left = left
        # Line ends of all kinds become one. Bytes that are no UTF-8 are kept apart, to be found in their own row.
        self._source = TextIOWrapper(BytesIO(data), encoding="utf-8-sig", errors="surrogateescape")
        self._again: deque[str] = deque()
        self._line = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while lines := self._group():
            first = self._line - len(lines) + 1

            if not self._left.count:
                self._faults.add(self._file, first, Flaw.TOO_MANY_ROWS)
                return

            self._left.count -= 1

            if (cells := self._cells(first, lines)) and any(cells):
                yield first, cells

    def _take(self) -> str:
        """The next line with its end; empty after the last one."""
        line = self._again.popleft() if self._again else self._source.readline()
        self._line += bool(line)
        return line

    def _give_back(self, lines: Sequence[str]) -> None:
        self._again.extendleft(reversed(lines))
        self._line -= len(lines)

    def _group(self) -> list[str]:
        """The lines of the next row, as far as quotes tell; none after the last one."""
        lines = [self._take()]

        if lines[0].count('"') % 2:
            while line := self._take():
                lines.append(line)

                if line.count('"') % 2:
                    break

        return lines if lines[0] else []

    def _cells(self, first: int, lines: list[str]) -> list[str]:
        """The cells of the row that those lines hold; none if it can't be read."""
        try:
            cells, used = _parsed(lines)
        except csv.Error as error:
            self._refuse(first, lines, error)
            return []

        self._give_back(lines[used:])
        flaw = _flaw(lines[:used])

        if flaw is not None:
            self._faults.add(self._file, first, flaw, _shown(lines[0]))

        return cells if flaw is None else []

    def _refuse(self, first: int, lines: list[str], error: csv.Error) -> None:
        """Tell of a row that can't be read, and go on behind as much of it as is surely its own."""
        is_long = "field larger" in str(error) and _is_well_formed("".join(lines))
        flaw = _flaw(lines[:1]) or (Flaw.TEXT_TOO_LONG if is_long else Flaw.BAD_ROW)
        self._faults.add(self._file, first, flaw, _shown(lines[0]))

        if not is_long:
            self._give_back(lines[1:])


def _parsed(lines: list[str]) -> tuple[list[str], int]:
    """The cells of a row, and how many of the lines are its own. Raises csv.Error."""
    if len(lines) == 1 and '"' not in lines[0]:
        return lines[0].rstrip("\n").split(","), 1

    reader = csv.reader(lines, strict=True)
    return next(reader, list[str]()), reader.line_num


def _flaw(lines: Sequence[str]) -> Flaw | None:
    """What is wrong with the characters of those lines."""
    if any("\0" in line for line in lines):
        return Flaw.NUL_BYTES

    has_bad_bytes = any(not line.isascii() and _BAD_BYTES.search(line) for line in lines)
    return Flaw.NOT_TEXT if has_bad_bytes else None


def _is_well_formed(text: str) -> bool:
    """Whether quotes stand nowhere but around whole fields, or twice within them."""
    parts = text.rstrip("\n").split('"')
    outside = parts[::2]
    is_closed = len(parts) % 2 == 1
    return (
        is_closed
        and outside[0][-1:] in {"", ","}
        and outside[-1][:1] in {"", ","}
        and all(map(_is_between_fields, outside[1:-1]))
    )


def _is_between_fields(text: str) -> bool:
    return not text or (text.startswith(",") and text.endswith(","))


def _shown(line: str) -> str:
    """The beginning of the line, with a mark for what is no text."""
    return _BAD_BYTES.sub("\N{REPLACEMENT CHARACTER}", line[:100].strip())
