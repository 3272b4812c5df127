"""Which spoilers a reader sees at once."""

from collections.abc import Iterable

from data.models import GuildId, Model, Review, ReviewId, UserId
from data.store import Store


class SpoilerChoices(Model):
    """What a person, and the server where they ask, have chosen about spoilers of films that they have reviewed."""

    own: bool | None
    """Whether they open at once for the person everywhere; None leaves it to each server."""

    guild: bool | None
    """Whether they open at once in the server, for those who leave it to the server; None outside of one."""

    @property
    def opens(self) -> bool:
        """Whether spoilers open at once for this person, here."""
        return bool(self.guild if self.own is None else self.own)


class Spoilers:
    """A server's and a member's choices about spoilers of films that the member has reviewed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def choices(self, guild_id: GuildId | None, user_id: UserId) -> SpoilerChoices:
        """What the person has chosen, and the server; no server in a direct message."""
        own = await self._store.members.opens_spoilers(user_id)
        guild = None if guild_id is None else (await self._store.guilds.settings(guild_id)).opens_spoilers
        return SpoilerChoices(own=own, guild=guild)

    async def choose(self, user_id: UserId, *, opens: bool | None) -> None:
        """Keep what the person has chosen for all servers; None leaves it to each. Raises StoreFailed."""
        await self._store.members.choose_spoilers(user_id, opens=opens)

    async def opened_for(self, guild_id: GuildId, reader_id: UserId, reviews: Iterable[Review]) -> frozenset[ReviewId]:
        """Those of the reviews whose spoilers the reader sees at once: their own, and others as they have chosen.

        Others' are of films that the reader has reviewed in this server as well, be it with stars alone.
        """
        authors = {review.id: review.author.id for review in reviews}
        own = frozenset(review_id for review_id, author_id in authors.items() if author_id == reader_id)
        others = [review_id for review_id in authors if review_id not in own]

        if not others or not (await self.choices(guild_id, reader_id)).opens:
            return own

        return own | await self._store.members.reviewed_too(guild_id, reader_id, others)
