"""A message as the sandbox holds it, and what one sends to make or change one."""

from dataclasses import dataclass, field

from sandbox.protocol import Json, MessageFlag


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    key: str
    """The part's number in `files[n]`, or the name of the option or component that it fills."""

    filename: str
    content_type: str
    content: bytes


@dataclass(slots=True)
class Message:
    """One message.

    `body` is Discord's object without what is worked out anew each time (attachments and the message replied to);
    addresses on the sandbox stand in it without host, see `addresses.py`.
    """

    id: int
    channel_id: int
    author_id: int
    body: Json
    files: list[Json] = field(default_factory=list[Json])
    """Its attachments, with those that only an embed shows."""

    ephemeral_for: int | None = None
    """The only user who sees it; None for a public one."""

    nonce: str | None = None
    reply_to: int | None = None
    """The message that it replies to."""

    @property
    def flags(self) -> int:
        """Its flags as a bit set."""
        return self.body["flags"]

    @property
    def is_loading(self) -> bool:
        """Whether it is a deferred answer, still to come."""
        return bool(self.flags & MessageFlag.LOADING)

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one user sees it."""
        return self.ephemeral_for is not None
