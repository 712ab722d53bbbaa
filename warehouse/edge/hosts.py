"""Which hosts answers are stored for: those that are ours, and a few that clients use.

An answer with URLs in it differs for each host, and a client may name any. Where no domain
is configured, clients reach us under names that we were not told. There is room for some of
these; answers for the others are made each time and not stored.
"""

import socket
import time
from collections.abc import Sequence
from typing import Any

from warehouse.http.hosts import without_port

_MOST = 8
_IDLE_SECONDS = 600.0
_DEFAULT_PORTS = {"http": "80", "https": "443"}


class KnownHosts:
    """The hosts that this process stores answers for."""

    def __init__(self, domain: str | None) -> None:
        self._domain = domain
        self._local = {"localhost", socket.gethostname().lower()}
        self._used: dict[str, float] = {}

    @property
    def own(self) -> str:
        """Return a host that the application always answers for."""
        return self._domain or "localhost"

    def answers(self, host: str) -> bool:
        """Return whether the application answers for `host` at all."""
        return self._domain is None or self._domain in {host, without_port(host)[0]}

    def keeps(self, host: str, scheme: str, server: Sequence[Any] | None) -> bool:
        """Return whether answers for `host` are stored.

        `server` is the address and the port that the client has connected to.
        """
        if host != host.lower():
            return False
        if host == self._domain or self._is_ours(host, scheme, server or ()):
            return True
        return self._is_used(host)

    def _is_ours(self, host: str, scheme: str, server: Sequence[Any]) -> bool:
        if self._domain is not None or len(server) < 2:
            return False
        name, port = without_port(host)
        is_local = name in self._local or name.strip("[]") == server[0]
        return is_local and (port or _DEFAULT_PORTS.get(scheme)) == str(server[1])

    def _is_used(self, host: str) -> bool:
        now = time.monotonic()
        if host not in self._used and len(self._used) >= _MOST:
            idle = min(self._used, key=self._used.__getitem__)
            if now - self._used[idle] < _IDLE_SECONDS:
                return False
            del self._used[idle]
        self._used[host] = now
        return True
