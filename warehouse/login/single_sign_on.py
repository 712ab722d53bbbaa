"""The way of one browser to an identity provider and back.

Nothing is kept of it: the state is a signed text in the URL, good for ten minutes, for one
browser and one provider. What the provider has to repeat (the nonce), and what the index
alone can show (the verifier), are made of the state and of what only this browser has, so
nobody can finish the sign-in of another.
"""

import base64
import enum
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.login.pending import browser_of
from warehouse.login.remembering import remembered_by
from warehouse.security import LinkBroken, LinkSigner
from warehouse.single_sign_on.proofs import LASTS
from warehouse.single_sign_on.providers import Provider, provider_of
from warehouse.single_sign_on.relying_party import Ceremony

RETURN = "login.single_sign_on.return"
_KIND = "single_sign_on"


class Purpose(enum.StrEnum):
    """Why somebody is sent to an identity provider."""

    SIGN_IN = "sign-in"
    LINK = "link"
    CONFIRM = "confirm"
    """They are signed in, and prove again who they are."""


@dataclass(frozen=True)
class Visit:
    """Why a browser visits a provider, where it goes then, and who is signed in."""

    purpose: Purpose
    target: str
    user_id: str
    remembered: dict[str, str]
    ceremony: Ceremony


def provider(request: Request) -> Provider | None:
    """Return the identity provider of the index, if it has one."""
    return provider_of(request.settings.single_sign_on)


def begin(request: Request, found: Provider, purpose: Purpose, target: str) -> Ceremony:
    """Return what a browser takes along to a provider."""
    state = request.registry[LinkSigner].sign(
        _KIND,
        issuer=found.issuer,
        purpose=purpose.value,
        target=target,
        user_id=signed_in_as(request),
        browser=browser_of(request),
        **{f"remembered.{name}": each for name, each in remembered_by(request).items()},
    )
    return _ceremony(request, found, purpose, state)


def resume(request: Request, found: Provider) -> Visit:
    """Return the visit that a browser comes back from.

    Raises `LinkExpired`, or `LinkBroken` for what was begun in another browser, with
    another provider, or by somebody else.
    """
    state = request.GET.get("state", "")
    values = request.registry[LinkSigner].read(_KIND, state, lasts=LASTS)
    expected = (found.issuer, browser_of(request), signed_in_as(request))
    if (values["issuer"], values["browser"], values["user_id"]) != expected:
        raise LinkBroken
    purpose = Purpose(values["purpose"])
    return Visit(
        purpose=purpose,
        target=safe_target(values["target"], host=request.host, default="/"),
        user_id=values["user_id"],
        remembered=_within(values, "remembered."),
        ceremony=_ceremony(request, found, purpose, state),
    )


def _ceremony(request: Request, found: Provider, purpose: Purpose, state: str) -> Ceremony:
    return Ceremony(
        provider=found,
        redirect_uri=request.route_url(RETURN),
        state=state,
        nonce=derived(request, "nonce", state),
        verifier=derived(request, "verifier", state),
        is_anew=purpose is Purpose.CONFIRM,
    )


def derived(request: Request, use: str, state: str) -> str:
    """Return 43 characters that are a secret of this browser (RFC 7636, 4.1)."""
    key = request.session.get_csrf_token().encode()
    digest = hmac.digest(key, f"{use} {state}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def signed_in_as(request: Request) -> str:
    """Return the id of who is signed in, or nothing."""
    identity: Any = request.identity
    return "" if identity is None else str(identity.user.id)


def _within(values: dict[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): each
        for name, each in values.items()
        if name.startswith(prefix)
    }
