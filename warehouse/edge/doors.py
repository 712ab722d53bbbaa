"""What one client may have of us at a time."""

from typing import Any

from warehouse.application import forwarded
from warehouse.edge.crowds import Crowd
from warehouse.settings import DoorSettings

Scope = dict[str, Any]

RETRY_SECONDS = 10


class Doors:
    """Counts, in one web process, the connections and the unfinished bodies of clients."""

    def __init__(self, settings: DoorSettings, trusted_proxies: int = 0) -> None:
        self._trusted = trusted_proxies
        self.connections = Crowd(settings.connections_per_address)
        self.bodies = Crowd(settings.uploads_per_address, settings.uploads)

    @property
    def counts_connections(self) -> bool:
        """Whether a connection tells who is behind it; those of proxies do not."""
        return self._trusted == 0

    def address_of(self, scope: Scope) -> str:
        """The address that a request came from, as far as proxies are believed."""
        said = (value for name, value in scope["headers"] if name == b"x-forwarded-for")
        header = b",".join(said).decode("latin-1") if self._trusted else ""
        client = scope.get("client") or ("",)
        return forwarded(header, self._trusted) or str(client[0])
