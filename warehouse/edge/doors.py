"""What one client may have of us at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from warehouse.application import forwarded
from warehouse.edge.crowds import Crowd
from warehouse.settings import DoorSettings

Scope = dict[str, Any]

RETRY_SECONDS = 10
_FORMS_EACH, _FORMS = 16, 64
"""Forms of pages that are larger than most, of one address and in all: 2 MiB each."""


class Doors:
    """Counts, in one web process, the connections and the unfinished bodies of clients."""

    def __init__(self, settings: DoorSettings, trusted_proxies: int = 0) -> None:
        self._trusted = trusted_proxies
        self.connections = Crowd(settings.connections_per_address)
        self.uploads = Crowd(settings.uploads_per_address, settings.uploads)
        self.forms = Crowd(_FORMS_EACH, _FORMS)

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

    @contextmanager
    def entered(self, bodies: Crowd, scope: Scope) -> Iterator[tuple[str, str] | None]:
        """Count a body for as long as the block lasts.

        Yields the status and the words for one that is too many, which is not to be read.
        """
        address = self.address_of(scope)
        bodies.enter(address)
        try:
            if bodies.is_too_much_of(address):
                yield (
                    "429 Too Many Requests",
                    f"{bodies.each} requests from your address are not finished yet. Wait "
                    "until one of them is, and try again.",
                )
            elif bodies.is_too_much:
                yield (
                    "503 Service Unavailable",
                    f"{bodies.all} requests like this one are being received, which is as "
                    "many as there may be. Try again in a while.",
                )
            else:
                yield None
        finally:
            bodies.leave(address)
