"""What was found a moment ago, so that it need not be looked for at every keystroke."""

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


class Recent(Generic[KeyT, ValueT]):
    """Up to `size` values, each for as long as `life`; where there are more, those kept first go first."""

    def __init__(self, size: int, life: timedelta) -> None:
        self._size = size
        self._life = life
        self._kept: dict[KeyT, tuple[datetime, ValueT]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: KeyT, now: datetime) -> ValueT | None:
        """The value kept under `key`, unless its life is over."""
        kept = self._kept.get(key)
        return None if kept is None or self._is_over(kept[0], now) else kept[1]

    def keep(self, key: KeyT, value: ValueT, now: datetime) -> None:
        """Keep the value, and let go of those whose life is over."""
        self._kept.pop(key, None)
        self._kept[key] = (now, value)

        # In the order of keeping, which is that of ending.
        while (first := next(iter(self._kept))) != key and (
            len(self._kept) > self._size or self._is_over(self._kept[first][0], now)
        ):
            del self._kept[first]

    def drop(self, key: KeyT) -> None:
        """Let go of what is kept under `key`."""
        self._kept.pop(key, None)

    def keys(self) -> list[KeyT]:
        """What something is kept under."""
        return list(self._kept)

    def _is_over(self, kept_at: datetime, now: datetime) -> bool:
        # A clock that was set back must not prolong a life.
        return not timedelta() <= now - kept_at < self._life
