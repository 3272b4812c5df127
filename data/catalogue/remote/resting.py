"""When a provider is left alone.

One small class in place of a library: what a provider asks for (Retry-After) and what its failures call for are the
same moment, only one request may try whether it works again, and moments are given, not taken from a clock.
"""

from datetime import datetime, timedelta

from data.errors import ProviderResting

FAILURES_TO_REST = 5
"""So many failures in a row, each with all its retries, and the provider is left alone."""

RESTS_FOR = timedelta(seconds=60)
"""How long it is left alone after that, until one request tries again."""

_ON_TRIAL = timedelta(seconds=5)
"""How long others are kept away while one request tries: no longer than a request may take."""


class Rest:
    """Whether one provider may be asked."""

    def __init__(self, provider: str) -> None:
        self._provider = provider
        self._until: datetime | None = None
        self._reason = ""
        self._failures = 0
        self._tried_at: datetime | None = None

    def check(self, now: datetime) -> None:
        """Raises ProviderResting while nothing may be asked."""
        if self._until is not None and now < self._until:
            raise ProviderResting(self._provider, self._reason, self._until)

    def begin(self, now: datetime) -> None:
        """Somebody is about to ask; after too many failures one at a time may. Raises ProviderResting."""
        self.check(now)

        if self._failures < FAILURES_TO_REST:
            return

        if self._tried_at is not None and now < self._tried_at + _ON_TRIAL:
            raise ProviderResting(self._provider, "it is being tried again", self._tried_at + _ON_TRIAL)

        self._tried_at = now

    def until(self, moment: datetime, reason: str) -> None:
        """Ask nothing before that moment, which never comes closer."""
        if self._until is None or moment > self._until:
            self._until, self._reason = moment, reason

    def succeeded(self) -> None:
        """It answered as it should."""
        self._failures, self._tried_at = 0, None

    def failed(self, now: datetime) -> None:
        """It did not, in spite of all retries."""
        self._failures += 1
        self._tried_at = None

        if self._failures >= FAILURES_TO_REST:
            self.until(now + RESTS_FOR, "it failed again and again")
