"""An authenticator made of software: it makes keys, and signs what a site asks it to."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(content: bytes) -> str:
    """Content as WebAuthn writes it."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The content of a text that `encoded` returned."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One key, for one site; it counts how often it has signed."""

    def __init__(self, origin: str = "http://localhost") -> None:
        self.origin, self.counter = origin, 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.user = secrets.token_bytes(32), b""

    def make(self, options: dict, *, is_verified: bool = True) -> str:
        """The answer to a request for a new key."""
        self.user = decoded(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(options["rp"]["id"], ATTESTED | is_verified * VERIFIED)
        answered = {"fmt": "none", "attStmt": {}, "authData": data + attested}
        client = self._client("webauthn.create", options["challenge"])
        return self._written(client, attestationObject=cbor2.dumps(answered))

    def sign(self, options: dict, *, is_verified: bool = True, **changes: object) -> str:
        """The answer to a request to prove the key; `changes` are to the client's data."""
        self.counter += 1
        host = options.get("rpId", "localhost")
        data = self._data(host, is_verified * VERIFIED)
        client = self._client("webauthn.get", options["challenge"], **changes)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        return self._written(
            client, authenticatorData=data, signature=signature, userHandle=self.user
        )

    def _data(self, host: str, flags: int) -> bytes:
        counter = self.counter.to_bytes(4, "big")
        return hashlib.sha256(host.encode()).digest() + bytes([PRESENT | flags]) + counter

    def _client(self, kind: str, asked: str, **changes: object) -> bytes:
        said = {"type": kind, "challenge": asked, "origin": self.origin, **changes}
        return json.dumps(said).encode()

    def _written(self, client: bytes, **response: bytes) -> str:
        parts = {"clientDataJSON": client, **response}
        answer = {name: encoded(content) for name, content in parts.items()}
        name = encoded(self.id)
        made = {"id": name, "rawId": name, "type": "public-key", "response": answer}
        return json.dumps(made)
