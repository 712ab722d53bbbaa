"""The gunicorn worker: an event loop with connections of ours, by gunicorn's public API.

Gunicorn starts, watches and ends the processes. It gives this one the sockets to listen on.
"""

import asyncio
import os
import signal
from contextlib import suppress
from datetime import timedelta
from email.utils import formatdate
from functools import partial
from types import SimpleNamespace
from typing import Any

import uvloop
from gunicorn.arbiter import Arbiter
from gunicorn.asgi.lifespan import LifespanManager
from gunicorn.sock import ssl_context
from gunicorn.workers.base import Worker

from warehouse.edge.application import Edge
from warehouse.edge.concurrency import ConcurrencyLimit
from warehouse.edge.slow_clients import DEFAULT
from warehouse.edge.wsgi import environ_of
from warehouse.server.connection import Connection
from warehouse.server.exchange import Exchange
from warehouse.server.handoff import HandoffServer, WorkerPool
from warehouse.server.heads import HeadParser

_TICK_SECONDS = 0.25
_BEAT_SECONDS = 1.0
_POLL_SECONDS = 0.05


class EdgeWorker(Worker):
    """Serves HTTP/1.1 with one event loop."""

    loop: asyncio.AbstractEventLoop
    asgi: Any
    slow_client_limits = DEFAULT
    connection_limit: ConcurrencyLimit | None = None
    """How many connections each address has, where that is counted."""
    pool: WorkerPool | None = None
    """What this process is for, where not every one is for everything."""
    date_header = b""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.connections: set[Connection] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.heads = HeadParser()
        self.scheme = "https" if self.cfg.is_ssl else "http"
        self.is_secure: bool = self.cfg.is_ssl
        self.keepalive: float = self.cfg.keepalive
        self.is_closing = self._is_hurried = False
        self._ending = asyncio.Event()
        self.edge: Edge | None = None
        """What sends stored responses, if that is not to be logged."""
        self._servers: list[Any] = []

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Refuse a setting that would be believed to work."""
        if cfg.proxy_protocol != "off":
            log.error("proxy_protocol is not spoken here: use X-Forwarded-For")
            raise SystemExit(Arbiter.APP_LOAD_ERROR)

    def init_process(self) -> None:
        """Begin with an event loop, which lasts as long as the process."""
        self.use(uvloop.new_event_loop())
        super().init_process()

    def use(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in this event loop."""
        self.loop, self.now = loop, loop.time
        asyncio.set_event_loop(loop)

    def load_wsgi(self) -> None:
        """Load the application."""
        self.serve(self.app.wsgi())

    def serve(self, application: Any) -> None:
        """Take an application and its limits; a process for work needs no stores."""
        self.asgi = application
        if not isinstance(application, Edge):
            return
        limits = application.gateway.client_limits
        if limits.counts_connections:
            self.connection_limit = limits.connections
        if self._is_for_work:
            self.asgi = application.pass_through()
        elif not self.log.access_log_enabled:
            self.edge = application

    def init_signals(self) -> None:
        """Have the event loop take signals, so that none interrupts anything."""
        for each in self.SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        handlers = {
            signal.SIGTERM: self._end,
            signal.SIGINT: self._end_at_once,
            signal.SIGQUIT: self._end_at_once,
            signal.SIGABRT: partial(self.handle_abort, signal.SIGABRT, None),
            signal.SIGUSR1: self.log.reopen_files,
            signal.SIGWINCH: lambda: None,
        }
        for each, handler in handlers.items():
            self.loop.add_signal_handler(each, handler)

    def run(self) -> None:
        """Serve until gunicorn ends this process."""
        try:
            self.loop.run_until_complete(self._run())
        finally:
            self.loop.close()

    @property
    def has_too_many_connections(self) -> bool:
        """Return whether there are more connections than one process may have."""
        most: int = self.cfg.worker_connections
        return len(self.connections) > most

    def tick(self) -> None:
        """Cut connections whose time is up, and again in a moment."""
        self.date_header = f"Date: {formatdate(usegmt=True)}\r\n".encode()
        now = self.now()
        for each in [each for each in self.connections if each.deadline < now]:
            each.cut()
        self.loop.call_later(_TICK_SECONDS, self.tick)

    def note(self, exchange: Exchange, seconds: float) -> None:
        """Write a request into the access log, if there is one."""
        self.nr += 1
        if not self.log.access_log_enabled:
            return
        scope, version = exchange.scope, exchange.scope["http_version"]
        query = scope["query_string"].decode("latin-1")
        path = scope["raw_path"].decode("latin-1")
        environ = {**environ_of(scope), "RAW_URI": f"{path}?{query}" if query else path}
        environ["SERVER_PROTOCOL"] = f"HTTP/{version}"
        response = SimpleNamespace(status=exchange.status, sent=exchange.sent, headers={})
        asked = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        self.log.access(response, asked, environ, timedelta(seconds=seconds))

    async def _run(self) -> None:
        lifespan = LifespanManager(self.asgi, self.log, {})
        try:
            await lifespan.startup()
        except Exception:
            self.log.exception("The application could not begin")
            raise SystemExit(Arbiter.WORKER_BOOT_ERROR) from None
        await self._listen()
        while not self.is_closing:
            self.notify()
            if self.ppid != os.getppid() or self.nr >= self.max_requests:
                self._end()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), _BEAT_SECONDS)
        if not self._is_hurried:
            await self._finish()
            await lifespan.shutdown()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _listen(self) -> None:
        """Accept new connections, unless for work, and those that are handed off."""
        self.tick()
        if self.pool is not None:
            make = partial(Connection, self)
            self._servers.append(HandoffServer(self.loop, self.pool, make))
        if self._is_for_work:
            return
        secured = ssl_context(self.cfg) if self.is_secure else None
        for each in self.sockets:
            server = await self.loop.create_server(
                partial(Connection, self), sock=each.sock, ssl=secured
            )
            self._servers.append(server)

    async def _finish(self) -> None:
        """Accept no more, and finish the requests that are being answered."""
        if isinstance(self.asgi, Edge):
            self.asgi.followers.end()
        for server in self._servers:
            server.close()
            if isinstance(server, HandoffServer):
                await server.wait_closed()
        for connection in list(self.connections):
            if connection.is_idle:
                connection.transport.close()
        until = self.now() + self.cfg.graceful_timeout
        while (self.connections or self.tasks) and self.now() < until:
            if self._is_hurried:
                break
            self.notify()
            await asyncio.sleep(_POLL_SECONDS)

    def _end(self) -> None:
        self.alive, self.is_closing = False, True
        self._ending.set()

    def _end_at_once(self) -> None:
        self._is_hurried = True
        if self.alive:
            self._end()
            self.cfg.worker_int(self)

    @property
    def _is_for_work(self) -> bool:
        return self.pool is not None and self.pool.is_for_work
