"""Discord's refusals, in Discord's own form.

Every refusal is one `ApiError`: an HTTP status, Discord's JSON error code, its message and, for a form that
breaks a rule, the tree of what is wrong where. Codes and messages are those of Discord's documentation
("Opcodes and status codes"); status 0 codes are "General error".
"""

import math
from collections.abc import Sequence
from typing import Any

from typing_extensions import override

Json = dict[str, Any]
"""A JSON object as it travels to and from Discord."""

Path = tuple[str | int, ...]
"""Where in a payload something stands: keys and list positions, outermost first; empty is all of it."""


class ApiError(Exception):
    """A request that Discord refuses."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        errors: Json | None = None,
        *,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status, code, message, errors)
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.headers: dict[str, str] = headers or {}

    def body(self) -> Json:
        """The JSON that Discord answers with."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors

        return body

    @override
    def __str__(self) -> str:
        return f"{self.status} ({self.code}): {self.message}"


class RateLimited(ApiError):
    """A request that came too early: on its route, on all of them, or on one kind of action (`code`)."""

    def __init__(
        self,
        retry_after_s: float,
        *,
        is_global: bool = False,
        code: int = 0,
        message: str = "You are being rate limited.",
    ) -> None:
        headers = {
            # Whole seconds, rounded up: a client that waits for them is never too early again.
            "Retry-After": str(max(1, math.ceil(retry_after_s))),
            "X-RateLimit-Scope": "global" if is_global else "user",
        }
        if is_global:
            headers["X-RateLimit-Global"] = "true"

        super().__init__(429, code, message, headers=headers)
        self.retry_after_s = retry_after_s
        self.is_global = is_global

    @override
    def body(self) -> Json:
        """The JSON of a 429, whose `retry_after` is in seconds; `code` only where there is one."""
        body: Json = {
            "message": self.message,
            "retry_after": round(self.retry_after_s, 3),
            "global": self.is_global,
        }
        if self.code:
            body["code"] = self.code

        return body


class FieldErrors:
    """What is wrong with a form, gathered by place, so that one answer names it all as Discord's does."""

    def __init__(self) -> None:
        self.tree: Json = {}

    def add(self, path: Sequence[str | int], code: str, message: str) -> None:
        """Note that what stands at `path` breaks the rule `code`."""
        node = self.tree
        for step in path:
            node = node.setdefault(str(step), {})

        node.setdefault("_errors", []).append({"code": code, "message": message})

    def has_any(self, path: Sequence[str | int] = ()) -> bool:
        """Whether anything at `path` or below it is wrong."""
        node = self.tree
        for step in path:
            node = node.get(str(step), {})

        return bool(node)

    def raise_if_any(self) -> None:
        """Raises ApiError 50035 when anything was noted."""
        if self.tree:
            raise invalid_form(self.tree)


def invalid_form(errors: Json) -> ApiError:
    """A payload that breaks Discord's rules, with the tree of what is wrong where."""
    return ApiError(400, 50035, "Invalid Form Body", errors)


def field_error(path: Sequence[str | int], code: str, message: str) -> ApiError:
    """An invalid form with a single thing wrong."""
    errors = FieldErrors()
    errors.add(path, code, message)
    return invalid_form(errors.tree)


def not_found() -> ApiError:
    """No such route, or a thing whose kind has no code of its own."""
    return ApiError(404, 0, "404: Not Found")


def unauthorized() -> ApiError:
    """A missing or a wrong bot token."""
    return ApiError(401, 0, "401: Unauthorized")


def server_error(status: int = 500) -> ApiError:
    """A failure on Discord's own side."""
    return ApiError(status, 0, f"{status}: {_SERVER_ERRORS.get(status, 'Internal Server Error')}")


_SERVER_ERRORS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def unknown_application() -> ApiError:
    """No such application, or not the caller's own."""
    return ApiError(404, 10002, "Unknown Application")


def unknown_channel() -> ApiError:
    """No such channel, or one of a server in which the bot is not."""
    return ApiError(404, 10003, "Unknown Channel")


def unknown_guild() -> ApiError:
    """No such server, or one in which the bot is not."""
    return ApiError(404, 10004, "Unknown Guild")


def unknown_member() -> ApiError:
    """A user who is not in that server."""
    return ApiError(404, 10007, "Unknown Member")


def unknown_message() -> ApiError:
    """No such message in that channel, or one that is deleted."""
    return ApiError(404, 10008, "Unknown Message")


def unknown_role() -> ApiError:
    """No such role in that server."""
    return ApiError(404, 10011, "Unknown Role")


def unknown_user() -> ApiError:
    """No such user."""
    return ApiError(404, 10013, "Unknown User")


def unknown_webhook() -> ApiError:
    """No such webhook: for an interaction, a token that never was, or one that was not answered yet."""
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    """No such interaction, or one that was answered too late (3 seconds)."""
    return ApiError(404, 10062, "Unknown interaction")


def unknown_command() -> ApiError:
    """No such application command."""
    return ApiError(404, 10063, "Unknown application command")


def too_many_commands(limit: int = 100) -> ApiError:
    """More commands of one type than an application may have."""
    return ApiError(400, 30032, f"Maximum number of application commands reached ({limit})")


def too_many_old_edits(retry_after_s: float) -> ApiError:
    """Too many edits of messages that are older than an hour; clients wait `retry_after_s` and try again."""
    message = "Maximum number of edits to messages older than 1 hour reached. Try again later"
    return RateLimited(retry_after_s, code=30046, message=message)


def file_too_large() -> ApiError:
    """A request larger than Discord takes."""
    return ApiError(413, 40005, "Request entity too large")


def already_acknowledged() -> ApiError:
    """An interaction that has its first answer."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def missing_access() -> ApiError:
    """A place that the bot cannot see."""
    return ApiError(403, 50001, "Missing Access")


def dm_only() -> ApiError:
    """An action that a direct channel does not know."""
    return ApiError(403, 50003, "Cannot execute action on a DM channel")


def not_author() -> ApiError:
    """An edit of somebody else's message."""
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> ApiError:
    """A message with nothing in it that could be seen."""
    return ApiError(400, 50006, "Cannot send an empty message")


def cannot_dm() -> ApiError:
    """A direct message to somebody who takes none from the bot."""
    return ApiError(403, 50007, "Cannot send messages to this user")


def invalid_sticker() -> ApiError:
    """A sticker that the sender may not send."""
    return ApiError(400, 50081, "Invalid Sticker Sent")


def not_a_text_channel() -> ApiError:
    """A message for a channel that holds none."""
    return ApiError(400, 50008, "Cannot send messages in a non-text channel")


def missing_permissions() -> ApiError:
    """A place that the bot sees, and an action that it may not do there."""
    return ApiError(403, 50013, "Missing Permissions")


def invalid_webhook_token() -> ApiError:
    """An interaction's token that is older than 15 minutes, or wrong."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def invalid_json() -> ApiError:
    """A body that is no JSON."""
    return ApiError(400, 50109, "The request body contains invalid JSON.")
