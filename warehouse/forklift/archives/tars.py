"""Walking a gzipped tar from its first block to its last.

The blocks are parsed here, and not by a library, because extension headers are read into
memory as large as they claim to be, and because every reader must find the same members
(POSIX.1-2017 pax, GNU tar's long names). Nothing is held but names, digests, and PKG-INFO.
"""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from warehouse.forklift.archives.bounds import Tally
from warehouse.forklift.archives.gzips import Stream, gunzipped
from warehouse.forklift.archives.limits import CHUNK, LARGEST_METADATA, MIB
from warehouse.forklift.archives.paths import clash, objection, parents
from warehouse.forklift.archives.pax import GLOBAL, LOCAL, parse_long_name, parse_pax
from warehouse.forklift.archives.tar_headers import (
    BLOCK,
    Flavour,
    Header,
    Malformed,
    looks_like_header,
    parse_header,
)
from warehouse.forklift.archives.tar_links import Links
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.packaging import limits

_LARGEST_EXTENSION = limits.TAR_EXTENSION.most
_REGULAR, _OLD_REGULAR, _HARD, _SYMBOLIC, _DIRECTORY = "0", "\0", "1", "2", "5"
_LONG_NAME, _LONG_TARGET, _LOCAL, _GLOBAL = "L", "K", "x", "g"
_ZEROS = bytes(BLOCK)


@dataclass(frozen=True, slots=True)
class TarFile:
    """A file, or a link: one with a `target`, which is another member if it `is_hard`."""

    size: int
    digest: bytes
    target: str | None = None
    is_hard: bool = False


@dataclass(frozen=True)
class TarContents:
    """The contents of an sdist: its directory, files and links, and its PKG-INFO."""

    root: str
    files: Mapping[str, TarFile]
    directories: frozenset[str]
    pkg_info: bytes | None


@dataclass
class _Found:
    files: dict[str, TarFile] = field(default_factory=dict)
    directories: set[str] = field(default_factory=set)
    pkg_infos: dict[str, bytes] = field(default_factory=dict)


def read_tar(path: Path) -> TarContents:
    """Read the sdist at `path`; refuses one that is not safe to unpack."""
    size = path.stat().st_size
    with path.open("rb") as file:
        stream = Stream(gunzipped(file, Tally(size)))
        try:
            found = _Walker(stream, size).run()
        except Malformed as error:
            raise Refused(Reason.TAR_FRAMING, problem=str(error)) from error
        except zlib.error as error:
            raise Refused(Reason.NOT_A_TAR) from error
    root = _only_root(found)
    _check_names(found, root)
    _check_links(found, root)
    return TarContents(
        root,
        found.files,
        frozenset(found.directories),
        found.pkg_infos.get(f"{root}/PKG-INFO"),
    )


def _unsafe(name: str, problem: str) -> NoReturn:
    raise Refused(Reason.MEMBER_UNSAFE, member=abbreviated(name), problem=problem)


def _only_root(found: _Found) -> str:
    roots = {name.partition("/")[0] for name in (*found.files, *found.directories)}
    loose = any("/" not in name for name in found.files)
    if len(roots) != 1 or loose or not found.files:
        raise Refused(Reason.ROOTS_NOT_ONE)
    return roots.pop()


def _check_names(found: _Found, root: str) -> None:
    """Refuse members that some system confuses; `_check_links` examines links."""
    links = {name for name, file in found.files.items() if file.target is not None}
    for name in (*found.files, *found.directories) if links else ():
        if any(parent in links for parent in parents(name)):
            _unsafe(name, "lies below a link")
    problem = clash(found.files, found.directories)
    if problem is not None:
        _unsafe(*problem)
    if f"{root}/PKG-INFO" in links:
        _unsafe(f"{root}/PKG-INFO", "is a link, and must be a file")


def _check_links(found: _Found, root: str) -> None:
    """Refuse links that lead outside, also by way of other links."""
    targets = {
        name: file.target
        for name, file in found.files.items()
        if file.target is not None and not file.is_hard
    }
    links = Links(root, targets)
    for name, target in targets.items():
        problem = links.objection(name, target)
        if problem is not None:
            _unsafe(name, problem)


class _Walker:
    """Reads headers one after the other, with the extensions before them."""

    def __init__(self, stream: Stream, size: int) -> None:
        self.stream = stream
        self.tally = Tally(size)
        self.found = _Found()
        self.pending: dict[str, str] = {}
        self.extensions: set[str] = set()

    def run(self) -> _Found:
        """Walk to the end, after which there are only zeros."""
        is_first = True
        while first := self.stream.some(BLOCK):
            block = first + self.stream.exactly(BLOCK - len(first))
            if block == _ZEROS:
                break
            try:
                header = parse_header(block)
            except Malformed:
                if is_first and not looks_like_header(block):
                    raise Refused(Reason.NOT_A_TAR) from None
                raise
            is_first = False
            self._member(header)
        if is_first:
            raise Refused(Reason.NOT_A_TAR)
        self._end()
        return self.found

    def _end(self) -> None:
        """Accept any number of blocks of zeros at the end, and nothing else."""
        if self.extensions:
            raise Malformed("Extension header without a member")
        while data := self.stream.some(CHUNK):
            if data.count(0) != len(data):
                raise Malformed("Trailing data")

    def _member(self, header: Header) -> None:
        if header.kind in {_LONG_NAME, _LONG_TARGET, _LOCAL, _GLOBAL}:
            self._extension(header)
            return
        if header.kind == "S":
            raise Malformed("Sparse members are not allowed")
        name = self.pending.get("path", header.name)
        target = self.pending.get("linkpath", header.target)
        size = int(self.pending.get("size", header.size))
        self.tally.member(len(name) + len(target))
        if header.size not in {0, size}:
            raise Malformed("Two sizes for one member")
        if header.kind == _DIRECTORY or self._is_old_directory(header):
            self._directory(name, size)
        elif header.kind in {_REGULAR, _OLD_REGULAR}:
            self._file(name, size)
        elif header.kind in {_HARD, _SYMBOLIC}:
            self._link(name, target, size, is_hard=header.kind == _HARD)
        else:
            _unsafe(name, "is neither a file, a directory nor a link")
        self.pending, self.extensions = {}, set()

    def _is_old_directory(self, header: Header) -> bool:
        """Return whether a slash marks a directory, as before POSIX."""
        return (
            header.kind == _OLD_REGULAR
            and header.flavour is not Flavour.POSIX
            and header.name.endswith("/")
            and "path" not in self.pending
        )

    def _file(self, name: str, size: int) -> None:
        self._check_name(name)
        digest = hashlib.sha256()
        if name.partition("/")[2] == "PKG-INFO":
            data = self._pkg_info(name, size)
            digest.update(data)
        else:
            for piece in self.stream.pieces(size):
                digest.update(piece)
        self.stream.skip(-size % BLOCK)
        file = TarFile(size, digest.digest())
        if self.found.files.get(name, file) != file:
            _unsafe(name, "is there twice, and is not the same both times")
        self.found.files[name] = file

    def _pkg_info(self, name: str, size: int) -> bytes:
        if size > LARGEST_METADATA:
            raise Refused(
                Reason.METADATA_TOO_LARGE,
                path=abbreviated(name),
                filename=name.partition("/")[0],
                limit=LARGEST_METADATA // MIB,
            )
        data = self.stream.exactly(size)
        self.found.pkg_infos = {name: data}
        return data

    def _directory(self, name: str, size: int) -> None:
        name = name.rstrip("/")
        if size:
            raise Malformed("Directory with content")
        self._check_name(name)
        self.found.directories.add(name)

    def _link(self, name: str, target: str, size: int, *, is_hard: bool) -> None:
        if size:
            raise Malformed("Link with content")
        self._check_name(name)
        if name in self.found.files:
            _unsafe(name, "is there twice, and one of them is a link")
        file = TarFile(0, b"", target, is_hard)
        if is_hard:
            first = self.found.files.get(target)
            if first is None or (first.target is not None and not first.is_hard):
                problem = (
                    f"is a hard link to {abbreviated(target)!r}, which is no file before it"
                )
                _unsafe(name, problem)
            file = TarFile(first.size, first.digest, target, is_hard)
        self.found.files[name] = file

    def _check_name(self, name: str) -> None:
        problem = objection(name)
        if problem is None and name.endswith("/"):
            problem = "is no directory, but has '/' at the end of its name"
        if problem is not None:
            _unsafe(name, problem)

    def _extension(self, header: Header) -> None:
        if header.flavour is Flavour.V7:
            raise Malformed("Extension header without a magic")
        if header.size > _LARGEST_EXTENSION:
            raise Malformed("Extension header too large")
        self.tally.member(0)
        data = self.stream.exactly(header.size)
        self.stream.skip(-header.size % BLOCK)
        self._check_order(header.kind)
        self.extensions.add(header.kind)
        if header.kind == _GLOBAL:
            parse_pax(data, GLOBAL)
        elif header.kind == _LOCAL:
            self.pending |= parse_pax(data, LOCAL)
        else:
            name = "path" if header.kind == _LONG_NAME else "linkpath"
            self.pending[name] = parse_long_name(data)

    def _check_order(self, kind: str) -> None:
        """Allow one global header, and one extension of each kind before a member."""
        before = self.extensions - {_GLOBAL}
        if kind in self.extensions or (
            before and (kind in {_LOCAL, _GLOBAL} or _LOCAL in before)
        ):
            raise Malformed("Two extension headers for one member")
