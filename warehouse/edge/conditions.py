"""What a client says of encodings it takes and of what it has already."""

from webob.acceptparse import create_accept_encoding_header

_MOST = 1000


class Encodings:
    """Whether a client prefers gzip, remembered by what it says."""

    def __init__(self) -> None:
        self._known: dict[bytes, bool] = {}

    def accepts_gzip(self, header: bytes | None) -> bool:
        """Whether gzip is at least as welcome as plain bytes (RFC 9110, section 12.5.3)."""
        if header is None:
            return False
        known = self._known.get(header)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            accepted = create_accept_encoding_header(header.decode("latin-1"))
            offers = accepted.acceptable_offers(["gzip", "identity"])
            known = self._known[header] = bool(offers) and offers[0][0] == "gzip"
        return known


def is_known(condition: bytes, etag: bytes) -> bool:
    """Whether `If-None-Match` names `etag`, compared weakly (RFC 9110, section 13.1.2).

    A `*` matches nothing: nobody who reads an index means it.
    """
    if condition == etag:
        return True
    return any(each.strip().removeprefix(b"W/") == etag for each in condition.split(b","))
