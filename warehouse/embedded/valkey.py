"""An embedded Valkey, with an append-only log: sessions, limits, cache and the queue."""

import socket
from pathlib import Path

from warehouse.embedded.binaries import valkey_binary
from warehouse.embedded.processes import Program

_OPTIONS = {
    "port": "0",
    "unixsocketperm": "700",
    "daemonize": "no",
    "loglevel": "warning",
    "save": "",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "aof-load-truncated": "yes",
    "maxmemory": "512mb",
    # Evicting could drop queued tasks and sessions; refusing a write is noticed.
    "maxmemory-policy": "noeviction",
}


class Valkey:
    """The store in `directory`, with its socket in `sockets`."""

    def __init__(self, directory: Path, sockets: Path) -> None:
        self.directory = directory
        self.socket = sockets / "valkey.sock"

    def url(self, database: int = 0) -> str:
        """Return the URL of the database with a number."""
        return f"unix://{self.socket}?db={database}"

    def program(self) -> Program:
        """Return the program that serves it."""
        self.directory.mkdir(mode=0o700, exist_ok=True)
        options = {
            **_OPTIONS,
            "unixsocket": str(self.socket),
            "dir": str(self.directory),
        }
        arguments = (
            word for name, value in options.items() for word in (f"--{name}", value)
        )
        return Program(
            name="valkey",
            command=(str(valkey_binary()), *arguments),
            is_ready=self.answers,
            before_start=self.clear,
            advice="Sign-ins, limits and background work wait for it.",
            # What it holds is small enough for a copy of it to be begun without that, and
            # where it is not, it says that it could not write its log anew.
            leaves_out="WARNING Memory overcommit must be enabled",
        )

    def answers(self) -> bool:
        """Return whether the server answers, with all of its data loaded."""
        # The library for it would stay in the memory of a supervisor that asks this once.
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def clear(self) -> None:
        """Remove the socket that a killed server has left."""
        self.socket.unlink(missing_ok=True)
