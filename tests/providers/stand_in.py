"""A server on loopback in place of a provider: it answers as that does, or goes wrong as it is told to."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]

LARGE = 10 << 20
WAIT_S = 20.0
"""A test that waits longer has failed."""


@dataclass(frozen=True)
class Asked:
    """One request that arrived."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """What is answered: a body, as JSON unless it is bytes; `is_cut_off` closes the connection in its place."""

    body: Json | list[Any] | bytes = field(default_factory=dict[str, Any])
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    is_cut_off: bool = False


class StandIn:
    """What it was asked, and what it answers. While `may_answer` is clear, it answers nothing."""

    def __init__(self, answer: Callable[[Asked], Said]) -> None:
        self.usual = answer
        self.answer = answer
        self.asked: list[Asked] = []
        self.url = ""
        self.at_once = self.most_at_once = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self._news = asyncio.Condition()

    def says(self, *said: Said) -> None:
        """Answer so to the next requests, one after the other, and the last one from then on."""
        left = list(said)

        def answer(_: Asked) -> Said:
            return left.pop(0) if len(left) > 1 else left[0]

        self.answer = answer

    async def was_asked(self, times: int = 1) -> None:
        """Wait until so many requests have arrived."""
        async with asyncio.timeout(WAIT_S), self._news:
            await self._news.wait_for(lambda: len(self.asked) >= times)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        asked = Asked(request.path, dict(request.query), dict(request.headers))

        async with self._news:
            self.asked.append(asked)
            self._news.notify_all()

        try:
            await self.may_answer.wait()
            return self._response(request, self.answer(asked))
        finally:
            self.at_once -= 1

    def _response(self, request: web.Request, said: Said) -> web.StreamResponse:
        if said.is_cut_off and request.transport is not None:
            request.transport.close()

        if isinstance(said.body, bytes):
            return web.Response(body=said.body, status=said.status, headers=said.headers)

        return web.json_response(said.body, status=said.status, headers=said.headers)


@asynccontextmanager
async def standing_in(answer: Callable[[Asked], Said]) -> AsyncGenerator[StandIn]:
    """A provider's stand-in that runs as long as the context."""
    stand_in = StandIn(answer)
    application = web.Application()
    application.router.add_get("/{path:.*}", stand_in.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port: int = runner.addresses[0][1]
    stand_in.url = f"http://127.0.0.1:{port}"

    try:
        yield stand_in
    finally:
        stand_in.may_answer.set()
        await runner.cleanup()
