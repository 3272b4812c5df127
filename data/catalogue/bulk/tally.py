"""How much of a file may be wrong before it is refused."""

from typing import NamedTuple

from data.errors import SourceDamaged

FEW = 10
"""So many bad rows are never too many: a catalogue without them is still of use."""

SHARE = 0.01
"""And of a large file such a part."""

HOPELESS = 1_000
"""With so many bad rows among those read so far, and more than the share, reading stops at once."""

NAMED = 5
"""So many bad rows are kept to be named."""


class BadRow(Exception):
    """A row can't be used, for `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SkippedRow(NamedTuple):
    """A row that was left out, and why."""

    name: str
    line: int
    reason: str


class Tally:
    """The bad rows of an import: counted, the first few kept, too many of one file refused."""

    def __init__(self) -> None:
        self.skipped = 0
        self.first: list[SkippedRow] = []
        """The first few, in the order in which they were met."""

        self._in_file: dict[str, tuple[int, SkippedRow]] = {}

    def skip(self, name: str, line: int, bad: BadRow) -> None:
        """Leave a row out. Raises SourceDamaged where there is no hope for its file."""
        row = SkippedRow(name, line, bad.reason)
        count, first = self._in_file.get(name, (0, row))
        self._in_file[name] = count + 1, first
        self.skipped += 1

        if len(self.first) < NAMED:
            self.first.append(row)

        if count + 1 > max(HOPELESS, line * SHARE):
            self.finish(name, line)

    def finish(self, name: str, lines: int) -> None:
        """Say that a file of so many lines is read. Raises SourceDamaged where too many rows of it were bad."""
        if name not in self._in_file:
            return

        count, first = self._in_file[name]

        if count > max(FEW, lines * SHARE):
            reason = f"{first.reason}; {count:,} of {lines:,} lines are of no use"
            raise SourceDamaged(name, first.line, reason)
