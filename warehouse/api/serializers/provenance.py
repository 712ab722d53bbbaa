"""The provenance of files (PEP 740), and why there is none."""

from typing import Any

import orjson
from pyramid.response import Response

from warehouse.api.cross_origin import open_to_all

V1_JSON = "application/vnd.pypi.integrity.v1+json"
KEPT_SECONDS = 600
"""For how long clients need not ask again, whatever the answer is."""


def provenance_document(provenance: dict[str, Any]) -> bytes:
    """Return a provenance as compact JSON, its keys sorted."""
    return orjson.dumps(provenance, option=orjson.OPT_SORT_KEYS)


def refusal_of_provenance(status: int, message: str) -> Response:
    """Return an answer that says as JSON why there is no provenance in it."""
    body = orjson.dumps({"message": message})
    response = Response(body=body, status=status, content_type="application/json")
    response.charset = None
    response.vary = ("Accept",)
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_SECONDS
    return open_to_all(response)
