"""The endpoint at which scanners report API tokens that they found in public."""

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.signatures import SignedReportRefused, verified
from warehouse.http import Request
from warehouse.macaroons.errors import TokenError
from warehouse.macaroons.services import TokenService
from warehouse.security.signed_reports import PublicKeys

_KIND = "pypi_api_token"
_LONGEST = 2000


@dataclass(frozen=True)
class Scanner:
    """A service that looks for tokens, and the keys that it signs with."""

    name: str
    header: str
    keys: PublicKeys


class Scanners(tuple[Scanner, ...]):
    """The services whose reports are taken."""


@view_config(
    route_name="api.tokens.disclose", methods=("OPTIONS", "POST"), require_csrf=False
)
@view_config(
    route_name="api.tokens.disclose.github",
    methods=("OPTIONS", "POST"),
    require_csrf=False,
)
def disclose(request: Request) -> Response:
    """Revoke the reported tokens that exist; skip whatever is no token of ours."""
    scanners: Scanners = request.registry[Scanners]
    for scanner in scanners:
        identifier = request.headers.get(f"{scanner.header}-IDENTIFIER")
        signature = request.headers.get(f"{scanner.header}-SIGNATURE")
        if identifier and signature:
            break
    else:
        raise HTTPNotFound("Only signed reports of leaked tokens are taken here.")
    try:
        items = verified(request, scanner.keys, identifier, signature)
    except SignedReportRefused as error:
        return error.response
    for item in items:
        _revoke(request, item, scanner.name)
    return Response(status=204)


def _revoke(request: Request, item: Any, reporter: str) -> None:
    if not isinstance(item, dict) or item.get("type") != _KIND:
        return
    text, url = item.get("token"), item.get("url")
    if not isinstance(text, str) or not isinstance(url, str):
        return
    tokens = request.service(TokenService)
    try:
        _token, macaroon = tokens.find(text)
    except TokenError:
        request.log.info("leaked_token_unknown", reporter=reporter)
        return
    source = item.get("source")
    origin = f"{reporter} ({source})" if isinstance(source, str) else reporter
    tokens.revoke_leaked(
        macaroon, url=url[:_LONGEST], origin=origin[:_LONGEST], actor=request.actor
    )
