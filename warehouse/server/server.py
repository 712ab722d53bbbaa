"""What the connections of one process share: an application, limits, and the time."""

import asyncio
from asyncio import AbstractEventLoop, Task
from collections.abc import Coroutine
from datetime import timedelta
from email.utils import formatdate
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from warehouse.edge.application import Edge
from warehouse.edge.concurrency import ConcurrencyLimit
from warehouse.edge.representation import ReadyResponse
from warehouse.edge.slow_clients import DEFAULT, SlowClientLimits
from warehouse.edge.wsgi import environ_of
from warehouse.server.exchange import Exchange
from warehouse.server.handoff import WorkerPool
from warehouse.server.heads import HeadParser

if TYPE_CHECKING:
    from warehouse.server.connection import Connection

_TICK_SECONDS, _POLL_SECONDS = 0.25, 0.05
_LAST_REQUEST_SECONDS = 0.5
_MOST_FINISHED = 1 << 20
"""Bytes of finished responses that are remembered at a time."""


class FinishedResponses:
    """Stored responses as they are sent until the clock goes on, each joined once.

    To join a page of 35 kB costs as much as to find it. What is remembered is bounded;
    beyond that a response is joined whenever it is sent.
    """

    def __init__(self, date_header: bytes) -> None:
        self._end = date_header + b"\r\n"
        self._joined: dict[int, tuple[bytes, ReadyResponse]] = {}
        """By the identity of the response, which is kept beside its bytes."""
        self._room = _MOST_FINISHED

    def written(self, ready: ReadyResponse) -> bytes:
        """Return the bytes of a response on a connection that stays."""
        known = self._joined.get(id(ready))
        if known is not None:
            return known[0]
        whole = b"".join((ready.head, self._end, ready.body))
        if len(whole) <= self._room:
            self._room -= len(whole)
            self._joined[id(ready)] = (whole, ready)
        return whole


class Server:
    """Answers the requests of all connections of a process.

    `config` and `log` are gunicorn's. In a process that is there for work only, every
    response is asked of the application, so it needs no stores.
    """

    connection_limit: ConcurrencyLimit | None = None
    """How many connections each address has, where that is counted."""
    date_header = b""

    def __init__(
        self,
        loop: AbstractEventLoop,
        application: Any,
        config: Any,
        log: Any,
        *,
        pool: WorkerPool | None = None,
        slow_clients: SlowClientLimits = DEFAULT,
    ) -> None:
        self.loop, self.application, self.log, self.pool = loop, application, log, pool
        self.slow_clients = slow_clients
        self.now = loop.time
        self.is_secure: bool = config.is_ssl
        self.scheme = "https" if self.is_secure else "http"
        self.keepalive: float = config.keepalive
        self._most_connections: int = config.worker_connections
        self.connections: set[Connection] = set()
        self.tasks: set[Task[None]] = set()
        self.heads = HeadParser()
        self.edge: Edge | None = None
        """What sends stored responses, unless these are to be logged."""
        self.is_closing = False
        self.answered = 0
        if isinstance(application, Edge):
            self._take(application)
        self._tick()

    def _take(self, edge: Edge) -> None:
        limits = edge.gateway.client_limits
        if limits.counts_connections:
            self.connection_limit = limits.connections
        if self.pool is not None and self.pool.is_for_work:
            self.application = edge.pass_through()
        elif not self.log.access_log_enabled:
            self.edge = edge

    @property
    def has_too_many_connections(self) -> bool:
        """Return whether there are more connections than one process may have."""
        return len(self.connections) > self._most_connections

    def spawn(self, doing: Coroutine[Any, Any, None]) -> "Task[None]":
        """Begin something for a connection."""
        task = self.loop.create_task(doing)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def answer(self, exchange: Exchange) -> None:
        """Have the application answer a request, and log it."""
        begun = self.now()
        self.answered += 1
        try:
            await self.application(exchange.scope, exchange.receive, exchange.send)
            if not exchange.is_answered:
                raise RuntimeError("the application ended before its response did")
        except Exception as error:
            # To a client that is gone nothing is sent, and that is how it ends.
            if not (isinstance(error, ConnectionResetError) and exchange.is_lost):
                self.log.exception("A request failed: %s", exchange.scope["path"])
                exchange.fail()
        if self.log.access_log_enabled:
            self._note(exchange, timedelta(seconds=self.now() - begun))

    async def finish(self, seconds: float) -> None:
        """End all connections, and give what is being answered so many seconds.

        A client may be sending its next request at this moment. It is answered, and told
        that the connection ends; only those that are silent are closed without a word.
        """
        self.is_closing = True
        until = self.now() + seconds
        last_requests = self.now() + min(seconds, _LAST_REQUEST_SECONDS)
        while (self.connections or self.tasks) and self.now() < until:
            if self.now() >= last_requests:
                for connection in list(self.connections):
                    if connection.is_idle:
                        connection.transport.close()
            await asyncio.sleep(_POLL_SECONDS)

    async def stop(self) -> None:
        """End what is being answered, and all connections."""
        self._ticking.cancel()
        for connection in list(self.connections):
            connection.transport.abort()
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while self.connections:
            await asyncio.sleep(0)

    def _tick(self) -> None:
        """Cut the connections whose time is up, and look again in a moment."""
        self.date_header = f"Date: {formatdate(usegmt=True)}\r\n".encode()
        self.finished = FinishedResponses(self.date_header)
        now = self.now()
        for each in [each for each in self.connections if each.deadline < now]:
            each.cut()
        self._ticking = self.loop.call_later(_TICK_SECONDS, self._tick)

    def _note(self, exchange: Exchange, time: timedelta) -> None:
        """Write a request into the access log."""
        scope = exchange.scope
        path = scope["raw_path"].decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        environ = {
            **environ_of(scope),
            "RAW_URI": f"{path}?{query}" if query else path,
            "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        }
        asked = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        response = SimpleNamespace(status=exchange.status, sent=exchange.sent, headers={})
        self.log.access(response, asked, environ, time)
