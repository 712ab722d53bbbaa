"""The stores of representations: a bounded one in each process, and Valkey for all."""

import time
from collections.abc import Mapping
from typing import Any

import redis
import structlog
from redis.asyncio import Redis

from warehouse.edge.representation import Representation, unpacked

log = structlog.get_logger(__name__)

_LARGEST_SHARED = 16 * 1024 * 1024
_SHARED_SECONDS = 6 * 3600
_FULL = 0.6
_PAUSE_SECONDS = 2.0
_FLIGHT_MILLISECONDS = 3000


class LocalStore:
    """Stores representations in this process, in at most `capacity` bytes.

    They are evicted by the clock algorithm: what was used since the last round stays.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity, self.size = capacity, 0
        self._kept: dict[str, Representation] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str) -> Representation | None:
        """Return what is stored under `key`, fresh or not; None if there is nothing."""
        return self._kept.get(key)

    def put(self, key: str, made: Representation) -> None:
        """Store `made`, unless it is larger than a quarter of the store."""
        self.drop(key)
        if made.size * 4 > self.capacity:
            return
        self._kept[key] = made
        self.size += made.size
        while self.size > self.capacity:
            self._make_room()

    def drop(self, key: str) -> None:
        """Delete what is stored under `key`."""
        made = self._kept.pop(key, None)
        if made is not None:
            self.size -= made.size

    def _make_room(self) -> None:
        key = next(iter(self._kept))
        made = self._kept.pop(key)
        if made.was_used:
            made.was_used = False
            self._kept[key] = made
        else:
            self.size -= made.size


def has_room(memory: Mapping[str, Any], size: int = 0) -> bool:
    """Return whether Valkey has room for `size` bytes beside what must not be lost.

    Those are sessions and tasks; `memory` is the answer to `INFO memory`.
    """
    limit = memory.get("maxmemory") or memory.get("total_system_memory") or 0
    return limit <= 0 or memory["used_memory"] + size <= _FULL * limit


class SharedStore:
    """Stores representations in Valkey, which is left alone for a while if it fails."""

    def __init__(self, url: str, namespace: str) -> None:
        self._client = Redis.from_url(
            url, socket_timeout=0.5, socket_connect_timeout=0.25, protocol=2, retry=None
        )
        self._namespace = namespace
        self._away_until = 0.0
        self._is_full = False

    async def find(self, key: str) -> tuple[Representation | None, bool]:
        """Return what is stored under `key`, and whether this process has to make it anew.

        Of all processes that ask at the same time, one is told to make it.
        """
        if time.monotonic() < self._away_until:
            return None, True
        name = self._name(key)
        try:
            async with self._client.pipeline(transaction=False) as pipeline:
                pipeline.get(name)
                pipeline.set(f"{name}:flight", 1, nx=True, px=_FLIGHT_MILLISECONDS)
                data, is_ours = await pipeline.execute()
            return (unpacked(data) if data else None), bool(is_ours)
        except redis.RedisError as error:
            self._leave_alone(error)
        except ValueError as error:
            log.warning("representation_unreadable", key=key, error=str(error))
        return None, True

    async def put(self, key: str, made: Representation) -> None:
        """Store `made`, and let other processes no longer wait for it."""
        if time.monotonic() < self._away_until:
            return
        name = self._name(key)
        seconds = int(min(_SHARED_SECONDS, made.expires - time.time()))
        try:
            async with self._client.pipeline(transaction=False) as pipeline:
                if not self._is_full and made.size < _LARGEST_SHARED and seconds > 0:
                    pipeline.set(name, made.packed(), ex=seconds)
                pipeline.delete(f"{name}:flight")
                await pipeline.execute()
        except redis.RedisError as error:
            self._leave_alone(error)

    async def land(self, key: str) -> None:
        """Let another process make it, because this one could not."""
        if time.monotonic() < self._away_until:
            return
        try:
            await self._client.delete(f"{self._name(key)}:flight")
        except redis.RedisError as error:
            self._leave_alone(error)

    async def measure(self) -> None:
        """Find out whether there is room beside sessions and tasks, which must stay."""
        if time.monotonic() < self._away_until:
            return
        try:
            memory = await self._client.info("memory")
        except redis.RedisError as error:
            self._leave_alone(error)
            return
        self._is_full = not has_room(memory)

    async def close(self) -> None:
        """Close the connections to Valkey."""
        await self._client.aclose()

    def _name(self, key: str) -> str:
        return f"page:{self._namespace}:{key}"

    def _leave_alone(self, error: redis.RedisError) -> None:
        self._away_until = time.monotonic() + _PAUSE_SECONDS
        log.warning("shared_store_unavailable", error=type(error).__name__)
