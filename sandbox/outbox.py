"""What is to be written to one websocket, in order, without anybody having to wait for it."""

import asyncio
import contextlib
from collections.abc import Callable

from aiohttp import web

QUEUE_LIMIT = 10_000
"""A reader that is further behind than this is cut off."""


class Outbox:
    """A queue in front of a websocket, written by one task."""

    def __init__(
        self, socket: web.WebSocketResponse, request: web.Request, encode: Callable[[str], str | bytes]
    ) -> None:
        self._socket = socket
        self._request = request
        self._encode = encode
        self._queue: asyncio.Queue[str | tuple[int, str]] = asyncio.Queue()
        self._task = asyncio.get_running_loop().create_task(self._write())

    @property
    def writing(self) -> asyncio.Task[None]:
        """The task that writes; it ends with the connection."""
        return self._task

    def put(self, text: str) -> None:
        """Send a text after all that was put before."""
        if self._queue.qsize() >= QUEUE_LIMIT:
            self.cut()
        else:
            self._queue.put_nowait(text)

    def close(self, code: int, reason: str) -> None:
        """Close with a code after all that was put before."""
        self._queue.put_nowait((code, reason))

    def cut(self) -> None:
        """Break the connection at once, without a close frame."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def stop(self) -> None:
        """End the writing task; what is not written yet is lost."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _write(self) -> None:
        # A connection that broke is noticed by its reader, which then stops this task.
        with contextlib.suppress(ConnectionError, RuntimeError):
            while True:
                item = await self._queue.get()
                if isinstance(item, tuple):
                    await self._socket.close(code=item[0], message=item[1].encode())
                    return

                encoded = self._encode(item)
                if isinstance(encoded, bytes):
                    await self._socket.send_bytes(encoded)
                else:
                    await self._socket.send_str(encoded)
