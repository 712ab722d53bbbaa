"""Which names there are, in four bytes each: enough to say that a name is not there.

Hashes of all names are read from the database, and those in purges are added as they are
heard, so a name that is in neither belongs to nothing. What is deleted stays in it for a
while, and two names may have one hash: then the application is asked, which knows.
"""

import asyncio
import time
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import suppress

import structlog

from warehouse.cache.rosters import Roster
from warehouse.db import DatabaseError, SessionFactory

log = structlog.get_logger(__name__)

_MASK = 2**32 - 1
_PARTS = 1024
"""Pieces that the hashes are sorted in, so that the event loop gets its turn."""

_MOST_ADDED = 20_000
_MOST_DOUBTS = 1000
_PAUSE_SECONDS = 60.0
_RETRY_SECONDS = 1.0


class Census:
    """What this process knows of one roster; only ever asked by its event loop."""

    def __init__(self, roster: Roster, sessions: SessionFactory) -> None:
        self.roster, self._sessions = roster, sessions
        self._hashes: array[int] | None = None
        self._added: set[int] = set()
        self._since: set[int] = set()
        """What was added since the reading began that goes on, or was the last."""
        self._doubts = 0
        self._wanted = asyncio.Event()
        self._lost = asyncio.Event()
        self._reading: asyncio.Future[array[int]] | None = None

    def lacks(self, name: str) -> bool:
        """Whether there is certainly nothing of this name."""
        if self._hashes is None:
            return False
        number = _number(name)
        if number in self._added:
            return False
        place = bisect_left(self._hashes, number)
        return place == len(self._hashes) or self._hashes[place] != number

    def doubt(self) -> None:
        """Note that a name which may be there is not: too many, and all are read anew."""
        if self._hashes is not None:
            self._doubts += 1
        if self._doubts > _MOST_DOUBTS:
            self._wanted.set()

    def heard(self, keys: Iterable[str]) -> None:
        """Add what was purged."""
        for key in keys:
            name = self.roster.name_of(key)
            if name is not None:
                number = _number(name)
                self._since.add(number)
                self._added.add(number)
        if len(self._added) > _MOST_ADDED:
            self._wanted.set()

    def lost(self) -> None:
        """Know nothing any more, because purges may have been missed."""
        self._hashes = None
        self._lost.set()
        self._wanted.set()

    async def keep(self) -> None:
        """Read all names when they are needed; never returns."""
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
                log.warning("roster_not_read", error=type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)
                self._wanted.set()
                continue
            if not self._lost.is_set():
                self._hashes, self._added = hashes, set(self._since)
                await self._rest()

    async def finish(self) -> None:
        """Wait for the reading that goes on."""
        if self._reading is not None:
            await asyncio.wait([self._reading])

    async def _rest(self) -> None:
        """Do not read again soon, unless what was read is lost."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PAUSE_SECONDS):
                await self._lost.wait()

    def _read(self) -> "array[int]":
        parts = [array("I") for _ in range(_PARTS)]
        session = self._sessions.make()
        try:
            for names in self.roster.read(session):
                for name in names:
                    number = _number(name)
                    parts[number * _PARTS >> 32].append(number)
                time.sleep(0)
        finally:
            session.rollback()
            session.close()
        hashes = array("I")
        for part in parts:
            hashes.extend(sorted(part))
        return hashes


def _number(name: str) -> int:
    """A hash that nobody outside of this process can foresee."""
    return hash(name) & _MASK
