"""Signed links: values that we gave somebody, and recognise when they come back.

A link is of one kind (`email`, `password`, `two-factor`…), and one of another kind is not
one of it. It holds text, the time it was signed, and an HMAC-SHA-512; it can be read by
whoever has it, and changed by nobody. Secrets may be several, the newest first: links are
signed with the newest and recognised with any, so a new secret breaks no link.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import itsdangerous


class LinkBroken(Exception):
    """The link is not one that we signed, or not of this kind."""


class LinkExpired(Exception):
    """The link was signed too long ago."""


class LinkSigner:
    """Signs and reads links."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = list(reversed(secrets))

    def sign(self, kind: str, **values: str) -> str:
        """Return `values` as text that fits into a URL."""
        text = self._serializer(kind).dumps(values)
        return text if isinstance(text, str) else text.decode()

    def read(self, kind: str, text: str, *, lasts: timedelta) -> dict[str, str]:
        """Return the values of a link; raises `LinkBroken` or `LinkExpired`."""
        try:
            values = self._serializer(kind).loads(text, max_age=int(lasts.total_seconds()))
        except itsdangerous.SignatureExpired as error:
            raise LinkExpired from error
        except itsdangerous.BadData as error:
            raise LinkBroken from error
        if not isinstance(values, dict) or not _is_spelt_as_signed(text):
            raise LinkBroken
        return {str(key): str(value) for key, value in values.items()}

    def _serializer(self, kind: str) -> itsdangerous.URLSafeTimedSerializer:
        return itsdangerous.URLSafeTimedSerializer(
            self._secrets,
            salt=f"link/{kind}",
            signer_kwargs={
                "digest_method": hashlib.sha512,
                "key_derivation": "hmac",
            },
        )


def _is_spelt_as_signed(text: str) -> bool:
    """Return whether each part is the one spelling of its bytes (RFC 4648, section 3.5)."""
    return all(
        itsdangerous.encoding.base64_encode(itsdangerous.encoding.base64_decode(part))
        == part.encode("ascii")
        for part in text.split(".")
    )
