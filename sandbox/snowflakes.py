"""Discord's ids: 64 bits, the upper 42 of which are milliseconds since 2015."""

from sandbox.clock import Clock
from sandbox.validate.fields import is_id

DISCORD_EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Makes ids that are unique and never fall."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A new id, greater than every one before."""
        fresh = (int(self._clock.now() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last = max(fresh, self._last + 1)
        return self._last

    def skip_to(self, taken: int) -> None:
        """Note an id that is in use already."""
        self._last = max(self._last, taken)


def created_at(snowflake: int) -> float:
    """When an id was made, in seconds since the epoch."""
    return ((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000


def parse_id(value: object) -> int | None:
    """An id as clients write it, a string of digits (or an integer), or None for anything else."""
    return int(value) if is_id(value) else None
