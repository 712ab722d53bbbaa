"""Single flight: an answer that is not stored is made once, however many wait for it."""

import asyncio
import time
from dataclasses import replace

import structlog

from warehouse.edge.gateway import Gateway
from warehouse.edge.invalidation import LogReader
from warehouse.edge.keys import CanonicalRequest
from warehouse.edge.memory import Memory
from warehouse.edge.metrics import EdgeMetrics
from warehouse.edge.representation import Representation, StoredFile
from warehouse.edge.store import LocalStore, SharedStore
from warehouse.edge.wsgi import WSGIResponse
from warehouse.http.askers import ASKED_BY
from warehouse.http.caching.encodings import gzipped
from warehouse.http.caching.files import SENDABLE, Sendable
from warehouse.http.caching.shared import is_for_everyone
from warehouse.http.caching.storable import STORABLE, Storable

log = structlog.get_logger(__name__)

_LARGE = 256 * 1024
"""Bytes above which nobody waits for a body to be compressed."""

_FILE_SECONDS = 86_400
_PATIENCE_SECONDS = 1.5
_PAUSE_SECONDS = 0.01
OWN_HEADERS = {b"content-length", b"etag", b"accept-ranges", b"content-encoding"}
"""What each form of an answer says of itself."""

Made = Representation | WSGIResponse


class SingleFlight:
    """Fills the stores by asking the application."""

    def __init__(
        self,
        gateway: Gateway,
        log_reader: LogReader,
        stores: tuple[LocalStore, SharedStore],
        metrics: EdgeMetrics,
    ) -> None:
        self._gateway, self._log_reader = gateway, log_reader
        self._local, self._shared = stores
        self._metrics = metrics
        self._flights: dict[str, asyncio.Task[Made]] = {}
        self._chores: set[asyncio.Task[None]] = set()
        self._memory = Memory()

    async def fill(self, wanted: CanonicalRequest, address: str) -> Made | None:
        """Return what the first of its callers makes, a plain response if not storable.

        It may have been made before this caller asked, so look whether it is fresh. None
        is returned where the first, at another address perhaps, has reached a limit.
        """
        flight = self._flights.get(wanted.key)
        if flight is not None:
            made = await asyncio.shield(flight)
            return None if _is_limited(made) else made
        flight = asyncio.create_task(self._make(wanted, address))
        self._flights[wanted.key] = flight
        flight.add_done_callback(lambda _: self._flights.pop(wanted.key, None))
        return await asyncio.shield(flight)

    async def finish(self) -> None:
        """Wait for the work that was left for later."""
        await asyncio.gather(*self._chores, return_exceptions=True)
        await self._memory.finish()

    @property
    def position(self) -> int:
        """Return the stamp of an answer that is made now."""
        return self._log_reader.purges.position

    def is_fresh(self, made: Representation) -> bool:
        """Return whether `made` may be sent now."""
        now = time.monotonic()
        return (
            now < self._log_reader.until
            and now < made.deadline
            and self._log_reader.purges.spared(made)
        )

    async def _make(self, wanted: CanonicalRequest, address: str) -> Made:
        if not wanted.is_shared:
            return await self._ask(wanted, address)
        shared, is_ours = await self._shared.find(wanted.key)
        if (shared is None or not self.is_fresh(shared)) and not is_ours:
            shared = await self._wait_for_others(wanted.key)
        if shared is not None and self.is_fresh(shared):
            self._metrics.tally["shared"] += 1
            self._hold(wanted.key, shared)
            self._later(self._shared.land(wanted.key))
            return shared
        return await self._ask(wanted, address)

    async def _wait_for_others(self, key: str) -> Representation | None:
        """Return what another process makes at this moment, if it is done soon."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            await asyncio.sleep(_PAUSE_SECONDS)
            shared, is_ours = await self._shared.find(key)
            if is_ours or (shared is not None and self.is_fresh(shared)):
                return shared
        return None

    async def _ask(self, wanted: CanonicalRequest, address: str) -> Made:
        position = self._log_reader.purges.position
        environ = wanted.environ()
        environ |= {"warehouse.position": position, ASKED_BY: address}
        answer = await self._gateway.ask(environ)
        sendable: Sendable | None = environ.get(SENDABLE)
        if sendable is not None and answer.status == 200:
            await self._gateway.discard(answer)
            return self._learn(wanted, answer, sendable, position)
        storable: Storable | None = environ.get(STORABLE)
        if storable is None or not _is_finished(answer):
            await self._gateway.discard(answer)
            if wanted.is_shared:
                self._later(self._shared.land(wanted.key))
            return answer
        self._metrics.tally["filled"] += 1
        made = Representation(
            headers=[each for each in answer.headers if each[0] not in OWN_HEADERS],
            body=answer.body,
            gzipped=None,
            keys=storable.keys,
            position=position,
            expires=storable.expires,
            etag=dict(answer.headers).get(b"etag"),
        )
        if not _varies_by_encoding(answer):
            self._keep(wanted.key, made)
        elif len(made.body) > _LARGE:
            self._keep(wanted.key, made)
            self._later(self._compress(wanted.key, made))
        else:
            made = await asyncio.to_thread(_compressed, made)
            self._keep(wanted.key, made)
        return made

    def _learn(
        self,
        wanted: CanonicalRequest,
        answer: WSGIResponse,
        sendable: Sendable,
        position: int,
    ) -> Representation:
        """Store where a file lies, in this process only: to others it costs one query."""
        self._metrics.tally["filled"] += 1
        path, size = sendable.path, sendable.size
        made = Representation(
            headers=[each for each in answer.headers if each[0] not in OWN_HEADERS],
            body=b"",
            gzipped=None,
            keys=sendable.keys,
            position=position,
            expires=time.time() + _FILE_SECONDS,
            file=StoredFile(path, size, sendable.validators) if path is not None else None,
            counted_as=sendable.counted_as,
        )
        self._local.put(wanted.key, made)
        return made

    async def _compress(self, key: str, made: Representation) -> None:
        """Replace a plain answer by a compressed one, unless something newer has come."""
        smaller = await asyncio.to_thread(_compressed, made)
        if self._local.get(key) is made and self.is_fresh(made):
            self._keep(key, smaller)

    def _hold(self, key: str, made: Representation) -> None:
        self._local.put(key, made)
        if len(made.body) > _LARGE:
            self._memory.was_taken()

    def _keep(self, key: str, made: Representation) -> None:
        self._hold(key, made)
        self._later(self._shared.put(key, made))

    def _later(self, chore: object) -> None:
        task = asyncio.ensure_future(chore)  # type: ignore[call-overload]
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)


def _is_limited(made: Made) -> bool:
    return isinstance(made, WSGIResponse) and made.status == 429


def _compressed(made: Representation) -> Representation:
    return replace(made, gzipped=gzipped(made.body))


def _is_finished(answer: WSGIResponse) -> bool:
    """Return whether it is a whole 200 that says nothing to one client only."""
    if answer.status != 200 or answer.rest is not None:
        return False
    return is_for_everyone(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers
    )


def _varies_by_encoding(answer: WSGIResponse) -> bool:
    return b"accept-encoding" in dict(answer.headers).get(b"vary", b"").lower()
