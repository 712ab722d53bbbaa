"""The way of a member's browser to the identity provider of an organization and back.

It is that of `warehouse.login.single_sign_on`, with a state of another kind: neither takes
what was begun as the other. It is of one organization, and of one person who is signed in.
"""

from dataclasses import dataclass

from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.login.pending import browser_of
from warehouse.login.single_sign_on import derived, signed_in_as
from warehouse.organizations.models import Organization
from warehouse.security import LinkBroken, LinkSigner
from warehouse.single_sign_on.proofs import LASTS
from warehouse.single_sign_on.providers import Provider
from warehouse.single_sign_on.relying_party import Ceremony

RETURN = "login.membership.return"
_KIND = "membership"


@dataclass(frozen=True)
class Visit:
    """Where a browser goes when it comes back from the provider."""

    target: str
    ceremony: Ceremony


def begin(
    request: Request, organization: Organization, found: Provider, target: str
) -> Ceremony:
    """Return what a browser takes along to the provider of an organization."""
    expected = _expected(request, organization, found)
    links: LinkSigner = request.registry[LinkSigner]
    state = links.sign(_KIND, target=target, **expected)
    return _ceremony(request, organization, found, state)


def resume(request: Request, organization: Organization, found: Provider) -> Visit:
    """Return the visit that a browser comes back from.

    Raises `LinkExpired`, or `LinkBroken` for what was begun in another browser, for another
    organization or provider, or by somebody else.
    """
    state = request.GET.get("state", "")
    values = request.registry[LinkSigner].read(_KIND, state, lasts=LASTS)
    target = values.pop("target")
    if values != _expected(request, organization, found):
        raise LinkBroken
    return Visit(
        safe_target(target, host=request.host, default="/"),
        _ceremony(request, organization, found, state),
    )


def return_url(request: Request, organization: Organization) -> str:
    """Return where the provider sends people back to; each organization has its own.

    A provider takes no other one, so it stays the same under every name.
    """
    return str(request.route_url(RETURN, key=organization.id))


def _expected(
    request: Request, organization: Organization, found: Provider
) -> dict[str, str]:
    return {
        "organization": str(organization.id),
        "issuer": found.issuer,
        "client": found.client,
        "user_id": signed_in_as(request),
        "browser": browser_of(request),
    }


def _ceremony(
    request: Request, organization: Organization, found: Provider, state: str
) -> Ceremony:
    return Ceremony(
        provider=found,
        redirect_uri=return_url(request, organization),
        state=state,
        nonce=derived(request, "nonce", state),
        verifier=derived(request, "verifier", state),
    )
