"""A server on loopback in Letterboxd's place: members' feeds, and all that can go wrong with them."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256

from aiohttp import web

from tests.builders import NOW
from tests.data.letterboxd.feeds import FEED_TYPE, FeedItem, a_feed

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

MEGABYTE = 1 << 20
_PIECE = 64 << 10


@dataclass(frozen=True)
class Asked:
    """One request: when it came by the test's clock, for whose feed, and what it said."""

    at: datetime
    name: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Diary:
    """One member's public diary, newest first. While `fault` is set, that is answered in place of the feed."""

    items: list[FeedItem] = field(default_factory=list[FeedItem])
    fault: Answer | None = None
    has_etag: bool = True
    has_date: bool = True
    is_packed: bool = False
    changed_at: datetime = NOW

    def write(self, *items: FeedItem, at: datetime | None = None) -> None:
        """New entries on top, the last one the newest."""
        self.items[:0] = reversed(items)
        self.changed_at = at or self.changed_at


class LetterboxdServer:
    """Members' diaries, what was asked, and how many asked at once. `now` is what time the test says it is."""

    def __init__(self) -> None:
        self.url = ""
        self.now = NOW
        self.diaries: dict[str, Diary] = {}
        self.fault: Answer | None = None
        """Where set, whoever asks for anything gets this."""

        self.asked: list[Asked] = []
        self.at_once = self.most_at_once = 0
        self.was_asked = asyncio.Event()

    def diary(self, name: str, *items: FeedItem) -> Diary:
        """A member of that name, with these entries, the newest first."""
        self.diaries[name] = Diary(list(items))
        return self.diaries[name]

    def times(self, name: str) -> list[datetime]:
        """When somebody asked for that member's feed."""
        return [asked.at for asked in self.asked if asked.name == name]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        name = request.match_info["name"]
        self.asked.append(Asked(self.now, name, request.path, dict(request.headers)))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.was_asked.set()

        try:
            return await self._answer(request, name)
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request, name: str) -> web.StreamResponse:
        diary = self.diaries.get(name)

        if self.fault is not None:
            return await self.fault(request)

        if diary is None:
            return web.Response(status=404, text="<html>Sorry, we can't find the page", content_type="text/html")

        return await diary.fault(request) if diary.fault is not None else _feed(request, name, diary)


def _feed(request: web.Request, name: str, diary: Diary) -> web.StreamResponse:
    body = a_feed(diary.items, name)
    headers = {"Content-Type": FEED_TYPE}

    if diary.has_etag:
        headers["ETag"] = f'W/"{sha256(body).hexdigest()[:16]}"'

    if diary.has_date:
        headers["Last-Modified"] = format_datetime(diary.changed_at.astimezone(UTC), usegmt=True)

    if diary.has_etag and request.headers.get("If-None-Match") == headers["ETag"]:
        return web.Response(status=304, headers=headers)

    if not diary.has_etag and request.headers.get("If-Modified-Since") == headers.get("Last-Modified", "none"):
        return web.Response(status=304, headers=headers)

    if diary.is_packed:
        return web.Response(body=gzip.compress(body), headers=headers | {"Content-Encoding": "gzip"})

    return web.Response(body=body, headers=headers)


def says(status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
    """Always the same answer, as a page unless the headers say otherwise."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, headers={"Content-Type": "text/html", **(headers or {})})

    return answer


def leads_to(location: str, status: int = 301) -> Answer:
    """A redirect."""
    return says(status, {"Location": location})


def gives(body: bytes, kind: str = FEED_TYPE) -> Answer:
    """These bytes in place of a feed."""
    return says(200, {"Content-Type": kind}, body)


def hangs() -> Answer:
    """Nothing, until the other side gives up."""

    async def answer(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    return answer


def trickles() -> Answer:
    """A feed that arrives a letter at a time and never ends."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": FEED_TYPE})
        await response.prepare(request)

        while True:
            await response.write(b" ")
            await asyncio.sleep(0.01)

    return answer


def pours(megabytes: int = 50) -> Answer:
    """A feed of so many bytes; nobody is told beforehand."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": FEED_TYPE})
        await response.prepare(request)

        # The other side leaves before the end.
        with suppress(ConnectionError):
            for _ in range(megabytes * MEGABYTE // _PIECE):
                await response.write(b" " * _PIECE)

        return response

    return answer


def packed_bomb(megabytes: int = 30) -> Answer:
    """Some kilobytes that unpack to so many megabytes."""
    packing = zlib.compressobj(9, wbits=31)
    piece = bytes(MEGABYTE)
    body = b"".join([*(packing.compress(piece) for _ in range(megabytes)), packing.flush()])
    return says(200, {"Content-Type": FEED_TYPE, "Content-Encoding": "gzip"}, body)


def cuts_off() -> Answer:
    """The connection ends before there is an answer."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.close()

        return web.Response()

    return answer


def one_after_the_other(answers: Sequence[Answer]) -> Answer:
    """These answers, and the last one from then on."""
    left = list(answers)

    async def answer(request: web.Request) -> web.StreamResponse:
        return await (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer


@asynccontextmanager
async def letterboxd() -> AsyncGenerator[LetterboxdServer]:
    """A stand-in that runs as long as the context."""
    server = LetterboxdServer()
    application = web.Application()
    application.router.add_get("/{name}/rss/", server.handle)
    application.router.add_get("/{name}/{path:.*}", server.handle)
    # Who hangs lets go as soon as the other side does.
    runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port: int = runner.addresses[0][1]
    server.url = f"http://127.0.0.1:{port}"

    try:
        yield server
    finally:
        await runner.cleanup()
