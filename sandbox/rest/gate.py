"""What every REST request goes through: the token, the limits, the faults of a test, and the log."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.core import Core
from sandbox.errors import ApiError, server_error, unauthorized
from sandbox.faults import FaultOrder
from sandbox.journal import public_path
from sandbox.protocol import API_PREFIX
from sandbox.rest.reading import read_body

_log = logging.getLogger("sandbox.rest")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its body as JSON, or none with 204."""

    body: object = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


Handler = Callable[[web.Request], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Route:
    """One of Discord's routes."""

    method: str
    template: str
    """The path below /api/v10, as Discord's documentation writes it."""

    handler: Handler
    needs_token: bool = True
    """False for those whose path holds a token of its own, and for the gateway's address."""

    is_limited: bool = True


class Gate:
    """Carries routes out."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def add_to(self, router: web.UrlDispatcher, routes: list[Route]) -> None:
        """Serve `routes`."""
        for route in routes:
            router.add_route(route.method, API_PREFIX + route.template, self._wrap(route))

    def _wrap(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._respond(request, route)

        return handle

    async def _respond(self, request: web.Request, route: Route) -> web.StreamResponse:
        path = request.path.removeprefix(API_PREFIX)
        # Requests of one connection share its context.
        read_body.set(None)
        fault = self._core.faults.take(request.method, path)
        reply: Reply | None
        if fault is None:
            reply = await self._carry_out(request, route)
        else:
            reply = await self._go_wrong(request, route, fault)

        self._note(request, path, reply)
        if reply is None:
            if request.transport is not None:
                request.transport.abort()

            return web.Response(status=500)

        return _as_response(reply)

    async def _go_wrong(self, request: web.Request, route: Route, fault: FaultOrder) -> Reply | None:
        refusal = fault.refusal()
        if refusal is not None and not fault.after:
            await asyncio.sleep(fault.delay_s)
            return _as_reply(refusal)

        if fault.after:
            await self._carry_out(request, route)
            await asyncio.sleep(fault.delay_s)
            return None if refusal is None else _as_reply(refusal)

        await asyncio.sleep(fault.delay_s)
        return await self._carry_out(request, route)

    async def _carry_out(self, request: web.Request, route: Route) -> Reply:
        headers: dict[str, str] = {}
        try:
            if route.needs_token:
                self._check_token(request)

            if self._core.settings.rate_limits and route.is_limited:
                headers = self._count(request, route)

            reply = await route.handler(request)
        except ApiError as refusal:
            reply = _as_reply(refusal)
        except ConnectionResetError:
            # The client went away in the middle of its request: nobody reads the answer.
            reply = _as_reply(server_error())
        except Exception:  # noqa: BLE001 - the client gets an answer even where the sandbox itself is at fault
            _log.exception("%s %s failed", request.method, public_path(request.path.removeprefix(API_PREFIX)))
            reply = _as_reply(server_error())

        return Reply(reply.body, reply.status, headers | reply.headers)

    def _check_token(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self._core.directory.application.token}":
            raise unauthorized()

    def _count(self, request: web.Request, route: Route) -> dict[str, str]:
        # Interactions' answers and follow-ups are not under the limit in all, as Discord's documentation says.
        if route.needs_token:
            self._core.limits.count_global()

        return self._core.limits.count(route.method, route.template, dict(request.match_info))

    def _note(self, request: web.Request, path: str, reply: Reply | None) -> None:
        status, answer = (0, None) if reply is None else (reply.status, reply.body)
        level = logging.DEBUG if 0 < status < 400 else logging.INFO
        _log.log(level, "%s %s %s", request.method, public_path(path), status)
        if status >= 400:
            _log.info("refused: %s", json.dumps(answer, ensure_ascii=False))

        body = read_body.get()
        query = dict(request.query)
        self._core.journal.note_request(
            request.method, path, body if body is not None else query or None, status, answer
        )


def _as_reply(refusal: ApiError) -> Reply:
    return Reply(refusal.body(), refusal.status, refusal.headers)


def _as_response(reply: Reply) -> web.Response:
    # Clients take a 429 without a Via header for one of the host in front of Discord, and do not try again.
    headers = {"Via": "1.1 sandbox", "Cache-Control": "no-store"} | reply.headers
    if reply.body is None:
        return web.Response(status=204, headers=headers)

    # Without a charset: discord.py takes nothing but this very type for JSON.
    headers["Content-Type"] = "application/json"
    body = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(status=reply.status, body=body, headers=headers)
