"""Connections that are kept after an answer, to be asked again by the same client.

Each leads to an address that was checked when it was opened, and with TLS to whom the
certificate names. A name may mean another address later, so none is kept for long.
"""

import select
import socket
import threading
import time
from dataclasses import dataclass, field

from warehouse.outbound.targets import Target

_MOST, _IDLE_SECONDS, _OLDEST_SECONDS = 16, 20.0, 120.0

_Key = tuple[str, str, int]


@dataclass
class Line:
    """A connection, when it was opened, and since when nobody uses it."""

    connection: socket.socket
    opened: float = field(default_factory=time.monotonic)
    left: float = 0.0
    is_free: bool = False
    """Whether all of its answer was read, and another may be asked for."""

    def is_usable(self) -> bool:
        """Return whether it is young, and nothing has come that nobody asked for.

        What can be read of a connection that is idle is its end, or a lie.
        """
        now = time.monotonic()
        if now - self.left > _IDLE_SECONDS or now - self.opened > _OLDEST_SECONDS:
            return False
        try:
            waiting = select.poll()
            waiting.register(self.connection, select.POLLIN)
            return not waiting.poll(0)
        except (OSError, ValueError):
            return False


class KeptConnections:
    """Keeps the connections of one client that are idle, at most so many."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lines: list[tuple[_Key, Line]] = []
        self._guard = threading.Lock()

    def take(self, target: Target) -> Line | None:
        """Return a connection to the host and port of a target, or None."""
        key = _key(target)
        while True:
            with self._guard:
                found = next((e for e in reversed(self._lines) if e[0] == key), None)
                if found is None:
                    return None
                self._lines.remove(found)
            if found[1].is_usable():
                found[1].is_free = False
                return found[1]
            found[1].connection.close()

    def give(self, target: Target, line: Line) -> None:
        """Keep a connection; the one that was used least lately makes room."""
        line.left = time.monotonic()
        with self._guard:
            self._lines.append((_key(target), line))
            too_many = self._lines[: -self._most]
            del self._lines[: -self._most]
        for _, each in too_many:
            each.connection.close()

    def close(self) -> None:
        """Close all that are idle."""
        with self._guard:
            lines, self._lines = self._lines, []
        for _, each in lines:
            each.connection.close()

    def __del__(self) -> None:
        """Leave nothing open."""
        self.close()


def _key(target: Target) -> _Key:
    return target.scheme, target.host, target.port
