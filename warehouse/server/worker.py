"""The gunicorn worker: an event loop whose connections are ours."""

from functools import partial
from typing import Any

from gunicorn.workers import gasgi

from warehouse.edge.application import Edge
from warehouse.edge.concurrency import ConcurrencyLimit
from warehouse.edge.slow_clients import DEFAULT
from warehouse.server.handoff import HandoffServer, WorkerPool
from warehouse.server.protocol import EdgeProtocol


class EdgeWorker(gasgi.ASGIWorker):
    """Gunicorn's ASGI worker, with connections of class `EdgeProtocol`."""

    connections: set[EdgeProtocol]
    asgi: Any
    slow_client_limits = DEFAULT
    sockets: list[Any]
    connection_limit: ConcurrencyLimit | None = None
    """How many connections each address has, where that is counted."""
    pool: WorkerPool | None = None
    """What this process is for, where not every one is for everything."""

    def init_process(self) -> None:
        """Put our protocol where gunicorn's worker looks for it."""
        gasgi.ASGIProtocol = EdgeProtocol
        self.connections = set()
        super().init_process()

    def load_wsgi(self) -> None:
        """Take the limits of the edge; an upload process has no use for its stores."""
        super().load_wsgi()
        if not isinstance(self.asgi, Edge):
            return
        limits = self.asgi.gateway.client_limits
        if limits.counts_connections:
            self.connection_limit = limits.connections
        if self._is_for_work:
            self.asgi = self.asgi.pass_through()

    async def _serve(self) -> None:
        """Accept new connections, unless for uploads, and those that are handed off."""
        if self.pool is not None:
            make = partial(EdgeProtocol, self)
            self.servers.append(HandoffServer(self.loop, self.pool, make))
        if self._is_for_work:
            self.sockets = []
        await super()._serve()

    @property
    def _is_for_work(self) -> bool:
        return self.pool is not None and self.pool.is_for_work

    async def _shutdown(self) -> None:
        """Finish the requests that are being answered, and close idle connections."""
        if isinstance(self.asgi, Edge):
            self.asgi.followers.end()
        for server in self.servers:
            server.close()
        for connection in list(self.connections):
            if connection.is_idle:
                connection.transport.close()
        await super()._shutdown()
