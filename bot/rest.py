"""discord.py's HTTP client, made safe against our own time limits."""

import asyncio
from typing import Any

from discord.http import HTTPClient
from discord.utils import MISSING


def make_cancellable(http: HTTPClient) -> None:
    """Let a request that is cancelled while Discord's global limit is waited out keep no other from being made.

    discord.py 2.7.1 shuts its gate for that time and opens it in the request that met the limit. Where that one is
    cancelled the gate stays shut, and every later request waits for ever. Opened too early it costs one more 429.
    """
    request = http.request

    async def cancellable(*args: Any, **kwargs: Any) -> Any:
        try:
            return await request(*args, **kwargs)
        except asyncio.CancelledError:
            gate = http._global_over  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  (there is no other way)

            # Before the login there is none.
            if gate is not MISSING:
                gate.set()

            raise

    http.request = cancellable
