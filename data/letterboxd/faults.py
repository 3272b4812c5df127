"""What could not be taken of what a member handed in."""

from data.models import Fault, Flaw

MOST_FAULTS = 200
"""Faults that are kept; more than that nobody reads."""

_NAME_LENGTH = 200
_VALUE_LENGTH = 80


class Faults:
    """The faults found so far: the first of them, and how many there are."""

    def __init__(self) -> None:
        self.first: list[Fault] = []
        self.count = 0

    def add(self, file: str, line: int | None, flaw: Flaw, value: str = "") -> None:
        """One more; `line` is None where the whole file was not taken, `value` what stands there."""
        self.count += 1

        if len(self.first) < MOST_FAULTS:
            value = value[:_VALUE_LENGTH]
            self.first.append(Fault(file=file[-_NAME_LENGTH:], line=line, flaw=flaw, value=value))
