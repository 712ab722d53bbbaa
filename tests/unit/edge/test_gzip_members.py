"""Gzip streams put together of members."""

import gzip
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.edge.gzip_members import inflated, joined, member


@given(st.lists(st.binary(max_size=3000), max_size=12))
def test_any_parts_make_one_stream(pieces):
    stream = joined(map(member, pieces))
    assert gzip.decompress(stream) == b"".join(pieces)
    assert b"".join(inflated(stream)) == b"".join(pieces)


def test_a_part_may_be_replaced_and_used_twice():
    hello, world, comma = member(b"hello" * 900), member(b"world" * 900), member(b",")
    stream = joined([hello, comma, world, comma, hello])
    assert zlib.decompress(stream, 31) == b",".join(
        [b"hello" * 900, b"world" * 900, b"hello" * 900]
    )


def test_a_stream_of_parts_is_one_gzip_member():
    stream = joined([member(b"a" * 5000), member(b"b" * 5000)])
    unpacker = zlib.decompressobj(31)
    assert unpacker.decompress(stream) == b"a" * 5000 + b"b" * 5000
    assert unpacker.eof
    assert unpacker.unused_data == b""
    assert gzip.GzipFile(fileobj=io.BytesIO(stream)).read(6) == b"aaaaaa"


def test_a_broken_stream_is_noticed():
    stream = bytearray(joined([member(b"a" * 5000), member(b"b" * 5000)]))
    stream[-6] ^= 1
    with pytest.raises(zlib.error):
        list(inflated(bytes(stream)))


def test_large_streams_are_inflated_in_pieces():
    stream = joined([member(bytes(3_000_000))])
    pieces = list(inflated(stream))
    assert sum(map(len, pieces)) == 3_000_000
    assert max(map(len, pieces)) <= 1024 * 1024
