"""The pages that are open, and telling them what their people can see."""

import json
from collections.abc import Callable

from sandbox.outbox import Outbox
from sandbox.protocol import Json


class ClientSockets:
    """Open pages by the user who looks at them."""

    def __init__(self) -> None:
        self.outboxes: dict[Outbox, int] = {}

    def publish(self, event: Json, is_for: Callable[[int], bool]) -> None:
        """Tell an event to the pages of all users for whom `is_for` holds."""
        text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
        for outbox, user_id in list(self.outboxes.items()):
            if is_for(user_id):
                outbox.put(text)

    def publish_to(self, user_id: int, event: Json) -> None:
        """Tell an event to one user's pages."""
        self.publish(event, lambda other: other == user_id)

    def publish_to_all(self, event: Json) -> None:
        """Tell an event to every page."""
        self.publish(event, lambda _user: True)
