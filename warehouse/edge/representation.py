"""A representation: a finished answer, sent until one of its keys is purged (RFC 9110)."""

import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from warehouse.http.bounded_cache import BoundedCache
from warehouse.http.caching.conditions import Validators, entity_tag

if TYPE_CHECKING:
    from warehouse.edge.byte_ranges import ByteRange

Header = tuple[bytes, bytes]

_MOST_LED, _LONGEST_LED = 256 * 1024, 300
"""Bytes of the locations that are remembered of a redirect, and of one of them."""

_LENGTHS = struct.Struct("!III")
_OF_THE_BODY = {b"content-length", b"content-type", b"accept-ranges"}


class ReadyResponse(NamedTuple):
    """A response that only has to be written, after the server's own headers are added."""

    head: bytes
    body: bytes = b""
    byte_range: "ByteRange | None" = None
    """What is to be copied of a file, which is open as `handle` and to be closed."""
    handle: int = -1


@dataclass(slots=True)
class Coding:
    """A body in one content coding (`identity` or `gzip`) with the heads of its answers."""

    body: bytes
    etag: bytes | None
    length: int
    headers: Sequence[Header]
    inflate: bytes | None = None
    """A gzip stream that the body is to be drawn from, where it is not kept itself."""
    status: HTTPStatus = HTTPStatus.OK
    start: dict[str, object] = field(init=False)
    content: dict[str, object] = field(init=False)
    not_modified: dict[str, object] = field(init=False)
    _heads: list[bytes] | None = None
    _ready: Sequence[ReadyResponse] | None = None

    def __post_init__(self) -> None:
        start = {"type": "http.response.start"}
        unmodified = [each for each in self.headers if each[0] not in _OF_THE_BODY]
        self.start = {**start, "status": int(self.status), "headers": self.headers}
        self.content = {"type": "http.response.body", "body": self.body}
        self.not_modified = {**start, "status": 304, "headers": unmodified}

    @property
    def heads(self) -> Sequence[bytes]:
        """Return the heads of the 200 and of the 304, without the empty line."""
        if self._heads is None:
            self._heads = [
                written(
                    b"%d %s" % (self.status, self.status.phrase.encode()), self.headers
                ),
                written(b"304 Not Modified", self.not_modified["headers"]),  # type: ignore[arg-type]
            ]
        return self._heads

    @property
    def ready(self) -> Sequence[ReadyResponse]:
        """Return the responses that have the body, no body, and a 304."""
        if self._ready is None:
            head, unmodified = self.heads
            self._ready = (
                ReadyResponse(head, self.body),
                ReadyResponse(head),
                ReadyResponse(unmodified),
            )
        return self._ready

    def spell(self, like: "Coding", old: bytes, new: bytes) -> None:
        """Copy the heads of another coding, with `new` wherever that has `old`."""
        was, now = (b"length: %d\r\n" % each.length for each in (like, self))
        self._heads = [like.heads[0].replace(old, new).replace(was, now), b""]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A body that is a whole file of this machine, which is never written again."""

    path: Path
    size: int
    validators: Validators | None = None


@dataclass(slots=True)
class Representation:
    """A status, headers, and a body in each content coding that is worth keeping.

    `position` is its stamp: all purges up to it were visible when it was made.
    """

    headers: Sequence[Header]
    body: bytes
    gzipped: bytes | None
    keys: frozenset[str]
    position: int
    expires: float
    """In seconds since 1970."""
    etag: bytes | None = None
    """The tag of the plain body, where whoever made it has said so already."""
    inflated_length: int | None = None
    """The length of a plain body that is drawn from `gzipped` when it is asked for."""
    file: StoredFile | None = None
    """Where the body lies on the disk of this machine, instead of in memory."""
    status: HTTPStatus = HTTPStatus.OK
    counted_as: str | None = None
    """The path under which sending it is counted as a download, if it is one."""
    deadline: float = field(init=False)
    """The same by the monotonic clock of this process."""
    identity: Coding = field(init=False)
    gzip: Coding = field(init=False)
    checked: int = -1
    """The version of what is known of purges that it was last found fresh by."""
    was_used: bool = False
    led: "BoundedCache[bytes, Representation] | None" = None
    """Where a redirect was led to before."""

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.expires - time.time()
        if self.file is not None:
            self.identity = self.gzip = _of_file(self.headers, self.file)
            return
        if self.status is not HTTPStatus.OK:
            self.identity = _of_error(self.headers, self.body, self.status)
            self.gzip = self.identity
            if self.gzipped is not None:
                encoded = (*self.headers, (b"content-encoding", b"gzip"))
                self.gzip = _of_error(encoded, self.gzipped, self.status)
            return
        self.identity = _coding(self.headers, self.body, self.etag)
        self.gzip = self.identity
        if self.gzipped is not None:
            encoded = (*self.headers, (b"content-encoding", b"gzip"))
            self.gzip = _coding(encoded, self.gzipped)
            if self.inflated_length is not None:
                self.identity = _drawn(self.headers, self.gzip, self.inflated_length)

    def leading_to(self, location: bytes) -> "Representation":
        """Return a redirect like this one to another `location`.

        The former location stands nowhere but in `Location` and in the body.
        """
        if self.led is None:
            self.led = BoundedCache(_MOST_LED, _LONGEST_LED)
        known = self.led.get(location)
        if known is not None:
            return known
        old = dict(self.headers)[b"location"]
        headers = [
            (name, location if name == b"location" else value)
            for name, value in self.headers
        ]
        made = replace(
            self, led=None, headers=headers, body=self.body.replace(old, location)
        )
        made.identity.spell(self.identity, old, location)
        self.led.put(location, made, len(location))
        return made

    @property
    def size(self) -> int:
        """Return about how many bytes of memory it takes."""
        return 2048 + 128 * len(self.keys) + len(self.body) + len(self.gzipped or b"")

    def packed(self) -> bytes:
        """Return all of it as bytes, which `unpacked` reads."""
        about = orjson.dumps(
            [
                [
                    [name.decode("latin-1"), value.decode("latin-1")]
                    for name, value in self.headers
                ],
                sorted(self.keys),
                self.position,
                self.expires,
                (self.identity.etag or b"").decode("latin-1"),
            ]
        )
        gzipped = self.gzipped or b""
        lengths = _LENGTHS.pack(len(about), len(self.body), len(gzipped))
        return b"".join((lengths, about, self.body, gzipped))


def unpacked(data: bytes) -> Representation:
    """Read the bytes that `packed` returned; raises `ValueError` for any others."""
    try:
        about_length, body_length, gzip_length = _LENGTHS.unpack_from(data)
    except struct.error as error:
        raise ValueError("too short for a representation") from error
    body_at = _LENGTHS.size + about_length
    gzip_at = body_at + body_length
    if len(data) != gzip_at + gzip_length:
        raise ValueError("a representation whose lengths are wrong")
    headers, keys, position, expires, etag = orjson.loads(data[_LENGTHS.size : body_at])
    return Representation(
        headers=[
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ],
        body=data[body_at:gzip_at],
        gzipped=data[gzip_at:] or None,
        keys=frozenset(keys),
        position=position,
        expires=expires,
        etag=etag.encode("latin-1"),
    )


def written(status: bytes, headers: Sequence[Header]) -> bytes:
    """Return the head of an answer as HTTP/1.1, without the empty line at its end."""
    lines = [b"HTTP/1.1 " + status, *(name + b": " + value for name, value in headers), b""]
    return b"\r\n".join(lines)


def _drawn(headers: Sequence[Header], packed: Coding, length: int) -> Coding:
    """Return the plain form of `packed`, its tag derived from that of `packed`."""
    etag = entity_tag((packed.etag or b"") + b"identity")
    return Coding(b"", etag, length, _described(headers, length, etag), packed.body)


def _coding(headers: Sequence[Header], body: bytes, etag: bytes | None = None) -> Coding:
    etag = etag or entity_tag(body)
    return Coding(body, etag, len(body), _described(headers, len(body), etag))


def _of_file(headers: Sequence[Header], file: StoredFile) -> Coding:
    etag = None if file.validators is None else file.validators.etag.encode()
    return Coding(b"", etag, file.size, _described(headers, file.size, etag))


def _of_error(headers: Sequence[Header], body: bytes, status: HTTPStatus) -> Coding:
    """Return a coding without a tag and without ranges, which only a 200 has."""
    length = (b"content-length", str(len(body)).encode())
    return Coding(body, None, len(body), [*headers, length], status=status)


def _described(
    headers: Sequence[Header], length: int, etag: bytes | None
) -> Sequence[Header]:
    found = [
        *headers,
        (b"content-length", str(length).encode()),
        (b"accept-ranges", b"bytes"),
    ]
    return found if etag is None else [*found, (b"etag", etag)]
