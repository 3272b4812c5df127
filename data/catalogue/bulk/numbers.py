"""A large set of numbers in little memory."""

_BITS = 1 << 28
"""Numbers below have a bit each, in 32 MiB at most: ten times more than IMDb has given out. The rest, should there be
any, are a plain set."""


class Numbers:
    """A set of whole numbers from 0 on, packed where they lie close together."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self._others: set[int] = set()

    def add(self, number: int) -> None:
        """Put the number in."""
        if number >= _BITS:
            self._others.add(number)
            return

        place = number >> 3

        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))

        self._bits[place] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        place = number >> 3
        return bool(self._bits[place] >> (number & 7) & 1) if place < len(self._bits) else number in self._others
