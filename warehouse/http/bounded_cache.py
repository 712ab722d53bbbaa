"""A cache of what clients say, bounded in bytes and not in entries.

A client may invent as much as it likes: what is long is not remembered at all, and what was
not used lately makes room for what is new.
"""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_OVERHEAD = 500
"""Bytes that an entry takes beside what was said."""


class BoundedCache(Generic[K, V]):
    """Remembers at most `most` bytes of keys, none of them longer than `longest`."""

    def __init__(self, most: int, longest: int) -> None:
        self._half, self._longest = most // 2, longest
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self._size = self._old_size = 0

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    @property
    def size(self) -> int:
        """Return about how many bytes of memory it takes."""
        return self._size + self._old_size

    def get(self, key: K) -> V | None:
        """Return the value of `key`, or None."""
        found = self._young.get(key)
        return self._old.get(key) if found is None else found

    def put(self, key: K, value: V, said: int) -> None:
        """Remember `value`, unless `said`, the bytes of the key, are too many."""
        if said > self._longest:
            return
        if key not in self._young:
            self._size += said + _OVERHEAD
        self._young[key] = value
        if self._size > self._half:
            self._old, self._old_size = self._young, self._size
            self._young, self._size = {}, 0
