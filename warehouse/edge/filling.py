"""Making what nobody has, once, however many ask for it."""

import asyncio
import time
from dataclasses import replace

import structlog

from warehouse.edge.calling import Answer
from warehouse.edge.figures import Figures
from warehouse.edge.freshness import Follower
from warehouse.edge.gateway import Gateway
from warehouse.edge.memory import Memory
from warehouse.edge.representation import FileBody, Representation
from warehouse.edge.requests import Wanted
from warehouse.edge.store import LocalStore, SharedStore
from warehouse.http.coding import gzipped
from warehouse.http.everyone import is_for_everyone
from warehouse.http.sendable import SENDABLE, Sendable
from warehouse.http.views import STORABLE, Storable

log = structlog.get_logger(__name__)

_LARGE = 256 * 1024
"""Bytes above which nobody waits for a body to be compressed."""

_FILE_SECONDS = 86_400
_PATIENCE_SECONDS = 1.5
_PAUSE_SECONDS = 0.01
OWN_HEADERS = {b"content-length", b"etag", b"accept-ranges", b"content-encoding"}
"""What each form of an answer says of itself."""

Made = Representation | Answer


class Filler:
    """Fills the stores by asking the application."""

    def __init__(
        self,
        gateway: Gateway,
        follower: Follower,
        stores: tuple[LocalStore, SharedStore],
        figures: Figures,
    ) -> None:
        self._gateway, self._follower = gateway, follower
        self._local, self._shared = stores
        self._figures = figures
        self._flights: dict[str, asyncio.Task[Made]] = {}
        self._chores: set[asyncio.Task[None]] = set()
        self._memory = Memory()

    async def fill(self, wanted: Wanted) -> Made:
        """What is wanted, made by the first who asks; an answer where it is not storable.

        It may have been made before its caller asked, so look whether it is fresh.
        """
        flight = self._flights.get(wanted.key)
        if flight is None:
            flight = asyncio.create_task(self._make(wanted))
            self._flights[wanted.key] = flight
            flight.add_done_callback(lambda _: self._flights.pop(wanted.key, None))
        return await asyncio.shield(flight)

    async def finish(self) -> None:
        """Wait for what was left for later."""
        await asyncio.gather(*self._chores, return_exceptions=True)
        await self._memory.finish()

    @property
    def position(self) -> int:
        """The stamp of what is made now."""
        return self._follower.purges.position

    def is_fresh(self, made: Representation) -> bool:
        """Whether `made` may be sent now."""
        now = time.monotonic()
        return (
            now < self._follower.until
            and now < made.deadline
            and self._follower.purges.spared(made)
        )

    async def _make(self, wanted: Wanted) -> Made:
        shared, is_ours = await self._shared.find(wanted.key)
        if (shared is None or not self.is_fresh(shared)) and not is_ours:
            shared = await self._wait_for_others(wanted.key)
        if shared is not None and self.is_fresh(shared):
            self._figures.tally["shared"] += 1
            self._hold(wanted.key, shared)
            self._later(self._shared.land(wanted.key))
            return shared
        return await self._ask(wanted)

    async def _wait_for_others(self, key: str) -> Representation | None:
        """What another process makes at this moment, if it does so soon."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            await asyncio.sleep(_PAUSE_SECONDS)
            shared, is_ours = await self._shared.find(key)
            if is_ours or (shared is not None and self.is_fresh(shared)):
                return shared
        return None

    async def _ask(self, wanted: Wanted) -> Made:
        position = self._follower.purges.position
        environ = wanted.environ()
        environ["warehouse.position"] = position
        answer = await self._gateway.ask(environ)
        sendable: Sendable | None = environ.get(SENDABLE)
        if sendable is not None and answer.status == 200:
            await self._gateway.discard(answer)
            return self._learn(wanted, answer, sendable, position)
        storable: Storable | None = environ.get(STORABLE)
        if storable is None or not _is_finished(answer):
            await self._gateway.discard(answer)
            self._later(self._shared.land(wanted.key))
            return answer
        self._figures.tally["filled"] += 1
        made = Representation(
            headers=[each for each in answer.headers if each[0] not in OWN_HEADERS],
            body=answer.body,
            gzipped=None,
            keys=storable.keys,
            position=position,
            expires=time.time() + storable.seconds,
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
        self, wanted: Wanted, answer: Answer, sendable: Sendable, position: int
    ) -> Representation:
        """Keep where a file lies; nobody else needs to be told, it costs one look-up."""
        self._figures.tally["filled"] += 1
        path, size = sendable.path, sendable.size
        made = Representation(
            headers=[each for each in answer.headers if each[0] not in OWN_HEADERS],
            body=b"",
            gzipped=None,
            keys=sendable.keys,
            position=position,
            expires=time.time() + _FILE_SECONDS,
            file=FileBody(path, size, sendable.validators) if path is not None else None,
        )
        self._local.put(wanted.key, made)
        self._later(self._shared.land(wanted.key))
        return made

    async def _compress(self, key: str, made: Representation) -> None:
        """What has been kept plain is replaced, unless something newer has come."""
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


def _compressed(made: Representation) -> Representation:
    return replace(made, gzipped=gzipped(made.body))


def _is_finished(answer: Answer) -> bool:
    """A whole, successful answer that says nothing to one client only."""
    if answer.status != 200 or answer.rest is not None:
        return False
    return is_for_everyone(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers
    )


def _varies_by_encoding(answer: Answer) -> bool:
    return b"accept-encoding" in dict(answer.headers).get(b"vary", b"").lower()
