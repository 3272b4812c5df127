"""Logging: one line a record, the interaction's id on each, no secret in any."""

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import IO, Literal

from typing_extensions import override

interaction_id: ContextVar[int | None] = ContextVar("interaction_id", default=None)
"""The interaction being answered in this task, so that every record made meanwhile names it."""

_QUIET = ("discord.http", "discord.webhook", "discord.gateway", "discord.client", "aiosqlite", "asyncio")
"""These write addresses with interaction tokens, payloads and SQL at DEBUG: they stay at INFO or above."""

_TOKEN_IN_ADDRESS = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.%-]{16,}")
"""An interaction's token stands in its addresses and is good for 15 minutes."""

_INTERACTION_TOKEN = re.compile(r"\baW50ZXJhY3Rpb246[\w+/%-]{16,}")
"""What one looks like wherever else it stands: base64 that begins with "interaction:"."""

_BOT_TOKEN = re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b")
"""What a Discord bot token looks like."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""C0 and C1 controls, Unicode's line and paragraph separators, and those that reverse the direction of text."""

_STANDARD = frozenset(vars(logging.makeLogRecord({})))


class _Formatter(logging.Formatter):
    """A record on one line, without what must not be read by others."""

    def __init__(self, secrets: tuple[str, ...], shape: Literal["text", "json"]) -> None:
        super().__init__()
        self._secrets = secrets
        self._shape = shape

    @override
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }

        if (current := interaction_id.get()) is not None:
            fields["interaction"] = current

        fields |= {name: value for name, value in vars(record).items() if name not in _STANDARD and name != "message"}

        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)

        return self._without_secrets(json.dumps(fields, default=str) if self._shape == "json" else _as_text(fields))

    def _without_secrets(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")

        line = _TOKEN_IN_ADDRESS.sub(r"\1[secret]", line)
        return _BOT_TOKEN.sub("[secret]", _INTERACTION_TOKEN.sub("[secret]", line))


def _as_text(fields: dict[str, object]) -> str:
    """`12:00:00 INFO bot.client: message (interaction=1, reference=…)`, then the exception, indented."""
    shown = dict(fields)
    at, level, logger, message = (str(shown.pop(name)) for name in ("at", "level", "logger", "message"))
    exception = shown.pop("exception", None)
    line = _visible(f"{at[11:19]} {level:<7} {logger}: {message}")
    extra = ", ".join(f"{name}={value!r}" for name, value in shown.items())
    line += f" ({extra})" if extra else ""
    return "\n".join([line, *(f"    {_visible(part)}" for part in str(exception).split("\n"))]) if exception else line


def _visible(text: str) -> str:
    """The text with control characters and line breaks of every kind written out.

    A member's text must neither begin a line of its own, where it could pass for a record, nor steer a terminal.
    """
    return _CONTROLS.sub(lambda found: repr(found[0])[1:-1], text)


def set_up_log(
    level: str, shape: Literal["text", "json"], secrets: tuple[str, ...] = (), stream: IO[str] | None = None
) -> None:
    """Log everything from `level` up to standard error, each of `secrets` blotted out. May be called again."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Formatter(tuple(secret for secret in secrets if secret), shape))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)

    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
