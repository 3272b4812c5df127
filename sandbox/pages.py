"""The page's files, pictures and attachments, and who may ask for anything at all."""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sandbox.core import Core
from sandbox.messages.attachments import INLINE_TYPES
from sandbox.pictures import draw_avatar
from sandbox.snowflakes import parse_id

PAGE_FOLDER = Path(__file__).parent / "page"
_SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_OWN_SITES = (None, "same-origin", "none")


class PageRoutes:
    """Routes for browsers."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Serve these routes."""
        router.add_get("/", self.index)
        router.add_get("/page/{path:.+}", self.file)
        router.add_get("/cdn/avatars/{user_id}/{hash}.png", self.avatar)
        router.add_get("/cdn/embed/avatars/{number}.png", self.default_avatar)
        router.add_get("/cdn/attachments/{channel_id}/{attachment_id}/{filename}", self.attachment)

    async def index(self, _: web.Request) -> web.Response:
        """The page."""
        return await self._send("index.html")

    async def file(self, request: web.Request) -> web.Response:
        """One of the page's files."""
        return await self._send(request.match_info["path"])

    async def avatar(self, request: web.Request) -> web.Response:
        """A user's avatar; any size that is asked for gets the same."""
        return _picture(draw_avatar(request.match_info["user_id"][:20]))

    async def default_avatar(self, request: web.Request) -> web.Response:
        """One of the avatars of those who have none."""
        return _picture(draw_avatar(f"default {request.match_info['number'][:2]}"))

    async def attachment(self, request: web.Request) -> web.Response:
        """An attachment; what a browser could run is only handed out for download."""
        file = self._core.state.load_file(parse_id(request.match_info["attachment_id"]) or 0)
        if file is None or file.filename != request.match_info["filename"]:
            raise web.HTTPNotFound

        disposition = "inline" if file.content_type in INLINE_TYPES else "attachment"
        headers = _SAFE_HEADERS | {
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Content-Disposition": f'{disposition}; filename="{file.filename}"',
            "Content-Type": file.content_type,
            "Cache-Control": "private, max-age=3600",
        }
        return web.Response(body=file.content, headers=headers)

    async def _send(self, path: str) -> web.Response:
        try:
            found = (PAGE_FOLDER / path).resolve()
            is_own = found.is_relative_to(PAGE_FOLDER) and found.is_file()
        except (OSError, ValueError):
            # A name that no file can have: too long, or with a null in it.
            raise web.HTTPNotFound from None

        if not is_own:
            raise web.HTTPNotFound

        own = self._core.addresses.base_url
        policy = (
            f"default-src 'self'; img-src 'self' data: https: {own}; connect-src 'self'; "
            "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        headers = _SAFE_HEADERS | {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        if found.suffix == ".js":
            kind = "text/javascript"

        if kind.startswith("text/"):
            kind += "; charset=utf-8"

        body = await asyncio.to_thread(found.read_bytes)
        return web.Response(body=body, headers=headers | {"Content-Type": kind})


def guard(core: Core) -> Callable[..., Awaitable[web.StreamResponse]]:
    """A middleware that lets nobody in but this machine's own clients and the sandbox's own page.

    The host is held against names that were made to lead here (rebinding), the origin against other web pages.
    """

    @web.middleware
    async def check(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        port = core.addresses.base_url.rpartition(":")[2]
        hosts = {f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"}
        origin = request.headers.get("Origin")
        if request.host not in hosts:
            return _forbidden("Requests must be addressed to 127.0.0.1 or localhost.")

        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            return _forbidden("Other web pages may not use the sandbox.")

        is_open = request.path == "/" or request.path.startswith("/page/")
        if not is_open and request.headers.get("Sec-Fetch-Site") not in _OWN_SITES:
            return _forbidden("Other web pages may not use the sandbox.")

        return await handler(request)

    return check


def _forbidden(sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=403)


def _picture(content: bytes) -> web.Response:
    headers = _SAFE_HEADERS | {"Cache-Control": "public, max-age=86400"}
    return web.Response(body=content, content_type="image/png", headers=headers)
