"""Endpoints of trusted publishing: whom tokens are for, and exchanging one."""

from typing import Any

import orjson
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.transactions import release_connection
from warehouse.macaroons.services import TokenService
from warehouse.oidc.errors import Code, ExchangeRefused, TokenInvalid, TokenUnreadable
from warehouse.oidc.services import ExchangeService
from warehouse.oidc.tokens import LONGEST, IdentityVerifier, Unverified, peek

_DISABLED = "Trusted publishing functionality not enabled"
_MOST_BYTES = LONGEST + 1024


@view_config(route_name="api.oidc.audience")
def audience(request: Request) -> Response:
    """Say for whom identity tokens have to be issued."""
    if not request.service(ExchangeService).is_enabled:
        return _answer(403, {"message": _DISABLED})
    return _answer(200, {"audience": request.registry[IdentityVerifier].audience})


@view_config(route_name="api.oidc.mint", methods=("POST",), require_csrf=False)
@view_config(route_name="api.oidc.mint.github", methods=("POST",), require_csrf=False)
def mint(request: Request) -> Response:
    """Exchange an identity token for an API token of a quarter of an hour."""
    try:
        return _answer(200, _exchanged(request))
    except ExchangeRefused as refused:
        if not refused.is_kept:
            request.transaction.rollback()
        request.log.info("identity_token_refused", code=refused.code.value)
        error = {"code": refused.code.value, "description": refused.description}
        return _answer(422, {"message": "Token request failed", "errors": [error]})


def _exchanged(request: Request) -> dict[str, Any]:
    exchange = request.service(ExchangeService)
    if not exchange.is_enabled:
        raise ExchangeRefused(Code.NOT_ENABLED, _DISABLED)
    token = _given(request)
    exchange.admit(token)
    # The issuer may be asked for its keys, and may take seconds to answer.
    release_connection(request)
    try:
        claims = request.registry[IdentityVerifier].verify(token)
    except TokenInvalid as error:
        raise ExchangeRefused(
            Code.INVALID_TOKEN, f"malformed or invalid token: {error}"
        ) from error
    grant = exchange.grant(claims["iss"], claims, actor=request.actor)
    text, macaroon = request.service(TokenService).mint_for_publisher(
        grant, location=request.settings.site.domain or request.host, actor=request.actor
    )
    assert macaroon.expires is not None
    expires = int(macaroon.expires.timestamp())
    return {"success": True, "token": text, "expires": expires}


def _given(request: Request) -> Unverified:
    """Return the token of the body, unchecked."""
    length = request.content_length
    if length is None or length > _MOST_BYTES:
        raise _payload(f"the body has more than {_MOST_BYTES} bytes, or no length")
    try:
        given = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise _payload(f"the body is no JSON: {error}") from error
    if not isinstance(given, dict) or not isinstance(given.get("token"), str):
        raise _payload("the body is no object with a text named token")
    try:
        return peek(given["token"])
    except TokenUnreadable as error:
        raise _payload("malformed JWT") from error


def _payload(problem: str) -> ExchangeRefused:
    return ExchangeRefused(Code.INVALID_PAYLOAD, problem)


def _answer(status: int, content: dict[str, Any]) -> Response:
    response = Response(
        status=status, body=orjson.dumps(content), content_type="application/json"
    )
    response.charset = None
    response.cache_control.no_store = True
    return response
