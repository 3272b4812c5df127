"""One provider over HTTP: bounded in time, in size and in number, and shared by all who ask the same at once."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp
import stamina
from aiolimiter import AsyncLimiter
from pydantic import BaseModel, ValidationError

from data.asking import TooMuch, Watch, chunks_of, retry_at
from data.catalogue.remote.resting import Rest
from data.errors import (
    AccessRefused,
    NotAtProvider,
    ProviderFailed,
    ProviderResting,
    ProviderUnreachable,
    StrangeAnswer,
)

_log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 5.0
"""How long asking may take in all, with waiting for one's turn and all retries."""

ATTEMPTS = 3
"""How often a request is made where the provider or the way to it has a fault."""

FIRST_WAIT_S, LONGEST_WAIT_S, JITTER_S = 0.1, 1.0, 0.2
"""The pauses in between: the first, up to which they double, and by how much chance spreads them."""

BODY_AT_MOST = 2 << 20
"""Bytes of an answer that are read; TMDB's longest are a tenth of that."""

REFUSED_FOR = timedelta(minutes=10)
"""How long a provider is left alone that does not let us in: asking again changes nothing, a new start does."""

_LARGE = 1 << 17
"""Bodies above this are read in a thread: they would hold the event loop for milliseconds."""

AnswerT = TypeVar("AnswerT", bound=BaseModel)


class _Fault(Exception):
    """A fault of the provider's own, or of the way to it: worth another try."""


class Remote:
    """A provider's HTTP API."""

    def __init__(  # noqa: PLR0913  (all that differs from one provider to the next)
        self,
        name: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        limiter: AsyncLimiter | None = None,
        turn: AbstractAsyncContextManager[Any] | None = None,
        body_at_most: int = BODY_AT_MOST,
    ) -> None:
        """`limiter` says how often it may be asked; `turn`, where given, is held by whoever asks, one at a time."""
        self.name = name
        self.headers = dict(headers or {})
        self.rest = Rest(name)
        self._url = url.rstrip("/")
        self._limiter = limiter
        self._turn = turn
        self._body_at_most = body_at_most
        self._session: aiohttp.ClientSession | None = None
        self._asked: dict[str, asyncio.Task[Any]] = {}
        self._is_closed = False

    async def ask(self, path: str, parameters: Mapping[str, str], kind: type[AnswerT], now: datetime) -> AnswerT:
        """The answer at `path`, read as `kind`. Raises ProviderFailed, each time as one of its kinds.

        Who asks what is being asked already gets the same answer. It is cancelled for nobody who still waits for it.
        """
        request = json.dumps([path, sorted(parameters.items()), kind.__name__])
        task = self._asked.get(request)

        if task is None:
            task = asyncio.create_task(self._ask(path, parameters, kind, now), name=f"asking {self.name}")
            self._asked[request] = task
            task.add_done_callback(lambda done: self._answered(request, done))

        return await asyncio.shield(task)

    async def close(self) -> None:
        """Give up what is being asked, and close the connections; nothing can be asked any more."""
        self._is_closed = True

        if running := list(self._asked.values()):
            for task in running:
                task.cancel()

            await asyncio.wait(running)

        if self._session is not None:
            await self._session.close()

    def _answered(self, request: str, task: asyncio.Task[Any]) -> None:
        del self._asked[request]

        # All who asked may have gone: then nobody else looks at how it ended.
        if not task.cancelled():
            task.exception()

    async def _ask(self, path: str, parameters: Mapping[str, str], kind: type[AnswerT], now: datetime) -> AnswerT:
        if self._is_closed:
            raise ProviderUnreachable(self.name, "we are about to end")

        watch = _Watch(now)
        self.rest.begin(now)

        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                answer = await _read(self.name, await self._in_turn(path, parameters, watch), kind)
        except (ProviderUnreachable, StrangeAnswer) as error:
            self._failed(error, watch)
            raise
        except TimeoutError:
            failure = ProviderUnreachable(self.name, "no answer in time")
            self._failed(failure, watch)
            raise failure from None
        except NotAtProvider:
            self.rest.succeeded()
            raise

        self.rest.succeeded()
        return answer

    def _failed(self, error: ProviderFailed, watch: "_Watch") -> None:
        _log.warning("%s can't be used just now: %s", error.provider, error.reason)

        # What it does not understand of ours says nothing about how it is.
        if not watch.is_refused:
            self.rest.failed(watch.now())

    async def _in_turn(self, path: str, parameters: Mapping[str, str], watch: "_Watch") -> bytes:
        if self._turn is None:
            return await self._try(path, parameters, watch)

        async with self._turn:
            return await self._try(path, parameters, watch)

    async def _try(self, path: str, parameters: Mapping[str, str], watch: "_Watch") -> bytes:
        try:
            async for attempt in stamina.retry_context(
                on=_Fault,
                attempts=ATTEMPTS,
                timeout=None,
                wait_initial=FIRST_WAIT_S,
                wait_max=LONGEST_WAIT_S,
                wait_jitter=JITTER_S,
            ):
                with attempt:
                    # Somebody else may have been told to wait since.
                    self.rest.check(watch.now())
                    return await self._request(path, parameters, watch)
        except _Fault as fault:
            raise ProviderUnreachable(self.name, str(fault)) from None

        raise AssertionError  # stamina ends with an answer or an error

    async def _request(self, path: str, parameters: Mapping[str, str], watch: "_Watch") -> bytes:
        """One request's body. Raises _Fault, and ProviderFailed for what no other try would change."""
        if self._limiter is not None:
            await self._limiter.acquire()

        try:
            # An answer that leads elsewhere would take our token with it.
            async with self._connections().get(
                f"{self._url}{path}", params=parameters, headers=self.headers, allow_redirects=False
            ) as response:
                self._look_at(response, watch)
                return await self._body(response)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # Its words may hold the address; its kind says enough.
            raise _Fault(type(error).__name__) from None

    def _look_at(self, response: aiohttp.ClientResponse, watch: "_Watch") -> None:
        status = response.status
        wish = response.headers.get("Retry-After")

        if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and wish):
            until = retry_at(wish, watch.now())
            self.rest.until(until, f"it wants to be left alone ({status})")
            raise ProviderResting(self.name, f"it wants to be left alone ({status})", until)

        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _Fault(f"status {status}")

        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            _log.error("%s does not let us in (status %d)", self.name, status)
            self.rest.until(watch.now() + REFUSED_FOR, "it does not let us in")
            raise AccessRefused(self.name, f"status {status}")

        if status == HTTPStatus.NOT_FOUND:
            raise NotAtProvider(self.name, "status 404")

        if status != HTTPStatus.OK:
            watch.is_refused = status >= HTTPStatus.BAD_REQUEST
            raise StrangeAnswer(self.name, f"status {status}")

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        try:
            return b"".join([chunk async for chunk in chunks_of(response, self._body_at_most)])
        except TooMuch as error:
            raise StrangeAnswer(self.name, f"an answer of more than {error.limit:,} bytes") from None

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None:
            # The limit is ours, and holds for all tries together.
            unlimited = aiohttp.ClientTimeout(total=None)
            self._session = aiohttp.ClientSession(timeout=unlimited, cookie_jar=aiohttp.DummyCookieJar())

        return self._session


@asynccontextmanager
async def in_time(provider: str) -> AsyncGenerator[None]:
    """Several requests that together may take no longer than one. Raises ProviderUnreachable."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            yield
    except TimeoutError:
        raise ProviderUnreachable(provider, "no answer in time") from None


class _Watch(Watch):
    """A watch that notes whether the provider refused what was asked."""

    is_refused = False


async def _read(provider: str, body: bytes, kind: type[AnswerT]) -> AnswerT:
    read: Callable[[], AnswerT] = lambda: kind.model_validate_json(body)  # noqa: E731  (called here or in a thread)

    try:
        return read() if len(body) < _LARGE else await asyncio.to_thread(read)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        reason = f"{'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}"
        raise StrangeAnswer(provider, reason) from None
