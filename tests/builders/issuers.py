"""An OpenID Connect issuer on loopback, right or wrong in whatever way a test asks."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from tests.builders.serving import served

AUDIENCE = "localhost"
DISCOVERY = "/.well-known/openid-configuration"

Broken = Callable[[BaseHTTPRequestHandler], None]


@cache
def private_key(algorithm: str, number: int = 0) -> Any:
    """A private key of the kind that an algorithm is for; each number is another one."""
    if algorithm == "RS256":
        return rsa.generate_private_key(65537, 2048)
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    return ed25519.Ed25519PrivateKey.generate()


def jwk(kid: str, algorithm: str, key: Any, **changes: Any) -> dict[str, Any]:
    """The public half of a key as issuers publish it (RFC 7517)."""
    kinds = {"RS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}
    found = kinds[algorithm].to_jwk(key.public_key(), as_dict=True)
    return {**found, "kid": kid, "alg": algorithm, "use": "sig", **changes}


def claims_of(issuer: str, **changes: Any) -> dict[str, Any]:
    """Claims that are valid for some minutes; those that are None are left out."""
    now = int(time.time())
    found = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": "pipeline:ham",
        "iat": now,
        "nbf": now,
        "exp": now + 300,
        "jti": f"{time.monotonic_ns()}",
        **changes,
    }
    return {name: value for name, value in found.items() if value is not None}


def github_claims(**changes: Any) -> dict[str, Any]:
    """Claims as GitHub makes them for the workflow `release.yml` of `octo/sampler`."""
    ref, sha = "refs/tags/v1", "a" * 40
    workflow = f"octo/sampler/.github/workflows/release.yml@{ref}"
    return claims_of(
        "https://token.actions.githubusercontent.com",
        **{
            "sub": "repo:octo/sampler:ref:refs/tags/v1",
            "repository": "octo/sampler",
            "repository_owner": "octo",
            "repository_owner_id": "42",
            "job_workflow_ref": workflow,
            "workflow_ref": workflow,
            "event_name": "release",
            "ref": ref,
            "sha": sha,
            **changes,
        },
    )


def gitlab_claims(**changes: Any) -> dict[str, Any]:
    """Claims as GitLab makes them for `.gitlab-ci.yml` of `group/sub/tool`."""
    ref = "refs/heads/main"
    return claims_of(
        "https://gitlab.com",
        **{
            "sub": "project_path:group/sub/tool:ref_type:branch:ref:main",
            "project_path": "group/sub/tool",
            "ci_config_ref_uri": f"gitlab.com/group/sub/tool//.gitlab-ci.yml@{ref}",
            "ref_path": ref,
            "sha": "b" * 40,
            **changes,
        },
    )


@dataclass
class Issuer:
    """Signs tokens with its keys, and serves those that it `publishes`."""

    port: int = 0
    algorithm: str = "RS256"
    kid: str = "one"
    number: int = 0
    publishes: list[dict[str, Any]] = field(default_factory=list)
    discovery: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, Broken] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Publish the first key."""
        self.use(self.algorithm, self.kid, self.number)

    @property
    def url(self) -> str:
        """The name of the issuer."""
        return f"http://127.0.0.1:{self.port}"

    def use(self, algorithm: str, kid: str, number: int = 0) -> None:
        """Sign with another key from now on, and publish it alone."""
        self.algorithm, self.kid, self.number = algorithm, kid, number
        self.publishes = [jwk(kid, algorithm, private_key(algorithm, number))]

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token; headers that are None are left out."""
        key = private_key(self.algorithm, self.number)
        wanted = {"kid": self.kid, **header}
        wanted = {name: value for name, value in wanted.items() if value is not None}
        return jwt.encode(claims, key, self.algorithm, headers=wanted)

    def token(self, **changes: Any) -> str:
        """A token with the usual claims of this issuer."""
        return self.sign(claims_of(self.url, **changes))

    def answer(self, path: str) -> dict[str, Any] | None:
        """Return the object that is served at a path, or None.

        At `/token` that is a new token, as GitHub gives it to a workflow that asks.
        """
        if path.startswith("/token?"):
            [audience] = parse_qs(urlsplit(path).query)["audience"]
            return {"value": self.token(aud=audience)}
        if path == DISCOVERY:
            found = {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **self.discovery}
            return {name: value for name, value in found.items() if value is not None}
        return {"keys": self.publishes} if path == "/keys" else None


class _Handler(BaseHTTPRequestHandler):
    issuer: Issuer

    def do_GET(self) -> None:
        self.issuer.asked.append(self.path)
        with suppress(OSError):
            if self.path in self.issuer.broken:
                self.issuer.broken[self.path](self)
                return
            found = self.issuer.answer(self.path)
            body = json.dumps(found).encode()
            self.send_response(200 if found is not None else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *about: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Issuer]:
    """Serve an issuer on loopback."""
    issuer = Issuer()
    with serve(issuer):
        yield issuer


@contextmanager
def serve(issuer: Issuer, **methods: Broken) -> Iterator[None]:
    """Serve an issuer of any kind, with more methods than GET if it has them."""
    handler = type("_OneHandler", (_Handler,), {"issuer": issuer, **methods})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    issuer.port = server.server_port
    with served(server):
        yield
