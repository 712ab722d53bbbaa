"""Reading the pages of upstreams: asked for once, kept, and shown when they are down."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from warehouse.db import SessionFactory
from warehouse.settings import UpstreamSettings
from warehouse.upstreams import queries
from warehouse.upstreams.asking import Said, Source, UpstreamClient
from warehouse.upstreams.errors import UpstreamBusy, UpstreamUnavailable
from warehouse.upstreams.gate import GateFull, UpstreamGate
from warehouse.upstreams.keeping import is_fresh
from warehouse.upstreams.limiting import MissLimit
from warehouse.upstreams.listing import keep
from warehouse.upstreams.ownership import is_withheld

_REST_SECONDS = 10.0
"""For how long an upstream that did not answer is not asked again."""

_STALE_SECONDS = 30


@dataclass(frozen=True)
class _Kept:
    """What is kept of a name, outliving its session."""

    project_id: UUID
    is_there: bool
    etag: str | None
    checked: datetime
    files: Sequence[Row[Any]] | None = None
    """What is listed, where that was read as well."""


@dataclass(frozen=True)
class FoundProject:
    """A project of an upstream."""

    source: Source
    name: str
    """Normalised."""
    files: Sequence[Row[Any]]
    checked: datetime
    is_stale: bool
    """Whether the upstream should have been asked again, and does not answer."""
    seconds: int
    """For how long this may be shown without looking again."""


class UpstreamReader:
    """Finds projects of upstreams; one for all threads of a process."""

    def __init__(
        self,
        sessions: SessionFactory,
        client: UpstreamClient,
        settings: UpstreamSettings,
        gate: UpstreamGate,
    ) -> None:
        self._sessions, self._client, self._settings = sessions, client, settings
        self._gate = gate
        self._flights: dict[tuple[UUID, str], threading.Lock] = {}
        self._guard = threading.Lock()
        self._rests: dict[str, tuple[float, str]] = {}

    def find(self, name: str, limit: MissLimit | None = None) -> FoundProject | None:
        """Return the project that the first upstream which has it calls `name`, or None.

        The name is normalised. None also if it is ours, whatever is kept. An upstream that
        does not answer, and never said whether it has the name, keeps those after it from
        being asked: they may be strangers to it. Raises `UpstreamUnavailable`, and
        `TooManyMisses` if the name may be nobody's and `limit` is spent.
        """
        with self._sessions.autocommit() as db:
            rows = queries.known_of(db, name)
            if not rows:
                return None
            sources = [(each.upstream_id, Source(each.name, each.url)) for each in rows]
            known = {each.upstream_id: _kept(each) for each in rows if each.id is not None}
            is_ours = is_withheld(name, rows[0].ours, self._settings.never)
            fresh = None if is_ours else self._fresh(sources, known)
            if fresh is not None:
                return self._found(db, name, *fresh, is_stale=False)
        is_there = rows[0].is_listed or any(each.is_there for each in known.values())
        if limit is not None and (is_ours or not is_there):
            limit.spend()
        found = None if is_ours else self._first(name, sources, known, limit)
        if found is not None and limit is not None:
            limit.give_back()
        return found

    def _fresh(
        self, sources: Sequence[tuple[UUID, Source]], known: Mapping[UUID, _Kept]
    ) -> tuple[Source, _Kept] | None:
        """Return the first upstream that has a name, if no upstream need be asked."""
        for key, source in sources:
            state = known.get(key)
            if state is None or not self._is_fresh(state):
                return None
            if state.is_there:
                return source, state
        return None

    def _first(
        self,
        name: str,
        sources: Sequence[tuple[UUID, Source]],
        known: Mapping[UUID, _Kept],
        limit: MissLimit | None,
    ) -> FoundProject | None:
        """Return the project of the first upstream that has it."""
        try:
            for key, source in sources:
                state, is_stale = self._current(key, source, name, known.get(key))
                if state.is_there:
                    with self._sessions.autocommit() as db:
                        return self._found(db, name, source, state, is_stale=is_stale)
        except UpstreamUnavailable:
            if limit is not None:
                limit.give_back()
            raise
        return None

    def _current(
        self, key: UUID, source: Source, name: str, state: _Kept | None
    ) -> tuple[_Kept, bool]:
        """Return what is true of a name now, and whether that is too old."""
        if state is not None and self._is_fresh(state):
            return state, False
        try:
            with self._gate.entered():
                return self._asked(key, source, name)
        except GateFull as error:
            if state is None:
                raise UpstreamBusy(source.name) from error
            return state, True

    def _asked(self, key: UUID, source: Source, name: str) -> tuple[_Kept, bool]:
        with self._flight(key, name):
            with self._sessions.autocommit() as db:
                row = queries.said_of(db, key, name)
                state = None if row is None else _kept(row)
            if state is not None and self._is_fresh(state):
                return state, False
            try:
                said = self._ask(source, name, state)
            except UpstreamUnavailable:
                if state is None:
                    raise
                return state, True
            with self._sessions.transaction() as writing:
                db = writing.session
                row, files = keep(db, source, (key, name), said, datetime.now(UTC))
                return _kept(row, files), False

    def _ask(self, source: Source, name: str, state: _Kept | None) -> Said:
        """Ask an upstream, unless it did not answer a moment ago."""
        until, reason = self._rests.get(source.name, (0.0, ""))
        if time.monotonic() < until:
            raise UpstreamUnavailable(source.name, reason)
        etag = state.etag if state is not None and state.is_there else None
        try:
            said = self._client.page(source, name, etag)
        except UpstreamUnavailable as error:
            rest = time.monotonic() + _REST_SECONDS
            self._rests[source.name] = (rest, error.reason)
            raise
        self._rests.pop(source.name, None)
        return said

    def _found(
        self, db: Session, name: str, source: Source, state: _Kept, *, is_stale: bool
    ) -> FoundProject:
        files = state.files
        if files is None:
            files = queries.listed_files(db, state.project_id)
        left = (state.checked + self._settings.fresh - datetime.now(UTC)).total_seconds()
        seconds = _STALE_SECONDS if is_stale else max(int(left), 1)
        return FoundProject(source, name, files, state.checked, is_stale, seconds)

    def _is_fresh(self, state: _Kept) -> bool:
        return is_fresh(state.checked, self._settings)

    @contextmanager
    def _flight(self, key: UUID, name: str) -> Iterator[None]:
        """Let one thread at a time ask an upstream for a name."""
        with self._guard:
            lock = self._flights.setdefault((key, name), threading.Lock())
        with lock:
            try:
                yield
            finally:
                with self._guard:
                    self._flights.pop((key, name), None)


def _kept(row: Any, files: Sequence[Row[Any]] | None = None) -> _Kept:
    return _Kept(row.id, row.is_there, row.etag, row.checked, files)
