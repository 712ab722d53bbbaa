"""Reading signed reports: a list of items in JSON, or an answer that says why not."""

from typing import Any

import orjson
from pyramid.response import Response

from warehouse.http import Request
from warehouse.security.signed_reports import (
    KeysUnavailable,
    PublicKeys,
    SignatureInvalid,
)


class SignedReportRefused(Exception):
    """A report is not read; `response` says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.response = _answer(status, message)


def verified(
    request: Request, keys: PublicKeys, identifier: str, signature: str
) -> list[Any]:
    """Return the items of a report; raises `SignedReportRefused`."""
    try:
        keys.verify(identifier, signature, request.body)
    except SignatureInvalid as error:
        raise SignedReportRefused(400, f"Invalid signature: {error}.") from error
    except KeysUnavailable as error:
        request.log.error("report_keys_unavailable", keys=keys.location, error=str(error))
        text = "The public keys cannot be had now. Try again later."
        raise SignedReportRefused(503, text) from error
    try:
        items: Any = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise SignedReportRefused(400, f"Invalid JSON: {error}.") from error
    if not isinstance(items, list):
        raise SignedReportRefused(400, "Invalid format: payload is not a list.")
    return items


def _answer(status: int, message: str) -> Response:
    response = Response(
        status=status,
        body=orjson.dumps({"message": message}),
        content_type="application/json",
    )
    response.charset = None
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response
