"""The file `warehouse backup` writes: a gzipped tar that can be checked before it is used.

manifest.json     what made it, when, from which revision, and with or without files
database.dump     pg_dump's custom format
files/…           the bytes of uploaded files, named as they are stored
SHA256SUMS        the digest of each member before it; without it the end is missing
"""

import gzip
import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, cast

FORMAT = 1
_CHUNK = 1024 * 1024


class Damaged(Exception):
    """The file is no complete backup; the text says why, as the rest of a sentence."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The description of a backup, its first member."""

    warehouse: str
    revision: str | None
    created: str
    has_files: bool
    format: int = FORMAT


class Writer:
    """Adds members to an archive and collects their digests."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._digests: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        """Add the bytes that `path` has now, even if it grows or is deleted meanwhile."""
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            self._add(name, file, status.st_size, int(status.st_mtime))

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a member from bytes in memory."""
        self._add(name, BytesIO(content), len(content), 0)

    def finish(self) -> None:
        """Add the digests as the last member."""
        lines = (f"{digest}  {name}\n" for name, digest in self._digests.items())
        self.add_bytes("SHA256SUMS", "".join(lines).encode())

    def _add(self, name: str, file: IO[bytes], size: int, modified: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, modified, 0o600
        source = _Hashing(file)
        self._archive.addfile(member, cast(IO[bytes], source))
        self._digests[name] = source.digest.hexdigest()


class _Hashing:
    """A file that computes the digest of what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.digest.update(content)
        return content


@contextmanager
def write(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write an archive during the block; it appears at `path` when it is complete."""
    partial = path.with_name(f"{path.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            # Wheels and dumps are compressed already; more effort gains nothing.
            with (
                gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) as packed,
                tarfile.open(fileobj=packed, mode="w|") as archive,
            ):
                writer = Writer(archive)
                writer.add_bytes("manifest.json", json.dumps(asdict(manifest)).encode())
                yield writer
                writer.finish()
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def verify(path: Path) -> tuple[Manifest, list[str]]:
    """Read a whole backup; return its manifest and the names of all members.

    Raises `Damaged` if it is incomplete.
    """
    digests: dict[str, str] = {}
    kept = {"manifest.json": b"", "SHA256SUMS": b""}
    with readable():
        for name, file in members(path):
            if "SHA256SUMS" in digests:
                raise Damaged("something follows its end")
            digest = hashlib.sha256()
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                if name in kept:
                    kept[name] += chunk
            digests[name] = digest.hexdigest()
    digests.pop("SHA256SUMS", None)
    lines = [f"{digest}  {name}" for name, digest in digests.items()]
    told = kept["SHA256SUMS"].decode(errors="replace").splitlines()
    if told != lines or "database.dump" not in digests:
        raise Damaged("its digests do not match or its end is missing")
    return _parse(kept["manifest.json"]), list(digests)


@contextmanager
def readable() -> Iterator[None]:
    """Turn every error of reading a member into `Damaged`."""
    try:
        yield
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise Damaged(f"it cannot be read ({error})") from error


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield each member's name and content in order; raise `Damaged` for a foreign one."""
    with tarfile.open(path, mode="r|gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is None or not _is_ours(member.name):
                raise Damaged(f"it has the strange member {member.name!r}")
            yield member.name, file


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if name != "/".join(parts) or ".." in parts or name.startswith("/"):
        return False
    known = {"manifest.json", "database.dump", "SHA256SUMS"}
    return name in known or (parts[0] == "files" and len(parts) > 1)


def _parse(text: bytes) -> Manifest:
    try:
        manifest = Manifest(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise Damaged(f"its manifest makes no sense ({error})") from error
    if manifest.format != FORMAT:
        raise Damaged(f"it has format {manifest.format} and this Warehouse reads {FORMAT}")
    return manifest
