"""Assembled answers: very large ones kept ready, of which only changed parts are made anew.

No request waits for the making. An edition may be `LAG_SECONDS` old when it is sent, never
more: while a newer one takes longer than that, the application is asked instead. An edition
is not sent before every process has read the purges that it tells of, so that a client that
follows it finds pages that are as new.

All of one edition is read in one snapshot of the database: its frame, the purges since the
last edition, and the parts that these concern.
"""

import asyncio
import bisect
import math
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from warehouse.db import DatabaseError, SessionFactory
from warehouse.edge import gzip_members
from warehouse.edge.edition_store import EditionStore, Parts, StoredParts
from warehouse.edge.invalidation import LogReader
from warehouse.edge.representation import Header, Representation
from warehouse.purges import EVERYTHING, Assembly, Frame
from warehouse.purges.log import NEWEST, wait_for_readers

log = structlog.get_logger(__name__)

LAG_SECONDS = 1.0
_MARGIN_SECONDS = 0.3
_SHORTEST_PAUSE = 0.05

_RETRY_SECONDS = 0.5
_SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
_OLDEST = text("SELECT coalesce(min(position), 0) FROM cache_purges")
_SINCE = text("SELECT keys FROM cache_purges WHERE position > :position")


@dataclass(frozen=True, kw_only=True)
class EditionSizes:
    """How an assembled answer is divided, and up to which size it is also stored plain."""

    entries: int = 1000
    """In a part when it is made; it is divided when it has grown to twice as many."""

    plain_bytes: int = 1024 * 1024
    """Up to which an answer is stored as it is, too, and not only compressed."""


SIZES = EditionSizes()


@dataclass(frozen=True)
class Edition:
    """The whole answer in one form: compressed, with its length when it is not."""

    stream: bytes
    length: int
    headers: Sequence[Header]


class Assembler:
    """Makes and keeps the editions of one assembled answer."""

    def __init__(
        self,
        assembly: Assembly,
        sessions: SessionFactory,
        log_reader: LogReader,
        store: EditionStore,
        sizes: EditionSizes = SIZES,
    ) -> None:
        self.assembly, self.sizes = assembly, sizes
        self._keeper = store
        self.editions: dict[str, Edition] = {}
        self.number = 0
        """Grows with every new edition."""
        self._sessions, self._log_reader = sessions, log_reader
        self._made = asyncio.Event()
        self._wanted = asyncio.Event()
        self._making: asyncio.Future[None] | None = None
        self._missing: deque[tuple[int, float]] = deque()
        self._position = -1
        self._frames: Mapping[str, Frame] = {}
        self._afters: list[str] = []
        self._parts: list[Parts] = []
        log_reader.listeners.append(self._notice)

    @property
    def is_ready(self) -> bool:
        """Return whether the editions may be sent now."""
        now = time.monotonic()
        if not self.editions or now >= self._log_reader.until:
            return False
        return not self._missing or now - self._missing[0][1] < LAG_SECONDS

    async def wait(self, seconds: float) -> None:
        """Wait for the first edition, for at most so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._made.wait(), seconds)

    async def finish(self) -> None:
        """Wait for the edition that is being made."""
        if self._making is not None:
            await asyncio.wait([self._making])
        self._keeper.close()

    async def keep_ready(self) -> None:
        """Make a new edition after every purge; never returns."""
        while True:
            self._wanted.clear()
            begun = time.monotonic()
            try:
                self._making = asyncio.ensure_future(asyncio.to_thread(self._make))
                await asyncio.shield(self._making)
            except DatabaseError as error:
                log.warning("assembling_failed", error=type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            while self._missing and self._missing[0][0] <= self._position:
                self._missing.popleft()
            self._made.set()
            await asyncio.sleep(_pause_after(time.monotonic() - begun))
            await self._wanted.wait()

    def _notice(self, position: int) -> None:
        """Note the position of a purge that the present editions lack."""
        if position != self._position:
            self._missing.append((position, time.monotonic()))
            self._wanted.set()

    def _make(self) -> None:
        if not self._afters:
            self._take_over()
        with self._sessions.reading() as session:
            session.execute(_SNAPSHOT)
            position: int = session.execute(NEWEST).scalar_one()
            names = self._changed(session, position)
            if names is None:
                self._make_all(session)
            else:
                self._make_some(session, names)
            frames = self.assembly.frames(session)
        wait_for_readers(self._sessions.engine, position)
        if names is None or names or frames != self._frames:
            self.editions = {
                form: self._edition(form, frame) for form, frame in frames.items()
            }
            self.number += 1
        self._frames, self._position = frames, position
        if self._keeper.is_due():
            self._keeper.keep(StoredParts(position, self._afters, self._parts))

    def _take_over(self) -> None:
        """Begin with the parts that another process has stored, if there are any."""
        kept = self._keeper.find()
        forms = self.assembly.separators.keys()
        if kept is not None and all(parts.keys() == forms for parts in kept.parts):
            self._position = kept.position
            self._afters, self._parts = list(kept.afters), list(kept.parts)

    def _changed(self, session: Session, position: int) -> set[str] | None:
        """Return the names of the entries that may have changed; None if all may have."""
        oldest: int = session.execute(_OLDEST).scalar_one()
        if not self._afters or not oldest - 1 <= self._position <= position:
            return None
        rows = session.execute(_SINCE, {"position": self._position})
        keys = {key for (purged,) in rows for key in purged}
        if EVERYTHING in keys:
            return None
        names = map(self.assembly.name_of, keys)
        return {name for name in names if name is not None}

    def _make_all(self, session: Session) -> None:
        afters, parts, most = [""], [], self.sizes.entries
        entries = self._read(session, "", limit=most)
        while len(entries) == most:
            parts.append(self._part(entries))
            afters.append(entries[-1][0])
            entries = self._read(session, afters[-1], limit=most)
        parts.append(self._part(entries))
        self._afters, self._parts = afters, parts

    def _make_some(self, session: Session, names: Iterable[str]) -> None:
        """Make the parts anew in which these names are, or would be."""
        most = self.sizes.entries
        places = {bisect.bisect_left(self._afters, name) - 1 for name in names if name}
        for place in sorted(places, reverse=True):
            after, following = self._afters[place], self._afters[place + 1 : place + 2]
            entries = self._read(session, after, until=next(iter(following), None))
            pieces = [entries]
            if len(entries) >= 2 * most:
                starts = range(0, len(entries), most)
                pieces = [entries[at : at + most] for at in starts]
            self._parts[place : place + 1] = [self._part(piece) for piece in pieces]
            ends = [piece[-1][0] for piece in pieces[:-1]]
            self._afters[place : place + 1] = [after, *ends]

    def _read(
        self,
        session: Session,
        after: str,
        *,
        until: str | None = None,
        limit: int | None = None,
    ) -> Sequence[Any]:
        return self.assembly.read(session, after=after, until=until, limit=limit)

    def _part(self, entries: Sequence[Any]) -> Parts:
        return {
            form: gzip_members.member(self.assembly.write(form, entries))
            for form in self.assembly.separators
        }

    def _edition(self, form: str, frame: Frame) -> Edition:
        separator = gzip_members.member(self.assembly.separators[form])
        parts = [gzip_members.member(frame.head)]
        for each in self._parts:
            if each[form].length:
                parts += [separator, each[form]] if len(parts) > 1 else [each[form]]
        parts.append(gzip_members.member(frame.foot))
        length = sum(each.length for each in parts)
        return Edition(gzip_members.joined(parts), length, frame.headers)


def _pause_after(spent: float) -> float:
    """Return the seconds to wait before the next edition, after one that took so many.

    While uploads follow one another, making lists should not take the time of reads, so the
    pause is as long as possible. A purge right after an edition began is in the one after
    the next pause, which must be there within the lag that is allowed.
    """
    return max(_SHORTEST_PAUSE, LAG_SECONDS - _MARGIN_SECONDS - 2 * spent)


class LatestEdition:
    """The newest edition of an assembled answer, in one media type."""

    def __init__(
        self, assembler: Assembler, media_type: str, headers: Sequence[Header]
    ) -> None:
        self._assembler = assembler
        self._form = assembler.assembly.forms[media_type]
        self._headers = dict(headers)
        self._number = -1
        self._latest: Representation | None = None

    def current(self) -> Representation | None:
        """Return the edition that may be sent now, or None to ask the application."""
        if not self._assembler.is_ready:
            return None
        number = self._assembler.number
        if number != self._number:
            edition = self._assembler.editions[self._form]
            self._latest, self._number = self._represented(edition), number
        return self._latest

    def _represented(self, edition: Edition) -> Representation:
        is_small = edition.length <= self._assembler.sizes.plain_bytes
        return Representation(
            headers=[*{**self._headers, **dict(edition.headers)}.items()],
            body=b"".join(gzip_members.inflated(edition.stream)) if is_small else b"",
            gzipped=edition.stream,
            keys=frozenset(),
            position=0,
            expires=math.inf,
            inflated_length=None if is_small else edition.length,
        )
