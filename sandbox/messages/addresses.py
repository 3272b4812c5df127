"""Addresses on the sandbox: kept without host, because the port may change from start to start."""

from dataclasses import dataclass

_INSIDE = "sandbox:"


@dataclass(slots=True)
class Addresses:
    """The sandbox's own address, known once it listens."""

    base_url: str = ""

    @property
    def api_url(self) -> str:
        """Where the REST API begins."""
        return f"{self.base_url}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Where the gateway's websocket is."""
        return f"{self.base_url.replace('http', 'ws', 1)}/gateway"

    def outside(self, address: str) -> str:
        """An address as clients get it."""
        return self.base_url + address.removeprefix(_INSIDE) if address.startswith(_INSIDE) else address

    def inside(self, address: str) -> str:
        """An address as it is kept."""
        return _INSIDE + address.removeprefix(self.base_url) if address.startswith(self.base_url + "/cdn/") else address


def attachment_address(channel_id: int, attachment_id: int, filename: str) -> str:
    """Where an attachment is served, without host."""
    return f"{_INSIDE}/cdn/attachments/{channel_id}/{attachment_id}/{filename}"
