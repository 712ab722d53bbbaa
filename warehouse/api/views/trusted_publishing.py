"""Endpoints of trusted publishing: whom tokens are for, and exchanging one.

They have two addresses each. Those of today answer as clients expect that know no other
index; those that PEP 807 lets clients discover answer by that text.
"""

from collections.abc import Callable
from typing import Any

import orjson
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.serializers.token_exchange import (
    V1_JSON,
    plain,
    problem,
    refusal,
    standard,
)
from warehouse.flags import Flags
from warehouse.flags.read_only import READ_ONLY, RETRY_AFTER
from warehouse.http import Request
from warehouse.http.transactions import release_connection
from warehouse.macaroons.services import TokenService
from warehouse.oidc.errors import (
    Code,
    ExchangePostponed,
    ExchangeRefused,
    IssuerBusy,
    TokenInvalid,
    TokenUnreadable,
)
from warehouse.oidc.services import ExchangeService
from warehouse.oidc.tokens import LONGEST, IdentityVerifier, Unverified, peek
from warehouse.paths import UPLOADS

_DISABLED = "Trusted publishing functionality not enabled"
_READ_ONLY = "Nothing can be changed for now: the index is read-only."
_MOST_BYTES = LONGEST + 1024
_BUSY_FOR = 5
"""Seconds after which an issuer may have answered."""

_SINGLE, _MULTI = "single-use-token", "multi-use-token"
_FEATURES = (_SINGLE, _MULTI)
_DEFAULT_FEATURES = (_MULTI,)


@view_config(route_name="api.pytp.discovery")
def discover(request: Request) -> Response:
    """Say where tokens are exchanged for the upload URL with the path `discover`."""
    if not _accepts(request):
        return _not_acceptable()
    paths = request.GET.getall("discover")
    if len(paths) != 1:
        said = "Name the path of the upload URL once, as in ?discover=%2Flegacy%2F."
        return problem(400, said)
    if paths[0] != f"{UPLOADS}/":
        return problem(404, f"Nothing is uploaded to {paths[0][:200]!r} here.")
    if not request.service(ExchangeService).is_enabled:
        return problem(404, f"{_DISABLED}.")
    return standard(
        {
            "audience-endpoint": request.route_url("api.pytp.audience"),
            "token-mint-endpoint": request.route_url("api.pytp.mint"),
            "features": _FEATURES,
            "default-features": _DEFAULT_FEATURES,
        }
    )


@view_config(route_name="api.oidc.audience")
def audience(request: Request) -> Response:
    """Say for whom identity tokens have to be issued."""
    if not request.service(ExchangeService).is_enabled:
        return plain(403, {"message": _DISABLED})
    return plain(200, _audience(request))


@view_config(route_name="api.pytp.audience")
def standard_audience(request: Request) -> Response:
    """Say the same as PEP 807 has it."""
    if not _accepts(request):
        return _not_acceptable()
    if not request.service(ExchangeService).is_enabled:
        return problem(403, f"{_DISABLED}.")
    return standard(_audience(request))


@view_config(
    route_name="api.oidc.mint", methods=("POST",), require_csrf=False, read_only="allow"
)
@view_config(
    route_name="api.oidc.mint.github",
    methods=("POST",),
    require_csrf=False,
    read_only="allow",
)
def mint(request: Request) -> Response:
    """Exchange an identity token for an API token of a quarter of an hour."""
    try:
        return plain(200, {"success": True, **_exchanged(request)})
    except ExchangeRefused as refused:
        return _refused(request, refused, refusal)


@view_config(
    route_name="api.pytp.mint", methods=("POST",), require_csrf=False, read_only="allow"
)
def standard_mint(request: Request) -> Response:
    """Do the same as PEP 807 has it."""
    if not _accepts(request):
        return _not_acceptable()
    try:
        return standard(_exchanged(request))
    except ExchangeRefused as refused:
        return _refused(
            request, refused, lambda status, code, said: problem(status, said, code)
        )


def _accepts(request: Request) -> bool:
    """Return whether answers of PEP 807 are accepted, as without any `Accept`."""
    return bool(request.accept.acceptable_offers([V1_JSON]))


def _not_acceptable() -> Response:
    return problem(406, f"Answers are {V1_JSON}; accept that, or leave Accept out.")


def _audience(request: Request) -> dict[str, Any]:
    return {"audience": request.registry[IdentityVerifier].audience}


def _refused(
    request: Request,
    refused: ExchangeRefused,
    answer: Callable[[int, str, str], Response],
) -> Response:
    if not refused.is_kept:
        request.transaction.rollback()
    request.log.info("identity_token_refused", code=refused.code.value)
    is_postponed = isinstance(refused, ExchangePostponed)
    status = 503 if is_postponed else 422
    response = answer(status, refused.code.value, refused.description)
    if isinstance(refused, ExchangePostponed):
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def _exchanged(request: Request) -> dict[str, Any]:
    exchange = request.service(ExchangeService)
    if request.service(Flags).is_on(READ_ONLY):
        raise ExchangePostponed(Code.NOT_ENABLED, _READ_ONLY, retry_after=RETRY_AFTER)
    if not exchange.is_enabled:
        raise ExchangeRefused(Code.NOT_ENABLED, _DISABLED)
    given = _given(request)
    token, uses = _identity_in(given), _uses_in(given)
    exchange.admit(token)
    # The issuer may be asked for its keys, and may take seconds to answer.
    release_connection(request)
    try:
        claims = request.registry[IdentityVerifier].verify(token)
    except IssuerBusy as error:
        raise ExchangePostponed(
            Code.INVALID_TOKEN, str(error), retry_after=_BUSY_FOR
        ) from error
    except TokenInvalid as error:
        raise ExchangeRefused(
            Code.INVALID_TOKEN, f"malformed or invalid token: {error}"
        ) from error
    grant = exchange.grant(claims["iss"], claims, actor=request.actor)
    location = request.settings.site.domain or request.host
    text, macaroon = request.service(TokenService).mint_for_publisher(
        grant, location=location, actor=request.actor, uses=uses
    )
    assert macaroon.expires is not None
    return {"token": text, "expires": int(macaroon.expires.timestamp())}


def _given(request: Request) -> dict[str, Any]:
    """Return the object in the body."""
    length = request.content_length
    if length is None or length > _MOST_BYTES:
        raise _payload(f"the body has more than {_MOST_BYTES} bytes, or no length")
    try:
        given = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise _payload(f"the body is no JSON: {error}") from error
    if not isinstance(given, dict):
        raise _payload("the body is no object with a text named token")
    return given


def _identity_in(given: dict[str, Any]) -> Unverified:
    """Return the identity token, unchecked."""
    if not isinstance(given.get("token"), str):
        raise _payload("the body is no object with a text named token")
    try:
        return peek(given["token"])
    except TokenUnreadable as error:
        raise _payload("malformed JWT") from error


def _uses_in(given: dict[str, Any]) -> int | None:
    """Return for how many uploads the token is to be good; None for any number."""
    features = given.get("features", list(_DEFAULT_FEATURES))
    if not isinstance(features, list):
        raise _payload("features is no list of texts")
    for each in features:
        if each not in _FEATURES:
            known = " and ".join(_FEATURES)
            raise _payload(f"the feature {str(each)[:100]!r} is unknown; {known} are known")
    if {*features} == {*_FEATURES}:
        raise _payload(f"a token cannot be both {_SINGLE} and {_MULTI}")
    return 1 if _SINGLE in features else None


def _payload(message: str) -> ExchangeRefused:
    return ExchangeRefused(Code.INVALID_PAYLOAD, message)
