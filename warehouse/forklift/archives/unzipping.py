"""Unpacking members, never more of one than its header says."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from warehouse.forklift.archives.limits import CHUNK, LARGEST_METADATA, MIB
from warehouse.forklift.archives.zips import DEFLATED, ZipArchive, ZipMember
from warehouse.forklift.refusals import Reason, Refused, abbreviated


def unpacked(file: BinaryIO, member: ZipMember) -> Iterator[bytes]:
    """Yield the content of a member; refuses one that differs from its header."""
    file.seek(member.start)
    crc = size = 0
    pieces = _inflated(file, member) if member.method == DEFLATED else _stored(file, member)
    for piece in pieces:
        size += len(piece)
        if size > member.size:
            raise broken(member, "is larger than its header says")
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != member.size:
        raise broken(member, "is smaller than its header says")
    if crc != member.crc:
        raise broken(member, "does not match its checksum")


def read(archive: ZipArchive, name: str, limit: int = LARGEST_METADATA) -> bytes | None:
    """Read a small member at once; return None if there is none of this name."""
    member = archive.members.get(name)
    if member is None:
        return None
    if member.size > limit:
        raise Refused(
            Reason.METADATA_TOO_LARGE,
            path=abbreviated(name),
            filename=archive.path.name,
            limit=limit // MIB,
        )
    with archive.path.open("rb") as file:
        return b"".join(unpacked(file, member))


def broken(member: ZipMember, problem: str) -> Refused:
    """Return the refusal of a member with wrong content."""
    return Refused(Reason.MEMBER_BROKEN, member=abbreviated(member.name), problem=problem)


def _stored(file: BinaryIO, member: ZipMember) -> Iterator[bytes]:
    if member.packed != member.size:
        raise broken(member, "is stored, but has two sizes")
    yield from _raw(file, member)


def _raw(file: BinaryIO, member: ZipMember) -> Iterator[bytes]:
    left = member.packed
    while left:
        piece = file.read(min(CHUNK, left))
        if not piece:
            raise broken(member, "is cut off")
        left -= len(piece)
        yield piece


def _inflated(file: BinaryIO, member: ZipMember) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-15)
    try:
        for piece in _raw(file, member):
            if inflater.eof:
                raise broken(member, "has data after its end")
            yield from _pieces(inflater, piece)
    except zlib.error as error:
        raise broken(member, "cannot be decompressed") from error
    if not inflater.eof:
        raise broken(member, "is cut off")
    if inflater.unused_data:
        raise broken(member, "has data after its end")


def _pieces(inflater: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    while True:
        piece = inflater.decompress(data, CHUNK)
        data = inflater.unconsumed_tail
        if piece:
            yield piece
        if not data and len(piece) < CHUNK:
            return
