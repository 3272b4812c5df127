"""What is kept about a person, and deleting all of it."""

from datetime import datetime

from data.models import Forgotten, UserId
from data.store import Store


class Privacy:
    """One person's data, in all servers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def counts(self, user_id: UserId) -> dict[str, int]:
        """How much is kept about the person, by kind: reviews, drafts, watchlist, likes and so on."""
        return await self._store.privacy.counts(user_id)

    async def forget(self, user_id: UserId, now: datetime) -> Forgotten:
        """Delete everything that is kept about the person. Raises StoreFailed."""
        return await self._store.privacy.forget(user_id, now)
