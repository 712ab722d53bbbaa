"""The answers of trusted publishing: as clients of today read them, and as in PEP 807."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from pyramid.response import Response

V1_JSON = "application/vnd.pypi.pytp.v1+json"
_PROBLEM = "application/problem+json"


def plain(status: int, document: Mapping[str, Any]) -> Response:
    """Return a JSON document that nobody may keep."""
    return _response(status, document, "application/json")


def standard(document: Mapping[str, Any]) -> Response:
    """Return a document of PEP 807."""
    return _response(200, document, V1_JSON)


def problem(status: int, detail: str, code: str | None = None) -> Response:
    """Return problem details (RFC 9457); `code` is what clients of today know."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if code is not None:
        document["errors"] = [{"code": code, "description": detail}]
    return _response(status, document, _PROBLEM)


def refusal(status: int, code: str, description: str) -> Response:
    """Return why no token is minted, in the form that clients of today read."""
    error = {"code": code, "description": description}
    return plain(status, {"message": "Token request failed", "errors": [error]})


def _response(status: int, document: Mapping[str, Any], content_type: str) -> Response:
    body = orjson.dumps(document)
    response = Response(status=status, body=body, content_type=content_type)
    response.charset = None
    response.vary = ("Accept",)
    response.cache_control.no_store = True
    return response
