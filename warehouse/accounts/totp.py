"""Time-based one-time passwords (RFC 6238): SHA-1, 6 digits, a new one every 30 seconds."""

import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

_SECRET_BYTES = 20
_DIGITS = 6
_SECONDS = 30
_TOLERATED = 1
"""Steps before and after now whose codes are accepted."""

_RECOGNISED = 10
"""Steps before and after now whose codes show that a clock is wrong."""


class OutOfSync(Exception):
    """The code is one of a time that is too far from now."""


def new_secret() -> bytes:
    """Return a random secret."""
    return secrets.token_bytes(_SECRET_BYTES)


def provisioning_uri(secret: bytes, *, username: str, issuer: str) -> str:
    """Return the URI that an authenticator reads from a QR code."""
    return _generator(secret).get_provisioning_uri(username, issuer)


def is_fresh(secret: bytes, code: str, *, last: str | None, now: float) -> bool:
    """Return whether `code` is one of now, and of a later step than `last`.

    `last` is the code that was accepted before. So neither it nor one of an earlier step,
    which somebody may have read, is accepted again. Raises `OutOfSync` for a code of
    another time.
    """
    step = _step_of(secret, code, now, _RECOGNISED)
    if step is None:
        return False
    if abs(step - int(now // _SECONDS)) > _TOLERATED:
        raise OutOfSync
    used = None if last is None else _step_of(secret, last, now, _RECOGNISED)
    return used is None or step > used


def _step_of(secret: bytes, code: str, now: float, reach: int) -> int | None:
    """Return the step whose code this is, the nearest to now; None if it is of none."""
    generator, current = _generator(secret), int(now // _SECONDS)
    for distance in sorted(range(-reach, reach + 1), key=abs):
        expected = generator.generate((current + distance) * _SECONDS)
        if hmac.compare_digest(expected, code.encode()):
            return current + distance
    return None


def _generator(secret: bytes) -> TOTP:
    return TOTP(secret, _DIGITS, SHA1(), _SECONDS, enforce_key_length=False)  # noqa: S303
