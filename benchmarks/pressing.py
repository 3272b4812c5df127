"""A member with a stopwatch: from the press to the answer on the screen."""

import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox.server import Sandbox
from tests.e2e.world import ALICE, FILM_TALK

Json = dict[str, Any]

STRING = 3
"""Discord's type of a command's option that is text."""


class Presser:
    """Sends commands and waits for what a member would see, one at a time."""

    def __init__(
        self, session: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse, url: str, ids: dict[str, str]
    ) -> None:
        self._session = session
        self._socket = socket
        self._url = url
        self._ids = ids

    async def command(self, name: str, **typed: str) -> float:
        """How long the answer to a command takes to be seen, in seconds."""
        body = self._body(name, typed)
        begun = time.perf_counter()

        async with self._session.post(f"{self._url}/client/command", json=body) as answer:
            interaction_id = (await answer.json())["interaction_id"]

        while True:
            event = json.loads((await self._socket.receive()).data)

            if event["type"] == "interaction_failed":
                raise TimeoutError(name)

            if event["type"] == "interaction_done" and event["interaction_id"] == interaction_id:
                return time.perf_counter() - begun

    async def autocomplete(self, name: str, **typed: str) -> float:
        """How long the choices take to be seen while the last option is typed, in seconds."""
        body = self._body(name, typed)
        body["options"][-1]["focused"] = True
        begun = time.perf_counter()

        async with self._session.post(f"{self._url}/client/autocomplete", json=body) as answer:
            await answer.json()
            answer.raise_for_status()

        return time.perf_counter() - begun

    def _body(self, name: str, typed: dict[str, str]) -> Json:
        options = [{"name": option, "type": STRING, "value": value} for option, value in typed.items()]
        return {
            "user": str(ALICE),
            "channel_id": str(FILM_TALK),
            "command_id": self._ids[name],
            "options": options,
        }


@asynccontextmanager
async def pressing(sandbox: Sandbox) -> AsyncGenerator[Presser]:
    """A member in a channel of the sandbox, on which a bot is ready."""
    params = {"user": str(ALICE), "channel": str(FILM_TALK)}

    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.url}/client/commands", params=params) as answer:
            ids = {command["name"]: command["id"] for command in await answer.json()}

        async with session.ws_connect(f"{sandbox.url}/client/events", params={"user": str(ALICE)}) as socket:
            yield Presser(session, socket, sandbox.url, ids)
