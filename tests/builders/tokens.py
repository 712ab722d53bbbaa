"""Tokens as their holders change them."""

import hashlib
import hmac

from warehouse.macaroons.wire import Token


def attenuated(token: Token, caveat: bytes) -> Token:
    """Return the token with one caveat more, as anyone who holds it can make it."""
    signature = hmac.digest(token.signature, caveat, hashlib.sha256)
    return Token(token.location, token.identifier, (*token.caveats, caveat), signature)
