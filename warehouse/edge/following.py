"""Long polls and event streams: whoever waits holds a connection and no thread.

A view names what to ask next (`warehouse/http/following.py`). The edge waits until the log
of purges says that there is more, asks for that in its own name, and sends the answer in
place of the first one, or after it where that is a stream of server-sent events (HTML,
section 9.2). However many wait for the same, it is asked for once.
"""

import asyncio
import time
from asyncio import FIRST_COMPLETED
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyramid.interfaces import IRoutesMapper
from pyramid.registry import Registry

from warehouse.edge.gateway import Gateway, Send
from warehouse.edge.request_bodies import Receive
from warehouse.edge.wsgi import Scope, WSGIResponse, environ_of
from warehouse.http.following import CONTINUES, FOLLOW_UP, FOLLOWS

MOST_WAITING = 1000
"""Connections of one process that may wait."""
HEARTBEAT_SECONDS = 15.0
"""After such a silence a comment is sent, so that nothing between us gives up."""

LONGEST_STREAM_SECONDS = 3600.0
"""After so long a client connects again, perhaps to another process."""

_HEADER = FOLLOW_UP.lower().encode()
_STREAM, _LENGTH = b"text/event-stream", b"content-length"
_COMMENT = b":\n\n"
_BUSY = b"Too many wait for news here. Try again in a minute."
_LATER = [(b"retry-after", b"60")]


def followed_paths(registry: Registry) -> dict[str, str]:
    """Return the paths of views whose answers go on, with the purge key of each.

    There are none where answers are not for everybody: many are told by one answer.
    """
    if registry.settings["warehouse"].site.read != "public":
        return {}
    mapper = registry.getUtility(IRoutesMapper)
    patterns = {each.name: each.pattern for each in mapper.get_routes()}
    views = registry.introspector.get_category("views") or ()
    return {
        patterns[each["route_name"]]: each["follows"]
        for each in (view["introspectable"] for view in views)
        if each.get("follows")
    }


class Followers:
    """The connections of one process that wait for more; a watcher of the log of purges."""

    def __init__(
        self,
        gateway: Gateway,
        paths: dict[str, str],
        *,
        most: int = MOST_WAITING,
        heartbeat: float = HEARTBEAT_SECONDS,
        longest: float = LONGEST_STREAM_SECONDS,
    ) -> None:
        self.gateway, self.paths = gateway, paths
        self.waiting = 0
        self.most, self.heartbeat, self._longest = most, heartbeat, longest
        self._heard: Counter[str] = Counter()
        self._sleepers: dict[str, set[asyncio.Future[None]]] = defaultdict(set)
        self._asked: dict[tuple[str, int], asyncio.Task[_Answer]] = {}
        self._is_ending = False

    def heard(self, keys: Iterable[str]) -> None:
        """Wake whoever waits for one of these keys."""
        for key in set(keys).intersection(self.paths.values()):
            self._wake(key)

    def lost(self) -> None:
        """Wake everybody: any key may have been purged."""
        for key in set(self.paths.values()):
            self._wake(key)

    def end(self) -> None:
        """Let everybody go, because the process ends; they connect to another one."""
        self._is_ending = True
        self.lost()

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and hold it for as long as there may be more."""
        key = self.paths[scope["path"]]
        seen = self._heard[key]
        environ = environ_of(scope)
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        answer = await self._answer({**environ, FOLLOWS: scope["method"] == "GET"})
        if answer.follow_up is None:
            await self.gateway.respond(answer.response, send)
        elif self.waiting >= self.most:
            refusal = WSGIResponse.of("503 Service Unavailable", _BUSY, _LATER)
            await self.gateway.respond(refusal, send)
        else:
            self.waiting += 1
            gone = asyncio.ensure_future(_until_gone(receive))
            try:
                await self._hold(answer, _Waiter(key, seen, scope, gone), send)
            finally:
                self.waiting -= 1
                gone.cancel()

    async def _hold(self, answer: "_Answer", waiter: "_Waiter", send: Send) -> None:
        if answer.is_stream:
            await self._stream(answer, waiter, send)
            return
        seconds, target = answer.follow_up or (0.0, "")
        if await self._more(waiter, seconds):
            answer = await self._ask(target, waiter)
        if not waiter.gone.done():
            await self.gateway.respond(answer.response, send)

    async def _stream(self, answer: "_Answer", waiter: "_Waiter", send: Send) -> None:
        """Send events as they come, until the client is gone or its time is up."""
        until = time.monotonic() + self._longest
        headers = [each for each in answer.response.headers if each[0] != _LENGTH]
        await send(
            {"type": "http.response.start", "status": 200, "headers": headers},
        )
        body = answer.response.body or _COMMENT
        while True:
            await send({"type": "http.response.body", "body": body, "more_body": True})
            left = until - time.monotonic()
            if left <= 0 or waiter.gone.done() or self._is_ending:
                break
            if answer.follow_up is None:
                break
            seconds, target = answer.follow_up
            body = _COMMENT
            if seconds == 0 or await self._more(waiter, min(left, self.heartbeat)):
                answer = await self._ask(target, waiter)
                body = answer.response.body or _COMMENT
        if not waiter.gone.done():
            await send({"type": "http.response.body", "body": b""})

    async def _more(self, waiter: "_Waiter", seconds: float) -> bool:
        """Wait until there is more; return False if time is up or nobody waits for it."""
        if self._heard[waiter.key] == waiter.seen and not self._is_ending:
            sleeper = asyncio.get_running_loop().create_future()
            self._sleepers[waiter.key].add(sleeper)
            await asyncio.wait(
                {sleeper, waiter.gone}, timeout=seconds, return_when=FIRST_COMPLETED
            )
            self._sleepers[waiter.key].discard(sleeper)
        is_wanted = not waiter.gone.done() and not self._is_ending
        return is_wanted and self._heard[waiter.key] != waiter.seen

    async def _ask(self, target: str, waiter: "_Waiter") -> "_Answer":
        """Return the answer to a follow-up.

        Who asks for the same after the same purge gets the same answer.
        """
        waiter.seen = self._heard[waiter.key]
        name = (target, waiter.seen)
        task = self._asked.get(name)
        if task is None:
            environ = _environ_of_follow_up(target, waiter.scope)
            task = asyncio.ensure_future(self._answer(environ))
            self._asked[name] = task
            task.add_done_callback(lambda _: self._asked.pop(name, None))
        return await asyncio.shield(task)

    async def _answer(self, environ: dict[str, Any]) -> "_Answer":
        response = await self.gateway.ask(environ)
        said = dict(response.headers).get(_HEADER)
        if said is None:
            return _Answer(response, None)
        await self.gateway.discard(response)
        response.close = None
        response.headers = [each for each in response.headers if each[0] != _HEADER]
        seconds, _, target = said.decode("latin-1").partition(" ")
        return _Answer(response, (float(seconds), target))

    def _wake(self, key: str) -> None:
        self._heard[key] += 1
        for sleeper in self._sleepers.pop(key, ()):
            if not sleeper.done():
                sleeper.set_result(None)


@dataclass
class _Waiter:
    """One connection that waits for a key; `seen` counts what it knows to be purged."""

    key: str
    seen: int
    scope: Scope
    gone: "asyncio.Future[None]"


@dataclass(frozen=True)
class _Answer:
    """An answer, and the seconds and the target of its follow-up, if it goes on."""

    response: WSGIResponse
    follow_up: tuple[float, str] | None

    @property
    def is_stream(self) -> bool:
        """Return whether what follows is sent after it, and not in its place."""
        return dict(self.response.headers).get(b"content-type", b"").startswith(_STREAM)


def _environ_of_follow_up(target: str, scope: Scope) -> dict[str, Any]:
    """Make a request with nothing in it of the one client that asks first."""
    path, _, query = target.partition("?")
    asked = {
        **scope,
        "method": "GET",
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [each for each in scope["headers"] if each[0] == b"host"],
        "client": None,
    }
    return {**environ_of(asked), FOLLOWS: True, CONTINUES: True}


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
