"""The edge: an ASGI application that sends stored answers, and asks Pyramid for the others.

A hit costs two dictionary look-ups and a comparison of numbers. The edge knows no packages:
a view says that its answer may be stored and which keys it shows, and the log of purges
says when one of these has changed.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Protocol

import structlog
from pyramid.registry import Registry

from warehouse.downloads import DownloadCounter
from warehouse.edge import metrics
from warehouse.edge.editions import Assembler, LatestEdition
from warehouse.edge.following import Followers, followed_paths
from warehouse.edge.gateway import Gateway, Send
from warehouse.edge.invalidation import LogReader
from warehouse.edge.keys import CacheKeys, CanonicalRequest, Headers
from warehouse.edge.lookup import Asked, Lookup
from warehouse.edge.metrics import EdgeMetrics
from warehouse.edge.representation import ReadyResponse, Representation
from warehouse.edge.request_bodies import Receive
from warehouse.edge.responder import Responder
from warehouse.edge.single_flight import OWN_HEADERS, SingleFlight
from warehouse.edge.store import LocalStore, SharedStore
from warehouse.edge.wsgi import Scope, WSGIResponse
from warehouse.http.bounded_cache import BoundedCache
from warehouse.purges.assemblies import ASSEMBLED

log = structlog.get_logger(__name__)

_WELCOMES, _LONGEST_KEY = 1024 * 1024, 1024
"""Bytes that are remembered, of all keys and of one."""
_ATTEMPTS = 3
_FOR_ASSEMBLING = 10.0
"""Seconds that a new process may take for its first editions before it begins to serve.

Gunicorn gives up on one that takes 30; the application answers until they are there.
"""

_CANCEL_AGAIN_SECONDS = 1.0
_READING = frozenset({"GET", "HEAD"})


class ReadHead(Protocol):
    """The head of a request, as its connection has read it."""

    @property
    def method(self) -> str:
        """Return the method."""

    @property
    def path(self) -> bytes:
        """Return the path, as the client has spelled it."""

    @property
    def query(self) -> bytes:
        """Return the query, without its question mark."""

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers, their names in lower case."""

    noted: Any
    """What was found out about it before; the next with the same bytes has it, too."""


class Edge:
    """Answers every request of one web process."""

    def __init__(
        self,
        gateway: Gateway,
        log_reader: LogReader,
        stores: tuple[LocalStore, SharedStore],
        keys: CacheKeys,
        assemblers: Mapping[str, Assembler],
        *,
        metrics: EdgeMetrics,
        downloads: DownloadCounter,
    ) -> None:
        self.gateway, self.log_reader, self.keys = gateway, log_reader, keys
        self.assemblers, self.metrics = assemblers, metrics
        self.local, self.shared = stores
        self.single_flight = SingleFlight(gateway, log_reader, stores, metrics)
        self.lookup = Lookup(keys, self.local, self.single_flight, gateway)
        self.responder = Responder(gateway, metrics, downloads.count)
        self.downloads = downloads
        self.followers = Followers(gateway, followed_paths(keys.registry))
        log_reader.purges.watchers.append(self.followers)
        self._latest: dict[tuple[str, str], LatestEdition] = {}
        self._welcome: BoundedCache[str, bool] = BoundedCache(_WELCOMES, _LONGEST_KEY)
        """Keys whose scheme and host the application has answered for."""
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the process (ASGI's lifespan)."""
        if scope["type"] == "http":
            if scope["path"] in self.followers.paths:
                await self.followers.serve(scope, receive, send)
            elif scope["method"] in _READING:
                await self._read(scope, receive, send)
            else:
                self.metrics.tally["passed"] += 1
                await self.gateway.serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    @property
    def registry(self) -> Registry:
        """Return the registry of the Pyramid application behind."""
        return self.keys.registry

    def pass_through(self) -> "PassThrough":
        """Return an application that asks Pyramid for everything, for upload processes."""
        return PassThrough(self.gateway, self.metrics, self.downloads)

    def stored_response(
        self, head: ReadHead, scheme: str, *, may_copy: bool
    ) -> ReadyResponse | None:
        """Return the response to a request if it is stored and can be sent at once.

        `may_copy` says whether the response may be a range of a file.
        """
        asked: Asked | None = head.noted
        if asked is None:
            if head.method not in _READING:
                return None
            target = (head.path, head.query)
            asked = head.noted = self.lookup.asked(target, scheme, head.headers)
        made = self.lookup.found(asked)
        if made is None or (made.file is not None and not may_copy):
            return None
        is_head = head.method == "HEAD"
        ready = self.responder.ready(made, asked.headers, is_head=is_head)
        if ready is not None:
            self.metrics.tally["hit"] += 1
        return ready

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = (scope["raw_path"], scope["query_string"])
        asked = self.lookup.asked(target, scope["scheme"], scope["headers"])
        made = self.lookup.found(asked)
        if made is not None and await self.responder.sent(made, scope, asked.headers, send):
            self.metrics.tally["hit"] += 1
            return
        await self._miss(asked, scope, receive, send)

    async def _miss(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        spelling, headers = asked.spelling, asked.headers
        wanted = self.keys.wanted(scope, headers)
        if wanted is not None and (
            b"range" not in headers or wanted.route in self.keys.files
        ):
            address = self.gateway.client_limits.address_of(scope)
            found = await self._find(wanted, address)
            if isinstance(found, WSGIResponse):
                self.lookup.learn_from(found, wanted, spelling)
                if _suits(found, headers) and not asked.names_somebody:
                    await _give(found, scope, send)
                    return
            elif found is not None:
                known, made = found
                if wanted.is_kept:
                    self.lookup.remember(spelling, known)
                if await self.responder.sent(made, scope, headers, send):
                    return
        self.metrics.tally["passed"] += 1
        await self.gateway.serve(scope, receive, send)

    async def _find(
        self, wanted: CanonicalRequest, address: str
    ) -> tuple[str | LatestEdition, Representation] | WSGIResponse | None:
        """Return what answers a request, with the key or edition that finds it next time.

        Returns the application's own response where that is not storable, and None where
        the application is to be asked by the client's own request.
        """
        if wanted.route in self.assemblers:
            latest = await self._latest_edition(wanted)
            edition = latest.current() if latest is not None else None
            if latest is not None and edition is not None:
                return latest, edition
        for _ in range(_ATTEMPTS):
            if time.monotonic() >= self.log_reader.until:
                break
            made: Representation | WSGIResponse | None = self.local.get(wanted.key)
            if not isinstance(made, Representation) or not self.single_flight.is_fresh(
                made
            ):
                made = await self.single_flight.fill(wanted, address)
            if isinstance(made, WSGIResponse):
                return made
            if made is not None and self.single_flight.is_fresh(made):
                return wanted.key, made
        return None

    async def _latest_edition(self, wanted: CanonicalRequest) -> LatestEdition | None:
        """Return the newest edition of an assembled answer with the right headers."""
        name = (wanted.route, wanted.variant)
        if self._welcome.get(wanted.key) is None:
            environ = {**wanted.environ(), ASSEMBLED: True}
            answer = await self.gateway.ask(environ)
            if answer.status != 200:
                return None
            headers = [each for each in answer.headers if each[0] not in OWN_HEADERS]
            assembler = self.assemblers[wanted.route]
            self._latest.setdefault(name, LatestEdition(assembler, wanted.variant, headers))
            self._welcome.put(wanted.key, True, len(wanted.key))
        return self._latest[name]

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._tasks = [
            asyncio.create_task(self.log_reader.follow()),
            asyncio.create_task(self._keep_books()),
            *(asyncio.create_task(each.keep_ready()) for each in self.assemblers.values()),
            *(asyncio.create_task(each.keep()) for each in self.keys.names.values()),
        ]
        for each in self.assemblers.values():
            await each.wait(_FOR_ASSEMBLING)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self._tasks:
            await cancelled(task)
        for assembler in self.assemblers.values():
            await assembler.finish()
        for known_names in self.keys.names.values():
            await known_names.finish()
        await self.lookup.finish()
        await self.single_flight.finish()
        await self.log_reader.leave()
        await self.shared.close()
        await asyncio.to_thread(self.gateway.close)
        await asyncio.to_thread(self.downloads.flush)
        await send({"type": "lifespan.shutdown.complete"})

    async def _keep_books(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            self.metrics.publish()
            metrics.KEPT_BYTES.set(self.local.size)
            if time.monotonic() >= self.log_reader.until:
                metrics.LAPSES.inc()
            await self.shared.measure()


class PassThrough:
    """Asks the application for every answer of one web process."""

    def __init__(
        self, gateway: Gateway, metrics: EdgeMetrics, downloads: DownloadCounter
    ) -> None:
        self.gateway, self.metrics, self.downloads = gateway, metrics, downloads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the process (ASGI's lifespan)."""
        if scope["type"] == "http":
            self.metrics.tally["passed"] += 1
            self.metrics.publish()
            await self.gateway.serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await asyncio.to_thread(self.gateway.close)
            await asyncio.to_thread(self.downloads.flush)
            await send({"type": "lifespan.shutdown.complete"})


async def cancelled(task: "asyncio.Task[None]") -> None:
    """Cancel a task, again and again until it is done.

    Once may not be enough: a cancellation that comes at the same moment as what is waited
    for is lost in `asyncio.wait_for` of Python 3.11, and in libraries that use it.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_CANCEL_AGAIN_SECONDS)
    if not task.cancelled() and task.exception() is not None:
        log.error("background_task_failed", exc_info=task.exception())


def _suits(answer: WSGIResponse, headers: Headers) -> bool:
    """Return whether the response to a canonical request fits the client's own request.

    A redirect may have to repeat the query, and an error may be wanted as plain text.
    """
    is_error = answer.status >= 400 and answer.rest is None
    return is_error and b"text/plain" not in headers.get(b"accept", b"")


async def _give(answer: WSGIResponse, scope: Scope, send: Send) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": answer.headers,
        }
    )
    body = answer.body if scope["method"] == "GET" else b""
    await send({"type": "http.response.body", "body": body})
