"""Refusals as problem details (RFC 9457)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pyramid.response import Response

from warehouse.api.serializers.wire import dump

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class FieldError:
    """A field, or a parameter of the query, that is wrong; and how to mend it."""

    field: str
    message: str


class Problem(Exception):
    """A refusal: its status, what is wrong this time, and which fields are."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.errors, self.headers = errors, dict(headers or {})


def problem_response(problem: Problem) -> Response:
    """Return the answer that says what the problem is; nobody may keep it."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.errors:
        document["errors"] = [
            {"field": each.field, "message": each.message} for each in problem.errors
        ]
    return json_response(problem.status, document, PROBLEM, problem.headers)


def json_response(
    status: int,
    document: dict[str, Any],
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an answer for whoever sent the token, and for nobody else."""
    response = Response(status=status, body=dump(document), content_type=content_type)
    response.charset = None
    return personal(response, headers)


def personal(response: Response, headers: Mapping[str, str] | None = None) -> Response:
    """Keep caches of others from storing an answer; its client asks each time."""
    response.vary = ("Authorization",)
    is_read = response.status_code == 200
    response.cache_control = "private, no-cache" if is_read else "no-store"
    response.headers.update(headers or {})
    return response
