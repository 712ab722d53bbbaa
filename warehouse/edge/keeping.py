"""Parts of large answers, kept in Valkey so that a new process need not make all of them.

What is kept was true at a position of the log of purges, and is judged by it as everything
else is: whoever takes it over makes those parts anew that were purged since. It may be
gone or full of rubbish at any time; then all is made, as it was the first time.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
import redis
import structlog

from warehouse.edge.deflating import Part
from warehouse.edge.store import has_room

log = structlog.get_logger(__name__)

Parts = Mapping[str, Part]

_EVERY_SECONDS = 300
"""How often they are kept, by whichever process comes first."""

_KEPT_SECONDS = 86_400
_DIGEST = 32
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """Parts as they were at `position`; part n has the names after the n-th of `afters`."""

    position: int
    afters: Sequence[str]
    parts: Sequence[Parts]

    def packed(self) -> bytes:
        """All of it as bytes; `unpacked` is the reverse."""
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


def unpacked(data: bytes) -> Kept:
    """What `packed` made; raises `ValueError` if it did not make it."""
    view = memoryview(data)[_DIGEST:]
    if data[:_DIGEST] != _digest(view):
        raise ValueError("parts that nobody packed")
    at = 8 + int.from_bytes(view[:8], "big")
    position, afters, about = orjson.loads(view[8:at])
    parts: list[Parts] = []
    for forms in about:
        made = {}
        for form, (size, *rest) in forms.items():
            made[form] = Part(bytes(view[at : at + size]), *rest)
            at += size
        parts.append(made)
    return Kept(position, afters, parts)


class Keeper:
    """Keeps the parts of one answer for the processes that come later."""

    def __init__(self, url: str, name: str) -> None:
        self._client = redis.Redis.from_url(
            url, socket_timeout=5, socket_connect_timeout=0.25, protocol=2, retry=None
        )
        self._name = name
        self._next = 0.0

    def find(self) -> Kept | None:
        """What was kept last, if it is there and whole."""
        try:
            data: bytes | None = self._client.get(self._name)  # type: ignore[assignment]
            return unpacked(data) if data else None
        except redis.RedisError as error:
            log.warning("parts_unavailable", error=type(error).__name__)
        except ValueError as error:
            log.warning("parts_unreadable", error=str(error))
        return None

    def is_due(self) -> bool:
        """Whether it is for this process to keep them now."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + _EVERY_SECONDS
        try:
            turn = f"{self._name}:turn"
            return bool(self._client.set(turn, 1, nx=True, ex=_EVERY_SECONDS))
        except redis.RedisError as error:
            log.warning("parts_not_kept", error=type(error).__name__)
            return False

    def keep(self, kept: Kept) -> None:
        """Replace what was kept, if there is room for it."""
        data = kept.packed()
        try:
            if len(data) <= _LARGEST and has_room(self._client.info("memory"), len(data)):
                self._client.set(self._name, data, ex=_KEPT_SECONDS)
        except redis.RedisError as error:
            log.warning("parts_not_kept", error=type(error).__name__)

    def close(self) -> None:
        """Hang up."""
        self._client.close()


def _digest(data: bytes | memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
