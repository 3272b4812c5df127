"""The log that `GET /sandbox/log` gives: requests and events, without secrets."""

import itertools
import re
from collections import deque
from typing import cast

from sandbox.clock import Clock
from sandbox.protocol import Json

LIMIT = 20_000
"""Older entries fall out."""

_TOKEN_IN_PATH = re.compile(r"^(/(?:interactions|webhooks)/\d+)/[^/]+")
_SECRET_KEYS = ("token",)


class Journal:
    """The latest entries, in the order of their numbers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: deque[Json] = deque(maxlen=LIMIT)
        self._numbers = itertools.count(1)

    def note_request(self, method: str, path: str, body: object, status: int, answer: object) -> None:
        """Note a REST request with its answer; `path` is below /api/v10. Status 0 is an answer that was lost."""
        self._note("request", method, public_path(path), {"body": body, "status": status, "answer": answer})

    def note_event(self, name: str, data: object) -> None:
        """Note an event that the gateway dispatched."""
        self._note("event", None, name, {"body": data, "status": None, "answer": None})

    def since(self, number: int) -> list[Json]:
        """The entries after `number`, oldest first."""
        return [entry for entry in self._entries if entry["seq"] > number]

    def _note(self, direction: str, method: str | None, path: str, rest: Json) -> None:
        entry: Json = {"seq": next(self._numbers), "at": self._clock.timestamp(), "direction": direction}
        entry |= {"method": method, "path": path}
        self._entries.append(entry | {key: without_secrets(value) for key, value in rest.items()})


def public_path(path: str) -> str:
    """A path without the interaction's token in it."""
    return _TOKEN_IN_PATH.sub(r"\1/…", path)


def without_secrets(body: object) -> object:
    """A JSON object without the token at its top, which is where Discord's objects have theirs."""
    if not isinstance(body, dict):
        return body

    return {key: value for key, value in cast("Json", body).items() if key not in _SECRET_KEYS}
