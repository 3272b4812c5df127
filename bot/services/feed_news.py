"""What is new in a followed feed, and bringing that into the servers that it is followed in."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.services.film_matching import FilmMatching
from data.errors import MarqueeError, StoreFailed
from data.models import Author, FeedEntry, Follow, FollowedServer, FollowState, GuildId
from data.store import Store
from data.store.privacy import Wish

_log = logging.getLogger(__name__)

CLOCKS_APART = timedelta(minutes=2)
"""So far Letterboxd's clock and ours may differ: in doubt an entry is news."""


@dataclass(frozen=True, slots=True)
class News:
    """An entry that is new, or (`is_changed`) says something else than before."""

    entry: FeedEntry
    is_changed: bool


def said_by(entries: Sequence[FeedEntry]) -> dict[str, str]:
    """By entry's name a hash of all that it tells."""
    named = ((entry.entry.name, entry) for entry in entries)
    return {name: _hashed(entry) for name, entry in named if name is not None}


def news_in(entries: Sequence[FeedEntry], known: Mapping[str, str], linked_at: datetime) -> list[News]:
    """What is new in a feed, newest first, against what was known of it before; the oldest first.

    A feed holds its latest entries alone: where some are removed, older ones that were never seen come back at its end.
    These are the past, too.
    """
    once = {entry.entry.name: entry for entry in reversed(entries) if entry.entry.name is not None}
    oldest_known = next((name for name in once if name in known), None)
    found: list[News] = []
    is_below = bool(known)

    for name, entry in once.items():
        is_below = is_below and name != oldest_known

        if name not in known and is_below and _was_before(entry, linked_at):
            continue

        if known.get(name) != _hashed(entry):
            found.append(News(entry, is_changed=name in known))

    return found


def _was_before(entry: FeedEntry, linked_at: datetime) -> bool:
    return entry.published_at is None or entry.published_at < linked_at


def _is_past(entry: FeedEntry, server: FollowedServer) -> bool:
    """Whether it was logged before the feed came into that server."""
    at, since = entry.published_at, server.since
    return at is not None and since is not None and at < since - CLOCKS_APART


def _hashed(entry: FeedEntry) -> str:
    return sha256(entry.film.model_dump_json().encode()).hexdigest()


class FeedNews:
    """Brings entries into servers."""

    def __init__(self, store: Store, matching: FilmMatching) -> None:
        self._store = store
        self._matching = matching

    async def bring(self, follow: Follow, news: Sequence[News], now: datetime) -> int:
        """Bring each into every server into which the feed comes; how many came into one. Raises StoreFailed.

        Doing it again changes nothing.
        """
        servers = await self._store.follows.servers(follow.user_id)
        open_to = [server for server in servers if server.state is FollowState.ON]
        authors = {server.guild_id: await self._author(server.guild_id, follow) for server in open_to}
        came = 0

        with self._store.privacy.watched(follow.user_id) as wish:
            for one in news:
                guilds = [server.guild_id for server in open_to if not _is_past(one.entry, server)]
                into = [await self._bring_into(guild, authors[guild], follow, one, wish, now) for guild in guilds]
                came += any(into)

        return came

    async def _author(self, guild_id: GuildId, follow: Follow) -> Author:
        """The member as they were last seen there."""
        return await self._store.members.find(guild_id, follow.user_id) or Author(id=follow.user_id, name="")

    async def _bring_into(  # noqa: PLR0913, PLR0917  (where, whose, which, whether they still want it, and when)
        self, guild_id: GuildId, author: Author, follow: Follow, one: News, wish: Wish, now: datetime
    ) -> bool:
        """Whether it came into the server. What can't be brought in is left out, and does not hold up the rest."""
        told = one.entry
        follows = self._store.follows

        # What was there before the feed came into this server stays the past, also when it is edited.
        if one.is_changed and not await follows.came_into(guild_id, author.id, told.entry.name or ""):
            return False

        try:
            match = await self._matching.match_entry(guild_id, author.id, told.film)

            # They may have ended it since; asked last, so that nothing comes after that.
            if not await follows.is_on(guild_id, author.id, follow.username) or wish.is_forgotten:
                return False

            await self._store.diaries.follow_entry(guild_id, author, match.film, told.film, now)
        except StoreFailed:
            raise
        except MarqueeError as error:
            _log.warning("an entry of a feed was left out: %r", error, extra={"guild_id": guild_id})
            return False
        except Exception:  # noqa: BLE001  (the boundary of one entry: those after it may not wait for it for ever)
            _log.exception("an entry of a feed was left out", extra={"guild_id": guild_id})
            return False

        return True
