"""What clients say of encodings they take, remembered by how they say it."""

from warehouse.http.coding import accepts_gzip

_MOST = 1000


class Encodings:
    """Whether a client prefers gzip; there are few ways in which clients say so."""

    def __init__(self) -> None:
        self._known: dict[bytes, bool] = {}

    def accepts_gzip(self, header: bytes | None) -> bool:
        """Whether gzip is at least as welcome as plain bytes."""
        if header is None:
            return False
        known = self._known.get(header)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[header] = accepts_gzip(header.decode("latin-1"))
        return known
