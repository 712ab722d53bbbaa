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
    about = {"Content-Type": content_type, **(headers or {})}
    return bytes_response(status, dump(document), about)


def bytes_response(status: int, body: bytes, headers: Mapping[str, str]) -> Response:
    """Return an answer that only its client may keep, asking each time if it holds."""
    response = Response(status=status, body=body)
    response.content_type = None
    if not body:
        response.content_length = None
    response.vary = ("Authorization",)
    response.cache_control = "private, no-cache" if status == 200 else "no-store"
    response.headers.update(headers)
    return response
