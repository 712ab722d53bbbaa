"""Webhooks that one service signs with a secret that it shares with another.

The form is that of Standard Webhooks: `Webhook-Id`, `Webhook-Timestamp` (seconds since
1970) and `Webhook-Signature`, which is `v1,` and the HMAC (RFC 2104) with SHA-256 over
`<id>.<timestamp>.<body>`, in base64; several have spaces between them.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping, Sequence

TOLERANCE = 300
"""Seconds that a timestamp may be away from our clock."""

_ENCODED = "whsec_"
_VERSION = "v1,"
_SIGNATURES = 10
_SECRET_BYTES = 32


class WebhookRefused(Exception):
    """A call was not signed as it should be; the text says how it should be."""


class WebhookSecrets:
    """The secrets that one service may sign with: several, while one replaces another.

    A secret that begins with `whsec_` is base64, as in the form; others are UTF-8.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [_key(each) for each in secrets]

    def __bool__(self) -> bool:
        return bool(self._keys)

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raise `WebhookRefused` unless the call was signed, and not long ago."""
        identifier = headers.get("Webhook-Id", "")
        timestamp = headers.get("Webhook-Timestamp", "")
        signatures = headers.get("Webhook-Signature", "")
        if not identifier or not timestamp or not signatures:
            raise WebhookRefused(
                "Send the headers Webhook-Id, Webhook-Timestamp and Webhook-Signature."
            )
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
            raise WebhookRefused("Webhook-Timestamp is not a number of seconds since 1970.")
        if abs(time.time() - int(timestamp)) > TOLERANCE:
            raise WebhookRefused(
                f"Webhook-Timestamp is more than {TOLERANCE} seconds away from our clock."
            )
        signed = b"%b.%b.%b" % (identifier.encode("latin-1"), timestamp.encode(), body)
        given = [
            each[len(_VERSION) :]
            for each in signatures.split()[:_SIGNATURES]
            if each.startswith(_VERSION)
        ]
        expected = [_signature(key, signed) for key in self._keys]
        # Every pair is compared, so the time does not tell which was nearly right.
        matches = [
            hmac.compare_digest(ours, theirs.encode("latin-1"))
            for ours in expected
            for theirs in given
        ]
        if not any(matches):
            raise WebhookRefused("No signature in Webhook-Signature belongs to this body.")


def make_secret() -> str:
    """Return a new secret, as the form spells them."""
    return _ENCODED + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed(
    identifier: str, body: bytes, with_secrets: Sequence[str], *, now: int
) -> dict[str, str]:
    """Return the headers of a call, with a signature by each secret."""
    content = b"%b.%d.%b" % (identifier.encode("latin-1"), now, body)
    signatures = [
        _VERSION + _signature(_key(each), content).decode() for each in with_secrets
    ]
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(now),
        "webhook-signature": " ".join(signatures),
    }


def _signature(key: bytes, signed: bytes) -> bytes:
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256))


def _key(secret: str) -> bytes:
    if secret.startswith(_ENCODED):
        return base64.b64decode(secret.removeprefix(_ENCODED))
    return secret.encode()
