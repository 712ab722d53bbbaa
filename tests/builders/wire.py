"""Our connections over real sockets, in a thread, for any ASGI application."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvloop
from gunicorn.config import Config
from gunicorn.glogging import Logger

from warehouse.server import gunicorn_config as deployed
from warehouse.server.connection import Connection
from warehouse.server.server import Server

_PATIENCE = 30


def server_of(loop: asyncio.AbstractEventLoop, application: Any) -> Server:
    """A server with the settings of production, to be made in the thread of its loop."""
    config = Config()
    for name in ("worker_class", "keepalive", "worker_connections", "forwarded_allow_ips"):
        config.set(name, getattr(deployed, name))
    return Server(loop, application, config, Logger(config))


async def listen(application: Any) -> tuple[Server, asyncio.AbstractServer]:
    """Serve an application at a port of this machine."""
    loop = asyncio.get_running_loop()
    server = server_of(loop, application)
    return server, await loop.create_server(lambda: Connection(server), "127.0.0.1", 0)


async def finish(server: Server, listening: asyncio.AbstractServer) -> None:
    """Serve no more, and end what is being answered."""
    listening.close()
    await server.stop()


class Wire:
    """A server: speak to it in bytes."""

    def __init__(self, server: Server, port: int) -> None:
        self.server, self.port = server, port

    def connect(self) -> socket.socket:
        """A connection, to be closed."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE)

    def ask(self, *pieces: bytes) -> bytes:
        """Everything that is answered to these bytes, after which the client is silent."""
        with self.connect() as client:
            for each in pieces:
                client.sendall(each)
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(65536), b""))


@contextmanager
def speaking(application: Any) -> Iterator[Wire]:
    """`application` behind our connections."""
    loop = uvloop.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(doing: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, loop).result(_PATIENCE)

    server, listening = run(listen(application))
    try:
        yield Wire(server, listening.sockets[0].getsockname()[1])
    finally:
        run(finish(server, listening))
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_PATIENCE)
        loop.close()
