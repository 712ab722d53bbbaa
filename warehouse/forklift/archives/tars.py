"""Walking a gzipped tar from its first block to its last.

The blocks are parsed here, and not by a library, because extension headers are read into
memory as large as they claim to be, and because every reader must find the same members
(POSIX.1-2017 pax, GNU tar's long names). Nothing is held but names, and PKG-INFO.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NoReturn

from warehouse.forklift.archives.bounds import Tally
from warehouse.forklift.archives.limits import CHUNK, LARGEST_METADATA, LONGEST_NAME, MIB
from warehouse.forklift.archives.paths import escapes, objection, parents
from warehouse.forklift.archives.tar_headers import (
    BLOCK,
    Header,
    Malformed,
    parse_header,
    parse_pax,
)
from warehouse.forklift.refusals import Reason, Refused, abbreviated

_LARGEST_EXTENSION = 1 * MIB
_REGULAR, _DIRECTORY = {"0", "\0", "7"}, "5"
_HARD, _SYMBOLIC = "1", "2"
_ZEROS = bytes(BLOCK)
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class TarContents:
    """What an sdist holds: its one directory, its files, and its PKG-INFO."""

    root: str
    files: frozenset[str]
    pkg_info: bytes | None


@dataclass
class _Found:
    files: set[str] = field(default_factory=set)
    directories: set[str] = field(default_factory=set)
    links: list[tuple[str, str, bool]] = field(default_factory=list)
    pkg_infos: dict[str, bytes] = field(default_factory=dict)


def read_tar(path: Path) -> TarContents:
    """The contents of the sdist at `path`; refuses one that is not safe to unpack."""
    size = path.stat().st_size
    with path.open("rb") as file:
        stream = _Stream(_gunzipped(file, Tally(size)))
        try:
            found = _Walker(stream, size).run()
        except Malformed as error:
            _refuse(str(error))
        except zlib.error as error:
            raise Refused(Reason.NOT_A_TAR) from error
    root = _only_root(found)
    _check_links(found, root)
    return TarContents(
        root, frozenset(found.files), found.pkg_infos.get(f"{root}/PKG-INFO")
    )


def _refuse(problem: str) -> NoReturn:
    raise Refused(Reason.TAR_FRAMING, problem=problem)


def _unsafe(name: str, problem: str) -> NoReturn:
    raise Refused(Reason.MEMBER_UNSAFE, member=abbreviated(name), problem=problem)


def _check_links(found: _Found, root: str) -> None:
    """No link leads outside, also not by way of another one."""
    if not found.links:
        return
    links = {name for name, _, _ in found.links}
    for name in found.files | found.directories:
        if any(parent in links for parent in parents(name)):
            _unsafe(name, "lies below a link")
    for name, target, is_relative in found.links:
        if escapes(name, target, root, is_relative=is_relative):
            _unsafe(name, "is a link that points outside the archive")


def _only_root(found: _Found) -> str:
    roots = {name.partition("/")[0] for name in found.files | found.directories}
    loose = any("/" not in name for name in found.files)
    if len(roots) != 1 or loose or not found.files:
        raise Refused(Reason.ROOTS_NOT_ONE)
    return roots.pop()


def _gunzipped(file: BinaryIO, tally: Tally) -> Iterator[bytes]:
    """The unpacked bytes; several gzip members are one stream (RFC 1952)."""
    inflater = zlib.decompressobj(31)
    while data := file.read(CHUNK):
        while data:
            if inflater.eof:
                if not _GZIP.startswith(data[:2]):
                    raise Malformed("Trailing data")
                inflater = zlib.decompressobj(31)
            piece = inflater.decompress(data, CHUNK)
            data = inflater.unconsumed_tail or inflater.unused_data
            tally.data(len(piece))
            if piece:
                yield piece
    while not inflater.eof:
        piece = inflater.decompress(b"", CHUNK)
        if not piece:
            break
        tally.data(len(piece))
        yield piece
    if not inflater.eof:
        raise Malformed("Truncated gzip stream")


class _Stream:
    """Exactly as many bytes as asked for, out of pieces of any size."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def some(self, limit: int) -> bytes:
        """At most `limit` bytes, and none only at the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        taken, self._rest = self._rest[:limit], self._rest[limit:]
        return taken

    def exactly(self, size: int) -> bytes:
        """`size` bytes; the caller has made sure that they are not many."""
        taken = []
        while size:
            piece = self.some(size)
            if not piece:
                raise Malformed("Truncated tar archive")
            taken.append(piece)
            size -= len(piece)
        return b"".join(taken)

    def skip(self, size: int) -> None:
        """Pass over `size` bytes."""
        while size:
            piece = self.some(size)
            if not piece:
                raise Malformed("Truncated tar archive")
            size -= len(piece)


class _Walker:
    """Reads headers one after the other, with the extensions before them."""

    def __init__(self, stream: _Stream, size: int) -> None:
        self.stream = stream
        self.tally = Tally(size)
        self.found = _Found()
        self.pending: dict[str, str] = {}

    def run(self) -> _Found:
        """Walk to the end, behind which there is nothing but zeros."""
        is_first = True
        while True:
            first = self.stream.some(BLOCK)
            if not first:
                raise Malformed("Truncated tar archive")
            block = first + self.stream.exactly(BLOCK - len(first))
            if block == _ZEROS:
                self._end()
                return self.found
            try:
                header = parse_header(block)
            except Malformed:
                if is_first:
                    raise Refused(Reason.NOT_A_TAR) from None
                raise
            is_first = False
            self._member(header)

    def _end(self) -> None:
        if self.pending:
            raise Malformed("Extension header without a member")
        while data := self.stream.some(CHUNK):
            if data.count(0) != len(data):
                raise Malformed("Trailing data")

    def _member(self, header: Header) -> None:
        if header.kind in "xgLK":
            self._extension(header)
            return
        if header.kind == "S" or any(key.startswith("GNU.sparse") for key in self.pending):
            raise Malformed("Sparse members are not allowed")
        name = self.pending.get("path", header.name)
        target = self.pending.get("linkpath", header.target)
        size = _number(self.pending["size"]) if "size" in self.pending else header.size
        self.pending = {}
        self.tally.member(len(name))
        if header.kind in _REGULAR and not name.endswith("/"):
            self._file(name, size)
        elif header.kind == _DIRECTORY or header.kind in _REGULAR:
            self._directory(name, size)
        elif header.kind in {_HARD, _SYMBOLIC}:
            self._link(name, target, size, is_relative=header.kind == _SYMBOLIC)
        else:
            _unsafe(name, "is neither a file, a directory nor a link")

    def _file(self, name: str, size: int) -> None:
        self._claim(name)
        root, _, rest = name.partition("/")
        if rest == "PKG-INFO":
            if size > LARGEST_METADATA:
                raise Refused(
                    Reason.METADATA_TOO_LARGE,
                    path=abbreviated(name),
                    filename=root,
                    limit=LARGEST_METADATA // MIB,
                )
            self.found.pkg_infos = {name: self.stream.exactly(size)}
        else:
            self.stream.skip(size)
        self.stream.skip(-size % BLOCK)

    def _directory(self, name: str, size: int) -> None:
        name = name.rstrip("/")
        if size:
            raise Malformed("Directory with content")
        problem = objection(name)
        if problem is not None:
            _unsafe(name, problem)
        if name in self.found.files:
            _unsafe(name, "is there twice")
        self.found.directories.add(name)

    def _link(self, name: str, target: str, size: int, *, is_relative: bool) -> None:
        if size:
            raise Malformed("Link with content")
        self._claim(name)
        self.found.links.append((name, target, is_relative))

    def _claim(self, name: str) -> None:
        problem = objection(name)
        if problem is not None:
            _unsafe(name, problem)
        if name in self.found.files or name in self.found.directories:
            _unsafe(name, "is there twice")
        self.found.files.add(name)

    def _extension(self, header: Header) -> None:
        if header.size > _LARGEST_EXTENSION:
            raise Malformed("Extension header too large")
        self.tally.member(0)
        data = self.stream.exactly(header.size)
        self.stream.skip(-header.size % BLOCK)
        if header.kind in "LK":
            key = "path" if header.kind == "L" else "linkpath"
            self._remember({key: _text(data.rstrip(b"\0"))})
        elif header.kind == "x":
            self._remember(parse_pax(data))
        elif {"path", "linkpath", "size"} & parse_pax(data).keys():
            raise Malformed("Global header with a path or size")

    def _remember(self, values: dict[str, str]) -> None:
        if values.keys() & self.pending.keys() & {"path", "linkpath", "size"}:
            raise Malformed("Two extension headers for one member")
        self.pending |= values


def _text(data: bytes) -> str:
    if len(data) > LONGEST_NAME:
        raise Malformed("Filename too long")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("Filename not unicode") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise Malformed("Size is not a number")
    return int(text)
