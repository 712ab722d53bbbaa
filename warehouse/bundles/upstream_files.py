"""The files of upstreams that a bundle needs: fetched by the upstream's rules, and bounded.

They are kept where all files of upstreams lie, so a second run fetches none of them again.
While a bundle is made they are held, so that none is lost which is evicted meanwhile.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO

from packaging.metadata import parse_email

from warehouse.bundles.errors import BundleError, NotHere
from warehouse.packaging.locations import METADATA
from warehouse.scanning.members import ArchiveUnreadable, entries_of, read
from warehouse.storage import BlobMissing, StorageUnavailable
from warehouse.upstreams import UpstreamFetcher
from warehouse.upstreams.errors import UpstreamError
from warehouse.upstreams.fetching import FileOfUpstream
from warehouse.upstreams.storage import HeldFiles

_LARGEST_METADATA = 16 * 1024 * 1024
_MIB = 1024 * 1024


class UpstreamFiles:
    """Gives bytes of upstreams, up to so many in all."""

    def __init__(self, fetcher: UpstreamFetcher, most_bytes: int, held: HeldFiles) -> None:
        self._fetcher, self._most, self._held = fetcher, most_bytes, held
        self._sizes: dict[str, int] = {}

    def open(self, key: int, filename: str) -> BinaryIO:
        """Return the bytes of a file, which is fetched if it is not here.

        Raises `NotHere` if it cannot be had, and `BundleError` if it is one too many.
        """
        return self._opened(self._wanted(key, filename))

    def measured(self, key: int, filename: str) -> tuple[int, str]:
        """Return size and SHA-256 of a file; raises what `open` does."""
        found = self._wanted(key, filename)
        with self._opened(found) as source:
            sha256 = found.hashes.get("sha256") or _digest(source)
        return self._sizes[found.path], sha256

    def requirements(self, key: int, filename: str) -> Sequence[str]:
        """Return what a file requires, by the metadata beside it or else inside.

        Raises what `open` does.
        """
        with _explained():
            beside = self._fetcher.find(key, filename + METADATA)
        if beside is None:
            content = self._inside(key, filename)
        else:
            with self._opened(beside) as source:
                content = source.read(_LARGEST_METADATA)
        raw, _others = parse_email(content)
        return raw.get("requires_dist", [])

    def _inside(self, key: int, filename: str) -> bytes:
        """Return the metadata in a wheel or an sdist."""
        is_wheel = filename.endswith(".whl")
        ending = ".dist-info/METADATA" if is_wheel else "/PKG-INFO"
        with self._opened(self._wanted(key, filename)) as source:
            try:
                for entry in entries_of(filename, source):
                    if entry.name.endswith(ending) and entry.name.count("/") == 1:
                        return read(entry, _LARGEST_METADATA)
            except ArchiveUnreadable as error:
                raise NotHere(f"{filename} cannot be read: {error}") from error
        raise NotHere(f"{filename} says nothing of what it requires")

    def _wanted(self, key: int, filename: str) -> FileOfUpstream:
        with _explained():
            found = self._fetcher.find(key, filename)
        if found is None:
            raise NotHere(f"{filename} may not be had from an upstream any more")
        return found

    def _opened(self, found: FileOfUpstream) -> BinaryIO:
        if found.path not in self._held:
            self._require_room(found.size or 0)
            with _explained():
                size = self._hold(found)
            self._require_room(size)
            self._sizes[found.path] = size
        return self._held.open(found.path)

    def _hold(self, found: FileOfUpstream) -> int:
        """Hold a file, and return its size; one that is evicted first is fetched again."""
        if self._fetcher.stored(found) is not None:
            with suppress(BlobMissing):
                return self._held.hold(found.path)
        self._fetcher.fetch(found)
        return self._held.hold(found.path)

    def _require_room(self, size: int) -> None:
        if sum(self._sizes.values()) + size > self._most:
            raise BundleError(
                f"it needs more than {self._most // _MIB} MiB of upstreams: ask for less, "
                "or raise UPSTREAM_MIB"
            )


def _digest(source: BinaryIO) -> str:
    found = hashlib.sha256()
    while piece := source.read(_MIB):
        found.update(piece)
    return found.hexdigest()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except UpstreamError as error:
        raise NotHere(str(error)) from error
    except BlobMissing as error:
        raise NotHere(f"{error.path} was deleted meanwhile: raise UPSTREAM_MIB") from error
    except StorageUnavailable as error:
        raise BundleError(str(error)) from error
