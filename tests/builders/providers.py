"""An identity provider on loopback: the code flow of OpenID Connect, with PKCE.

It is the issuer of `tests.builders.issuers` with two more endpoints. A test says who is
signed in there, and follows the browser's way by hand.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from tests.builders.issuers import Issuer, claims_of, serve

CLIENT, SECRET = "index", "a secret: of the client"


@dataclass
class IdentityProvider(Issuer):
    """Knows one person, and gives codes for them that are good once."""

    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    redeemed: list[dict[str, str]] = field(default_factory=list)
    userinfo: dict[str, Any] = field(default_factory=dict)

    def answer(self, path: str) -> dict[str, Any] | None:
        """Return also where people sign in, and what is told of them on request."""
        if path == "/userinfo":
            return self.userinfo
        return super().answer(path)

    @property
    def endpoints(self) -> dict[str, str]:
        """The endpoints of the code flow, as the configuration has them."""
        return {
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
        }

    def signs_in(self, address: str, **person: Any) -> str:
        """Sign the person in, and return where their browser is sent back to."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        self.person = person
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def redeem(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        """Exchange a code, once (OpenID Connect Core, 3.1.3)."""
        self.redeemed.append(form)
        asked = self.codes.pop(form.get("code", ""), None)
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        client, _, secret = given.partition(":")
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or (unquote_plus(client), unquote_plus(secret)) != (CLIENT, SECRET)
            or asked["redirect_uri"] != form.get("redirect_uri")
            or asked["code_challenge"]
            != base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        ):
            return 400, {"error": "invalid_grant"}
        about = {
            "aud": CLIENT,
            "nonce": asked["nonce"],
            "auth_time": int(time.time()),
            **self.person,
            **self.claims,
        }
        token = self.sign(claims_of(self.url, **about))
        return 200, {"id_token": token, "access_token": "opaque", "token_type": "Bearer"}


def _redeem(handler: BaseHTTPRequestHandler) -> None:
    provider: IdentityProvider = handler.issuer  # type: ignore[attr-defined]
    provider.asked.append(handler.path)
    length = int(handler.headers["Content-Length"])
    fields = parse_qs(handler.rfile.read(length).decode())
    form = {name: each[0] for name, each in fields.items()}
    if handler.path in provider.broken:
        provider.broken[handler.path](handler)
        return
    status, said = provider.redeem(form, handler.headers.get("Authorization", ""))
    body = json.dumps(said).encode()
    with suppress(OSError):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def providing() -> Iterator[IdentityProvider]:
    """Serve an identity provider on loopback."""
    provider = IdentityProvider()
    with serve(provider, do_POST=_redeem):
        provider.discovery = {**provider.endpoints}
        yield provider
