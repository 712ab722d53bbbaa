"""Invalidation: what this process has read of the log of purges, and how long that holds.

The protocol, and why it never lets an old page through, is in `warehouse/purges`.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Protocol

import psycopg
import structlog
from psycopg import AsyncConnection, sql

from warehouse.edge.metrics import count_purges
from warehouse.edge.representation import Representation
from warehouse.purges.log import CHANNEL, EVERYTHING, LEASE_SECONDS

Connection = AsyncConnection[tuple[int, list[str]]]

log = structlog.get_logger(__name__)

_RENEW_SECONDS = 0.5
_RETRY_SECONDS = 0.25
_MOST_KEYS = 200_000
_PAST = 20_000
"""How many purges of before our time are read, to judge what Valkey has kept."""

_BEGIN = """
    INSERT INTO cache_readers (name, position, lease_until)
    VALUES (%s, -1, (clock_timestamp() AT TIME ZONE 'utc') + make_interval(secs => %s))
    ON CONFLICT (name) DO UPDATE
    SET position = excluded.position, lease_until = excluded.lease_until
"""
_RENEW = """
    UPDATE cache_readers
    SET position = %s,
        lease_until = (clock_timestamp() AT TIME ZONE 'utc') + make_interval(secs => %s)
    WHERE name = %s
"""
_READ = "SELECT position, keys FROM cache_purges WHERE position > %s ORDER BY position"
_LOOK_BACK = """
    SELECT position, keys FROM cache_purges ORDER BY position DESC LIMIT %s
"""
_ACKNOWLEDGE = "UPDATE cache_readers SET position = %s WHERE name = %s"
_LEAVE = "DELETE FROM cache_readers WHERE name = %s"
_TIDY = """
    DELETE FROM cache_readers
    WHERE lease_until < (clock_timestamp() AT TIME ZONE 'utc') - interval '1 minute'
"""


class Watcher(Protocol):
    """Is told of every purge, before the writer learns that this process has read it."""

    def heard(self, keys: Iterable[str]) -> None:
        """Take note that these keys were purged."""

    def lost(self) -> None:
        """Take note that purges may have been missed: any key may have been purged."""


class Purges:
    """The newest position of each purged key; a key that was forgotten counts as purged."""

    def __init__(self, *, most_keys: int = _MOST_KEYS) -> None:
        self._most_keys = most_keys
        self.watchers: list[Watcher] = []
        self.position = -1
        self.horizon = -1
        self.version = 0
        self._latest: dict[str, int] = {}

    def begin(self, rows: Iterable[tuple[int, list[str]]], position: int) -> None:
        """Forget all, and begin with `rows`, which end at `position`."""
        self._latest.clear()
        for watcher in self.watchers:
            watcher.lost()
        self.position = self.horizon = position
        self.version += 1
        rows = sorted(rows)
        if rows:
            self.horizon = rows[0][0] - 1
        self.note(rows)

    def note(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Add purges, in the order of their positions."""
        self.version += 1
        for position, keys in rows:
            self.position = max(self.position, position)
            if EVERYTHING in keys:
                self._latest.clear()
                self.horizon = position
                for watcher in self.watchers:
                    watcher.lost()
                continue
            for watcher in self.watchers:
                watcher.heard(keys)
            for key in keys:
                self._latest[key] = position
        if len(self._latest) > self._most_keys:
            self._forget_half()

    def _forget_half(self) -> None:
        """Forget the older half; answers of that time count as purged."""
        positions = sorted(self._latest.values())
        self.horizon = max(self.horizon, positions[len(positions) // 2])
        self._latest = {
            key: position
            for key, position in self._latest.items()
            if position > self.horizon
        }

    def spared(self, made: Representation) -> bool:
        """Return whether no key of `made` was purged after it was made."""
        if made.checked == self.version:
            return True
        if not self.horizon <= made.position <= self.position:
            return False
        stamp, latest = made.position, self._latest
        if any(latest.get(key, -1) > stamp for key in made.keys):
            return False
        made.checked = self.version
        return True


class LogReader:
    """Reads the log of purges on a connection of its own, as long as the process lives.

    What was read may be relied on up to `until` by the monotonic clock.
    """

    def __init__(self, conninfo: str, purges: Purges) -> None:
        self.name = ""
        self.purges = purges
        self.until = 0.0
        self.listeners: list[Callable[[int], None]] = []
        """Told the newest position whenever it has changed."""
        self._conninfo = conninfo

    async def follow(self) -> None:
        """Read on until cancelled, connecting again whenever the connection is lost."""
        # Not sooner: processes that were forked from one must not have the same name.
        self.name = secrets.token_hex(8)
        while True:
            try:
                await self._follow_one_connection()
            except (psycopg.Error, OSError) as error:
                self.until = 0.0
                task = asyncio.current_task()
                if task is not None and task.cancelling():
                    # A statement that is cut off may end in an error of its own.
                    raise asyncio.CancelledError from error
                log.warning("cache_follower_lost", error=type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)

    async def leave(self) -> None:
        """Give up the lease, so that writers no longer wait for this process."""
        self.until = 0.0
        try:
            async with await self._connect() as connection:
                await connection.execute(_LEAVE, (self.name,))
        except (psycopg.Error, OSError):
            log.warning("cache_reader_not_removed", name=self.name)

    async def _connect(self) -> Connection:
        return await AsyncConnection.connect(
            self._conninfo,
            autocommit=True,
            connect_timeout=5,
            application_name="warehouse edge",
            options="-c statement_timeout=5s -c timezone=utc",
            tcp_user_timeout=5000,
        )

    async def _follow_one_connection(self) -> None:
        async with await self._connect() as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            await connection.execute(_TIDY)
            await self._begin(connection)
            while True:
                async for _ in connection.notifies(timeout=_RENEW_SECONDS, stop_after=1):
                    break
                await self._renew(connection)

    async def _begin(self, connection: Connection) -> None:
        """Register as a reader, so that writers wait, and only then read the log."""
        begun = time.monotonic()
        await connection.execute(_BEGIN, (self.name, LEASE_SECONDS))
        past = await (await connection.execute(_LOOK_BACK, (_PAST,))).fetchall()
        self.purges.begin(past, max((position for position, _ in past), default=0))
        await self._acknowledge(connection)
        self._tell()
        self.until = begun + LEASE_SECONDS

    async def _renew(self, connection: Connection) -> None:
        """Renew the lease, read on, and acknowledge the position, in this order."""
        begun = time.monotonic()
        known = self.purges.position
        renewal = await connection.execute(_RENEW, (known, LEASE_SECONDS, self.name))
        if renewal.rowcount != 1:
            raise psycopg.OperationalError("the reader is not in the table any more")
        rows = await (await connection.execute(_READ, (known,))).fetchall()
        if rows:
            self.purges.note(rows)
            count_purges(key for _, keys in rows for key in keys)
            await self._acknowledge(connection)
            self._tell()
        self.until = begun + LEASE_SECONDS

    def _tell(self) -> None:
        for listener in self.listeners:
            listener(self.purges.position)

    async def _acknowledge(self, connection: Connection) -> None:
        await connection.execute(_ACKNOWLEDGE, (self.purges.position, self.name))
