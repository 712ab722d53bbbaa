"""Going on with somebody for whom an identity provider or a directory vouches."""

from collections.abc import Callable

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from warehouse.accounts.models import User
from warehouse.accounts.policy import sign_in
from warehouse.accounts.services.logins import LoginService
from warehouse.flags import Flags
from warehouse.flags.read_only import READ_ONLY
from warehouse.http import Request
from warehouse.login import pending
from warehouse.single_sign_on.errors import IdentityUnknown
from warehouse.single_sign_on.proofs import keep_proof
from warehouse.single_sign_on.providers import Assertion, labels_of
from warehouse.single_sign_on.services import IdentityService, NewcomerService

METHOD = "identity-provider"


def arrive(
    request: Request,
    said: Assertion,
    target: str,
    *,
    is_remembered: Callable[[User], bool],
) -> Response:
    """Sign in whose identity it is, ask for the second factor, or make an account.

    Raises what `IdentityService.opened_by` and `NewcomerService.create` raise.
    """
    try:
        user = request.service(IdentityService).opened_by(said)
    except IdentityUnknown:
        return _welcome(request, said, target)
    if user.has_second_factor and not (said.has_two_factors or is_remembered(user)):
        waiting = pending.begin(request, user, target)
        return HTTPSeeOther(waiting.url(request, "login.two_factor"))
    return signed_in(request, user, said, target)


def signed_in(request: Request, user: User, said: Assertion, target: str) -> Response:
    """Tie the session to an account, and lead on."""
    label = labels_of(request.settings)[said.issuer]
    request.service(LoginService).complete(
        user, actor=request.actor, method=METHOD, label=label
    )
    sign_in(request, user, has_two_factors=said.has_two_factors, proved=said.proved)
    return HTTPSeeOther(target)


def ask(request: Request, said: Assertion, route: str, target: str = "/") -> Response:
    """Keep what was said of a person while the page of `route` asks them something."""
    keep_proof(request.session, said, target)
    return HTTPSeeOther(request.route_path(route))


def _welcome(request: Request, said: Assertion, target: str) -> Response:
    """Make an account at once if nothing is left to ask."""
    service = request.service(NewcomerService)
    offered = service.proposal(said)
    is_read_only = request.service(Flags).is_on(READ_ONLY)
    if is_read_only or not (offered.username and offered.is_verified):
        return ask(request, said, "login.single_sign_on.account", target)
    user = service.create(
        said, username=offered.username, address=offered.address, actor=request.actor
    )
    return signed_in(request, user, said, target)
