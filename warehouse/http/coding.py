"""Compressing and tagging finished bodies, and what clients say of both.

The application and the edge do it alike, so that an answer has the same bytes and the same
tag whichever of them sends it.
"""

import base64
import hashlib
import zlib

from webob.acceptparse import create_accept_encoding_header

_SMALLEST = 200


def gzipped(body: bytes, level: int = 9) -> bytes | None:
    """`body` compressed, the same bytes each time; None where that saves nothing."""
    if len(body) < _SMALLEST:
        return None
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    packed = packer.compress(body) + packer.flush()
    return packed if len(packed) < len(body) else None


def entity_tag(body: bytes) -> bytes:
    """The strong validator of these bytes (RFC 9110, section 8.8.3)."""
    digest = hashlib.md5(body, usedforsecurity=False).digest()
    return b'"' + base64.b64encode(digest).rstrip(b"=") + b'"'


def accepts_gzip(header: str | None) -> bool:
    """Whether gzip is at least as welcome as plain bytes (RFC 9110, section 12.5.3)."""
    if header is None:
        return False
    offers = create_accept_encoding_header(header).acceptable_offers(["gzip", "identity"])
    return bool(offers) and offers[0][0] == "gzip"


def is_known(condition: bytes, etag: bytes) -> bool:
    """Whether `If-None-Match` names `etag`, compared weakly (RFC 9110, section 13.1.2).

    A `*` matches nothing: nobody who reads an index means it.
    """
    if condition == etag:
        return True
    return any(each.strip().removeprefix(b"W/") == etag for each in condition.split(b","))
