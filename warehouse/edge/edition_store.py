"""Parts of assembled answers in Valkey, so that a new process need not make all of them.

They were true at a position of the log of purges, and are judged by it as everything else
is: a process that takes them over makes those anew that were purged since. They may be
missing or broken at any time; then all are made, as they were the first time.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
import redis
import structlog

from warehouse.edge.gzip_members import Member
from warehouse.edge.store import has_room

log = structlog.get_logger(__name__)

Parts = Mapping[str, Member]

_EVERY_SECONDS = 300
"""How often they are kept, by whichever process comes first."""

_KEPT_SECONDS = 86_400
_DIGEST = 32
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True)
class StoredParts:
    """The parts as of `position`; part n has the names after the n-th of `afters`."""

    position: int
    afters: Sequence[str]
    parts: Sequence[Parts]

    def packed(self) -> bytes:
        """Return all of it as bytes, which `unpacked` reads."""
        about = [
            {
                form: [len(each.packed), each.length, each.checksum, each.shift]
                for form, each in parts.items()
            }
            for parts in self.parts
        ]
        head = orjson.dumps([self.position, self.afters, about])
        pieces = [each.packed for parts in self.parts for each in parts.values()]
        data = b"".join([len(head).to_bytes(8, "big"), head, *pieces])
        return _digest(data) + data


def unpacked(data: bytes) -> StoredParts:
    """Read the bytes that `packed` returned; raises `ValueError` for any others."""
    view = memoryview(data)[_DIGEST:]
    if data[:_DIGEST] != _digest(view):
        raise ValueError("parts that nobody packed")
    at = 8 + int.from_bytes(view[:8], "big")
    position, afters, about = orjson.loads(view[8:at])
    parts: list[Parts] = []
    for forms in about:
        made = {}
        for form, (size, *rest) in forms.items():
            made[form] = Member(bytes(view[at : at + size]), *rest)
            at += size
        parts.append(made)
    return StoredParts(position, afters, parts)


class EditionStore:
    """Stores the parts of one assembled answer in Valkey for processes to come."""

    def __init__(self, url: str, name: str) -> None:
        self._client = redis.Redis.from_url(
            url, socket_timeout=5, socket_connect_timeout=0.25, protocol=2, retry=None
        )
        self._name = name
        self._next = 0.0

    def find(self) -> StoredParts | None:
        """Return the stored parts, or None if they are missing or broken."""
        try:
            data: bytes | None = self._client.get(self._name)  # type: ignore[assignment]
            return unpacked(data) if data else None
        except redis.RedisError as error:
            log.warning("parts_unavailable", error=type(error).__name__)
        except ValueError as error:
            log.warning("parts_unreadable", error=str(error))
        return None

    def is_due(self) -> bool:
        """Return whether this process is the one that has to store them now."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + _EVERY_SECONDS
        try:
            turn = f"{self._name}:turn"
            return bool(self._client.set(turn, 1, nx=True, ex=_EVERY_SECONDS))
        except redis.RedisError as error:
            log.warning("parts_not_kept", error=type(error).__name__)
            return False

    def keep(self, kept: StoredParts) -> None:
        """Store `parts` instead of the former ones, if Valkey has room for them."""
        data = kept.packed()
        try:
            if len(data) <= _LARGEST and has_room(self._client.info("memory"), len(data)):
                self._client.set(self._name, data, ex=_KEPT_SECONDS)
        except redis.RedisError as error:
            log.warning("parts_not_kept", error=type(error).__name__)

    def close(self) -> None:
        """Close the connections to Valkey."""
        self._client.close()


def _digest(data: bytes | memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
