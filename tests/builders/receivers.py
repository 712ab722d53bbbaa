"""A receiver of webhooks: a real HTTP server on loopback that answers as it is told."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.builders.serving import served

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass
class Call:
    """One call that came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Keeps the calls that came, and writes `answer`: bytes, or a function that writes."""

    port: int
    calls: list[Call] = field(default_factory=list)
    answer: bytes | Callable[[Any], None] = OK


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        found = self.server.found
        found.calls.append(
            Call(self.path, dict(self.headers.items()), self.rfile.read(length))
        )
        with suppress(OSError):
            if callable(found.answer):
                found.answer(self.wfile)
            else:
                self.wfile.write(found.answer)

    def log_message(self, *about: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def __init__(self, tls: ssl.SSLContext | None, **options: Any) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tls, self.found = tls, Receiver(self.server_port, **options)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self.tls is not None:
            connection = self.tls.wrap_socket(connection, server_side=True)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


@contextmanager
def receiver(tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[Receiver]:
    """Run a receiver for as long as the block lasts; `options` are fields of it."""
    server = _Server(tls, **options)
    with served(server):
        yield server.found
