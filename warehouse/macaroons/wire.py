"""Tokens as text: `pypi-` and the unpadded URL-safe base64 of a V2 macaroon."""

import binascii
from dataclasses import dataclass
from uuid import UUID

import pymacaroons
from pymacaroons.exceptions import MacaroonDeserializationException

from warehouse.macaroons.errors import TokenMalformed, TokenNotValid

PREFIX = "pypi-"
LONGEST = 16 * 1024


@dataclass(frozen=True)
class Token:
    """A parsed token. Nothing about it is proven until `verify` has passed."""

    macaroon: pymacaroons.Macaroon
    identifier: UUID

    @property
    def caveats(self) -> list[bytes]:
        """The caveats inside the token, as they came."""
        return [caveat.caveat_id_bytes for caveat in self.macaroon.first_party_caveats()]

    def verify(self, key: bytes) -> None:
        """Check the signature; raises `TokenNotValid`. Says nothing about caveats."""
        if self.macaroon.third_party_caveats():
            raise TokenNotValid("third-party caveats are not supported")
        verifier = pymacaroons.Verifier()
        verifier.satisfy_general(lambda _: True)
        try:
            verifier.verify(self.macaroon, key)
        except pymacaroons.exceptions.MacaroonInvalidSignatureException:
            raise TokenNotValid("signatures do not match") from None


def parse(text: str) -> Token:
    """Read the text of a token; raises `TokenMalformed`."""
    body = text.strip().removeprefix(PREFIX)
    if body == text.strip() or not body.isascii() or len(body) > LONGEST:
        raise TokenMalformed
    try:
        macaroon = pymacaroons.Macaroon.deserialize(body)
        identifier = UUID(_text(macaroon.identifier))
    except _PARSE_ERRORS:
        raise TokenMalformed from None
    return Token(macaroon, identifier)


def serialize(*, location: str, identifier: UUID, key: bytes, caveats: list[bytes]) -> str:
    """The text of a new token."""
    macaroon = pymacaroons.Macaroon(
        location=location,
        identifier=str(identifier),
        key=key,
        version=pymacaroons.MACAROON_V2,
    )
    for caveat in caveats:
        macaroon.add_first_party_caveat(caveat.decode())
    return PREFIX + macaroon.serialize()


def _text(identifier: str | bytes) -> str:
    return identifier.decode() if isinstance(identifier, bytes) else identifier


# The library lets through whatever its parsing stumbles over.
_PARSE_ERRORS = (
    MacaroonDeserializationException,
    binascii.Error,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
)
