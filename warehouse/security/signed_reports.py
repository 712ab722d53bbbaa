"""Reports that another service sends us, signed with a key that it publishes.

The signature is ECDSA with SHA-256 over the body as it was sent, in base64. The keys are a
JSON document `{"public_keys": [{"key_identifier": …, "key": <PEM>}, …]}`, in a file, which
is read each time, or at a URL, which is asked at most every half an hour, and every half a
minute while it does not answer.
"""

import base64
import binascii
import json
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import urllib3
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

_KEPT_FOR = 30 * 60
_PATIENCE = 30
_TIMEOUT = urllib3.Timeout(connect=3, read=5)
_LARGEST = 1024 * 1024


class SignatureInvalid(Exception):
    """The signature is wrong or missing; the text says how."""


class KeysUnavailable(Exception):
    """The public keys cannot be read, so the signature cannot be checked."""


class PublicKeys:
    """The keys that one service publishes, at `location`: a path or a URL."""

    def __init__(
        self, location: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.location = location
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: Mapping[str, str] | None = None
        self._asked: float | None = None

    def verify(self, identifier: str, signature: str, body: bytes) -> None:
        """Raise `SignatureInvalid` or `KeysUnavailable` unless `body` is signed."""
        pem = self._current().get(identifier)
        if pem is None:
            raise SignatureInvalid("there is no public key with this identifier")
        try:
            key = load_pem_public_key(pem.encode())
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeysUnavailable(f"the key {identifier} cannot be read") from error
        if not isinstance(key, EllipticCurvePublicKey):
            raise KeysUnavailable(f"the key {identifier} is not of an elliptic curve")
        try:
            key.verify(base64.b64decode(signature, validate=True), body, ECDSA(SHA256()))
        except (InvalidSignature, binascii.Error, ValueError) as error:
            raise SignatureInvalid("the signature does not belong to the body") from error

    def _current(self) -> Mapping[str, str]:
        if "://" not in self.location:
            return _parse(_read(Path(self.location)))
        with self._lock:
            if self._is_due():
                self._asked, self._keys = self._clock(), None
                self._keys = _parse(_fetch(self.location))
            if self._keys is None:
                raise KeysUnavailable(f"{self.location} did not answer a moment ago")
            return self._keys

    def _is_due(self) -> bool:
        if self._asked is None:
            return True
        waiting = _PATIENCE if self._keys is None else _KEPT_FOR
        return self._clock() - self._asked >= waiting


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeysUnavailable(f"{path} cannot be read: {error.strerror}") from error


def _fetch(url: str) -> bytes:
    http = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)
    try:
        answer = http.request("GET", url, redirect=False, preload_content=False)
        try:
            content = answer.read(_LARGEST + 1)
        finally:
            answer.close()
    except urllib3.exceptions.HTTPError as error:
        raise KeysUnavailable(f"{url} does not answer: {error}") from error
    finally:
        http.clear()
    if answer.status != 200 or len(content) > _LARGEST:
        raise KeysUnavailable(f"{url} answers {answer.status} and {len(content)} bytes")
    return content


def _parse(content: bytes) -> Mapping[str, str]:
    try:
        listed: Any = json.loads(content)["public_keys"]
        return {str(each["key_identifier"]): str(each["key"]) for each in listed}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise KeysUnavailable("the document of keys is not as it should be") from error
