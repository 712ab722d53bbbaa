"""The interface of a place that keeps blobs.

Paths are relative, with `/` between their parts; a blob never changes once it is stored,
because its path holds the digest of its content. So storing twice is the same as once.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO


class BlobMissing(Exception):
    """There is no blob at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(f"no blob is stored at {path!r}")
        self.path = path


class StorageUnavailable(Exception):
    """The place that keeps blobs cannot be reached or cannot be written."""


@dataclass(frozen=True)
class Blob:
    """A stored blob: its path, its size in bytes, and when it was stored."""

    path: str
    size: int
    modified: datetime


class Storage(ABC):
    """A place that keeps blobs. Every method may raise `StorageUnavailable`."""

    @abstractmethod
    def put(
        self, path: str, source: Path, *, metadata: Mapping[str, str] | None = None
    ) -> None:
        """Store the bytes of the file `source` under `path`, durably, all or nothing."""

    @abstractmethod
    def open(self, path: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        """Open a blob, or `length` bytes of it from `start`; raise `BlobMissing`."""

    @abstractmethod
    def stat(self, path: str) -> Blob:
        """Return the size and age of a blob; raise `BlobMissing`."""

    @abstractmethod
    def delete(self, path: str) -> None:
        """Delete a blob; do nothing if there is none."""

    @abstractmethod
    def list(self, prefix: str = "") -> Iterator[Blob]:
        """Yield every blob whose path starts with `prefix`, in any order."""

    @abstractmethod
    def scratch(self) -> Path:
        """Return the directory for files that are still being received."""

    @abstractmethod
    def check(self) -> None:
        """Raise `StorageUnavailable` unless blobs can be read and written now."""

    def local_path(self, path: str) -> Path | None:
        """Return the blob's path on this machine's disk; None if it is elsewhere."""
        return None
