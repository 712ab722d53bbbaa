"""Tokens as text: `pypi-` and the unpadded URL-safe base64 of a V2 macaroon.

A macaroon (Birgisson et al., 2014) is a location, an identifier and caveats, under a
chain of HMACs: whoever holds it may add a caveat, and only who knows the key can take one
away. The binary form is version 2 of libmacaroons. Third-party caveats are not supported.
The only Python library for it has had no release since 2018 and carries metadata that
today's tools refuse, so the little that is needed is here.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from warehouse.macaroons.errors import TokenMalformed, TokenNotValid

PREFIX = "pypi-"
LONGEST = 16 * 1024

_VERSION = 2
_END, _LOCATION, _IDENTIFIER, _SIGNATURE = 0, 1, 2, 6
_KEY_GENERATOR = b"macaroons-key-generator"


@dataclass(frozen=True)
class Token:
    """A parsed token; nothing about it is proven until `verify` has passed."""

    location: str
    identifier: UUID
    caveats: tuple[bytes, ...]
    signature: bytes

    def verify(self, key: bytes) -> None:
        """Check the signature, but not the caveats; raises `TokenNotValid`."""
        expected = _sign(key, str(self.identifier), self.caveats)
        if not hmac.compare_digest(expected, self.signature):
            raise TokenNotValid("signatures do not match")


def parse(text: str) -> Token:
    """Parse the text of a token; raises `TokenMalformed`."""
    stripped = text.strip()
    body = stripped.removeprefix(PREFIX)
    if body == stripped or not body.isascii() or len(body) > LONGEST:
        raise TokenMalformed
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise TokenMalformed from None
    return _parse(raw)


def serialize(
    *, location: str, identifier: UUID, key: bytes, caveats: Sequence[bytes]
) -> str:
    """Return the text of a new token."""
    signature = _sign(key, str(identifier), caveats)
    return text_of(Token(location, identifier, tuple(caveats), signature))


def text_of(token: Token) -> str:
    """Return the text of a parsed or narrowed token."""
    sections = [
        _packet(_LOCATION, token.location.encode())
        + _packet(_IDENTIFIER, str(token.identifier).encode()),
        *(_packet(_IDENTIFIER, caveat) for caveat in token.caveats),
    ]
    raw = bytes([_VERSION]) + b"".join(section + b"\0" for section in sections) + b"\0"
    raw += _packet(_SIGNATURE, token.signature)
    return PREFIX + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _sign(key: bytes, identifier: str, caveats: Sequence[bytes]) -> bytes:
    signature = _hmac(_hmac(_KEY_GENERATOR, key), identifier.encode())
    for caveat in caveats:
        signature = _hmac(signature, caveat)
    return signature


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)


def _parse(raw: bytes) -> Token:
    if not raw or raw[0] != _VERSION:
        raise TokenMalformed
    packets = _packets(raw[1:])
    header = _section(packets)
    caveats = []
    while section := _section(packets):
        if set(section) - {_LOCATION, _IDENTIFIER}:
            raise TokenMalformed
        caveats.append(_field(section, _IDENTIFIER))
    kind, signature = next(packets, (_END, b""))
    if kind != _SIGNATURE or len(signature) != hashlib.sha256().digest_size:
        raise TokenMalformed
    if next(packets, None) is not None or set(header) - {_LOCATION, _IDENTIFIER}:
        raise TokenMalformed
    try:
        identifier = UUID(_field(header, _IDENTIFIER).decode())
        location = header.get(_LOCATION, b"").decode()
    except ValueError:
        raise TokenMalformed from None
    return Token(location, identifier, tuple(caveats), signature)


def _field(section: dict[int, bytes], kind: int) -> bytes:
    if kind not in section:
        raise TokenMalformed
    return section[kind]


def _section(packets: Iterator[tuple[int, bytes]]) -> dict[int, bytes]:
    """Return the packets up to the next end of section; empty if it ends at once."""
    section: dict[int, bytes] = {}
    for kind, data in packets:
        if kind == _END:
            return section
        if kind in section:
            raise TokenMalformed
        section[kind] = data
    raise TokenMalformed


def _packets(raw: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(raw):
        kind, position = _varint(raw, position)
        if kind == _END:
            yield kind, b""
            continue
        length, position = _varint(raw, position)
        if position + length > len(raw):
            raise TokenMalformed
        yield kind, raw[position : position + length]
        position += length


def _packet(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + _as_varint(len(data)) + data


def _as_varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number])


def _varint(raw: bytes, position: int) -> tuple[int, int]:
    """Return a little-endian base-128 number at `position`, and where it ends."""
    value = 0
    for shift in range(0, 64, 7):
        if position >= len(raw):
            break
        byte = raw[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise TokenMalformed
