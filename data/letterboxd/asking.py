"""Asking for members' feeds, politely: one request at a time, with a contact, and not at all for as long as told.

Only the feeds below one address are ever asked for; what leads elsewhere is not followed.
"""

import asyncio
import logging
import re
import zlib
from datetime import datetime, timedelta
from http import HTTPStatus

import aiohttp
from yarl import URL

from data.asking import TooMuch, Watch, chunks_of, retry_at
from data.errors import FeedRefused, FeedUnreachable, NoSuchMember, StrangeFeed
from data.letterboxd.rss import BadFeed, read_feed
from data.models import FeedEntry, Model

_log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 10.0
"""How long one feed may take to arrive in all, redirects included."""

BODY_AT_MOST = 2 << 20
"""Bytes of a feed that are read, packed or unpacked: fifty long reviews are a quarter of that."""

REDIRECTS = 2
"""So many are followed, within the same origin."""

REST_UNASKED = timedelta(hours=1)
"""How long Letterboxd is left alone that wants to be and does not say for how long."""

REST_AT_LEAST, REST_AT_MOST = timedelta(minutes=1), timedelta(days=30)
"""The shortest time that it is left alone for, and the longest wish that is taken at its word."""

REFUSED_FOR = timedelta(days=1)
"""How long one feed is left alone that does not let us in."""

REMEMBERED_FOR = timedelta(hours=1)
"""How long it is known when a feed was asked for, also once nobody follows it any more."""

_MARK = re.compile(r"[ -~]{1,200}")
"""An ETag or a Last-Modified as it is kept and sent back."""

_TYPES = frozenset({"", "application/rss+xml", "application/xml", "text/xml"})
"""The kinds that feeds are sent as; some servers name none."""

_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_ZLIB_OR_GZIP = 47
"""zlib's word for: either, as the data itself says."""

_LEADS_ON = frozenset({301, 302, 303, 307, 308})


class FeedAnswer(Model):
    """What came: the feed's entries in its order, newest first, or None where nothing changed.

    `etag` and `modified` are to be told with the next request.
    """

    entries: tuple[FeedEntry, ...] | None = None
    etag: str | None = None
    modified: str | None = None


class _Asking:
    """One request for a feed, and when it is."""

    def __init__(self, username: str, etag: str | None, modified: str | None, now: datetime) -> None:
        self.username = username
        self.watch = Watch(now)
        self.last = FeedAnswer(etag=etag, modified=modified)
        marks = {"If-None-Match": etag, "If-Modified-Since": modified}
        self.marks = {name: mark for name, mark in marks.items() if mark}
        """The headers that make it conditional."""

    def strange(self, reason: str, *, is_elsewhere: bool = False) -> StrangeFeed:
        """What came is of no use."""
        return StrangeFeed(self.username, reason, is_elsewhere=is_elsewhere)


class FeedClient:
    """Letterboxd, as far as it is asked: for members' feeds, one at a time."""

    def __init__(self, url: str, contact: str, version: str = "0") -> None:
        """`contact` is an e-mail or web address of whoever runs the bot."""
        self._url = URL(url.rstrip("/"))
        self._headers = {
            "User-Agent": f"Marquee/{version} (+{contact})",
            "Accept": "application/rss+xml, application/xml;q=0.9, text/xml;q=0.8",
            "Accept-Encoding": "gzip",
        }
        self._turn = asyncio.Lock()
        self._session: aiohttp.ClientSession | None = None
        self._asked: dict[str, datetime] = {}
        self._is_closed = False
        self.rests_until: datetime | None = None
        """Until when nothing is asked for, as Letterboxd said."""

    async def fetch(self, username: str, etag: str | None, modified: str | None, now: datetime) -> FeedAnswer:
        """The member's feed; `etag` and `modified` are what the last answer said.

        Raises NoSuchMember, FeedUnreachable, FeedRefused and StrangeFeed. A failure is not tried again.
        """
        asking = _Asking(username, etag, modified, now)

        async with self._turn:
            self._check(asking)
            self._note(username, now)

            try:
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    body, answer = await self._follow(asking)
            except TimeoutError:
                raise FeedUnreachable(username, "no answer in time") from None
            except (aiohttp.ClientError, OSError, ValueError) as error:
                # Its words may hold the address; its kind says enough.
                raise FeedUnreachable(username, type(error).__name__) from None

            if body is None:
                return FeedAnswer(
                    etag=answer.etag or asking.last.etag, modified=answer.modified or asking.last.modified
                )

            # A large one takes a while: in a thread, so that the event loop goes on.
            entries = await asyncio.to_thread(_entries, asking, *body)
            return answer.model_copy(update={"entries": entries})

    def asked_at(self, username: str) -> datetime | None:
        """When the member's feed was last asked for, if that was of late, whoever it was for."""
        return self._asked.get(username.casefold())

    async def close(self) -> None:
        """Close the connection; nothing can be asked for any more."""
        self._is_closed = True

        if self._session is not None:
            await self._session.close()

    def _note(self, username: str, now: datetime) -> None:
        self._asked = {name: at for name, at in self._asked.items() if at > now - REMEMBERED_FOR}
        self._asked[username.casefold()] = now

    def _check(self, asking: _Asking) -> None:
        """Raises FeedRefused while nothing may be asked for, also if that was said since we wait for our turn."""
        if self._is_closed:
            raise FeedUnreachable(asking.username, "we are about to end")

        if self.rests_until is not None and asking.watch.now() < self.rests_until:
            raise FeedRefused(asking.username, "it wants to be left alone", self.rests_until, is_for_all=True)

    async def _follow(self, asking: _Asking) -> tuple[tuple[bytes, str] | None, FeedAnswer]:
        """The body with its coding, None where nothing changed; and what is to be told next time."""
        url = self._url / asking.username / "rss" / ""

        for _ in range(REDIRECTS + 1):
            async with self._connections().get(
                url, headers={**self._headers, **asking.marks}, allow_redirects=False
            ) as response:
                if response.status in _LEADS_ON:
                    url = self._next(response, asking)
                    continue

                self._look_at(response, asking)
                return await _body(response, asking), _marks_of(response)

        raise asking.strange("it leads on and on")

    def _next(self, response: aiohttp.ClientResponse, asking: _Asking) -> URL:
        """Where it leads to, if that is at the same origin. Raises StrangeFeed."""
        try:
            url = response.url.join(URL(response.headers.get("Location", "")))
            is_here = url.user is None and url.origin() == self._url.origin()
        except ValueError:
            raise asking.strange("it leads nowhere") from None

        if not is_here:
            raise asking.strange("it leads elsewhere", is_elsewhere=True)

        return url.with_fragment(None)

    def _look_at(self, response: aiohttp.ClientResponse, asking: _Asking) -> None:
        """Raise what the status says, unless that is well."""
        status, wish = response.status, response.headers.get("Retry-After")
        reason = f"status {status}"
        wants_rest = {HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE}

        if status == HTTPStatus.TOO_MANY_REQUESTS or (status in wants_rest and wish):
            self.rests_until = _rest(wish, asking.watch.now())
            _log.warning("Letterboxd wants to be left alone (%s)", reason)
            raise FeedRefused(asking.username, reason, self.rests_until, is_for_all=True)

        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise FeedRefused(asking.username, reason, asking.watch.now() + REFUSED_FOR, is_for_all=False)

        if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            raise NoSuchMember(asking.username, reason)

        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise FeedUnreachable(asking.username, reason)

        if status != HTTPStatus.OK and not (status == HTTPStatus.NOT_MODIFIED and asking.marks):
            raise asking.strange(reason)

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Bodies are unpacked here: aiohttp would unpack as much as a piece of them holds, which may be anything.
            self._session = aiohttp.ClientSession(
                # Kept open, a connection may just be closed by the other side when the next request is made.
                connector=aiohttp.TCPConnector(limit=1, force_close=True),
                timeout=aiohttp.ClientTimeout(total=None),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
            # aiohttp 3 would ask again by itself where a connection ends without an answer, and offers no other door.
            self._session._retry_connection = False  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

        return self._session


def _rest(wish: str | None, now: datetime) -> datetime:
    return max(retry_at(wish, now, REST_UNASKED, REST_AT_MOST), now + REST_AT_LEAST)


def _marks_of(response: aiohttp.ClientResponse) -> FeedAnswer:
    """The answer without its entries."""
    etag, modified = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    return FeedAnswer(
        etag=etag if _MARK.fullmatch(etag) else None, modified=modified if _MARK.fullmatch(modified) else None
    )


async def _body(response: aiohttp.ClientResponse, asking: _Asking) -> tuple[bytes, str] | None:
    """What came, packed as it is, with the name of its packing; None where nothing changed. Raises StrangeFeed."""
    if response.status == HTTPStatus.NOT_MODIFIED:
        return None

    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    coding = response.headers.get("Content-Encoding", "").strip().lower()

    if kind not in _TYPES:
        raise asking.strange("it is no feed, but another kind of page")

    if coding not in _PACKED | {"", "identity"}:
        raise asking.strange("it is packed in a way that was not asked for")

    try:
        return b"".join([chunk async for chunk in chunks_of(response, BODY_AT_MOST)]), coding
    except TooMuch as error:
        # Leaving closes the connection: the rest is not read.
        raise asking.strange(f"more than {error.limit:,} bytes") from None


def _entries(asking: _Asking, body: bytes, coding: str) -> tuple[FeedEntry, ...]:
    """The entries of a feed as it came. Raises StrangeFeed."""
    try:
        return read_feed(_unpacked(body) if coding in _PACKED else body)
    except zlib.error:
        raise asking.strange("it can't be unpacked") from None
    except TooMuch as error:
        raise asking.strange(f"more than {error.limit:,} bytes unpacked") from None
    except BadFeed as error:
        raise asking.strange(str(error) or "no feed") from None


def _unpacked(body: bytes) -> bytes:
    """No more than the limit is ever unpacked. Raises TooMuch and zlib.error."""
    unpacking = zlib.decompressobj(_ZLIB_OR_GZIP)
    found = unpacking.decompress(body, BODY_AT_MOST + 1)

    if len(found) > BODY_AT_MOST:
        raise TooMuch(BODY_AT_MOST)

    if not unpacking.eof:
        raise zlib.error

    return found
