"""The endpoint for signed reports of vulnerabilities."""

from typing import Any, cast

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.signatures import SignedReportRefused, verified
from warehouse.http import Request
from warehouse.security.signed_reports import PublicKeys
from warehouse.vulnerabilities import osv
from warehouse.vulnerabilities.advisories import reported
from warehouse.vulnerabilities.errors import AdvisoryInvalid
from warehouse.vulnerabilities.services import VulnerabilityService

_IDENTIFIER = "VULN-PUBLIC-KEY-IDENTIFIER"
_SIGNATURE = "VULN-PUBLIC-KEY-SIGNATURE"


@view_config(
    route_name="api.vulnerabilities.osv", methods=("OPTIONS", "POST"), require_csrf=False
)
def report(request: Request) -> Response:
    """Store reported advisories; skip and log those that are invalid."""
    keys = cast(PublicKeys | None, request.registry.get(PublicKeys))
    identifier, signature = map(request.headers.get, (_IDENTIFIER, _SIGNATURE))
    if keys is None or not identifier or not signature:
        raise HTTPNotFound("Only signed reports of vulnerabilities are taken here.")
    try:
        items = verified(request, keys, identifier, signature)
    except SignedReportRefused as error:
        return error.response
    _record(request, items)
    return Response(status=204)


def _record(request: Request, items: list[Any]) -> None:
    found = []
    for position, item in enumerate(items):
        try:
            found.append(reported(item))
        except AdvisoryInvalid as error:
            request.log.warning("advisory_invalid", position=position, reason=str(error))
    request.service(VulnerabilityService).report(osv.SOURCE, found)
