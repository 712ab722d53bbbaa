"""The heads of requests: parsed by llhttp, strictly, and within bounds (RFC 9112).

llhttp knows no bounds, and takes a few things that others read in another way. What is
refused beyond it is here and in `bodies.py`.
"""

import re
from dataclasses import dataclass
from typing import Any

import httptools

from warehouse.http.bounded_cache import BoundedCache

LONGEST_LINE, MOST_FIELDS, LONGEST_FIELD = 8190, 100, 16380
"""Bytes of a request line and of a field, and how many fields there may be.

Uploads authenticate with tokens whose restrictions may run to kilobytes.
"""

_LINE = re.compile(rb"([A-Z-]+) ([!-~]+) HTTP/1\.([01])\r\n")
_URL = re.compile(rb"([^:/?]*)://([^/?]*)(.*)")
_SCHEMES = {b"http", b"https"}


class BadRequest(Exception):
    """A request is refused, with a status and a reason that ends a sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(slots=True)
class Head:
    """The head of a request; the names of its headers are in lower case."""

    method: str
    path: bytes
    query: bytes
    version: str
    headers: list[tuple[bytes, bytes]]
    length: int | None
    """Bytes of the body; None for one that comes in chunks."""
    expects_continue: bool
    keeps_alive: bool
    noted: Any = None
    """What whoever answers has found out about it, for the next with the same bytes."""


FRAMING = {b"host", b"content-length", b"transfer-encoding"}
"""Headers that say what a request is: each is there once, and never in a trailer."""

_PRIVATE = {b"cookie", b"authorization"}
_MOST, _LONGEST = 16 * 1024 * 1024, 1024
"""Bytes of the heads that are remembered, of all and of one."""


class HeadParser:
    """Parses heads, of all connections of a process.

    Programs say the same again and again, so heads that came before are remembered.
    """

    def __init__(self) -> None:
        self._known: BoundedCache[bytes, Head] = BoundedCache(_MOST, _LONGEST)

    def known(self, data: bytes) -> Head | None:
        """Return the head that `data` is, if just these bytes came before."""
        return self._known.get(data)

    def parse(self, data: bytes) -> Head:
        """Return the head that `data` is, its empty line included; raises `BadRequest`.

        Heads that are the same, byte for byte, are the same object.
        """
        known = self._known.get(data)
        if known is None:
            known = _parsed(data)
            if _is_common(known):
                # About as many bytes again are those of the fields.
                self._known.put(data, known, 2 * len(data))
        return known

    def doubt(self, data: bytes) -> None:
        """Raise `BadRequest` if no head begins like `data`."""
        _Fields(data)
        if data.find(b"\r\n", 2, LONGEST_LINE) < 0 and len(data) > LONGEST_LINE:
            raise BadRequest(414, f"the request line has more than {LONGEST_LINE} bytes")


class _Fields:
    """The fields of a head, or of its beginning, as llhttp finds them."""

    def __init__(self, data: bytes) -> None:
        self.all: list[tuple[bytes, bytes]] = []
        self.keeps_alive = False
        # One that has seen a body, an offer to upgrade or an error is of no further use.
        self._llhttp = httptools.HttpRequestParser(self)
        try:
            self._llhttp.feed_data(data)
        except httptools.HttpParserUpgrade:
            # An offer to speak something else is answered as if it had not been made.
            return
        except httptools.HttpParserError as error:
            if isinstance(error.__context__, BadRequest):
                raise error.__context__ from None
            raise BadRequest(400, f"{error} as its parser says") from error

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field."""
        if len(name) + len(value) > LONGEST_FIELD:
            raise BadRequest(431, f"a field has more than {LONGEST_FIELD} bytes")
        if len(self.all) >= MOST_FIELDS:
            raise BadRequest(431, f"there are more than {MOST_FIELDS} fields")
        self.all.append((name.lower(), value.strip(b" \t")))

    def on_headers_complete(self) -> None:
        """Ask whether the connection goes on, and refuse a coding that llhttp has not."""
        coding = dict(self.all).get(b"transfer-encoding", b"chunked")
        if coding.lower() != b"chunked":
            text = coding[:60].decode("latin-1")
            raise BadRequest(501, f"a body may be chunked, and not {text}")
        self.keeps_alive = self._llhttp.should_keep_alive()


def _parsed(data: bytes) -> Head:
    line = _LINE.match(data)
    if line is not None and line.end() > LONGEST_LINE:
        raise BadRequest(414, f"the request line has more than {LONGEST_LINE} bytes")
    fields = _Fields(data)
    if line is None:
        raise BadRequest(400, "the request line is not METHOD SP TARGET SP HTTP/1.1")
    method, target, minor = line.groups()
    named = dict(fields.all)
    for name in FRAMING.intersection(named):
        if sum(each[0] == name for each in fields.all) > 1:
            raise BadRequest(400, f"Duplicate {name.decode()} header")
    if b"host" not in named and minor == b"1":
        raise BadRequest(400, "Host is missing")
    length = _body_length(named, minor)
    path, query, headers = _origin_form(target, minor, fields.all)
    return Head(
        method=method.decode(),
        path=path,
        query=query,
        version=f"1.{minor.decode()}",
        headers=headers,
        length=length,
        expects_continue=named.get(b"expect", b"").lower() == b"100-continue",
        keeps_alive=fields.keeps_alive and method != b"CONNECT",
    )


def _origin_form(
    target: bytes, minor: bytes, headers: list[tuple[bytes, bytes]]
) -> tuple[bytes, bytes, list[tuple[bytes, bytes]]]:
    """Return path, query and headers, the authority of a URL as the `Host` (3.2).

    What is no URL, the `*` of OPTIONS and the authority of CONNECT, is left alone.
    """
    if b"#" in target:
        raise BadRequest(400, "its target has a fragment")
    found = _URL.match(target) if target[:1] != b"/" else None
    if found is not None:
        scheme, authority, target = found.groups()
        if scheme.lower() not in _SCHEMES:
            raise BadRequest(400, f"this server has no {scheme.decode()} URLs")
        others = [each for each in headers if each[0] != b"host"]
        if len(others) < len(headers) or minor == b"0":
            headers = [(b"host", authority), *others]
        target = target if target.startswith(b"/") else b"/" + target
    path, _, query = target.partition(b"?")
    return path, query, headers


def _is_common(head: Head) -> bool:
    """Return whether others may say the same, and nothing of it is a secret."""
    return (
        head.method in {"GET", "HEAD"}
        and head.length == 0
        and head.keeps_alive
        and head.version == "1.1"
        and all(name not in _PRIVATE for name, _ in head.headers)
    )


def _body_length(headers: dict[bytes, bytes], minor: bytes) -> int | None:
    """Return the length of the body by its head, None if it is chunked (6.3)."""
    if b"transfer-encoding" not in headers:
        # llhttp has seen to that this is a number, and there once.
        return int(headers.get(b"content-length", b"0"))
    if minor == b"0" or b"content-length" in headers:
        raise BadRequest(400, "Transfer-Encoding is for HTTP/1.1, without Content-Length")
    return None
