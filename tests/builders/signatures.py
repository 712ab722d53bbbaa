"""Somebody who signs reports, and publishes the key."""

import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_PEM = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class Signer:
    """A key on the curve P-256, known as `identifier`."""

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier
        self._key = ec.generate_private_key(ec.SECP256R1())

    def sign(self, body: bytes) -> str:
        """The signature of `body` in base64."""
        return base64.b64encode(self._key.sign(body, ec.ECDSA(SHA256()))).decode()

    def headers(self, body: bytes) -> dict[str, str]:
        """Return the headers with which a report of `body` is sent."""
        return {
            "VULN-PUBLIC-KEY-IDENTIFIER": self.identifier,
            "VULN-PUBLIC-KEY-SIGNATURE": self.sign(body),
        }

    def document(self) -> bytes:
        """The document of keys."""
        pem = self._key.public_key().public_bytes(*_PEM).decode()
        key = {"key_identifier": self.identifier, "key": pem, "is_current": True}
        return json.dumps({"public_keys": [key]}).encode()

    def publish(self, path: Path) -> Path:
        """Write the document of keys."""
        path.write_bytes(self.document())
        return path

    @staticmethod
    def other_pem() -> str:
        """A public key that is not of an elliptic curve as ECDSA wants it."""
        key = ed25519.Ed25519PrivateKey.generate().public_key()
        return key.public_bytes(*_PEM).decode()
