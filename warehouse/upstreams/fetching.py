"""Fetching files of upstreams: once, checked before anyone else has them, and kept.

Whoever asks first is sent the bytes while they come; the last of them are held back until
all are checked, so nobody ever has the whole of a file that is not what was announced.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

import structlog
from sqlalchemy import Table, bindparam, update
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.db import SessionFactory
from warehouse.outbound import OpenAnswer, Unanswered
from warehouse.packaging.locations import METADATA
from warehouse.settings import UpstreamSettings
from warehouse.storage import Blob, BlobMissing
from warehouse.upstreams import queries
from warehouse.upstreams.asking import Source, UpstreamClient
from warehouse.upstreams.errors import UpstreamFileRefused, UpstreamUnavailable
from warehouse.upstreams.models import UpstreamFile
from warehouse.upstreams.ownership import Ours, is_withheld
from warehouse.upstreams.storage import UpstreamStorage, place_of

log = structlog.get_logger(__name__)

_PIECE = 256 * 1024
_LARGEST = 8 * 1024 * 1024 * 1024
_LARGEST_METADATA = 8 * 1024 * 1024
_PATIENCE_SECONDS = 300.0


@dataclass(frozen=True)
class FileOfUpstream:
    """A file of an upstream, or the core metadata beside it, by its values."""

    key: int
    source: Source
    project: str
    """Normalised."""
    filename: str
    url: str
    hashes: Mapping[str, str]
    size: int | None
    seen: datetime
    """When it was uploaded, or first seen."""
    is_metadata: bool
    is_disputed: bool

    @property
    def path(self) -> str:
        """Return where it lies in the storage."""
        return place_of(self.key, self.filename)


class UpstreamFetcher:
    """Gives files of upstreams; one for all threads of a process."""

    def __init__(
        self,
        sessions: SessionFactory,
        client: UpstreamClient,
        storage: UpstreamStorage,
        settings: UpstreamSettings,
    ) -> None:
        self._sessions, self._client = sessions, client
        self.storage, self._settings = storage, settings

    def find(self, key: int, filename: str) -> FileOfUpstream | None:
        """Return the file with this id and name, or None if it may not be had here.

        The name of its project may have become ours since it was listed.
        """
        wanted = filename.removesuffix(METADATA)
        with self._sessions.autocommit() as db:
            found = queries.file_with_id(db, key)
        if found is None or found.filename != wanted or self._is_ours(found):
            return None
        return _values(found, is_metadata=filename != wanted)

    def _is_ours(self, found: Any) -> bool:
        """Return whether its name, or in a merged project its filename, is ours."""
        is_clashing = found.ours == Ours.MERGED and found.is_named
        return is_clashing or is_withheld(found.project, found.ours, self._settings.never)

    def stored(self, file: FileOfUpstream) -> Blob | None:
        """Return a file that lies here, noting that it was asked for, or None."""
        try:
            blob = self.storage.stat(file.path)
        except BlobMissing:
            return None
        self.storage.note_use(blob)
        return blob

    def fetch(self, file: FileOfUpstream) -> Blob:
        """Return a file, after it was fetched by us or by whoever is fetching it."""
        for _ in self.stream(file):
            pass
        return self.storage.stat(file.path)

    def stream(self, file: FileOfUpstream) -> Iterator[bytes]:
        """Yield a file while it is fetched; nothing if another fetched it meanwhile.

        Raises `UpstreamUnavailable` and `UpstreamFileRefused`, before all is yielded.
        """
        if file.is_disputed:
            raise UpstreamFileRefused(
                f"{file.source.name} has announced {file.filename} with two hashes, so it "
                "is not fetched. An administrator has to look at it"
            )
        with ExitStack() as stack:
            if not stack.enter_context(self.storage.alone(file.key, _PATIENCE_SECONDS)):
                raise UpstreamUnavailable(file.source.name, "it sends a file slowly")
            if self.stored(file) is not None:
                return
            answer = stack.enter_context(self._client.file(file.source, file.url))
            received = stack.enter_context(self.storage.receiving())
            yield from self._received(file, answer, received)

    def _received(
        self, file: FileOfUpstream, answer: OpenAnswer, received: IO[bytes]
    ) -> Iterator[bytes]:
        most = _LARGEST_METADATA if file.is_metadata else _LARGEST
        sums = {each: hashlib.new(each) for each in {"sha256", *file.hashes}}
        held, size = b"", 0
        try:
            while data := answer.read(_PIECE):
                size += len(data)
                if size > (most if file.size is None else min(file.size, most)):
                    raise UpstreamFileRefused(_too_large(file, most))
                for each in sums.values():
                    each.update(data)
                received.write(data)
                if held:
                    yield held
                held = data
        except Unanswered as error:
            raise UpstreamUnavailable(file.source.name, str(error)) from error
        self._check(file, {name: each.hexdigest() for name, each in sums.items()}, size)
        received.flush()
        self.storage.put(file.path, Path(received.name))
        self._note(file, sums["sha256"].hexdigest(), size)
        yield held

    def _check(self, file: FileOfUpstream, found: Mapping[str, str], size: int) -> None:
        if file.size is not None and size != file.size:
            raise UpstreamFileRefused(
                f"{file.source.name} announced {file.size:,} bytes of {file.filename}, and "
                f"sent {size:,}"
            )
        for algorithm, digest in file.hashes.items():
            if found[algorithm] != digest:
                log.error("upstream_file_refused", filename=file.filename, said=digest)
                raise UpstreamFileRefused(
                    f"{file.source.name} announced {file.filename} with the {algorithm} "
                    f"digest {digest}, and sent a file with {found[algorithm]}"
                )

    def _note(self, file: FileOfUpstream, sha256: str, size: int) -> None:
        """Write that a file lies here, with the hash that it has from now on."""
        values = {"key": file.key, "bytes": size}
        with self._sessions.autocommit() as db:
            if file.is_metadata:
                db.execute(_NOTE_METADATA, values)
            else:
                db.execute(_NOTE_FILE, {**values, "known": {"sha256": sha256}})


def _too_large(file: FileOfUpstream, most: int) -> str:
    if file.size is not None:
        announced = f"{file.size:,} bytes of {file.filename}"
        return f"{file.source.name} announced {announced}, and sends more"
    return f"{file.filename} of {file.source.name} has more than {most >> 20} MiB"


def _values(row: Any, *, is_metadata: bool) -> FileOfUpstream | None:
    if is_metadata and not row.core_metadata:
        return None
    hashes, size, suffix = row.hashes, row.size, ""
    if is_metadata:
        hashes = row.core_metadata if isinstance(row.core_metadata, dict) else {}
        size, suffix = None, METADATA
    return FileOfUpstream(
        key=row.id,
        source=Source(row.upstream, row.home),
        project=row.project,
        filename=row.filename + suffix,
        url=row.url.partition("#")[0] + suffix,
        hashes={name: digest for name, digest in hashes.items() if name in _KNOWN},
        size=size,
        seen=row.upload_time or row.first_seen,
        is_metadata=is_metadata,
        is_disputed=row.is_disputed and row.stored_size is None,
    )


_FILES = cast(Table, UpstreamFile.__table__)
_NOTE = update(_FILES).where(_FILES.c.id == bindparam("key"))
_NOTE_METADATA = _NOTE.values(stored_metadata_size=bindparam("bytes"))
_NOTE_FILE = _NOTE.values(
    stored_size=bindparam("bytes"),
    hashes=_FILES.c.hashes.concat(bindparam("known", type_=JSONB)),
)
_KNOWN = hashlib.algorithms_guaranteed - {"shake_128", "shake_256"}
