"""One gzip stream out of members that were compressed apart (RFC 1951 and 1952).

Each member ends on a byte boundary and refers to nothing before it, so members may follow
one another in any order. What is left is the checksum of the whole, which follows from
those of the members: appending n bytes multiplies a CRC by x^8n in GF(2).
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_POLYNOMIAL = 0xEDB88320
_ONE = 1 << 31
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_END = b"\x03\x00"
_PIECE = 1024 * 1024
_LEVEL = 6
"""Of zlib: for names, level 9 takes three times as long and saves a hundredth."""


def _times(a: int, b: int) -> int:
    """Multiply two polynomials modulo that of the CRC, their bits reversed."""
    product, bit = 0, _ONE
    while True:
        if a & bit:
            product ^= b
            if not a & (bit - 1):
                return product
        bit >>= 1
        b = (b >> 1) ^ _POLYNOMIAL if b & 1 else b >> 1


def _squares() -> list[int]:
    """Return x^(2^n) for n from 0 to 31."""
    powers = [_ONE >> 1]
    while len(powers) < 32:
        powers.append(_times(powers[-1], powers[-1]))
    return powers


_POWERS = _squares()


def _shift(length: int) -> int:
    """Return x^8n for n bytes."""
    product, place = _ONE, 3
    while length:
        if length & 1:
            product = _times(_POWERS[place & 31], product)
        length >>= 1
        place += 1
    return product


@dataclass(frozen=True, slots=True)
class Member:
    """Compressed bytes with their length and checksum, readable by `inflated` only."""

    packed: bytes
    length: int
    checksum: int
    shift: int


def member(data: bytes) -> Member:
    """Compress `data` as a member."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH) if data else b""
    return Member(packed, len(data), zlib.crc32(data), _shift(len(data)))


def joined(members: Iterable[Member]) -> bytes:
    """Join members into one gzip stream."""
    pieces, checksum, length = [_HEADER], 0, 0
    for each in members:
        pieces.append(each.packed)
        checksum = _times(each.shift, checksum) ^ each.checksum
        length += each.length
    pieces.append(_END + struct.pack("<II", checksum, length & 0xFFFFFFFF))
    return b"".join(pieces)


def inflated(stream: bytes) -> Iterator[bytes]:
    """Yield the bytes that a gzip stream contains, some at a time."""
    unpacker = zlib.decompressobj(31)
    rest = stream
    while rest and not unpacker.eof:
        piece = unpacker.decompress(rest, _PIECE)
        rest = unpacker.unconsumed_tail
        if piece:
            yield piece
