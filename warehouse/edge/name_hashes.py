"""Hashes of all names that exist, four bytes each, to tell which names do not exist.

They are read from the database, and names in purges are added as those are read, so a name
that is not among them belongs to nothing. Deleted names stay for a while, and two names may
have one hash: then the application is asked.
"""

import asyncio
import time
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import suppress

import structlog

from warehouse.db import DatabaseError, SessionFactory
from warehouse.purges.names import NameSource

log = structlog.get_logger(__name__)

_MASK = 2**32 - 1
_PARTS = 1024
"""Pieces that the hashes are sorted in, so that the event loop gets its turn."""

_MOST_ADDED = 20_000
_MOST_DOUBTS = 1000
_PAUSE_SECONDS = 60.0
_RETRY_SECONDS = 1.0


class NameHashes:
    """The hashes of the names of one source; to be used by the event loop only."""

    def __init__(self, source: NameSource, sessions: SessionFactory) -> None:
        self.source, self._sessions = source, sessions
        self._hashes: array[int] | None = None
        self._added: set[int] = set()
        self._since: set[int] = set()
        """What was added since the reading began that goes on, or was the last."""
        self._doubts = 0
        self._wanted = asyncio.Event()
        self._lost = asyncio.Event()
        self._reading: asyncio.Future[array[int] | None] | None = None

    def lacks(self, name: str) -> bool:
        """Return whether `name` certainly does not exist."""
        if self._hashes is None:
            return False
        number = _number(name)
        if number in self._added:
            return False
        place = bisect_left(self._hashes, number)
        return place == len(self._hashes) or self._hashes[place] != number

    def doubt(self) -> None:
        """Count a name that is not there after all; after too many, read all anew."""
        if self._hashes is not None:
            self._doubts += 1
        if self._doubts > _MOST_DOUBTS:
            self._wanted.set()

    def heard(self, keys: Iterable[str]) -> None:
        """Add the names of purged keys."""
        for key in keys:
            if self.source.is_upset_by(key):
                self.lost()
            name = self.source.name_of(key)
            if name is not None:
                number = _number(name)
                self._since.add(number)
                self._added.add(number)
        if len(self._added) > _MOST_ADDED:
            self._wanted.set()

    def lost(self) -> None:
        """Forget all names, because purges may have been missed."""
        self._hashes = None
        self._lost.set()
        self._wanted.set()

    async def keep(self) -> None:
        """Read all names whenever that is necessary; never returns."""
        self._wanted.set()
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            self._lost.clear()
            self._since, self._doubts = set(), 0
            try:
                self._reading = asyncio.ensure_future(asyncio.to_thread(self._read))
                hashes = await asyncio.shield(self._reading)
            except DatabaseError as error:
                log.warning("names_not_read", error=type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)
                self._wanted.set()
                continue
            if not self._lost.is_set():
                self._hashes, self._added = hashes, set(self._since)
                await self._rest()

    async def finish(self) -> None:
        """Wait for the names that are being read."""
        if self._reading is not None:
            await asyncio.wait([self._reading])

    async def _rest(self) -> None:
        """Wait before the names are read again, unless they were lost meanwhile."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PAUSE_SECONDS):
                await self._lost.wait()

    def _read(self) -> "array[int] | None":
        parts = [array("I") for _ in range(_PARTS)]
        with self._sessions.reading() as session:
            if not self.source.is_complete(session):
                return None
            for names in self.source.read(session):
                for name in names:
                    number = _number(name)
                    parts[number * _PARTS >> 32].append(number)
                time.sleep(0)
        hashes = array("I")
        for part in parts:
            hashes.extend(sorted(part))
        return hashes


def _number(name: str) -> int:
    """Return a hash that nobody outside of this process can foresee."""
    return hash(name) & _MASK
