"""Content codings: compressing finished bodies, and which clients take them compressed.

The application and the edge compress alike, so an answer has the same bytes whichever of
them sends it.
"""

import zlib

from webob.acceptparse import create_accept_encoding_header

from warehouse.http.bounded_cache import BoundedCache

_SMALLEST = 200
_MOST, _LONGEST = 256 * 1024, 200
"""Bytes, of all that is remembered and of one header."""


def gzipped(body: bytes, level: int = 9) -> bytes | None:
    """Compress `body`, always to the same bytes; returns None if that saves nothing."""
    if len(body) < _SMALLEST:
        return None
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    packed = packer.compress(body) + packer.flush()
    return packed if len(packed) < len(body) else None


def accepts_gzip(header: str | None) -> bool:
    """Return whether gzip is as welcome as plain bytes (RFC 9110, section 12.5.3)."""
    if header is None:
        return False
    offers = create_accept_encoding_header(header).acceptable_offers(["gzip", "identity"])
    return bool(offers) and offers[0][0] == "gzip"


class EncodingPreferences:
    """Remembers which `Accept-Encoding` headers prefer gzip; there are few of them."""

    def __init__(self) -> None:
        self._known: BoundedCache[bytes, bool] = BoundedCache(_MOST, _LONGEST)

    def accepts_gzip(self, header: bytes | None) -> bool:
        """Return whether gzip is as welcome as plain bytes."""
        if header is None:
            return False
        known = self._known.get(header)
        if known is None:
            known = accepts_gzip(header.decode("latin-1"))
            self._known.put(header, known, len(header))
        return known
