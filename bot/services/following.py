"""Following members' diaries on Letterboxd: whose come into which servers, and what each read of a feed brings."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.services.feed_names import username_in
from bot.services.feed_news import FeedNews, News, news_in, said_by
from bot.services.feed_pace import LEAST_APART, after_failure, pace_of
from bot.services.film_matching import FilmMatching
from data.asking import Watch
from data.errors import (
    FeedFailed,
    FeedRefused,
    FeedUnreachable,
    FollowingOff,
    NoSuchMember,
    NotLinked,
    StrangeFeed,
)
from data.letterboxd.asking import REST_AT_MOST, FeedAnswer, FeedClient
from data.models import (
    Author,
    Follow,
    FollowedServer,
    FollowFault,
    FollowState,
    GuildId,
    Model,
    UserId,
)
from data.store import Store
from data.store.privacy import Wish

_log = logging.getLogger(__name__)

REST_NOTE = "letterboxd:rest"
"""The note that says until when Letterboxd is asked for nothing, in seconds since 1970."""

FIRST_READS_AN_HOUR = 5
"""So many feeds one person may have read for the first time within an hour: names are not to be tried out."""

_HOUR = timedelta(hours=1)


class LinkedFeed(Model):
    """A person's feed with the servers into which it comes, or is to come; `is_new` where one was added just now."""

    follow: Follow
    servers: tuple[FollowedServer, ...]
    is_new: bool = False


class Following:
    """Followed feeds. One is read at a time, whoever asks for it."""

    def __init__(
        self, store: Store, matching: FilmMatching, client: FeedClient | None = None, *, is_off: bool = False
    ) -> None:
        """Without `client` nothing is followed: that `is_off`, or no contact is known."""
        self._store = store
        self._news = FeedNews(store, matching)
        self._client = client
        self._is_off = is_off
        self._turn = asyncio.Lock()
        self._is_rest_read = False
        self._first_reads: dict[UserId, list[datetime]] = {}

    @property
    def is_on(self) -> bool:
        """Whether feeds are followed at all."""
        return self._client is not None

    def check_on(self) -> None:
        """Raises FollowingOff where no feeds are followed."""
        if self._client is None:
            raise FollowingOff(lacks_contact=not self._is_off)

    def begin(self, client: FeedClient) -> None:
        """Follow feeds from now on: a contact is known."""
        self._client = client

    async def close(self) -> None:
        """Close the connection to Letterboxd."""
        if self._client is not None:
            await self._client.close()

    async def link(self, guild_id: GuildId, author: Author, typed: str, now: datetime) -> LinkedFeed:
        """Let the feed of the member that `typed` names come into the server: their name, or their page's address.

        It is read once at once, so that what it holds by now stays the past. Where Letterboxd does not answer just now
        that is done later. Raises BadUsername, NameTaken, FollowingOff, NoSuchMember, StrangeFeed and StoreFailed.
        """
        self.check_on()
        username = username_in(typed)
        await self._store.follows.check_name(guild_id, author.id, username)
        await self._store.members.see(guild_id, author, now)

        with self._store.privacy.watched(author.id) as wish:
            async with self._in_turn(now) as moment:
                follow = await self._store.follows.of_member(author.id)

                if follow is not None and await self._is_followed(follow, username):
                    return await self._add(follow, guild_id, wish, moment)

                return await self._begin(guild_id, author.id, username, wish, moment)

    async def unlink(self, guild_id: GuildId, user_id: UserId, *, everywhere: bool) -> int:
        """Let the person's feed come into the server no more, or into none; out of how many it went.

        Raises NotLinked and StoreFailed.
        """
        return await self._store.follows.unlink(guild_id, user_id, everywhere=everywhere)

    async def of_member(self, user_id: UserId) -> LinkedFeed | None:
        """The feed that the person follows; None where they follow none."""
        follow = await self._store.follows.of_member(user_id)
        return None if follow is None else await self._linked_by(user_id)

    async def of_guild(self, guild_id: GuildId) -> list[FollowedServer]:
        """The feeds that come, or are to come, into the server: those that wait for an admin first, then by name."""
        return await self._store.follows.of_guild(guild_id)

    async def decide(
        self, guild_id: GuildId, user_id: UserId, username: str, *, agrees: bool, now: datetime
    ) -> FollowedServer:
        """Let that feed of the person's come into the server, or not, as an admin wants it.

        Raises NotLinked, also where they follow another one by now; NameTaken, StoreFailed.
        """
        return await self._store.follows.decide(guild_id, user_id, username, agrees=agrees, now=now)

    async def rests_until(self, now: datetime) -> datetime | None:
        """Until when Letterboxd is asked for nothing, as it said; None where it may be asked."""
        if self._client is None:
            return None

        if not self._is_rest_read:
            told = datetime.fromtimestamp(int(await self._store.notes.get(REST_NOTE) or 0), UTC)
            # What is later than any rest can be was noted by a clock that went wrong.
            self._client.rests_until = told if told <= now + REST_AT_MOST else None
            self._is_rest_read = True

        until = self._client.rests_until
        return until if until is not None and until > now else None

    async def poll(self, follow: Follow, now: datetime) -> int:
        """Read the feed once, unless it was read a little while ago; how many entries came in. Raises StoreFailed.

        Whatever goes wrong is noted, and when the feed is to be read next.
        """
        if self._client is None:
            return 0

        async with self._in_turn(now) as moment:
            current = await self._store.follows.of_member(follow.user_id)

            if current is None or current.username != follow.username or current.ended_at is not None:
                return 0

            if (free_at := await self._free_at(current.username, moment)) > moment:
                await self._store.follows.put_off(current.user_id, free_at)
                return 0

            try:
                return await self._read(current, moment)
            except FeedFailed:
                return 0

    @asynccontextmanager
    async def _in_turn(self, now: datetime) -> AsyncGenerator[datetime]:
        """Wait for one's turn; what time it is then."""
        watch = Watch(now)
        has_to_wait = self._turn.locked()

        async with self._turn:
            yield watch.now() if has_to_wait else now

    async def _add(self, follow: Follow, guild_id: GuildId, wish: Wish, now: datetime) -> LinkedFeed:
        """Let a feed that is followed come into one more server: what it holds by now is no news there."""
        if await self._free_at(follow.username, now) <= now:
            try:
                await self._read(follow, now)
            except (FeedUnreachable, FeedRefused):
                _log.info("a feed comes into one more server, and could not be read just now")

        is_new = await self._link(guild_id, follow.user_id, follow.username, wish, now)
        return await self._linked_by(follow.user_id, is_new=is_new)

    async def _begin(self, guild_id: GuildId, user_id: UserId, username: str, wish: Wish, now: datetime) -> LinkedFeed:
        """Follow a feed from now on, once it was seen that there is one, as far as that can be seen just now."""
        answer, fault = None, None
        free_at = max(await self._free_at(username, now), self._first_read_at(user_id, now))

        if free_at <= now:
            self._first_reads.setdefault(user_id, []).append(now)

            try:
                answer = await self._fetch(username, None, None, now)
            except (FeedUnreachable, FeedRefused) as error:
                fault = error

        is_new = await self._link(guild_id, user_id, username, wish, now)
        follow = (await self._linked_by(user_id)).follow

        if answer is not None:
            await self._note_read(follow, answer, [], now)
        elif fault is not None:
            await self._note_failure(follow, fault, now)
        else:
            await self._store.follows.put_off(user_id, free_at)

        return await self._linked_by(user_id, is_new=is_new)

    async def _link(self, guild_id: GuildId, user_id: UserId, username: str, wish: Wish, now: datetime) -> bool:
        """Let the feed come into the server; whether that is new. Raises NotLinked where they asked to be forgotten."""
        if wish.is_forgotten:
            raise NotLinked

        return await self._store.follows.link(guild_id, user_id, username, now)

    async def _read(self, follow: Follow, now: datetime) -> int:
        """Read the feed and bring in what is new; how many entries. Raises FeedFailed, which is noted."""
        # Noted before: not even a crash makes it be asked for again at once.
        await self._store.follows.asking(follow.user_id, now, now + LEAST_APART)

        try:
            answer = await self._fetch(follow.username, follow.etag, follow.modified, now)
        except FeedFailed as error:
            await self._note_failure(follow, error, now)
            raise

        news: list[News] = []

        if answer.entries is not None and follow.is_begun:
            known = await self._store.follows.known(follow.user_id)
            news = news_in(answer.entries, known, follow.linked_at)

        came = await self._news.bring(follow, news, now)
        # Only now, when every server has them: what a crash leaves is brought in again, and changes nothing.
        await self._note_read(follow, answer, news, now)
        return came

    async def _fetch(self, username: str, etag: str | None, modified: str | None, now: datetime) -> FeedAnswer:
        """Ask for the feed, unless Letterboxd is to be left alone. Raises FeedFailed."""
        assert self._client is not None

        try:
            return await self._client.fetch(username, etag, modified, now)
        except FeedRefused as error:
            if error.is_for_all:
                await self._store.notes.set(REST_NOTE, str(int(error.until.timestamp()) + 1))

            raise

    async def _note_read(self, follow: Follow, answer: FeedAnswer, news: list[News], now: datetime) -> None:
        """Keep what the feed said, and when it is read again: the sooner, the later something came."""
        entries = answer.entries or ()
        news_at = now if news else follow.news_at

        if not follow.is_begun and (told := [entry.published_at for entry in entries if entry.published_at]):
            news_at = min(max(told), now)

        latest = max(news_at or follow.linked_at, follow.linked_at)
        due_at = now + pace_of(latest, now)
        update = {"etag": answer.etag, "modified": answer.modified, "news_at": news_at, "due_at": due_at}
        await self._store.follows.read(follow.model_copy(update=update), said_by(entries), now)

    async def _note_failure(self, follow: Follow, error: FeedFailed, now: datetime) -> None:
        """Keep that the feed could not be read, and when it is asked for again."""
        due_at = now + after_failure(follow.failing_since, now)

        if isinstance(error, FeedRefused):
            due_at = max(due_at, error.until)

        _log.info("a followed feed could not be read: %s", error.reason)

        if await self._store.follows.failed(follow, _fault_of(error), now, due_at):
            _log.warning("a followed feed was given up")

    async def _free_at(self, username: str, now: datetime) -> datetime:
        """When the feed may be asked for again, whoever it was asked for last; now where it may be."""
        assert self._client is not None
        rests_until = await self.rests_until(now) or now
        moments = (await self._store.follows.asked_at(username), self._client.asked_at(username))
        # What is later than now was noted by a clock that went wrong.
        asked = [moment for moment in moments if moment is not None and moment <= now]
        return max(rests_until, *(moment + LEAST_APART for moment in asked)) if asked else rests_until

    def _first_read_at(self, user_id: UserId, now: datetime) -> datetime:
        """When a feed may be read for the first time for the person; now where it may be."""
        latest = {who: [at for at in moments if now - at < _HOUR] for who, moments in self._first_reads.items()}
        self._first_reads = {who: moments for who, moments in latest.items() if moments}
        own = self._first_reads.get(user_id, [])
        return own[-FIRST_READS_AN_HOUR] + _HOUR if len(own) >= FIRST_READS_AN_HOUR else now

    async def _is_followed(self, follow: Follow, username: str) -> bool:
        """Whether it is that feed, and it is read already for some server."""
        if follow.username.casefold() != username.casefold() or follow.ended_at is not None or not follow.is_begun:
            return False

        return any(server.state is FollowState.ON for server in await self._store.follows.servers(follow.user_id))

    async def _linked_by(self, user_id: UserId, *, is_new: bool = False) -> LinkedFeed:
        follow = await self._store.follows.of_member(user_id)

        if follow is None:
            raise NotLinked

        return LinkedFeed(follow=follow, servers=tuple(await self._store.follows.servers(user_id)), is_new=is_new)


def _fault_of(error: FeedFailed) -> FollowFault:
    match error:
        case NoSuchMember():
            return FollowFault.GONE
        case FeedRefused():
            return FollowFault.REFUSED
        case StrangeFeed():
            return FollowFault.MOVED if error.is_elsewhere else FollowFault.STRANGE
        case _:
            return FollowFault.UNREACHABLE
