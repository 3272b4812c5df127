"""What everybody who asks elsewhere over HTTP shares: reading so much and no more, and waiting as long as told."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

REST_UNASKED = timedelta(seconds=30)
"""How long one is left alone that wants to be (429) and does not say for how long."""

REST_AT_MOST = timedelta(days=1)
"""The longest wish of that kind that is taken at its word."""

_CHUNK = 1 << 16


class TooMuch(Exception):
    """An answer of more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class Watch:
    """What time it is now, by the time at which the asking began."""

    def __init__(self, begun_at: datetime) -> None:
        self._begun_at = begun_at
        self._ticks: Callable[[], float] = asyncio.get_running_loop().time
        self._begun_s = self._ticks()

    def now(self) -> datetime:
        """So much later than the beginning as has passed since."""
        return self._begun_at + timedelta(seconds=self._ticks() - self._begun_s)


def retry_at(
    wish: str | None, now: datetime, unasked: timedelta = REST_UNASKED, at_most: timedelta = REST_AT_MOST
) -> datetime:
    """The moment that a Retry-After header names, in seconds or as a date; `unasked` from now where it names none.

    It is never later than `at_most` from now. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
    """
    text = (wish or "").strip()

    if text.isascii() and text.isdigit():
        return now + min(timedelta(seconds=int(text[:9])), at_most)

    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return now + unasked

    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(aware, now), now + at_most)


async def chunks_of(response: aiohttp.ClientResponse, at_most: int) -> AsyncGenerator[bytes]:
    """The body, piece by piece as it comes. Raises TooMuch; whoever leaves the response then reads no more of it."""
    size = 0

    async for chunk in response.content.iter_chunked(_CHUNK):
        size += len(chunk)

        if size > at_most:
            raise TooMuch(at_most)

        yield chunk
