"""The licences of files of upstreams, by the core metadata beside them (PEP 658).

A project may have thousands of releases, and each would be a request. So only the newest
are read, one file of each, for as long as somebody may wait; the others are not known. What
was read lies among the files of upstreams, and is read from there the next time.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

import structlog
from packaging.metadata import parse_email

from warehouse.packaging.locations import METADATA
from warehouse.storage import BlobMissing, StorageUnavailable
from warehouse.upstreams import UpstreamFetcher
from warehouse.upstreams.errors import UpstreamError, UpstreamUnavailable
from warehouse.upstreams.fetching import FileOfUpstream
from warehouse.upstreams.releases import UpstreamRelease, releases_of

log = structlog.get_logger(__name__)

MOST_RELEASES = 10
_MOST_FAILURES = 2
_HEAD = 256 * 1024
"""Bytes of core metadata that are looked at; what follows is the description."""


class Licences(NamedTuple):
    """What is known of licences, by the ids of files."""

    said: Mapping[int, str | None]
    """What the author has said, None for nothing. Of other files nothing was read."""

    is_whole: bool = True
    """Whether nothing failed, so that asking again would say the same."""


class UpstreamLicences:
    """Reads licences, and fetches the metadata that says them."""

    def __init__(self, fetcher: UpstreamFetcher, *, seconds: float = 5.0) -> None:
        self._fetcher, self._seconds = fetcher, seconds

    def known(self, files: Iterable[Any]) -> Licences:
        """Return the licences of the newest releases, as far as metadata lies here."""
        return Licences(dict(self._read(files, self._fetcher.stored)))

    def asked(self, files: Iterable[Any]) -> Licences:
        """Return the licences of the newest releases, and fetch what is missing."""
        until, failures = time.monotonic() + self._seconds, 0

        def fetch(file: FileOfUpstream) -> None:
            nonlocal failures
            if self._fetcher.stored(file) is not None or failures >= _MOST_FAILURES:
                return
            try:
                self._fetch(file, until)
            except (UpstreamError, StorageUnavailable) as error:
                log.warning("upstream_licence_unread", problem=str(error))
                failures += 1

        return Licences(dict(self._read(files, fetch)), is_whole=not failures)

    def _read(
        self, files: Iterable[Any], prepare: Callable[[FileOfUpstream], object]
    ) -> Iterator[tuple[int, str | None]]:
        for release in islice(releases_of(files), MOST_RELEASES):
            found = self._metadata_of(release)
            if found is None:
                continue
            prepare(found)
            try:
                with self._fetcher.storage.open(found.path) as source:
                    raw, _others = parse_email(source.read(_HEAD))
            except BlobMissing:
                continue
            licence = raw.get("license_expression") or raw.get("license")
            yield from ((each.id, licence) for each in release.files)

    def _metadata_of(self, release: UpstreamRelease) -> FileOfUpstream | None:
        described = (each for each in release.files if each.core_metadata)
        first = next(described, None)
        if first is None:
            return None
        return self._fetcher.find(first.id, first.filename + METADATA)

    def _fetch(self, file: FileOfUpstream, until: float) -> None:
        """Fetch metadata; raises `UpstreamError`, also where time is up."""
        pieces = self._fetcher.stream(file)
        while time.monotonic() < until:
            if next(pieces, None) is None:
                return
        raise UpstreamUnavailable(file.source.name, "it sends metadata slowly")
