"""The endpoint for signed reports of vulnerabilities."""

from typing import Any, cast

import orjson
from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.security.signed_reports import (
    KeysUnavailable,
    PublicKeys,
    SignatureInvalid,
)
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
        keys.verify(identifier, signature, request.body)
    except SignatureInvalid as error:
        return _message(400, f"Invalid signature: {error}.")
    except KeysUnavailable as error:
        request.log.error("vulnerability_keys_unavailable", error=str(error))
        return _message(503, "The public keys cannot be had now. Try again later.")
    try:
        items: Any = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        return _message(400, f"Invalid JSON: {error}.")
    if not isinstance(items, list):
        return _message(400, "Invalid format: payload is not a list.")
    _record(request, items)
    return Response(status=204)


def _record(request: Request, items: list[Any]) -> None:
    service = request.service(VulnerabilityService)
    for position, item in enumerate(items):
        try:
            advisory = reported(item)
        except AdvisoryInvalid as error:
            request.log.warning("advisory_invalid", position=position, reason=str(error))
        else:
            service.report(osv.SOURCE, advisory)


def _message(status: int, message: str) -> Response:
    response = Response(
        status=status,
        body=orjson.dumps({"message": message}),
        content_type="application/json",
    )
    response.charset = None
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response
