"""One CSV file, from bytes to rows, each with the number of the line on which it begins."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from data.letterboxd.faults import Faults
from data.letterboxd.records import Records, RowsLeft
from data.models import Flaw

_OTHER_TEXT = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 and UTF-32 begin, mostly."""

_CONFLICT = re.compile(r"(?:<{7}|>{7})(?:\s|$)")
_CONFLICT_BYTES = (b"<<<<<<<", b">>>>>>>")


class Row(NamedTuple):
    """A row: the line on which it begins, and its cells by the names of their columns."""

    line: int
    cells: dict[str, str]


class Table:
    """A CSV file. `columns` are the names in its first row, in small letters without blanks; none if it is no table."""

    def __init__(self, file: str, data: bytes, faults: Faults, left: RowsLeft) -> None:
        self.file = file
        self.columns: tuple[str, ...] = ()
        self._faults = faults
        refusal = _refusal(data, left)

        if refusal is not None:
            faults.add(file, *refusal)
            return

        self._records = iter(Records(file, data, faults, left))
        self._read_head()
        left.count += 1  # what names the columns is no row of its own

    def rows(self) -> Iterator[Row]:
        """Every row that can be read, in order. They can be asked for once; a file that is no table has none."""
        for line, cells in self._records if self.columns else ():
            if len(cells) == len(self.columns):
                yield Row(line, dict(zip(self.columns, cells, strict=True)))
            else:
                self._faults.add(self.file, line, Flaw.BAD_ROW, ",".join(cells))

    def _read_head(self) -> None:
        line, cells = next(self._records, (1, list[str]()))
        columns = tuple("".join(cell.split()).replace("_", "").lower() for cell in cells)
        named = [column for column in columns if column]

        if not named or len(set(named)) < len(named):
            self._faults.add(self.file, line, Flaw.NOT_A_TABLE, ",".join(cells))
        else:
            self.columns = columns


def _refusal(data: bytes, left: RowsLeft) -> tuple[int | None, Flaw] | None:
    """Why nothing of the file is read, and the line on which that shows; None if it is."""
    if data and not data.strip(b"\0"):
        return None, Flaw.NUL_BYTES

    if data.startswith(_OTHER_TEXT) or _is_half_empty(data[:1000]):
        return None, Flaw.NOT_TEXT

    line = _conflict(data, left) if any(marks in data for marks in _CONFLICT_BYTES) else None
    return None if line is None else (line, Flaw.CONFLICT)


def _is_half_empty(beginning: bytes) -> bool:
    """Whether every other byte is zero, mostly: UTF-16 that does not say so."""
    first, second = (beginning[start::2].count(0) for start in (0, 1))
    return min(first, second) == 0 and max(first, second) > len(beginning) / 3


def _conflict(data: bytes, left: RowsLeft) -> int | None:
    """The line of the first mark of a conflict that stands where a row begins."""
    rows = Records("", data, Faults(), left)
    return next((line for line, cells in rows if _CONFLICT.match(cells[0])), None)
