"""The gunicorn worker: our server in a process of gunicorn, by its public API.

Gunicorn starts, watches and ends the processes, and gives them the sockets to listen on.
"""

import asyncio
import os
import signal
from contextlib import suppress
from functools import partial
from typing import Any

import uvloop
from gunicorn.arbiter import Arbiter
from gunicorn.asgi.lifespan import LifespanManager
from gunicorn.sock import ssl_context
from gunicorn.workers.base import Worker

from warehouse.edge.application import Edge
from warehouse.edge.slow_clients import DEFAULT
from warehouse.server.connection import Connection
from warehouse.server.handoff import HandoffServer, WorkerPool
from warehouse.server.server import Server

_BEAT_SECONDS, _PATIENCE_SECONDS = 1.0, 0.1


class EdgeWorker(Worker):
    """Serves HTTP/1.1 with one event loop."""

    slow_client_limits = DEFAULT
    pool: WorkerPool | None = None
    """What this process is for, where not every one is for everything."""

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Refuse a setting that would be believed to work."""
        if cfg.proxy_protocol != "off":
            log.error("proxy_protocol is not spoken here: use X-Forwarded-For")
            raise SystemExit(Arbiter.APP_LOAD_ERROR)

    def init_process(self) -> None:
        """Begin with an event loop, which lasts as long as the process."""
        self._loop = uvloop.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._ending = asyncio.Event()
        self._is_hurried = False
        self._listeners: list[Any] = []
        super().init_process()

    def load_wsgi(self) -> None:
        """Load the application."""
        self._server = Server(
            self._loop,
            self.app.wsgi(),
            self.cfg,
            self.log,
            pool=self.pool,
            slow_clients=self.slow_client_limits,
        )

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
            self._loop.add_signal_handler(each, handler)

    def run(self) -> None:
        """Serve until gunicorn ends this process."""
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        lifespan = LifespanManager(self._server.application, self.log, {})
        try:
            await lifespan.startup()
        except Exception:
            self.log.exception("The application could not begin")
            raise SystemExit(Arbiter.WORKER_BOOT_ERROR) from None
        await self._listen()
        while not self._ending.is_set():
            await self._beat()
        finishing = asyncio.create_task(self._finish())
        while not finishing.done() and not self._is_hurried:
            self.notify()
            await asyncio.wait([finishing], timeout=_PATIENCE_SECONDS)
        if not self._is_hurried:
            await lifespan.shutdown()
        await self._server.stop()

    async def _beat(self) -> None:
        """Tell gunicorn that this process lives, and wait a moment."""
        self.notify()
        if self.ppid != os.getppid() or self._server.answered >= self.max_requests:
            self._end()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), _BEAT_SECONDS)

    async def _listen(self) -> None:
        """Accept new connections, unless for work, and those that are handed off."""
        connect = partial(Connection, self._server)
        if self.pool is not None:
            self._listeners.append(HandoffServer(self._loop, self.pool, connect))
            if self.pool.is_for_work:
                return
        secured = ssl_context(self.cfg) if self.cfg.is_ssl else None
        for each in self.sockets:
            listening = self._loop.create_server(connect, sock=each.sock, ssl=secured)
            self._listeners.append(await listening)

    async def _finish(self) -> None:
        """Accept no more, and finish the requests that are being answered."""
        if isinstance(self._server.application, Edge):
            self._server.application.followers.end()
        for each in self._listeners:
            each.close()
            if isinstance(each, HandoffServer):
                await each.wait_closed()
        await self._server.finish(self.cfg.graceful_timeout)

    def _end(self) -> None:
        self.alive = False
        self._ending.set()

    def _end_at_once(self) -> None:
        self._is_hurried = True
        if self.alive:
            self._end()
            self.cfg.worker_int(self)
