"""Counting in the memory of one process; a thread writes the counts a minute later.

A hit costs the look-up of a client and the addition to a number. Where the process is
killed, what it has not written is lost: no more than `seconds` of it.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import NamedTuple

import structlog

from warehouse.downloads.clients import LONGEST, Client, client_of
from warehouse.http.bounded_cache import BoundedCache

log = structlog.get_logger(__name__)

_CLIENTS = 1024 * 1024
"""Bytes of user agents that are remembered."""

_MOST, _MANY = 100_000, 50_000
"""Numbers that are kept at most, and from which on they are written at once."""

_AT_ONCE = 5_000
_DAY = 86_400


class Hit(NamedTuple):
    """A file that was sent to a client on a day."""

    day: date
    path: str
    client: Client


Counts = Sequence[tuple[Hit, int]]


class DownloadCounter:
    """Counts files that were sent, and hands the counts to `write` every `seconds`."""

    def __init__(
        self,
        write: Callable[[Counts], None],
        *,
        seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._write, self._seconds, self._clock = write, seconds, clock
        self._clients: BoundedCache[bytes | None, Client] = BoundedCache(_CLIENTS, LONGEST)
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._hits: dict[tuple[date, str, Client], int] = {}
        self._timer: threading.Timer | None = None
        self._day, self._midnight = date.min, 0.0

    def count(self, path: str, user_agent: bytes | None) -> None:
        """Count that the file at `path` was sent to a client once."""
        if not self._seconds:
            return
        client = self._clients.get(user_agent)
        if client is None:
            client = client_of(user_agent)
            self._clients.put(user_agent, client, len(user_agent or b""))
        with self._lock:
            if self._timer is None:
                self._start(self._seconds)
            if (now := self._clock()) >= self._midnight:
                self._begin_day(now)
            hits = self._hits
            key = (self._day, path, client)
            known = hits.get(key)
            if known is not None:
                hits[key] = known + 1
            elif len(hits) < _MOST:
                hits[key] = 1
                if len(hits) == _MANY:
                    self._start(0)

    def flush(self) -> None:
        """Write what was counted; what cannot be written is kept for the next time."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
        with self._writing:
            with self._lock:
                waiting, self._hits = self._hits, {}
            try:
                self._write_all(waiting)
            except Exception:
                log.exception("downloads_not_written", numbers=len(waiting))
                self._take_back(waiting)

    def _start(self, seconds: float) -> None:
        """Have a thread write soon; a process that is asked for nothing has no thread."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, self.flush)
        self._timer.name, self._timer.daemon = "downloads", True
        self._timer.start()

    def _begin_day(self, now: float) -> None:
        self._day = datetime.fromtimestamp(now, UTC).date()
        self._midnight = (now // _DAY + 1) * _DAY

    def _write_all(self, waiting: dict[tuple[date, str, Client], int]) -> None:
        """Write in parts; each that is written leaves `waiting`."""
        while part := list(islice(waiting.items(), _AT_ONCE)):
            self._write([(Hit(*key), count) for key, count in part])
            for key, _ in part:
                del waiting[key]

    def _take_back(self, waiting: dict[tuple[date, str, Client], int]) -> None:
        with self._lock:
            for key, count in waiting.items():
                if key in self._hits or len(self._hits) < _MOST:
                    self._hits[key] = self._hits.get(key, 0) + count
            if self._timer is None:
                self._start(self._seconds)
