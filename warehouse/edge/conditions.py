"""What clients say of encodings they take, remembered by how they say it."""

from warehouse.edge.remembering import Remembered
from warehouse.http.coding import accepts_gzip

_MOST, _LONGEST = 256 * 1024, 200
"""Bytes, of all that is remembered and of one header."""


class Encodings:
    """Whether a client prefers gzip; there are few ways in which clients say so."""

    def __init__(self) -> None:
        self._known: Remembered[bytes, bool] = Remembered(_MOST, _LONGEST)

    def accepts_gzip(self, header: bytes | None) -> bool:
        """Whether gzip is at least as welcome as plain bytes."""
        if header is None:
            return False
        known = self._known.get(header)
        if known is None:
            known = accepts_gzip(header.decode("latin-1"))
            self._known.put(header, known, len(header))
        return known
