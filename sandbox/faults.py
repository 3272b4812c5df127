"""What a test lets go wrong with REST requests."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sandbox.errors import ApiError, RateLimited, server_error


class FaultOrder(BaseModel):
    """A fault as the test API takes it."""

    model_config = ConfigDict(extra="forbid")

    route: str = "*"
    """An fnmatch pattern over "METHOD /path", the path below /api/v10."""

    status: Annotated[int, Field(ge=400, le=599)] | None = None
    code: int | None = None
    message: str | None = None
    retry_after_s: Annotated[float, Field(ge=0, le=3600)] = 0.5
    delay_s: Annotated[float, Field(ge=0, le=60)] = 0.0
    after: bool = False
    """Whether the request is carried out first and only its answer lost."""

    times: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _does_something(self) -> "FaultOrder":
        if self.status is None and not self.after and not self.delay_s:
            message = "a fault needs a status, a delay_s or after"
            raise ValueError(message)

        return self

    def refusal(self) -> ApiError | None:
        """The error to be answered; None where the connection is cut or only delayed."""
        if self.status is None:
            return None

        if self.status == 429:
            error: ApiError = RateLimited(self.retry_after_s)
        elif self.status >= 500:
            error = server_error(self.status)
        else:
            error = ApiError(self.status, 0, f"{self.status}: Refused")

        if self.code is not None:
            error.code = self.code

        if self.message is not None:
            error.message = self.message

        return error


@dataclass(slots=True)
class _Pending:
    order: FaultOrder
    left: int


class Faults:
    """The faults still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._pending: list[_Pending] = []

    def add(self, order: FaultOrder) -> None:
        """Let the next matching requests go wrong."""
        self._pending.append(_Pending(order, order.times))

    def clear(self) -> None:
        """Back to normal."""
        self._pending.clear()

    def take(self, method: str, path: str) -> FaultOrder | None:
        """The fault of this request, which is thereby used up, or None."""
        for pending in self._pending:
            if fnmatchcase(f"{method} {path}", pending.order.route):
                pending.left -= 1
                if pending.left == 0:
                    self._pending.remove(pending)

                return pending.order

        return None
