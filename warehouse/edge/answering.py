"""The edge: an ASGI application that sends finished answers, and asks Pyramid for others.

A hit costs two dictionary look-ups and a comparison of numbers. It knows no packages: a
view says that its answer may be stored and what it shows, and the log of purges says
when that has changed.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import structlog

from warehouse.cache.assemblies import ASSEMBLED
from warehouse.edge import figures
from warehouse.edge.assembling import Assembler, Rolling
from warehouse.edge.bodies import Receive
from warehouse.edge.calling import Answer, Scope
from warehouse.edge.figures import Figures
from warehouse.edge.filling import OWN_HEADERS, Filler
from warehouse.edge.freshness import Follower
from warehouse.edge.gateway import Gateway, Send
from warehouse.edge.recalling import Recall, Spelling
from warehouse.edge.remembering import Remembered
from warehouse.edge.representation import Representation
from warehouse.edge.requests import Headers, Storables, Wanted
from warehouse.edge.sending import Ready, Sender
from warehouse.edge.store import LocalStore, SharedStore

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


class Edge:
    """Answers every request of one web process."""

    def __init__(
        self,
        gateway: Gateway,
        follower: Follower,
        stores: tuple[LocalStore, SharedStore],
        storables: Storables,
        assemblers: Mapping[str, Assembler],
    ) -> None:
        self.gateway, self.follower, self.storables = gateway, follower, storables
        self.assemblers = assemblers
        self.local, self.shared = stores
        self.figures = Figures()
        self.filler = Filler(gateway, follower, stores, self.figures)
        self.recall = Recall(storables, self.local, self.filler, gateway)
        self.sender = Sender(gateway, self.figures)
        self._rolling: dict[tuple[str, str], Rolling] = {}
        self._welcome: Remembered[str, bool] = Remembered(_WELCOMES, _LONGEST_KEY)
        """Keys whose scheme and host the application has answered for."""
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the process."""
        if scope["type"] == "http":
            if scope["method"] in _READING:
                await self._read(scope, receive, send)
            else:
                self.figures.tally["passed"] += 1
                await self.gateway.serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    def behind(self) -> "Behind":
        """What answers in a process that never has anything ready."""
        return Behind(self.gateway, self.figures)

    def at_once(self, request: Any, *, may_copy: bool) -> Ready | None:
        """What `request`, as gunicorn has it, is answered if that needs no waiting at all.

        `may_copy` says whether a part of a file can be taken for an answer.
        """
        if request.method not in _READING:
            return None
        headers: Headers = dict(request.headers_bytes)
        query = request.query.encode("latin-1")
        spelled = self.recall.spelling(request.raw_path, query, request.scheme, headers)
        made = self.recall.find(spelled)
        if made is None:
            return None
        if made.file is not None and not may_copy:
            return None
        ready = self.sender.ready(made, headers, is_head=request.method == "HEAD")
        if ready is not None:
            self.figures.tally["hit"] += 1
        return ready

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: Headers = dict(scope["headers"])
        spelling = self.recall.spelling(
            scope["raw_path"], scope["query_string"], scope["scheme"], headers
        )
        made = self.recall.find(spelling)
        if made is not None and await self.sender.sent(made, scope, headers, send):
            self.figures.tally["hit"] += 1
            return
        await self._miss(spelling, scope, headers, receive, send)

    async def _miss(
        self,
        spelling: Spelling,
        scope: Scope,
        headers: Headers,
        receive: Receive,
        send: Send,
    ) -> None:
        wanted = self.storables.wanted(scope, headers)
        if wanted is not None and (
            b"range" not in headers or wanted.route in self.storables.files
        ):
            found = await self._find(wanted)
            if isinstance(found, Answer):
                self.recall.learn_from(found, wanted, spelling)
                if _suits(found, headers):
                    await _give(found, scope, send)
                    return
            elif found is not None:
                known, made = found
                if wanted.is_kept:
                    self.recall.remember(spelling, known)
                if await self.sender.sent(made, scope, headers, send):
                    return
        self.figures.tally["passed"] += 1
        await self.gateway.serve(scope, receive, send)

    async def _find(
        self, wanted: Wanted
    ) -> tuple[str | Rolling, Representation] | Answer | None:
        """What is wanted, and how it is found the next time; or what it is instead."""
        if wanted.route in self.assemblers:
            rolling = await self._rolling_for(wanted)
            edition = rolling.current() if rolling is not None else None
            if rolling is not None and edition is not None:
                return rolling, edition
        for _ in range(_ATTEMPTS):
            if time.monotonic() >= self.follower.until:
                break
            made: Representation | Answer | None = self.local.get(wanted.key)
            if not isinstance(made, Representation) or not self.filler.is_fresh(made):
                made = await self.filler.fill(wanted)
            if isinstance(made, Answer):
                return made
            if self.filler.is_fresh(made):
                return wanted.key, made
        return None

    async def _rolling_for(self, wanted: Wanted) -> Rolling | None:
        """The newest edition of what is wanted, its headers as the application has them."""
        name = (wanted.route, wanted.variant)
        if self._welcome.get(wanted.key) is None:
            environ = {**wanted.environ(), ASSEMBLED: True}
            answer = await self.gateway.ask(environ)
            if answer.status != 200:
                return None
            headers = [each for each in answer.headers if each[0] not in OWN_HEADERS]
            assembler = self.assemblers[wanted.route]
            self._rolling.setdefault(name, Rolling(assembler, wanted.variant, headers))
            self._welcome.put(wanted.key, True, len(wanted.key))
        return self._rolling[name]

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._tasks = [
            asyncio.create_task(self.follower.follow()),
            asyncio.create_task(self._keep_books()),
            *(asyncio.create_task(each.keep_ready()) for each in self.assemblers.values()),
            *(
                asyncio.create_task(each.keep())
                for each in self.storables.censuses.values()
            ),
        ]
        for each in self.assemblers.values():
            await each.wait(_FOR_ASSEMBLING)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self._tasks:
            await ended(task)
        for assembler in self.assemblers.values():
            await assembler.finish()
        for census in self.storables.censuses.values():
            await census.finish()
        await self.recall.finish()
        await self.filler.finish()
        await self.follower.leave()
        await self.shared.close()
        await asyncio.to_thread(self.gateway.close)
        await send({"type": "lifespan.shutdown.complete"})

    async def _keep_books(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            self.figures.publish()
            figures.KEPT_BYTES.set(self.local.size)
            if time.monotonic() >= self.follower.until:
                figures.LAPSES.inc()
            await self.shared.measure()


class Behind:
    """Asks the application for every answer of one web process."""

    def __init__(self, gateway: Gateway, figures: Figures) -> None:
        self.gateway, self.figures = gateway, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the process."""
        if scope["type"] == "http":
            self.figures.tally["passed"] += 1
            self.figures.publish()
            await self.gateway.serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await asyncio.to_thread(self.gateway.close)
            await send({"type": "lifespan.shutdown.complete"})


async def ended(task: "asyncio.Task[None]") -> None:
    """Cancel a task until it has ended.

    Once may not be enough: a cancellation that comes at the same moment as what is waited
    for is lost in `asyncio.wait_for` of Python 3.11, and in libraries that use it.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_CANCEL_AGAIN_SECONDS)
    if not task.cancelled() and task.exception() is not None:
        log.error("background_task_failed", exc_info=task.exception())


def _suits(answer: Answer, headers: Headers) -> bool:
    """Whether the answer to the request as the key has it is the one to this request.

    A redirect may have to repeat the query, and an error may be wanted as plain text.
    """
    is_error = answer.status >= 400 and answer.rest is None
    return is_error and b"text/plain" not in headers.get(b"accept", b"")


async def _give(answer: Answer, scope: Scope, send: Send) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": answer.headers,
        }
    )
    body = answer.body if scope["method"] == "GET" else b""
    await send({"type": "http.response.body", "body": body})
