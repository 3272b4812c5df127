"""Discord's limits on requests: per route and major parameter, and in all."""

import hashlib
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.errors import RateLimited

GLOBAL_LIMIT = 50
"""Requests in a second, over all routes but those of interactions."""

DEFAULT_LIMIT = (50, 1.0)
"""Requests in so many seconds, on a route of which nothing else is known."""

LIMITS: dict[tuple[str, str], tuple[int, float]] = {
    # As observed by bot authors; Discord publishes none of them and tells them by headers only.
    ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): (5, 1.0),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"): (5, 2.0),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"): (5, 2.0),
}

MAJOR_PARAMETERS = ("channel_id", "guild_id", "webhook_id", "webhook_token")
_KEPT_WINDOWS = 10_000


@dataclass(slots=True)
class _Window:
    resets_at: float
    left: int


class RateLimits:
    """Counts requests in windows that begin with their first request."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[tuple[str, ...], _Window] = {}

    def count_global(self) -> None:
        """Count a request against the limit in all. Raises ApiError 429."""
        window = self._window(("global",), GLOBAL_LIMIT, 1.0)
        if window.left == 0:
            raise RateLimited(window.resets_at - self._clock.now(), is_global=True)

        window.left -= 1

    def count(self, method: str, template: str, parameters: dict[str, str]) -> dict[str, str]:
        """Count a request against its route's limit and return the headers that tell of it. Raises ApiError 429."""
        limit, period_s = LIMITS.get((method, template), DEFAULT_LIMIT)
        major = tuple(parameters.get(name, "") for name in MAJOR_PARAMETERS)
        window = self._window((method, template, *major), limit, period_s)
        left_s = window.resets_at - self._clock.now()
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, window.left - 1)),
            "X-RateLimit-Reset": f"{window.resets_at:.3f}",
            "X-RateLimit-Reset-After": f"{left_s:.3f}",
            "X-RateLimit-Bucket": hashlib.blake2b(f"{method} {template}".encode(), digest_size=16).hexdigest(),
        }
        if window.left == 0:
            refusal = RateLimited(left_s)
            refusal.headers |= headers
            raise refusal

        window.left -= 1
        return headers

    def _window(self, key: tuple[str, ...], limit: int, period_s: float) -> _Window:
        now = self._clock.now()
        window = self._windows.get(key)
        if window is None or window.resets_at <= now:
            if len(self._windows) > _KEPT_WINDOWS:
                self._windows = {k: w for k, w in self._windows.items() if w.resets_at > now}

            window = self._windows[key] = _Window(now + period_s, limit)

        return window
