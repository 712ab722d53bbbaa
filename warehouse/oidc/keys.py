"""The public keys of issuers: asked for when they are needed, and kept.

A process asks an issuer at most once a minute, and has one question to it at a time. What
it knew before is kept while the issuer does not answer. Of issuers that nobody named in the
settings it asks few at a time, so that those which hang hold up nobody else. No database
connection may be held by who asks.
"""

import json
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from warehouse.outbound import (
    Answer,
    OutboundClient,
    TargetRefused,
    TargetRules,
    Unanswered,
)

log = structlog.get_logger(__name__)

DISCOVERY = "/.well-known/openid-configuration"
MOST_BYTES = 256 * 1024
SECONDS = 5.0
ASKED_EVERY = 60.0
_CONFIGURED_FOR = 3600.0
_MOST_KEYS = 100
_PATIENCE = 1.0
"""How long after an issuer was asked the threads that need its answer, too, wait for it."""

_SMALLEST_RSA = 2048

_ASKED_AT_ONCE = 4
"""How many issuers that the settings do not name are asked at the same time."""

ALGORITHMS = {("RSA", None): "RS256", ("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA"}
"""The algorithm for each type and curve of keys (RFC 7518 and 8037); there is no other."""


class KeyUnknown(Exception):
    """The issuer has no such key, or does not answer now; the text says which."""


class KeysBusy(KeyUnknown):
    """So many issuers are being asked that this one has to be asked later."""


@dataclass(frozen=True)
class SigningKey:
    """A public key, and the only algorithm that it is used with."""

    algorithm: str
    key: Any


@dataclass
class _Known:
    """What a process knows of an issuer."""

    keys: Mapping[str, SigningKey] = field(default_factory=dict)
    configuration: Mapping[str, Any] = field(default_factory=dict)
    asked: float | None = None
    problem: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


class IssuerKeys:
    """Finds the keys of issuers."""

    def __init__(
        self,
        client: OutboundClient,
        rules: TargetRules,
        *,
        file: Path | None = None,
        named: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._rules, self._clock = client, rules, clock
        self._known: dict[str, _Known] = {}
        self._all = threading.Lock()
        self._named = frozenset(named)
        self._unnamed = threading.BoundedSemaphore(_ASKED_AT_ONCE)
        self._filed = {} if file is None else _read_file(file)

    def find(self, issuer: str, kid: str) -> SigningKey:
        """Return the key of an issuer with this id; raises `KeyUnknown`."""
        if issuer in self._filed:
            return _one_of(self._filed[issuer], kid, "")
        known = self._of(issuer)
        self._ask_while(lambda: kid not in known.keys, issuer, known)
        return _one_of(known.keys, kid, known.problem)

    def configuration(self, issuer: str) -> Mapping[str, Any]:
        """Return what an issuer says of itself; raises `KeyUnknown` if it says nothing.

        It is as old as an hour, and older while the issuer does not answer.
        """
        known = self._of(issuer)
        self._ask_while(lambda: self._is_outdated(known), issuer, known)
        if not known.configuration:
            raise KeyUnknown(known.problem or "the issuer does not answer")
        return known.configuration

    def _of(self, issuer: str) -> _Known:
        with self._all:
            return self._known.setdefault(issuer, _Known())

    def _may_ask(self, known: _Known) -> bool:
        return known.asked is None or self._clock() - known.asked >= ASKED_EVERY

    def _is_outdated(self, known: _Known) -> bool:
        if known.asked is None or not known.configuration:
            return True
        return self._clock() - known.asked >= _CONFIGURED_FOR

    def _ask_while(self, lacks: Callable[[], bool], issuer: str, known: _Known) -> None:
        """Ask if something is lacking, or wait a moment for who asks already."""
        if not lacks():
            return
        if not known.lock.acquire(timeout=self._patience(known)):
            raise KeysBusy("the issuer is being asked for its keys; try again")
        try:
            if lacks() and self._may_ask(known):
                self._ask_in_turn(issuer, known)
        finally:
            known.lock.release()

    def _patience(self, known: _Known) -> float:
        if known.problem:
            return 0  # It did not answer the last time either.
        if known.asked is None or self._may_ask(known):
            return _PATIENCE  # It is asked at this very moment.
        return max(0, known.asked + _PATIENCE - self._clock())

    def _ask_in_turn(self, issuer: str, known: _Known) -> None:
        """Ask, unless as many others as may be are being asked already."""
        if issuer in self._named:
            self._ask(issuer, known)
            return
        if not self._unnamed.acquire(blocking=False):
            raise KeysBusy("too many issuers are being asked for their keys; try again")
        try:
            self._ask(issuer, known)
        finally:
            self._unnamed.release()

    def _ask(self, issuer: str, known: _Known) -> None:
        known.asked = self._clock()
        try:
            said = self._configured(issuer)
            found = self._keys(said)
        except (Unanswered, TargetRefused, ValueError) as error:
            known.problem = f"the keys of {issuer} cannot be read: {error}"
            log.warning("issuer_keys_unread", issuer=issuer, problem=str(error))
            return
        known.keys, known.configuration, known.problem = found, said, ""

    def _configured(self, issuer: str) -> dict[str, Any]:
        said = self._json(issuer.rstrip("/") + DISCOVERY)
        if said.get("issuer") != issuer:
            raise ValueError("its configuration is that of another issuer")
        return said

    def _keys(self, said: Mapping[str, Any]) -> Mapping[str, SigningKey]:
        where, allowed = said.get("jwks_uri"), said.get(_SUPPORTED)
        if not isinstance(where, str):
            raise ValueError("its configuration has no jwks_uri")
        algorithms = allowed if isinstance(allowed, list) else list(ALGORITHMS.values())
        found = usable_keys(self._json(where), algorithms)
        if not found:
            raise ValueError("its key set has no key that could be used")
        return found

    def _json(self, url: str) -> dict[str, Any]:
        answer = self._client.get(self._rules.check(url), {"Accept": "application/json"})
        return object_in(answer, url)


_SUPPORTED = "id_token_signing_alg_values_supported"


def usable_keys(
    jwks: Mapping[str, Any], algorithms: list[Any] | None = None
) -> dict[str, SigningKey]:
    """Return the keys of a set by their ids; two with one id are none."""
    keys = jwks.get("keys")
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS:
        raise ValueError(f"its key set is no list of at most {_MOST_KEYS} keys")
    ids = [each.get("kid") for each in keys if isinstance(each, dict)]
    found = {}
    for each in keys:
        kid = each.get("kid") if isinstance(each, dict) else None
        if not isinstance(kid, str) or ids.count(kid) > 1:
            continue
        key = _read_key(each)
        if key is not None and (algorithms is None or key.algorithm in algorithms):
            found[kid] = key
    return found


def _read_key(jwk: dict[str, Any]) -> SigningKey | None:
    """Return a key for signatures of a type that is known, or None."""
    kind = jwk.get("kty")
    curve = None if kind == "RSA" else jwk.get("crv")
    algorithm = ALGORITHMS.get((kind, curve)) if isinstance(kind, str) else None
    if algorithm is None or jwk.get("alg", algorithm) != algorithm:
        return None
    if jwk.get("use", "sig") != "sig":
        return None
    public = {name: value for name, value in jwk.items() if name in _PUBLIC}
    try:
        key = jwt.PyJWK(public, algorithm=algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    if isinstance(key, RSAPublicKey) and key.key_size < _SMALLEST_RSA:
        return None
    return SigningKey(algorithm, key)


_PUBLIC = frozenset({"kty", "crv", "x", "y", "n", "e", "kid"})


def _one_of(keys: Mapping[str, SigningKey], kid: str, problem: str) -> SigningKey:
    if kid not in keys:
        raise KeyUnknown(problem or "the issuer has no such key")
    return keys[kid]


def object_in(answer: Answer, url: str) -> dict[str, Any]:
    """Return the JSON object that was answered; raises `ValueError`."""
    if answer.status != 200:
        raise ValueError(f"{url} answered with {answer.status}")
    if len(answer.body) > MOST_BYTES:
        raise ValueError(f"{url} is larger than {MOST_BYTES} bytes")
    return _object(answer.body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("it is no JSON object")
    return found


def _read_file(path: Path) -> dict[str, dict[str, SigningKey]]:
    """Read the key sets of issuers, which are not asked then."""
    return {
        issuer: usable_keys(jwks) for issuer, jwks in _object(path.read_bytes()).items()
    }
