"""Limits of what clients may have at a time: for each address, and for all together."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from warehouse.application import forwarded
from warehouse.security.addresses import network_of
from warehouse.settings import ClientLimitSettings

Scope = dict[str, Any]

RETRY_SECONDS = 10
_FORMS_EACH, _FORMS = 16, 64
"""Forms of pages that are larger than most, of one address and in all: 2 MiB each."""
_LONGEST = 60
"""Characters that an address may have, and that are remembered of what is none."""


def network(address: str) -> str:
    """Return the network within which a client can choose its addresses (a /64 of IPv6)."""
    return network_of(address[:_LONGEST])


class ConcurrencyLimit:
    """Counts what is going on; allows `each` for one address, and `all` together."""

    def __init__(self, each: int, all: int | None = None) -> None:
        self.each, self.all = each, all
        self._there: Counter[str] = Counter()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def of(self, address: str) -> int:
        """Return the number that `address` has."""
        return self._there[network(address)]

    def enter(self, address: str) -> None:
        """Count one more, even if that is too many."""
        self._there[network(address)] += 1
        self._size += 1

    def leave(self, address: str) -> None:
        """Count one less."""
        name = network(address)
        self._there[name] -= 1
        self._size -= 1
        if self._there[name] <= 0:
            del self._there[name]

    def is_exceeded_by(self, address: str) -> bool:
        """Return whether `address` has more than it may have."""
        return self.of(address) > self.each

    @property
    def is_exceeded(self) -> bool:
        """Return whether there are more together than there may be."""
        return self.all is not None and self._size > self.all


class ClientLimits:
    """Counts the connections and the unfinished bodies of clients of one web process."""

    def __init__(self, settings: ClientLimitSettings, trusted_proxies: int = 0) -> None:
        self._trusted = trusted_proxies
        self.connections = ConcurrencyLimit(settings.connections_per_address)
        self.uploads = ConcurrencyLimit(settings.uploads_per_address, settings.uploads)
        self.forms = ConcurrencyLimit(_FORMS_EACH, _FORMS)

    @property
    def counts_connections(self) -> bool:
        """Return whether connections are counted by address; those of proxies are not."""
        return self._trusted == 0

    def address_of(self, scope: Scope) -> str:
        """Return the address of the client, believing as many proxies as are trusted."""
        said = (value for name, value in scope["headers"] if name == b"x-forwarded-for")
        header = b",".join(said).decode("latin-1") if self._trusted else ""
        client = scope.get("client") or ("",)
        return forwarded(header, self._trusted) or str(client[0])

    @contextmanager
    def entered(
        self, bodies: ConcurrencyLimit, scope: Scope
    ) -> Iterator[tuple[str, str] | None]:
        """Count a body for as long as the block lasts.

        Yields None, or, for a body that is one too many and is not to be read, the status
        and the sentence to refuse it with.
        """
        address = self.address_of(scope)
        bodies.enter(address)
        try:
            if bodies.is_exceeded_by(address):
                yield (
                    "429 Too Many Requests",
                    f"{bodies.each} requests from your address are not finished yet. Wait "
                    "until one of them is, and try again.",
                )
            elif bodies.is_exceeded:
                yield (
                    "503 Service Unavailable",
                    f"{bodies.all} requests like this one are being received, which is as "
                    "many as there may be. Try again in a while.",
                )
            else:
                yield None
        finally:
            bodies.leave(address)
